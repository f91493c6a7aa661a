"""What every kind of value can do, and the locale in which it does it; the kinds themselves are in ``kinds.py``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import tzinfo
from re import Pattern
from typing import Any, Generic, Literal, TypeVar

V = TypeVar("V")

Align = Literal["left", "right", "center"]


@dataclass(frozen=True, slots=True)
class Locale:
    """How values are shown and read: language, currency for amounts without one, region, order of dates.

    ``region`` (ISO 3166, upper case) serves phone numbers without a country code. ``date_order`` is 'ymd',
    'dmy' or 'mdy' and decides only dates that could be read in two ways.
    """

    language: str = "en"
    currency: str = "EUR"
    region: str = ""
    date_order: str = "dmy"
    zone: tzinfo | None = None

    def of_currency(self, currency: str | None) -> Locale:
        """Return the same locale for amounts in ``currency``."""
        return self if not currency or currency == self.currency else replace(self, currency=currency)


class Kind(Generic[V]):
    """One sort of value. Subclasses override what differs from plain text."""

    align: Align = "left"
    width = 160  # pixels of a new list column
    operators: tuple[str, ...] = ("is", "is_not", "empty", "filled")
    usual: Pattern[str] | None = None  # texts that ``read`` is known to return as they are

    def from_stored(self, stored: Any) -> V | None:
        """Return the value of what SQLite keeps."""
        return stored  # type: ignore[no-any-return]

    def to_stored(self, value: V | None) -> Any:
        """Return what SQLite keeps for ``value``."""
        return value

    def show(self, value: V | None, locale: Locale) -> str:
        """Return ``value`` as a person reads it; an empty value is an empty text."""
        return "" if value is None else str(value)

    def read(self, text: object, locale: Locale) -> V | None:
        """Return the value that a person typed or a spreadsheet cell holds.

        An empty text is None. Raises :class:`Unreadable` with a sentence when it cannot be understood.
        """
        raise NotImplementedError  # pragma: no cover - every kind says how

    def objection(self, value: V, locale: Locale, *, typed: bool = True) -> str:
        """Return why nobody can mean this value, or an empty text. Not ``typed``: brought along from elsewhere."""
        return ""

    def adds_up(self) -> bool:
        """Tell whether the sum of such values means something (amounts, headcounts; not years or shares)."""
        return False

    def plain(self, value: V | None) -> Any:
        """Return ``value`` for JSON: ISO dates, decimal numbers, text as stored."""
        return value

    def cell(self, value: V | None, locale: Locale) -> Any:
        """Return ``value`` for a spreadsheet cell, typed where Excel has a type for it."""
        return value

    def number_format(self, locale: Locale) -> str | None:
        """Return Excel's number format for cells of this kind, or None for the general one."""
        return None
