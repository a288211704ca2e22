"""What a note says of its event beside its sentences: its label, the size of a crowd, the deaths that count."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from exporter.coders.dictionary.counts import Count, read_count
from exporter.coders.dictionary.draft import Deaths, Words
from exporter.coders.dictionary.labels import coded_as, label_of
from exporter.coders.dictionary.layout import Layout


@dataclass(frozen=True, slots=True)
class Said:
    """What a note says of its event beside the sentences.

    Attributes:
        sub_event_type: What its label, or its coder, says that it is; empty where neither does.
        label: The words that say so, or None.
        signs: Words that say more of the event, by their sign (see `SIGNS`).
        deaths: The deaths that its coder counted.
        shares: Among how many events the deaths that it tells of are shared out.
    """

    sub_event_type: str
    label: Words | None
    signs: Mapping[str, Words]
    deaths: Deaths | None
    shares: int

    def tells(self, *signs: str) -> bool:
        """Whether the note has one of the signs."""
        return any(sign in self.signs for sign in signs)

    def words(self, sign: str) -> Words | None:
        """The words of a sign, or None where the note has none."""
        return self.signs.get(sign)

    @property
    def crowd_did(self) -> str:
        """What a crowd did of which nothing else is understood."""
        return "Mob violence" if self.tells("fought") else "Peaceful protest"


def said_beside(layout: Layout) -> Said:
    """What a note says beside its sentences."""
    text = layout.text
    label = label_of(text) or coded_as(text)
    found = {sign: match for sign, wording in SIGNS.items() if (match := wording.search(text))}
    return Said(
        sub_event_type=label.sub_event_type if label else "",
        label=Words(label.start, label.start + len(text[label.start : label.end].rstrip(": ")))
        if label
        else None,
        signs={sign: Words(match.start(), match.end()) for sign, match in found.items()},
        deaths=_coded(text),
        shares=_shares(text),
    )


_FORCES = (
    r"(?:police|policemen|gendarmes|soldiers|troops|army|guards|(?:security|military|police)\s(?:forces|agents|officers)"
    r"|riot\spolice)"
)
_FIRES = re.compile(
    r"""\bburn(?:ing|ed|t)?\s(?:of\s)?(?:tires|tyres|barricades)\b|\b(?:tires|tyres|barricades)\s(?:were|was)\s(?:burn|set)
    |\bset(?:ting)?\s(?:tires|tyres|barricades|fires)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_STEPPED_IN = re.compile(
    rf"""\b{_FORCES}\b[^.]{{0,40}}?
    \b(?:intervened|intercepted|prevented|dispersed|(?:used|fired|threw)\s(?:tear\s?gas|water\scannons?|rubber\sbullets|stun)|pushed\sback)\b
    |\b(?:dispersed|broken\sup|detained|arrested)\sby\s(?:the\s|riot\s)?{_FORCES}\b
    |(?:^|[.]\s)(?:the\s)?{_FORCES}\b[^.]{{0,20}}\b(?:arrested|detained)\b
    |(?:^|[.]\s)(?:(?:at\sleast|some|about)\s)?(?:an?|one|two|\d+|several|dozens|many|the)\b
    [^.,;]{{0,40}}\b(?:was|were)\s(?:briefly\s|also\s)?(?:arrested|detained)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_SHOT_AT = re.compile(
    rf"""\b(?:use|firing)\sof\s(?:live|real)\s(?:bullets|ammunition|rounds|fire)\sby\s(?:the\s)?{_FORCES}\b
    |\b{_FORCES}\b[^.]{{0,60}}?\b(?:used|fired|fire)\b[^.]{{0,40}}?\s(?:live|real)\s(?:bullets|ammunition|rounds|fire)\b
    |\b{_FORCES}\b[^.]{{0,60}}?\b(?:opened\sfire|shot|fired)\s(?:on|at|into)\s(?:the\s)?(?:protesters|demonstrators|crowd)\b
    |\b{_FORCES}\s(?:shot|fired)\sat\s(?:a\sgroup\sof\speople|people)\swho\b""",
    re.VERBOSE | re.IGNORECASE,
)
_FOUGHT = re.compile(
    r"\b(?:clash(?:ed|es)|fought|fight(?:s|ing)?|beat(?:en|ing)?|lynch(?:ed|ing)?)\b", re.IGNORECASE
)
_HURT = re.compile(
    r"\battacked and (?:injured|wounded)\b|\bshot (?:and (?:injured|wounded)|at)\b", re.IGNORECASE
)
_RAMPAGED = re.compile(
    r"\b(?:attack|barricad|burn|clash|loot|ransack|riot|ston(?:e|ing)|storm|threw|throw|torch|vandali)|\bset\b[^.]{0,40}\bfire\b",
    re.IGNORECASE,
)
_RIOTED = re.compile(
    r"""\b(?:they|demonstrators|protesters|protestors)\b[^.]{0,40}?\b(?:threw\sstones|vandali[sz]ed|looted|torched
    |burned\s(?:the|a|vehicles|cars)|set\sfire|ransacked)\b
    |\b(?:demonstrators|protesters|protestors)\s(?:\w+\s)?(?:attacked|stormed)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_HARMED = re.compile(
    r"\b(?:abduct|assault|beat|died|hurt|injur|kidnap|kill|lynch|murder|rape|shot|stab|tortur|wound)",
    re.IGNORECASE,
)
_SIZE = re.compile(r"\[\s?(?:crowd\s)?size\s?[=:][^\]\n]{0,60}\]?", re.IGNORECASE)
_PROTEST = re.compile(
    r"\b(?:protest|demonstrat|march(?:ed|ers|es|ing)\b|(?:a|the)\smarch\b|rall(?:y|ied)|riot(?!er)|sit-in|strik|picket|vigil)",
    re.IGNORECASE,
)
_MOB = re.compile(r"\b(?:a|the)\s(?:angry\s)?mob\b", re.IGNORECASE)
_RIOTERS = re.compile(r"\brioters\b", re.IGNORECASE)
_PETROL = re.compile(r"\b(?:petrol|incendiary|fire|gasoline)[ -]?bombs?\b|\bmolotov", re.IGNORECASE)
_DESTROYED = re.compile(
    r"\b(?:burn(?:ed|t|ing)|destroy|loot|ransack|torch|vandali|set(?:ting)?\s(?:on\s)?(?:fire|ablaze))",
    re.IGNORECASE,
)
_UNOPPOSED = re.compile(
    rf"""\bno\s(?:fighting|clash(?:es)?|resistance|shots?)\b
    |\b(?:after|as|following)\b[^.]{{0,80}}\b(?:pulled\sout|withdrew|withdrawal|(?:were|was)\sevacuated|evacuation
    |retreat(?:ed)?|fled)\b
    |\bwithout\s(?:a\s|any\s|firing\s)?(?:fight(?:ing)?|resistance|shots?|clash(?:es)?|combat|violence)\b
    |\b(?:{_FORCES}|FARDC|FACA|FAMA)\b[^.]{{0,60}}\b(?:retreated|withdrew|fled|pulled\sout)\sbefore\b
    |\bstationed\b[^.]{{0,40}}\b(?:retreated|withdrew|left)\b""",
    re.VERBOSE | re.IGNORECASE,
)

SIGNS = {
    "crowd": _SIZE,  # the size of a crowd, given or left open
    "protest": _PROTEST,
    "mob": _MOB,
    "rioters": _RIOTERS,
    "fires": _FIRES,  # lit on the road: `blocked the road with burning tires`
    "petrol": _PETROL,  # bombs of it
    "forces": _STEPPED_IN,  # `Police intervened.`
    "shot at": _SHOT_AT,  # `the use of live bullets by the police`
    "rioted": _RIOTED,  # those who demonstrated: `The demonstrators threw stones.`
    "rampaged": _RAMPAGED,  # stones were thrown, things burned, people set upon
    "fought": _FOUGHT,
    "hurt": _HURT,  # in an attack
    "harmed": _HARMED,  # in any way
    "destroyed": _DESTROYED,
    "unopposed": _UNOPPOSED,  # ground that was taken without a fight
}
"""What a note may say of its event, by what tells it."""

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
_COUNTED_HERE = re.compile(
    rf"\b{_NUMBER.format(1)}\s(?:of\sthese\s)?(?:fatalit(?:y|ies)|deaths?)\s(?:(?:is|are|was|were)\s)?coded\s"
    r"(?:to|in|for)\sthis\s(?:event|location)\b",
    re.IGNORECASE,
)
_SHARED = re.compile(
    rf"""\b(?:split|distributed|divided|fatalities|spread|shared)\s(?:out\s|equally\s|evenly\s)?(?:across|among|between|over)\s
    (?:the\s)?{_NUMBER.format(1)}\s(?:different\s|separate\s)?(?:events|locations|days|districts|villages)\b""",
    re.VERBOSE | re.IGNORECASE,
)


def _coded(text: str) -> Deaths | None:
    """`2 fatalities coded to this event`, `Fatalities coded as 3`, `8 fatalities in total`."""
    return _counted(text, _COUNTED_HERE) or _counted(text, _COUNTED)


def _counted(text: str, wording: re.Pattern[str]) -> Deaths | None:
    at = 0
    while found := wording.search(text, at):
        at = found.start() + 1
        count = _number(found)
        if count is not None:
            exact = Count(count.best, count.best, count.best)
            return Deaths(exact, Words(found.start(), found.end()))
    return None


def _number(found: re.Match[str]) -> Count | None:
    said = found[found.lastgroup or 0].lower()
    return None if said in ("a", "an", "no", "the") else read_count(said)


def _shares(text: str) -> int:
    """`Fatalities distributed across six events`: among six; 1 where the note tells those of its own event."""
    found = None if _COUNTED_HERE.search(text) else _SHARED.search(text)
    count = _number(found) if found else None
    return count.best if count and count.best > 1 else 1
