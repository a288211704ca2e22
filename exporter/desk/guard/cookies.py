"""The cookie of a session. Before anybody has logged in it holds a token too, for the marks of forms."""

import re
import secrets

from starlette.requests import Request

from exporter.store.people import LIFETIME

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def token_of(request: Request) -> str | None:
    """The token that came with a request, if it can be one of ours."""
    found = request.cookies.get(_name(request), "")
    return found if _TOKEN.fullmatch(found) else None


def new_token() -> str:
    """A token that nobody has logged in with."""
    return secrets.token_urlsafe(32)


def cookie(request: Request, token: str) -> str:
    """The header that gives a browser a token: scripts cannot read it, and other sites' forms do not send it."""
    secure = "; Secure" if _encrypted(request) else ""
    lasts = int(LIFETIME.total_seconds())
    return f"{_name(request)}={token}; Path=/; Max-Age={lasts}; HttpOnly; SameSite=Lax{secure}"


def _name(request: Request) -> str:
    # Browsers take a cookie of this name from nobody but this very host, and over TLS alone.
    return "__Host-desk" if _encrypted(request) else "desk"


def _encrypted(request: Request) -> bool:
    return bool(request.scope["scheme"] == "https")
