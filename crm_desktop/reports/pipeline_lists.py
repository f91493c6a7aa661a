"""The open opportunities one by one: those that are overdue, and the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from crm_desktop.core.document import Amount, Block, Cell, Column, Percent, Row, Table
from crm_desktop.core.i18n import N_
from crm_desktop.reports.pipeline_figures import PipelineFigures, Tally
from crm_desktop.reports.reading import Reading


def open_lists(
    reading: Reading, figures: PipelineFigures, every: Tally, limit: int | None
) -> Iterator[Block]:
    """Yield the list of what is overdue, if anything is, and that of the rest; each has at most ``limit`` rows."""
    overdue = figures.overdue()
    if overdue.count:
        title = reading.counted(N_("%(count)s overdue: expected to close before today"), overdue.count)
        yield from _list(reading, _Opportunities(figures, reading, True, limit), title, overdue)
    rest = Tally(every.count - overdue.count, every.valued - overdue.valued, every.amount - overdue.amount)
    rows = _Opportunities(figures, reading, False, limit)
    yield from _list(reading, rows, reading.text(N_("Open opportunities")), rest)


def _list(reading: Reading, rows: _Opportunities, title: str, tally: Tally) -> Iterator[Block]:
    text, limit = reading.text, rows.limit
    columns = [
        Column(text(N_("Opportunity")), weight=1.4),
        Column(text(N_("Company")), weight=1.2),
        Column(text(N_("Amount")), "right"),
        Column(text(N_("Probability")), "right"),
        Column(text(N_("Expected close"))),
        Column(text(N_("Owner"))),
    ]
    amount = reading.money(tally.amount) if tally.valued else None
    totals: Sequence[Cell] | None = (None, None, amount, None, None, None) if tally.count else None
    note = ""
    if limit is not None and tally.count > limit:
        words = N_(
            "… and %(count)s more, which the totals contain. "
            "An Excel workbook lists all unless it is told otherwise."
        )
        note = f"{title}: {reading.counted(words, tally.count - limit)}"
    yield Table(columns, rows, totals, title, note)


class _Opportunities:
    """The rows of a list, read anew for each drawing."""

    def __init__(self, figures: PipelineFigures, reading: Reading, overdue: bool, limit: int | None) -> None:
        self._figures = figures
        self._currency = reading.currency
        self._overdue = overdue
        self.limit = limit

    def __iter__(self) -> Iterator[Row]:
        found: Iterator[tuple[Any, ...]] = self._figures.opportunities(
            overdue=self._overdue, limit=self.limit
        )
        for name, customer, amount, currency, probability, expected, owner in found:
            yield (
                name,
                customer,
                None if amount is None else Amount(amount, currency or self._currency),
                None if probability is None else Percent(probability),
                date.fromisoformat(expected) if expected else None,
                owner,
            )
