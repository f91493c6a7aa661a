"""What becomes of each row of an import: by the keys, the likely duplicates, the mode, and what the person left out.

Two things are told apart: what the rows *would* do (the diff that is shown, left-out rows among them), and what is
*written* of it. Both are worked out anew when a choice changes, and only for the records that it concerns.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crm_desktop.core.kinds import Reference
from crm_desktop.services import import_modes
from crm_desktop.services.import_choices import SKIP, UPDATE
from crm_desktop.services.import_table import ImportTable
from crm_desktop.store.driver import Connection
from crm_desktop.store.sql import chunks, marks

if TYPE_CHECKING:
    from crm_desktop.services.import_changes import Cell
    from crm_desktop.services.import_plan import ImportPlan
    from crm_desktop.services.import_references import Resolved

NEW, CHANGED, UNCHANGED, REPEATED, LIKELY, REJECTED, LEFT_OUT = STATES = (
    *("new", "changed", "unchanged", "repeated", "likely", "rejected", "left_out"),
)
SETTLED = frozenset({UNCHANGED, REPEATED, REJECTED, LEFT_OUT})
"""The states of rows that write nothing, whatever is chosen about them."""

Owners = list[int | None]
Matches = dict[int, list[int]]
Changes = dict[int, "dict[str, Cell]"]
Compare = Callable[[Matches], Changes]
"""Compares rows with their records: {record: places} → {record: changed cells}."""


@dataclass
class Outcome:
    """What rows do, by their places: ``new_rows`` become records, ``repeats`` complete an earlier new row, ``matches``
    are the rows of present records and ``changes`` what they change in these, ``compared`` with the parents that
    close ``circles``: the names of these by field and place, '' where a record names itself."""

    new_rows: list[int] = field(default_factory=list)
    repeats: dict[int, list[int]] = field(default_factory=dict)
    matches: Matches = field(default_factory=dict)
    changes: Changes = field(default_factory=dict)
    compared: Changes = field(default_factory=dict)
    circles: dict[str, dict[int, str]] = field(default_factory=dict)

    @property
    def updated(self) -> int:
        """Rows whose record changes, or that complete an earlier row."""
        rows = sum(len(self.matches[record]) for record in self.changes)
        return rows + sum(len(places) for places in self.repeats.values())

    def places(self) -> list[int]:
        """Return the rows that are written."""
        return [*self.new_rows, *self.changed_places()]

    def changed_places(self) -> list[int]:
        """Return the rows that complete an earlier row, or change their record."""
        found = [place for places in self.repeats.values() for place in places]
        return found + [place for record in self.changes for place in self.matches[record]]


def settle(plan: ImportPlan, connection: Connection, compare: Compare) -> None:
    """Work out what the rows of a plan do after its choices, and what of that is written."""
    plan.owners = _owners(plan, connection)
    unfit = _unfit_places(plan)
    plan.unfit = [plan.table.incomplete[place] for place in unfit]
    plan.barred = import_modes.barred(plan, set(unfit))
    would = _sorted_out(plan, frozenset())
    would.changes = would.compared = _changes(would.matches, plan.would, compare)
    plan.would = would
    plan.left = _left_out(plan)
    if not plan.left:
        plan.written = would
        return
    kept = _sorted_out(plan, plan.left)
    kept.changes = kept.compared = _changes(kept.matches, would, compare)
    plan.written = kept


def _sorted_out(plan: ImportPlan, left: Set[int]) -> Outcome:
    """Tell new rows, repeated rows and rows of present records apart, without those at the places that are ``left``.

    Where the first of several rows that are one is left out, the next one takes its place.
    """
    table, mode = plan.table, plan.choices.mode
    found = Outcome()
    heirs: dict[int, int] = {}
    for place, owner in enumerate(plan.owners):
        if place in left:
            continue
        if owner is not None and owner >= 0:
            if mode != "create":
                found.matches.setdefault(owner, []).append(place)
        elif place in table.incomplete or mode == "update":
            continue
        elif owner is None:
            found.new_rows.append(place)
        else:
            first = -owner - 1
            leader = heirs.setdefault(first, place) if first in left else first
            if leader == place:
                found.new_rows.append(place)
            elif adds(table, leader, place):
                found.repeats.setdefault(leader, []).append(place)
    return found


def adds(table: ImportTable, first: int, place: int) -> bool:
    """Return whether a repeated row says something that the earlier one does not (its name in another way aside)."""
    return any(
        column[place] not in (None, "") and column[place] != column[first]
        for key, column in table.columns.items()
        if key != table.entity.title_key
    )


def _changes(matches: Matches, known: Outcome, compare: Compare) -> Changes:
    """Return what rows change in their records; only those are compared whose rows are not the ``known`` ones."""
    if not known.matches:
        return compare(matches) if matches else {}
    fresh = {record: rows for record, rows in matches.items() if known.matches.get(record) != rows}
    kept = {
        record: cells for record, cells in known.compared.items() if record in matches and record not in fresh
    }
    return {**kept, **compare(fresh)} if fresh else kept


# ------------------------------------------------------------ likely duplicates


def _owners(plan: ImportPlan, connection: Connection) -> Owners:
    """Return whose rows they are once the likely duplicates are decided; see ``Matched`` for the numbers."""
    owners = list(plan.matched.rows)
    answers = _answers(plan, connection)
    if not answers:
        return owners
    for place, owner in enumerate(owners):
        if owner is None and place in answers:
            owners[place] = answers[place]
        found = owners[place]
        if found is not None and found < 0 and (earlier := owners[-found - 1]) is not None:
            owners[place] = earlier
    return owners


def _answers(plan: ImportPlan, connection: Connection) -> dict[int, int]:
    """Return who the rows are, by their places, that somebody said to be likely duplicates.

    A record that is gone is nobody, nor is a row that does not come before the one that is asked about. The choice for
    all takes no record that another row of the table is by its keys, as that row says what the record holds, and none
    of which only the name is the same.
    """
    given, table = plan.choices.twins, plan.table
    if not given and plan.choices.likely != UPDATE:
        return {}
    places = {number: place for place, number in enumerate(table.numbers)}
    said: dict[int, int | None] = {}
    if plan.choices.likely == UPDATE:
        exact = {owner for owner in plan.matched.rows if owner is not None and owner >= 0}
        said.update(
            (place, twins[0].record)
            for place, twins in (plan.twins or {}).items()
            if twins[0].is_sure and twins[0].record not in exact
        )
    said.update((places[number], record) for number, record in given.items() if number in places)
    live = _live(connection, table.entity.name, [one for one in said.values() if one is not None and one > 0])
    found = {}
    for place, record in said.items():
        if record in live:
            found[place] = record
        elif record is not None and record < 0:
            earlier = places.get(-record, place)
            if earlier < place and earlier not in table.incomplete:
                found[place] = -earlier - 1
    return found


def _live(connection: Connection, entity: str, ids: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for part in chunks(sorted(set(ids))):
        sql = f'SELECT id, id FROM "{entity}" WHERE id IN ({marks(part)}) AND deleted_at IS NULL'
        found.update(connection.execute(sql, part).fetchall())
    return found


# ------------------------------------------------------------ left out


def _left_out(plan: ImportPlan) -> set[int]:
    """Return the places of the rows that somebody left out."""
    choices, table = plan.choices, plan.table
    wanted = set(choices.left_out)
    left: set[int] = set()
    if numbers := {one for one in wanted if isinstance(one, int)}:
        left.update(place for place, number in enumerate(table.numbers) if number in numbers)
    if wanted.intersection(STATES):
        left.update(place for place, state in enumerate(states_of(plan)) if state in wanted)
    if choices.likely == SKIP:
        sure = (place for place, twins in (plan.twins or {}).items() if twins[0].is_sure)
        left.update(place for place in sure if table.numbers[place] not in choices.twins)
    return left - set(_unfit_places(plan))


def _unfit_places(plan: ImportPlan) -> list[int]:
    """Return the places of rows that lack what a new record must have, and are no present one or only a joined one."""
    found = []
    for place in plan.table.incomplete.keys() - plan.table.nameless:
        owner = plan.owners[place]
        if owner is None or owner < 0:
            found.append(place)
    return found


def states_of(plan: ImportPlan) -> list[str]:
    """Return the state of each row that could be read, by its place; a row that somebody left out keeps its own."""
    would = plan.would
    states = [UNCHANGED if one is None or one >= 0 else REPEATED for one in plan.owners]
    for place in would.new_rows:
        states[place] = NEW
    for place in (*would.changed_places(), *plan.also):
        states[place] = CHANGED
    for place in plan.barred:
        states[place] = LEFT_OUT
    for place in plan.twins or ():
        states[place] = LIKELY
    for place in _unfit_places(plan):
        states[place] = REJECTED
    return states


# ------------------------------------------------------------ names of other records


def named_by(plan: ImportPlan) -> dict[str, Resolved]:
    """Return what names mean, with only those to be made that a written row says."""
    written: list[int] | None = None
    found = dict(plan.resolved)
    for key, resolved in plan.resolved.items():
        if not resolved.fresh or not isinstance(resolved.field.kind, Reference):
            continue
        written = plan.written.places() if written is None else written
        column = plan.table.columns[key]
        texts = {column[place] for place in written}
        said = {resolved.spellings.get(text, text) for text in texts}
        fresh = [text for text in resolved.fresh if text in said]
        found[key] = dataclasses.replace(resolved, fresh=fresh)
    return found


__all__ = ["SETTLED", "STATES", "Outcome", "adds", "named_by", "settle", "states_of"]
