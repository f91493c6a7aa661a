"""A tile with one figure, a badge and a note; each of the three opens the records behind it and tells its formula."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from crm_desktop.core.kinds import Colour
from crm_desktop.ui import drawing, theme
from crm_desktop.ui.buttons import PaintedButton
from crm_desktop.ui.card import Card
from crm_desktop.ui.labels import ElidedLabel, tooltip

_VALUE_PIXELS, _VALUE_HEIGHT, _NOTE_HEIGHT = 23, 32, 22
Act = Callable[[], object]


@dataclass(frozen=True)
class Part:
    """A figure, a badge (with a colour) or a note: its words, what it is made of, and what a click does."""

    text: str
    hint: str = ""
    act: Act | None = None
    colour: Colour | None = None


class FigurePart(PaintedButton):
    """Paints a :class:`Part`; underlined under the mouse, framed under the keyboard."""

    def __init__(self, *, is_value: bool = False) -> None:
        super().__init__()
        self._part = Part("")
        self._is_value = is_value
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(self._on_clicked)

    @property
    def part(self) -> Part:
        """What is shown."""
        return self._part

    def show_part(self, part: Part, title: str) -> None:
        """Show it; ``title`` says of what it is."""
        self._part = part
        self.setText(part.text)
        self.setAccessibleName(f"{title}: {part.text}")
        self.setAccessibleDescription(part.hint)
        self.setToolTip(tooltip(part.hint))
        acts = part.act is not None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if acts else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if acts else Qt.CursorShape.ArrowCursor)
        self.setVisible(bool(part.text))
        self.updateGeometry()
        self.update()

    def _on_clicked(self) -> None:
        if self._part.act is not None:
            self._part.act()

    def _font(self) -> QFont:
        if self._is_value:
            return theme.font(_VALUE_PIXELS, QFont.Weight.Bold, tabular=True)
        return theme.font(theme.SMALL_PIXELS, tabular=True)

    def sizeHint(self) -> QSize:
        if self._part.colour is not None:
            return QSize(round(drawing.badge_width(self._part.text)) + 1, _NOTE_HEIGHT)
        width = QFontMetricsF(self._font()).horizontalAdvance(self._part.text) + 4
        return QSize(round(width), _VALUE_HEIGHT if self._is_value else _NOTE_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        is_short = self._part.colour is not None
        return self.sizeHint() if is_short else QSize(24, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        of, part = theme.tokens(), self._part
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if part.colour is not None:
            drawing.badge(painter, 0, self.height() / 2, part.text, part.colour, self.width())
        else:
            font = self._font()
            font.setUnderline(part.act is not None and self.underMouse())
            shown = QFontMetricsF(font).elidedText(part.text, Qt.TextElideMode.ElideRight, self.width() - 2)
            painter.setFont(font)
            painter.setPen(QColor(of.text if self._is_value else of.muted))
            painter.drawText(QRectF(self.rect()).adjusted(1, 0, 1, 0), Qt.AlignmentFlag.AlignVCenter, shown)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(of.accent), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()


class FigureTile(Card):
    """Title, figure, and below them a badge and a note."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.name = ElidedLabel(tone="muted")
        self.value, self.badge, self.note = FigurePart(is_value=True), FigurePart(), FigurePart()
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.badge)
        row.addWidget(self.note, 1)
        self.body.setSpacing(2)
        self.body.addWidget(self.name)
        self.body.addWidget(self.value, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addLayout(row)
        self.setMinimumHeight(102)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, title: str, value: Part, badge: Part | None, note: Part) -> None:
        """Show this; what is not there leaves no gap."""
        self.name.setText(title)
        self.setAccessibleName(title)
        for shown, part in ((self.value, value), (self.badge, badge or Part("")), (self.note, note)):
            shown.show_part(part, title)
