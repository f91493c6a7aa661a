"""Files dragged onto the window: what may become of them is shown in fields, and a file falls into one of these."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFont,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from crm_desktop.core.file_names import CUSTOMERS
from crm_desktop.core.i18n import _, listed
from crm_desktop.ui import icons, theme

if TYPE_CHECKING:
    from crm_desktop.ui.main_window import MainWindow

_GAP = 24
_ICON = 28


@dataclass(frozen=True)
class Zone:
    """A field that files may fall into; one that does nothing (``act`` is None) only says why."""

    icon: str
    text: str
    act: Callable[[], object] | None = None


class FileDrop(QObject):
    """Waits for files over the window. The fields are made when the first file comes."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._veil: DropVeil | None = None
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    @property
    def veil(self) -> DropVeil:
        """What lies over the window while files are dragged over it."""
        if self._veil is None:
            self._veil = DropVeil(self._window)
        return self._veil

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DragEnter and isinstance(event, QDragEnterEvent):
            paths = local_files(event)
            if paths:
                self.veil.offer(zones(self._window, paths))
                take_copy(event)
                return True
        return super().eventFilter(watched, event)


class DropVeil(QWidget):
    """Lies over the window and shows the fields; the one under the mouse is marked."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.setAccessibleName(_("Drop a file here"))
        self.zones: Sequence[Zone] = ()
        self._current = -1
        self.hide()

    def offer(self, found: Sequence[Zone]) -> None:
        """Show these fields over the whole window."""
        self.zones, self._current = found, 0 if len(found) == 1 else -1
        parent = self.parentWidget()
        assert parent is not None
        self.setGeometry(parent.rect())
        self.show()
        self.raise_()

    def box(self, place: int) -> QRectF:
        """Return where a field lies."""
        width = (self.width() - _GAP * (len(self.zones) + 1)) / max(1, len(self.zones))
        return QRectF(_GAP + place * (width + _GAP), _GAP, width, self.height() - 2 * _GAP)

    def _at(self, point: QPointF) -> int:
        places = range(len(self.zones))
        return next((one for one in places if self.box(one).contains(point)), -1)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        take_copy(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._current = self._at(event.position())
        falls = self._current >= 0 and self.zones[self._current].act is not None
        event.setAccepted(falls)
        self.update()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self.hide()
        place = self._at(event.position())
        act = self.zones[place].act if place >= 0 else None
        if act is not None:
            take_copy(event)
            # The program that the file comes from waits until this event has ended.
            QTimer.singleShot(0, self, act)

    def paintEvent(self, _event: QPaintEvent) -> None:
        of = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(of.window)
        veil.setAlphaF(0.86)
        painter.fillRect(self.rect(), veil)
        for place, zone in enumerate(self.zones):
            self._paint_zone(painter, self.box(place), zone, place == self._current)
        painter.end()

    def _paint_zone(self, painter: QPainter, box: QRectF, zone: Zone, marked: bool) -> None:
        of = theme.tokens()
        marked = marked and zone.act is not None
        painter.setPen(QPen(QColor(of.accent if marked else of.edge), 2, Qt.PenStyle.DashLine))
        painter.setBrush(QColor(of.soft) if marked else QColor(of.raised))
        painter.drawRoundedRect(box, 12, 12)
        ink = QColor(of.accent if marked else of.muted)
        picture = icons.pixmap(zone.icon, ink, _ICON, self.devicePixelRatioF())
        middle = box.center()
        painter.drawPixmap(QPointF(middle.x() - _ICON / 2, middle.y() - _ICON - 6), picture)
        painter.setFont(theme.font(theme.FONT_PIXELS + 2, QFont.Weight.DemiBold))
        painter.setPen(QColor(of.text if zone.act is not None else of.muted))
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        below = box.adjusted(_GAP, box.height() / 2 + 8, -_GAP, -8)
        painter.drawText(below, int(flags), zone.text)


def take_copy(event: QDropEvent) -> None:
    """Take what is dropped as a copy: told that it was moved, the program that it comes from would delete it."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()


def local_files(event: QDropEvent) -> list[Path]:
    """Return the files on this computer that are being dragged."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


def zones(window: MainWindow, paths: Sequence[Path]) -> list[Zone]:
    """Return what can become of dragged files on the page in front: opened, imported, attached, or why nothing."""
    from crm_desktop.exchange.formats import readable_endings

    context, page = window.context, window.page
    first = paths[0]
    if len(paths) == 1 and first.suffix.lower() == CUSTOMERS:
        open_file = context.handlers.open_file
        if open_file is not None:
            return [Zone("folder-open", _("Open this customer file"), lambda: open_file(first))]
    if context.workspace.read_only:
        return [Zone("lock", _("This file is open for reading only."))]
    found: list[Zone] = []
    import_file = context.handlers.import_file
    if import_file is not None and len(paths) == 1 and first.suffix.lower() in readable_endings():
        entity = window.place.entity or "contact"
        text = _("Import into %(records)s") % {"records": _(context.entities[entity].title_plural)}
        found.append(Zone("download", text, lambda: import_file(entity, first)))
    if page.takes_files():
        text = _("Attach to “%(name)s”") % {"name": page.title()}
        found.append(Zone("paperclip", text, lambda: page.attach(paths)))
    return found or [Zone("file-spreadsheet", _why_not(paths, readable_endings()))]


def _why_not(paths: Sequence[Path], endings: Sequence[str]) -> str:
    if len(paths) > 1:
        return _("Drop one file at a time to import it.")
    names = listed([one.removeprefix(".") for one in endings])
    return _("Only workbooks and CSV files can be imported: %(endings)s") % {"endings": names}
