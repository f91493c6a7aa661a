"""Parents that would stand above themselves after an import: the row that closes the circle keeps its other values, and
says that its parent is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm_desktop.core.entity import Field
from crm_desktop.core.i18n import _, labelled, listed, ngettext
from crm_desktop.services import circles
from crm_desktop.services.import_outcome import Outcome
from crm_desktop.services.import_policies import EMPTY
from crm_desktop.services.import_table import same_name
from crm_desktop.store.driver import Connection

if TYPE_CHECKING:
    from crm_desktop.services.import_plan import ImportPlan

NAMED = 10  # rows that a note names


@dataclass(frozen=True, slots=True)
class _Step:
    """What stands above one record after its row: records are ids, new ones minus the place of their row minus one."""

    place: int
    record: int
    above: int | None


def leave_out(plan: ImportPlan, connection: Connection) -> None:
    """Leave the parents that close circles out of what the rows of a plan would do, and of what is written of it."""
    for one in plan.table.fields:
        if circles.is_above(plan.table.entity, one):
            _leave_out(plan, connection, one, plan.would)
            if plan.written is not plan.would:
                _leave_out(plan, connection, one, plan.written)


def _leave_out(plan: ImportPlan, connection: Connection, one: Field, outcome: Outcome) -> None:
    is_changed = any(one.key in cells for cells in outcome.changes.values())
    if not is_changed and not plan.resolved[one.key].own:
        return  # new records below present ones
    column = plan.table.columns[one.key]
    closing = _closing(connection, one, list(_steps(plan, one, outcome)))
    outcome.circles[one.key] = {
        step.place: "" if is_own else str(column[step.place]) for step, is_own in closing
    }
    changes = dict(outcome.changes)
    for step, _is_own in closing:
        if step.record in changes:
            kept = {key: cell for key, cell in changes[step.record].items() if key != one.key}
            changes[step.record] = kept
            if not kept:
                del changes[step.record]
    outcome.changes = changes


def _steps(plan: ImportPlan, one: Field, outcome: Outcome) -> Iterator[_Step]:
    """Yield what the rows of an outcome say of one field, in the order of the rows."""
    resolved, column = plan.resolved[one.key], plan.table.columns[one.key]
    rows = [(place, [place, *outcome.repeats.get(place, ())], -place - 1) for place in outcome.new_rows]
    rows += [
        (outcome.matches[record][-1], outcome.matches[record], record)
        for record, cells in outcome.changes.items()
        if one.key in cells
    ]
    own = _own(plan, outcome) if resolved.own else {}
    for _last, places, record in sorted(rows):
        said = [place for place in places if column[place]]
        meant: Any = column[said[-1]] if said else None
        if record >= 0:
            meant = outcome.changes[record][one.key][1]
        above: int | None = None
        if isinstance(meant, int):
            above = meant
        elif meant is not EMPTY:
            text = resolved.spellings.get(meant, meant)
            above = resolved.ids.get(meant, own.get(same_name(text)) if text else None)
        if above is not None or record >= 0:
            yield _Step(said[-1] if said else places[-1], record, above)


def _own(plan: ImportPlan, outcome: Outcome) -> dict[str, int]:
    """Return the records of the table's own rows by their names, as ``import_references.name_own`` finds them."""
    titles = plan.table.columns.get(plan.table.entity.title_key, [])
    found: dict[str, int] = {}
    for place, owner in enumerate(plan.owners):
        if owner is not None and owner >= 0 and titles[place]:
            found.setdefault(same_name(titles[place]), owner)
    for place in outcome.new_rows:
        if titles[place]:
            found.setdefault(same_name(titles[place]), -place - 1)
    return found


def _closing(connection: Connection, one: Field, steps: list[_Step]) -> list[tuple[_Step, bool]]:
    """Return the steps that close a circle, each with whether it is that of a record to itself.

    They are taken one after the other, as if each row were saved alone; what a later row makes possible is taken then.
    """
    assert one.column
    rows = connection.execute(
        f'SELECT id, "{one.column}" FROM "{one.kind.entity}" WHERE "{one.column}" IS NOT NULL'  # type: ignore[attr-defined]
    )
    above: dict[int, int] = dict(rows.fetchall())
    below = Counter(above.values())
    waiting: list[_Step] = []
    while len(waiting) != len(steps):
        waiting, steps = steps, []
        for step in waiting:
            if _is_circle(step, above, below):
                steps.append(step)
                continue
            below[above.pop(step.record, 0)] -= 1
            if step.above is not None:
                above[step.record] = step.above
                below[step.above] += 1
    return [(step, step.above == step.record) for step in steps]


def _is_circle(step: _Step, above: Mapping[int, int], below: Mapping[int, int]) -> bool:
    """Tell whether a record would stand above itself; only one with others ``below`` it can."""
    if step.above is None or step.above == step.record:
        return step.above is not None
    return bool(below[step.record]) and circles.leads_to(step.above, step.record, above.get)


def notes_of_row(plan: ImportPlan, place: int) -> tuple[str, ...]:
    """Say why the parent is left out that a row names, or that it names of a record joined to it."""
    found = [
        labelled(_(plan.table.entity.field(key).label), circles.objection(places[place]))
        for key, places in plan.would.circles.items()
        if place in places
    ]
    for joined in plan.joined:
        row = joined.row_of[place] if joined.row_of else None
        if row is not None and joined.rows[row] == place:
            found += notes_of_row(joined.plan, row)
    return tuple(found)


def sentences(plan: ImportPlan) -> list[str]:
    """Say in which rows of a plan, and of those joined to it, parents are left out."""
    found = []
    for one in (plan, *(joined.plan for joined in plan.joined)):
        for key, places in one.written.circles.items():
            if not places:
                continue
            text = ngettext(
                "“%(field)s” is left out in %(count)s row whose record would stand above itself: row %(rows)s.",
                "“%(field)s” is left out in %(count)s rows whose records would stand above themselves: row %(rows)s.",
                len(places),
            )
            numbers = sorted(one.table.numbers[place] for place in places)
            rows = listed(map(str, numbers[:NAMED])) + (" …" if len(numbers) > NAMED else "")
            told = {"field": _(one.table.entity.field(key).label), "count": f"{len(places):,}", "rows": rows}
            found.append(text % told)
    return found


__all__ = ["leave_out", "notes_of_row", "sentences"]
