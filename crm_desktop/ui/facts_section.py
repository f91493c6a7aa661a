"""A card of figures: each line has a name, a value that opens the rows behind it, and its formula as a tooltip."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from crm_desktop.core.query import Condition
from crm_desktop.ui.labels import ElidedLabel, tooltip
from crm_desktop.ui.peek_panel import ValueLabel
from crm_desktop.ui.record_section import Section, SectionPage


@dataclass(frozen=True)
class Fact:
    """One line."""

    name: str
    text: str
    formula: str
    open_rows: Callable[[], object] | None = None


class FactsSection(Section):
    """Shows such lines; without any it stays away."""

    side = "left"

    def __init__(self, page: SectionPage) -> None:
        super().__init__(page)
        self._facts = QWidget()
        self.body.addWidget(self._facts)

    def opener(self, entity: str, conditions: Sequence[Condition], name: str) -> Callable[[], object]:
        """Return what opens the rows behind a figure."""
        return lambda: self.open_rows(entity, conditions, name)

    def show_facts(self, title: str, facts: Sequence[Fact]) -> None:
        """Show these lines."""
        self.set_title(title)
        fresh = QWidget()
        grid = QGridLayout(fresh)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(9)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(0, 92)
        for row, one in enumerate(facts):
            value = ValueLabel(one.text, one.open_rows, is_link=False)
            value.setToolTip(tooltip(one.formula))
            value.setAccessibleName(f"{one.name}: {one.text}")
            value.setAccessibleDescription(one.formula)
            grid.addWidget(ElidedLabel(one.name, tone="muted"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1)
        self.body.replaceWidget(self._facts, fresh)
        self._facts.hide()
        self._facts.deleteLater()
        self._facts = fresh
        fresh.show()
        self.setVisible(bool(facts))
