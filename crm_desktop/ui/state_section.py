"""How a record stands, as the path of its states, with the moves that its state machine allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crm_desktop.core.entity import Field
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Locale, Status
from crm_desktop.ui.path_section import Moved, PathSection, Step
from crm_desktop.ui.record_contract import Record, file_of
from crm_desktop.ui.record_section import SectionPage

STATE = "status"


class StateSection(PathSection):
    """The states of a record with a status."""

    fields = frozenset({STATE})

    def __init__(self, page: SectionPage, path: Sequence[str]) -> None:
        """``path`` are the states through which a record usually goes."""
        super().__init__(page)
        self._usual = tuple(path)
        self._field = page.entity.field(STATE)
        assert isinstance(self._field.kind, Status)
        self._kind = self._field.kind

    def read_again(self) -> None:
        """Show how the record stands; the page has read it."""
        if self.page.record is not None:
            self.show_found(self.page.record)

    def show_found(self, found: Record) -> None:
        state = str(found.values.get(STATE) or self._kind.machine.initial)
        path = path_to(self._kind, self._usual, state)
        moves = next_states(self._kind, state)
        self.show_path(_(self._field.label), self._steps(path), path.index(state), self._steps(moves))

    def _steps(self, codes: Sequence[str]) -> list[Step]:
        return [Step(one, self._kind.show(one, Locale()), self._kind.colour(one)) for one in codes]

    def needed(self, step: Step) -> Sequence[Field]:
        record = self.page.record
        missing = self._kind.machine.missing(step.key, record.values if record is not None else {})
        return [self.page.entity.field(key) for key in missing]

    def write_step(self, seen: Record, step: Step, values: Mapping[str, Any]) -> Moved | int:
        """Write a state with what it needs, unless the record was moved since it was seen."""
        records = file_of(self.page.context).records
        now = records.get(seen.entity, seen.id)
        if now.values.get(STATE) != seen.values.get(STATE):
            return Moved(now.texts[STATE])
        return records.save(seen.entity, seen.id, {**values, STATE: step.key})


def next_states(kind: Status, state: str) -> list[str]:
    """Return the states that a person may choose next."""
    return [one for one in kind.machine.moves.get(state, ()) if one not in kind.machine.by_service]


def path_to(kind: Status, usual: Sequence[str], state: str) -> list[str]:
    """Return the usual way through the states; a state beside it stands behind the one that it was reached from."""
    if state in usual:
        return list(usual)
    before = [at for at, one in enumerate(usual) if state in kind.machine.moves.get(one, ())]
    return [*usual[: before[-1] + 1 if before else 1], state]
