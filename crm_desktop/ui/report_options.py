"""The options of a report: one control for each parameter, made from its kind of value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import singledispatch
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QVBoxLayout, QWidget

from crm_desktop.core import clock
from crm_desktop.core.i18n import N_, _, language
from crm_desktop.core.kinds import Choice, Day, Flag, Kind, Number, Option, Reference
from crm_desktop.core.reading import Unreadable
from crm_desktop.reports.parameters import PAPERS, Chosen, Parameter, period_text
from crm_desktop.ui.context import Context
from crm_desktop.ui.editors.base import EditorContext
from crm_desktop.ui.editors.choices import Combo
from crm_desktop.ui.editors.days import DayEditor
from crm_desktop.ui.editors.picker import ReferenceEditor
from crm_desktop.ui.labels import label

MOST_NAMES = 200
_LINES = (20, 50, 200, 1000, 0)
_CUSTOM = "custom"
PERIODS = (
    ("all", N_("All dates")),
    ("month", N_("This month")),
    ("quarter", N_("This quarter")),
    ("year", N_("This year")),
    ("last_year", N_("Last year")),
    (_CUSTOM, N_("From … until …")),
)

Period = tuple[date | None, date | None]


def period(name: str, today: date) -> Period:
    """Return the first and the last day of a period by its name; both are None for all dates."""
    if name == "month":
        return today.replace(day=1), _month_end(today)
    if name == "quarter":
        first = today.replace(month=today.month - (today.month - 1) % 3, day=1)
        return first, _month_end(first.replace(month=first.month + 2))
    if name in {"year", "last_year"}:
        year = today.year - (name == "last_year")
        return date(year, 1, 1), date(year, 12, 31)
    return None, None


def _month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


class Control(QWidget):
    """Holds the values of some parameters. Loading is silent; ``edited`` is the user's doing."""

    edited = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)
        self.caption: QLabel | None = None
        if name:
            self.caption = label(name, tone="muted", scale="small")
            self.column.addWidget(self.caption)

    def load(self, values: Mapping[str, Any]) -> None:
        """Show these values."""

    def values(self) -> dict[str, Any]:
        """Return what is chosen. Raises Unreadable."""
        raise NotImplementedError


class ComboControl(Control):
    """One of a few values."""

    def __init__(self, key: str, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        super().__init__(name)
        self.key = key
        self.combo = Combo()
        self.combo.setAccessibleName(name)
        for text, value in choices:
            self.combo.addItem(text, value)
        self.combo.activated.connect(lambda _place: self.edited.emit())
        self.column.addWidget(self.combo)

    def load(self, values: Mapping[str, Any]) -> None:
        self.combo.setCurrentIndex(max(0, self.combo.findData(values.get(self.key))))

    def values(self) -> dict[str, Any]:
        return {self.key: self.combo.currentData()}


class PaperControl(ComboControl):
    """The paper and how it lies."""

    def __init__(self, name: str) -> None:
        found = []
        for term in PAPERS.terms:
            for across, words in ((False, N_("%(paper)s portrait")), (True, N_("%(paper)s landscape"))):
                found.append((_(words) % {"paper": _(term.label)}, f"{term.code} {int(across)}"))
        super().__init__("paper", name, found)

    def load(self, values: Mapping[str, Any]) -> None:
        across = int(bool(values.get("landscape")))
        self.combo.setCurrentIndex(max(0, self.combo.findData(f"{values.get('paper')} {across}")))

    def values(self) -> dict[str, Any]:
        code, across = str(self.combo.currentData()).split()
        return {"paper": code, "landscape": across == "1"}


class FlagControl(Control):
    """Yes or no."""

    def __init__(self, key: str, name: str) -> None:
        super().__init__("")
        self.key = key
        self.box = QCheckBox(name)
        self.box.clicked.connect(lambda _on: self.edited.emit())
        self.column.addWidget(self.box)

    def load(self, values: Mapping[str, Any]) -> None:
        self.box.setChecked(bool(values.get(self.key)))

    def values(self) -> dict[str, Any]:
        return {self.key: self.box.isChecked()}


class PeriodControl(Control):
    """A period by name, or by its two days."""

    def __init__(self, context: Context, first: Parameter, last: Parameter) -> None:
        name = _("Period")
        super().__init__(name)
        self.combo = Combo()
        self.combo.setAccessibleName(name)
        for code, words in PERIODS:
            self.combo.addItem(_(words), code)
        self.combo.activated.connect(lambda _place: self._on_chosen())
        self.column.addWidget(self.combo)
        self.days = {
            one.key: DayEditor(one.kind, editor_context(context, _(one.label))) for one in (first, last)
        }
        for one in (first, last):
            editor = self.days[one.key]
            editor.line.setPlaceholderText(_(one.label))
            editor.accepted.connect(self.edited)
            editor.line.editingFinished.connect(self._on_day)
            self.column.addWidget(editor)
        self._told: Period = (None, None)

    def load(self, values: Mapping[str, Any]) -> None:
        asked = (values.get("from"), values.get("to"))
        today = clock.today()
        code = next(
            (one for one, _words in PERIODS if one != _CUSTOM and period(one, today) == asked), _CUSTOM
        )
        self.combo.setCurrentIndex(self.combo.findData(code))
        self._show_days(asked)

    def _show_days(self, asked: Period) -> None:
        for key, day in zip(("from", "to"), asked, strict=True):
            self.days[key].load(day)
            self.days[key].setVisible(self.combo.currentData() == _CUSTOM)
        self.combo.setToolTip("" if asked == (None, None) else period_text(*asked, language=language()))
        self._told = asked

    def _on_chosen(self) -> None:
        code = self.combo.currentData()
        if code == _CUSTOM:
            self._show_days(self._told)
            self.days["from"].setFocus()
        else:
            self._show_days(period(code, clock.today()))
            self.edited.emit()

    def _on_day(self) -> None:
        try:
            values = self.values()
        except Unreadable:
            return
        found = (values["from"], values["to"])
        if found != self._told:
            self._told = found
            self.edited.emit()

    def values(self) -> dict[str, Any]:
        code = self.combo.currentData()
        if code != _CUSTOM:
            first, last = period(code, clock.today())
            return {"from": first, "to": last}
        return {key: self._day(editor) for key, editor in self.days.items()}

    def _day(self, editor: DayEditor) -> date | None:
        try:
            found = editor.value()
        except ValueError as error:
            editor.set_problem(str(error))
            raise Unreadable(str(error)) from error
        return found if isinstance(found, date) else None


class _Picker(ReferenceEditor):
    """Picks a customer; a report makes none."""

    def _can_make(self) -> bool:
        return False


class CustomerControl(Control):
    """A company or a contact, found by its name."""

    def __init__(self, context: Context, sort: Parameter, record: Parameter) -> None:
        super().__init__(_(record.label))
        self._context = context
        self._name = _(record.label)
        self.combo = Combo()
        self.combo.setAccessibleName(_(sort.label))
        assert isinstance(sort.kind, Choice)
        for term in sort.kind.vocabulary.terms:
            self.combo.addItem(_(term.label), term.code)
        self.combo.activated.connect(lambda _place: self._on_sort())
        self.column.addWidget(self.combo)
        self.picker: ReferenceEditor | None = None
        self._record: int | None = None

    def load(self, values: Mapping[str, Any]) -> None:
        self.combo.setCurrentIndex(max(0, self.combo.findData(values.get("customers"))))
        self._record = values.get("record")
        self._offer().load(self._record)

    def _on_sort(self) -> None:
        self._record = None
        self._offer().setFocus()
        self.edited.emit()

    def _on_picked(self) -> None:
        assert self.picker is not None
        try:
            picked = self.picker.value()
        except Unreadable as error:
            self.picker.set_problem(str(error))
            return
        self._record = getattr(picked, "id", picked)
        self.edited.emit()

    def _offer(self) -> ReferenceEditor:
        if self.picker is not None:
            self.picker.discard()
        made = self.picker = _Picker(
            Reference(self.combo.currentData()), editor_context(self._context, self._name)
        )
        made.accepted.connect(self._on_picked)
        self.column.addWidget(made)
        return made

    def values(self) -> dict[str, Any]:
        return {"customers": self.combo.currentData(), "record": self._record}


def editor_context(context: Context, name: str) -> EditorContext:
    """Return what an editor needs, outside of any record."""
    workspace: Any = context.workspace
    return EditorContext(workspace, context.tasks, context.messages, context.workspace.locale, name)


# ---------------------------------------------------------------- kind → control


@singledispatch
def make_control(kind: Kind[Any], parameter: Parameter, context: Context) -> Control:
    """Return the control for a parameter of this kind."""
    raise TypeError(f"no control for {type(kind).__name__}")


@make_control.register
def _flag(_kind: Flag, parameter: Parameter, _context: Context) -> Control:
    return FlagControl(parameter.key, _(parameter.label))


@make_control.register
def _choice(kind: Choice, parameter: Parameter, _context: Context) -> Control:
    found = [(_(term.label), term.code) for term in kind.vocabulary.terms]
    return ComboControl(parameter.key, _(parameter.label), found)


@make_control.register
def _number(_kind: Number, parameter: Parameter, _context: Context) -> Control:
    found = [(str(count) if count else _("All"), count) for count in _LINES]
    return ComboControl(parameter.key, _(parameter.label), found)


@make_control.register
def _option(kind: Option, parameter: Parameter, context: Context) -> Control:
    found = [(one.name, one.id) for one in context.workspace.lists.options(kind.options)]
    return ComboControl(parameter.key, _(parameter.label), [(_("All"), None), *found])


@make_control.register
def _reference(kind: Reference, parameter: Parameter, context: Context) -> Control:
    found = [(one.name, one.id) for one in context.workspace.lists.named(kind.entity, "", MOST_NAMES)]
    return ComboControl(parameter.key, _(parameter.label), [(_("All"), None), *found])


class ReportOptions(QWidget):
    """The controls of one report below one another."""

    changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.controls: list[Control] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 16, 16, 16)
        self._column.setSpacing(14)
        self._heading = label(strong="true")
        self._column.addWidget(self._heading)
        self._column.addStretch(1)

    def offer(self, parameters: Sequence[Parameter], values: Mapping[str, Any]) -> None:
        """Show the controls of a report, with these values in them."""
        self._heading.setText(_("Options"))
        for old in self.controls:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.controls = list(self._made(parameters))
        for place, one in enumerate(self.controls, 1):
            one.load(values)
            one.edited.connect(self.changed)
            self._column.insertWidget(place, one)
        self._order_tabs()

    def values(self) -> dict[str, Any]:
        """Return what is chosen now. Raises Unreadable."""
        return {key: value for one in self.controls for key, value in one.values().items()}

    def _made(self, parameters: Sequence[Parameter]) -> Iterator[Control]:
        """Yield the controls; some parameters share one."""
        by_key = {one.key: one for one in parameters}
        for one in parameters:
            if isinstance(one.kind, Chosen):
                yield CustomerControl(self._context, by_key[one.kind.by], one)
            elif isinstance(one.kind, Day):
                if one.key == "from":
                    yield PeriodControl(self._context, one, by_key["to"])
            elif one.key == "paper" and "landscape" in by_key:
                yield PaperControl(_(one.label))
            elif not self._is_shared(one, parameters) and self._is_a_choice(one):
                yield make_control(one.kind, one, self._context)

    @staticmethod
    def _is_shared(one: Parameter, parameters: Sequence[Parameter]) -> bool:
        """Tell whether a parameter stands in the control of another one."""
        picked = {other.kind.by for other in parameters if isinstance(other.kind, Chosen)}
        return one.key in picked or (
            one.key == "landscape" and any(other.key == "paper" for other in parameters)
        )

    def _is_a_choice(self, one: Parameter) -> bool:
        """Tell whether there is anything to choose: most firms have one pipeline."""
        kind = one.kind
        if not isinstance(kind, Reference) or isinstance(kind, Option):
            return True
        return len(self._context.workspace.lists.named(kind.entity, "", 2)) > 1

    def _order_tabs(self) -> None:
        for before, after in zip(self.controls, self.controls[1:], strict=False):
            QWidget.setTabOrder(before, after)


__all__ = ["PERIODS", "Control", "ReportOptions", "Unreadable", "make_control", "period"]
