"""The addresses of the page and what answers them; what is answered is put together elsewhere.

Pages are HTML made on the server; what the desk's script asks for while somebody types is JSON. Whoever is refused
learns why and what to do.
"""

import json
from collections.abc import Awaitable, Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from exporter.articles.article import Article
from exporter.codebook.asked import asked
from exporter.codebook.tables import Table
from exporter.coders.typed import shown
from exporter.desk import form
from exporter.desk.agreement_page import BY, agreement_page
from exporter.desk.content import coding_of, judge, problems, read_content
from exporter.desk.desk_page import Desk, desk
from exporter.desk.guard import csrf_token, has_accounts, role
from exporter.desk.guard import person as person_of
from exporter.desk.place_map import place_map
from exporter.desk.queue_page import Filters, queue_page
from exporter.desk.reading import read_days, read_deaths
from exporter.desk.suggest import Suggestions
from exporter.desk.templates import ASSETS, render, stamp
from exporter.errors import DataError, ExporterError, UsageError
from exporter.store import Store
from exporter.store.drafts import ChangedError
from exporter.store.further import read
from exporter.store.tasks import OPEN_TO_THIRD, STATES

LARGEST = 2_000_000
"""Bytes of a draft that are taken at the most."""

Answer = Callable[[Request], Awaitable[Response]]


def create_app(store: Store) -> Starlette:
    """The page over a store; who asks is named by what stands before it (see `guard`)."""
    pages = _Pages(store)
    routes = [
        Route("/", _threaded(pages.queue)),
        Route("/desk", _threaded(pages.desk)),
        Route("/agreement", _threaded(pages.agreement)),
        Route("/decide", _threaded(pages.decide)),
        Route("/next", _posted(pages.next), methods=["POST"]),
        Route("/take", _posted(pages.take), methods=["POST"]),
        Route("/give-back", _posted(pages.give_back), methods=["POST"]),
        Route("/assign", _posted(pages.assign), methods=["POST"]),
        Route("/want", _posted(pages.want), methods=["POST"]),
        Route("/dispute", _posted(pages.dispute), methods=["POST"]),
        Route("/draft", _sent(pages.save), methods=["PUT"]),
        Route("/submit", _sent(pages.submit), methods=["POST"]),
        Route("/suggest/{kind}", _threaded(pages.suggest)),
        Route("/read", _threaded(pages.read)),
        Route("/map", _threaded(pages.map)),
        Route("/lists/{stamp}", _threaded(pages.lists)),
        Route("/assets/{stamp}/{name}", _threaded(_asset)),
    ]
    errors: dict[Any, Any] = {ExporterError: _refused, HTTPException: _no_page}
    return Starlette(routes=routes, exception_handlers=errors)


class _Pages:
    """What answers, over one store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._suggestions = Suggestions(store)
        self._table = store.project.table("events")

    # -- pages -------------------------------------------------------------------------------------------

    def queue(self, request: Request) -> Response:
        filters = Filters.of(request.query_params)
        facts = {
            "page": queue_page(self._store, filters),
            "filters": filters,
            "states": STATES,
            **_asks(request),
        }
        part = request.headers.get("x-part") == "list"
        return HTMLResponse(render("queue_list.html" if part else "queue.html", **facts))

    def desk(self, request: Request) -> Response:
        article_id = request.query_params.get("article", "")
        shown = desk(self._store, article_id, person_of(request))
        task = shown.task
        waits = task.state in OPEN_TO_THIRD or (task.wanted == 2 and task.state == "done")
        if waits or person_of(request) not in task.coders:
            mine = person_of(request) in task.coders
            # Remarks of the other coder stand in it: it is for those who decide.
            log = self._store.work.log(article_id) if _may_decide(request) and not mine else []
            facts = {"task": task, "article": shown.article, "mine": mine, "log": log, **_asks(request)}
            return HTMLResponse(render("article.html", **facts))
        return _desk_page(request, shown, self._table)

    def decide(self, request: Request) -> Response:
        if not _may_decide(request):
            raise HTTPException(403, "Coders do not decide between codings.")
        article_id = request.query_params.get("article", "")
        task = self._store.work.assign(article_id, person_of(request), part="third")
        shown = desk(self._store, task.article_id, person_of(request), third=True)
        return _desk_page(request, shown, self._table)

    def agreement(self, request: Request) -> Response:
        if not _may_decide(request):
            raise HTTPException(403, "Agreement between coders is for those who decide.")
        page = agreement_page(self._store, request.query_params.get("by", "all"))
        return HTMLResponse(render("agreement.html", page=page, names=BY, **_asks(request)))

    # -- steps -------------------------------------------------------------------------------------------

    def next(self, request: Request, _: dict[str, str]) -> Response:
        task = self._store.work.take(person_of(request))
        if task is None:
            return _to("/?told=nothing")
        return _to(_desk_address(task.article_id))

    def take(self, request: Request, sent: dict[str, str]) -> Response:
        task = self._store.work.assign(sent["article"], person_of(request))
        return _to(_desk_address(task.article_id))

    def give_back(self, request: Request, sent: dict[str, str]) -> Response:
        person = sent.get("person") or person_of(request)
        if person != person_of(request) and not _may_decide(request):
            raise HTTPException(403, "Coders give back their own articles only.")
        self._store.work.give_back(sent["article"], person, by=person_of(request))
        return _to("/")

    def assign(self, request: Request, sent: dict[str, str]) -> Response:
        if not _may_decide(request):
            raise HTTPException(403, "Coders do not give out articles.")
        person = sent.get("person", "").strip()
        if not person:
            raise UsageError("Nobody is named.", "Say who is to get the article.")
        self._store.work.assign(sent["article"], person, by=person_of(request))
        return _to(_desk_address(sent["article"]))

    def want(self, request: Request, sent: dict[str, str]) -> Response:
        if not _may_decide(request):
            raise HTTPException(403, "Coders do not say how many code an article.")
        coders = 2 if sent.get("coders") == "2" else 1
        self._store.work.want(sent["article"], coders, by=person_of(request))
        return _to(_desk_address(sent["article"]))

    def dispute(self, request: Request, sent: dict[str, str]) -> Response:
        task = self._store.work.task(sent["article"])
        if person_of(request) not in task.coders and not _may_decide(request):
            raise HTTPException(403, "Only who has coded an article, or a reviewer, puts it in dispute.")
        self._store.work.dispute(sent["article"], sent.get("why", ""), who=person_of(request))
        return _to("/")

    # -- what the script asks for ---------------------------------------------------------------------------

    def save(self, request: Request, sent: dict[str, Any]) -> Response:
        article, person = self._of(request, sent)
        content = read_content(sent.get("content"), self._table)
        version = self._store.work.save_draft(article.id, person, content, base=_number(sent.get("base")))
        return JSONResponse({"version": version, **self._live(content, article, sent.get("current"))})

    def submit(self, request: Request, sent: dict[str, Any]) -> Response:
        article, person = self._of(request, sent)
        base, why = _number(sent.get("base")), str(sent.get("why") or "").strip()
        draft = self._store.work.draft(article.id, person)
        content = draft.content or {"events": [], "why": ""}
        if base != draft.version:
            raise ChangedError(draft.version, content, [])
        wrong = [one for one in problems(judge(content, article, self._table)) if one["severity"] == "error"]
        if wrong:
            return JSONResponse({"problems": wrong}, 422)
        coding, links = coding_of(content, article, person, self._table)
        if sent.get("part") == "third":
            version = _number(sent.get("task"))
            self._store.work.adjudicate(coding, links, why=why, draft=base, version=version)
        else:
            self._store.work.submit(coding, links, draft=base, why=why or None)
        return JSONResponse({"to": "/?told=kept"})

    def suggest(self, request: Request) -> Response:
        letters = request.query_params.get("q", "")[:200]
        if request.path_params["kind"] == "places":
            return JSONResponse(self._suggestions.places(letters))
        return JSONResponse(self._suggestions.actors(letters, request.query_params.get("country", "")))

    def read(self, request: Request) -> Response:
        words, kind = request.query_params.get("words", "")[:2000], request.query_params.get("kind")
        if kind == "number":
            return JSONResponse(read_deaths(words))
        article = self._store.article(request.query_params.get("article", ""))
        return JSONResponse(None if article is None else read_days(words, article.published))

    def lists(self, _: Request) -> Response:
        return JSONResponse(form.lists(self._table), headers=_KEPT)

    def map(self, request: Request) -> Response:
        try:
            latitude, longitude = (float(request.query_params[name]) for name in ("latitude", "longitude"))
        except (KeyError, ValueError):
            raise HTTPException(404) from None
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            raise HTTPException(404)
        return HTMLResponse(render("map.html", map=place_map(latitude, longitude)), headers=_KEPT)

    # -- helpers -------------------------------------------------------------------------------------------

    def _of(self, request: Request, sent: dict[str, Any]) -> tuple[Article, str]:
        """The article that something was sent of, and the person, who must be one of those who have it."""
        person = person_of(request)
        task = self._store.work.task(str(sent.get("article", "")))
        part = "third" if sent.get("part") == "third" else "coder"
        if (person, part) not in {(who, theirs) for who, theirs, _ in task.people}:
            raise HTTPException(403, "This article is not yours.")
        if part == "third" and not _may_decide(request):
            raise HTTPException(403, "Coders do not decide between codings.")
        article = self._store.article(task.article_id)
        if article is None:
            raise HTTPException(404)
        return article, person

    def _live(self, content: dict[str, Any], article: Article, current: Any) -> dict[str, Any]:
        """What is wrong with a draft, and what may be the same as the event that is being worked on."""
        judged = judge(content, article, self._table)
        row = judged[current].row if isinstance(current, str) and current in judged else None
        found = self._store.work.likely_same(row, article.id) if row else []
        return {
            "problems": problems(judged),
            "same": {"event": current, "found": [_shown(one, self._table) for one in found]},
        }


# -- answers ------------------------------------------------------------------------------------------------

_KEPT = {"Cache-Control": "private, max-age=31536000, immutable"}


def _may_decide(request: Request) -> bool:
    """Whether the person may decide between codings and give out articles."""
    return role(request).includes("reviewer")


def _asks(request: Request) -> dict[str, Any]:
    """What every page is told of who asks."""
    return {
        "person": person_of(request),
        "may_decide": _may_decide(request),
        "csrf": csrf_token(request),
        "accounts": has_accounts(request),
        "told": request.query_params.get("told", ""),
    }


def _desk_page(request: Request, shown: Desk, table: Table) -> Response:
    start = {
        "article": {"id": shown.article.id, "text": shown.article.text},
        "person": person_of(request),
        "part": shown.part,
        "task": shown.task.version,
        "version": shown.version,
        "content": shown.content,
        "proposals": shown.proposals,
    }
    facts = {
        "desk": shown,
        "start": start,
        "groups": form.groups(table),
        "lists": _lists_stamp(table),
        **_asks(request),
    }
    return HTMLResponse(render("desk.html", **facts), headers={"Cache-Control": "no-store"})


@cache
def _lists_stamp(table: Table) -> str:
    """A mark of the code lists' content, as of an asset's."""
    return sha256(json.dumps(form.lists(table)).encode()).hexdigest()[:12]


def _shown(event: dict[str, Any], table: Table) -> dict[str, Any]:
    """An event of the store as the page holds values: texts, and nothing for what is missing."""
    every = event | read(event["further"])
    told = {name: shown(every[name]) for name in asked(table) if every.get(name) is not None}
    return {
        "event_id": event["event_id"],
        "source": event["source"],
        "review": event["review"],
        "values": told,
    }


def _desk_address(article_id: str) -> str:
    return "/desk?" + urlencode({"article": article_id})


def _to(address: str) -> Response:
    return RedirectResponse(address, status_code=303)


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise UsageError("A version is missing.", "Load the page anew.")
    return value


def _threaded(answer: Callable[[Request], Response]) -> Answer:
    async def answered(request: Request) -> Response:
        return await run_in_threadpool(answer, request)

    return answered


def _posted(answer: Callable[[Request, dict[str, str]], Response]) -> Answer:
    """Of a form."""

    async def answered(request: Request) -> Response:
        async with request.form(max_files=0, max_fields=20) as sent:
            fields = {name: value for name, value in sent.items() if isinstance(value, str)}
        if "article" not in fields and request.url.path != "/next":
            raise HTTPException(400, "No article is named.")
        return await run_in_threadpool(answer, request, fields)

    return answered


def _sent(answer: Callable[[Request, dict[str, Any]], Response]) -> Answer:
    """Of JSON, of no more than `LARGEST` bytes."""

    async def answered(request: Request) -> Response:
        body = bytearray()
        async for part in request.stream():
            body += part
            if len(body) > LARGEST:
                raise HTTPException(413, "That is too much.")
        try:
            sent = json.loads(bytes(body))
        except ValueError:
            sent = None
        if not isinstance(sent, dict):
            raise HTTPException(400, "That is no JSON object.")
        return await run_in_threadpool(answer, request, sent)

    return answered


def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    kind = {".css": "text/css", ".js": "text/javascript"}.get(Path(name).suffix)
    if kind is None or name not in {path.name for path in ASSETS.iterdir()}:
        raise HTTPException(404)
    # Of an earlier version a page may still ask; it gets what there is, and does not keep it.
    kept = _KEPT if request.path_params["stamp"] == stamp() else {"Cache-Control": "no-store"}
    return Response((ASSETS / name).read_bytes(), media_type=kind, headers=kept)


async def _refused(request: Request, error: ExporterError) -> Response:
    """An error of the person's, with its remedy; of two savers the second learns what the first has changed."""
    facts: dict[str, Any] = {"message": error.message, "remedy": error.remedy}
    status = 422 if isinstance(error, DataError) else 400
    if isinstance(error, ChangedError):
        status = 409
        facts |= {"version": error.version, "content": error.content, "changes": error.changes}
    return _error(request, status, facts)


async def _no_page(request: Request, error: HTTPException) -> Response:
    return _error(request, error.status_code, {"message": error.detail, "remedy": None})


def _error(request: Request, status: int, facts: dict[str, Any]) -> Response:
    if (
        request.method == "PUT"
        or request.url.path in ("/submit", "/read", "/map")
        or "/suggest" in request.url.path
    ):
        return JSONResponse(facts, status)
    return HTMLResponse(render("error.html", **facts, **_asks(request)), status)
