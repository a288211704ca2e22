"""Who asks, as the page sees it: the gate has written it into the request's scope."""

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request

from exporter.store.people import Role

FIELD = "csrf"
"""The field of a form that carries the mark of this page's own."""

HEADER = "X-CSRF-Token"
"""The header that carries it where a script asks."""


def person(request: Request) -> str:
    """The name of the person who asks."""
    return str(request.scope["person"])


def role(request: Request) -> Role:
    """What the person may do; whoever works alone may do everything."""
    return Role(request.scope["role"])


def require(request: Request, needed: Role | str) -> None:
    """Refuse a request from somebody who may not do what this role may.

    Raises:
        HTTPException: With status 403.
    """
    if not role(request).includes(needed):
        raise HTTPException(
            403, f"This is for a {Role(needed).value}; {person(request)} is a {role(request).value}."
        )


def has_accounts(request: Request) -> bool:
    """Whether people log in here: there is a `/log-out` to post to, and `/account`."""
    return bool(request.scope["accounts"])


def csrf_token(request: Request) -> str:
    """The mark that a form or a script's request must carry; another text for every answer."""
    return str(request.scope["csrf"])


def csrf_field(request: Request) -> Markup:
    """The hidden field with the mark, for a form."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, csrf_token(request))


def csp_nonce(request: Request) -> str:
    """What a script or style written into the page must have as its nonce to be run."""
    return str(request.scope["nonce"])
