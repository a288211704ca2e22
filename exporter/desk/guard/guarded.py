"""The page with everything before it."""

import ipaddress
from collections.abc import Iterable, Mapping

from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from exporter.desk.guard.accounts import routes, session_route
from exporter.desk.guard.gate import Gate
from exporter.desk.guard.headers import Headers
from exporter.errors import UsageError
from exporter.store import Store
from exporter.store.people import People

HERE = ("127.0.0.1", "localhost", "[::1]")
"""What this machine is called by itself."""

LARGEST = 2_000_000
"""Bytes that a request may bring, where nothing else is said of its address."""


def guarded(
    app: ASGIApp,
    store: Store,
    *,
    accounts: bool,
    hosts: Iterable[str] = HERE,
    person: str | None = None,
    largest: int = LARGEST,
    uploads: Mapping[str, int] | None = None,
) -> ASGIApp:
    """Put before an app what keeps others out, and what keeps browsers from being used against it.

    The app finds who asks with `person`, `role` and `require`, and puts `csrf_field` into its forms or sends
    `csrf_token` in the header `X-CSRF-Token`. `/log-in`, `/log-out`, `/account` and `/session` are taken.

    Args:
        app: What to guard.
        store: Where the accounts are.
        accounts: Whether people must log in. Without, only this machine itself is answered.
        hosts: The names under which browsers reach the page, without ports. A request for another name is
            refused, or any site could give its own name this machine's address and then read the page.
        person: Who works alone, where there are no accounts.
        largest: Bytes that a request may bring.
        uploads: Beginnings of addresses that may be sent more, and how much.

    Raises:
        UsageError: Nobody could log in, nobody is named, or others could come in without an account.
    """
    names = [name.lower() for name in hosts]
    if not names or any("*" in name or "/" in name for name in names):
        raise UsageError(
            f"{', '.join(names) or 'Nothing'} is not how a browser names this page.",
            "Give its names, such as desk.example.org, without https:// and ports.",
        )
    people = None
    if accounts:
        people = People(store)
        if not any(user.disabled is None for user in people.all()):
            raise UsageError(
                "Nobody could log in: there are no accounts.",
                "Make one with: exporter user add NAME --role admin",
            )
    elif not person:
        raise UsageError(
            "Nobody is named who codes.", "Name the person, or make accounts with exporter user add."
        )
    elif not set(names) <= set(HERE):
        raise UsageError(
            f"As {', '.join(sorted(set(names) - set(HERE)))}, others could reach the page without an account.",
            "Make accounts with: exporter user add NAME --role admin",
        )
    own = [session_route(), *(routes(people) if people else [])]
    limited = _Limits(Gate(_Beside(app, own), people, person), largest, uploads or {})
    outer = Headers(TrustedHostMiddleware(limited, allowed_hosts=names, www_redirect=False))
    return _Entrance(outer, app, alone=not accounts)


class _Beside:
    """Pages of the guard, beside those of the app."""

    def __init__(self, app: ASGIApp, own: list[Route]) -> None:
        self._app = app
        self._own = Router(own, redirect_slashes=False)
        self._paths = {route.path for route in own}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (self._own if scope["path"] in self._paths else self._app)(scope, receive, send)


class _Limits:
    """How much a request may bring, by its address."""

    def __init__(self, app: ASGIApp, largest: int, uploads: Mapping[str, int]) -> None:
        self._default = RequestBodyLimitMiddleware(app, largest)
        self._uploads = {start: RequestBodyLimitMiddleware(app, size) for start, size in uploads.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        fits = (limit for start, limit in self._uploads.items() if scope["path"].startswith(start))
        await next(fits, self._default)(scope, receive, send)


class _Entrance:
    """What is no request for a page: the server's own start and end goes to the app, the rest nowhere."""

    def __init__(self, outer: ASGIApp, app: ASGIApp, *, alone: bool) -> None:
        self._outer = outer
        self._app = app
        self._alone = alone

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        elif self._alone and _from_elsewhere(scope):
            await PlainTextResponse("This desk is for its own machine alone.", 403)(scope, receive, send)
        else:
            await self._outer(scope, receive, send)


def _from_elsewhere(scope: Scope) -> bool:
    """Whether a request comes from another machine, as behind a proxy that was put before a desk for one."""
    if not scope.get("client"):
        return False
    try:
        return not ipaddress.ip_address(scope["client"][0]).is_loopback
    except ValueError:
        return False
