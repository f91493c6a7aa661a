"""The filter of a list: conditions of field, operator and value, joined by all or any; read as words, or edited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.core.entity import Field
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import OPERATOR_LABELS, Locale
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.contract import Condition
from crm_desktop.ui.filter_values import (
    References,
    ValueEditor,
    condition_words,
    is_complete,
    value_editor,
)
from crm_desktop.ui.filter_words import FilterWords
from crm_desktop.ui.flow_layout import FlowLayout
from crm_desktop.ui.labels import line
from crm_desktop.ui.wide_combo import WideCombo


class FilterBar(QWidget):
    """Edits the conditions of a list. Emits ``changed`` once an edit makes another filter.

    Closed, it says in words what is filtered (``words``), and is not there while nothing is. What edits the conditions
    is made when it is opened.
    """

    changed = Signal()
    opened = Signal(bool)

    def __init__(self, locale: Locale, references: References, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: tuple[Field, ...] = ()
        self._locale = locale
        self._references = references
        self._chips: list[_ConditionChip] = []
        self._waiting: tuple[Condition, ...] = ()  # before those of the chips; they have none yet
        self._told: tuple[object, ...] = ((), True)
        self._given = ""
        self._said_elsewhere: tuple[object, ...] | None = None
        self._match = WideCombo()
        self._match.activated.connect(self._tell)
        self._add = Button(icon="plus", look="quiet", clicked=self.add_condition)
        self._clear = Button(look="quiet", clicked=self._on_clear)
        self._conditions = QWidget()
        self._is_open = False
        self.words = FilterWords()
        self.words.chosen.connect(self._on_words)
        self.words.cleared.connect(self._on_clear)
        self._flow = FlowLayout(self._conditions, margins=(16, 8, 16, 8), gap=8)
        self._flow.addWidget(self._match)
        self._flow.addWidget(self._add)
        self._flow.addWidget(self._clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._conditions)
        column.addWidget(self.words)
        column.addWidget(line())
        self.retranslate()
        self.set_open(False)

    def is_open(self) -> bool:
        """Tell whether the conditions can be edited."""
        return self._is_open

    def set_open(self, opened: bool) -> None:
        """Let the conditions be edited, or say them in words."""
        self._is_open = opened
        if opened:
            self._make_chips()
            if not self._chips:
                self.add_condition()
        self._conditions.setVisible(opened)
        if not opened:
            by_key = {one.key: one for one in self._fields}
            said = [
                condition_words(by_key[one.field], one, self._locale, self._references)
                for one in self.conditions()
            ]
            self.words.show_words(said, match_all=self.match_all(), given=self._given)
        self.words.setVisible(not opened)
        needs_words = bool(self.conditions()) and self._said_elsewhere != (
            self.conditions(),
            self.match_all(),
        )
        self.setVisible(opened or needs_words or bool(self._given))
        self.opened.emit(opened)

    @property
    def given(self) -> str:
        """What is listed beside the conditions: the rows behind a number, by its name."""
        return self._given

    def set_given(self, text: str) -> None:
        """Say what is listed, until the filter is cleared."""
        if text != self._given:
            self._given = text
            self.set_open(self._is_open)

    def _on_words(self, place: int) -> None:
        self.set_open(True)
        complete = [chip for chip in self._chips if chip.condition() is not None]
        complete[place].field_box.setFocus()

    def retranslate(self) -> None:
        """Show all words again."""
        place = max(0, self._match.currentIndex())
        self._match.clear()
        self._match.addItems([_("All of these are true"), _("Any of these is true")])
        self._match.setCurrentIndex(place)
        self._match.setAccessibleName(_("How conditions are joined"))
        self._add.set_text(_("Condition"))
        self._clear.set_text(_("Clear filter"))
        conditions, told, elsewhere = self.conditions(), self._told, self._said_elsewhere
        self.set_filter(conditions, match_all=self.match_all())
        self._told, self._said_elsewhere = told, elsewhere
        self.set_open(self._is_open)

    def set_fields(self, fields: Sequence[Field]) -> None:
        """Offer these fields."""
        self._fields = tuple(one for one in fields if one.filterable)

    def set_filter(
        self, conditions: Sequence[Condition], *, match_all: bool, said_elsewhere: bool = False
    ) -> None:
        """Show this filter; says nothing. One that is ``said_elsewhere``, by the name of its view, needs no words."""
        for chip in self._chips:
            self._drop(chip)
        self._chips = []
        self._waiting = tuple(conditions)
        if self._is_open:
            self._make_chips()
        self._match.setCurrentIndex(0 if match_all else 1)
        self._told = (self.conditions(), self.match_all())
        self._said_elsewhere = self._told if said_elsewhere else None
        self._show_what_matters()

    def conditions(self) -> tuple[Condition, ...]:
        """Return the conditions that are complete."""
        known = {one.key for one in self._fields}
        waiting = (one for one in self._waiting if one.field in known and is_complete(one))
        found = (chip.condition() for chip in self._chips)
        return (*waiting, *(one for one in found if one is not None))

    def match_all(self) -> bool:
        """Tell whether all conditions must hold, or any."""
        return self._match.currentIndex() <= 0

    def add_condition(self, key: str = "") -> None:
        """Add an empty condition, on the field of a key or on the first one, and put the cursor there."""
        if not self._fields:
            return
        self._make_chips()
        field = next((one for one in self._fields if one.key == key), self._fields[0])
        self._add_chip(Condition(field.key, field.kind.operators[0]))
        self._show_what_matters()
        if not self._is_open:
            self.set_open(True)
        self._chips[-1].focus_value()

    def _make_chips(self) -> None:
        waiting, self._waiting = self._waiting, ()
        for condition in waiting:
            self._add_chip(condition)
        self._show_what_matters()

    def _add_chip(self, condition: Condition) -> None:
        field = next((one for one in self._fields if one.key == condition.field), None)
        if field is None:
            return
        chip = _ConditionChip(self._fields, self._locale, self._references, condition)
        chip.changed.connect(self._tell)
        chip.removed.connect(lambda: self._remove(chip))
        self._chips.append(chip)
        self._flow.insert_widget(len(self._chips), chip)
        chip.show()

    def _remove(self, chip: _ConditionChip) -> None:
        self._chips.remove(chip)
        self._drop(chip)
        self._show_what_matters()
        self._tell()

    def _drop(self, chip: _ConditionChip) -> None:
        if chip.isAncestorOf(QApplication.focusWidget() or self):
            self._add.setFocus()
        self._flow.removeWidget(chip)
        chip.hide()
        chip.deleteLater()

    def _on_clear(self) -> None:
        self._given = ""
        self.set_filter((), match_all=True)
        self._told = (None, True)
        self.set_open(False)
        self._tell()

    def _show_what_matters(self) -> None:
        self._match.setVisible(len(self._chips) > 1)
        self._clear.setVisible(bool(self._chips))
        self._flow.invalidate()
        self.updateGeometry()

    def _tell(self, *_details: object) -> None:
        now = (self.conditions(), self.match_all())
        if now != self._told:
            self._told = now
            self.changed.emit()


class _ConditionChip(QFrame):
    """One condition under edit."""

    changed = Signal()
    removed = Signal()

    def __init__(
        self, fields: Sequence[Field], locale: Locale, references: References, condition: Condition
    ) -> None:
        super().__init__()
        self.setObjectName("filterChip")
        self._fields = {one.key: one for one in fields}
        self._locale = locale
        self._references = references
        self._value: ValueEditor | None = None
        self.field_box = WideCombo()
        self.field_box.setAccessibleName(_("Field"))
        for one in fields:
            self.field_box.addItem(_(one.label), one.key)
        self._operator = WideCombo()
        self._operator.setAccessibleName(_("Comparison"))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(3, 3, 3, 3)
        self._row.setSpacing(4)
        self._row.addWidget(self.field_box)
        self._row.addWidget(self._operator)
        self._row.addWidget(
            Button(icon="x", look="quieticon", name=_("Remove condition"), clicked=self.removed.emit)
        )
        self.field_box.setCurrentIndex(max(0, self.field_box.findData(condition.field)))
        self._offer_operators(condition.operator)
        self._offer_value(condition.value)
        self.field_box.activated.connect(self._on_field)
        self._operator.activated.connect(self._on_operator)

    def condition(self) -> Condition | None:
        """Return the condition, or None while its value is missing or unreadable."""
        key, operator = str(self.field_box.currentData()), str(self._operator.currentData())
        if self._value is None:
            return Condition(key, operator)
        value = self._value.value()
        return None if value is None else Condition(key, operator, value)

    def value_widget(self) -> QWidget | None:
        """Return what the value is given in, if there is such a thing."""
        return None if self._value is None else self._value.widget

    def focus_value(self) -> None:
        """Put the cursor where the value is given, once that is laid out; where none is, on the field."""
        wanted = self.field_box if self._value is None else self._value.widget
        QTimer.singleShot(0, wanted, wanted.setFocus)

    def _go_on_from(self, box: WideCombo) -> None:
        """Put the cursor where the value is given after a choice from a list; whoever turns a box stays on it."""
        if box.was_opened and self._value is not None:
            self.focus_value()

    def _on_field(self, _place: int) -> None:
        self._offer_operators("")
        self._offer_value(None)
        self._go_on_from(self.field_box)
        self.changed.emit()

    def _on_operator(self, _place: int) -> None:
        kept = self._value.value() if self._value is not None else None
        self._offer_value(kept)
        self._go_on_from(self._operator)
        self.changed.emit()

    def _offer_operators(self, chosen: str) -> None:
        field = self._fields[str(self.field_box.currentData())]
        self._operator.clear()
        for one in field.kind.operators:
            self._operator.addItem(_(OPERATOR_LABELS[one]), one)
        self._operator.setCurrentIndex(max(0, self._operator.findData(chosen)))

    def _offer_value(self, value: Any) -> None:
        if self._value is not None:
            self._row.removeWidget(self._value.widget)
            self._value.widget.hide()
            self._value.widget.deleteLater()
        field = self._fields[str(self.field_box.currentData())]
        operator = str(self._operator.currentData())
        self._value = value_editor(field, operator, self._locale, self._references)
        if self._value is not None:
            self._row.insertWidget(2, self._value.widget)
            self._value.load(value)
            self._value.on_edited(self.changed.emit)
