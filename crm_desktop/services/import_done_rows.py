"""All rows of an import once it is written: what became of each, the left-out ones told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.services.import_diff import Diff
from crm_desktop.services.import_outcome import (
    CHANGED,
    LEFT_OUT,
    LIKELY,
    NEW,
    REJECTED,
    REPEATED,
    UNCHANGED,
    Outcome,
    states_of,
)

if TYPE_CHECKING:
    from crm_desktop.services.import_plan import ImportPlan


class DoneRows(Diff):
    """The rows of a written plan. None of them is open any more."""

    known_states = (NEW, CHANGED, UNCHANGED, REPEATED, REJECTED, LEFT_OUT)

    def _states_of(self, plan: ImportPlan) -> list[str]:
        """Return what became of each row: a likely duplicate was made, changed a record, or is as it was."""
        states = states_of(plan)
        written = plan.written
        for place in plan.twins or ():
            if states[place] == LIKELY:
                states[place] = CHANGED if place in plan.also else UNCHANGED
        for place in written.new_rows:
            states[place] = NEW
        for place in written.changed_places():
            states[place] = CHANGED
        for place in plan.left | plan.barred:
            states[place] = LEFT_OUT
        return states

    def _outcome(self, place: int | None = None) -> Outcome:
        """Return what was done with a row; of one that was left out, what it would have done."""
        return self._plan.would if place in self._plan.left else self._plan.written

    def is_open(self, _entry: int) -> bool:
        """Tell that nothing can be chosen any more."""
        return False


__all__ = ["DoneRows"]
