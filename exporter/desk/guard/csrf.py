"""Requests that change something must come from this page's own forms and scripts.

The mark is made of the token in the cookie, which no other site can read, and of a random part that is new for
every answer, so that its letters cannot be found out from the lengths of compressed answers. Nothing is kept: a
page that was open before the server was started anew can still save.
"""

import hashlib
import hmac
import secrets
from urllib.parse import urlsplit

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.types import Message, Receive

from exporter.desk.guard.asking import FIELD, HEADER

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing."""

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class ForgedError(Exception):
    """A request that this page's own forms and scripts do not send."""


def mark(token: str) -> str:
    """A mark that belongs to the token of a cookie."""
    return _mark(token, secrets.token_urlsafe(12))


def belongs(given: str, token: str) -> bool:
    """Whether a mark belongs to the token; takes the same time however much of it is right."""
    return hmac.compare_digest(given.encode(), _mark(token, given.partition(".")[0]).encode())


async def check(request: Request, token: str) -> Receive:
    """Refuse a request that is not this page's own.

    Returns:
        What the request's body can be read from, again where it had to be read for the mark.

    Raises:
        ForgedError: It is not, as far as can be told.
        HTTPException: Its form cannot be read (400).
    """
    _check_origin(request)
    given = request.headers.get(HEADER)
    if given is not None:
        if not belongs(given, token):
            raise ForgedError
        return request.receive
    if not request.headers.get("content-type", "").lower().startswith(_FORMS):
        raise ForgedError
    body = await request.body()
    fields = [value for value in (await _form(request, body)).getlist(FIELD) if isinstance(value, str)]
    if len(fields) != 1 or not belongs(fields[0], token):
        raise ForgedError
    return _again(body, request.receive)


def _mark(token: str, random: str) -> str:
    digest = hmac.new(token.encode(), f"csrf {random}".encode(), hashlib.sha256).hexdigest()
    return f"{random}.{digest}"


def _check_origin(request: Request) -> None:
    """What browsers say of where a request comes from, they say truly; other programs need not say it."""
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise ForgedError
    origin = request.headers.get("origin")
    if origin is None:
        return
    try:
        said = urlsplit(origin)
    except ValueError:
        raise ForgedError from None
    if said.netloc.lower() != request.headers.get("host", "").lower():
        raise ForgedError
    if said.scheme != "https" and request.scope["scheme"] == "https":
        raise ForgedError


async def _form(request: Request, body: bytes) -> FormData:
    read = Request(request.scope, _again(body, request.receive))
    try:
        async with read.form() as form:
            return form
    except MultiPartException as error:
        raise HTTPException(400, error.message) from error


def _again(body: bytes, receive: Receive) -> Receive:
    """A body that was read, from its beginning; then whatever comes after it."""
    read = False

    async def again() -> Message:
        nonlocal read
        if read:
            return await receive()
        read = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
