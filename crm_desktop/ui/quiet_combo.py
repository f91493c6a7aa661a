"""A box of choices for the middle of a page that is scrolled."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from crm_desktop.ui.wide_combo import WideCombo

_EDGES = 6


class QuietCombo(WideCombo):
    """A box of choices that does not change when somebody only scrolls over it; a long choice ends in “…”."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)

    def choose(self, data: object) -> None:
        """Show the entry with this data, without telling anybody."""
        self.blockSignals(True)
        self.setCurrentIndex(max(self.findData(data), 0))
        self.blockSignals(False)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        if self.sizeAdjustPolicy() == QComboBox.SizeAdjustPolicy.AdjustToContents:
            hint.setWidth(hint.width() + _EDGES)  # its longest choice is shown whole
        return hint

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, option, style = QStylePainter(self), QStyleOptionComboBox(), self.style()
        self.initStyleOption(option)
        room = style.subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        option.currentText = self._fitting(option.currentText, room.width() - _EDGES)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()

    def _fitting(self, text: str, width: int) -> str:
        """Return a choice as it fits: of “Company · Phone” the end is what tells it."""
        metrics = self.fontMetrics()
        _whose, between, own = text.rpartition(" · ")
        if between and metrics.horizontalAdvance(text) > width:
            shorter = (f"… · {own}", f"…{own}")
            text = next((one for one in shorter if metrics.horizontalAdvance(one) < width), own)
        return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
