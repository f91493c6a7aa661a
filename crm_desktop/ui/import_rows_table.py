"""The table of rows of an import: ticks and badges are painted, Space ticks what is selected."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from crm_desktop.ui import drawing, theme
from crm_desktop.ui.import_rows_model import Index, RowsModel

_HEADER = """QHeaderView { background: transparent; } QHeaderView::section { background: transparent; border: none;
    padding: 0 2px; min-height: 26px; color: palette(placeholder-text); font-size: 12px; }"""
_ROW = 30
_ACTS = frozenset({Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter})


class RowsTable(QTableView):
    """Shows a :class:`RowsModel`. ``looked_at`` tells which row is the current one (-1: none), ``pressed_on`` that
    somebody wants the selected rows to be otherwise: by Space, Enter, or a click on a tick."""

    looked_at = Signal(int)
    pressed_on = Signal(list)

    def __init__(self, model: RowsModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = model
        self.setModel(model)
        self.setAccessibleName(name)
        self.setItemDelegate(_Painter(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(_ROW)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setStyleSheet(_HEADER)
        header.setSelectionModel(
            QItemSelectionModel(model, header)
        )  # it would ask every row whether it is selected
        for at, column in enumerate(model.columns):
            if column.width:
                self.setColumnWidth(at, column.width)
            else:
                header.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
        self.clicked.connect(self._on_clicked)
        model.modelReset.connect(self._on_reset)

    def selected(self) -> list[int]:
        """Return where the selected rows stand."""
        chosen = self.selectionModel().selection()
        ranges = [chosen.at(at) for at in range(chosen.count())]
        return sorted({at for one in ranges for at in range(one.top(), one.bottom() + 1)})

    def look_at(self, at: int) -> None:
        """Make a row the current one."""
        how = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(self.rows.index(at, 0), how)

    def _on_clicked(self, index: Index) -> None:
        if self.rows.columns[index.column()].ticks:
            self.pressed_on.emit([index.row()])

    def _on_reset(self) -> None:
        self.looked_at.emit(-1)

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802
        super().currentChanged(current, previous)
        if current.row() != previous.row() or not previous.isValid():
            self.looked_at.emit(current.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ACTS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if places := self.selected():
                self.pressed_on.emit(places)
        else:
            super().keyPressEvent(event)


class _Painter(QStyledItemDelegate):
    """Paints ticks and badges; texts as usual."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        of, role = theme.tokens(), QPalette.ColorRole
        option.palette.setColor(role.Highlight, QColor(of.selection))
        option.palette.setColor(role.HighlightedText, QColor(of.text))
        option.state &= ~QStyle.StateFlag.State_HasFocus

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        badge = index.data(Qt.ItemDataRole.UserRole)
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        if badge is None and state is None:
            super().paint(painter, option, index)
            return
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(theme.tokens().selection))
        if badge is not None:
            text, colour = badge
            drawing.badge(painter, box.left() + 2, box.center().y(), text, colour, box.width() - 4)
        else:
            drawing.check_box(painter, QPointF(box.left() + 12, box.center().y()), Qt.CheckState(state))
        painter.restore()


__all__ = ["RowsTable"]
