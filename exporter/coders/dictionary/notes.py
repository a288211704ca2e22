"""A coder's note: one short paragraph that opens with its day, and tells of one event.

`On 8 June 2022, in Villa Yapacani (Santa Cruz), residents staged a demonstration. Police dispersed them.` What such
a note adds to its event, the dead, the arrests, what led to it, is no event of its own. Coders also write down what
they made of it: a label (`Defusal: On ...`), the size of a crowd (`[size=about 200]`), the deaths that count
(`Fatalities coded as 3`), and the units that the place lies in (`Bankass (Mopti)`).
"""

import re
from calendar import month_name
from collections.abc import Sequence
from dataclasses import dataclass, replace

from exporter.codebook.codelists import mapping
from exporter.coders.dictionary.counts import Count, read_count
from exporter.coders.dictionary.draft import EVENT_TYPE_OF, Deaths, Draft, When, Where, Words
from exporter.coders.dictionary.labels import label_of
from exporter.coders.dictionary.layout import Layout
from exporter.coders.dictionary.merging import days_agree, places_agree
from exporter.coders.dictionary.places import holds

LONGEST = 900
"""Characters of a note; what is longer is a report."""

ONE_NOTE = "joined: a note tells of one event"

_EXCESSIVE = "Excessive force against protesters"

_DAY = rf"\d{{1,2}}(?:st|nd|rd|th)?\s(?:{'|'.join(filter(None, month_name))})"
_OPENING = re.compile(
    rf"""\s*(?:[A-Z][\w /-]{{2,40}}:\s+)?                       # `Property destruction: `
    (?:(?:As\sreported\s)?(?:On|on|Around|About|Between|From|By)\s(?:or\saround\s|the\s(?:night|morning)\sof\s)?)?
    (?:{_DAY}|\d{{1,2}}\sand\s{_DAY})""",
    re.VERBOSE,
)
_FIGHTS = frozenset(
    {"Battles", "Explosions/Remote violence", "Violence against civilians", "Protests", "Riots"}
)


def is_note(layout: Layout) -> bool:
    """Whether a text is a coder's note."""
    return len(layout.passages) == 1 and len(layout.text) <= LONGEST and bool(_OPENING.match(layout.text))


@dataclass(frozen=True, slots=True)
class Said:
    """What a note says of its event beside the sentences.

    Attributes:
        sub_event_type: What its label says that it is; empty without a label.
        crowd: Whether it gives the size of a crowd, or leaves it open.
        fires: Whether a crowd lit fires on the road: `blocked the road with burning tires`.
        forces: Whether police or soldiers did something about one: `Police intervened.`
        hurt: Whether somebody was attacked and hurt.
        fought: Whether people fought each other.
        deaths: The deaths that its coder counted.
    """

    sub_event_type: str
    crowd: bool
    fires: bool
    forces: bool
    hurt: bool
    fought: bool
    deaths: Deaths | None

    @property
    def crowd_did(self) -> str:
        """What a crowd did of which nothing else is understood."""
        return "Mob violence" if self.fought else "Peaceful protest"


def said_beside(layout: Layout) -> Said:
    """What a note says beside its sentences."""
    label = label_of(layout.text)
    return Said(
        label.sub_event_type if label else "",
        bool(_SIZE.search(layout.text)),
        bool(_FIRES.search(layout.text)),
        bool(_STEPPED_IN.search(layout.text)),
        bool(_HURT.search(layout.text)),
        bool(_FOUGHT.search(layout.text)),
        _coded(layout.text),
    )


_FIRES = re.compile(
    r"""\bburn(?:ing|ed|t)?\s(?:of\s)?(?:tires|tyres|barricades)\b|\b(?:tires|tyres|barricades)\s(?:were|was)\s(?:burn|set)
    |\bset(?:ting)?\s(?:tires|tyres|barricades|fires)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_STEPPED_IN = re.compile(
    r"""\b(?:police|gendarmes|soldiers|troops|army|(?:security|military)\sforces|riot\spolice)\b[^.]{0,40}?
    \b(?:intervened|dispersed|(?:used|fired|threw)\s(?:tear\s?gas|water\scannons?|rubber\sbullets|stun)|pushed\sback)\b
    |\b(?:dispersed|broken\sup|detained|arrested)\sby\s(?:the\s|riot\s)?(?:police|gendarmes|soldiers|security\sforces)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_FOUGHT = re.compile(
    r"\b(?:clash(?:ed|es)|fought|fight(?:s|ing)?|beat(?:en|ing)?|lynch(?:ed|ing)?)\b", re.IGNORECASE
)
_HURT = re.compile(
    r"\battacked and (?:injured|wounded)\b|\bshot (?:and (?:injured|wounded)|at)\b", re.IGNORECASE
)
_SIZE = re.compile(r"\[\s?(?:crowd\s)?size\s?[=:]", re.IGNORECASE)
_NUMBER = r"(?P<n{}>\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}|[a-z]+(?:-[a-z]+)?)"
_COUNTED = re.compile(
    rf"""\bcoded\s(?:here\s)?(?:as|at|with)\s(?:having\s)?{_NUMBER.format(1)}\b
    (?!\s(?:day|different|event|incident|more|other|separate))
    |\b{_NUMBER.format(2)}\s(?:(?:total|reported)\s)?(?:coded\s)?(?:fatalit(?:y|ies)|deaths?)\s(?:(?:is|are|was|were)\s)?
    (?:coded|in\stotal|in\sall)
    |\b{_NUMBER.format(3)}\scoded\s(?:fatalit(?:y|ies)|deaths?)
    |(?:^|\.\s){_NUMBER.format(4)}\sfatalit(?:y|ies)\.""",
    re.VERBOSE | re.IGNORECASE,
)


def _coded(text: str) -> Deaths | None:
    """`Fatalities coded as 3`, `coded as 10 fatalities`, `8 fatalities in total`."""
    at = 0
    while found := _COUNTED.search(text, at):
        at = found.start() + 1
        group = found.lastgroup or ""
        said = found[group].lower() if group else ""
        count = None if said in ("a", "an", "no", "the") else read_count(said)
        if count is not None:
            exact = Count(count.best, count.best, count.best)
            return Deaths(exact, Words(found.start(), found.end()))
    return None


def placed(drafts: Sequence[Draft], where: Sequence[Where], when: When | None) -> list[Draft]:
    """The drafts of a note with the place and the day that it gives of its event; what had gone before is none.

    The place is the one with its units in brackets; where there are several, it is for those without any.
    """
    told = [draft for draft in drafts if not draft.aside] or list(drafts)
    one = where[0] if len(where) == 1 and where[0].near == 0 else None
    first = where[0] if where else None

    def exact(draft: Draft) -> Where | None:
        """The village in the unit that the note opens with: `Wuntau village in Twic county (Warrap state)`."""
        inner = draft.where
        if inner is None or one is None or inner.place.kind != "place" or one.place.kind == "place":
            return None
        return inner if holds(one.place, inner.place) else None

    return [
        replace(draft, where=exact(draft) or one or draft.where or first, when=draft.when or when).noting(
            PLACE_OF_NOTE
        )
        if first or (when and not draft.when)
        else draft
        for draft in told
    ]


PLACE_OF_NOTE = "place and day: those that the note opens with"


def as_coded(events: Sequence[Draft], said: Said) -> list[Draft]:
    """The events of a note as its coder's own words about it have them."""
    if not events:
        return []
    chief = max(events, key=_rank)
    made = chief
    if said.sub_event_type and said.sub_event_type != chief.sub_event_type:
        made = _as(made, said.sub_event_type, "the note's label says what it is")
    elif said.crowd and chief.violent and not any(a.role in _FORCES for a in chief.actors):
        made = _as(chief, "Mob violence", "the note gives the size of a crowd")
    elif said.fires and chief.event_type == "Protests":
        made = _as(chief, "Violent demonstration", "the crowd lit fires on the road")
    elif said.forces and chief.sub_event_type == "Peaceful protest":
        made = _as(chief, "Protest with intervention", "the note says that forces stepped in")
    elif said.crowd and chief.event_type != "Riots" and chief.sub_event_type not in _WITH_FORCES:
        forces = tuple(a for a in (*chief.side1, *chief.side2) if a.role in _FORCES)
        sub = "Protest with intervention" if forces else "Peaceful protest"
        if forces and chief.deaths and chief.deaths.count.best:
            sub = "Excessive force against protesters"
        people = tuple(a for a in (*chief.side1, *chief.side2) if a not in forces)
        made = _as(replace(chief, side1=people, side2=forces), sub, "the note gives the size of a crowd")
    died = made.deaths is not None and made.deaths.count.best > 0
    if made.sub_event_type == "Abduction/forced disappearance" and (died or said.hurt):
        made = _as(made, "Attack", "abducted and killed or hurt")
    if said.deaths is not None:
        made = replace(made, deaths=said.deaths).noting("deaths: those that the note's coder counted")
    return [made if event is chief else event for event in events]


def _as(draft: Draft, sub: str, why: str) -> Draft:
    code = str(mapping("sub_event_types", "cameo_code")[sub])
    same = EVENT_TYPE_OF[sub] == draft.event_type
    return replace(draft, sub_event_type=sub, cameo_code=code, kind=draft.kind if same else "act").noting(why)


_CROWDS = frozenset({"Protests", "Riots"})
_WITH_FORCES = frozenset({"Excessive force against protesters", "Protest with intervention"})
_FORCES = frozenset({"police", "military"})


def one_event(events: Sequence[Draft]) -> list[Draft]:
    """The note's event with what the others say of it; those of another day or place stay apart."""
    if len(events) < 2:
        return list(events)
    chief = max(events, key=_rank)
    fights = any(e.sub_event_type == "Armed clash" and e.kind == "mutual" for e in events)
    if fights and chief.sub_event_type in _SHELLING:
        chief = _as(chief, "Armed clash", "shelled while they fought")
        events = [chief if event.triggers == chief.triggers else event for event in events]
    arrests = next((e for e in events if e.sub_event_type == "Arrests" and e.lead and e.side1), None)
    crowd = next((e for e in events if e.event_type in _CROWDS), None)
    if chief.sub_event_type == "Arrests" and crowd and crowd.triggers[0].start < chief.triggers[0].start:
        chief = crowd
    if chief.lemma == "raid" and arrests and chief.deaths is None:
        chief = arrests  # `police raided a house and detained three activists`
    apart: list[Draft] = []
    for other in events:
        if other is chief:
            continue
        if days_agree(chief.when, other.when) and places_agree(chief.where, other.where):
            chief = _with(chief, other)
        else:
            apart.append(other)
    return sorted([chief, *apart], key=lambda draft: draft.sentences[0].start)


_SHELLING = frozenset({"Grenade", "Shelling/artillery/missile attack"})


def _rank(draft: Draft) -> tuple[bool, bool, bool, int]:
    """What the first sentence tells in its main clause comes first, a fight before what follows from it."""
    burned = draft.sub_event_type == "Looting/property destruction"  # `set fire to the school, killing 42`
    return (
        draft.lead and (draft.main or (draft.violent and bool(draft.deaths))) and not burned,
        draft.main and draft.lead,
        draft.event_type in _FIGHTS,
        -min(words.start for words in draft.triggers),
    )


def _with(chief: Draft, other: Draft) -> Draft:
    if chief.violent and other.sub_event_type == _EXCESSIVE:
        # `soldiers raided the camp; ten protesters were killed`
        forces = tuple(a for a in chief.side1 if a.role not in ("protesters", "civilians"))
        chief = replace(_as(chief, _EXCESSIVE, ONE_NOTE), side1=other.side1 or other.side2, side2=forces)
    fewer = chief.deaths is None or (other.deaths and other.deaths.count.best > chief.deaths.count.best)
    deadly = other.violent or other.event_type in _CROWDS
    return replace(
        chief,
        sentences=tuple(dict.fromkeys((*chief.sentences, *other.sentences))),
        when=chief.when or other.when,
        where=chief.where or other.where,
        side1=chief.side1 or (other.side1 if chief.violent and other.violent else ()),
        deaths=other.deaths if fewer and deadly and other.deaths else chief.deaths,
        side2=chief.side2 or (other.side2 if chief.violent and other.violent else ()),
        rules=(*chief.rules, ONE_NOTE),
    )
