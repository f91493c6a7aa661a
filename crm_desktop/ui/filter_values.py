"""The widget for the value of a condition, by the kind of its field. Values go in and out in stored form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QLineEdit, QWidget

from crm_desktop.core import relative_days
from crm_desktop.core.entity import Field
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import (
    OPERATOR_LABELS,
    Choice,
    Day,
    Flag,
    Kind,
    Locale,
    Moment,
    Option,
    Reference,
    Tags,
    Text,
)
from crm_desktop.core.query import Condition
from crm_desktop.core.reading import Unreadable
from crm_desktop.ui.contract import Lists, Named
from crm_desktop.ui.wide_combo import WideCombo

if TYPE_CHECKING:
    from crm_desktop.ui.editors import Editor

_NARROWEST, _BESIDE_HINT = 130, 28  # pixels of a field for a value, and what its edges take beside the hint
_PAUSE_MS = 250
_MOST_CHOICES = 200
_NO_VALUE = frozenset({"empty", "filled", "late", "due_today", "this_month"})
_DAYS = frozenset({"within_days", "comes_within"})
_LONGEST_VALUE = 200  # characters of a text by which a list is filtered
_PARTS = frozenset({"contains", "starts"})


def _no_picker(_field: Field) -> Editor | None:
    return None


@dataclass(frozen=True)
class References:
    """What fields may point to: ``choices`` lists entries or records, ``name`` names one, ``picker`` makes an editor
    that searches where there are too many to list."""

    choices: Callable[[Field], Sequence[Named]]
    name: Callable[[Field, int], str]
    picker: Callable[[Field], Editor | None] = _no_picker


class ValueEditor(Protocol):
    """Edits one value."""

    widget: QWidget

    def load(self, value: Any) -> None: ...
    def value(self) -> Any: ...
    def on_edited(self, listener: Callable[[], object]) -> None: ...


def choices_of(lists: Lists, field: Field) -> Sequence[Named]:
    """Return what a field may point to: the entries of its list of options, or records by name."""
    if isinstance(field.kind, Option):
        return lists.options(field.kind.options)
    return lists.named(field.kind.entity, "", _MOST_CHOICES) if isinstance(field.kind, Reference) else ()


def is_complete(condition: Condition) -> bool:
    """Tell whether a condition has the value that its operator needs."""
    return condition.value is not None or condition.operator in _NO_VALUE


def condition_words(field: Field, condition: Condition, locale: Locale, references: References) -> str:
    """Return a condition as people say it: “Level is one of A, B”."""
    words = f"{_(field.label)} {_(OPERATOR_LABELS[condition.operator])}"
    if condition.operator in _NO_VALUE:
        return words
    several = condition.value if isinstance(condition.value, tuple | list) else (condition.value,)
    said = ", ".join(_said(field, condition.operator, value, locale, references) for value in several)
    return f"{words} {said}"


def conditions_for(field: Field, value: Any, text: str, locale: Locale) -> list[tuple[str, Condition]]:
    """Return the conditions that a value fulfils, each with the words for it: a filter by what stands in a cell."""
    kind, key = field.kind, field.key
    if not field.filterable:
        return []
    if value in (None, "", []):
        return [(_("empty"), Condition(key, "empty"))] if "empty" in kind.operators else []
    if isinstance(kind, Tags):
        return [(tag, Condition(key, "has", tag)) for tag in value]
    if isinstance(kind, Day | Moment):
        day = value.astimezone(locale.zone).date() if isinstance(kind, Moment) else value
        return [(Day().show(day, locale), Condition(key, "on", day.isoformat()))]
    if len(text) > _LONGEST_VALUE or "is" not in kind.operators:
        return []
    return [(text, Condition(key, "is", kind.to_stored(getattr(value, "id", value))))]


def _said(field: Field, operator: str, value: Any, locale: Locale, references: References) -> str:
    if operator in _DAYS:
        return str(value)
    if isinstance(field.kind, Reference):
        return references.name(field, value)
    return _show(field, value, locale)


def value_editor(field: Field, operator: str, locale: Locale, references: References) -> ValueEditor | None:
    """Return the editor for a value that ``operator`` compares with; None where it needs none."""
    if operator in _NO_VALUE:
        return None
    if isinstance(field.kind, Flag):
        return _ChoiceEditor(((1, _("Yes")), (0, _("No"))), several=False)
    offered = _offered(field, references)
    if offered is not None and len(offered) >= _MOST_CHOICES and operator != "any_of":
        picker = references.picker(field)
        if picker is not None:
            return _Picked(picker)
    if offered is not None:
        return _ChoiceEditor(offered, several=operator == "any_of")
    if operator in _DAYS:
        return _TextEditor(
            _whole_number, lambda value: str(value) if isinstance(value, int) else "", _("days")
        )
    hint = _("A day, or 90 days ago") if isinstance(field.kind, Day | Moment) else _("Value")
    return _TextEditor(
        lambda text: _read(field, operator, text, locale), lambda value: _show(field, value, locale), hint
    )


def _offered(field: Field, references: References) -> Sequence[tuple[Any, str]] | None:
    kind = field.kind
    if isinstance(kind, Choice):
        return [(term.code, _(term.label)) for term in kind.vocabulary.terms]
    if isinstance(kind, Reference):
        return [(one.id, one.name) for one in references.choices(field)]
    return None


def _read(field: Field, operator: str, text: str, locale: Locale) -> Any:
    is_part = (
        isinstance(field.kind, Text) and operator in _PARTS
    )  # half an address is none, and may be looked for
    if isinstance(field.kind, Tags) or is_part:
        return text.strip() or None
    if isinstance(field.kind, Day | Moment) and (day := relative_days.read(text)) is not None:
        return day
    kind = _compared(field)
    return kind.to_stored(kind.read(text, locale))


def _compared(field: Field) -> Kind[Any]:
    """Return the kind of the value of a condition: moments are compared with days."""
    return Day() if isinstance(field.kind, Moment) else field.kind


def _show(field: Field, value: Any, locale: Locale) -> str:
    if isinstance(field.kind, Tags):
        return str(value or "")
    if relative_days.is_relative(value):
        return relative_days.show(value)
    kind = _compared(field)
    return kind.show(kind.from_stored(value), locale)


def _whole_number(text: str) -> int | None:
    try:
        return int(text) if text.strip() else None
    except ValueError:
        raise Unreadable(_("A whole number is needed here.")) from None


class _TextEditor:
    """A field for what the kind can read; red, with the reason, where it cannot."""

    def __init__(self, read: Callable[[str], Any], show: Callable[[Any], str], hint: str) -> None:
        self._read = read
        self._show = show
        self._field = QLineEdit()
        self._field.setPlaceholderText(hint)
        self._field.setAccessibleName(_("Value"))
        hinted = self._field.fontMetrics().horizontalAdvance(hint) + _BESIDE_HINT
        self._field.setFixedWidth(max(_NARROWEST, hinted))
        self._timer = QTimer(self._field)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._field.textEdited.connect(lambda _text: self._timer.start())
        self.widget: QWidget = self._field

    def load(self, value: Any) -> None:
        self._field.setText("" if value is None else self._show(value))

    def value(self) -> Any:
        try:
            found, reason = self._read(self._field.text()), ""
        except Unreadable as error:
            found, reason = None, str(error)
        if bool(reason) != (self._field.property("wrong") == "true"):
            self._field.setProperty("wrong", "true" if reason else "false")
            self._field.style().unpolish(self._field)
            self._field.style().polish(self._field)
        self._field.setToolTip(reason)
        return found

    def on_edited(self, listener: Callable[[], object]) -> None:
        self._timer.timeout.connect(listener)
        self._field.returnPressed.connect(listener)


class _ChoiceEditor:
    """A list to choose one entry from, or several."""

    def __init__(self, offered: Sequence[tuple[Any, str]], *, several: bool) -> None:
        self._several = several
        self._box = WideCombo()
        self._box.setAccessibleName(_("Value"))
        self._box.setMinimumWidth(110)
        self._values = [value for value, _text in offered]
        items = QStandardItemModel(self._box)
        if several:
            items.appendRow(QStandardItem(""))
        for _value, text in offered:
            item = QStandardItem(text)
            item.setCheckable(several)
            items.appendRow(item)
        self._items = items
        self._box.setModel(items)
        self._box.setCurrentIndex(0 if several else -1)
        self._box.setPlaceholderText(_("Choose"))
        if several:
            self._box.activated.connect(self._on_toggled)
            items.itemChanged.connect(lambda _item: self._sum_up())
        self.widget: QWidget = self._box

    def load(self, value: Any) -> None:
        wanted = value if isinstance(value, tuple | list) else (value,)
        if self._several:
            for place, known in enumerate(self._values, 1):
                state = Qt.CheckState.Checked if known in wanted else Qt.CheckState.Unchecked
                self._items.item(place).setCheckState(state)
            self._sum_up()
        else:
            first = wanted[0] if wanted else None
            self._box.setCurrentIndex(self._values.index(first) if first in self._values else -1)

    def value(self) -> Any:
        if not self._several:
            place = self._box.currentIndex()
            return self._values[place] if place >= 0 else None
        items = enumerate(self._values, 1)
        chosen = tuple(v for at, v in items if self._items.item(at).checkState() == Qt.CheckState.Checked)
        return chosen or None

    def on_edited(self, listener: Callable[[], object]) -> None:
        if self._several:
            self._items.itemChanged.connect(lambda item: listener() if item.isCheckable() else None)
        else:
            self._box.activated.connect(lambda _place: listener())

    def _on_toggled(self, place: int) -> None:
        if place > 0:
            item = self._items.item(place)
            on = item.checkState() == Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)
        self._box.setCurrentIndex(0)

    def _sum_up(self) -> None:
        every = (self._items.item(place) for place in range(1, self._items.rowCount()))
        chosen = [item.text() for item in every if item.checkState() == Qt.CheckState.Checked]
        if self._items.item(0).text() != ", ".join(chosen):
            self._items.item(0).setText(", ".join(chosen))


class _Picked:
    """A record that is searched by its name; nothing while what is typed means none."""

    def __init__(self, editor: Editor) -> None:
        self._editor = editor
        editor.setFixedWidth(190)
        self.widget: QWidget = editor

    def load(self, value: Any) -> None:
        self._editor.load(value)

    def value(self) -> Any:
        try:
            return self._editor.value()
        except Unreadable:
            return None

    def on_edited(self, listener: Callable[[], object]) -> None:
        self._editor.accepted.connect(listener)
