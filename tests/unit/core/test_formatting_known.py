"""What the start of the program knows by heart is what Babel says."""

from __future__ import annotations

from babel import Locale

from crm_desktop.core import formatting


def test_english_months_are_those_of_babel() -> None:
    names = Locale.parse("en").months["format"]["abbreviated"]
    assert {number: str(names[number]) for number in range(1, 13)} == formatting._ENGLISH_MONTHS


def test_known_currency_signs_are_those_of_babel() -> None:
    for language in ("en", "zh_CN"):
        symbols = Locale.parse(language).currency_symbols
        for code in ("EUR", "GBP"):
            assert symbols[code] == formatting._KNOWN_SYMBOLS[code]
