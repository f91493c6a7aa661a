"""The column chooser: which fields a list shows, in which order."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.entity import Field
from crm_desktop.core.i18n import _
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.labels import label

_KEY = Qt.ItemDataRole.UserRole
_WIDTH, _HEIGHT = 280, 420


class ColumnsPopup(QFrame):
    """A list of all fields with check boxes; dragging, or Ctrl with an arrow, changes the order."""

    chosen = Signal(object)  # tuple of keys
    reset_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self._filter = QLineEdit()
        self._filter.setPlaceholderText(_("Find a field"))
        self._filter.setAccessibleName(_("Find a field"))
        self._filter.setClearButtonEnabled(True)
        self._list = QListWidget()
        self._list.setAccessibleName(_("Columns"))
        self._list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self._reset = Button(_("Reset columns"), look="link", clicked=self._on_reset)
        foot = QHBoxLayout()
        foot.addWidget(label(_("Drag to reorder"), tone="muted", scale="small"))
        foot.addStretch()
        foot.addWidget(self._reset)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self._filter)
        column.addWidget(self._list)
        column.addLayout(foot)
        self._filter.textEdited.connect(self._on_filtered)
        self._list.itemChanged.connect(self._on_changed)
        self._list.model().rowsMoved.connect(self._on_changed)

    def offer(self, fields: Sequence[Field], shown: Sequence[str]) -> None:
        """List these fields, those that are shown first and in their order."""
        order = {key: place for place, key in enumerate(shown)}
        self._list.blockSignals(True)
        self._list.clear()
        for field in sorted(fields, key=lambda one: order.get(one.key, len(order))):
            item = QListWidgetItem(_(field.label))
            item.setData(_KEY, field.key)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if field.key in order else Qt.CheckState.Unchecked)
            self._list.addItem(item)
        self._list.blockSignals(False)

    def open_at(self, corner: QPoint) -> None:
        """Open with the upper right corner here."""
        self.setFixedSize(_WIDTH, _HEIGHT)
        self.move(corner.x() - _WIDTH, corner.y())
        self.show()
        self._filter.setFocus()

    def keys(self) -> tuple[str, ...]:
        """Return the keys of the checked fields in their order."""
        items = (self._list.item(row) for row in range(self._list.count()))
        return tuple(str(one.data(_KEY)) for one in items if one.checkState() == Qt.CheckState.Checked)

    def _on_filtered(self, text: str) -> None:
        for row in range(self._list.count()):
            item = self._list.item(row)
            item.setHidden(text.casefold() not in item.text().casefold())

    def _on_changed(self, *_details: object) -> None:
        if keys := self.keys():
            self.chosen.emit(keys)

    def _on_reset(self) -> None:
        self.hide()
        self.reset_requested.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        row = self._list.currentRow()
        is_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if step and is_control and 0 <= row + step < self._list.count():
            item = self._list.takeItem(row)
            self._list.insertItem(row + step, item)
            self._list.setCurrentRow(row + step)
            self._on_changed()
        else:
            super().keyPressEvent(event)
