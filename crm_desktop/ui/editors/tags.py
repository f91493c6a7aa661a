"""The editor of tags: chips that can be taken away, and a line that completes and adds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Tags
from crm_desktop.core.reading import fold
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.editors.base import ENTER, Editor, EditorContext, FieldFrame, Line
from crm_desktop.ui.editors.choice_list import give_list
from crm_desktop.ui.flow_layout import FlowLayout
from crm_desktop.ui.tasks import Task

_KNOWN = 500
_LINE_WIDTH = 90
TAG_ENTITY = "tag"


class TagsEditor(Editor):
    """The tags of a record by name. A comma or Enter adds what is typed; Enter on nothing accepts."""

    def __init__(self, kind: Tags, context: EditorContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.kind = kind
        self._loaded: list[str] = []
        self._names: list[str] = []
        self._chips: list[QWidget] = []
        self._frame = FieldFrame()
        self._flow = FlowLayout(self._frame, margins=(6, 3, 6, 3), gap=4)
        self.line = _TagLine()
        self.line.setProperty("look", "bare")
        self.line.setFixedWidth(_LINE_WIDTH)
        self.line.setPlaceholderText(_("Add a tag"))
        self.line.textEdited.connect(self._on_typed)
        self.line.emptied = self._remove_last
        self._frame.watch(self.line)
        self._known = QStringListModel(self)
        completer = QCompleter(self._known, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated.connect(self._on_completed, Qt.ConnectionType.QueuedConnection)
        give_list(completer, _("Tags to choose from"))
        self.line.setCompleter(completer)
        self.completer = completer
        self._flow.addWidget(self.line)
        self.hold(self._frame, self.line)
        self._read_known()

    def _read_known(self) -> None:
        lists = self.context.file.lists

        def read(_task: Task) -> list[str]:
            return [one.name for one in lists.named(TAG_ENTITY, "", _KNOWN)]

        self.follow_task(self.context.tasks.read(read, done=while_alive(self, self._known.setStringList)))

    def load(self, value: Any) -> None:
        self._loaded = list(value or ())
        self._names = list(self._loaded)
        self.line.clear()
        self._show_chips()
        self.set_problem("")

    def value(self) -> Any:
        return self._with(self._names, self.line.text()) or None

    def add(self, name: str) -> None:
        """Add a tag, as the user does."""
        before, self._names = self._names, self._with(self._names, name)
        self.line.clear()
        if before != self._names:
            self._show_chips()
            self.was_edited()

    def remove(self, name: str) -> None:
        """Take a tag away, as the user does."""
        self._names = [one for one in self._names if one != name]
        self._show_chips()
        self.line.setFocus()
        self.was_edited()

    def _with(self, names: Sequence[str], text: str) -> list[str]:
        found = list(names)
        for word in self.kind.read(text, self.context.locale) or ():
            if fold(word) not in {fold(one) for one in found}:
                found.append(word)
        return found

    def _show_chips(self) -> None:
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = []
        for place, name in enumerate(self._names):
            chip = Button(name, "x", "chip", clicked=partial(self.remove, name))
            chip.setAccessibleName(_("Remove the tag %(name)s") % {"name": name})
            chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._flow.insert_widget(place, chip)
            chip.show()
            self._chips.append(chip)
        self._frame.updateGeometry()

    def _on_typed(self, text: str) -> None:
        if text.rstrip().endswith((",", "，", ";", "、")):
            self.add(text.rstrip(" ,，;、"))
        else:
            self.was_edited()

    def _on_completed(self, text: str) -> None:
        self.add(text)

    def _remove_last(self) -> None:
        if self._names:
            self.remove(self._names[-1])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and self.line.text().strip():
            self.add(self.line.text())
        else:
            super().keyPressEvent(event)


class _TagLine(Line):
    """The line behind the chips; a backspace in front of everything takes the last chip away."""

    def __init__(self) -> None:
        super().__init__()
        self.emptied: Any = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Backspace and not self.text() and self.emptied is not None:
            self.emptied()
        else:
            super().keyPressEvent(event)
