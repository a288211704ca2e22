"""The server of the page."""

import getpass
from collections.abc import Callable, Sequence

import uvicorn

from exporter.desk.app import create_app
from exporter.desk.guard import guarded
from exporter.desk.guard.guarded import HERE
from exporter.errors import UsageError
from exporter.store import Store

LOCAL = "127.0.0.1"
_LOCAL = (LOCAL, "localhost", "::1")
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 (a check for it)


def serve(
    store: Store,
    *,
    host: str = LOCAL,
    port: int = 8000,
    person: str | None = None,
    names: Sequence[str] = (),
    ready: Callable[[], None] | None = None,
) -> None:
    """Serve the page until it is stopped.

    On this machine alone, one person works without an account. At another address, or under other names, everybody
    needs one.

    Args:
        store: Where articles, drafts, events and accounts are.
        host: The address to listen at.
        port: The port to listen at.
        person: Who codes, where there are no accounts; the name of the user of this machine where none is given.
        names: The names under which browsers reach the page, where a proxy stands before it.
        ready: Called once the page is about to be served.

    Raises:
        UsageError: There are no accounts for others who could reach the page, it is not said how they name it, or
            the port is taken.
    """
    if host in _EVERYWHERE and not names:
        raise UsageError(
            f"At {host} browsers could reach the page under any name, and a foreign site could pass for it.",
            "Say how they name it, with --name desk.example.org.",
        )
    accounts = bool(names) or host not in _LOCAL
    hosts = names or ((host,) if accounts else HERE)
    app = guarded(
        create_app(store), store, accounts=accounts, hosts=hosts, person=person or getpass.getuser()
    )
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
