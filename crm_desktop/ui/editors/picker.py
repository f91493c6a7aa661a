"""The editor of references: a name is searched as it is typed, on the reading thread; a new record can be made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from crm_desktop.core.entity import Entity
from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Colour, Option, Reference, Text
from crm_desktop.core.new_record import NewRecord
from crm_desktop.core.reading import Unreadable, fold
from crm_desktop.ui import icons
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.editors.base import Editor, EditorContext, Line
from crm_desktop.ui.editors.choice_list import give_list
from crm_desktop.ui.record_contract import CustomerFile, Named, plain
from crm_desktop.ui.tasks import Task

PAUSE_MS = 90
POPUP_WIDTH = 320  # pixels at least: names are longer than a field beside its label
OFFERED = 12
_NEW = -1


class ReferenceEditor(Editor):
    """Picks a record by its name. Records that hang together with those near are offered first."""

    opens_on_click = True

    def __init__(self, kind: Reference, context: EditorContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.kind = kind
        self.target = context.file.lists.entity(kind.entity)
        self.line = Line(context.compact)
        self.line.setPlaceholderText(_("Type a name"))
        self._chevron = QAction(_("Show what can be chosen"), self)
        self._chevron.setIcon(icons.icon("chevron-down", "muted", 14))
        self._chevron.triggered.connect(self.open_choices)
        self.line.addAction(self._chevron, QLineEdit.ActionPosition.TrailingPosition)
        self._names = QStringListModel(self)
        self._ids: list[int] = []
        self._loaded: Any = None
        self._chosen: int | None = None
        self._chosen_name = ""
        self._new: NewRecord | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(lambda: self._search(self.line.text()))
        self.completer = self._made_completer()
        self.line.textEdited.connect(self._on_typed)
        self.hold(self.line)

    def _made_completer(self) -> QCompleter:
        made = QCompleter(self._names, self)
        made.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        made.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        made.setMaxVisibleItems(OFFERED + 1)
        made.setWrapAround(False)  # Down on the last one stays there
        made.setWidget(self.line)
        self.popup = give_list(made, _("Records to choose from"))
        made.activated[QModelIndex].connect(self._on_activated)  # type: ignore[index]
        return made

    # ------------------------------------------------------------------ value

    def load(self, value: Any) -> None:
        self._loaded = value
        if isinstance(value, NewRecord):
            self._choose_new(value)
            return
        self._choose(plain(value), getattr(value, "name", "") if value is not None else "")
        if value is not None and not self._chosen_name:
            self._name_it(int(plain(value)))
        self.set_problem("")

    def _name_it(self, record_id: int) -> None:
        file, entity = self.context.file, self.target.name

        def named(title: str) -> None:
            if self._chosen == record_id:
                self._choose(record_id, title)

        task = self.context.tasks.read(
            lambda _task: file.records.get(entity, record_id).title, done=while_alive(self, named)
        )
        self.follow_task(task)

    def _choose_new(self, new: NewRecord) -> None:
        self._choose(None, new.name)
        self._new = new
        self.set_problem("")

    def _choose(self, record_id: int | None, name: str) -> None:
        self._chosen, self._chosen_name, self._new = record_id, name, None
        self.line.setText(name)
        self.line.setCursorPosition(0)

    def value(self) -> Any:
        text = self.line.text().strip()
        if not text:
            return None
        if text == self._chosen_name and self._new is not None:
            return self._new
        if text == self._chosen_name:
            return self._loaded if self._chosen == plain(self._loaded) else self._chosen
        known = [
            one for one, name in zip(self._ids, self._names.stringList(), strict=True)
            if one != _NEW and fold(name) == fold(text)
        ]  # fmt: skip
        if len(known) == 1:
            return known[0]
        said = (
            _("Choose “%(name)s” from the list, or make it new there.")
            if self._can_make()
            else _("“%(name)s” is not in the list. Choose one that is.")
        )
        raise Unreadable(said % {"name": text})

    def shown_text(self) -> str:
        return self.line.text().strip()

    def select_all(self) -> None:
        self.line.selectAll()

    # ------------------------------------------------------------------ search

    def set_problem(self, text: str) -> None:
        super().set_problem(text)
        if text:
            self.popup.hide()  # it would lie over the sentence; typing or Down opens it again

    def open_choices(self) -> None:
        self.set_problem("")
        self.line.setFocus()
        self._search("" if self.line.text() == self._chosen_name else self.line.text())

    def _on_typed(self, text: str) -> None:
        self.was_edited()
        if text.strip():
            self._pause.start()
        else:
            self._pause.stop()
            self.popup.hide()

    def _search(self, text: str) -> None:
        file, target, near = self.context.file, self.target, dict(self.context.near())
        words = text.strip()

        def find(_task: Task) -> list[Named]:
            return offered(file, target, words, near)

        task = self.context.tasks.read(
            find, done=while_alive(self, lambda found: self._show(words, found)), failed=lambda _error: None
        )
        self.follow_task(task)

    def _show(self, text: str, found: list[Named]) -> None:
        names, ids = [one.name for one in found], [one.id for one in found]
        if text and self._can_make() and not any(fold(name) == fold(text) for name in names):
            names.append(
                _("New %(record)s “%(name)s”") % {"record": _(self.target.title).lower(), "name": text}
            )
            ids.append(_NEW)
        self._ids = ids
        self._names.setStringList(names)
        if names and self.line.hasFocus() and not self.line.composing and not self._sentence.text():
            line = self.line.rect()
            line.setWidth(max(line.width(), POPUP_WIDTH))
            self.completer.complete(line)
            self._mark(0 if text else self._place_of_chosen())
        else:
            self.popup.hide()

    def _mark(self, row: int) -> None:
        """Show what Enter takes; -1: nothing."""
        self.popup.setCurrentIndex(self.completer.completionModel().index(row, 0))

    def _place_of_chosen(self) -> int:
        return self._ids.index(self._chosen) if self._chosen in self._ids else -1

    def _can_make(self) -> bool:
        """Tell whether a new record may be made by its name: not where it is set up once, as people and stages are."""
        may = not self.context.file.read_only and self.context.makes_new != "never"
        return may and bool(self.target.section) and isinstance(self.target.title_field.kind, Text)

    def _on_activated(self, index: QModelIndex) -> None:
        row = index.row()
        if not 0 <= row < len(self._ids):
            return
        if self._ids[row] == _NEW:
            self._make(self.line.text())
            return
        self._choose(self._ids[row], self._names.stringList()[row])
        self.was_edited()
        self.accepted.emit()

    def _make(self, typed: str) -> None:
        file, target = self.context.file, self.target
        around = self.context.near()
        near = {  # a new firm is not below the one that is near: it may be made to stand above that
            field.key: around[to] for field, to in target.references if to in around and to != target.name
        }
        values = {**near, target.title_key: typed.strip()}
        if self.context.makes_new == "with_record":
            self._choose_new(NewRecord(target.name, typed.strip(), tuple(values.items())))
            self.was_edited()
            self.accepted.emit()
            return
        self.line.setText(typed)

        def made(record_id: int) -> None:
            self._choose(record_id, typed.strip())
            self.was_edited()
            self.accepted.emit()

        self.context.tasks.run(
            lambda _task: file.records.create(target.name, values),
            done=while_alive(self, made),
            failed=while_alive(self, self._on_failed),
            title=_("New record"),
        )

    def _on_failed(self, error: CrmError) -> None:
        self.set_problem(str(error))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_F4} and not self.popup.isVisible():
            self.open_choices()
        else:
            super().keyPressEvent(event)


def offered(file: CustomerFile, target: Entity, text: str, near: Mapping[str, int]) -> list[Named]:
    """Return the records that a picker offers: first those that point to one of the records near, then others."""
    found = list(file.lists.named(target.name, text, OFFERED))
    first: list[int] = []
    for field in target.fields:
        kind = field.kind
        if not isinstance(kind, Reference) or isinstance(kind, Option) or kind.entity == target.name:
            continue
        if kind.entity in near:
            first += file.records.related_ids(target.name, field.key, near[kind.entity], OFFERED)
    near_ids = list(dict.fromkeys(first))
    if not near_ids:
        return found
    rows = file.lists.page(target.name, [target.title_key], near_ids)
    wanted = fold(text)
    ahead: list[Named] = [_Found(row.id, row.texts[0]) for row in rows if wanted in fold(row.texts[0])]
    shown = {one.id for one in ahead}
    return (ahead + [one for one in found if one.id not in shown])[:OFFERED]


@dataclass(frozen=True)
class _Found:
    """A record that is offered."""

    id: int
    name: str
    colour: Colour = "grey"
