"""What a value is: one object for each sort of value that knows how to read, show, align and export it.

A kind knows no entity and no Qt. Values come in three forms:

* *stored*: as SQLite keeps it (int, text or None), which is what lists and the change log see;
* *value*: the Python value of a mapped attribute (``date``, ``datetime`` in UTC, ``Decimal``, ``int``, ``str``);
* *text*: what a person reads or types, in their language.

Where the three are the same, the methods of :class:`Kind` pass them through.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from functools import cache
from typing import Any, Generic, Literal, TypeVar

from crm_desktop.core import clock, formatting, reading
from crm_desktop.core.i18n import LANGUAGES, N_, _, words_for
from crm_desktop.core.reading import Unreadable
from crm_desktop.core.states import StateMachine

V = TypeVar("V")

Align = Literal["left", "right", "center"]
Colour = Literal["grey", "blue", "green", "orange", "red", "purple"]


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

    def plain(self, value: V | None) -> Any:
        """Return ``value`` for JSON: ISO dates, decimal numbers, text as stored."""
        return value

    def cell(self, value: V | None, locale: Locale) -> Any:
        """Return ``value`` for a spreadsheet cell, typed where Excel has a type for it."""
        return value

    def number_format(self, locale: Locale) -> str | None:
        """Return Excel's number format for cells of this kind, or None for the general one."""
        return None


class Text(Kind[str]):
    """A line of text, kept as typed. Numbers from a spreadsheet become digits without ``.0`` or exponent."""

    operators = ("contains", "is", "is_not", "starts", "empty", "filled")

    def __init__(self, width: int = 160, limit: int = 1_000) -> None:
        self.width = width
        self.limit = limit

    def read(self, text: object, locale: Locale) -> str | None:
        found = reading.text_of(text)
        if len(found) > self.limit:
            raise Unreadable(_("This text is longer than %(limit)d characters.") % {"limit": self.limit})
        return found or None

    def number_format(self, locale: Locale) -> str | None:
        return "@"


class PersonName(Text):
    """The name of a person: its Chinese surname decides its reading in pinyin."""


class LongText(Text):
    """Text of several lines."""

    def __init__(self, width: int = 240) -> None:
        super().__init__(width, limit=100_000)


class Email(Text):
    """An e-mail address."""

    def __init__(self, width: int = 200) -> None:
        super().__init__(width, limit=254)

    def read(self, text: object, locale: Locale) -> str | None:
        return reading.email(reading.text_of(text))


class Phone(Text):
    """A telephone or fax number, kept as typed; see ``core.reading.phone_key`` for its normal form."""

    def __init__(self, width: int = 150) -> None:
        super().__init__(width, limit=60)

    def read(self, text: object, locale: Locale) -> str | None:
        return reading.phone(reading.text_of(text))


class Web(Text):
    """A web address."""

    def __init__(self, width: int = 180) -> None:
        super().__init__(width, limit=2_000)


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
        value = int(number)
        if (self.low is not None and value < self.low) or (self.high is not None and value > self.high):
            raise Unreadable(_("This number is outside of what is possible here."))
        return value

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
        return number

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

    def read(self, text: object, locale: Locale) -> int | None:
        number = reading.amount(text)
        if number is None:
            return None
        scaled = number.scaleb(formatting.minor_digits(locale.currency))
        return int(scaled.quantize(Decimal(1)))

    def plain(self, value: int | None) -> Any:
        return value

    def decimal(self, value: int | None, currency: str) -> Decimal | None:
        """Return the amount in whole units of ``currency``."""
        return None if value is None else Decimal(value).scaleb(-formatting.minor_digits(currency))

    def cell(self, value: int | None, locale: Locale) -> Any:
        return self.decimal(value, locale.currency)

    def number_format(self, locale: Locale) -> str | None:
        return formatting.money_number_format(locale.currency)


class Day(Kind[date]):
    """A date on the calendar, ``YYYY-MM-DD``; no time zone ever shifts it."""

    operators = ("on", "before", "after", "within_days", "empty", "filled")
    width = 110

    def from_stored(self, stored: str | None) -> date | None:
        return None if stored is None else date.fromisoformat(stored)

    def to_stored(self, value: date | None) -> str | None:
        return None if value is None else value.isoformat()

    def show(self, value: date | None, locale: Locale) -> str:
        return "" if value is None else formatting.format_day(value, locale.language)

    def read(self, text: object, locale: Locale) -> date | None:
        return reading.day(text, locale.date_order)

    def plain(self, value: date | None) -> str | None:
        return self.to_stored(value)

    def number_format(self, locale: Locale) -> str | None:
        return "yyyy-mm-dd"


class Moment(Kind[datetime]):
    """A point in time, kept in UTC, shown on the user's clock."""

    operators = Day.operators
    width = 150

    def from_stored(self, stored: str | None) -> datetime | None:
        return None if stored is None else clock.moment(stored)

    def to_stored(self, value: datetime | None) -> str | None:
        return None if value is None else clock.stamp(value)

    def show(self, value: datetime | None, locale: Locale) -> str:
        return (
            ""
            if value is None
            else formatting.format_moment(value, locale.language, locale.zone or clock.zone())
        )

    def read(self, text: object, locale: Locale) -> datetime | None:
        found = reading.moment(text, locale.date_order)
        if found is None:
            return None
        if found.tzinfo is None:
            found = found.replace(tzinfo=locale.zone) if locale.zone else found.astimezone()
        return found.astimezone(UTC).replace(microsecond=0)

    def plain(self, value: datetime | None) -> str | None:
        return self.to_stored(value)

    def cell(self, value: datetime | None, locale: Locale) -> Any:
        return None if value is None else value.astimezone(locale.zone).replace(tzinfo=None)

    def number_format(self, locale: Locale) -> str | None:
        return "yyyy-mm-dd hh:mm"


class Flag(Kind[bool]):
    """Yes or no."""

    operators = ("is",)
    width = 70

    def from_stored(self, stored: int | None) -> bool | None:
        return None if stored is None else bool(stored)

    def to_stored(self, value: bool | None) -> int | None:
        return None if value is None else int(value)

    def show(self, value: bool | None, locale: Locale) -> str:
        return "" if value is None else _("Yes") if value else _("No")

    def read(self, text: object, locale: Locale) -> bool | None:
        return reading.flag(text)

    def cell(self, value: bool | None, locale: Locale) -> Any:
        return self.show(value, locale) or None


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a vocabulary: the code that is stored and tested, its label, its colour, other spellings."""

    code: str
    label: str
    colour: Colour = "grey"
    aliases: tuple[str, ...] = ()


@cache
def _every_label(label: str) -> frozenset[str]:
    """Return a label in each of our languages, folded: a Chinese export comes back into an English program."""
    return frozenset(reading.fold(words_for(language).gettext(label)) for language in LANGUAGES)


@dataclass(frozen=True)
class Vocabulary:
    """A closed list of words that the program's rules know: states, channels, priorities."""

    name: str
    terms: tuple[Term, ...]
    _by_code: dict[str, Term] = field(init=False, repr=False, compare=False)
    _by_word: dict[str, Term] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_code", {term.code: term for term in self.terms})
        object.__setattr__(
            self,
            "_by_word",
            {reading.fold(word): t for t in self.terms for word in (t.code, t.label, *t.aliases)},
        )

    def term(self, code: str | None) -> Term | None:
        """Return the term with this code."""
        return self._by_code.get(code or "")

    def find(self, text: str) -> Term | None:
        """Return the term that a person means by ``text``: its code, its label in any language, an alias."""
        folded = reading.fold(text)
        found = self._by_word.get(folded)
        if found is None:
            found = next((term for term in self.terms if folded in _every_label(term.label)), None)
        return found

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes in their order."""
        return tuple(self._by_code)


class Choice(Kind[str]):
    """One term of a closed vocabulary; the code is stored."""

    operators = ("is", "is_not", "any_of", "empty", "filled")
    width = 120

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def show(self, value: str | None, locale: Locale) -> str:
        term = self.vocabulary.term(value)
        return _(term.label) if term else value or ""

    def colour(self, value: str | None) -> Colour:
        """Return the colour that a badge of this value has."""
        term = self.vocabulary.term(value)
        return term.colour if term else "grey"

    def read(self, text: object, locale: Locale) -> str | None:
        words = reading.text_of(text)
        if not words:
            return None
        term = self.vocabulary.find(words)
        if term is None:
            known = ", ".join(_(t.label) for t in self.vocabulary.terms)
            raise Unreadable(_("“%(value)s” is not one of: %(known)s.") % {"value": words, "known": known})
        return term.code

    def cell(self, value: str | None, locale: Locale) -> Any:
        return self.show(value, locale) or None


class Status(Choice):
    """The state of a record: a term of its vocabulary, which changes only along its state machine."""

    def __init__(self, vocabulary: Vocabulary, machine: StateMachine) -> None:
        super().__init__(vocabulary)
        self.machine = machine


class Reference(Kind[int]):
    """The id of one record of another entity; lists show its name."""

    operators: tuple[str, ...] = ("is", "is_not", "empty", "filled")

    def __init__(self, entity: str, width: int = 160) -> None:
        self.entity = entity
        self.width = width

    def read(self, text: object, locale: Locale) -> int | None:
        raise Unreadable(_("A name is looked up, not typed."))


class Option(Reference):
    """One entry of a list that the user keeps (industry, source, level …); see ``models/option.py``."""

    operators = ("is", "is_not", "any_of", "empty", "filled")

    def __init__(self, options: str, width: int = 120) -> None:
        super().__init__("option", width)
        self.options = options


class Tags(Kind[list[str]]):
    """The tags of a record, by name."""

    operators = ("has", "has_not", "empty", "filled")

    def show(self, value: Iterable[str] | None, locale: Locale) -> str:
        return ", ".join(value or ())

    def read(self, text: object, locale: Locale) -> list[str] | None:
        return reading.words(reading.text_of(text)) or None

    def plain(self, value: list[str] | None) -> Any:
        return list(value or ())

    def cell(self, value: list[str] | None, locale: Locale) -> Any:
        return self.show(value, locale) or None


class Minutes(Number):
    """A length of time in minutes."""

    def __init__(self, width: int = 90) -> None:
        super().__init__(" min", 0, None, width)

    def show(self, value: int | None, locale: Locale) -> str:
        if value is None:
            return ""
        return _("%(number)s min") % {"number": formatting.format_number(value, locale.language)}

    def read(self, text: object, locale: Locale) -> int | None:
        unit = (_("%(number)s min") % {"number": ""}).strip()
        return super().read(text.strip().removesuffix(unit) if isinstance(text, str) else text, locale)


def midnight(day: date, zone: tzinfo | None) -> datetime:
    """Return the moment (UTC) at which ``day`` begins on the user's clock."""
    local = datetime.combine(day, time())
    local = local.replace(tzinfo=zone) if zone else local.astimezone()
    return local.astimezone(UTC)


def day_bounds(day: date, zone: tzinfo | None) -> tuple[datetime, datetime]:
    """Return the first moment of ``day`` and that of the day after, in UTC."""
    return midnight(day, zone), midnight(day + timedelta(days=1), zone)


OPERATOR_LABELS: dict[str, str] = {
    "is": N_("is"),
    "is_not": N_("is not"),
    "any_of": N_("is one of"),
    "contains": N_("contains"),
    "starts": N_("begins with"),
    "empty": N_("is empty"),
    "filled": N_("is filled"),
    "at_least": N_("is at least"),
    "at_most": N_("is at most"),
    "on": N_("is on"),
    "before": N_("is before"),
    "after": N_("is after"),
    "within_days": N_("is within days"),
    "has": N_("has"),
    "has_not": N_("has not"),
}
