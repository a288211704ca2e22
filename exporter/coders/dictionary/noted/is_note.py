"""Whether a text is a coder's note."""

import re
from calendar import month_name

from exporter.coders.dictionary.layout import Layout

LONGEST = 900
"""Characters of a note; what is longer is a report."""

_MONTH = rf"(?:{'|'.join(f'{name}|{name[:3]}' for name in filter(None, month_name))})"
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH}\b|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?\b)"
_OPENING = re.compile(
    rf"""\s*(?:[A-Z][\w /-]{{2,40}}:\s+)?                       # `Property destruction: `
    (?:(?:As\sreported\s)?(?:On|on|Around|About|Between|From|By)\s(?:or\saround\s|the\s(?:night|morning)\sof\s)?)?
    (?:{_DAY}|\d{{1,2}}\sand\s{_DAY})""",
    re.VERBOSE,
)
_SIZE = re.compile(r"\[\s?(?:crowd\s)?size\s?[=:]", re.IGNORECASE)


def is_note(layout: Layout) -> bool:
    """Whether a text is a coder's note."""
    short = len(layout.passages) == 1 and len(layout.text) <= LONGEST
    return short and bool(_OPENING.match(layout.text) or _SIZE.search(layout.text))
