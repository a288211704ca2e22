"""Wordings over which the parser stumbles, in words that it reads well.

It takes the verb of `a gang shot dead a farmer` for a noun, and the soldiers of `militants dressed as soldiers` for
those who act. What stands instead is as long as what it stands for, so that offsets stay.
"""

import re
from calendar import day_name, month_name
from functools import partial

# What to look for first, since a pattern is slow beside that; the pattern; what is read for it.
_Reading = tuple[tuple[str, ...], re.Pattern[str], str]

_BEHIND_PEOPLE = "after|and|as|at|by|during|from|had|has|in|is|near|on|outside|to|was|when|while|who|with"
# At the dashes around `fighters, armed with machetes, killed` the parser ends a sentence.
_BETWEEN_DASHES = re.compile(r"(?<=\w) [–—] (?P<said>[a-z][^–—.;:!?\n]{2,80}) [–—](?= \w)")
# Commas and an `and` over which it loses who was hit.
_MENDED: tuple[_Reading, ...] = (
    # `killed a lawmaker, A B, and two guards`: with the commas the guards are none of the dead.
    (
        ("abducted", "assassinated", "injured", "kidnapped", "killed", "murdered", "wounded"),
        re.compile(
            r"(?P<before>\b(?:abducted|assassinated|injured|kidnapped|killed|murdered|wounded) [a-z][a-z ’'-]{2,60}), "
            r"(?P<name>(?:[A-Z][\w.’'-]+ ){1,4}[A-Z][\w.’'-]+),(?= and (?:[a-z]+|\d+) )"
        ),
        r"\g<before>  \g<name> ",
    ),
    # `hurled stones and police fired tear gas`: the stones and the police are no pair.
    (
        ("hurled", "lobbed", "pelted", "threw"),
        re.compile(
            r"(?P<before>\b(?:hurled|lobbed|pelted|threw)\b[^.,;]{3,60}) and "
            r"(?=(?:riot |the )?(?:police|officers|soldiers|troops) (?:fired|responded|used)\b)"
        ),
        r"\g<before> ;   ",
    ),
    # `killing a soldier, General A B said`: the general is not the soldier.
    (
        ("injuring", "killing", "wounding"),
        re.compile(
            r"(?P<before>\b(?:injuring|killing|wounding) [^.,;]{3,50}), "
            r"(?=(?:[A-Z][\w.’'-]+ ){1,4}[A-Z][\w.’'-]+ (?:said|told)\b)"
        ),
        r"\g<before>; ",
    ),
)
# Words and wordings.
_PLAINER: tuple[_Reading, ...] = (
    (("shot",), re.compile(r"\bshot\s(?:dead|and\skilled|to\sdeath)\b"), "murdered"),
    (("shot at",), re.compile(r"\bshot\sat\sand\skilled\b"), "killed"),
    # Tear gas is no shell, though it comes in one.
    (
        ("shell", "smoke"),
        re.compile(r"\btear[ -]?(?:gas |smoke )?(?:shells?|smoke)\b"),
        "tear gas",
    ),
    (("gang-raped",), re.compile(r"\bgang-raped\b"), "raped"),
    (("stoned",), re.compile(r"\bstoned\sto\sdeath\b"), "murdered"),
    # An anti-tank missile is no tank, and no squad fires by itself.
    (
        ("anti-",),
        re.compile(r"\banti-(?:tank|ship|aircraft)(?=\s(?:missile|rocket|round|shell)s?\b)"),
        "guided",
    ),
    (
        ("firing",),
        re.compile(
            r"(?<!\bwere\s)(?<!\bwas\s)\bexecuted\sby\sfiring\ssquad(?=\s(?:an?|[a-z]+|\d+)\s(?!by\b))"
        ),
        "executed",
    ),
    # `shot a 17-year-old in the back`, and not `a 17-year-old boy`
    (
        ("-year-old",),
        re.compile(rf"\b\d{{1,3}}-year-old(?=\s(?:{_BEHIND_PEOPLE})\b|[,.;]|$)"),
        "person",
    ),
    # `IS militants` is no verb; by its French letters the group is as well known.
    (
        ("IS",),
        re.compile(
            r"\bIS(?=[ -](?:affiliated|attack|cell|fighter|force|gun|member|militant|operative|terrorist)"
            r"|\s(?:also|captured|claimed|controls|has|have|later|said|says|seized|took)\b)|(?<=\b(?:by|of|to)\s)IS\b"
        ),
        "EI",
    ),
    # What is said of one's own dead.
    (
        ("martyrdom", "shahadat", "last", " lives", " life", "sacrifice", "price"),
        re.compile(
            r"\b(?:(?:attain|embrac)ed (?:martyrdom|shahadat)|breathed (?:his|her|their) last"
            r"|(?:laid down|lost) (?:his|her|their) (?:life|lives)|made the (?:supreme|ultimate) sacrifice"
            r"|paid the (?:supreme|ultimate) price)\b"
        ),
        "died",
    ),
    (
        ("alight",),
        re.compile(r"\balight(?=[,.;]|\s(?:and|at|by|during|in|near|on|outside|with)\b)"),
        "ablaze",
    ),
    (("throats",), re.compile(r"\bhad their throats (?:cut|slit)\b"), "were murdered"),
    (("overrun",), re.compile(r"(?<=\bwas )overrun\b|(?<=\bwere )overrun\b"), "seized"),
    # Who overruns a village came to kill; a town or a base is held.
    (
        ("overran",),
        re.compile(
            r"\boverran\b(?!\s(?:(?:an?|the|their|several|two|three)\s)?(?:\w+\s)?"
            r"(?:camp|communit|farm|hamlet|settlement|village))"
        ),
        "took",
    ),
    (
        ("fell in",),
        re.compile(r"\bfell(?= in (?:an ambush|an attack|battle|combat|action|fighting|the fighting)\b)"),
        "died",
    ),
    (("retook",), re.compile(r"\bretook\b"), "seized"),
    (("swooped",), re.compile(r"\bswooped (?:down )?on\b"), "raided"),
    (("sit in",), re.compile(r"\bsit in(?=\s(?:at|in|near|outside)\b)"), "sit-in"),
    (
        ("hurled",),
        re.compile(
            r"(?<!\bwere\s)(?<!\bwas\s)(?<!\bbeen\s)(?<!\bbeing\s)\bhurled"
            r"(?=\s(?:stones|rocks|bricks?|brickbats|bottles|bombs|crude|home-?made|petrol|molotov|firebombs|grenades"
            r"|a|an|two|three|several)\b)"
        ),
        "threw",
    ),
    (("machine-gunned",), re.compile(r"\bmachine-gunned\b"), "machinegunned"),
    (("petrol-bombed",), re.compile(r"\bpetrol-bombed\b"), "firebombed"),
    # `militants dressed as soldiers have killed`: not the soldiers
    (
        ("clad", "disguised", "dressed", "posing"),
        re.compile(
            r"(?<!\bare )(?<!\bwas )(?<!\bwere )\b(?:clad|disguised|dressed|posing) (?:as|in|like) (?:[a-z-]+ ){0,3}?"
            r"(?:camouflage|clothes|clothing|doctors|fatigues|guards|officers|police|policemen|security|soldiers"
            r"|troops|uniforms?|women)\b"
        ),
        "",
    ),
)
_DAY_ALONE = re.compile(rf"^\s*\d{{1,2}}\s(?:{'|'.join(filter(None, month_name))})(?:\s\d{{4}})?[.:](?=\s)")

_WEEKDAYS = "|".join(name for name in day_name if name)
_MONTHS = "|".join(name for name in month_name if name)
# `On Friday rioters torched buses`: without a comma the parser takes the rioters for Friday's.
_TIME_FIRST = re.compile(
    rf"""(?:^|(?<=[.!?]\s)|(?<=[.!?]\s\s)|(?<=[.!?]["”]\s))\s*
    (?:(?:Late|Early|Later|Earlier)\s)?[Oo]n\s(?:the\s(?:night|morning|evening)\sof\s)?
    (?:(?:{_WEEKDAYS})(?:,?\s(?:night|morning|afternoon|evening))?
    |(?:\d{{1,2}}\s(?:{_MONTHS})|(?:{_MONTHS})\s\d{{1,2}})(?:,?\s\d{{4}})?)
    \s(?=[^\W\d]+\s)(?!(?:and|or|at|in|near|on|to|by|after|before|when|while|as|of|the\snight)\s)
    (?!(?:{_WEEKDAYS}|{_MONTHS}|night|morning|afternoon|evening)\b)""",
    re.VERBOSE,
)


def in_plainer_words(body: str) -> str:
    """A paragraph as it is parsed."""
    body = _DAY_ALONE.sub(lambda match: f"{match[0][:-1]},", body)  # `10 June. Rebels seized the town.`
    if "On " in body or "on " in body:
        body = _TIME_FIRST.sub(lambda match: f"{match[0][:-1]},", body)
    body = _BETWEEN_DASHES.sub(lambda match: f" , {match['said']} ,", body)
    for signs, said, mended in _MENDED:
        if any(sign in body for sign in signs):
            body = said.sub(mended, body)
    for signs, said, plainer in _PLAINER:
        if any(sign in body for sign in signs):
            body = said.sub(partial(_as_long, plainer), body)
    return body


def _as_long(plainer: str, match: re.Match[str]) -> str:
    """Plainer words in as much room as the others take."""
    return plainer.ljust(len(match[0]))
