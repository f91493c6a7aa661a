"""Cards carried with the mouse: a picture of them follows it, the place where they would be dropped is shown, the board
scrolls at its edges. Nothing of the file is touched before they are dropped."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLabel, QWidget

from crm_desktop.core.i18n import _, listed
from crm_desktop.services.board import Stage
from crm_desktop.ui import theme
from crm_desktop.ui.board_column import BoardColumn, CardList

FRAME_MS = 16
EDGE = 48  # pixels in which the board scrolls
_STEP = 14
_BAR_HEIGHT = 64
_MARGIN, _GAP = 16, 12


class EndBar(QWidget):
    """Where cards that came to nothing are dropped: a place for each such stage, there while they are carried."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._room = parent
        self.stages: tuple[Stage, ...] = ()
        self._aim: Stage | None = None
        self.hide()

    def open(self, stages: Sequence[Stage]) -> None:
        """Show the places."""
        self.stages, self._aim = tuple(stages), None
        room = self._room.rect()
        height = _BAR_HEIGHT + 2 * _GAP
        self.setGeometry(0, room.height() - height, room.width(), height)
        self.setAccessibleName(listed(one.label for one in stages))
        self.setVisible(bool(stages))
        self.raise_()

    def stage_at(self, at: QPoint) -> Stage | None:
        """Return the stage whose place is here (in the coordinates of the screen)."""
        if self.isHidden():
            return None
        inside = self.mapFromGlobal(at)
        return next(
            (stage for stage, box in zip(self.stages, self._boxes(), strict=True) if box.contains(inside)),
            None,
        )

    def aim(self, stage: Stage | None) -> None:
        """Show which place is meant."""
        if self._aim != stage:
            self._aim = stage
            self.update()

    def _boxes(self) -> list[QRectF]:
        count = max(1, len(self.stages))
        width = (self.width() - 2 * _MARGIN - _GAP * (count - 1)) / count
        return [
            QRectF(_MARGIN + at * (width + _GAP), _GAP, width, _BAR_HEIGHT) for at in range(len(self.stages))
        ]

    def paintEvent(self, _event: QPaintEvent) -> None:
        of = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(weight=QFont.Weight.DemiBold))
        painter.fillRect(self.rect(), QColor(of.side))
        for stage, box in zip(self.stages, self._boxes(), strict=True):
            ground, ink = of.badges["red" if stage.kind == "lost" else "grey"]
            is_aim = self._aim is not None and self._aim.id == stage.id
            painter.setPen(
                QPen(
                    QColor(ink), 2 if is_aim else 1, Qt.PenStyle.SolidLine if is_aim else Qt.PenStyle.DashLine
                )
            )
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 10, 10)
            painter.setPen(QColor(ink))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, stage.label)
        painter.end()


class Carry(QObject):
    """Carries the selected cards of a board. ``dropped`` tells the stage; Esc, or a drop elsewhere, tells nothing."""

    dropped = Signal(object, QPoint)  # Stage, where

    def __init__(
        self, room: QWidget, area: QAbstractScrollArea, columns: Callable[[], Sequence[BoardColumn]]
    ) -> None:
        super().__init__(room)
        self._room, self._area, self._columns = room, area, columns
        self._from: CardList | None = None
        self._at = QPoint()
        self.ends = EndBar(room)
        self.ghost = QLabel(room)
        self.ghost.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.ghost.hide()
        self._timer = QTimer(self, interval=FRAME_MS)
        self._timer.timeout.connect(self._scroll)

    def is_under_way(self) -> bool:
        """Tell whether cards are carried."""
        return self._from is not None

    def begin(self, source: CardList, ids: set[int], at: QPoint, ends: Sequence[Stage]) -> None:
        """Take cards up."""
        self._from = source
        self.ghost.setPixmap(source.picture(ids))
        self.ghost.setAccessibleName(_("Carried cards"))
        self.ghost.adjustSize()
        self.ends.open(ends)
        source.viewport().update()
        self.ghost.show()
        self.ghost.raise_()
        self._timer.start()
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]
        self.move(at)

    def move(self, at: QPoint) -> None:
        """Carry on to a place on the screen."""
        if self._from is None:
            return
        self._at = at
        inside = self._room.mapFromGlobal(at)
        self.ghost.move(inside.x() - self.ghost.width() // 2, inside.y() - 20)
        stage = self.aim()
        for column in self._columns():
            column.set_aim(stage is not None and column.stage.id == stage.id)
        self.ends.aim(stage)

    def aim(self) -> Stage | None:
        """Return the stage into which the cards would be dropped now."""
        end = self.ends.stage_at(self._at)
        if end is not None:
            return end
        if not self._area.viewport().rect().contains(self._area.viewport().mapFromGlobal(self._at)):
            return None
        return next((one.stage for one in self._columns() if _holds(one, self._at)), None)

    def drop(self, at: QPoint) -> None:
        """Drop the cards here."""
        if self._from is not None:
            self.move(at)
            stage = self.aim()
            self.cancel()
            if stage is not None:
                self.dropped.emit(stage, at)

    def cancel(self) -> None:
        """Put the cards back."""
        if self._from is None:
            return
        self._from.put_back()
        self._from.viewport().update()
        self._from = None
        self._timer.stop()
        self.ghost.hide()
        self.ends.hide()
        for column in self._columns():
            column.set_aim(False)
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]

    def _scroll(self) -> None:
        """Scroll the board, and the column under the mouse, at their edges."""
        sideways = self._area.horizontalScrollBar()
        step = _pull(self._area.viewport(), self._at, sideways=True)
        sideways.setValue(sideways.value() + step)
        for column in self._columns():
            if _holds(column, self._at) and self.ends.stage_at(self._at) is None:
                bar = column.list.verticalScrollBar()
                bar.setValue(bar.value() + _pull(column.list.viewport(), self._at, sideways=False))
        if step:
            self.move(self._at)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() in {QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride}:
                self.cancel()
            return True
        if event.type() == QEvent.Type.ApplicationDeactivate:
            self.cancel()
        return super().eventFilter(watched, event)


def _holds(widget: QWidget, at: QPoint) -> bool:
    return widget.rect().contains(widget.mapFromGlobal(at))


def _pull(widget: QWidget, at: QPoint, *, sideways: bool) -> int:
    """Return how far to scroll: the nearer to an edge, the faster."""
    inside = widget.mapFromGlobal(at)
    place, length = (inside.x(), widget.width()) if sideways else (inside.y(), widget.height())
    if place < EDGE:
        return -_STEP * (EDGE - max(0, place)) // EDGE
    return _STEP * (EDGE - max(0, length - place)) // EDGE if place > length - EDGE else 0
