"""The kinds of numbers: whole ones, percentages, years, exact decimals, money, lengths of time."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from crm_desktop.core import formatting, reading
from crm_desktop.core.i18n import _
from crm_desktop.core.kind import Align, Kind, Locale
from crm_desktop.core.reading import Unreadable

LARGEST = 2**63  # SQLite's integers are smaller


class Number(Kind[int]):
    """A whole number, with a unit to show behind it ('%', ' h')."""

    align: Align = "right"
    operators = ("is", "at_least", "at_most", "empty", "filled")

    def __init__(
        self, suffix: str = "", low: int | None = None, high: int | None = None, width: int = 90
    ) -> None:
        self.suffix = suffix
        self.low = low
        self.high = high
        self.width = width

    def show(self, value: int | None, locale: Locale) -> str:
        if value is None:
            return ""
        return formatting.format_number(value, locale.language) + self.suffix

    def read(self, text: object, locale: Locale) -> int | None:
        number = reading.number(text, self.suffix)
        if number is None:
            return None
        if number != number.to_integral_value():
            raise Unreadable(_("A whole number is needed here."))
        value = _kept(number)
        if (self.low is not None and value < self.low) or (self.high is not None and value > self.high):
            raise Unreadable(_("This number is outside of what is possible here."))
        return value

    def adds_up(self) -> bool:
        return self.high is None  # shares, scores and years have a highest value

    def number_format(self, locale: Locale) -> str | None:
        return "#,##0"


class Percent(Number):
    """A share in whole percent, 0 to 100. A spreadsheet's 0.25 with a percent format arrives as 25."""

    def __init__(self, width: int = 90) -> None:
        super().__init__(" %", 0, 100, width)

    def read(self, text: object, locale: Locale) -> int | None:
        if isinstance(text, float) and 0 < text < 1:
            text = round(text * 100, 6)
        if isinstance(text, str):
            text = text.replace("%", "").replace("％", "")
        return super().read(text, locale)


class Year(Number):
    """A year of the calendar, shown without groups of thousands."""

    def __init__(self) -> None:
        super().__init__("", 1000, 2200, 80)

    def show(self, value: int | None, locale: Locale) -> str:
        return "" if value is None else str(value)

    def number_format(self, locale: Locale) -> str | None:
        return "0"


class Exact(Kind[Decimal]):
    """A number with up to ``places`` decimal places, stored as an integer of the smallest step."""

    align: Align = "right"
    operators = Number.operators

    def __init__(self, places: int = 4, suffix: str = "", width: int = 90) -> None:
        self.places = places
        self.suffix = suffix
        self.width = width

    def from_stored(self, stored: int | None) -> Decimal | None:
        return None if stored is None else Decimal(stored).scaleb(-self.places)

    def to_stored(self, value: Decimal | None) -> int | None:
        return None if value is None else int(value.scaleb(self.places).to_integral_value())

    def show(self, value: Decimal | None, locale: Locale) -> str:
        if value is None:
            return ""
        return formatting.format_decimal(value.normalize() + 0, locale.language) + self.suffix

    def read(self, text: object, locale: Locale) -> Decimal | None:
        if isinstance(text, str) and self.suffix.strip():
            text = text.replace(self.suffix.strip(), "")
        number = reading.number(text)
        if number is not None and number != round(number, self.places):
            raise Unreadable(_("At most %(places)d decimal places are kept here.") % {"places": self.places})
        if number is not None:
            _kept(number.scaleb(self.places))
        return number

    def adds_up(self) -> bool:
        return not self.suffix and self.places <= 4  # with more places it is a rate

    def plain(self, value: Decimal | None) -> Any:
        return None if value is None else float(value)

    def cell(self, value: Decimal | None, locale: Locale) -> Any:
        return value


class Money(Kind[int]):
    """An amount as an integer of the currency's minor unit (cents, fen).

    The currency stands beside the amount in the record; lists and forms hand it over in the locale
    (``locale.of_currency(…)``). Minor digits follow ISO 4217 (two for EUR, none for JPY).
    """

    align: Align = "right"
    operators = Number.operators
    width = 120

    def show(self, value: int | None, locale: Locale) -> str:
        return "" if value is None else formatting.format_money(value, locale.currency, locale.language)

    def show_exact(self, value: int | None, locale: Locale) -> str:
        """Return an amount with its decimals, also those of a whole one."""
        if value is None:
            return ""
        return formatting.format_money(value, locale.currency, locale.language, decimals=True)

    def read(self, text: object, locale: Locale) -> int | None:
        number = reading.amount(text, locale.currency)
        if number is None:
            return None
        return _kept(number.scaleb(formatting.minor_digits(locale.currency)))

    def plain(self, value: int | None) -> Any:
        return value

    def adds_up(self) -> bool:
        return True

    def decimal(self, value: int | None, currency: str) -> Decimal | None:
        """Return the amount in whole units of ``currency``."""
        return None if value is None else Decimal(value).scaleb(-formatting.minor_digits(currency))

    def cell(self, value: int | None, locale: Locale) -> Any:
        return self.decimal(value, locale.currency)

    def number_format(self, locale: Locale) -> str | None:
        return formatting.money_number_format(locale.currency)


class Price(Money):
    """What one piece costs: prices of several pieces are no sum of anything."""

    def adds_up(self) -> bool:
        return False


class Minutes(Number):
    """A length of time in minutes."""

    def __init__(self, width: int = 90) -> None:
        super().__init__(" min", 0, None, width)

    def show(self, value: int | None, locale: Locale) -> str:
        if value is None:
            return ""
        return _("%(number)s min") % {"number": formatting.format_number(value, locale.language)}

    def read(self, text: object, locale: Locale) -> int | None:
        return super().read(text.strip().removesuffix(self.unit()) if isinstance(text, str) else text, locale)

    def unit(self) -> str:
        """Return what stands behind the number, in the language in use."""
        return (_("%(number)s min") % {"number": ""}).strip()


def _kept(scaled: Decimal) -> int:
    """Return the integer that is stored for a number; raises Unreadable for one that SQLite cannot hold."""
    if abs(scaled) >= LARGEST:
        raise Unreadable(_("This number is too large."))
    return int(scaled.to_integral_value())
