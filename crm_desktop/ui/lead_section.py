"""How a lead stands, with the step that makes a customer of it."""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop.core.i18n import _
from crm_desktop.ui.path_section import Step
from crm_desktop.ui.record_contract import Record
from crm_desktop.ui.record_section import SectionPage
from crm_desktop.ui.state_section import STATE, StateSection

CONVERTED = "converted"
_PATH = ("new", "working", "qualified", CONVERTED)
_CLOSED = (CONVERTED, "disqualified")


class LeadSection(StateSection):
    """The states of a lead; that it is converted is asked in a dialog, which offers who is there already."""

    def __init__(self, page: SectionPage) -> None:
        super().__init__(page, _PATH)
        self._state = ""

    def show_found(self, found: Record) -> None:
        self._state = str(found.values.get(STATE) or "")
        super().show_found(found)

    def offered(self, moves: Sequence[Step]) -> Sequence[Step]:
        if self._state in _CLOSED:
            return moves
        convert = Step(CONVERTED, _("Convert…"))
        at = 0 if self._state == "qualified" else 1
        return [*moves[:at], convert, *moves[at:]]

    def words(self, step: Step) -> str:
        return step.name if step.key == CONVERTED else super().words(step)

    def go_to(self, step: Step) -> None:
        if step.key != CONVERTED:
            super().go_to(step)
            return
        from crm_desktop.ui.conversion_dialog import ask_conversion

        ask_conversion(self.page.context, self.page.record_id, self)


__all__ = ["LeadSection"]
