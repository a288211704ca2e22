"""Datelines give the day and the agency, and ordinary openings give nothing."""

from datetime import date

import pytest

from exporter.articles.dateline import Dateline, find_dateline


@pytest.mark.parametrize(
    ("opening", "published", "source"),
    [
        ("VIENNA, May 16, 2016 (AFP) - The talks began.", date(2016, 5, 16), "AFP"),
        ("Vienna, 16 May 2016 (AFP) \u2013 The talks began.", date(2016, 5, 16), "AFP"),
        ("KABUL (Reuters) — A bomb went off.", None, "Reuters"),
        ("KABUL, Afghanistan (AP) — A bomb went off.", None, "AP"),
        ("GUATEMALA CITY, 4 FEB 90 (ACAN-EFE) -- [TEXT] THE ARMY", date(1990, 2, 4), "ACAN-EFE"),
        ("CARACAS (VENEZUELA), 18 MAY 90 (CANAL 8)\n-- [TEXT] THE ARMY", date(1990, 5, 18), "CANAL 8"),
        ("BUENOS AIRES, 25 JAN (NA) -- THE GROUP", None, "NA"),
        ("LIMA, NO DATE (RADIO DOS) -- THE GROUP", None, "RADIO DOS"),
        ("LIMA, 3 FEB 89 -- THE GROUP", date(1989, 2, 3), None),
        ("N'DJAMENA, Oct 3, 2004 (Xinhua) -- Rebels", date(2004, 10, 3), "Xinhua"),
        ("SÃO PAULO (dpa) - Police", None, "dpa"),
        ("Port strike goes on\n\nBy A. Writer\n\nMOMBASA (Reuters) - Workers", None, "Reuters"),
    ],
)
def test_dateline(opening, published, source):
    assert find_dateline(opening) == Dateline(published, source)


@pytest.mark.parametrize(
    "opening",
    [
        "",
        "The president of the union (left) - he is in his second term - said",
        "Maria Lopez (Greens) - a newcomer - won",
        "MINISTERS (from left) - all of them - resigned.",
        "The army, the police - and nobody else - fired.",
        "On 3 April 1990 - a Tuesday - two soldiers died.",
        "ACAN-EFE reported a clash.",
        "One.\nTwo.\nThree.\nFour.\nFive.\nVIENNA (AFP) - Six.",
    ],
)
def test_no_dateline(opening):
    assert find_dateline(opening) == Dateline()
