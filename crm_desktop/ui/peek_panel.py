"""The panel beside a list: the record under the cursor with its main fields, to read and to act on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QCursor, QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Choice, Colour, Email, LongText, Option, Phone, Reference, Tags, Text, Web
from crm_desktop.ui import links, theme
from crm_desktop.ui.avatar import Avatar
from crm_desktop.ui.badge import Badges
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.card import scrolled
from crm_desktop.ui.context import Context
from crm_desktop.ui.contract import Row
from crm_desktop.ui.labels import ElidedLabel, PlainLabel, hint_at, label, menu_text, one_line
from crm_desktop.ui.preview_panel import PreviewPanel
from crm_desktop.ui.record_value import is_missed

_MOST_FIELDS = 9
_LAST_ROW = 100  # of the tags; what is read later stands before them
_SUBTITLE_FIELDS = 2


@dataclass(frozen=True)
class Entry:
    """One line of the menu of a record."""

    text: str
    run: Callable[[], object]
    enabled: bool = True


class PeekPanel(PreviewPanel):
    """Shows one record of an entity, read-only. Subclasses add what stands ``above`` the fields and ``below`` them."""

    def __init__(self, context: Context, entity: Entity, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.entity = entity
        self.record_id: int | None = None
        self._avatar = Avatar(44)
        self._title = ElidedLabel(scale="heading")
        self._subtitle = ElidedLabel(tone="muted")
        self._more = Button(icon="ellipsis", look="quieticon", clicked=self._open_menu)
        self.menu = QMenu(self)
        self._empty = label(tone="muted")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._body = QWidget()
        self._fields = QWidget()
        self.above = QVBoxLayout()
        self.below = QVBoxLayout()
        self._build()
        self.retranslate()
        self.show_record(None)

    def _build(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self._title)
        names.addWidget(self._subtitle)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(self._avatar)
        head.addLayout(names, 1)
        head.addWidget(self._more, 0, Qt.AlignmentFlag.AlignVCenter)
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(16, 16, 16, 16)
        self._column.setSpacing(16)
        self._column.addLayout(head)
        self._column.addLayout(self.above)
        self._column.addWidget(self._fields)
        self._column.addLayout(self.below)
        self._column.addStretch()
        self._scroll = scroll = scrolled(self._body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        outer.addWidget(self._empty, 1)

    def retranslate(self) -> None:
        self.setAccessibleName(_("Preview of the record"))
        self._empty.setText(_("Choose a row to see more of it here."))
        self._more.set_text("", _("More actions"))
        self.show_record(self.record_id)

    def show_record(self, record_id: int | None) -> None:
        self.record_id = record_id
        fields = self.context.workspace.lists.fields(self.entity.name) or self.entity.fields
        row = None if record_id is None else self._read(fields, record_id)
        self._scroll.setVisible(row is not None)
        self._empty.setVisible(row is None)
        if row is not None:
            self._show(fields, row)

    def _read(self, fields: tuple[Field, ...], record_id: int) -> Row | None:
        keys = [one.key for one in fields]
        try:
            rows = self.context.workspace.lists.page(self.entity.name, keys, [record_id])
        except CrmError:  # shown when the file answers again
            return None
        return rows[0] if rows else None

    def _show(self, fields: tuple[Field, ...], row: Row) -> None:
        texts = {field.key: text for field, text in zip(fields, row.texts, strict=True)}
        title = texts.get(self.entity.title_key, "")
        self._title.setText(title)
        self._avatar.show_record(self.entity, title)
        shown = [one for one in self.entity.listed if one.key != self.entity.title_key and texts.get(one.key)]
        words = [one for one in shown if _is_plain(one)][:_SUBTITLE_FIELDS]
        words = words or [one for one in shown if isinstance(one.kind, Option)][:1]
        self._subtitle.setText(" · ".join(texts[one.key] for one in reversed(words)))
        self._replace_fields(fields, row, {one.key for one in words})

    def _replace_fields(self, fields: tuple[Field, ...], row: Row, told: set[str]) -> None:
        """Show the fields that matter most and are filled; without such a choice those of the list, then others."""
        made = QWidget()
        grid = self._grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(0, 92)
        values = {
            field.key: (text, value) for field, text, value in zip(fields, row.texts, row.values, strict=True)
        }
        first = self.entity.leading
        order = first if self.entity.main else [*first, *(one for one in fields if one not in first)]
        known = [one for one in order if one.key in values and self._belongs_here(one, told)]
        filled = [one for one in known if values[one.key][0]]
        tags = [one for one in filled if isinstance(one.kind, Tags)]
        others = [one for one in filled if one not in tags][: _MOST_FIELDS - len(tags)]
        for number, field in enumerate([*others, *tags]):
            place = _LAST_ROW if field in tags else number
            made_value = _value_widget(field, *values[field.key])
            if is_missed(field, lambda key: values[key][1]):
                made_value.setProperty("tone", "warning")
                made_value.setAccessibleDescription(_("overdue"))
            self.add_row(place, _(field.label), made_value)
        self._column.replaceWidget(self._fields, made)
        self._fields.hide()
        self._fields.deleteLater()
        self._fields = made

    def _belongs_here(self, field: Field, told: set[str]) -> bool:
        is_quiet = field.listed == "hidden" or field.group or isinstance(field.kind, LongText)
        return field.key != self.entity.title_key and field.key not in told and not is_quiet

    def add_row(self, place: int, name: str, value: QWidget) -> None:
        """Put a name and a value into a row of the fields, in the place of what stood there."""
        for column, widget in enumerate((ElidedLabel(name, tone="muted"), value)):
            before = self._grid.itemAtPosition(place, column)
            if before is not None and (old := before.widget()) is not None:
                self._grid.removeWidget(old)
                old.hide()
                old.deleteLater()
            top = Qt.AlignmentFlag.AlignTop if column == 0 else Qt.AlignmentFlag(0)
            self._grid.addWidget(widget, place, column, top)

    # ------------------------------------------------------------------ the menu

    def entries(self) -> Sequence[Entry]:
        """Return what the menu of the record offers."""
        return (
            Entry(_("Open"), self._on_open),
            Entry(_("Copy"), self.copy),
        )

    def _open_menu(self) -> None:
        self.menu.clear()
        for one in self.entries():
            action = self.menu.addAction(menu_text(one.text))
            action.setEnabled(one.enabled)
            action.triggered.connect(lambda _on=False, run=one.run: run())
        corner = self._more.rect().bottomRight()
        self.menu.popup(self._more.mapToGlobal(corner - QPoint(self.menu.sizeHint().width(), -2)))

    def copy(self) -> None:
        """Put what is shown onto the clipboard: the name, then a line for each field."""
        lines = [self._title.text(), self._subtitle.text()]
        for row in range(self._grid.rowCount()):
            name, value = (self._grid.itemAtPosition(row, column) for column in (0, 1))
            if name is not None and value is not None:
                lines.append(f"{_said(name.widget())}: {_said(value.widget())}")
        QGuiApplication.clipboard().setText("\n".join(one for one in lines if one))

    def _on_open(self) -> None:
        if self.record_id is not None:
            self.context.window.open_record(self.entity.name, self.record_id)


def _said(widget: QWidget | None) -> str:
    """Return what a name or a value says."""
    if isinstance(widget, ValueLabel):
        return widget.value
    return widget.text() if isinstance(widget, QLabel) else widget.accessibleName() if widget else ""


class ValueLabel(PlainLabel):
    """A value that can be copied; one with an address opens it, a number is called."""

    def __init__(
        self, text: str, follow: Callable[[], object] | None = None, value: str = "", *, is_link: bool = True
    ) -> None:
        super().__init__()
        self._follow = follow
        self.value = value or text
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.setWordWrap(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)
        if follow is not None:
            if is_link:
                self.setProperty("tone", "link")
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = menu.addAction(_("Copy"))
        copy.triggered.connect(lambda: QGuiApplication.clipboard().setText(self.value))
        if self._follow is not None:
            menu.addAction(_("Open")).triggered.connect(self._on_followed)
        menu.popup(QCursor.pos())

    def _on_followed(self) -> None:
        if self._follow is not None:
            self._follow()

    def keyPressEvent(self, ev: QKeyEvent) -> None:
        if ev.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._on_followed()
        else:
            super().keyPressEvent(ev)

    def mouseReleaseEvent(self, ev: QMouseEvent) -> None:
        if ev.button() == Qt.MouseButton.LeftButton:
            self._on_followed()


class _AddressLabel(ValueLabel):
    """An address on one line, cut in its middle where there is no room: its ends tell what it is."""

    def __init__(self, text: str, follow: Callable[[], object] | None, value: str) -> None:
        super().__init__(text, follow, value)
        self.setWordWrap(False)
        self._shown = (0, "")  # a width, and what is shown there

    def minimumSizeHint(self) -> QSize:
        return QSize(40, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        box, whole = self.contentsRect(), self.text()
        if self._shown[0] != box.width():
            middle = Qt.TextElideMode.ElideMiddle
            self._shown = box.width(), self.fontMetrics().elidedText(whole, middle, box.width())
        shown = self._shown[1]
        hint_at(self, whole if shown != whole else "")
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(box, int(self.alignment()), shown)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        self._shown = (0, "")  # another font, say
        super().changeEvent(event)


def _is_plain(field: Field) -> bool:
    """Tell whether a value says what a record is without its label: words do, a date or the owner do not."""
    kind = field.kind
    if isinstance(kind, Reference):
        return not isinstance(kind, Option) and kind.entity != "user"
    return isinstance(kind, Text) and links.link_of(field, "a@b.c") is None


def _colour(field: Field, value: object) -> Colour:
    return (
        field.kind.colour(str(value)) if isinstance(field.kind, Choice) else getattr(value, "colour", "grey")
    )


def _value_widget(field: Field, text: str, value: object) -> QWidget:
    colour = _colour(field, value)
    if colour != "grey":  # a colour that means something
        return Badges([(text, colour)])
    if isinstance(field.kind, Tags):
        return Badges([(word, "grey") for word in text.split(", ")])
    url = links.link_of(field, text)
    value = text if isinstance(field.kind, LongText) else one_line(text)
    follow = None if url is None else lambda: links.follow(url, made)
    made: ValueLabel
    if isinstance(field.kind, Email | Web):
        made = _AddressLabel(links.bare(value), follow, value)
    else:
        made = ValueLabel(value, follow, value, is_link=not isinstance(field.kind, Phone))
    made.setMinimumWidth(40)
    made.setFont(theme.font(tabular=field.kind.align == "right"))
    return made
