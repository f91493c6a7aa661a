"""What somebody chose about an import: how the table is read, what its columns mean, and what becomes of its rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from crm_desktop.core.errors import UsageProblem
from crm_desktop.core.i18n import _
from crm_desktop.exchange.open_dates import ORDERS

MODES = ("create", "update", "both", "")
NEW, UPDATE, SKIP = LIKELY = ("new", "update", "skip")


@dataclass(frozen=True)
class Choices:
    """All answers of an import page, or of a command; what is left out is found by looking at the table.

    ``heading_row`` is the row of the sheet that holds the headings (None: found; 0: there is none, columns are named
    by their letters). ``mapping`` maps headings to field keys ('' leaves a column out); ``keys`` are the fields by
    which records are found again (default: those of the description); ``mode`` is 'create', 'update' or 'both' ('':
    as saved, else both); ``decided`` answers likely names by field: the name of the record meant, or None to make a
    new one; ``policies`` say by field what a cell does to what is there (see ``import_policies``); ``date_orders`` say
    by heading whether the day, the month or the year comes first ('dmy', 'mdy', 'ymd'); ``new_options`` are the fields
    whose unknown words become entries of their lists (default: all; words of the others are left out); ``new_fields``
    are the headings of columns that become custom fields, with their kind of CUSTOM_KINDS ('' for the proposed one).
    ``likely`` says what becomes of rows that are likely a record which is there ('new': a record of their own,
    'update': that record, 'skip': nothing), and ``twins`` the same of single rows by their number: the id of the
    record, minus the number of an earlier row, or None for a new one; ``left_out`` are the numbers of rows that are
    not imported, and whole states of rows ('new', 'changed', 'likely'). ``saved`` names the saved mapping whose
    choices stand in for what is not said here (None: the one that fits the headings; '': none).

    Raises UsageProblem for a mode, an order or a way with likely duplicates that there is not.
    """

    sheet: str | None = None
    encoding: str | None = None
    separator: str | None = None
    heading_row: int | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    keys: Sequence[str] = ()
    mode: str = ""
    decided: Mapping[str, Mapping[str, str | None]] = field(default_factory=dict)
    policies: Mapping[str, str] = field(default_factory=dict)
    date_orders: Mapping[str, str] = field(default_factory=dict)
    new_options: Collection[str] | None = None
    new_fields: Mapping[str, str] = field(default_factory=dict)
    likely: str = NEW
    twins: Mapping[int, int | None] = field(default_factory=dict)
    left_out: Collection[int | str] = ()
    saved: str | None = None

    def __post_init__(self) -> None:
        if self.mode not in MODES:
            raise UsageProblem(_("“%(mode)s” is not a way to import.") % {"mode": self.mode})
        for order in self.date_orders.values():
            if order not in ORDERS:
                raise UsageProblem(_("“%(order)s” is not an order: say dmy, mdy or ymd.") % {"order": order})
        if self.likely not in LIKELY:
            raise UsageProblem(_("“%(way)s” is not a way with likely duplicates.") % {"way": self.likely})
