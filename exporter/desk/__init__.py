"""The coding page: people code articles in the browser, over a store.

app.py        the addresses of the page and what answers them
serve.py      the server
guard/        who may come in, and what a browser may be made to do
queue_page.py what the queue shows
desk_page.py  what the desk shows: the article, the draft, proposals
form.py       the fields of an event, from the codebook
content.py    drafts: what is in them, whether it is right, and the coding that they become
suggest.py    names of actors and places that begin with some letters
reading.py    words as values: `last Tuesday` is a day, `at least six` a count
place_map.py  a small map of a place
templates.py  the pages, from `pages/`; styles and scripts are in `assets/`
"""

try:
    import jinja2  # noqa: F401
    import starlette  # noqa: F401
    import uvicorn  # noqa: F401
except ModuleNotFoundError as error:
    if error.name not in {"jinja2", "starlette", "uvicorn"}:
        raise
    from exporter.errors import MissingExtraError

    raise MissingExtraError("The coding page", "desk") from error

from exporter.desk.app import create_app
from exporter.desk.serve import serve

__all__ = ["create_app", "serve"]
