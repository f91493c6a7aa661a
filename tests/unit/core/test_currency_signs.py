"""Signs and codes of currencies in written amounts."""

from decimal import Decimal

import pytest
from babel.core import Locale

from crm_desktop.core import currency_signs, reading


@pytest.mark.parametrize(
    ("text", "own", "code"),
    [("$99", "EUR", "USD"), ("$99", "CAD", "CAD"), ("US$ 5", "CAD", "USD"), ("¥ 8", "EUR", "CNY"), ("¥8", "JPY", "JPY"),
     ("￥8", "CNY", "CNY"), ("12万元", "EUR", "CNY"), ("8元", "TWD", "TWD"), ("120 chf", "EUR", "CHF"),
     ("USD 120", "EUR", "USD"), ("£1,000", "EUR", "GBP"), ("5 kr", "NOK", "NOK"), ("R$ 7", "EUR", "BRL"),
     ("100", "EUR", None), ("", "EUR", None), (99, "EUR", None), (None, "EUR", None), ("$5 or €6", "EUR", None),
     ("Allowance 5", "EUR", None)],
)  # fmt: skip
def test_the_currency_that_an_amount_names(text: object, own: str, code: str | None) -> None:
    assert currency_signs.named(text, own) == code


def test_every_code_is_a_currency() -> None:
    known = set(Locale.parse("en").currencies)
    assert [one for one in currency_signs._CODES.split() if one not in known] == []
    for codes in currency_signs._SIGNS.values():
        assert set(codes.split()) <= set(currency_signs._CODES.split())


def test_an_amount_in_another_currency_is_no_amount_of_this_one() -> None:
    assert reading.amount("€ 99", "EUR") == Decimal(99)
    assert reading.amount("$ 99") == Decimal(99)
    for text in ("$ 99", "99 USD", "£5", "€5 $5"):
        with pytest.raises(reading.Unreadable, match="EUR"):
            reading.amount(text, "EUR")
