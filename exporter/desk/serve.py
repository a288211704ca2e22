"""The server of the page."""

import getpass
from collections.abc import Callable

import uvicorn

from exporter.desk.app import create_app
from exporter.desk.asking import OnePerson
from exporter.errors import UsageError
from exporter.store import Store

HERE = "127.0.0.1"


def serve(
    store: Store,
    *,
    host: str = HERE,
    port: int = 8000,
    person: str | None = None,
    ready: Callable[[], None] | None = None,
) -> None:
    """Serve the page until it is stopped.

    Args:
        store: Where articles, drafts and events are.
        host: The address to listen at.
        port: The port to listen at.
        person: Who codes; the name of the user of this machine where none is given.
        ready: Called once the page is about to be served.

    Raises:
        UsageError: The address is not this machine's own, or the port is taken.
    """
    if host not in (HERE, "localhost", "::1"):
        raise UsageError(
            f"At {host} others could reach the page, and there are no accounts.",
            f"Leave --host away: the page is then at {HERE}, for you alone.",
        )
    app = OnePerson(create_app(store), person or getpass.getuser())
    settings = uvicorn.Config(app, host=host, port=port, log_level="warning", access_log=False)
    if ready:
        ready()
    try:
        uvicorn.Server(settings).run()
    except KeyboardInterrupt:
        return
    except SystemExit as error:
        # uvicorn has said why, on standard error.
        raise UsageError(
            f"The page cannot be served at {host}:{port}.", "Choose another port with --port."
        ) from error
