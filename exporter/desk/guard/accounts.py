"""Logging in and out, and another password: the pages that stand before the desk's own."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from exporter.desk.guard.asking import csrf_field, csrf_token
from exporter.desk.guard.cookies import cookie, new_token
from exporter.desk.guard.gate import LOG_IN
from exporter.desk.guard.refusals import render
from exporter.errors import UsageError
from exporter.store.people import LogInRefusedError, People, TooManyAttemptsError

_AT_ONCE = 2
"""Passwords that are compared at the same time: each takes 64 MiB, and strangers can ask for it."""


def session_route() -> Route:
    """Who asks, with a fresh mark for forms: for pages that stayed open while somebody logged in anew."""
    return Route("/session", _session)


def routes(people: People) -> list[Route]:
    """The addresses of the pages."""
    pages = _Accounts(people)
    return [
        Route(LOG_IN, pages.log_in, methods=["GET", "POST"]),
        Route("/log-out", pages.log_out, methods=["POST"]),
        Route("/account", pages.account, methods=["GET", "POST"]),
    ]


async def _session(request: Request) -> Response:
    scope = request.scope
    return JSONResponse({"person": scope["person"], "role": scope["role"], "csrf": csrf_token(request)})


class _Accounts:
    def __init__(self, people: People) -> None:
        self._people = people
        self._comparing = ThreadPoolExecutor(_AT_ONCE, "passwords")

    async def log_in(self, request: Request) -> Response:
        onward = _within(request.query_params.get("next", "/"))
        if request.method != "POST":
            if request.scope["person"] is not None:
                return RedirectResponse(onward, 303)
            return self._log_in_page(request, onward)
        sent = await _fields(request)
        name, password = sent.get("name", ""), sent.get("password", "")
        onward = _within(sent.get("next", "/"))
        try:
            token = await self._compared(lambda: self._people.log_in(name, password, _address(request)))
        except TooManyAttemptsError as error:
            page = self._log_in_page(request, onward, name, error, 429)
            page.headers["Retry-After"] = str(error.seconds)
            return page
        except LogInRefusedError as error:
            return self._log_in_page(request, onward, name, error, 401)
        # Whoever was logged in here before is so no longer.
        await run_in_threadpool(self._people.log_out, request.scope["token"])
        return _onward(request, onward, token)

    async def log_out(self, request: Request) -> Response:
        await run_in_threadpool(self._people.log_out, request.scope["token"])
        return _onward(request, LOG_IN, new_token())

    async def account(self, request: Request) -> Response:
        if request.method != "POST":
            return self._account_page(request)
        sent = await _fields(request)
        name, old, new = request.scope["person"], sent.get("old", ""), sent.get("new", "")
        if new != sent.get("again", ""):
            return self._account_page(request, UsageError("The new passwords differ.", "Type it twice."), 422)
        try:
            change = lambda: self._people.change_password(name, old, new, _address(request))  # noqa: E731
            token = await self._compared(change)
        except TooManyAttemptsError as error:
            return self._account_page(request, error, 429)
        except LogInRefusedError:
            return self._account_page(
                request, UsageError("The old password is another.", "Type it again."), 422
            )
        except UsageError as error:
            return self._account_page(request, error, 422)
        return _onward(request, "/account?changed=1", token)

    async def _compared(self, ask: Callable[[], str]) -> str:
        return await asyncio.get_running_loop().run_in_executor(self._comparing, ask)

    def _log_in_page(
        self,
        request: Request,
        onward: str,
        name: str = "",
        error: UsageError | None = None,
        status: int = 200,
    ) -> Response:
        facts = {"field": csrf_field(request), "next": onward, "name": name[:100], "error": error}
        return HTMLResponse(render("log_in.html", request, **facts), status)

    def _account_page(self, request: Request, error: UsageError | None = None, status: int = 200) -> Response:
        facts = {
            "field": csrf_field(request),
            "person": request.scope["person"],
            "role": request.scope["role"],
            "changed": "changed" in request.query_params,
            "error": error,
        }
        return HTMLResponse(render("account.html", request, **facts), status)


def _onward(request: Request, address: str, token: str) -> Response:
    answer = RedirectResponse(address, 303)
    answer.headers.append("set-cookie", cookie(request, token))
    return answer


async def _fields(request: Request) -> dict[str, str]:
    async with request.form(max_files=0, max_fields=10) as sent:
        return {name: value for name, value in sent.items() if isinstance(value, str)}


def _within(address: str) -> str:
    """An address of this desk; the queue where it leads elsewhere."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "/"
    # Browsers read a backslash as a slash, and pass over tabs and line ends.
    plain = address.isprintable() and "\\" not in address
    if not plain or parts.scheme or parts.netloc or not address.startswith("/") or address.startswith("//"):
        return "/"
    return address


def _address(request: Request) -> str:
    return request.client.host if request.client else "this machine"
