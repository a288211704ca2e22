"""How dates are worded: a table of patterns, each with the handler that resolves what it matched.

In a pattern a space stands for any white space and `{NAME}` for a piece of `PIECES`. The group `x`, where
there is one, is the mention itself, and the rest only its surroundings. Searching takes long; so beside each
pattern stand the words of which a text must have one, in whatever case, for it to match (`+`: and one of these).
"""

from exporter.coders.dictionary.dates import by_calendar, by_feast, by_weekday, from_event, from_now
from exporter.coders.dictionary.dates.found import Handler, block
from exporter.coders.dictionary.dates.words import NUMBERS

PIECES = {
    "NUMBER": r"\d{1,3}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)).replace("-", "[- ]"),
    "SOME": r"(?:a )?(?:few|several|some|many)|a number of",
    "UNIT": r"(?P<unit>minute|moment|hour|day|night|week|month|year|decade)",
    "SOMANY": r"(?:(?P<number>{NUMBER}) |(?P<some>{SOME}) )?{UNIT}(?P<plural>s)?",
    # Names that are also words need their capital.
    "MONTHNAME": r"(?:january|february|april|june|july|september|october|november|december"
    r"|(?-i:May|MAY|March|MARCH|August|AUGUST))",
    "MONTHSHORT": r"(?-i:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
    r"|JAN|FEB|MAR|APR|JUN|JUL|AUG|SEPT?|OCT|NOV|DEC)\b\.?",
    "WEEKDAY": r"(?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday)",
    "WEEKSHORT": r"(?-i:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun|MON|TUES?|WED|THU(?:RS?)?|FRI|SAT|SUN)\b",
    "ANYDAY": r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|{WEEKSHORT}\.?)",
    "Y": r"(?P<year>(?:19|20)\d\d)",
    "DASH": r"[-\u2013]",
    "DAY": r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?",
    "DAY0": r"(?P<day0>[0-3]?\d)(?:st|nd|rd|th)?",
    "MONTH": r"(?P<month>{MONTHNAME}\b|{MONTHSHORT})",
    "YEAR": r"(?:,? ?(?:of |in )?{Y}(?![\d%]|[.,]\d)|,? (?:of )?(?P<when>last|this) year\b)",
    # Not within a longer number, a time or a score.
    "CLEAN": r"(?<![\w:/$€£-])(?<!\d[.,])(?<!\d\s\u2013)",
    "ENDS": r"(?![\w%]|[.,:/]\d)",
    "TILL": r"(?:to|until|till|through)",
    "PART": r"(?P<part>early|mid|late|(?:the )?(?:beginning|start|middle|end) of"
    r"|the (?:closing|early|final|first|last|opening) (?:days|weeks) of)(?: in)?(?: |-)(?:the )?",
    "TIME": r"(?: (?:morning|afternoon|evening|night))?",
    "FEAST": r"(?:bloody|black|good|palm|easter|holy|ash|maundy|whit|shrove|super|cyber|red)",
    "PAPER": r"(?-i:Times|Mirror|Telegraph|Express|Mail|Herald|Post|Tribune|Star|Sun|World"
    r"|TIMES|MIRROR|TELEGRAPH|EXPRESS|MAIL|HERALD|POST|TRIBUNE|STAR|SUN|WORLD)\b",
    # What a number before them counts, which is then no year.
    "COUNTED": r"(?:people|persons|men|women|children|homes|houses|villages|cases|families"
    r"|troops|soldiers|police)\b",
    "DAYTIME": r"(?:day|morning|afternoon|evening|night)",
}

WORDED: tuple[tuple[str, Handler, str], ...] = (
    (
        r"\b(?:on|since|until|by) (?P<x>(?P<feast>{FEAST} {WEEKDAY})\b{YEAR}?)(?! (?:agreement|accord|massacre))",
        by_feast.feast,
        "WEEKDAY",
    ),
    # What only looks like a date.
    (r"\b{FEAST} {WEEKDAY}\b(?: (?:agreement|accords?|massacre))?", block, "WEEKDAY"),
    (r"{WEEKDAY} {PAPER}", block, "WEEKDAY"),
    (r"\b(?:USA|Russia|India|Nigeria|Business) (?-i:Today|TODAY)\b", block, "today"),
    (r"\b(?:next|coming|upcoming) (?:{ANYDAY}|{MONTH}|week|month|year|weekend)\b", block, "next coming"),
    (r"\blater (?:this|in the) (?:week|month|year)\b", block, "later"),
    (r"\b9/11\b|\bday after tomorrow\b", block, "9/11 tomorrow"),
    # Days of the calendar.
    (r"{CLEAN}{Y}-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?!\d|-\d)", by_calendar.iso, "YEAR + -"),
    (r"{CLEAN}(?P<one>[0-3]?\d)/(?P<two>[0-3]?\d)/{Y}(?![\d/])", by_calendar.slashed, "YEAR + /"),
    (r"{CLEAN}(?P<one>[0-3]?\d)\.(?P<two>[01]?\d)\.{Y}(?!\d)", by_calendar.dotted, "YEAR"),
    (
        r"{CLEAN}(?:{ANYDAY},? )?{DAY} (?:of )?{MONTH},? ?['\u2019]?(?P<two>\d\d)(?![\w%]|[.,:/]\d)",
        by_calendar.two_digit_year,
        "MONTH + FIGURE",
    ),
    (
        (
            r"(?:(?<!\w){ANYDAY}(?:,? | ?\()(?:the )?|{CLEAN})"
            r"{DAY}(?: day)?(?: (?:of )?|-){MONTH}(?!\w){YEAR}?"
        ),
        by_calendar.day_of_month,
        "MONTH + FIGURE",
    ),
    (
        r"(?<!\w)(?:{ANYDAY}(?:,? | ?\())?{MONTH} ?(?:the )?{DAY}{ENDS}{YEAR}?",
        by_calendar.month_and_day,
        "MONTH + FIGURE",
    ),
    (
        (
            r"{CLEAN}{DAY0}(?:, ?[0-3]?\d)*"
            r"(?: ?(?:{DASH}|/)(?: ?the )?|,? (?P<link>{TILL}|and)(?: the)? )"
            r"{DAY}(?: of)? {MONTH}(?!\w){YEAR}?"
        ),
        by_calendar.days_of_month,
        "MONTH + FIGURE",
    ),
    (
        (
            r"(?<!\w){MONTH} {DAY0}(?: ?(?:{DASH}|/) ?| {TILL} | and (?=\d+ ?(?:[,.;:)]|$)))"
            r"{DAY}{ENDS}{YEAR}?"
        ),
        by_calendar.days_of_month,
        "MONTH + FIGURE",
    ),
    (
        (
            r"\bon (?P<x>the (?P<day>[0-3]?\d)(?:st|nd|rd|th)(?: of (?P<of>this|last|the) month\b"
            r"|(?= ?(?:[,.;:)]|$)| (?:and|at|in|when|by|after|that)\b)))"
        ),
        by_calendar.the_nth,
        "FIGURE",
    ),
    # Months and years.
    (r"(?<!\w){MONTH}(?!\w){YEAR}", by_calendar.whole_month, "MONTH"),
    (
        (
            r"\b(?:in|since|during|of|by|from|between|throughout|until|till) "
            r"(?P<x>(?P<month>{MONTHNAME}))\b(?! ?\d)"
        ),
        by_calendar.whole_month,
        "MONTH",
    ),
    (
        r"\b{MONTHNAME} (?:and|or|{TILL}) (?P<x>(?P<month>{MONTHNAME}))\b(?! ?\d)",
        by_calendar.whole_month,
        "MONTH",
    ),
    (r"\b(?:in|since|during) (?P<x>(?P<month>{MONTHSHORT}))(?! ?\d)(?!\w)", by_calendar.whole_month, "MONTH"),
    (r"\b(?P<x>{PART}{MONTH}(?!\w){YEAR}?)", by_calendar.whole_month, "MONTH + PART"),
    (
        r"\b(?:the|an|a) (?P<x>(?!may|march|august)(?P<month>{MONTHNAME})) (?=[^\W\d])",
        by_calendar.whole_month,
        "MONTH",
    ),
    (r"\blast (?P<month>{MONTHNAME})\b(?! ?\d)", by_calendar.last_month_named, "MONTH + last"),
    (
        (
            r"\b(?:in|since|during|by|until|from|between|before|after|early|mid|late|year|back in) "
            r"(?P<x>{Y})(?![\w%]|[.,:]\d|-\d| {COUNTED})"
        ),
        by_calendar.whole_year,
        "YEAR",
    ),
    (
        (
            r"\b(?:spring|summer|autumn|fall|winter|year|war"
            r"|events|elections?|coup|massacre|revolution|quarter|half) of "
            r"(?P<x>{Y})(?![\w%]|[.,:]\d)"
        ),
        by_calendar.whole_year,
        "YEAR + spring summer autumn fall winter year war event election coup massacre revolution quarter half",
    ),
    (
        r"\b(?:the|a|his|her|their|its) (?P<x>(?!\d\d00){Y})(?= (?!{COUNTED})[^\W\d])",
        by_calendar.whole_year,
        "YEAR",
    ),
    (r"\b(?P<x>{PART}{Y})(?![\w%'\u2019]|[.,:]\d)", by_calendar.whole_year, "YEAR + PART"),
    (
        (
            r"\b(?:from|between|in|during|of) (?P<x>(?P<year0>(?:19|20)\d\d)(?: (?:{TILL}|and) | ?{DASH} ?)"
            r"{Y})(?![\w%]|[.,:]\d)"
        ),
        by_calendar.years,
        "YEAR",
    ),
    (r"(?<![\w,.])(?:{PART})?(?P<decade>(?:19|20)\d0)['\u2019]?s\b", by_calendar.decade, "YEAR"),
    # Weekdays.
    (r"\b(?:(?P<which>last|this|this past) )?{WEEKDAY}\b{TIME}", by_weekday.on_weekday, "WEEKDAY"),
    (
        (
            r"(?:\b(?:on|last|late|early|since|from|until|by|to) |^ ?|[(,] ?)(?P<x>(?P<weekday>{WEEKSHORT})"
            r"(?:\.(?!\w)| (?:morning|afternoon|evening|night)))"
        ),
        by_weekday.on_weekday,
        "WEEKSHORT",
    ),
    (r"\b{WEEKDAY}{TIME} (?:of )?(?P<when>last|this) week\b", by_weekday.weekday_of_week, "WEEKDAY + week"),
    (r"\b(?P<when>last|this) week,? on {WEEKDAY}\b{TIME}", by_weekday.weekday_of_week, "WEEKDAY + week"),
    (
        r"\b(?:the )?(?P<way>following|previous|preceding) {WEEKDAY}\b{TIME}",
        by_weekday.other_weekday,
        "WEEKDAY + following previous preceding",
    ),
    (
        r"\b(?:(?:every|each) {ANYDAY}|(?:mon|tues|wednes|thurs|fri|satur|sun)days)\b",
        from_now.habit,
        "every each WEEKDAY",
    ),
    (
        r"\b(?:at|over|during|on|the|this) (?:the )?(?:(?P<which>last|past|this) )?weekend\b",
        by_weekday.weekend,
        "weekend",
    ),
    (r"\b(?P<which>last) weekend\b", by_weekday.weekend, "weekend"),
    (
        (
            r"\ba weekend(?= (?:ambush|assault|attack|battle|blast|bombing|clash|demonstration|killing|massacre"
            r"|protest|raid|rally|rampage|shooting|strike)\b)"
        ),
        by_weekday.weekend,
        "weekend",
    ),
    (
        (
            r"\b(?P<feast>New Year['’]s (?:Day|Eve)|Christmas (?:Day|Eve)|Boxing Day|May Day|Valentine['’]s Day)\b"
            r"{YEAR}?(?!\s(?:celebration|demonstration|march|parade|protest|rally|speech))"
        ),
        by_feast.feast,
        "new christmas boxing may valentine",
    ),
    # Days counted from publication.
    (
        r"\b(?:today|tonight|this (?:very )?(?:morning|afternoon|evening|day))\b",
        from_now.days_from_now(0, 0),
        "today tonight this",
    ),
    (r"\b(?:earlier|early|late|later) (?:today|tonight)\b", from_now.days_from_now(0, 0), "today tonight"),
    (r"\b(?:(?:earlier|early|late) )?yesterday\b{TIME}", from_now.days_from_now(-1, -1), "yesterday"),
    (r"\b(?:the )?day before yesterday\b", from_now.days_from_now(-2, -2), "yesterday"),
    (r"\b(?:late )?last (?:night|evening)\b", from_now.days_from_now(-1, 0), "last"),
    (r"\b(?:the )?night before last\b", from_now.days_from_now(-2, -1), "last"),
    (
        r"\bovernight\b(?! (?:(?:on|from|between|into|of|to) )?(?:the )?(?:{ANYDAY}|{MONTH}|\d))",
        from_now.days_from_now(-1, 0),
        "overnight",
    ),
    (
        r"\b(?:{PART}|(?P<earlier>earlier) )?(?P<when>last|this) (?P<unit>week|month|year)\b",
        from_now.this_or_last,
        "last this + week month year",
    ),
    (
        r"\b(?P<earlier>earlier) in the (?P<when>)(?P<unit>week|month|year)\b",
        from_now.this_or_last,
        "earlier",
    ),
    (r"\bso far (?P<when>this) (?P<unit>year)\b", from_now.this_or_last, "far"),
    (r"\b{SOMANY} ago\b", from_now.ago, "ago"),
    (
        (
            r"\b(?:in|over|during|within|for) (?:the|these) (?:last|past|previous) "
            r"(?:(?P<number>{NUMBER}) |(?P<some>few|several|couple of) )?{UNIT}(?P<plural>s)?\b"
        ),
        from_now.in_the_last,
        "last past previous + UNIT",
    ),
    (
        r"\b(?:in|over|during) (?:the )?(?:most )?recent (?P<unit>hour|day|week|month|year|decade)s\b",
        from_now.recent,
        "recent",
    ),
    (
        r"\b(?:(?:{NUMBER}) )?(?:century|centuries) ago\b|\b(?:{NUMBER}) years (?:on\b(?= ?(?:[,.;:]|$))|to the day\b)",
        from_now.long_ago,
        "century centuries years",
    ),
    (
        r"\b(?:every|each) (?:single )?(?:day|night|week|month|year|morning|evening)\b|\bannually\b",
        from_now.habit,
        "every each annually",
    ),
    (r"\bfor (?:(?:{SOME}) )?(?:years|decades|centuries)\b", from_now.habit, "years decades centuries"),
    (r"\b(?:almost|nearly) daily\b|\bdaily(?= ?(?:[,.;:)]|$))", from_now.habit, "daily"),
    # Days counted from the event told before.
    (
        (
            r"\b{SOMANY} "
            r"(?P<way>earlier|previously|later|after|before)\b"
            r"(?! (?:yesterday|last)\b)"
        ),
        from_event.from_previous,
        "earlier previously later after before + UNIT",
    ),
    (
        (
            r"\b(?:the )?(?P<way>next|following|previous|preceding|same|that same) "
            r"(?P<unit>{DAYTIME}|week|month|year)\b"
        ),
        from_event.neighbour,
        "next following previous preceding same + UNIT",
    ),
    (
        r"\b(?:(?:earlier|later|early|late) )?(?:on )?(?P<way>that) (?P<unit>{DAYTIME})\b",
        from_event.neighbour,
        "that + DAYTIME",
    ),
    (
        r"\bthe (?P<unit>day|night|week|month|year) (?:(?P<before>before)|after)\b",
        from_event.neighbour,
        "before after + UNIT",
    ),
    (
        r"\b(?:earlier|later|early|late) in the (?:day|morning|afternoon|evening|night)\b",
        from_event.earlier_in_the_day,
        "early earlier late + DAYTIME",
    ),
)
