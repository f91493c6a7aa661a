"""The bar above a board with several pipelines: one chip for each of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui.chip_bar import ChipBar, ChipSpec


class PipelineBar(QWidget):
    """Chooses one of several pipelines; with a single one it is not there."""

    def __init__(self, choose: Callable[[int], object]) -> None:
        super().__init__()
        self.chips = ChipBar()
        self.chips.chosen.connect(lambda key: choose(int(key)))
        self._shown: tuple[tuple[int, str], ...] = ()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 0)
        row.addWidget(self.chips)
        self.hide()
        self.retranslate()

    def show_pipelines(self, pipelines: Sequence[tuple[int, str]], current: int) -> None:
        """Offer these pipelines."""
        if tuple(pipelines) != self._shown:
            self._shown = tuple(pipelines)
            self.chips.set_chips([ChipSpec(str(one), name) for one, name in pipelines], str(current))
        self.chips.set_current(str(current))
        self.setVisible(len(pipelines) > 1)

    def retranslate(self) -> None:
        """Show all words again."""
        self.chips.setAccessibleName(_("Pipeline"))
