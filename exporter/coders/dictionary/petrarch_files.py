"""Files in the format of PETRARCH and TABARI: phrases with synonyms and dated codes, nouns with plurals.

What is read here is what stands in the file; `petrarch` says what it is to this coder.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest
from pathlib import Path

from exporter.coders.dictionary.faults import Fault
from exporter.errors import UsageError

NOBODY = frozenset({"---", "###"})
"""Codes that say that a phrase is no actor."""

# Years of two digits up to this one are of this century, as in the programs that the format comes from.
_LAST_OF_THIS_CENTURY = 30

Known = Callable[[str], bool]
"""Whether a code begins with a country or a role."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code in brackets, and the days for which it holds (both inclusive)."""

    code: str
    since: date | None
    until: date | None
    line: int

    @property
    def dated(self) -> bool:
        """Whether it holds for some days only."""
        return self.since is not None or self.until is not None

    def meets(self, other: "Code") -> bool:
        """Whether both hold on more than the one day on which the one hands over to the other."""
        first = max(self.since or date.min, other.since or date.min)
        last = min(self.until or date.max, other.until or date.max)
        return first < last


@dataclass(slots=True)
class Record:
    """A phrase with its synonyms and codes."""

    phrase: str
    line: int
    synonyms: list[tuple[str, int]] = field(default_factory=list)
    codes: list[Code] = field(default_factory=list)

    @property
    def phrases(self) -> list[tuple[str, int]]:
        """All phrases and their lines, the first one first."""
        return [(self.phrase, self.line), *self.synonyms]


@dataclass(frozen=True, slots=True)
class AgentLine:
    """A noun with all its forms, and its code."""

    forms: tuple[str, ...]
    code: str
    line: int


# -- actor files -----------------------------------------------------------------------------------------


def parse_actors(path: Path, known: Known) -> tuple[list[Record], list[Fault]]:
    """The records of an actor file, and the lines that cannot be read.

    Raises:
        UsageError: The file cannot be read.
    """
    records: list[Record] = []
    faults: list[Fault] = []
    for line, text in _lines(path):
        phrase, codes, broken = _cut(path, line, text, known)
        faults += broken
        if phrase.startswith("+"):
            if not records:
                faults.append(_fault(path, line, "a synonym stands before any phrase", _BEFORE))
            elif codes:
                faults.append(_fault(path, line, "a synonym has a code of its own", _OWN_CODE))
            else:
                records[-1].synonyms.append((phrase.lstrip("+ "), line))
            continue
        if phrase:
            records.append(Record(phrase, line))
        elif codes and not records:
            faults.append(_fault(path, line, "a code stands before any phrase", _BEFORE))
            continue
        if codes:
            records[-1].codes += codes
    # Where the code itself cannot be read, that says enough.
    ends = [record.line for record in records[1:]]
    for record, end in zip_longest(records, ends):
        blamed = any(record.line <= fault.line and (end is None or fault.line < end) for fault in faults)
        if not record.codes and not blamed:
            what = f"{words_of(record.phrase)} has no code"
            faults.append(_fault(path, record.line, what, "Give it one in brackets, such as [MLIREB]."))
    return records, sorted(faults)


_BEFORE = "Put the phrase that it belongs to on a line above, without + and without brackets."
_OWN_CODE = "Put the code on a line below, or make the synonym a phrase of its own by taking away the +."


def _cut(path: Path, line: int, text: str, known: Known) -> tuple[str, list[Code], list[Fault]]:
    """The phrase of a line, its codes, and what is wrong with them."""
    codes: list[Code] = []
    faults: list[Fault] = []
    for inside in re.findall(r"\[([^\[\]]*)\]", text):
        read = _code(path, line, inside.strip(), known)
        (codes if isinstance(read, Code) else faults).append(read)  # type: ignore[arg-type]
    phrase = re.sub(r"\[[^\[\]]*\]", " ", text).strip()
    if re.search(r"[\[\]]", phrase):
        faults.append(_fault(path, line, f"a bracket is not closed or not opened: {text.strip()}", _BRACKETS))
        phrase = re.split(r"[\[\]]", phrase)[0].strip()
    return phrase, codes, faults


_BRACKETS = "Write codes as [AFGGOV] or [AFGGOV 20040101-20091231]."


def _code(path: Path, line: int, inside: str, known: Known) -> Code | Fault:
    code, _, days = inside.partition(" ")
    if not code or (re.fullmatch(r"[<>\d-]+", code) and code not in NOBODY):
        return _fault(
            path, line, f"[{inside}] has no code", "Write the code before the days: [AFGGOV >040101]."
        )
    if code in NOBODY:
        return Code(code, None, None, line)
    what = _wrong_code(code, known)
    if what:
        return _fault(path, line, *what)
    return _dated(path, line, code, days.strip())


def _wrong_code(code: str, known: Known) -> tuple[str, str] | None:
    if not re.fullmatch(r"(?:[A-Z]{3})+", code):
        return f"the code {code} is not made of parts of three capital letters", "Write it as AFGGOV, say."
    if not known(code):
        return (
            f"{code[:3]} is neither a country nor a role",
            "Begin the code with a country (ISO 3166-1 alpha-3) or one of the codes of data/roles.csv.",
        )
    return None


def _dated(path: Path, line: int, code: str, days: str) -> Code | Fault:
    found = re.fullmatch(r"(?:([<>])\s*(\d+)|(\d*)\s*-\s*(\d*))", days) if days else None
    if not days:
        return Code(code, None, None, line)
    if not found or days == "-":
        return _fault(
            path, line, f"{days!r} is no range of days", "Write 331108-730717, >140608 or <19910101."
        )
    sign, only, first, last = found.groups()
    since = only if sign == ">" else first
    until = only if sign == "<" else last
    read: list[date | None] = []
    for digits in (since, until):
        try:
            read.append(day(digits) if digits else None)
        except ValueError:
            return _fault(
                path, line, f"{digits} is no day", "Write days as YYYYMMDD or YYMMDD, such as 19910101."
            )
    low, high = read
    if low and high and low > high:
        return _fault(
            path, line, f"the days are turned round: {low} is after {high}",
            "Put the earlier day first, with years in four digits: 25 means 2025, 31 means 1931.",
        )  # fmt: skip
    return Code(code, low, high, line)


def day(digits: str) -> date:
    """A day of eight or six digits.

    Raises:
        ValueError: They are no day.
    """
    if len(digits) == 6:
        century = "20" if int(digits[:2]) <= _LAST_OF_THIS_CENTURY else "19"
        digits = century + digits
    if len(digits) != 8:
        raise ValueError(digits)
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))


# -- agent files -----------------------------------------------------------------------------------------


def parse_agents(path: Path, known: Known) -> tuple[list[AgentLine], list[Fault]]:
    """The nouns of an agent file, and the lines that cannot be read.

    Raises:
        UsageError: The file cannot be read.
    """
    sets: dict[str, list[str]] = {}
    nouns: list[AgentLine] = []
    faults: list[Fault] = []
    for line, text in _lines(path):
        if made := re.fullmatch(r"!([^!]+)!\s*=\s*(.+)", text.strip()):
            sets[made[1].strip()] = [word.strip() for word in made[2].split(",") if word.strip()]
            continue
        read = _agent_line(path, line, text, sets, known)
        if isinstance(read, Fault):
            faults.append(read)
        else:
            nouns.append(read)
    return nouns, faults


def _agent_line(
    path: Path, line: int, text: str, sets: dict[str, list[str]], known: Known
) -> AgentLine | Fault:
    found = re.fullmatch(r"([^\[\]{}]+?)\s*(?:\{([^{}]*)\})?\s*\[\s*([^\[\]{}\s]*)\s*\]", text.strip())
    if not found:
        missing = "[" not in text and "]" not in text
        what = "has no code" if missing else "has brackets that do not fit"
        return _fault(
            path, line, f"{text.strip()} {what}", "Write it as FARMER [~AGR] or POLICEMAN {POLICEMEN} [~COP]."
        )
    noun, plural, code = found.groups()
    unknown = next((name for name in re.findall(r"!([^!]*)!", noun) if name not in sets), None)
    if unknown is not None:
        return _fault(
            path, line, f"!{unknown}! is no set", f"Say what it stands for above: !{unknown}! = MAN, WOMAN"
        )
    bare = code.strip("~")
    if not bare:
        return _fault(path, line, f"{noun} has no code", "Write it in the brackets: [~AGR].")
    wrong = _wrong_code(bare, known)
    if wrong:
        return _fault(path, line, *wrong)
    return AgentLine(tuple(_forms(noun, plural, sets)), bare, line)


def _forms(noun: str, plural: str | None, sets: dict[str, list[str]]) -> Iterator[str]:
    name = next(iter(re.findall(r"!([^!]*)!", noun)), None)
    if name is not None:
        for word in sets[name]:
            yield from _forms(noun.replace(f"!{name}!", word, 1), "", sets)
        return
    noun = words_of(noun)
    yield noun
    if plural is None:
        yield noun[:-1] + "IES" if noun.endswith("Y") else noun + ("ES" if noun.endswith("SS") else "S")
    elif plural.strip():
        yield words_of(plural)


# -- both ------------------------------------------------------------------------------------------------


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a file that say something, without their comments, and their numbers."""
    text = contents(path).decode("utf-8-sig", errors="replace")
    bare = re.sub(r"<!--.*?-->", lambda m: re.sub(r"[^\n]", " ", m[0]), text, flags=re.DOTALL)
    for number, line in enumerate(bare.split("\n"), 1):
        said = re.split(r"(?<!\[)[#;](?!##\])", line, maxsplit=1)[0]
        if "[###]" in line:
            said = line.partition("[###]")[0] + "[###]"
        if said.strip():
            yield number, said


def _fault(path: Path, line: int, what: str, remedy: str) -> Fault:
    return Fault(path, line, what, remedy)


def overlaps(records: Iterable[Record], path: Path) -> Iterator[Fault]:
    """Codes of one phrase that differ and hold on the same days: the first in the file would win, unseen."""
    for record in records:
        dated = [code for code in record.codes if code.dated]
        for number, code in enumerate(dated):
            for earlier in dated[:number]:
                if code.code != earlier.code and code.meets(earlier):
                    yield _fault(
                        path, code.line,
                        f"{words_of(record.phrase)} is {code.code} on days on which line {earlier.line} "
                        f"says {earlier.code}",
                        "Let the one end where the other begins.",
                    )  # fmt: skip
                    break


def contents(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        UsageError: The file cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read: {error.strerror}.", "Check the path of the dictionary."
        ) from error


def words_of(phrase: str) -> str:
    """A phrase with blanks for its underscores."""
    return re.sub(r"[\s_]+", " ", phrase).strip()
