"""What every panel beside a list can do."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


class PreviewPanel(QWidget):
    """Shows the record under the cursor of a list."""

    def show_record(self, record_id: int | None) -> None:
        """Show this record; None, or one that is gone, shows what the panel is for."""
        raise NotImplementedError

    def retranslate(self) -> None:
        """Show all words again."""
        raise NotImplementedError
