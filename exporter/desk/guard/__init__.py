"""What stands before the coding page: who may come in, and what a browser may be made to do.

guarded.py   the page with everything before it
asking.py    who asks, as the page sees it
gate.py      sessions and forged requests: what is let through
csrf.py      the mark that a page's own forms carry
cookies.py   the cookie of a session
headers.py   what browsers are told of every answer
accounts.py  logging in and out, another password
refusals.py  how a refusal is told
"""

try:
    import argon2  # noqa: F401
    import jinja2  # noqa: F401
    import python_multipart  # noqa: F401
    import starlette  # noqa: F401
except ModuleNotFoundError as error:
    if error.name not in {"argon2", "jinja2", "python_multipart", "starlette"}:
        raise
    from exporter.errors import MissingExtraError

    raise MissingExtraError("The coding page", "desk") from error

from exporter.desk.guard.asking import (
    csp_nonce,
    csrf_field,
    csrf_token,
    has_accounts,
    person,
    require,
    role,
)
from exporter.desk.guard.guarded import guarded

__all__ = ["csp_nonce", "csrf_field", "csrf_token", "guarded", "has_accounts", "person", "require", "role"]
