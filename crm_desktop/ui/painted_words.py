"""Words that a widget paints itself: as high as a width needs, without a label to be styled and laid out."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from crm_desktop.ui import theme

_TALL = 1 << 20
_WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextExpandTabs | Qt.AlignmentFlag.AlignLeft)
_ONE_LINE = int(Qt.TextFlag.TextSingleLine | Qt.AlignmentFlag.AlignLeft)


@theme.measured(2)
def _font(tabular: bool) -> QFont:
    return theme.font(tabular=tabular)


@theme.measured(2)
def _metrics(tabular: bool) -> QFontMetrics:
    return QFontMetrics(_font(tabular))


@theme.measured(1_000)
def _box(text: str, width: int, tabular: bool) -> QRect:
    return _metrics(tabular).boundingRect(QRect(0, 0, width, _TALL), _WRAPPED, text)


@theme.measured(1_000)
def _cut(text: str, width: int, tabular: bool, mode: Qt.TextElideMode) -> str:
    return _metrics(tabular).elidedText(text, mode, width)


@dataclass(frozen=True)
class Words:
    """A text in the type of the window; ``tone`` names its colour among the theme's tokens, or is
    “warning”.

    It is broken into lines, or stays in one that is ``cut`` where there is no room.
    """

    text: str = ""
    tone: str = "text"
    tabular: bool = False
    cut: Qt.TextElideMode = Qt.TextElideMode.ElideNone

    def height(self, width: int) -> int:
        """Return how high the lines are at a width."""
        return _box(self.text, max(1, width) if self._has_lines() else _TALL, self.tabular).height()

    def width(self, widest: int) -> int:
        """Return how wide the lines are where there is room for ``widest``."""
        return _box(self.text, max(1, widest) if self._has_lines() else _TALL, self.tabular).width()

    def is_whole(self, width: int) -> bool:
        """Tell whether nothing is cut at a width."""
        return self._shown(width) == self.text

    def paint(self, painter: QPainter, box: QRect) -> None:
        """Paint them, in the middle of the height."""
        painter.setFont(_font(self.tabular))
        tokens = theme.tokens()
        painter.setPen(
            QColor(tokens.badges["red"][1] if self.tone == "warning" else getattr(tokens, self.tone))
        )
        flags = _WRAPPED if self._has_lines() else _ONE_LINE
        painter.drawText(box, flags | int(Qt.AlignmentFlag.AlignVCenter), self._shown(box.width()))

    def _has_lines(self) -> bool:
        return self.cut == Qt.TextElideMode.ElideNone

    def _shown(self, width: int) -> str:
        return self.text if self._has_lines() else _cut(self.text, width, self.tabular, self.cut)
