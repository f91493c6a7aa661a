"""What the start of the program knows by heart is what Babel says."""

from __future__ import annotations

import pytest
from babel import Locale

from crm_desktop.core import calendar_days, formatting


@pytest.mark.parametrize(("style", "width"), [("short", "abbreviated"), ("long", "wide")])
def test_english_months_are_those_of_babel(style: formatting.DayStyle, width: str) -> None:
    names = Locale.parse("en").months["format"][width]
    assert {number: str(names[number]) for number in range(1, 13)} == formatting._ENGLISH_MONTHS[style]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("width", ["abbreviated", "wide"])
def test_the_days_of_a_week_are_those_of_babel(language: str, width: str) -> None:
    names = Locale.parse(language).days["format"][width]
    assert [calendar_days.weekday_name(day, language, width) for day in range(7)] == [
        names[day] for day in range(7)
    ]


def test_known_currency_signs_are_those_of_babel() -> None:
    for language in ("en", "zh_CN"):
        symbols = Locale.parse(language).currency_symbols
        for code in ("EUR", "GBP"):
            assert symbols[code] == formatting._KNOWN_SYMBOLS[code]
