"""How a value of a record is read: as text, link or badge; a click beside it, Enter or F2 asks for its editor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QMargins, QPoint, QRect, QRectF, QSize, Qt, QUrl, Signal
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
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from crm_desktop.core import clock
from crm_desktop.core.business_days import Deadline
from crm_desktop.core.entity import Field
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Choice, Colour, Email, LongText, Option, Phone, Tags, Web
from crm_desktop.ui import drawing, icons, links, theme
from crm_desktop.ui.cell_cursor import is_delete, is_typed
from crm_desktop.ui.labels import one_line, together, tooltip
from crm_desktop.ui.painted_words import Words

HEIGHT = 26
INDENT = 6
_PENCIL = 13
_EMPTY = "—"
_MARGINS = QMargins(INDENT, 3, INDENT + _PENCIL + 2, 3)
_NARROW = 135  # for which a value without a place yet is as high as it needs


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
    emptied = Signal()
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
        self._badges: list[tuple[str, Colour]] = []
        self._words = Words()
        self._has_place = False
        self._height = HEIGHT
        self.setMinimumHeight(HEIGHT)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
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
        self._badges = [] if pending else self._badges_of(value, text)
        self._words = self._words_of(text, pending)
        name = _(self.field.label)
        overdue = f" ({_('overdue')})" if self._is_missed and text else ""
        self.setAccessibleName(f"{name}: {text or _('empty')}{overdue}")
        self.updateGeometry()
        self.update()

    def _words_of(self, text: str, pending: bool) -> Words:
        """Return a text as it is painted: an address on one line, cut in its middle where there is no room."""
        kind = self.field.kind
        is_address = isinstance(kind, Email | Web) and bool(text)
        shown = text if isinstance(kind, LongText) else one_line(text)
        tone = "muted" if not text or pending else "warning" if self._is_missed else "text"
        tone = "accent" if tone == "text" and self._leads_somewhere() else tone
        cut = Qt.TextElideMode.ElideMiddle if is_address else Qt.TextElideMode.ElideNone
        return Words(
            links.bare(shown) if is_address else together(shown) or _EMPTY, tone, kind.align == "right", cut
        )

    def _badges_of(self, value: Any, text: str) -> list[tuple[str, Colour]]:
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
        if not self._leads_somewhere() or self._badges:
            return False
        place = self._place()
        place.setWidth(min(place.width(), self._words.width(place.width())))
        return place.contains(at)

    def _place(self) -> QRect:
        """Return where the words are painted."""
        return self.rect().marginsRemoved(_MARGINS)

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
        if event.type() == QEvent.Type.ToolTip:
            is_whole = bool(self._badges) or self._words.is_whole(self._place().width())
            self.setToolTip("" if is_whole else tooltip(self._words.text))
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and is_delete(event):
            event.accept()  # the window's menu would take it for the record
            return True
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
        elif is_delete(event):
            if self._editable and not event.isAutoRepeat():
                self.emptied.emit()
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

    def heightForWidth(self, width: int) -> int:
        words = 0 if self._badges else self._words.height(width - _MARGINS.left() - _MARGINS.right())
        return max(HEIGHT, words + _MARGINS.top() + _MARGINS.bottom())

    def sizeHint(self) -> QSize:
        width = self.width() if self._has_place else _NARROW
        return QSize(_NARROW, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(_MARGINS.left() + 40 + _MARGINS.right(), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._has_place = True
        height = self.sizeHint().height()
        if height != self._height:
            self._height = height
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
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
        box = self._place()
        if self._badges:
            drawing.badges(painter, QRectF(box), self._badges)
        else:
            self._words.paint(painter, box)
        painter.end()
