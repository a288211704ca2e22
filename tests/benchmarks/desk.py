"""How fast the coding page answers over a large store, and that a crowd loses nothing.

python -m tests.benchmarks.desk pages [articles] [store]     answers and clicks, over 100,000 articles, two events each
python -m tests.benchmarks.desk crowd CODERS [store]         simulated coders saving for a minute

`store` is a SQLite file or the URL of an empty database; a file in a temporary folder where none is given.
"""

import json
import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import polars as pl
import sqlalchemy as sa
import uvicorn

from exporter.codebook.export import polars_schema
from exporter.desk import create_app
from exporter.desk.guard import guarded
from exporter.store import Store, schema, work_tables
from tests.desk.crowd import Process, lost, work
from tests.desk.texts import ARTICLE, PROPOSED, TEXT
from tests.rows import events
from tests.store.codings import add, article, coding

LONG = TEXT + "\n\n" + "The road was open again the next morning, the police said, and nobody was held. " * 30


def fill(store: Store, articles: int) -> None:
    """Articles with two events each, nine in ten of them done, as a team leaves them after years."""
    frame = events(2 * articles).with_columns(
        pl.col("recorded_at", "updated_at").dt.replace_time_zone(None), review=pl.lit("reviewed")
    )
    with store._engine.begin() as connection:
        now, first = datetime(2024, 1, 1, tzinfo=UTC).replace(tzinfo=None), date(2000, 1, 1)
        for begin in range(0, articles, 5000):
            numbers = range(begin, min(begin + 5000, articles))
            days = [first + timedelta(days=n * 7919 % 8000) for n in numbers]
            known = [{"article_id": f"a{n:06}", "source": f"Outlet {n % 40}", "title": f"Report number {n} of the day",
                      "published": day} for n, day in zip(numbers, days, strict=True)]  # fmt: skip
            connection.execute(
                schema.articles.insert(),
                [{**one, "text": LONG, "sha256": f"{n:064}", "added_at": now, "language": "en"}
                 for n, one in zip(numbers, known, strict=True)],
            )  # fmt: skip
            connection.execute(
                work_tables.queue.insert(),
                [{**one, "state": "new" if n % 10 == 0 else "done", "wanted": 1, "version": 1, "changed_at": now}
                 for n, one in zip(numbers, known, strict=True)],
            )  # fmt: skip
            connection.execute(
                work_tables.assignments.insert(),
                [{"article_id": one["article_id"], "person": f"c{n % 30:02}", "part": "coder", "given_at": now,
                  "given_by": "xy", "submitted_at": now}
                 for n, one in zip(numbers, known, strict=True) if n % 10],
            )  # fmt: skip
            rows = frame[2 * numbers[0] : 2 * numbers[-1] + 2].to_dicts()
            for place, row in enumerate(rows):
                row |= {"article_id": f"a{numbers[0] + place // 2:06}", "coder_name": "dictionary"}
            connection.execute(schema.events.insert(), rows)
            connection.execute(
                schema.sources.insert(),
                [{"event_id": row["event_id"], "article_id": row["article_id"], "source": "AFP",
                  "published": row["source_date"]} for row in rows],
            )  # fmt: skip
    if store._engine.dialect.name == "postgresql":
        with store._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(sa.text("ANALYZE"))
    assert set(polars_schema("events")) <= set(frame.columns)


@contextmanager
def served(store: Store) -> Iterator[str]:
    """The page over a store, in a thread."""
    server = uvicorn.Server(
        uvicorn.Config(
            guarded(create_app(store), store, accounts=False, person="ab"), port=0, log_level="error"
        )
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


def pages(articles: int, url: str) -> None:
    with Store(url) as store:
        started = time.perf_counter()
        fill(store, articles)
        add(store, coding(*PROPOSED, of=ARTICLE))
        store.work.assign(ARTICLE.id, "ab")
        took = time.perf_counter() - started
        print(f"{articles:,} articles, {store.counts()['events']:,} events, filled in {took:.0f} s")
        with served(store) as address:
            _requests(store, address)
            _clicks(address)


def _requests(store: Store, address: str) -> None:
    import httpx

    client = httpx.Client(base_url=address, timeout=60)
    client.headers["X-CSRF-Token"] = client.get("/session").json()["csrf"]
    started = time.perf_counter()
    client.get("/suggest/actors?q=prot")
    print(f"first suggestion, when what the team used is read: {time.perf_counter() - started:.2f} s")
    older = store.work.queue(limit=5000)[-1]
    after = quote(f"{older.published.isoformat()} {older.article_id}")
    content = store.work.draft(ARTICLE.id, "ab").content or {"events": [], "why": ""}
    for event in content["events"] or [{}]:
        event.setdefault("values", {})
    version = 0

    def save(number: int) -> Any:
        nonlocal version
        row = {k: str(v) for k, v in PROPOSED[0].values.items() if v is not None and k != "confidence"}
        draft = {
            "events": [{"key": "e1", "values": row | {"notes": f"Words, {number}"}, "evidence": {}}],
            "why": "",
        }
        sent = {"article": ARTICLE.id, "part": "coder", "base": version, "content": draft, "current": "e1"}
        answer = client.put("/draft", json=sent)
        version = answer.json()["version"]
        return answer

    def take(_: int) -> Any:
        return client.post("/next")

    waiting = [one.article_id for one in store.work.queue("new", limit=100)]
    doings: dict[str, Callable[[int], Any]] = {
        "the queue": lambda _: client.get("/"),
        "the queue, one state": lambda _: client.get("/?state=new"),
        "the queue, one person": lambda n: client.get(f"/?who=c{n % 30:02}"),
        "the queue, words": lambda n: client.get(f"/?words=report+{n}7", headers={"X-Part": "list"}),
        "the queue, an outlet": lambda n: client.get(f"/?source=Outlet+{n % 40}"),
        "the queue, a late page": lambda _: client.get(f"/?after={after}"),
        "the next article": take,
        "an article": lambda n: client.get(f"/desk?article={waiting[n]}"),
        "the desk": lambda _: client.get(f"/desk?article={ARTICLE.id}"),
        "a save, judged": save,
        "an actor's name": lambda n: client.get(
            f"/suggest/actors?q={('prot', 'mil', 'pol', 'unid', 'civ', 'bol')[n % 6]}"
        ),
        "a place's name": lambda n: client.get(
            f"/suggest/places?q={('coch', 'san', 'kab', 'bog', 'town', 'al')[n % 6]}"
        ),
        "words as a date": lambda _: client.get(f"/read?kind=date&article={ARTICLE.id}&words=last+Tuesday"),
        "a map": lambda n: client.get(f"/map?latitude={-17 + n}&longitude={-66 + n}"),
    }
    print(f"{'answers, in ms':26} median    95 %")
    every = []
    for name, do in doings.items():
        times = []
        for number in range(30):
            started = time.perf_counter()
            answer = do(number)
            times.append((time.perf_counter() - started) * 1000)
            assert answer.status_code in (200, 303), (name, answer.status_code, answer.text[:300])
        every += times
        print(f"{name:26} {statistics.median(times):6.1f}  {sorted(times)[28]:6.1f}")
    print(f"{'all':26} {statistics.median(every):6.1f}  {sorted(every)[len(every) * 95 // 100]:6.1f}")


def _clicks(address: str) -> None:
    """From a key to what it shows, in Chromium."""
    program = shutil.which("chromium")
    if program is None:
        print("No Chromium: no clicks.")
        return
    from playwright.sync_api import sync_playwright

    # In the page itself: from the key to the next frame after the page has become so.
    script = """([key, code, alt, until]) => new Promise((done) => {
        const ready = new Function("return " + until);
        const began = performance.now();
        (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent("keydown",
            { key, code, altKey: alt, bubbles: true, cancelable: true }));
        const look = () => ready() ? requestAnimationFrame(() => done(performance.now() - began)) : setTimeout(look, 1);
        look();
    })"""
    field = "document.activeElement?.closest('.field')?.dataset.column"
    card = "document.querySelector('.card.current')"
    listed = "!document.getElementById('options').hidden"
    with sync_playwright() as playwright:
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=program, args=options)
        # The page's own policy would not let the script below be made from text.
        page = browser.new_page(viewport={"width": 1440, "height": 900}, bypass_csp=True)
        page.goto(f"{address}/desk?article={ARTICLE.id}")
        page.locator("#saved", has_text="Saved").wait_for()
        doings = {
            "a new event": ("N", "KeyN", False, "document.querySelectorAll('.card').length === COUNT + 1"),
            "the event before": ("[", "BracketLeft", False, f"{card}.dataset.key !== KEY"),
            "a word chosen": ("ArrowRight", "ArrowRight", False, "true"),
            "words made evidence": ("n", "KeyN", False, "document.querySelectorAll('#text mark').length !== MARKS"),
            "a list opened": ("s", "KeyS", False, f"{field} === 'sub_event_type' && {listed}"),
        }  # fmt: skip
        print(f"{'keys to pictures, in ms':26} median    95 %")
        every = []
        for name, (key, code, alt, until) in doings.items():
            times = []
            for number in range(20):
                page.evaluate("document.getElementById('text').focus()")
                if name == "the event before":
                    page.keyboard.press("]")
                if name == "a list opened":
                    page.keyboard.press("Escape")
                    page.keyboard.press("N" if number == 0 else "Escape")
                facts = page.evaluate(
                    "({COUNT: document.querySelectorAll('.card').length, KEY: document.querySelector('.card.current')"
                    "?.dataset.key ?? '', MARKS: document.querySelectorAll('#text mark').length})"
                )
                asked = until
                for fact, value in facts.items():
                    asked = asked.replace(fact, json.dumps(value))
                times.append(page.evaluate(script, [key, code, alt, asked]))
            every += times
            print(f"{name:26} {statistics.median(times):6.1f}  {sorted(times)[18]:6.1f}")
        for number in range(15):
            page.evaluate("document.getElementById('text').focus()")
            page.keyboard.press("Escape")
            page.keyboard.press("n")
            with page.expect_response("**/draft"):
                page.keyboard.type(f"{number} ")
        page.wait_for_timeout(300)
        times = page.evaluate(
            "performance.getEntriesByType('resource').filter((one) => one.name.endsWith('/draft'))"
            ".map((one) => one.duration)"
        )
        print(f"{'a save, in the browser':26} {statistics.median(times):6.1f}  {max(times):6.1f}")
        times = []
        for number in range(10):
            started = time.perf_counter()
            page.goto(f"{address}/" if number % 2 else f"{address}/desk?article={ARTICLE.id}")
            times.append((time.perf_counter() - started) * 1000)
        print(f"{'a page, loaded whole':26} {statistics.median(times):6.1f}  {max(times):6.1f}")
        browser.close()


def crowd(coders: int, url: str) -> None:
    with Store(url) as store:
        for number in range(coders * 60):
            store.work.add(article(f"r{number:05}"))
    with Process(url, 8917) as server:
        everybody = work(server.port, coders, 60)
        for one in everybody:
            one.join()
    times = sorted(one for coder in everybody for one in coder.told.times)
    saved = sum(len(words) for coder in everybody for words in coder.told.words.values())
    handed_in = sum(len(coder.told.handed_in) for coder in everybody)
    with Store(url) as store:
        missing = lost(store, everybody)
        kept = sum(
            len(store.work.draft_versions(name, coder.person))
            for coder in everybody
            for name in coder.told.words
        )
        done = store.work.progress()["done"]
    refused = [one for coder in everybody for one in coder.told.refused]
    print(
        f"{coders} coders, 60 s: {saved:,} saves acknowledged, {kept:,} kept; {handed_in} handed in, {done} done"
    )
    print(f"a save took {statistics.median(times) * 1000:.0f} ms at the median, "
          f"{times[len(times) * 95 // 100] * 1000:.0f} ms at 95 %")  # fmt: skip
    print(f"lost: {len(missing)}; refused: {len(refused)}")
    for one in [*missing, *refused][:5]:
        print(one)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        what, number, place = [*sys.argv[1:], None, None, None][:3]
        store_at = place or str(Path(folder) / "events.db")
        if what == "crowd":
            crowd(int(number or 5), store_at)
        else:
            pages(int(number or 100_000), store_at)
