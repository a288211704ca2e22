"""Who asks: the person, what that person may do, and the token that the page's forms carry."""

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

ROLES = ("coder", "reviewer", "admin")
"""From the least to the most that a person may do."""


class OnePerson:
    """The server of one person on one machine: whoever asks is that person, with every right."""

    def __init__(self, app: ASGIApp, person: str) -> None:
        self._app = app
        self._person = person

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Name the person to the page."""
        if scope["type"] == "http":
            scope["person"] = self._person
            scope["role"] = "admin"
        await self._app(scope, receive, send)


def person(request: Request) -> str:
    """The name of the person who asks."""
    return str(request.scope["person"])


def role(request: Request) -> str:
    """What the person may do: one of `ROLES`."""
    return str(request.scope["role"])


def csrf_token(request: Request) -> str:
    """What a form must carry to be this page's own."""
    return str(request.scope.get("csrf", ""))


def may_decide(request: Request) -> bool:
    """Whether the person may decide between codings and give out articles."""
    return ROLES.index(role(request)) >= ROLES.index("reviewer")
