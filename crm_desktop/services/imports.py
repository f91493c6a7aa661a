"""Import of a foreign table: a plan that says what will change, then one transaction that can be undone whole.

:func:`plan_import` reads the file in the reader process, finds which rows are new, changed or unchanged, and names
every row that cannot go in; nothing is written. :func:`run_import` writes the plan. Companies, products and other
records that are only named are found or made; a name that is nearly that of a record is offered, never merged or
made silently.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm_desktop.core.entity import Field
from crm_desktop.core.errors import UsageProblem
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import Reference
from crm_desktop.models import registry
from crm_desktop.services import (
    import_ahead,
    import_authors,
    import_calendar_ids,
    import_changes,
    import_circles,
    import_identity,
    import_joined,
    import_likely_rows,
    import_matching,
    import_nameless,
    import_opt_out_lists,
    import_opt_outs,
    import_outcome,
    import_people,
    import_pictures,
    import_policies,
    import_preview,
    import_references,
    import_spellings,
    import_words,
    import_writing,
)
from crm_desktop.services.import_changes import Cell
from crm_desktop.services.import_choices import NEW, Choices
from crm_desktop.services.import_meanings import Columns
from crm_desktop.services.import_outcome import Outcome
from crm_desktop.services.import_plan import ImportPlan, ImportResult
from crm_desktop.services.import_references import Resolved
from crm_desktop.services.import_table import Progress, read_table, stop_if, without_collector
from crm_desktop.store import change_log, custom_fields
from crm_desktop.store.customer_file import reading_only
from crm_desktop.store.driver import Connection

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace


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
    columns = Columns(workspace, description, choices)
    with import_ahead.reading(workspace.file, source, description, custom) as ahead:
        table = read_table(
            source, description, workspace.locale, choices, custom, columns,
            progress=progress, cancelled=cancelled,
        )  # fmt: skip
    table.ahead = ahead
    choices = columns.choices
    table.notes[:0] = columns.notes
    for key in choices.keys:
        if key not in table.columns:
            raise UsageProblem(
                _("“%(name)s” cannot be a key: no column of the file fills it.") % {"name": key}
            )
    groups = (
        (tuple(choices.keys),) if choices.keys else import_calendar_ids.groups(table, description.match_on)
    )
    answers = {one: dict(names) for one, names in choices.decided.items()}
    import_policies.check(description, table.fields, choices.policies)
    import_words.check({one.key: one for one in table.fields}, choices.new_options)
    plan = ImportPlan(table, choices, groups, answers, locale=workspace.locale, recognised=columns.recognised)
    import_nameless.part(table, choices)
    plan.joined = import_joined.part(
        table, choices, lambda part, own: ImportPlan(part, own, part.entity.match_on, {}, locale=plan.locale)
    )
    with without_collector():
        compare(workspace, plan, cancelled)
    table.ahead = None
    table.notes += import_nameless.notes(table)
    for speaks in (import_opt_outs, import_opt_out_lists):
        table.notes += speaks.notes(workspace.file.reader(), table, plan.matched.rows)
    return plan


def compare(workspace: Workspace, plan: ImportPlan, cancelled: Callable[[], bool] | None = None) -> None:
    """Find what the rows of a plan mean for the file as it is now."""
    stop_if(cancelled)
    connection = workspace.file.reader()
    newest = change_log.transactions(connection, 1)
    plan.as_of = newest[0].id if newest else 0
    table = plan.table
    if table.ahead is not None and not table.ahead.is_of(plan.as_of):
        table.ahead = None
    import_joined.restore(plan)
    plan.resolved = _resolved(connection, plan)
    import_references.leave_own(table, plan.resolved)
    import_people.find_people(connection, table, plan.resolved)
    import_joined.compare_leading(connection, plan, lambda joined: compare(workspace, joined, cancelled))
    locale = workspace.locale
    plan.matched = import_matching.match_rows(connection, table, plan.groups, plan.resolved, locale.region)
    import_identity.match_numbers(connection, table, plan.matched)
    import_calendar_ids.leave_done(connection, table, plan.matched)
    stop_if(cancelled)
    if plan.twins is not None or plan.choices.likely != NEW:
        _look_for_twins(workspace, plan, None, cancelled)
    plan.would = Outcome()
    _settle(workspace, plan)


def _resolved(connection: Connection, plan: ImportPlan) -> dict[str, Resolved]:
    """Return what the names of each column mean."""
    return {
        one.key: plan.given[one.key] if one.key in plan.given else _resolved_column(connection, plan, one)
        for one in plan.table.fields
        if isinstance(one.kind, Reference)
    }


def _resolved_column(connection: Connection, plan: ImportPlan, one: Field) -> Resolved:
    column, decided = plan.table.columns[one.key], plan.decided.get(one.key, {})
    adds = import_authors.adds(plan.choices.new_options, one.key)
    found = import_references.resolve(connection, one, column, decided, adds=adds)
    if import_spellings.differ(found, decided):
        plan.decided[one.key] = decided = import_spellings.unify(found, column, decided)
        for joined in plan.joined:
            if joined.join.leads and joined.join.link == one.key:
                joined.names[:] = column
        found = import_references.resolve(connection, one, column, decided, adds=adds)
    return found


def find_twins(
    workspace: Workspace,
    plan: ImportPlan,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Look which rows that would be new are likely records that are there, or earlier rows. Raises Cancelled."""
    with without_collector():
        _look_for_twins(workspace, plan, progress, cancelled)
        _settle(workspace, plan)


def with_twins(
    workspace: Workspace,
    plan: ImportPlan,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ImportPlan:
    """Return a plan that knows the likely duplicates, and leave the one that somebody looks at. Raises Cancelled."""
    other = _copied(plan)
    find_twins(workspace, other, progress=progress, cancelled=cancelled)
    return other


def _copied(plan: ImportPlan) -> ImportPlan:
    """Return a plan about the same rows that can be settled anew."""
    other = replace(plan)
    other.joined = [replace(one, plan=replace(one.plan)) for one in plan.joined]
    return other


def chosen(workspace: Workspace, plan: ImportPlan, **answers: Any) -> ImportPlan:
    """Return a plan with other ``likely``, ``twins`` or ``left_out`` of its choices: quick, the table is not compared
    anew."""
    other = _copied(plan)
    other.choices = replace(plan.choices, **answers)
    if other.twins is None and other.choices.likely != NEW:
        _look_for_twins(workspace, other, None, None)
    _settle(workspace, other)
    return other


def _look_for_twins(
    workspace: Workspace,
    plan: ImportPlan,
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
) -> None:
    table = plan.table
    fresh = [at for at, one in enumerate(plan.matched.rows) if one is None and at not in table.incomplete]
    plan.twins = import_likely_rows.find_twins(
        workspace, table, fresh, progress=progress, cancelled=cancelled
    )


def _settle(workspace: Workspace, plan: ImportPlan) -> None:
    """Work out what becomes of the rows, with all that was chosen about them."""
    connection = workspace.file.reader()
    keys = {key for group in plan.groups for key in group}

    def compare_rows(matches: dict[int, list[int]]) -> dict[int, dict[str, Cell]]:
        return import_changes.changed_cells(
            connection,
            plan.table,
            matches,
            plan.resolved,
            workspace.locale,
            keys,
            plan.choices.policies,
            plan.matched.led,
        )

    import_outcome.settle(plan, connection, compare_rows)
    import_circles.leave_out(plan, connection)
    import_joined.settle(
        plan, lambda joined: compare(workspace, joined), lambda joined: _settle(workspace, joined)
    )
    plan.settled()
    plan.names = import_preview.names_of(connection, plan)


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
            owners = import_writing.write(work, workspace.locale, plan, progress, cancelled)
        import_pictures.attach(workspace, work, plan.table, owners)
    undo = work.id if work.changes else 0
    rejected = len(plan.rejected_rows)
    return ImportResult(plan.rows, plan.created, plan.updated, plan.unchanged, rejected, undo, plan.left_out)


def reasons(plan: ImportPlan) -> Counter[str]:
    """Return how often each reason keeps a row out."""
    return Counter(problem.reason for problem in plan.rejected)


__all__ = [
    "ImportPlan",
    "ImportResult",
    "chosen",
    "compare",
    "find_twins",
    "plan_import",
    "reasons",
    "run_import",
    "with_twins",
]
