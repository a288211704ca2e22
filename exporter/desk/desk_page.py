"""What the desk shows: the article, the draft as it was saved last, and the proposals it was made from.

A coder's proposals are the events that a machine found; those of a third are the events of the two coders, paired.
Coders see no work but their own: what is put together here goes to the browser, and nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from exporter.articles.article import Article
from exporter.codebook.tables import Table
from exporter.coders.coding import CodedEvent, Coding
from exporter.coders.frame import event_frame
from exporter.coders.typed import event_content
from exporter.errors import UsageError
from exporter.store import Store
from exporter.store.matching import match
from exporter.store.submissions import Submission
from exporter.store.tasks import Task

Proposal = dict[str, Any]
"""`by` (who says so), `values` and `evidence` of an event as the page holds them; its id is its key."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What the page starts from.

    Attributes:
        task: The article in the queue.
        article: The article with its text.
        part: `coder` or `third`.
        version: Version of the draft; 0 where nothing was saved.
        content: The draft, or what it begins with.
        proposals: What others propose, by id.
        told: What the coders said when they handed in, for the third: person and remark.
    """

    task: Task
    article: Article
    part: str
    version: int
    content: dict[str, Any]
    proposals: dict[str, Proposal]
    told: tuple[tuple[str, str], ...] = ()


def desk(store: Store, article_id: str, person: str, *, third: bool = False) -> Desk:
    """What the desk shows to a person.

    Raises:
        UsageError: The store has no such article.
    """
    work, table = store.work, store.project.table("events")
    task = work.task(article_id)
    article = store.article(article_id)
    if article is None:
        raise UsageError(f"The store has no article {article_id!r}.", "See the queue for those it has.")
    saved = work.draft(article_id, person)
    if third:
        handed_in = [one for one in work.submissions(article_id) if one.person != person]
        begin, proposals = _of_coders(handed_in, table)
        told = tuple((one.person, one.why) for one in handed_in if one.why)
    else:
        known = work.events_of(article_id)
        begin, proposals = _of_machine(work.machine_coding(article_id), known, table)
        told = ()
    content = dict(saved.content) if saved.content is not None else begin
    part = "third" if third else "coder"
    return Desk(task, article, part, saved.version, content, proposals, told)


def _of_machine(
    coding: Coding | None, known: Sequence[dict[str, Any]], table: Table
) -> tuple[dict[str, Any], dict[str, Proposal]]:
    """An event to be filled for each that the machine found, linked to its row in the store."""
    if coding is None:
        return {"events": [], "why": ""}, {}
    # A later version of the machine proposes under other names: a draft keeps to what it was made from.
    names = [f"{coding.coder} {number}" for number in range(1, len(coding.events) + 1)]
    proposals = {
        name: _proposal(event, coding.coder, table) for name, event in zip(names, coding.events, strict=True)
    }
    pairs = match(known, event_frame([coding], table).to_dicts())
    events = [
        {"key": name, "values": {}, "evidence": {}, "from": [name]}
        | ({"event_id": known[pairs[number]]["event_id"]} if number in pairs else {})
        for number, name in enumerate(names)
    ]
    return {"events": events, "why": ""}, proposals


def _of_coders(handed_in: Sequence[Submission], table: Table) -> tuple[dict[str, Any], dict[str, Proposal]]:
    """An event for each that any coder has, filled with what all who have it agree on."""
    columns = [one for one in handed_in if one.part == "coder"] or list(handed_in)
    proposals: dict[str, Proposal] = {}
    groups: list[list[tuple[str, CodedEvent, Any]]] = []
    rows_of: list[list[dict[str, Any]]] = []
    for number, one in enumerate(columns):
        ids = [f"{'abcdefgh'[number]}{n}" for n in range(len(one.coding.events))]
        rows = event_frame([one.coding], table).to_dicts()
        for ident, event in zip(ids, one.coding.events, strict=True):
            proposals[ident] = _proposal(event, one.person, table)
        firsts = [group[0] for group in rows_of]
        pairs = match(firsts, rows) if number else {}
        for n, event in enumerate(one.coding.events):
            entry = (ids[n], event, one.links[n])
            if n in pairs:
                groups[pairs[n]].append(entry)
                rows_of[pairs[n]].append(rows[n])
            else:
                groups.append([entry])
                rows_of.append([rows[n]])
    events = [_agreed(group, len(columns), table) for group in groups]
    return {"events": events, "why": ""}, proposals


def _agreed(group: Sequence[tuple[str, CodedEvent, Any]], coders: int, table: Table) -> dict[str, Any]:
    """The event with the values that every coder gives; empty where one of them did not see it at all."""
    key = "-".join(ident for ident, _, _ in group)
    made: dict[str, Any] = {
        "key": key,
        "values": {},
        "evidence": {},
        "from": [ident for ident, _, _ in group],
    }
    for name in ("event_id", "same_as"):
        linked = {getattr(link, name) for _, _, link in group}
        if len(linked) == 1 and None not in linked:
            made[name] = linked.pop()
    if len(group) < coders:
        return made
    said = [event_content(event, key, table) for _, event, _ in group]
    first = said[0]
    for column, value in first["values"].items():
        if all(other["values"].get(column) == value for other in said):
            made["values"][column] = value
            made["evidence"] |= {column: first["evidence"][column]} if column in first["evidence"] else {}
    return made


def _proposal(event: CodedEvent, by: str, table: Table) -> Proposal:
    content = event_content(event, "", table)
    return {"by": by, "values": content["values"], "evidence": content["evidence"]}
