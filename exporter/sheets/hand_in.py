"""Sheets come into a store, as codings of a person.

A coding says what all the events of an article are. So an article of which rows are still to be mended is handed in
only where that takes nothing away; else it waits, and what is right travels on in the workbook of the rest.
"""

from dataclasses import dataclass

from exporter.coders.coding import Coding
from exporter.errors import ExporterError
from exporter.sheets.parts import Sheet
from exporter.store import Store
from exporter.store.judged import Link
from exporter.store.work import Work


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What became of an article's sheet.

    Attributes:
        sheet: The name of the sheet.
        article_id: The article.
        what: `handed in`, `as before` (it adds nothing), `waits` (rows are to be mended first) or `refused`.
        events: Events of the coding.
        why: Why it was refused, message and remedy.
    """

    sheet: str
    article_id: str
    what: str
    events: int
    why: tuple[str, str] | None = None


def hand_in(store: Store, sheet: Sheet, person: str) -> HandedIn:
    """Hand in a sheet as the coding page does; one that was handed in before adds nothing."""
    coding = sheet.coding(person)
    article = sheet.article

    def came_to(what: str, why: tuple[str, str] | None = None) -> HandedIn:
        return HandedIn(sheet.name, article.id, what, len(sheet.taken), why)

    if coding is None:
        return came_to("waits")
    work = store.work
    try:
        work.add(article)
        before = _before(work, coding)
        if before is not None and before.record()["events"] == coding.record()["events"]:
            return came_to("as before")
        if sheet.to_mend and not _takes_nothing_away(work, coding, before):
            return came_to("waits")
        work.submit(coding, [Link(typed.event_id) for typed in sheet.taken], why=sheet.remark or None)
    except ExporterError as error:
        return came_to("refused", (error.message, error.remedy or ""))
    return came_to("handed in")


def _before(work: Work, coding: Coding) -> Coding | None:
    """What the person has handed in of the article last."""
    mine = [
        one for one in work.submissions(coding.article.id)
        if one.person == coding.coder_name and one.part == "coder"
    ]  # fmt: skip
    return mine[-1].coding if mine else None


def _takes_nothing_away(work: Work, coding: Coding, before: Coding | None) -> bool:
    """Whether an unfinished coding leaves all that stands: no event is gone, and nobody waits for it to be whole."""
    if work.task(coding.article.id).wanted > 1:
        return False
    stands = work.events_of(coding.article.id)
    if any(event["coder"] != coding.coder_name for event in stands):
        return False
    return not stands or (before is not None and all(one in coding.events for one in before.events))
