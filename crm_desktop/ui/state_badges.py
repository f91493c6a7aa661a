"""Badges that are pressed: each shows the rows of one state, as those of the design, with their number."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from crm_desktop.core.kinds import Colour
from crm_desktop.ui import drawing, theme
from crm_desktop.ui.buttons import PaintedButton

_AROUND = 3  # pixels for the outline of a badge that is pressed


class StateBadge(PaintedButton):
    """One badge; while it is pressed it has an outline in the colour of its words."""

    def __init__(self, text: str, colour: Colour, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour = colour
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        width = drawing.badge_width(self.text()) + 2 * _AROUND
        return QSize(round(width + 0.5), drawing.BADGE_HEIGHT + 2 * _AROUND)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        room = box.width() - 2 * _AROUND
        drawing.badge(painter, _AROUND, box.center().y(), self.text(), self._colour, room)
        if self.isChecked() or self.hasFocus():
            of = theme.tokens()
            ink = of.badges[self._colour][1] if self.isChecked() else of.accent
            painter.setPen(QPen(QColor(ink), 1.5 if self.isChecked() else 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)
        painter.end()


class StateBadges(QWidget):
    """A row of them; ``chosen`` tells that others are pressed. With none pressed all rows are meant."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._badges: dict[str, StateBadge] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self._row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def states(self) -> tuple[str, ...]:
        """What is pressed."""
        return tuple(state for state, one in self._badges.items() if one.isChecked())

    def badge(self, state: str) -> StateBadge:
        """Return the badge of a state."""
        return self._badges[state]

    def show_states(self, states: Sequence[tuple[str, str, Colour]]) -> None:
        """Show these (state, words, colour); what is pressed stays so, and so does the focus."""
        for gone in self._badges.keys() - {state for state, _words, _colour in states}:
            old = self._badges.pop(gone)
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        for place, (state, words, colour) in enumerate(states):
            one = self._badges.get(state)
            if one is None:
                one = self._badges[state] = StateBadge(words, colour)
                one.toggled.connect(self.chosen)
                self._row.insertWidget(place, one)
            one.setText(words)
            one.setAccessibleName(words)
            one.updateGeometry()
            one.update()


__all__ = ["StateBadges"]
