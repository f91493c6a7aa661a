"""Import of a foreign table: a plan that says what will change, then one transaction that can be undone whole.

:func:`plan_import` reads the file in the reader process, finds which rows are new, changed or unchanged, and names
every row that cannot go in; nothing is written. :func:`run_import` writes the plan. Companies, products and other
records that are only named are found or made; a name that is nearly that of a record is offered, never merged or
made silently.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop.core.errors import UsageProblem
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import Locale, Reference
from crm_desktop.exchange import xlsx_files
from crm_desktop.exchange.open_dates import OpenDates
from crm_desktop.exchange.row_parser import Problem, RejectedRow
from crm_desktop.models import registry
from crm_desktop.services import (
    import_changes,
    import_identity,
    import_matching,
    import_people,
    import_policies,
    import_preview,
    import_references,
    import_words,
    import_writing,
)
from crm_desktop.services.import_changes import Cell
from crm_desktop.services.import_choices import Choices
from crm_desktop.services.import_matching import Matched
from crm_desktop.services.import_references import Likely, Resolved
from crm_desktop.services.import_table import ImportTable, Progress, read_table, stop_if, without_collector
from crm_desktop.services.import_words import UnknownWord
from crm_desktop.store import change_log, custom_fields
from crm_desktop.store.customer_file import reading_only

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace

NAMED = 5  # doubtful rows that a note names


@dataclass
class ImportPlan:
    """What an import will do. ``likely`` names wait for the user: see ``decided`` of ``Choices``."""

    table: ImportTable
    choices: Choices
    groups: tuple[tuple[str, ...], ...]
    decided: dict[str, dict[str, str | None]]
    matched: Matched = field(default_factory=Matched)
    resolved: dict[str, Resolved] = field(default_factory=dict)
    changes: dict[int, dict[str, Cell]] = field(default_factory=dict)
    new_rows: list[int] = field(default_factory=list)
    repeats: dict[int, list[int]] = field(default_factory=dict)
    unfit: list[RejectedRow] = field(default_factory=list)
    as_of: int = 0
    locale: Locale | None = None
    names: dict[int, str] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """All rows of the table."""
        return self.table.rows

    @property
    def created(self) -> int:
        """Rows that become new records."""
        return len(self.new_rows)

    @property
    def updated(self) -> int:
        """Rows whose record changes, or that complete an earlier row of the table."""
        changed = sum(1 for owner in self.matched.rows if owner is not None and owner in self.changes)
        return changed + sum(len(places) for places in self.repeats.values())

    @property
    def unchanged(self) -> int:
        """Rows that change nothing: as they are already, repeated, or left out by the mode."""
        return len(self.table) - self.created - self.updated - len(self.unfit)

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
        return [one for resolved in self.resolved.values() for one in resolved.likely]

    @property
    def open_dates(self) -> list[OpenDates]:
        """The columns of dates that can be read in several ways, answered or not."""
        return self.table.open_dates

    @property
    def unknown_words(self) -> list[UnknownWord]:
        """Words that the option lists do not have yet, added to them or not."""
        return [one for resolved in self.resolved.values() for one in resolved.words]

    @property
    def made(self) -> dict[str, list[str]]:
        """The names of other records that will be made, by field."""
        return {key: resolved.fresh for key, resolved in self.resolved.items() if resolved.fresh}

    @property
    def notes(self) -> list[str]:
        """What else the user should know, as sentences."""
        notes = [*self.table.notes, *import_words.notes(self.unknown_words)]
        if self.matched.doubtful:
            rows = ", ".join(str(self.table.numbers[place]) for place in self.matched.doubtful[:NAMED])
            text = _(
                "Rows that fit several records, of which the most alike was taken: %(count)d (%(rows)s …)."
            )
            notes.append(text % {"count": len(self.matched.doubtful), "rows": rows})
        return notes

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


def plan_import(
    workspace: Workspace,
    source: Path,
    entity: str,
    choices: Choices | None = None,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ImportPlan:
    """Read a table and work out what importing it would do; nothing is written.

    ``choices`` are what was chosen about it. Raises SourceProblem, UsageProblem, Cancelled.
    """
    choices = choices or Choices()
    description = registry.entity(entity)
    custom = custom_fields.of(workspace.file.reader(), entity)
    table = read_table(
        source, description, workspace.locale, choices, custom, progress=progress, cancelled=cancelled
    )
    for key in choices.keys:
        if key not in table.columns:
            raise UsageProblem(
                _("“%(name)s” cannot be a key: no column of the file fills it.") % {"name": key}
            )
    groups = (tuple(choices.keys),) if choices.keys else description.match_on
    answers = {one: dict(names) for one, names in choices.decided.items()}
    import_policies.check(description, table.fields, choices.policies)
    import_words.check({one.key: one for one in table.fields}, choices.new_options)
    plan = ImportPlan(table, choices, groups, answers, locale=workspace.locale)
    with without_collector():
        compare(workspace, plan, cancelled)
    return plan


def compare(workspace: Workspace, plan: ImportPlan, cancelled: Callable[[], bool] | None = None) -> None:
    """Find what the rows of a plan mean for the file as it is now."""
    stop_if(cancelled)
    connection = workspace.file.reader()
    newest = change_log.transactions(connection, 1)
    plan.as_of = newest[0].id if newest else 0
    table = plan.table
    plan.resolved = {
        one.key: import_references.resolve(
            connection,
            one,
            table.columns[one.key],
            plan.decided.get(one.key, {}),
            adds=plan.choices.new_options is None or one.key in plan.choices.new_options,
        )
        for one in table.fields
        if isinstance(one.kind, Reference)
    }
    import_references.leave_own(table, plan.resolved)
    import_people.find_people(connection, table, plan.resolved)
    locale = workspace.locale
    plan.matched = import_matching.match_rows(connection, table, plan.groups, plan.resolved, locale.region)
    import_identity.match_numbers(connection, table, plan.matched)
    stop_if(cancelled)
    matches = _sort_out(plan)
    plan.changes = import_changes.changed_cells(
        connection,
        table,
        matches,
        plan.resolved,
        locale,
        {key for group in plan.groups for key in group},
        plan.choices.policies,
    )
    plan.names = import_preview.names_of(connection, plan)


def _sort_out(plan: ImportPlan) -> dict[int, list[int]]:
    """Tell new rows, repeated rows and rows that cannot go in apart; returns the rows of each present record."""
    table = plan.table
    matches: dict[int, list[int]] = defaultdict(list)
    plan.new_rows, plan.repeats, plan.changes, plan.unfit = [], {}, {}, []
    for place, owner in enumerate(plan.matched.rows):
        if owner is not None and owner >= 0:
            if plan.choices.mode != "create":
                matches[owner].append(place)
        elif place in table.incomplete:
            plan.unfit.append(table.incomplete[place])
        elif owner is None:
            if plan.choices.mode != "update":
                plan.new_rows.append(place)
        elif plan.choices.mode != "update" and import_writing.adds(table, -owner - 1, place):
            plan.repeats.setdefault(-owner - 1, []).append(place)
    return matches


def run_import(
    workspace: Workspace,
    plan: ImportPlan,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ImportResult:
    """Write a plan in one transaction. What changed in the file since the plan was made is taken into account.

    Raises Cancelled (nothing is written then) and what the disk does.
    """
    if workspace.read_only:
        raise reading_only(workspace.path)
    title = N_("Import %(name)s")
    with workspace.work(title, "import", name=plan.table.source.name, rows=plan.rows) as work:
        newest = change_log.transactions(work.connection, 2)
        if len(newest) > 1 and newest[1].id != plan.as_of:
            compare(workspace, plan, cancelled)
        with without_collector():
            import_writing.write(work, workspace.locale, plan, progress, cancelled)
    undo = work.id if work.changes else 0
    return ImportResult(plan.rows, plan.created, plan.updated, plan.unchanged, len(plan.rejected_rows), undo)


def reasons(plan: ImportPlan) -> Counter[str]:
    """Return how often each reason keeps a row out."""
    return Counter(problem.reason for problem in plan.rejected)
