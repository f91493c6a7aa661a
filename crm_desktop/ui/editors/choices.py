"""Editors for what is chosen: yes or no, a term of a vocabulary, a state, an entry of the firm's own lists."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QWidget

from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Choice, Flag, Option, Status
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.editors.base import COMPACT_COMBO, Editor, EditorContext
from crm_desktop.ui.icons import dot
from crm_desktop.ui.record_contract import Named, plain
from crm_desktop.ui.wide_combo import WideCombo

_ADD = object()
_TURNS = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_F4})
_NOTHING = "—"


class Combo(WideCombo):
    """A combo box that wheel and arrows turn only when it is open: each turn would be a choice, and be saved."""

    def __init__(self, compact: bool = False) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumContentsLength(6)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        if compact:
            self.setStyleSheet(COMPACT_COMBO)

    def wheelEvent(self, e: QWheelEvent) -> None:
        e.ignore()

    def keyPressEvent(self, e: QKeyEvent) -> None:
        if e.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape}:
            e.ignore()
        elif e.key() in _TURNS or (e.text().isprintable() and e.text().strip()):
            self.showPopup()
            if e.key() not in _TURNS:
                QApplication.sendEvent(self.view(), e)
        else:
            super().keyPressEvent(e)


class FlagEditor(Editor):
    """A check box. What is unknown stays unknown until it is clicked."""

    opens_on_click = True

    def __init__(self, _kind: Flag, context: EditorContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.box = QCheckBox()
        self.box.setMinimumHeight(26 if context.compact else 32)
        self._loaded: bool | None = None
        self._touched = False
        self.box.clicked.connect(self._on_clicked)
        self.hold(self.box)

    def _on_clicked(self) -> None:
        self._touched = True
        self._name()
        self.was_edited()
        self.accepted.emit()

    def _name(self) -> None:
        self.box.setText(_("Yes") if self.box.isChecked() else _("No"))
        self.box.setAccessibleName(self.context.name)

    def load(self, value: Any) -> None:
        self._loaded, self._touched = value, False
        self.box.setChecked(bool(value))
        self._name()
        self.set_problem("")

    def value(self) -> Any:
        return self.box.isChecked() if self._touched else self._loaded

    def open_choices(self) -> None:
        """Turn it over: that is what the click on the value meant."""
        self.box.click()


class ChoiceEditor(Editor):
    """A term of a vocabulary. Of a state only those that may follow can be chosen."""

    opens_on_click = True

    def __init__(self, kind: Choice, context: EditorContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.kind = kind
        self.combo = Combo(context.compact)
        if not context.required:
            self.combo.addItem(_NOTHING, None)
        for term in kind.vocabulary.terms:
            self.combo.addItem(dot(term.colour), _(term.label), term.code)
        self._loaded: Any = None
        self._touched = False
        self.combo.activated.connect(self._on_activated)
        self.hold(self.combo)

    def _on_activated(self, _place: int) -> None:
        self._touched = True
        self.was_edited()
        self.accepted.emit()

    def load(self, value: Any) -> None:
        self._loaded, self._touched = value, False
        self.combo.setCurrentIndex(self.combo.findData(value))
        if isinstance(self.kind, Status):
            self._offer_next(self.kind, value)
        self.set_problem("")

    def _offer_next(self, kind: Status, state: str | None) -> None:
        model = self.combo.model()
        assert isinstance(model, QStandardItemModel)
        for place in range(self.combo.count()):
            code = self.combo.itemData(place)
            free = (
                code is not None and kind.machine.allows(state, code) and code not in kind.machine.by_service
            )
            model.item(place).setEnabled(free or code == state)

    def value(self) -> Any:
        return self.combo.currentData() if self._touched else self._loaded

    def open_choices(self) -> None:
        self.combo.showPopup()

    def shown_text(self) -> str:
        return self.combo.currentText()


class OptionEditor(Editor):
    """An entry of a list that the firm keeps; a new entry can be added on the spot."""

    opens_on_click = True

    def __init__(self, kind: Option, context: EditorContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.kind = kind
        self.combo = Combo(context.compact)
        self._loaded: Any = None
        self._chosen: Any = None
        self.combo.activated.connect(self._on_activated)
        self.hold(self.combo)

    def load(self, value: Any) -> None:
        self._loaded = value
        self._chosen = plain(value)
        self._fill()
        self.set_problem("")

    def _fill(self) -> None:
        entries: list[Named] = list(self.context.file.lists.options(self.kind.options))
        value = self._loaded
        if value is not None and plain(value) not in {one.id for one in entries} and hasattr(value, "name"):
            entries.insert(0, value)  # a retired entry stays where it is used
        self.combo.clear()
        if not self.context.required:
            self.combo.addItem(_NOTHING, None)
        for one in entries:
            self.combo.addItem(dot(one.colour), one.name, one.id)
        if not self.context.file.read_only:
            self.combo.insertSeparator(self.combo.count())
            self.combo.addItem(_("Add …"), _ADD)
        self.combo.setCurrentIndex(self.combo.findData(self._chosen))

    def _on_activated(self, place: int) -> None:
        if self.combo.itemData(place) is _ADD:
            self.combo.setCurrentIndex(self.combo.findData(self._chosen))
            self._add()
            return
        self._chosen = self.combo.itemData(place)
        self.was_edited()
        self.accepted.emit()

    def _add(self) -> None:
        name = self.context.messages.ask_text(_("New entry"), self.context.name)
        if not name:
            return
        file, options = self.context.file, self.kind.options
        title_key = file.lists.entity(self.kind.entity).title_key
        values = {"set_name": options, title_key: name, "position": self.combo.count() + 1}
        self.context.tasks.run(
            lambda _task: file.records.create(self.kind.entity, values),
            done=while_alive(self, self._on_added),
            failed=while_alive(self, self._on_failed),
            title=_("Add an entry"),
        )

    def _on_added(self, option: int) -> None:
        self._chosen = option
        self._fill()
        self.was_edited()
        self.accepted.emit()

    def _on_failed(self, error: CrmError) -> None:
        self.set_problem(str(error))

    def value(self) -> Any:
        return self._loaded if self._chosen == plain(self._loaded) else self._chosen

    def open_choices(self) -> None:
        self.combo.showPopup()

    def shown_text(self) -> str:
        return self.combo.currentText()
