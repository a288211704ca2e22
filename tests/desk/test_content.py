"""What the page says of a draft is what the command line would say of its rows."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from exporter.codebook.asked import asked
from exporter.codebook.checks import EVENT_RULES
from exporter.codebook.export import columns_from
from exporter.coders.typed import row_of
from exporter.desk.content import judge
from exporter.validation import validate
from tests.desk.texts import ARTICLE, event

RIGHT = {
    name: str(value) for name, value in event().values.items() if value is not None and name != "confidence"
}
ODD = (
    "",
    " ",
    "x",
    "-3",
    "1.5",
    "2019-05-01",
    "2030-01-01",
    "Battles",
    "Bolivia",
    "ABC",
    "nan",
    "1e400",
    "999",
)


@given(st.dictionaries(st.sampled_from(asked()), st.sampled_from(ODD), max_size=6))
def test_the_page_says_what_the_command_line_says(changes: dict[str, str]) -> None:
    content = {"events": [{"key": "e1", "values": RIGHT | changes, "evidence": {}}], "why": ""}
    names = [*columns_from("coded"), *columns_from("article")]
    frame = pl.DataFrame([row_of(RIGHT | changes, ARTICLE)], schema=dict.fromkeys(names, pl.String))
    checked = validate(frame, only=names)
    judged = judge(content, ARTICLE)["e1"]
    said = {(one["column"], one["message"]) for one in judged.problems}
    plain = set(checked.problems.select("column", "message").rows())
    # A rule that reads a missing value may wait for it; nothing else may be told otherwise.
    missing = {column for column, message in plain if message.endswith("is missing")}
    waiting = {rule.message for rule in EVENT_RULES if missing & set(rule.columns)}
    assert said <= plain
    assert {message for _, message in plain - said} <= waiting
    assert (judged.row is not None) == checked.ok
    if judged.row is not None:
        assert judged.row == checked.valid.row(0, named=True)
