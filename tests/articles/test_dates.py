"""Written dates are read exactly or refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.articles.dates import parse_date

FORMS = [
    "%Y-%m-%d",
    "%d %B %Y",
    "%d %b %Y",
    "%B %d, %Y",
    "%b %d, %Y",
    "%d.%m.%Y",
    "%A, %d %B %Y",
    "%a %d %b %Y",
]


@pytest.mark.parametrize("form", FORMS)
@given(day=st.dates(min_value=date(1000, 1, 1)))
def test_every_form_comes_back(form, day):
    assert parse_date(day.strftime(form)) == day
    assert parse_date(day.strftime(form).upper()) == day


@given(day=st.dates(date(1950, 1, 1), date(2049, 12, 31)))
def test_years_of_two_digits_lie_between_1950_and_2049(day):
    assert parse_date(day.strftime("%d %b %y").lstrip("0")) == day


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("4 FEB 90", date(1990, 2, 4)),
        ("Sept. 4, 2011", date(2011, 9, 4)),
        ("4 Sept 2011", date(2011, 9, 4)),
        ("  May  16,\n2016 ", date(2016, 5, 16)),
        ("2016-05-16T23:30:00-05:00", date(2016, 5, 16)),
        ("2016-05-16T00:30:00Z", date(2016, 5, 16)),
        ("2016-05-16 08:00", date(2016, 5, 16)),
        ("16/05/2016", date(2016, 5, 16)),
        ("05/16/2016", date(2016, 5, 16)),
        ("05/05/2016", date(2016, 5, 5)),
        ("4 February 2090", date(2090, 2, 4)),
    ],
)
def test_forms_of_news_sites(value, day):
    assert parse_date(value) == day


@pytest.mark.parametrize("value", ["05/06/2016", "1/2/1999"])
def test_two_readings_are_refused(value):
    with pytest.raises(ValueError, match=rf"'{value}' can mean \d{{4}}-\d\d-\d\d or"):
        parse_date(value)


@pytest.mark.parametrize(
    "value",
    ["", "yesterday", "16 May", "May 2016", "2016", "30/02/2016", "2016-02-30", "31 Feb 90", "5/6/16"],
)
def test_what_is_no_day_is_refused(value):
    with pytest.raises(ValueError, match=f"^'{value}' is not a "):
        parse_date(value)
