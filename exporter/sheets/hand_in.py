"""Sheets come into a store, as codings of a person.

A coding says what all the events of an article are. So an article of which rows are still to be mended is handed in
only where that takes nothing away; else it waits, and what is right travels on in the workbook of the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from exporter.coders.coding import Coding
from exporter.coders.typed import event_content
from exporter.errors import ExporterError
from exporter.sheets.parts import Sheet
from exporter.store import Store
from exporter.store.judged import Link
from exporter.store.submissions import Submission
from exporter.store.work import Work


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What became of an article's sheet.

    Attributes:
        sheet: The name of the sheet.
        article_id: The article.
        what: `handed in`, `as before` (it adds nothing), `waits` (rows are to be mended first) or `refused`.
        why: Why it was refused, message and remedy.
    """

    sheet: str
    article_id: str
    what: str
    why: tuple[str, str] | None = None


def hand_in(store: Store, sheet: Sheet, person: str) -> HandedIn:
    """Hand in a sheet as the coding page does; one that was handed in before adds nothing."""
    coding = sheet.coding(person)
    article = sheet.article

    def came_to(what: str, why: tuple[str, str] | None = None) -> HandedIn:
        return HandedIn(sheet.name, article.id, what, why)

    if coding is None:
        return came_to("waits")
    work = store.work
    try:
        work.add(article)
        before = [one for one in work.submissions(article.id, every=True) if _is_of(one, person)]
        said = coding.record()["events"]
        if before and before[-1].coding.record()["events"] == said:
            return came_to("as before")
        if (old := next((one for one in before if one.coding.record()["events"] == said), None)) is not None:
            return came_to("refused", (_changed_since(old), _REMEDY))
        if sheet.to_mend and not _takes_nothing_away(work, coding, before):
            return came_to("waits")
        work.submit(coding, [Link(typed.event_id) for typed in sheet.taken], why=sheet.remark or None)
        _keep_as_draft(work, sheet, person)
    except ExporterError as error:
        return came_to("refused", (error.message, error.remedy or ""))
    return came_to("handed in")


_REMEDY = "Go on from what stands there now, on the coding page; or change this sheet and read it again."


def _changed_since(old: Submission) -> str:
    return f"just this was handed in on {old.at:%Y-%m-%d at %H:%M} (UTC), and was changed since."


def _is_of(one: Submission, person: str) -> bool:
    return one.person == person and one.part == "coder"


def _keep_as_draft(work: Work, sheet: Sheet, person: str) -> None:
    """Let the coding page go on from what was handed in; what the draft was before stays on record."""
    content = {
        "events": [
            event_content(
                typed.event(sheet.article),
                f"sheet {typed.number}",
                **({"event_id": typed.event_id} if typed.event_id else {}),
            )
            for typed in sheet.taken
        ],
        "why": sheet.remark,
    }
    article_id = sheet.article.id
    work.save_draft(article_id, person, content, base=work.draft(article_id, person).version)


def _takes_nothing_away(work: Work, coding: Coding, before: Sequence[Submission]) -> bool:
    """Whether an unfinished coding leaves all that stands: no event is gone, and nobody waits for it to be whole."""
    if work.task(coding.article.id).wanted > 1:
        return False
    stands = work.events_of(coding.article.id)
    if any(event["coder"] != coding.coder_name for event in stands):
        return False
    return not stands or (bool(before) and all(one in coding.events for one in before[-1].coding.events))
