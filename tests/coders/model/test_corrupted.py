"""A thousand good answers, each made wrong: no wrong quote, unknown code or impossible date gets into the store."""

import copy
import json
import random
from collections import Counter
from datetime import date, timedelta

import polars as pl
import pytest

pytest.importorskip("sqlalchemy")

from exporter import Store
from exporter.codebook.codelists import codes
from exporter.coders.model.answer import examine
from exporter.coders.model.bulk import Exchange, better
from exporter.coders.model.coder import ModelCoder
from exporter.coders.model.reply import Reply
from exporter.coders.model.settings import Settings
from exporter.coders.run import code_into
from tests.coders.model.reports import event, good, report, said

ANSWERS = 1000

# Values that are wrong wherever they stand; `None` is a value that may stand in most places.
WRONG = {
    "sub_event_type": ["Bombing", "", "attack!", 7, None, "DROP TABLE events"],
    "cameo_code": ["0", "999", 183, "18 3", "Attack"],
    "event_date": ["2020-02-30", "2031-01-01", "0000-00-00", "9999-12-31", "Tuesday", "02/06/2020", 20200602],
    "event_date_end": ["2020-06-01", "2021-06-02", "1900-01-01", "-", "2020-06-31"],
    "actor1": ["", "Boko Haram", "\x00", "A" * 399, ["x"], "Ministry of Magic"],
    "actor1_type": ["Bandits", 4, "state-forces"],
    "actor1_country": ["XX", "ZZZ", "Atlantis", "afghan"],
    "actor2": ["Government of Nowhere", "Islamic State", "\u202eevil"],
    "actor2_type": ["Victims"],
    "actor2_country": ["AF", "Mordor"],
    "fatalities": [-1, 10**12, 2**63, 33, "3", 3.7, True, 0, [3]],
    "location": ["Paris", "", "Nowhere", "the market", None],
    "country": ["Norway", "Atlantis", "AFGH", 4],
    "admin1": ["Bavaria", "\n"],
}
INVENTED = [
    "a rocket hit the town",
    "on Monday",
    "killing 30 civilians",
    "Paris",
    "Kabulistan",
    "3 people die",
]


def noisy(quote: str, chance: random.Random) -> str:
    """A quote made wrong: letters changed, words dropped, cut within a word, joined with others."""
    at = chance.randrange(max(len(quote), 1))
    return chance.choice(
        [
            quote[:at] + chance.choice("xq7Z") + quote[at + 1 :],
            quote[1:],
            quote[:-1],
            " ".join(word for word in quote.split() if chance.random() < 0.6),
            f"{quote} ... {quote}",
            f"{quote} in Paris",
            quote.upper(),
            chance.choice(INVENTED),
            "",
        ]
    )


def corrupted(answer: dict, chance: random.Random) -> str:
    """The answer with one to four things wrong."""
    wrong = copy.deepcopy(answer)
    for _ in range(chance.randint(1, 4)):
        one = chance.choice(wrong["events"])
        if not isinstance(one, dict) or not isinstance(one.get("evidence"), dict):
            continue
        match chance.randrange(9):
            case 0 | 1 | 2:
                column = chance.choice(list(WRONG))
                one[column] = chance.choice(WRONG[column])
            case 3 | 4 | 5:
                column = chance.choice(list(one["evidence"]))
                quotes = one["evidence"][column]
                one["evidence"][column] = [noisy(quote, chance) for quote in quotes or ["x"]]
            case 6:
                # Words of the text, but of another column.
                first, second = chance.sample(list(one["evidence"]), 2)
                one["evidence"][first], one["evidence"][second] = (
                    one["evidence"][second],
                    one["evidence"][first],
                )
            case 7:
                part = chance.choice([one, one["evidence"]])
                part.pop(chance.choice(list(part)))
            case 8:
                wrong["events"].append(chance.choice([{}, [], "x", None, copy.deepcopy(one), event()]))
    words = said(wrong)
    return (
        words
        if chance.random() < 0.9
        else chance.choice([words[:-40], f"```\n{words}\n```", f"Sure! {words}"])
    )


class Corrupted:
    """A coder whose model answers wrong, and wrong again where it is asked to mend."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.coder = ModelCoder(Settings(model="corrupted"))
        self.name, self.version = self.coder.name, self.coder.version
        self.faulty = 0

    def code(self, articles):
        for article in articles:
            first = examine(corrupted(good(article.text), self.chance), article)
            self.faulty += bool(first.faults)
            if first.faults:
                first = better(first, examine(corrupted(good(article.text), self.chance), article))
            yield self.coder.coding(article, Exchange(Reply("", None, "stop", 0, 0, 0), first))


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """The store that a thousand corrupted answers went into."""
    path = tmp_path_factory.mktemp("corrupted") / "events.db"
    articles = [report(number) for number in range(ANSWERS)]
    coder = Corrupted(20200604)
    rejected = []
    with Store(path) as store:
        done = code_into(store, articles, coder, each=lambda coded: rejected.append(coded.problems))
        tables = {name: store.table(name) for name in ("events", "evidence", "sources")}
    assert done == ANSWERS
    assert coder.faulty > 0.6 * ANSWERS, "most answers were wrong enough to be noticed"
    return {article.id: article for article in articles}, tables, pl.concat(rejected)


def test_some_events_survive_and_none_is_rejected_later(kept):
    _, tables, rejected = kept
    assert 0.4 * ANSWERS < tables["events"].height <= ANSWERS
    assert tables["events"].height < ANSWERS, "and some do not"
    assert rejected.is_empty(), rejected


def test_no_wrong_quote(kept):
    articles, tables, _ = kept
    assert tables["evidence"].height > ANSWERS
    for row in tables["evidence"].iter_rows(named=True):
        text = articles[row["article_id"]].text
        assert text[row["start"] : row["end"]] == row["quote"]
        assert any(map(str.isalnum, row["quote"]))
        before, after = text[row["start"] - 1 : row["start"]], text[row["end"] : row["end"] + 1]
        assert not (before.isalnum() and row["quote"][0].isalnum())
        assert not (after.isalnum() and row["quote"][-1].isalnum())


def test_no_unknown_code(kept):
    _, tables, _ = kept
    events = tables["events"]
    lists = {
        "sub_event_type": "sub_event_types", "event_type": "event_types", "cameo_code": "cameo",
        "actor1_type": "actor_types", "actor2_type": "actor_types", "country": "countries",
    }  # fmt: skip
    for column, name in lists.items():
        assert set(events[column].cast(pl.String).drop_nulls()) <= set(codes(name))
    for column in ("actor1_country", "actor2_country", "iso3"):
        assert set(events[column].cast(pl.String).drop_nulls()) <= set(codes("countries", "iso3"))


def test_no_impossible_date(kept):
    _, tables, _ = kept
    for row in tables["events"].iter_rows(named=True):
        published: date = row["source_date"]
        assert published - timedelta(days=365) <= row["event_date"] <= row["event_date_end"] <= published
    days = Counter(tables["events"]["event_date"].to_list())
    assert days.keys() <= {date(2020, 6, 2), date(2020, 5, 29)}, "Tuesday, or the week before"


def test_no_count_that_the_report_does_not_give(kept):
    _, tables, _ = kept
    sources = dict(tables["sources"].select("event_id", "article_id").iter_rows())
    for row in tables["events"].iter_rows(named=True):
        number = int(sources[row["event_id"]].removeprefix("report-")) + 3
        assert row["fatalities"] in (None, number)
        assert row["actor1"] not in ("Boko Haram", "Ministry of Magic")


def test_corrupted_answers_are_json_or_not_at_all():
    chance = random.Random(1)
    words = [corrupted(good(report(n).text), chance) for n in range(50)]
    assert any(json.loads(w) for w in words if w.startswith("{") and w.endswith("}"))
    assert len(set(words)) == 50
