"""Dates in sentences: a table of wordings, and what holds for any text."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import exporter
from exporter.coders.dictionary.dates import DateMention, find_dates
from exporter.coders.dictionary.dates.calendar import MAX_DAYS
from exporter.coders.dictionary.dates.rules import RULES, rules_for

WED = "2022-06-08"  # a Wednesday

# text | published | first | last | precision | kind
TABLE = f"""
Gunmen killed a teacher on Monday. | {WED} | 2022-06-06 | 2022-06-06 | day | relative
Gunmen killed a teacher on Wednesday. | {WED} | 2022-06-08 | 2022-06-08 | day | relative
Gunmen killed a teacher last Wednesday. | {WED} | 2022-06-01 | 2022-06-01 | day | relative
Last Tuesday a bomb went off. | {WED} | 2022-06-07 | 2022-06-07 | day | relative
Monday's encounter left two dead. | {WED} | 2022-06-06 | 2022-06-06 | day | relative
A blast on Sunday morning hurt four. | {WED} | 2022-06-05 | 2022-06-05 | day | relative
Troops moved in late Friday night. | {WED} | 2022-06-03 | 2022-06-03 | day | relative
Earlier on Wednesday police fired. | {WED} | 2022-06-08 | 2022-06-08 | day | relative
They will march on Friday. | {WED} | 2022-06-03 | 2022-06-03 | day | relative
Shots were heard this past Saturday. | {WED} | 2022-06-04 | 2022-06-04 | day | relative
Shelling began on Mon. and went on. | {WED} | 2022-06-06 | 2022-06-06 | day | relative
It happened on Sat. night. | {WED} | 2022-06-04 | 2022-06-04 | day | relative
THE REBELS ATTACKED ON SUNDAY. | {WED} | 2022-06-05 | 2022-06-05 | day | relative
Bombers struck on Easter Sunday. | {WED} | 2022-04-17 | 2022-04-17 | day | relative
A car bomb went off on Good Friday. | {WED} | 2022-04-15 | 2022-04-15 | day | relative
Bombers struck on Easter Sunday 2019. | {WED} | 2019-04-21 | 2019-04-21 | day | explicit
A bus was shot at on Christmas Eve. | {WED} | 2021-12-24 | 2021-12-24 | day | relative
A bus was shot at on New Year's Day last year. | {WED} | 2021-01-01 | 2021-01-01 | day | explicit
On Tuesday of last week he fled. | {WED} | 2022-05-31 | 2022-05-31 | day | relative
Police shot him today. | {WED} | 2022-06-08 | 2022-06-08 | day | relative
Police shot him this morning. | {WED} | 2022-06-08 | 2022-06-08 | day | relative
Fighting goes on tonight. | {WED} | 2022-06-08 | 2022-06-08 | day | relative
Police shot him yesterday afternoon. | {WED} | 2022-06-07 | 2022-06-07 | day | relative
THEY ATTACKED THE POST THE DAY\\n   BEFORE YESTERDAY. | {WED} | 2022-06-06 | 2022-06-06 | day | relative
Two bombs went off last night. | {WED} | 2022-06-07 | 2022-06-08 | day | relative
Drones struck overnight. | {WED} | 2022-06-07 | 2022-06-08 | day | relative
He died on the night of 3 to 4 May. | {WED} | 2022-05-03 | 2022-05-04 | day | explicit
He died on the night of 3 May. | {WED} | 2022-05-03 | 2022-05-03 | day | explicit
THE FARM WAS ATTACKED 2 DAYS\\nAGO. | {WED} | 2022-06-06 | 2022-06-06 | day | relative
A bridge fell twenty-one days ago. | {WED} | 2022-05-18 | 2022-05-18 | day | relative
A bridge fell a couple of days ago. | {WED} | 2022-06-06 | 2022-06-06 | day | relative
A bridge fell a few days ago. | {WED} | 2022-06-01 | 2022-06-06 | week | relative
The mayor was seized two weeks ago. | {WED} | 2022-05-22 | 2022-05-28 | week | relative
The mayor was seized three months ago. | {WED} | 2022-02-21 | 2022-03-23 | month | relative
The mayor was seized a year ago. | {WED} | 2020-12-07 | 2021-12-08 | year | relative
The mayor was seized hours ago. | {WED} | 2022-06-08 | 2022-06-08 | day | relative
The mayor was seized 48 hours ago. | {WED} | 2022-06-06 | 2022-06-06 | day | relative
He was held earlier this week. | {WED} | 2022-06-06 | 2022-06-08 | week | relative
He was held earlier this month. | {WED} | 2022-06-01 | 2022-06-08 | month | relative
He was held earlier this year. | {WED} | 2022-01-01 | 2022-06-08 | year | relative
He was held last week. | {WED} | 2022-05-30 | 2022-06-05 | week | relative
He was held this week. | {WED} | 2022-06-06 | 2022-06-08 | week | relative
He was held last month. | {WED} | 2022-05-01 | 2022-05-31 | month | relative
He was held late last month. | {WED} | 2022-05-20 | 2022-05-31 | week | relative
He was held last year. | {WED} | 2021-01-01 | 2021-12-31 | year | relative
Forty people have died this year. | {WED} | 2022-01-01 | 2022-06-08 | year | vague
Riots broke out over the weekend. | {WED} | 2022-06-04 | 2022-06-05 | day | relative
Riots broke out at the weekend. | 2022-06-05 | 2022-06-04 | 2022-06-05 | day | relative
Riots broke out last weekend. | 2022-06-05 | 2022-05-28 | 2022-05-29 | day | relative
Six died in the past 24 hours. | {WED} | 2022-06-07 | 2022-06-08 | day | relative
Six died in the last three days. | {WED} | 2022-06-05 | 2022-06-08 | week | relative
Six died over the past two weeks. | {WED} | 2022-05-25 | 2022-06-08 | month | relative
Six died in the last six months. | {WED} | 2021-12-08 | 2022-06-08 | year | interval
Six died in recent days. | {WED} | 2022-06-01 | 2022-06-08 | week | relative
Clashes erupted in early April. | {WED} | 2022-04-01 | 2022-04-10 | week | explicit
Clashes erupted in mid-April. | {WED} | 2022-04-10 | 2022-04-20 | week | explicit
Clashes erupted in late April 2014. | {WED} | 2014-04-20 | 2014-04-30 | week | explicit
Clashes erupted in the last days of April. | {WED} | 2022-04-20 | 2022-04-30 | week | explicit
Clashes erupted in the first weeks of April 2014. | {WED} | 2014-04-01 | 2014-04-10 | week | explicit
Clashes erupted at the end of August. | {WED} | 2021-08-20 | 2021-08-31 | week | explicit
Clashes erupted in the early 1990s. | {WED} | 1990-01-01 | 1993-12-31 | year | vague
Clashes erupted in April. | {WED} | 2022-04-01 | 2022-04-30 | month | explicit
Clashes erupted in June. | {WED} | 2022-06-01 | 2022-06-08 | month | explicit
Clashes erupted in July. | {WED} | 2021-07-01 | 2021-07-31 | month | explicit
Clashes erupted in April 2014. | {WED} | 2014-04-01 | 2014-04-30 | month | explicit
Clashes erupted in April last year. | {WED} | 2021-04-01 | 2021-04-30 | month | explicit
Clashes erupted last April. | {WED} | 2022-04-01 | 2022-04-30 | month | relative
CLASHES ERUPTED IN MAY. | {WED} | 2022-05-01 | 2022-05-31 | month | explicit
CLASHES ERUPTED IN MARCH. | {WED} | 2022-03-01 | 2022-03-31 | month | explicit
The April attack killed four. | {WED} | 2022-04-01 | 2022-04-30 | month | explicit
The war began in 2014. | {WED} | 2014-01-01 | 2014-12-31 | year | explicit
It was between April and May. | {WED} | 2022-04-01 | 2022-05-31 | month | explicit
The 2014 attack killed four. | {WED} | 2014-01-01 | 2014-12-31 | year | explicit
The war began in early 2014. | {WED} | 2014-01-01 | 2014-04-30 | year | explicit
He was in power from 2013 to 2014. | {WED} | 2013-01-01 | 2014-12-31 | year | explicit
He was in power between 2010 and 2014. | {WED} | 2010-01-01 | 2014-12-31 | year | vague
Scores have died since December. | {WED} | 2021-12-01 | 2022-06-08 | year | interval
HE HAS BEEN STAYING THERE SINCE 2 FEBRUARY. | 1990-02-04 | 1990-02-02 | 1990-02-04 | week | interval
He has been held since Monday. | {WED} | 2022-06-06 | 2022-06-08 | week | interval
He has been held since 1994. | {WED} | 1994-01-01 | 2022-06-08 | year | vague
Nine were killed between 3 and 5 May. | {WED} | 2022-05-03 | 2022-05-05 | week | explicit
Nine were killed between 30 April and 2 May. | {WED} | 2022-04-30 | 2022-05-02 | week | explicit
Nine were killed between December 28 and January 3, 2015. | {WED} | 2014-12-28 | 2015-01-03 | week | explicit
Nine were killed from Monday to Wednesday. | {WED} | 2022-06-06 | 2022-06-08 | week | relative
Nine were killed from Monday to Wednesday. | 2022-06-07 | 2022-05-30 | 2022-06-01 | week | relative
Nine were killed on 3-5 May. | {WED} | 2022-05-03 | 2022-05-05 | week | explicit
Nine were killed on May 3-5, 2014. | {WED} | 2014-05-03 | 2014-05-05 | week | explicit
Nine were killed on 3, 4 and 5 May. | {WED} | 2022-05-03 | 2022-05-05 | week | explicit
Nine were killed on the night of 30 to 1 June. | {WED} | 2022-05-30 | 2022-06-01 | week | explicit
On 8 June 2022 a mine went off. | {WED} | 2022-06-08 | 2022-06-08 | day | explicit
On June 8, 2021, a mine went off. | {WED} | 2021-06-08 | 2021-06-08 | day | explicit
On June 8 a mine went off. | {WED} | 2022-06-08 | 2022-06-08 | day | explicit
On 9 July a mine went off. | {WED} | 2021-07-09 | 2021-07-09 | day | explicit
On the 8th of May a mine went off. | {WED} | 2022-05-08 | 2022-05-08 | day | explicit
On May 8th a mine went off. | {WED} | 2022-05-08 | 2022-05-08 | day | explicit
On Monday, June 6, 2022, a mine went off. | {WED} | 2022-06-06 | 2022-06-06 | day | explicit
On Monday (June 6) a mine went off. | {WED} | 2022-06-06 | 2022-06-06 | day | explicit
On Sun 5 June a mine went off. | {WED} | 2022-06-05 | 2022-06-05 | day | explicit
On 8 June last year a mine went off. | {WED} | 2021-06-08 | 2021-06-08 | day | explicit
On 29 February a mine went off. | {WED} | 2020-02-29 | 2020-02-29 | day | explicit
It is dated 13/05/2022. | {WED} | 2022-05-13 | 2022-05-13 | day | explicit
It is dated 05/13/2022. | {WED} | 2022-05-13 | 2022-05-13 | day | explicit
It is dated 2022-05-13. | {WED} | 2022-05-13 | 2022-05-13 | day | explicit
It is dated 13.5.2022. | {WED} | 2022-05-13 | 2022-05-13 | day | explicit
QUITO, 4 FEB 90 (AFP) -- | 1990-02-05 | 1990-02-04 | 1990-02-04 | day | explicit
QUITO, 04 FEB 90 (AFP) -- | 1990-02-05 | 1990-02-04 | 1990-02-04 | day | explicit
QUITO, 15 MAR 1989 -- | 1990-02-05 | 1989-03-15 | 1989-03-15 | day | explicit
QUITO, Feb. 4 (AFP) - | 1990-02-05 | 1990-02-04 | 1990-02-04 | day | explicit
QUITO, SEPT 3 (AFP) - | 1990-02-05 | 1989-09-03 | 1989-09-03 | day | explicit
ON 4 MAY THE ARMY MOVED. | {WED} | 2022-05-04 | 2022-05-04 | day | explicit
He was shot on the 23rd, police said. | {WED} | 2022-05-23 | 2022-05-23 | day | relative
He was shot on the 3rd of last month. | {WED} | 2022-05-03 | 2022-05-03 | day | relative
Two days earlier a bomb went off. | {WED} | 2022-06-06 | 2022-06-06 | day | anaphoric
A man had died the day before. | {WED} | 2022-06-07 | 2022-06-07 | day | anaphoric
Taxes rise every year. | {WED} | 2021-06-08 | 2022-06-08 | year | vague
They protest every Friday. | {WED} | 2021-06-08 | 2022-06-08 | year | vague
They protest on Fridays. | {WED} | 2021-06-08 | 2022-06-08 | year | vague
Shots are heard daily. | {WED} | 2021-06-08 | 2022-06-08 | year | vague
Violence has grown in recent years. | {WED} | 2019-06-09 | 2022-06-08 | year | vague
Violence has gone on for years. | {WED} | 2021-06-08 | 2022-06-08 | year | vague
It was years ago. | {WED} | 2012-06-10 | 2020-06-08 | year | vague
""".strip().splitlines()

# text | first | last | precision, the event before being of 3 May 2022
AFTER = """
Two days later a bomb went off. | 2022-05-05 | 2022-05-05 | day
Two days earlier a bomb went off. | 2022-05-01 | 2022-05-01 | day
A bomb went off the following day. | 2022-05-04 | 2022-05-04 | day
A bomb went off the next day. | 2022-05-04 | 2022-05-04 | day
A day after, a bomb went off. | 2022-05-04 | 2022-05-04 | day
A day after the attack, a bomb went off. | 2022-05-04 | 2022-05-04 | day
The same day, a bomb went off. | 2022-05-03 | 2022-05-03 | day
Later that day a bomb went off. | 2022-05-03 | 2022-05-03 | day
Later in the day a bomb went off. | 2022-05-03 | 2022-05-03 | day
A bomb had gone off the previous night. | 2022-05-02 | 2022-05-02 | day
A bomb had gone off the day before. | 2022-05-02 | 2022-05-02 | day
A bomb had gone off a week earlier. | 2022-04-23 | 2022-04-29 | week
A bomb went off hours later. | 2022-05-03 | 2022-05-03 | day
A bomb went off a few days later. | 2022-05-05 | 2022-05-10 | week
A bomb went off the following week. | 2022-05-09 | 2022-05-15 | week
A bomb had gone off the previous month. | 2022-04-01 | 2022-04-30 | month
A bomb went off the following Monday. | 2022-05-09 | 2022-05-09 | day
A bomb had gone off the previous Monday. | 2022-05-02 | 2022-05-02 | day
""".strip().splitlines()

NOTHING = """
We sat at the bar; mar and sat are no dates.
WHERE HE SAT. THEN HE WENT
They were wed in the sun.
The attackers may flee, and a march may follow.
THE 4 MAY BE FREED
20 MAY HAVE DIED
They march in protest against him.
The commander, Theresa May, spoke.
After Bloody Sunday nothing was the same.
The Good Friday agreement holds.
Shops open on Black Friday.
Easter was quiet.
The Sunday Times reported it.
He was a member of the 19 April Movement.
HE WAS A MEMBER OF THE 19 APRIL MOVEMENT
A march will be held next Friday.
Elections will be held next month.
Elections will be held on 12 July 2022.
Elections will be held in 2024.
He will leave the day after tomorrow.
They attacked at dawn.
They will meet on Friday 10 June.
The 8 July elections may be put off.
A strike is set for 22 and 23 June.
THEY MAY COME AND MAY TRY TO HIDE
The daily El Tiempo reported it.
It is dated 05/06/2022.
On 31 June nothing happened.
Some 2,014 men, in 2000 homes, of whom 1990 fled.
The score was 3-2 and 10:30 was the time.
Two days later a bomb went off.
The same day a bomb went off.
A few days before the elections a bomb went off.
""".strip().splitlines()


def told(mention: DateMention) -> list[str]:
    return [mention.first.isoformat(), mention.last.isoformat(), mention.precision, mention.kind]


@pytest.mark.parametrize("row", TABLE)
def test_wording(row: str) -> None:
    text, published, *expected = (cell.strip().replace("\\n", "\n") for cell in row.split(" | "))
    assert [told(mention) for mention in find_dates(text, date.fromisoformat(published))] == [expected]


@pytest.mark.parametrize("row", AFTER)
def test_counted_from_the_event_before(row: str) -> None:
    text, *expected = (cell.strip() for cell in row.split(" | "))
    before = date(2022, 5, 3)
    found = find_dates(text, date(2022, 6, 8), previous=(before, before))
    assert [told(mention) for mention in found] == [[*expected, "anaphoric"]]


@pytest.mark.parametrize("text", NOTHING)
def test_no_date(text: str) -> None:
    assert find_dates(text, date(2022, 6, 8)) == []


def test_in_order_and_longest() -> None:
    text = "On 3 May and again on Monday, two days after 1 June 2022, he spoke."
    found = find_dates(text, date(2022, 6, 8))
    assert [text[mention.start : mention.end] for mention in found] == ["3 May", "Monday", "1 June 2022"]


def test_what_is_counted_from_another_date_is_left_to_that_date() -> None:
    text = "Two days after 1 June 2022, and a day before the election, he spoke."
    before = date(2022, 5, 3)
    found = find_dates(text, date(2022, 6, 8), previous=(before, before))
    assert [text[mention.start : mention.end] for mention in found] == ["1 June 2022"]


def test_an_event_before_of_several_days_is_moved_whole() -> None:
    found = find_dates("Two days later", date(2022, 6, 8), previous=(date(2022, 5, 3), date(2022, 5, 7)))
    assert told(found[0]) == ["2022-05-05", "2022-05-09", "week", "anaphoric"]


def test_limits_are_those_of_the_codelist() -> None:
    path = Path(exporter.__path__[0]) / "codebook" / "codelists" / "time_precisions.csv"
    with path.open(encoding="utf-8", newline="") as file:
        assert {row["code"]: int(row["max_days"]) for row in csv.DictReader(file)} == dict(MAX_DAYS)


WORDS = """
on in since last next the 1 3 12 31 29 2014 1990 90 May MARCH Feb. Sat. Monday Friday night week month year
years days hours ago earlier later before after from to between and early mid late of , . ( ) - / few two
twenty-one a couple of same following previous this that day yesterday weekend recent past every 1980s
"""
texts = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(WORDS.split()), max_size=14).map(" ".join))


@given(texts, st.dates(), st.none() | st.tuples(st.dates(), st.dates()))
def test_always_within_text_and_past(text: str, published: date, previous: tuple[date, date] | None) -> None:
    limits = {name: timedelta(days=days) for name, days in MAX_DAYS}
    end = 0
    for mention in find_dates(text, published, previous=previous):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
        assert mention.first <= mention.last <= published
        assert mention.kind == "vague" or mention.last - mention.first < limits[mention.precision]


@given(texts, st.dates(min_value=date(1950, 1, 1)))
def test_line_breaks_make_no_difference(text: str, published: date) -> None:
    flat = [told(mention) for mention in find_dates(" ".join(text.split()), published)]
    assert [told(mention) for mention in find_dates("\n  ".join(text.split()), published)] == flat


@given(texts)
def test_only_patterns_that_cannot_match_are_left_out(text: str) -> None:
    searched = rules_for(text)
    assert [pattern.pattern for pattern, _ in RULES if pattern.search(text)] == [
        pattern.pattern for pattern, _ in searched if pattern.search(text)
    ]
