"""The stages of an opportunity as a path, with the next ones as buttons; moved by the rules of the board."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from crm_desktop.core.entity import Field
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Colour
from crm_desktop.core.query import ListQuery
from crm_desktop.services import board
from crm_desktop.ui.path_section import Moved, PathSection, Step
from crm_desktop.ui.record_contract import Record, plain

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace

_STAGE, _AMOUNT = "stage", "amount"
_COLOURS: Mapping[str, Colour] = {"open": "blue", "won": "green", "lost": "red", "void": "grey"}


class StageSection(PathSection):
    """Where an opportunity stands in its pipeline."""

    tables = frozenset({"stage"})
    fields = frozenset({_STAGE})
    _stages: Sequence[board.Stage] = ()

    @property
    def _workspace(self) -> Workspace:
        return cast("Workspace", self.page.context.workspace)

    def read(self) -> Sequence[board.Stage]:
        """Return the stages of the opportunity's pipeline, those in which it ends behind."""
        record = self.page.record
        pipeline = plain(record.values.get("pipeline")) if record is not None else None
        query = ListQuery(self.page.entity.name, among=(self.page.record_id,))
        found = board.read_board(self._workspace, query, pipeline or 0)
        listed = {one.id: one for one in (*(column.stage for column in found.columns), *found.ends)}
        return list(listed.values())

    def show_found(self, found: Sequence[board.Stage]) -> None:
        self._stages = found
        record = self.page.record
        here = plain(record.values.get(_STAGE)) if record is not None else None
        stage = next((one for one in found if one.id == here), None)
        if stage is None:
            self.hide()
            return
        usual = [one for one in found if one.kind == "open"]
        usual += [one for one in found if one.kind == "won"][:1] if stage.kind in ("open", "won") else [stage]
        at = usual.index(stage) if stage in usual else len(usual) - 1
        onward = [one for one in usual[at + 1 :] if one.kind == "open"][:1]
        ends = [one for one in found if one.kind != "open" and one is not stage]
        others = [one for one in usual if one.kind == "open" and one not in (*onward, stage)]
        label = _(self.page.entity.field(_STAGE).label)
        self.show_path(label, [*map(_step, usual)], at, [*map(_step, (*onward, *ends, *others))])

    def needed(self, step: Step) -> Sequence[Field]:
        record = self.page.record
        kind = next((one.kind for one in self._stages if one.id == step.key), "open")
        amount = record.values.get(_AMOUNT) if record is not None else None
        return [self.page.entity.field(key) for key in board.asked_for(kind, [amount])]

    def write_step(self, seen: Record, step: Step, values: Mapping[str, Any]) -> Moved | int:
        """Move it; the board refuses when it was moved since it was seen."""
        stage = int(plain(seen.values[_STAGE]))
        return board.move(self._workspace, {seen.id: stage}, int(step.key), values)


def _step(stage: board.Stage) -> Step:
    return Step(stage.id, stage.label, _COLOURS.get(stage.kind, "grey"))
