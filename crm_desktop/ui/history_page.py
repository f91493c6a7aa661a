"""The history of the file: every transaction, and the way back from each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.i18n import _, language
from crm_desktop.core.transaction_kinds import KIND_ICONS, WIDE_KINDS
from crm_desktop.ui import drawing, history_actions, icons, theme
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.context import Context
from crm_desktop.ui.contract import Changes
from crm_desktop.ui.empty_state import EmptyState
from crm_desktop.ui.history_details import HistoryDetails
from crm_desktop.ui.history_model import HistoryModel, Line
from crm_desktop.ui.labels import ElidedLabel, line
from crm_desktop.ui.page import Page, PageAction
from crm_desktop.ui.record_contract import UndoReport, file_of
from crm_desktop.ui.row_ground import begin_row

_ROW = 46
_PADDING = 16
_BADGE_ROOM = 120
_WHO_ROOM = 250
_GAP = 12
_DETAILS, _DETAILS_NARROW, _WIDE = 376, 280, 900  # pixels


class HistoryPage(Page):
    """Lists transactions; the chosen one can be undone, an undo can be redone, and what happened is said."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.model = HistoryModel(file_of(context))
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(_Painter(self.model, self.view))
        self.view.setUniformItemSizes(True)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setMouseTracking(True)
        self.details = HistoryDetails(context)
        self.view.selectionModel().currentChanged.connect(lambda *_rows: self._on_chosen())
        self.view.activated.connect(lambda _index: self.details.open_only())
        self.report = ElidedLabel(tone="muted")
        self.report.setContentsMargins(_PADDING, 0, _PADDING, 0)
        self.report.setFixedHeight(32)
        self._empty = EmptyState()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._beside())
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._stack, 1)
        column.addWidget(line())
        column.addWidget(self.report)
        self.retranslate()

    def _beside(self) -> QWidget:
        """Return the list and, at its side, what the chosen entry changed."""
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.view, 1)
        row.addWidget(line(upright=True))
        row.addWidget(self.details)
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.details.setFixedWidth(_DETAILS if event.size().width() > _WIDE else _DETAILS_NARROW)

    def _on_chosen(self) -> None:
        self.details.show_line(self.current())
        self.title_changed.emit()

    def current(self) -> Line | None:
        """Return the transaction under the cursor."""
        return self.model.line(self.view.currentIndex().row())

    def choose(self, transaction: int) -> None:
        """Put the cursor on a transaction."""
        row = self.model.row_of(transaction)
        if row >= 0:
            self.view.setCurrentIndex(self.model.index(row))

    def undo(self) -> None:
        """Take the chosen transaction back; of an undo: redo it."""
        chosen = self.current()
        if chosen is None or not chosen.can_undo or self.context.workspace.read_only:
            return
        history, transaction = file_of(self.context).history, chosen.transaction.id
        if not self._may_undo(chosen):
            return
        self.context.tasks.run(
            lambda _task: history.undo(transaction), done=while_alive(self, self._on_undone), title=_("Undo")
        )

    def _may_undo(self, chosen: Line) -> bool:
        if chosen.transaction.kind not in WIDE_KINDS:
            return True
        question = _("Undo the whole of “%(title)s”?") % {"title": chosen.title}
        return self.context.messages.ask(question, _("What was edited since is kept."), _("Undo"))

    def _on_undone(self, report: UndoReport) -> None:
        self.report.setText(history_actions.report_text(report))
        history_actions.tell(self.context, report)

    # ------------------------------------------------------------------ as a page

    def title(self) -> str:
        return _("History")

    def subtitle(self) -> str:
        return _("every change, newest first")

    def page_actions(self) -> Sequence[PageAction]:
        chosen = self.current()
        is_undo = chosen is not None and chosen.transaction.kind == "undo"
        text, icon = (_("Redo"), "redo-2") if is_undo else (_("Undo"), "undo-2")
        enabled = chosen is not None and chosen.can_undo and not self.context.workspace.read_only
        return (PageAction(text, icon, self.undo, primary=True, enabled=enabled),)

    def retranslate(self) -> None:
        self.view.setAccessibleName(self.title())
        self.details.retranslate()
        self.report.setText(_("Choose an entry to take it back. What was edited since is kept."))
        self._empty.say("history", _("Nothing has happened yet"), _("Every change will be listed here."))
        self.refresh()

    def refresh(self) -> None:
        chosen = self.current()
        self.model.reload()
        self._stack.setCurrentIndex(0 if self.model.rowCount() else 1)
        if chosen is not None:
            self.choose(chosen.transaction.id)
        elif self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(0))
        self.title_changed.emit()

    def on_changes(self, changes: Changes) -> None:
        self.refresh()

    def on_shown(self) -> None:
        self.view.setFocus()


class _Painter(QStyledItemDelegate):
    """Paints a transaction: icon, title, kind, when and by whom."""

    def __init__(self, model: HistoryModel, parent: QListView) -> None:
        super().__init__(parent)
        self._model = model
        self._measured: tuple[tuple[int, str], int, int] = ((0, ""), 0, 0)

    def _rooms(self) -> tuple[int, int]:
        """Return the widths of the badges and of the words behind them: what those that are read need, no more."""
        key = (self._model.rowCount(), language())
        if self._measured[0] != key:
            lines = [one for row in range(key[0]) if (one := self._model.line(row)) is not None]
            metrics = QFontMetricsF(theme.font(theme.SMALL_PIXELS, tabular=True))
            words = [_("undone"), *(one.kind[0] for one in lines)]
            badge = max(map(drawing.badge_width, words)) + 2 * _GAP
            who = max((metrics.horizontalAdvance(_who(one)) for one in lines), default=0) + 2
            self._measured = (key, min(round(badge), _BADGE_ROOM), min(round(who), _WHO_ROOM))
        return self._measured[1:]

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, _ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        found = self._model.line(index.row())
        if found is None:
            return
        box = begin_row(painter, option)
        self._paint_icon(painter, box, found)
        self._paint_words(painter, box, found)
        painter.restore()

    def _paint_icon(self, painter: QPainter, box: QRectF, found: Line) -> None:
        of = theme.tokens()
        middle = box.center().y()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(of.chip))
        painter.drawEllipse(QRectF(box.left() + _PADDING, middle - 12, 24, 24))
        name = KIND_ICONS.get(found.transaction.kind, "pencil")
        picture = icons.pixmap(name, QColor(of.muted), 13, painter.device().devicePixelRatioF())
        painter.drawPixmap(QPointF(box.left() + _PADDING + 5.5, middle - 6.5), picture)

    def _paint_words(self, painter: QPainter, box: QRectF, found: Line) -> None:
        of = theme.tokens()
        side = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        undone = found.transaction.undone
        font = theme.font(weight=QFont.Weight.Medium)
        font.setStrikeOut(undone)
        left = box.left() + _PADDING + 36
        badge_room, who_room = self._rooms()
        room = box.right() - left - badge_room - who_room - _PADDING
        painter.setFont(font)
        painter.setPen(QColor(of.muted if undone else of.text))
        shown = QFontMetricsF(font).elidedText(found.title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(left, box.top(), room, box.height()), int(side), shown)
        word, colour = (_("undone"), "grey") if undone else found.kind
        edge = left + room + _GAP
        drawing.badge(painter, edge, box.center().y(), word, colour, badge_room - 2 * _GAP)  # type: ignore[arg-type]
        small = theme.font(theme.SMALL_PIXELS, tabular=True)
        painter.setFont(small)
        painter.setPen(QColor(of.muted))
        told = QFontMetricsF(small).elidedText(_who(found), Qt.TextElideMode.ElideRight, who_room)
        place = QRectF(box.right() - who_room - _PADDING, box.top(), who_room, box.height())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignRight | side), told)


def _who(found: Line) -> str:
    """Return when it was and by whom."""
    return " · ".join(part for part in (found.when, found.who) if part)
