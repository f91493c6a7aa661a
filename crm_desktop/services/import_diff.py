"""All rows of an import plan as people look at them: in the order of the table, with their state and what they change.

The order and the states are worked out once, for any number of rows; texts only for the rows that are asked for.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crm_desktop.core.entity import Field
from crm_desktop.core.i18n import _, labelled
from crm_desktop.core.kinds import Locale, Reference, Tags
from crm_desktop.core.reading import text_of
from crm_desktop.exchange.calendar_lines import ENTRY
from crm_desktop.exchange.mapping import described, number_of, takes_several
from crm_desktop.services import import_circles, import_joined, import_modes
from crm_desktop.services.import_beside import cells_beside
from crm_desktop.services.import_joined import UNSEEN
from crm_desktop.services.import_likely_rows import Twin
from crm_desktop.services.import_outcome import (
    REJECTED,
    REPEATED,
    SETTLED,
    STATES,
    UNCHANGED,
    Outcome,
    states_of,
)
from crm_desktop.services.import_policies import EMPTY
from crm_desktop.services.import_table import ImportTable

if TYPE_CHECKING:
    from crm_desktop.exchange.row_parser import Problem, RejectedRow
    from crm_desktop.services.import_plan import ImportPlan


@dataclass(frozen=True, slots=True)
class DiffCell:
    """A value that changes: the label of its field, what stands there now and what will, as people read them."""

    label: str
    old: str
    new: str
    erased: bool = False
    key: str = field(default="", compare=False)

    @property
    def text(self) -> str:
        """The change in one line."""
        if self.erased:
            return _("%(name)s: %(old)s → empty") % {"name": self.label, "old": self.old}
        return labelled(self.label, f"{self.old} → {self.new}" if self.old else self.new)


@dataclass(frozen=True, slots=True)
class DiffRow:
    """One row of the table: its number there, its state (see ``STATES``), whose it is and what comes of it.

    ``cells`` are what it changes, of a new row all that it says; ``notes`` why it is rejected or left out by the mode,
    or which row it completes or repeats; ``twins`` who it likely is, and ``owner`` who it is taken for: the id of a
    record, minus the number of an earlier row, or None for a new one. A row that is ``left_out``, or ``barred`` by
    the mode, is not written.
    """

    number: int
    state: str
    name: str
    cells: tuple[DiffCell, ...] = ()
    notes: tuple[str, ...] = ()
    twins: tuple[Twin, ...] = ()
    owner: int | None = None
    left_out: bool = False
    barred: bool = False

    @property
    def text(self) -> str:
        """What the row changes, or why it does not, in one line."""
        is_new = self.state == "new"  # then only what changes in records beside it is no news
        cells = [one.text for one in self.cells if not is_new or one.old]
        return "; ".join(self.notes or cells)


class Diff:
    """The rows of a plan as it is at this moment; made anew when a choice has changed."""

    known_states: tuple[str, ...] = STATES

    def __init__(self, plan: ImportPlan) -> None:
        self._plan = plan
        self._table = plan.table
        self._rejected = plan.rejected_rows
        self._states = self._states_of(plan)
        self._fields = {**plan.table.entity.by_key, **{one.key: one for one in plan.table.fields}}
        self._title = title_key(plan.table)
        outcome = self._outcome()
        self._completed = {place: first for first, places in outcome.repeats.items() for place in places}
        self._order = self._ordered()
        counted = Counter(self._states)
        counted[REJECTED] = len(self._rejected)
        self.counts = {state: counted[state] for state in self.known_states}
        """How many rows have which state, left-out ones among them."""
        self._left = Counter(self._states[place] for place in plan.left - plan.barred)
        self._barred = Counter(self._states[place] for place in plan.barred)
        self._of_state = {state: array("q") for state in self.known_states}
        for entry in self._order:
            self._of_state[REJECTED if entry < 0 else self._states[entry]].append(entry)

    def _states_of(self, plan: ImportPlan) -> list[str]:
        return states_of(plan)

    def _outcome(self, _place: int | None = None) -> Outcome:
        """Return what is told of a row, or of all."""
        return self._plan.would

    def _ordered(self) -> array[int]:
        """Return the rows in the order of the table: places, and of rejected ones minus their order minus one."""
        numbers = self._table.numbers
        entries = [(numbers[at], at) for at, state in enumerate(self._states) if state != REJECTED]
        entries += [(row.number, -at - 1) for at, row in enumerate(self._rejected)]
        return array("q", (entry for _number, entry in sorted(entries)))

    def __len__(self) -> int:
        return len(self._order)

    def entries(self, states: Collection[str] = ()) -> array[int]:
        """Return the rows that have one of these states, or all of them, in their order: keys for ``row``."""
        if len(states) == 1:
            return self._of_state[next(iter(states))]
        if not states:
            return self._order
        wanted = set(states)
        return array("q", (entry for entry in self._order if self.state(entry) in wanted))

    def left_out(self, states: Collection[str] = ()) -> tuple[int, int]:
        """Return how many rows of these states, or of all, could be written, and how many of them are left out."""
        wanted = [state for state in states or STATES if state not in SETTLED]
        could = sum(self.counts[one] - self._barred[one] for one in wanted)
        return could, sum(self._left[one] for one in wanted)

    def state(self, entry: int) -> str:
        """Return the state of a row."""
        return REJECTED if entry < 0 else self._states[entry]

    def number(self, entry: int) -> int:
        """Return the number of a row in the table."""
        return self._rejected[-entry - 1].number if entry < 0 else self._table.numbers[entry]

    def entry_of(self, number: int) -> int:
        """Return the row with a number of the table. Raises StopIteration when there is none."""
        return next(entry for entry in self._order if self.number(entry) == number)

    def is_left_out(self, entry: int) -> bool:
        """Tell whether a row is not written although it could be."""
        return entry in self._plan.left

    def is_open(self, entry: int) -> bool:
        """Tell whether a row could be written, so that there is something to choose."""
        return self.state(entry) not in SETTLED and entry not in self._plan.barred

    def row(self, entry: int) -> DiffRow:
        """Return a row with its texts."""
        if entry < 0:
            return self._of_rejected(self._rejected[-entry - 1])
        plan, state = self._plan, self._states[entry]
        owner = plan.owners[entry]
        notes = (*self._notes(entry, state, owner), *import_circles.notes_of_row(plan, entry))
        # A row that is about a joined record alone is named by that.
        key = import_joined.link_of(plan) if entry in self._table.nameless else self._title
        title = self._table.columns.get(key, ())
        return DiffRow(
            self._table.numbers[entry],
            state,
            str(title[entry] or "").rstrip(UNSEEN) if title else "",
            () if state == REPEATED else self._cells(entry, owner),
            notes,
            (plan.twins or {}).get(entry, ()),
            owner if owner is None or owner >= 0 else -self._table.numbers[-owner - 1],
            entry in plan.left,
            entry in plan.barred,
        )

    def _notes(self, place: int, state: str, owner: int | None) -> tuple[str, ...]:
        """Say which row this one completes, or why it does nothing."""
        numbers = self._table.numbers
        if place in self._plan.barred:
            return (import_modes.why(self._plan.choices.mode),)
        if place in self._completed:
            return (_("completes row %(row)d") % {"row": numbers[self._completed[place]]},)
        if state == REPEATED and owner is not None:
            return (_("repeats row %(row)d of the file") % {"row": numbers[-owner - 1]},)
        if state != UNCHANGED:
            return ()
        if place in self._table.nameless:
            return (_("names no person, and says nothing new of the company"),)
        return (_("there already, with the same values"),)

    def _of_rejected(self, row: RejectedRow) -> DiffRow:
        places = [
            one.place
            for one in self._table.mapping.matched
            if one.field is not None and one.field.key == self._title
        ]
        name = "".join(text_of(row.cells[one]) for one in places if one < len(row.cells))
        said = (
            (heading, text_of(cell)) for heading, cell in zip(self._table.headings, row.cells, strict=False)
        )
        cells = tuple(DiffCell(heading, "", text) for heading, text in said if text)
        return DiffRow(row.number, REJECTED, name, cells, tuple(map(_trouble, row.problems)))

    def _cells(self, place: int, owner: int | None) -> tuple[DiffCell, ...]:
        """Return what a row changes in its record; of a row that is none yet, what it says besides its name."""
        if owner is not None and owner >= 0:
            changed = self._outcome(place).changes.get(owner, {}).items()
            own = tuple(self._cell(key, old, new) for key, (old, new) in changed)
        else:
            own = tuple(one for one in self.said(place) if one.key != self._title)
            own = tuple(one for one in own if place not in self._plan.would.circles.get(one.key, ()))
        return (*own, *cells_beside(self._plan, place))

    def said(self, entry: int) -> tuple[DiffCell, ...]:
        """Return all that a row says, whatever becomes of it; of a rejected one nothing."""
        if entry < 0:
            return ()
        cells = ((key, column[entry]) for key, column in self._table.columns.items())
        return tuple(
            self._cell(key, None, value) for key, value in cells if value not in (None, "") and key != ENTRY
        )

    def _cell(self, key: str, old: Any, new: Any) -> DiffCell:
        one = self._fields[key] if key in self._fields else described(self._table.entity, key)
        name = _(one.label)
        if takes_several(one) and number_of(one) > 1:
            name = _("Further %(name)s") % {"name": name}
        erased = new is EMPTY
        return DiffCell(name, self._shown(one, old), "" if erased else self._shown(one, new), erased, key)

    def _shown(self, one: Field, stored: Any) -> str:
        """Return a stored value as a person reads it; a record by its name in the table."""
        if stored is None or stored == "":
            return ""
        if isinstance(one.kind, Reference):
            return stored.rstrip(UNSEEN) if isinstance(stored, str) else self._plan.names.get(stored, "…")
        if isinstance(one.kind, Tags):
            return stored if isinstance(stored, str) else ", ".join(stored)
        return one.kind.show(one.kind.from_stored(stored), self._plan.locale or Locale())


def title_key(table: ImportTable) -> str:
    """Return the field by which the rows of a table are named: its title, or else its first one."""
    title = table.entity.title_key
    return title if title in table.columns else next(iter(table.columns), "")


def _trouble(problem: Problem) -> str:
    """Return what keeps a row out: the column, what stands there, what is wrong with it."""
    if not problem.value or problem.value in problem.reason:
        return labelled(problem.column, problem.reason)
    values = {"column": problem.column, "value": problem.value, "reason": problem.reason}
    return _("%(column)s “%(value)s”: %(reason)s") % values


__all__ = ["Diff", "DiffCell", "DiffRow"]
