"""What happened to a record, newest first: changes with their undo, and whatever a page puts between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Locale
from crm_desktop.ui import icons, theme
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.history_actions import KIND_ICONS
from crm_desktop.ui.labels import ElidedLabel, label
from crm_desktop.ui.record_contract import Entry, FieldChange
from crm_desktop.ui.times import moment_words

FIRST = 25
_LONGEST = 90
_LONGEST_BODY = 600


@dataclass(frozen=True)
class Happening:
    """One thing that happened. ``transaction`` can be taken back; ``open`` shows more of it."""

    at: datetime
    icon: str
    title: str
    meta: tuple[str, ...] = ()
    body: str = ""
    transaction: int = 0
    kind: str = ""
    undone: bool = False
    open: Callable[[], object] | None = None
    note: str = ""
    late: bool = False


def cut(text: str, longest: int = _LONGEST) -> str:
    """Return ``text`` in one line, no longer than fits."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def change_text(change: FieldChange) -> str:
    """Return a change in one line: what it was and what it became."""
    label_text, old, new = change.label, cut(change.old), cut(change.new)
    if not old and not new:
        return label_text
    if not old:
        return f"{label_text}: {new}"
    return f"{label_text}: {old} → {new or _('empty')}"


def happening_of(entry: Entry) -> Happening:
    """Return an entry of the history as something that happened."""
    body = ""
    fields = [
        one for one in entry.fields if one.old or one.new != _("No")
    ]  # a flag of a new part says nothing
    if entry.created:
        title = entry.title if entry.kind == "import" else _("Record created")
        body = "\n".join(map(change_text, fields)) if entry.kind == "import" else ""
    elif entry.kind in {"delete", "restore"} or not fields:
        title = entry.title
    elif entry.kind in {"undo", "redo"}:
        title = entry.title
        body = "\n".join(map(change_text, fields))
    elif len(fields) == 1:
        title = change_text(fields[0])
    elif not any(one.old for one in fields):
        title = entry.title  # a part was added: a phone number, an address
        body = "\n".join(map(change_text, fields))
    else:
        title = _("Changed: %(fields)s") % {"fields": ", ".join(dict.fromkeys(one.label for one in fields))}
        body = "\n".join(map(change_text, fields))
    icon = "plus" if entry.created and entry.kind != "import" else KIND_ICONS.get(entry.kind, "pencil")
    can_undo = entry.kind != "setup"
    return Happening(
        at=entry.at,
        icon=icon,
        title=title,
        meta=(entry.user,) if entry.user else (),
        body=body,
        transaction=entry.transaction if can_undo else 0,
        kind=entry.kind,
        undone=entry.undone,
    )


class Timeline(QWidget):
    """Shows happenings. ``undo_clicked`` carries the happening whose transaction is to be taken back."""

    undo_clicked = Signal(object)

    def __init__(
        self, locale: Callable[[], Locale], parent: QWidget | None = None, *, limit: int = FIRST
    ) -> None:
        super().__init__(parent)
        self._locale = locale
        self._happenings: tuple[Happening, ...] = ()
        self._limit = limit
        self.may_undo = True
        self.items: list[TimelineItem] = []
        self._more = Button(look="link", clicked=self._show_more)
        self._empty = label(tone="muted")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(14)
        self._column.addWidget(self._empty)
        self._column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addStretch(1)

    def show_all(self, happenings: Sequence[Happening]) -> None:
        """Show these, newest first."""
        self._happenings = tuple(sorted(happenings, key=lambda one: one.at, reverse=True))
        self._draw()

    def _draw(self) -> None:
        for item in self.items:
            self._column.removeWidget(item)
            item.hide()
            item.deleteLater()
        self.items = []
        for place, one in enumerate(self._happenings[: self._limit]):
            item = TimelineItem(one, self._locale(), self.may_undo)
            item.undo_clicked.connect(self.undo_clicked)
            self._column.insertWidget(place, item)
            self.items.append(item)
        more = len(self._happenings) - len(self.items)
        self._more.set_text(_("Show earlier (%(count)d)") % {"count": more})
        self._more.setVisible(more > 0)
        self._empty.setText(_("Nothing has happened here yet."))
        self._empty.setVisible(not self._happenings)

    def _show_more(self) -> None:
        self._limit += 2 * FIRST
        self._draw()


class TimelineItem(QWidget):
    """One happening: its icon in a circle, its title, when and who, and more where there is more."""

    undo_clicked = Signal(object)

    def __init__(self, happening: Happening, locale: Locale, may_undo: bool) -> None:
        super().__init__()
        self.happening = happening
        title = label(happening.title, strong="true")
        title.setWordWrap(True)
        title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        title.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout()
        column.setSpacing(1)
        column.addWidget(title)
        column.addLayout(self._meta_row(happening, locale, may_undo))
        if happening.body:
            shown = happening.body
            if len(shown) > _LONGEST_BODY:
                shown = shown[:_LONGEST_BODY].rstrip() + "…"
            body = label(shown)
            body.setWordWrap(True)
            body.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            body.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            column.addSpacing(3)
            column.addWidget(body)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(IconCircle(happening.icon), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        self.setAccessibleName(f"{happening.title}, {moment_words(happening.at, locale)}")

    def _meta_row(self, one: Happening, locale: Locale, may_undo: bool) -> QHBoxLayout:
        parts = [one.note or moment_words(one.at, locale), *(part for part in one.meta if part)]
        if one.undone:
            parts.append(_("undone"))
        meta = ElidedLabel(" · ".join(parts), tone="warning" if one.late else "muted", scale="small")
        meta.setFont(theme.font(theme.SMALL_PIXELS, tabular=True))
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(meta)
        if one.transaction and may_undo and not one.undone:
            word = _("redo") if one.kind == "undo" else _("undo")
            row.addWidget(self._link(word, lambda: self.undo_clicked.emit(one), f"{word}: {one.title}"))
        if one.open is not None:
            row.addWidget(self._link(_("open"), one.open, _("Open %(name)s") % {"name": one.title}))
        row.addStretch(1)
        return row

    def _link(self, word: str, run: Callable[[], object], name: str) -> Button:
        made = Button(word, look="link", clicked=run)
        made.setAccessibleName(name)
        made.setStyleSheet(
            "QPushButton[look] { min-height: 16px; max-height: 16px; font-size: 12px; font-weight: 400; }"
        )
        return made


class IconCircle(QWidget):
    """An icon on a quiet disc."""

    def __init__(self, name: str, size: int = 24) -> None:
        super().__init__()
        self._name = name
        self.setFixedSize(QSize(size, size))

    def paintEvent(self, _event: QPaintEvent) -> None:
        of = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(of.chip))
        painter.drawEllipse(QRectF(self.rect()))
        picture = icons.pixmap(self._name, QColor(of.muted), 13, self.devicePixelRatioF())
        corner = (self.width() - 13) / 2
        painter.drawPixmap(QPointF(corner, corner), picture)
        painter.end()
