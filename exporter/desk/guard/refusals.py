"""How a refusal is told: a page to who reads pages, one line of text to a script."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

_TITLES = {
    401: "Log in first",
    400: "This cannot be read",
    403: "This is not allowed",
    413: "This is too large",
    503: "The store does not answer",
}


def render(page: str, request: Request, **facts: Any) -> str:
    """A page of the guard; what it is told is escaped."""
    return _templates().get_template(page).render(nonce=request.scope["nonce"], **facts)


def refusal(request: Request, status: int, why: str) -> Response:
    """The answer to a request that is not let through."""
    if not reads_pages(request):
        return PlainTextResponse(why, status)
    return HTMLResponse(render("refused.html", request, title=_TITLES[status], why=why), status)


def reads_pages(request: Request) -> bool:
    """Whether the answer is looked at as a page, and not taken by a script."""
    mode = request.headers.get("sec-fetch-mode")
    if mode is not None:
        return mode == "navigate"
    return "text/html" in request.headers.get("accept", "")


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).with_name("pages")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
