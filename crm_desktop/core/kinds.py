"""What a value is: one object for each sort of value that knows how to read, show, align and export it.

A kind knows no entity and no Qt. Values come in three forms:

* *stored*: as SQLite keeps it (int, text or None), which is what lists and the change log see;
* *value*: the Python value of a mapped attribute (``date``, ``datetime`` in UTC, ``Decimal``, ``int``, ``str``);
* *text*: what a person reads or types, in their language.

Where the three are the same, the methods of :class:`Kind` pass them through.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from crm_desktop.core import clock, formatting, reading, reading_days
from crm_desktop.core.i18n import N_, _, listed
from crm_desktop.core.kind import Align, Kind, Locale
from crm_desktop.core.number_kinds import Exact, Minutes, Money, Number, Percent, Price, Year
from crm_desktop.core.reading import Unreadable
from crm_desktop.core.states import StateMachine
from crm_desktop.core.vocabulary import Colour, Term, Vocabulary


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

    usual = reading.USUAL_EMAIL

    def __init__(self, width: int = 200) -> None:
        super().__init__(width, limit=254)

    def read(self, text: object, locale: Locale) -> str | None:
        return reading.email(reading.text_of(text))


class Phone(Text):
    """A telephone or fax number, kept as typed; see ``core.reading.phone_key`` for its normal form."""

    usual = reading.USUAL_PHONE

    def __init__(self, width: int = 150) -> None:
        super().__init__(width, limit=60)

    def read(self, text: object, locale: Locale) -> str | None:
        return reading.phone(reading.text_of(text))


class Web(Text):
    """A web address."""

    def __init__(self, width: int = 180) -> None:
        super().__init__(width, limit=2_000)


class Day(Kind[date]):
    """A date on the calendar, ``YYYY-MM-DD``; no time zone ever shifts it."""

    operators: tuple[str, ...] = ("on", "before", "after", "within_days", "this_month", "empty", "filled")
    width = 110

    def from_stored(self, stored: str | None) -> date | None:
        return None if stored is None else date.fromisoformat(stored)

    def to_stored(self, value: date | None) -> str | None:
        return None if value is None else value.isoformat()

    def show(self, value: date | None, locale: Locale) -> str:
        return "" if value is None else formatting.format_day(value, locale.language)

    def read(self, text: object, locale: Locale) -> date | None:
        return reading_days.day(text, locale.date_order)

    def plain(self, value: date | None) -> str | None:
        return self.to_stored(value)

    def number_format(self, locale: Locale) -> str | None:
        return "yyyy-mm-dd"


class Birthday(Day):
    """A day that comes again each year."""

    operators = (*Day.operators, "comes_within")


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
        found = reading_days.moment(text, locale.date_order)
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


_UNSAID = frozenset({"unspecified", "未指定"})  # what Outlook writes where nothing was chosen


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
        if not words or reading.fold(words) in _UNSAID:
            return None
        term = self.vocabulary.find(words)
        if term is None:
            known = listed(f"“{_(t.label)}”" for t in self.vocabulary.terms)
            raise Unreadable(_("“%(value)s” is not one of: %(known)s.") % {"value": words, "known": known})
        return term.code

    def cell(self, value: str | None, locale: Locale) -> Any:
        return self.show(value, locale) or None


class Coded(Kind[str]):
    """A text that may be the code of a known term, which is then shown by its word; anything else stays as typed."""

    operators = ("is", "is_not", "empty", "filled")

    def __init__(self, vocabulary: Vocabulary, width: int = 120) -> None:
        self.vocabulary = vocabulary
        self.width = width
        self._text = Text()

    def show(self, value: str | None, locale: Locale) -> str:
        term = self.vocabulary.term(value)
        return _(term.label) if term else value or ""

    def read(self, text: object, locale: Locale) -> str | None:
        typed = self._text.read(text, locale)
        term = self.vocabulary.find(typed) if typed else None
        return term.code if term else typed

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


class OneOfFew(Reference):
    """The id of one of a few records (stages): lists can be filtered by several of them."""

    operators = ("is", "is_not", "any_of", "empty", "filled")


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
    "this_month": N_("is this month"),
    "comes_within": N_("comes within days"),
    "has": N_("has"),
    "has_not": N_("has not"),
    "late": N_("is late"),
    "due_today": N_("runs out today"),
}


__all__ = [
    "OPERATOR_LABELS",
    "Align",
    "Birthday",
    "Choice",
    "Colour",
    "Day",
    "Email",
    "Exact",
    "Flag",
    "Kind",
    "Locale",
    "LongText",
    "Minutes",
    "Moment",
    "Money",
    "Number",
    "OneOfFew",
    "Option",
    "Percent",
    "PersonName",
    "Phone",
    "Price",
    "Reference",
    "Status",
    "Tags",
    "Term",
    "Text",
    "Unreadable",
    "Vocabulary",
    "Web",
    "Year",
    "day_bounds",
    "midnight",
]
