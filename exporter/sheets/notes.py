"""What the notes of the headers say."""

from exporter.sheets.choices import FOLLOWING, Declared, choices
from exporter.sheets.parts import AT, EVENT, EVENT_ID, PROBLEMS, QUOTE, QUOTED

CODED_NOTE = (
    "yes: the article is coded; choose it, too, where it tells of no event.\n"
    "no: you are not done, nothing is read.\n"
    "Empty: rows that are filled in are read. Where rows came filled in, nothing is read before you say yes."
)

REMARK_NOTE = "What you want to say about this article. It goes on record."

OWN_NOTES = {
    EVENT: "Number of the event in this sheet; quotes refer to it.",
    PROBLEMS: "What was wrong when the sheet was read. Mend it in the row; this column is not read.",
    EVENT_ID: "The event of the store that this row is. Leave it as it is.",
    QUOTED: "The column of the event whose value the quote supports.",
    AT: "Only where the same words stand in the text several times: at which character about. Mostly empty.",
    QUOTE: "Words of the text, copied from it. White space and the shape of quotation marks do not matter.",
}
"""Of the columns that no codebook knows."""


def note(one: Declared) -> str:
    """What the codebook says of a column."""
    parts = [one.title, one.definition]
    if one.unit:
        parts.append(f"Unit: {one.unit}.")
    if not one.required:
        parts.append("May be empty.")
    elif one.column in FOLLOWING:
        parts.append(f"May be left empty where it follows from {FOLLOWING[one.column]}.")
    listed = choices(one.listed) if one.listed else ()
    if 0 < len(listed) <= _LISTED_IN_NOTE:
        parts += [f"{choice.value}: {choice.definition}" for choice in listed]
    elif listed:
        parts.append("Choose from the list; the sheet Codes has what the codes mean.")
    return "\n".join(parts)


_LISTED_IN_NOTE = 8
"""Lists of no more codes are told in the note of the header; the others on the sheet of codes."""
