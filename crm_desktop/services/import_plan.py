"""What an import will do, and what it did."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Locale
from crm_desktop.exchange import xlsx_files
from crm_desktop.exchange.open_dates import OpenDates
from crm_desktop.exchange.row_parser import Problem, RejectedRow
from crm_desktop.services import (
    import_authors,
    import_beside,
    import_circles,
    import_modes,
    import_outcome,
    import_preview,
    import_words,
)
from crm_desktop.services.import_changes import Cell
from crm_desktop.services.import_choices import Choices
from crm_desktop.services.import_diff import Diff
from crm_desktop.services.import_joined import Joined
from crm_desktop.services.import_likely_rows import Twins
from crm_desktop.services.import_matching import Matched
from crm_desktop.services.import_outcome import Outcome
from crm_desktop.services.import_recognition import Recognised
from crm_desktop.services.import_references import Likely, Resolved
from crm_desktop.services.import_table import ImportTable
from crm_desktop.services.import_words import UnknownWord

NAMED = 5  # doubtful rows that a note names


@dataclass
class ImportPlan:
    """What an import will do. ``likely`` names wait for the user: see ``decided`` of ``Choices``.

    ``twins`` are the rows that are likely records (None: nobody looked), ``would`` what the rows would do, ``written``
    what is done of it without the rows, by their places, that somebody ``left`` out or the mode ``barred``.
    ``joined`` are the records of other entities that stand in the same rows, ``also`` the rows in which only these
    change. ``given`` are the meanings of names that are not looked up.
    """

    table: ImportTable
    choices: Choices
    groups: tuple[tuple[str, ...], ...]
    decided: dict[str, dict[str, str | None]]
    matched: Matched = field(default_factory=Matched)
    resolved: dict[str, Resolved] = field(default_factory=dict)
    twins: Twins | None = None
    owners: list[int | None] = field(default_factory=list)
    would: Outcome = field(default_factory=Outcome)
    written: Outcome = field(default_factory=Outcome)
    left: set[int] = field(default_factory=set)
    barred: set[int] = field(default_factory=set)
    joined: list[Joined] = field(default_factory=list)
    also: set[int] = field(default_factory=set)
    given: dict[str, Resolved] = field(default_factory=dict)
    unfit: list[RejectedRow] = field(default_factory=list)
    as_of: int = 0
    locale: Locale | None = None
    names: dict[int, str] = field(default_factory=dict)
    recognised: Recognised | None = None

    @cached_property
    def diff(self) -> Diff:
        """All rows with what they change, as the plan is now: see ``settled``."""
        return Diff(self)

    def settled(self) -> None:
        """Forget what was told of the rows: something else is done with them now."""
        for known in ("diff", "made"):
            self.__dict__.pop(known, None)

    @property
    def rows(self) -> int:
        """All rows of the table."""
        return self.table.rows

    @property
    def created(self) -> int:
        """Rows that become new records."""
        return len(self.written.new_rows)

    @property
    def updated(self) -> int:
        """Rows whose record or joined record changes, or that complete an earlier row of the table."""
        return self.written.updated + len(self.also - self.left)

    @property
    def unchanged(self) -> int:
        """Rows that change nothing: as they are already, or repeated."""
        return len(self.table) - self.created - self.updated - len(self.unfit) - self.left_out

    @property
    def left_out(self) -> int:
        """Rows that could be imported, and are not: left out by somebody, or by the mode."""
        return len(self.left | self.barred)

    @property
    def changes(self) -> dict[int, dict[str, Cell]]:
        """What is written into present records: {record: {field: (old, new)}} in stored form."""
        return self.written.changes

    @property
    def rejected_rows(self) -> list[RejectedRow]:
        """The rows that cannot go in, in their order."""
        return sorted([*self.table.rejected, *self.unfit], key=lambda row: row.number)

    @property
    def rejected(self) -> list[Problem]:
        """Everything that keeps rows out: row, column, value, reason."""
        return [problem for row in self.rejected_rows for problem in row.problems]

    @property
    def likely(self) -> list[Likely]:
        """Names that are nearly those of records."""
        own = [one for name, each in self.resolved.items() if name not in self.given for one in each.likely]
        return own + [
            replace(near, field=one.key(near.field)) for one in self.joined for near in one.plan.likely
        ]

    @property
    def open_dates(self) -> list[OpenDates]:
        """The columns of dates that can be read in several ways, answered or not."""
        return self.table.open_dates

    @property
    def unknown_words(self) -> list[UnknownWord]:
        """Words that the option lists do not have yet, added to them or not."""
        own = [one for resolved in self.resolved.values() for one in resolved.words]
        return own + [
            replace(word, field=one.key(word.field)) for one in self.joined for word in one.plan.unknown_words
        ]

    @cached_property
    def made(self) -> dict[str, list[str]]:
        """The names of other records that will be made, by field."""
        named = import_outcome.named_by(self)
        return {key: resolved.fresh for key, resolved in named.items() if resolved.fresh}

    @property
    def notes(self) -> list[str]:
        """What else the user should know, as sentences."""
        notes = [self.recognised.sentence] if self.recognised is not None else []
        notes += [
            *import_modes.notes(self),
            *import_circles.sentences(self),
            *self.table.notes,
            *import_authors.notes(import_outcome.named_by(self).values(), self.unknown_words),
            *import_beside.notes(self),
            *import_words.notes(self.unknown_words),
            *import_words.taken_for({k: v for one in self.resolved.values() for k, v in one.shorter.items()}),
            *import_words.doubts(self.likely),
        ]
        if self.matched.doubtful:
            rows = ", ".join(str(self.table.numbers[place]) for place in self.matched.doubtful[:NAMED])
            text = _(
                "Rows that fit several records, of which the most alike was taken: %(count)d (%(rows)s …)."
            )
            notes.append(text % {"count": len(self.matched.doubtful), "rows": rows})
        # A list that is cut short ends a sentence by itself.
        return [one.replace("….", "…").replace("…。", "…") for one in notes]

    def write_rejects(self, path: Path) -> None:
        """Write the rejected rows with their reasons as a workbook that can be corrected and imported."""
        rows = [(row.cells, row.problems) for row in self.rejected_rows]
        xlsx_files.write_rejects(path, self.table.headings, rows)

    def preview(self, limit: int = 200) -> list[tuple[int, str, str, str]]:
        """Return the first rows as (number, 'new'/'changed'/'unchanged'/'rejected', name, what changes)."""
        return import_preview.preview(self, limit)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did; ``undo`` is the transaction that takes it back (0: nothing was written)."""

    rows: int
    created: int
    updated: int
    unchanged: int
    rejected: int
    undo: int
    left_out: int = 0


__all__ = ["ImportPlan", "ImportResult"]
