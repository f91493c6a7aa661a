"""How a value of a record is read: as text, link or badge; a click beside it, Enter or F2 asks for its editor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QEnterEvent,
    QFocusEvent,
    QGuiApplication,
    QHoverEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QWidget

from crm_desktop.core import clock
from crm_desktop.core.entity import Field
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Choice, Colour, Deadline, Email, LongText, Option, Phone, Tags, Web
from crm_desktop.ui import icons, links, theme
from crm_desktop.ui.badge import Badges
from crm_desktop.ui.cell_cursor import is_typed
from crm_desktop.ui.labels import ElidedLabel, label, one_line

HEIGHT = 26
INDENT = 6
_PENCIL = 13
_EMPTY = "—"


def is_missed(field: Field, value_of: Callable[[str], Any]) -> bool:
    """Tell whether a field holds a day by which something should have been done; ``value_of`` reads the record."""
    kind = field.kind
    return isinstance(kind, Deadline) and kind.is_missed(value_of(field.key), value_of, clock.today())


class ValueView(QWidget):
    """Shows one value. ``edit_requested`` says whether it was the mouse that asked; ``opened`` carries the id of the
    record that the value names, and ``dialled`` comes after a number was called.
    """

    edit_requested = Signal(bool)
    typed = Signal(object)  # the key that begins to edit
    opened = Signal(object)
    dialled = Signal()

    def __init__(self, field: Field, *, editable: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._editable = editable
        self._url: QUrl | None = None
        self._target: int | None = None
        self.leads_to_record = False  # the value is the name of a record that has a page
        self._text = ""
        self._hovered = False
        self._is_missed = False
        self._shown: tuple[Any, ...] = ()
        self._content: QWidget | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(INDENT, 3, INDENT + _PENCIL + 2, 3)
        self.setMinimumHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.IBeamCursor if editable else Qt.CursorShape.ArrowCursor)

    def text(self) -> str:
        """Return what is shown, '' for nothing."""
        return self._text

    def mark_missed(self, is_missed: bool) -> None:
        """Let the next value stand out as a day that has passed in vain, or not."""
        if is_missed != self._is_missed:
            self._is_missed, self._shown = is_missed, ()

    def show_value(self, value: Any, text: str, *, pending: bool = False) -> None:
        """Show a value; ``pending``: it is still being saved."""
        shown = (value, text, pending)
        if shown == self._shown:
            return
        self._shown, self._text = shown, text
        self._url = links.link_of(self.field, text)
        target = getattr(value, "id", None) if self.leads_to_record and text and not pending else None
        self._target = None if target is None else int(target)
        old, self._content = self._content, self._made(value, text, pending)
        if old is None:
            self._row.addWidget(self._content)
        else:
            self._row.replaceWidget(old, self._content)
            old.hide()
            old.deleteLater()
        name = _(self.field.label)
        overdue = f" ({_('overdue')})" if self._is_missed and text else ""
        self.setAccessibleName(f"{name}: {text or _('empty')}{overdue}")
        self.updateGeometry()

    def _made(self, value: Any, text: str, pending: bool) -> QWidget:
        words = self._badges(value, text)
        if words and not pending:
            return Badges(words, self)
        made = self._words(text)
        made.setFont(theme.font(tabular=self.field.kind.align == "right"))
        made.setMinimumWidth(40)
        if not text or pending:
            made.setProperty("tone", "muted")
        elif self._is_missed:
            made.setProperty("tone", "warning")
        elif self._target is not None or self._url is not None:
            made.setProperty("tone", "link")
        made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        return made

    def _words(self, text: str) -> QLabel:
        """Return a text as a label: an address on one line, cut in its middle where there is no room."""
        if isinstance(self.field.kind, Email | Web) and text:
            return ElidedLabel(links.bare(one_line(text)), self, cut=Qt.TextElideMode.ElideMiddle)
        shown = text if isinstance(self.field.kind, LongText) else one_line(text)
        made = label(shown or _EMPTY, self)
        made.setWordWrap(True)
        return made

    def _badges(self, value: Any, text: str) -> list[tuple[str, Colour]]:
        """Return the value as badges where its colour means something."""
        kind = self.field.kind
        if not text:
            return []
        if isinstance(kind, Tags):
            return [(word, "grey") for word in value or ()]
        if isinstance(kind, Choice) and kind.colour(value) != "grey":
            return [(text, kind.colour(value))]
        colour: Colour = getattr(value, "colour", "grey")
        return [(text, colour)] if isinstance(kind, Option) and colour != "grey" else []

    def _is_on_link(self, at: QPoint) -> bool:
        if not self._leads_somewhere() or not isinstance(self._content, QLabel):
            return False
        place = self._content.geometry()
        width = self._content.fontMetrics().horizontalAdvance(self._content.text())
        place.setWidth(min(place.width(), width))
        return place.contains(at)

    def _leads_somewhere(self) -> bool:
        return self._url is not None or self._target is not None

    def follow(self) -> None:
        """Open what the value links to."""
        if self._target is not None:
            self.opened.emit(self._target)
        elif self._url is not None and links.follow(self._url, self) and isinstance(self.field.kind, Phone):
            self.dialled.emit()

    def copy(self) -> None:
        """Put the value onto the clipboard."""
        QGuiApplication.clipboard().setText(self._text)

    # ------------------------------------------------------------------ Qt

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or not self.rect().contains(
            event.position().toPoint()
        ):
            return
        if self._is_on_link(event.position().toPoint()):
            self.follow()
        elif self._editable:
            self.edit_requested.emit(True)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and self._content is not None:
            self.setToolTip(self._content.toolTip())  # the content itself is looked through
        if event.type() == QEvent.Type.HoverMove:
            assert isinstance(event, QHoverEvent)
            on_link = self._is_on_link(event.position().toPoint())
            beam = Qt.CursorShape.IBeamCursor if self._editable else Qt.CursorShape.ArrowCursor
            self.setCursor(Qt.CursorShape.PointingHandCursor if on_link else beam)
        return super().event(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hovered = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = False
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()
        by_tab = event.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}
        if by_tab and self._editable:
            self.edit_requested.emit(False)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        edit_keys = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2, Qt.Key.Key_Space}
        if event.key() in edit_keys and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.follow()
        elif event.key() in edit_keys and self._editable:
            self.edit_requested.emit(False)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif self._editable and is_typed(event):
            self.typed.emit(event)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.addAction(_("Copy")).triggered.connect(lambda _on=False: self.copy())
        if self._leads_somewhere():
            menu.addAction(_("Open")).triggered.connect(lambda _on=False: self.follow())
        if self._editable:
            menu.addAction(_("Edit")).triggered.connect(lambda _on=False: self.edit_requested.emit(False))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(event.globalPos())

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._editable and not self.hasFocus():
            return
        of = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus() or self._hovered:
            painter.setPen(QPen(QColor(of.accent if self.hasFocus() else of.chip), 1))
            painter.setBrush(QColor(of.chip if self._hovered else of.window))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        if self._editable and (self._hovered or self.hasFocus()):
            pencil = icons.pixmap("pencil", QColor(of.muted), _PENCIL, self.devicePixelRatioF())
            painter.drawPixmap(self.width() - _PENCIL - 5, (HEIGHT - _PENCIL) // 2, pencil)
        painter.end()
