"""A report cut up: headline, dateline, paragraphs, each ready for parsing.

What is parsed is never longer or shorter than what it stands for: letters may change their case and line breaks
become spaces, so that an offset into a passage is an offset into the article.
"""

import csv
import re
from calendar import month_name
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from exporter.coders.dictionary.headlines import plain_headline, sentences_of
from exporter.coders.dictionary.labels import label_of
from exporter.coders.dictionary.lexicon import DATA
from exporter.coders.dictionary.openings import upper
from exporter.coders.dictionary.plainer import in_plainer_words


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph.

    Attributes:
        text: Its words as they are parsed.
        start: Where it starts in the article's text.
        headline: Whether it is the headline.
        lead: Whether it is the first below the headline.
        asides: What stood in brackets and is blanked out in `text`, by the offset of the bracket.
        section: The place that it is headed with, with its offsets in the article: `Aleppo province: ...`.
    """

    text: str
    start: int
    headline: bool = False
    lead: bool = False
    asides: Mapping[int, str] = field(default_factory=dict)
    section: tuple[str, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """A report as it is read.

    Attributes:
        text: The whole of it, letter for letter as stored but for their case.
        passages: Its paragraphs, in order.
        dateline: The place of its dateline, with its offsets.
    """

    text: str
    passages: tuple[Passage, ...]
    dateline: tuple[str, int, int] | None


_DATELINE = re.compile(
    r"""^\s*(?P<place>[A-Z][\w.'’/ -]{1,40}?
        (?:,\s(?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s\d|[A-Z][a-z]{2,5}day\b)
        [A-Z][\w.'’ -]{1,40}?)?)
        (?:\s\((?P<country>[A-Z][A-Za-z.' -]{1,40})\)(?=,))?
        (?P<day>,?\s+(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2}|\d{1,2}\s+[A-Za-z]{3,9}\.?)(?:,?\s+\d{2,4})?
        |,\s+[A-Z][a-z]{2,5}day|,\s+NO\sDATE)?
        \s*(?P<agency>\([^()\n]{1,60}\)|,\s[A-Z][A-Za-z]{1,12})?
        \s*(?P<dash>--+|[—–]|\s-\s|\s-(?=[A-Z])|:)\s*(?:\[[A-Z ]{2,40}\]\s*(?:\[[^\]\n]{1,80}\]\s*)?)*""",
    re.VERBOSE,
)
# `ISTANBUL A suicide bomber killed`: where the web page has lost the dash; `U.S. Africa Command` is none.
_BARE_DATELINE = re.compile(
    r"^\s*(?!(?:[A-Z]\.)+\s)(?P<place>[A-Z][A-Z.'’ -]{3,30}?)(?:/[A-Z.'’ -]{3,30}?)?\s+(?=[A-Z][a-z]|An?\s[a-z])"
)
# What the paragraphs of a round-up are headed with: `Aleppo province: ...`, `KARACHI - ...`, `Adwa, Tigray. ...`.
_SECTION = re.compile(
    r"""^\s*(?P<place>[A-Z][\w'’-]+(?:,?\s[A-Z][\w'’-]+){0,4}
    (?:\s(?:county|department|district|governorate|province|region|state))?)(?::|\.|\s[-–—])\s+(?=["“‘]?[A-Z0-9])""",
    re.VERBOSE,
)
_MARKUP = re.compile(r"\[[A-Z][A-Z .]{2,60}\]")
# What the letters of a group stand for, behind them: `the ELN [Army of National Liberation]`.
_EXPANDED = re.compile(r"(\b[A-Z]{3,8}\s)(\[[A-Z][^\[\]\d]{3,80}\])")
_CAPTION = re.compile(
    r"\((?:[LRC]|\d?(?:nd|rd|th)? ?[LRC]|C,|[^()]{0,40}(?:[Pp]hoto|PHOTO|[Ff]ile)[^()]{0,60})\)"
)
# What coders note beside their sentences: `[size=several dozen]`, `(as reported)`, `(month of)`.
_FIELD = re.compile(r"\[[a-z]{2,20}\s?[=:][^\[\]\n]{0,80}\]")
_ASIDE_OF_CODERS = re.compile(
    r"\((?:as reported|(?:month|week|weekend|weeks|days|beginning|end|night|year) of|between [^()\n]{3,40}"
    r"|coded (?:as [^()\n]{2,60} (?:based on|by default)[^()\n]{0,40}|separately))\)"
)
# `(Al Shabaab claimed responsibility)`: a sentence of its own
_CLAIM = re.compile(
    r"\s\((?P<said>[A-Z][^()\n]{2,60}\b(?:claimed|assumed)(?:\sresponsib(?:ility|le))?[^()\n]{0,20}"
    r"|[A-Z][^()\n]{2,60}\bresponsible)\)\.?"
)
# What editors put between the words of others: `[word indistinct]`, `[passage omitted]`, `[17 November]`.
_EDITOR = re.compile(
    rf"""\[(?:[^\[\]\n]{{0,30}}\b(?:indistinct|inaudible|omitted|unclear|unintelligible)
    |sic|(?:\w+\s)?as\s(?:heard|received|published)|not\sfurther\s(?:identified|specified)
    |\d{{1,2}}\s(?:{"|".join(filter(None, month_name))})(?:\s\d{{4}})?)\]""",
    re.VERBOSE | re.IGNORECASE,
)


def lay_out(
    text: str, truecase: Callable[[str], str] | None, is_place: Callable[[str], bool] = lambda _: False
) -> Layout:
    """Cut a report up.

    Args:
        text: The report.
        truecase: Writes a text in capitals in small letters, but for its names; None to read it as it is.
        is_place: Whether a name is a place's, for datelines that nothing but their capitals sets off, and for
            what heads a paragraph.
    """
    capitals = in_capitals(text) if truecase else None
    shown = text
    if truecase:
        shown = truecase(capitals) if capitals else plain_headline(text, truecase)
    text = capitals or text
    passages: list[Passage] = []
    dateline = None
    for number, (start, end) in enumerate(_paragraphs(shown)):
        body = shown[start:end]
        found = _DATELINE.match(text[start:end]) if number < 4 and dateline is None else None
        dated = found is not None and found["day"] and is_place(found["place"])
        if found and (found["agency"] or dated or _heads_a_report(found["place"])):
            place = shown[start + found.start("place") : start + found.end("place")]
            end_of_place = start + found.end("country" if found["country"] else "place")
            if found["country"]:
                place = f"{place}, {shown[start + found.start('country') : end_of_place]}"
            dateline = (_in_full(place), start + found.start("place"), end_of_place)
            body = shown[start + found.end() : end]
        elif (
            not capitals
            and number < 4
            and dateline is None
            and (found := _BARE_DATELINE.match(body))
            and is_place(found["place"])
        ):
            dateline = (found["place"], start + found.start("place"), start + found.end("place"))
            body = body[found.end() :]
        else:
            found = None
        section = None
        if number and found is None and (head := _SECTION.match(body)) and is_place(head["place"]):
            section = (head["place"], start + head.start("place"), start + head.end("place"))
            body = " " * head.end() + body[head.end() :]
        if _CAPTION.search(body):
            body = _without_caption(body)
        body = _MARKUP.sub(lambda match: " " * len(match[0]), body).replace("\n", " ").replace("\t", " ")
        if not passages and (label := label_of(body)):
            body = " " * label.end + body[label.end :]
        body = _EXPANDED.sub(lambda match: match[1] + " " * len(match[2]), body)
        body = _CLAIM.sub(lambda match: f". {match['said']}.".ljust(len(match[0])), body)
        body = _EDITOR.sub(lambda match: " " * len(match[0]), body)
        body = _FIELD.sub(lambda match: " " * len(match[0]), body)
        body = _ASIDE_OF_CODERS.sub(lambda match: " " * len(match[0]), body)
        if _OF_A_NOTE.match(body):
            body = _QUARTER.sub(lambda match: match[1] + " " * len(match[2]), body)
        body = _WING.sub(lambda match: f"{match[1]}  {match[2]} ", body)
        body = in_plainer_words(body)
        headline = (
            number == 0 and found is None and len(body) < 200 and not body.rstrip().endswith((".", '"'))
        )
        if body.strip():
            lead = not headline and not any(passage.lead for passage in passages)
            body, asides = _without_asides(body)
            whole = Passage(body, start + (found.end() if found else 0), headline, lead, asides, section)
            passages += _parted(whole) if headline else [whole]
    dateline, passages = _sent_from(dateline, passages)
    return Layout(shown, tuple(passages), dateline)


def _sent_from(
    dateline: tuple[str, int, int] | None, passages: list[Passage]
) -> tuple[tuple[str, int, int] | None, list[Passage]]:
    """A report of which only the lead is headed with a place has that for its dateline: `Guwahati: Six miners ...`."""
    headed = [passage for passage in passages if passage.section]
    if dateline or len(headed) != 1 or not headed[0].lead:
        return dateline, passages
    return headed[0].section, [replace(passage, section=None) for passage in passages]


def _parted(headline: Passage) -> list[Passage]:
    """The sentences of a headline, each a passage of its own."""
    spans = list(sentences_of(headline.text))
    return [
        replace(
            headline,
            text=headline.text[start:end],
            start=headline.start + start,
            asides={at - start: said for at, said in headline.asides.items() if start <= at < end},
        )
        for start, end in spans
    ]


def _in_full(place: str) -> str:
    """A dateline with its state in full: `SACRAMENTO, Calif.`."""
    town, comma, unit = place.rpartition(", ")
    known = _abbreviations().get(unit.upper())
    return f"{town}{comma}{known}" if known else place


@cache
def _abbreviations() -> dict[str, str]:
    with (DATA / "abbreviations.csv").open(encoding="utf-8", newline="") as file:
        return {row["abbreviation"].upper(): row["name"] for row in csv.DictReader(file)}


def _heads_a_report(place: str) -> bool:
    """Whether a dateline without an agency is one: `NEW YORK -`, `DUBAI, United Arab Emirates -`."""
    first, *others = place.split()
    return first.isupper() and not any(word.islower() and word != "and" for word in others)


def in_capitals(text: str) -> str | None:
    """A text that is all in capitals, as old wires are, or all in small letters, as posts may be, in capitals.

    Letter for letter; None for any other text: its own capitals say which words are names.
    """
    letters = [letter for letter in text[:_SEEN] if letter.isalpha()]
    large = sum(map(str.isupper, letters))
    if len(letters) <= _SHORTEST:
        return None
    if large > 0.9 * len(letters):
        return text
    if large * _FEW < len(letters) and any(map(str.islower, letters)):
        return "".join(map(upper, text))
    return None


# Letters of which hardly one is a capital: each sentence of an English text begins with one, and each name.
_FEW = 500
_SEEN = 4_000
_SHORTEST = 20


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of the paragraphs: parted by blank lines, and by every line break where lines are long."""
    lines = [line for line in text.split("\n") if line.strip()]
    short = sum(len(line) <= WRAPPED_AT for line in lines)
    ended = sum(
        line.rstrip().endswith((".", "!", "?", '"', "\N{RIGHT DOUBLE QUOTATION MARK}")) for line in lines[:-1]
    )
    wrapped = len(lines) > 1 and short > 0.8 * len(lines) and ended <= 0.5 * (len(lines) - 1)
    breaks = r"\n\s*\n|\n(?=\s{3,}\S)" if wrapped else r"\s*\n\s*"
    start = 0
    for match in re.finditer(breaks, text):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < len(text):
        yield start, len(text)


# `in Port-au-Prince - Bas Peu de Choses, Ouest`: a quarter of a town, as coders write it in notes, which open with
# the day. Elsewhere a dash may part sentences: `in Kabul - Taliban fighters blocked the road, officials said`.
_OF_A_NOTE = re.compile(r"\s*(?:On|Around) \d{1,2} [A-Z]")
_QUARTER = re.compile(
    r"(\b(?:in|at|near)\s[A-Z][\w'’-]*(?:\s[A-Z][\w'’-]*){0,2})"
    r"(\s-\s[A-Z][\w'’-]*(?:\s(?:(?:de|des|du|la|le|les)\s)?[A-Z][\w'’-]*){0,3})(?=,|\s\()"
)
# `CPI (Maoist) cadres`: the name goes on within the brackets.
_WING = re.compile(r"\b([A-Z]{2,7}) \((Maoist|Marxist|ML|M|I|IM|IO|IK|Minnawi|Renovated)\)")
# `in Marawi City (Lanao del Sur)`, `Mora (Mayo-Sava, Extreme-Nord)`: names in brackets, no acronyms.
_NAME = r"[^\W\d_][\w.'’&-]*(?:\s[\w.'’-]+){0,4}"
_ASIDE = re.compile(
    rf"(?<=\w\s)\((?!\w+\))(?P<inside>{_NAME}(?:,\s{_NAME}){{0,2}})\)|(?<=\w\s)\((?P<word>[A-Z][a-z][\w'’-]+)\)"
)


def _without_asides(body: str) -> tuple[str, dict[int, str]]:
    """The body with names in brackets blanked out, which break up the grammar, and those names."""
    asides: dict[int, str] = {}

    def blank(match: re.Match[str]) -> str:
        inside = match["inside"] or match["word"]
        if not all(_is_name(chunk.strip()) for chunk in inside.split(",")):
            return match[0]
        asides[match.start()] = inside
        return " " * len(match[0])

    return _ASIDE.sub(blank, body), asides


def _is_name(chunk: str) -> bool:
    """Whether a chunk begins as a name does: `Mopti`, `eThekwini`."""
    return chunk[:1].isupper() or chunk[1:2].isupper()


def _without_caption(body: str) -> str:
    """Blank out a photo's caption: it repeats the story and is no sentence of it."""
    end = max(match.end() for match in _CAPTION.finditer(body))
    return " " * end + body[end:]


WRAPPED_AT = 85
"""Lines up to this long, few of which end a sentence, are lines of a page and not paragraphs."""
