"""Sheets in a store: as on the coding page, with double coding and histories, and nothing added twice."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from exporter.sheets import new_workbook, read_workbook
from exporter.sheets.hand_in import HandedIn, hand_in
from exporter.store import Store
from tests.sheets.filling import BLAST, KABUL, OTHER, Filling, made
from tests.store.codings import add, battle, coding, protest


def came(store: Store, path: Path, person: str = "ab", rest: Path | None = None) -> list[HandedIn]:
    return [hand_in(store, sheet, person) for sheet in read_workbook(path, rest=rest).sheets]


def filled(folder: Path, *rows: dict[str, Any], name: str = "filled.xlsx") -> Path:
    (folder / "coding.xlsx").unlink(missing_ok=True)
    filling = Filling(made(folder))
    for number, values in enumerate(rows, 1):
        filling.event(row=number, **BLAST | values)
    filling.quote(1, "fatalities", "killing at least nine people")
    return filling.save(name)


def events(store: Store) -> pl.DataFrame:
    return store.table("events")


def test_a_sheet_is_handed_in_and_adds_nothing_twice(store: Store, tmp_path: Path) -> None:
    path = filled(tmp_path, {}, {"fatalities": 0, "fatalities_low": 0, "location": "Herat"})
    assert [one.what for one in came(store, path)] == ["handed in"]
    rows = events(store)
    assert rows.select("review", "coder").unique().rows() == [("reviewed", "ab")]
    assert rows.height == 2
    assert store.table("evidence")["quote"].to_list() == ["killing at least nine\npeople"]
    assert store.work.task(KABUL.id).state == "done"
    log = store.work.log(KABUL.id)
    assert [one.what for one in came(store, path)] == ["as before"]
    assert store.work.log(KABUL.id) == log
    assert events(store).equals(rows)


def test_a_changed_sheet_revises_with_a_history(store: Store, tmp_path: Path) -> None:
    came(store, filled(tmp_path, {}))
    came(store, filled(tmp_path, {"fatalities": 10}))
    assert events(store)["fatalities"].to_list() == [10]
    history = store.history("AFG1")
    assert history["who"].to_list() == ["ab", "ab"]
    assert history["action"].to_list() == ["create", "update"]


def test_an_old_sheet_does_not_undo_what_came_after(store: Store, tmp_path: Path) -> None:
    old = filled(tmp_path, {})
    came(store, old)
    came(store, filled(tmp_path, {"fatalities": 10}, name="new.xlsx"))
    (one,) = came(store, old)
    assert one.what == "refused" and one.why is not None and "was changed since" in one.why[0]
    assert events(store)["fatalities"].to_list() == [10]


def test_the_coding_page_goes_on_from_the_sheet(store: Store, tmp_path: Path) -> None:
    pytest.importorskip("starlette")
    from exporter.desk.content import coding_of, read_content
    from exporter.desk.desk_page import desk

    path = filled(tmp_path, {}, {"location": "Herat", "fatalities": None, "fatalities_low": None})
    came(store, path)
    shown = desk(store, KABUL.id, "ab")
    assert shown.version == 1
    content = read_content(shown.content)
    again, _ = coding_of(content, KABUL, "ab")
    assert again.events == read_workbook(path).sheets[0].events
    came(store, filled(tmp_path, {"fatalities": 10}))
    assert desk(store, KABUL.id, "ab").content["events"][0]["values"]["fatalities"] == "10"


def test_the_remark_goes_on_record(store: Store, tmp_path: Path) -> None:
    path = filled(tmp_path, {})
    filling = Filling(path)
    filling.sheet()["D3"] = "is it one blast?"
    came(store, filling.save())
    assert store.work.log(KABUL.id)[-1]["why"] == "is it one blast?"


def test_good_rows_are_taken_and_the_mended_ones_follow(store: Store, tmp_path: Path) -> None:
    rest = tmp_path / "rest.xlsx"
    path = filled(tmp_path, {}, {"fatalities": "many", "location": "Herat"})
    assert [one.what for one in came(store, path, rest=rest)] == ["handed in"]
    assert events(store)["location"].to_list() == ["Kabul"]
    filling = Filling(rest)
    filling.event(fatalities=3, fatalities_low=3)
    filling.save()
    assert [one.what for one in came(store, rest)] == ["handed in"]
    assert events(store).select("event_id", "location").rows() == [("AFG1", "Kabul"), ("AFG2", "Herat")]
    assert [one.what for one in came(store, rest)] == ["as before"]
    assert store.table("deletions").is_empty()


def test_an_unfinished_coding_waits_where_it_would_take_events_away(store: Store, tmp_path: Path) -> None:
    rest = tmp_path / "rest.xlsx"
    came(store, filled(tmp_path, {}, {"location": "Herat"}))
    before = events(store)
    path = filled(tmp_path, {}, {"location": None})
    assert [one.what for one in came(store, path, rest=rest)] == ["waits"]
    assert events(store).equals(before)
    filling = Filling(rest)
    filling.event(location="Herat", notes="A second bomb in Herat.")
    assert [one.what for one in came(store, filling.save())] == ["handed in"]
    assert events(store)["event_id"].to_list() == before["event_id"].to_list()


def test_where_nothing_is_right_it_waits(store: Store, tmp_path: Path) -> None:
    assert [one.what for one in came(store, filled(tmp_path, {"location": None}))] == ["waits"]
    assert list(store.articles()) == []


def test_two_people_do_not_see_each_other_and_a_third_decides(store: Store, tmp_path: Path) -> None:
    store.work.add(KABUL)
    store.work.want(KABUL.id, 2, by="xy")
    unfinished = filled(tmp_path, {}, {"location": None}, name="half.xlsx")
    assert [one.what for one in came(store, unfinished)] == ["waits"]
    assert [one.what for one in came(store, filled(tmp_path, {}, name="ab.xlsx"))] == ["handed in"]
    assert store.work.task(KABUL.id).state == "in work"
    assert events(store).is_empty()
    cd = filled(tmp_path, {"fatalities": 10}, name="cd.xlsx")
    assert [one.what for one in came(store, cd, "cd")] == ["handed in"]
    assert store.work.task(KABUL.id).state == "coded twice"
    (ef,) = came(store, cd, "ef")
    assert ef.what == "refused" and ef.why is not None and "third" in ef.why[0]
    assert [one.what for one in came(store, cd, "cd")] == ["as before"]
    said = {one.person: one.coding.events[0].values["fatalities"] for one in store.work.submissions(KABUL.id)}
    assert said == {"ab": 9, "cd": 10}
    store.work.adjudicate(read_workbook(cd).sheets[0].coding("gh"), why="the hospital's count")  # type: ignore[arg-type]
    assert events(store)["review"].to_list() == ["adjudicated"]


def test_an_article_that_another_person_has_is_refused(store: Store, tmp_path: Path) -> None:
    store.work.add(KABUL)
    store.work.assign(KABUL.id, "cd")
    (one,) = came(store, filled(tmp_path, {}))
    assert one.what == "refused" and one.why is not None and "cd has it" in one.why[0]


def test_proposals_keep_their_events(store: Store, tmp_path: Path) -> None:
    add(store, coding(battle(), protest(), of=OTHER))
    known = events(store)["event_id"].to_list()
    path = tmp_path / "coding.xlsx"
    new_workbook([OTHER, KABUL], path, proposals=store)
    assert read_workbook(path).waiting == ("1 ağdam-1", "2 kabul-1")
    filling = Filling(path)
    assert filling.cell("event_id", 1, OTHER.id).value in known
    assert filling.cell("cameo_code", 1, OTHER.id).value.startswith("193 ")
    # Another place and day: by its values alone it would be taken for another event.
    filling.event(
        1, OTHER.id, location="Şuşa", event_date="2019-04-02", event_date_end="2019-04-02", fatalities_high=5
    )
    filling.coded(article_id=OTHER.id)
    filling.save()
    assert [one.what for one in came(store, path)] == ["handed in"]
    rows = events(store)
    assert rows["event_id"].to_list() == known
    assert "Şuşa" in rows["location"].to_list()
    assert rows["review"].unique().to_list() == ["reviewed"]
    assert rows["confidence"].to_list() == [None, None]
    quotes = store.table("evidence")
    assert set(quotes["quote"]) == {"Ağdam", "fought", "gunmen", "four of the gunmen died",
                                    "marched past the Plaza de Bolívar 🕊"}  # fmt: skip


def test_proposals_of_another_text_are_none(store: Store, tmp_path: Path) -> None:
    add(store, coding(battle(), of=OTHER))
    from dataclasses import replace

    path = tmp_path / "coding.xlsx"
    new_workbook([replace(OTHER, text=OTHER.text + " More.")], path, proposals=store)
    assert Filling(path).cell("notes", 1, OTHER.id).value is None
    filling = Filling(path)
    filling.coded(article_id=OTHER.id)
    (one,) = came(store, filling.save())
    assert one.what == "refused" and one.why is not None and "another text" in one.why[0]
