r"""What is taken out of a text before anybody quotes from it.

Only what no reporter wrote: stray control characters, escaped quotes (`April\'s`), white space at the ends of
lines, and the furniture of web pages below the last paragraph. The words of the report stay as they are.
"""

import re


def clean(text: str) -> str:
    r"""Return a text as it is stored, shown and quoted from.

    Line ends become `\n`; byte order marks, control characters and half characters (lone surrogates) go;
    `\'`, `\"` and their curly kin lose their backslashes; blank lines at both ends and page furniture after
    the last paragraph are removed. Cleaning twice changes nothing more.
    """
    lines = clean_characters(text).split("\n")
    while lines and (not lines[-1].strip() or is_furniture(lines[-1])):
        lines.pop()
    return "\n".join(lines).lstrip("\n").rstrip()


def clean_characters(text: str) -> str:
    """Return a text with its line ends, invisible characters and escaped quotes put right, and no more."""
    text = _LINE_END.sub("\n", text)
    text = _HALF_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", text)
    return _ESCAPED_QUOTE.sub("", _INVISIBLE.sub("", text))


def is_furniture(line: str) -> bool:
    """Whether a line belongs to the web page and not to the report, should it stand at the end of one."""
    line = line.strip()
    return bool(_SHORTCODE.fullmatch(line)) or any(pattern.fullmatch(line) for pattern in _FURNITURE)


# Form feeds and the Unicode separators end lines too: removing them would join the words on both sides.
_LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff]")
# All backslashes at once, so that a second cleaning finds none.
_ESCAPED_QUOTE = re.compile(r"""\\+(?=['"\u2018\u2019\u201c\u201d])""")

# In lower case and with an underscore, so that [END RECORDING] and [Continued] are not taken for one.
_SHORTCODE = re.compile(r"\[/?[a-z]+(?:_[a-z0-9]+)+(?:\s[^\]\n]*)?\]")

# Whole lines, in any case. A line that goes on like a sentence is not furniture: hence no full stop inside.
_FURNITURE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"comments are (?:now )?closed\.?",
        r"(?:leave|post|add) a (?:comment|reply)\.?",
        r"(?:\d+|no) comments?",
        r"share (?:this|on)\b[^.!?]{0,40}",
        r"advertise?ment:?",
        r"read (?:more|also|next)\b[^.!?]{0,120}(?:\.\.\.|…)?",
        r"(?:related|more) (?:articles|stories|posts|news|topics):?",
        r"follow us on\b[^!?]{0,60}",
        r"(?:sign up|subscribe)\b[^!?]{0,60}\bnewsletters?\b[^!?]{0,20}",
        r"©.{0,120}",
        r"copyright (?:©|\(c\)|\d{4}).{0,120}",
        r"(?:.{0,80}\W)?all rights reserved\.?",
        r"back to top",
    )
)
