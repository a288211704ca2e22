"""The gate: says who asks, and lets through what that person's own pages send."""

from typing import Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from exporter.desk.guard import csrf
from exporter.desk.guard.cookies import cookie, new_token, token_of
from exporter.desk.guard.refusals import reads_pages, refusal
from exporter.errors import UsageError
from exporter.store.people import People, Role

LOG_IN = "/log-in"
"""Where people log in: the one address that is open to everybody."""

_FORGED = (
    "This was not sent by a page of this desk, or by one from before you logged in. "
    "Nothing was changed. Load the page anew and try again."
)


class Gate:
    """Before an app: sessions, and the marks of its forms.

    Args:
        app: What answers who is let through. It finds `person`, `role`, `csrf`, `accounts` and `token` in the
            request's scope.
        people: The accounts; None where one person works alone.
        person: The name of who works alone.
    """

    def __init__(self, app: ASGIApp, people: People | None, person: str | None) -> None:
        self._app = app
        self._people = people
        self._person = person

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or let through."""
        request = Request(scope, receive)
        given = token_of(request)
        token = given or new_token()
        told = send if given else _with_cookie(send, cookie(request, token))
        try:
            who = await self._who(given)
        except UsageError as error:
            await refusal(request, 503, error.message)(scope, receive, told)
            return
        seen = {
            **scope,
            **who,
            "token": token,
            "csrf": csrf.mark(token),
            "accounts": self._people is not None,
        }
        if who["person"] is None and scope["path"] != LOG_IN:
            await _log_in_first(request)(scope, receive, told)
            return
        try:
            if scope["method"] not in csrf.SAFE:
                receive = await csrf.check(request, token)
        except csrf.ForgedError:
            await refusal(request, 403, _FORGED)(scope, receive, told)
            return
        except ClientDisconnect:
            return
        except HTTPException as error:
            if error.status_code not in {400, 413}:
                raise
            await refusal(request, error.status_code, error.detail)(scope, receive, told)
            return
        await self._app(seen, receive, told)

    async def _who(self, token: str | None) -> dict[str, Any]:
        if self._people is None:
            return {"person": self._person, "role": Role.admin.value}
        user = None if token is None else await run_in_threadpool(self._people.session, token)
        return {"person": user and user.name, "role": user and user.role.value}


def _log_in_first(request: Request) -> Response:
    if not reads_pages(request):
        return refusal(request, 401, "You are not logged in. Log in in another tab, and try again here.")
    if request.method not in csrf.SAFE or request.url.path == "/":
        return RedirectResponse(LOG_IN, 303)
    address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"{LOG_IN}?{urlencode({'next': address})}", 303)


def _with_cookie(send: Send, header: str) -> Send:
    """Give a browser that has no token one, unless the answer gives it another."""

    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if "set-cookie" not in headers:
                headers.append("set-cookie", header)
        await send(message)

    return told
