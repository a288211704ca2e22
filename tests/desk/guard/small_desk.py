"""A page as small as can be, to put the guard before; and a server of it, to be run as a process."""

import sys

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from exporter.desk.guard import (
    csp_nonce,
    csrf_field,
    guarded,
    person,
    require,
    role,
)
from exporter.store import Store

PAGE = """<!doctype html><html lang="en"><head><title>waiting</title></head><body>
<p id="who">{person}, {role}</p>
<script nonce="{nonce}">document.title = "own script";</script>
<script>document.title = "foreign script";</script>
<img alt="" src="x" onerror="document.title = 'foreign handler'">
<form method="post" action="/save">{field}<input name="note" value="kept"><button>Save</button></form>
</body></html>"""


async def page(request: Request) -> Response:
    facts = {"person": person(request), "role": role(request), "nonce": csp_nonce(request)}
    return HTMLResponse(PAGE.format(field=csrf_field(request), **facts))


async def save(request: Request) -> Response:
    request.app.state.saved.append((person(request), (await request.body()).decode("utf-8", "replace")))
    return PlainTextResponse(f"saved by {person(request)}")


async def saved(request: Request) -> Response:
    return JSONResponse(request.app.state.saved)


async def adjudicate(request: Request) -> Response:
    require(request, "reviewer")
    request.app.state.saved.append((person(request), "adjudicated"))
    return PlainTextResponse("adjudicated")


async def upload(request: Request) -> Response:
    async with request.form() as sent:
        size = len(await sent["file"].read())  # type: ignore[union-attr]
    return PlainTextResponse(str(size))


def small_desk() -> Starlette:
    app = Starlette(
        routes=[
            Route("/", page),
            Route("/save", save, methods=["POST", "PUT", "DELETE"]),
            Route("/saved", saved),
            Route("/adjudicate", adjudicate, methods=["POST"]),
            Route("/upload", upload, methods=["POST"]),
            Route("/upload-sheet", upload, methods=["POST"]),
        ]
    )
    app.state.saved = []
    return app


if __name__ == "__main__":
    place, port, accounts = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "accounts"
    with Store(place) as store:
        app = guarded(small_desk(), store, accounts=accounts, person=None if accounts else "ab")
        uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", access_log=False)
