"""Bars that open the records behind them: upright by month, lying by step. What both share stands first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from crm_desktop.ui import theme
from crm_desktop.ui.labels import tooltip

_LABEL_PIXELS = 10
_STEP_ROW, _STEP_BAR = 25, 17
_MOST_BAR = 30.0
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_PALE = 0.44  # share of the accent in a bar of the past


@dataclass(frozen=True)
class Bar:
    """One bar: what stands at its foot, how long it is, what it says, and what it opens."""

    label: str
    size: float
    text: str
    source: Any
    hint: str = ""


class Bars(QWidget):
    """Bars under a mouse and a keyboard: arrows walk, Enter or a click chooses."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bars: tuple[Bar, ...] = ()
        self._at = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def show_bars(self, bars: Sequence[Bar], name: str) -> None:
        """Show these bars; a screen reader gets them as a text."""
        self.bars = tuple(bars)
        self._at = min(self._at, len(self.bars) - 1)
        self.setAccessibleName(name)
        self.setAccessibleDescription("; ".join(_spoken(one) for one in self.bars))
        self.updateGeometry()
        self.update()

    @property
    def current(self) -> int:
        """The bar on which the keyboard is, or -1."""
        return self._at if self.hasFocus() else -1

    def place(self, at: int) -> QRectF:
        """Return where a bar can be clicked."""
        raise NotImplementedError

    def _bar_at(self, point: QPointF) -> int:
        return next((at for at in range(len(self.bars)) if self.place(at).contains(point)), -1)

    def _choose(self, at: int) -> None:
        if 0 <= at < len(self.bars):
            self._at = at
            self.update()
            self.chosen.emit(self.bars[at])

    def _walk(self, at: int) -> None:
        self._at = max(0, min(at, len(self.bars) - 1))
        self.setAccessibleName(_spoken(self.bars[self._at]))
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Down: 1,
        }
        key = Qt.Key(event.key())
        if not self.bars:
            super().keyPressEvent(event)
        elif key in steps:
            self._walk(self._at + steps[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._walk(0 if key == Qt.Key.Key_Home else len(self.bars) - 1)
        elif key in _ENTER:
            self._choose(self._at)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose(self._bar_at(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        is_on = self._bar_at(event.position()) >= 0
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_on else Qt.CursorShape.ArrowCursor)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._at < 0 and self.bars:
            self._walk(len(self.bars) - 1 if isinstance(self, MonthBars) else 0)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self._bar_at(QPointF(event.pos()))
            text = tooltip(_spoken(self.bars[at])) if at >= 0 else self.toolTip()
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def _frame(self, painter: QPainter, box: QRectF) -> None:
        """Show where the keyboard is."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.tokens().accent), 1.5))
        painter.drawRoundedRect(box, 4, 4)


class MonthBars(Bars):
    """Upright bars with two lines of measure; the last one is the present month and strong."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(300, 132)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 132)

    def place(self, at: int) -> QRectF:
        slot = self.width() / max(1, len(self.bars))
        return QRectF(at * slot, 0, slot, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        of = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        foot, high = self.height() - 18.0, self.height() - 30.0
        for share in (0.0, 0.5, 1.0):
            painter.fillRect(QRectF(0, foot - share * high, self.width(), 1), QColor(of.line))
        most = max((one.size for one in self.bars), default=0) or 1
        small = theme.font(_LABEL_PIXELS)
        for at, one in enumerate(self.bars):
            slot = self.place(at)
            width = min(_MOST_BAR, slot.width() * 0.62)
            height = max(2.0, one.size / most * high) if one.size > 0 else 0.0
            box = QRectF(slot.center().x() - width / 2, foot - height, width, height)
            is_now = at == len(self.bars) - 1
            painter.fillPath(_rounded_top(box), QColor(of.accent) if is_now else _pale())
            if at == self.current:
                self._frame(painter, slot.adjusted(1, 1, -1, -1))
            painter.setFont(small)
            painter.setPen(QColor(of.muted))
            shown = QFontMetricsF(small).elidedText(one.label, Qt.TextElideMode.ElideRight, slot.width())
            painter.drawText(
                QRectF(slot.left(), foot + 3, slot.width(), 14), Qt.AlignmentFlag.AlignCenter, shown
            )
        painter.end()


class StepBars(Bars):
    """Lying bars under each other, each with its word at the left and its number at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(300, _STEP_ROW * max(1, len(self.bars)))

    def minimumSizeHint(self) -> QSize:
        return QSize(220, self.sizeHint().height())

    def place(self, at: int) -> QRectF:
        return QRectF(0, at * _STEP_ROW, self.width(), _STEP_ROW)

    def paintEvent(self, _event: QPaintEvent) -> None:
        of = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        words, digits = theme.font(), theme.font(tabular=True)
        left = max((QFontMetricsF(words).horizontalAdvance(one.label) for one in self.bars), default=0) + 16
        left = min(left, self.width() * 0.4)
        right = max((QFontMetricsF(digits).horizontalAdvance(one.text) for one in self.bars), default=0) + 14
        most = max((one.size for one in self.bars), default=0) or 1
        for at, one in enumerate(self.bars):
            row = self.place(at)
            middle = Qt.AlignmentFlag.AlignVCenter
            painter.setFont(words)
            painter.setPen(QColor(of.muted))
            shown = QFontMetricsF(words).elidedText(one.label, Qt.TextElideMode.ElideRight, left - 8)
            painter.drawText(QRectF(0, row.top(), left, row.height()), middle, shown)
            track = QRectF(left, row.center().y() - _STEP_BAR / 2, self.width() - left - right, _STEP_BAR)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(of.chip))
            painter.drawRoundedRect(track, 4, 4)
            if one.size > 0:
                filled = QRectF(track)
                filled.setWidth(max(6.0, track.width() * one.size / most))
                painter.setBrush(_pale(_PALE + (1 - _PALE) * at / max(1, len(self.bars) - 1)))
                painter.drawRoundedRect(filled, 4, 4)
            painter.setFont(digits)
            painter.setPen(QColor(of.text))
            painter.drawText(row, middle | Qt.AlignmentFlag.AlignRight, one.text)
            if at == self.current:
                self._frame(painter, row.adjusted(0.5, 1, -0.5, -1))
        painter.end()


def _spoken(one: Bar) -> str:
    return one.hint or f"{one.label}: {one.text}"


def _pale(share: float = _PALE) -> QColor:
    """Return the accent mixed with the ground of a card."""
    accent, ground = QColor(theme.tokens().accent), QColor(theme.tokens().window)
    mixed = [
        round(share * one + (1 - share) * other)
        for one, other in zip(accent.getRgb()[:3], ground.getRgb()[:3], strict=True)  # type: ignore[index]
    ]
    return QColor(*mixed)


def _rounded_top(box: QRectF) -> QPainterPath:
    """Return a bar that is round above and stands on a straight foot."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    path.addRoundedRect(box, 3, 3)
    if box.height() > 4:
        path.addRect(box.adjusted(0, 4, 0, 0))
    return path


__all__ = ["Bar", "Bars", "MonthBars", "StepBars"]
