"""What every panel beside a list can do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget


class PreviewPanel(QWidget):
    """Shows the record under the cursor of a list."""

    def show_record(self, record_id: int | None) -> None:
        """Show this record; None, or one that is gone, shows what the panel is for."""
        raise NotImplementedError

    def parts(self) -> Sequence[Callable[[], object]]:
        """Return what makes its parts, one after the other, for those who need not have all of it at once."""
        return ()

    def retranslate(self) -> None:
        """Show all words again."""
        raise NotImplementedError
