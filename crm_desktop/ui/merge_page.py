"""Records side by side that are to become one: what stays of each, what follows, and the one button."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.kinds import Reference
from crm_desktop.services import merging
from crm_desktop.services.duplicates import ENTITIES as SEARCHED
from crm_desktop.services.merge_outlook import Outlook, outlook
from crm_desktop.services.merge_proposals import Proposal, propose
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.context import Context, Place
from crm_desktop.ui.contract import Changes
from crm_desktop.ui.editors import EditorContext
from crm_desktop.ui.editors.picker import ReferenceEditor
from crm_desktop.ui.empty_state import EmptyState
from crm_desktop.ui.labels import ElidedLabel, line
from crm_desktop.ui.merge_aside import MergeAside
from crm_desktop.ui.merge_model import MergeModel
from crm_desktop.ui.merge_pages import FIRST
from crm_desktop.ui.merge_table import MergeTable
from crm_desktop.ui.page import Page, PageAction
from crm_desktop.ui.record_contract import Likely, file_of
from crm_desktop.ui.tasks import Task

_ASIDE, _ASIDE_NARROW, _WIDE = 340, 260, 1000  # pixels
_SEARCH = 230


@dataclass(frozen=True)
class _Reading:
    """What the page reads in the background."""

    proposal: Proposal | None
    outlook: Outlook | None
    likely: Sequence[Likely]
    alone: str = ""


class MergePage(Page):
    """Merges records of one entity. Who comes without any, or with one, is asked for others."""

    def __init__(self, context: Context, place: Place) -> None:
        super().__init__(context.stage)
        self.context = context
        self.entity = context.entities[place.entity or FIRST]
        self._workspace = cast("Any", context.workspace)  # the services of merging want the whole file
        self.ids: tuple[int, ...] = ()
        self._winner: int | None = None
        self._alone = ""
        self._task: Task | None = None
        self._busy = False
        self.model = MergeModel(self)
        self.table = MergeTable(self.model)
        self.aside = MergeAside()
        self.empty = EmptyState()
        self._sentence = ElidedLabel(tone="muted")
        self._only = QCheckBox()
        self._search = QWidget()
        self._stack = QStackedWidget()
        self._bar = QHBoxLayout()
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self._bar.setContentsMargins(16, 9, 16, 9)
        self._bar.setSpacing(12)
        self._bar.addWidget(self._sentence, 1)
        self._bar.addWidget(self._only)
        self._bar.addWidget(self._search)
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addWidget(self._stack, 1)
        below.addWidget(line(upright=True))
        below.addWidget(self.aside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._bar)
        column.addWidget(line())
        column.addLayout(below, 1)

    def _connect(self) -> None:
        self._only.toggled.connect(self.model.show_only_different)
        self.table.winner_chosen.connect(self._on_winner)
        self.aside.added.connect(self.add)

    # ------------------------------------------------------------------ which records

    def show_records(self, ids: Sequence[int]) -> None:
        """Begin with these records."""
        self.ids, self._winner = tuple(dict.fromkeys(ids)), None
        self.model.show(None, (), {})
        self._read()

    def add(self, record: int) -> None:
        """Put one more record beside the others."""
        self.ids = tuple(dict.fromkeys((*self.ids, record)))
        self._read()

    def _on_winner(self, record: int) -> None:
        self._winner = record
        self._read()

    def _read(self) -> None:
        """Read the records, what becomes of them, and who else may be the same."""
        if self._task is not None:
            self._task.cancel()
        workspace, entity, ids, winner = self._workspace, self.entity.name, self.ids, self._winner

        def read(_task: Task) -> _Reading:
            is_searched = bool(ids) and entity in SEARCHED
            found_likely = workspace.duplicates.of(entity, ids[0]) if is_searched else ()
            likely = [one for one in found_likely if one.id not in ids]
            if len(ids) < 2:
                alone = workspace.records.get(entity, ids[0]).title if ids else ""
                return _Reading(None, None, likely, alone)
            found = propose(workspace, entity, ids, winner)
            return _Reading(found, outlook(workspace, found), likely)

        self._task = self.context.tasks.read(
            read, done=while_alive(self, self._show), failed=while_alive(self, self._on_failed)
        )

    def _show(self, reading: _Reading) -> None:
        self._alone = reading.alone
        if reading.proposal is not None:
            self._winner = reading.proposal.winner
        self.model.show(reading.proposal, self.ids, self.model.chosen)
        self.aside.show_outlook(reading.outlook)
        self.aside.show_likely(reading.likely)
        self._say()

    def _on_failed(self, error: CrmError) -> None:
        self.model.show(None, (), {})
        self.aside.show_outlook(None)
        self.aside.show_likely(())
        self._say()
        self.empty.say("circle-alert", error.title, error.hint, *self._back())

    def _say(self) -> None:
        """Say what would become of the records; without two of them, what is missing."""
        proposal = self.model.proposal
        if proposal is not None and self._stack.currentWidget() is self.empty and self.isVisible():
            self._stack.setCurrentWidget(self.table)
            self.table.setFocus()  # which it could not have while it was hidden
        self._only.setVisible(proposal is not None)
        self._search.setVisible(bool(self.ids))
        self.aside.setVisible(bool(self.ids))
        self._stack.setCurrentWidget(self.table if proposal is not None else self.empty)
        if proposal is not None:
            count = len(proposal.losers)
            text = ngettext(
                "“%(name)s” stays; %(count)d other record becomes it.",
                "“%(name)s” stays; %(count)d other records become it.",
                count,
            )
            self._sentence.setText(text % {"name": proposal.titles[proposal.winner], "count": count})
            at = self.table.currentIndex()
            self.table.setCurrentIndex(self.model.index(max(0, at.row()), max(1, at.column())))
        else:
            self._sentence.setText("")
            self._ask_for_another()
        self.title_changed.emit()

    def _ask_for_another(self) -> None:
        if self._alone:
            heading = _("Which record is the same as “%(name)s”?") % {"name": self._alone}
            text = _("Look for it above. Both are then shown side by side, and nothing is written yet.")
            self.empty.say("merge", heading, text)
            self._search.setFocus()
            return
        heading = _("Nothing is chosen to be merged")
        text = _("Select the records that are the same in their list; its menu then offers to merge them.")
        self.empty.say("merge", heading, text, *self._back())

    def _back(self) -> tuple[str, Any]:
        place = Place("list", self.entity.name)
        return _("To the list"), lambda: self.context.window.open_place(place)

    # ------------------------------------------------------------------ merging

    def merge(self) -> None:
        """Merge the records as chosen; then go back to where the user came from."""
        proposal = self.model.proposal
        if proposal is None or self._busy or self._workspace.read_only:
            return
        self._busy = True
        workspace, entity, chosen = self._workspace, self.entity.name, dict(self.model.chosen)
        name = proposal.titles[proposal.winner]
        self.context.tasks.run(
            lambda _task: merging.merge(workspace, entity, proposal.winner, proposal.losers, chosen),
            done=while_alive(self, lambda txn: self._on_merged(txn, proposal.winner, name)),
            failed=while_alive(self, self._on_not_merged),
            title=_("Merge"),
        )

    def _on_merged(self, transaction: int, winner: int, name: str) -> None:
        self._busy = False
        window = self.context.window
        self.show_records(())
        window.leave(Place("record", self.entity.name, winner))
        text = _("Merged into “%(name)s”") % {"name": name}
        window.show_toast(text, _("Undo"), lambda: window.undo(transaction))

    def _on_not_merged(self, error: CrmError) -> None:
        self._busy = False
        self.context.messages.error(error)
        self._read()

    # ------------------------------------------------------------------ as a page

    def title(self) -> str:
        return _("Merge %(records)s") % {"records": _(self.entity.title_plural).lower()}

    def page_actions(self) -> Sequence[PageAction]:
        able = self.model.proposal is not None and not self.context.workspace.read_only
        leave = lambda: self.context.window.leave(Place("list", self.entity.name))  # noqa: E731
        return (
            PageAction(_("Cancel"), "x", leave),
            PageAction(_("Merge"), "merge", self.merge, primary=True, enabled=able),
        )

    def retranslate(self) -> None:
        self._only.setText(_("Only what differs"))
        self.table.retranslate()
        fresh = self._made_search()
        self._bar.replaceWidget(self._search, fresh)
        self._search.hide()
        self._search.deleteLater()
        self._search = fresh
        self._read()

    def _made_search(self) -> QWidget:
        """Return the field that looks for one more record."""
        file = file_of(self.context)
        context = EditorContext(
            file,
            self.context.tasks,
            self.context.messages,
            file.locale,
            _("Add a record…"),
            makes_new="never",
        )
        made = ReferenceEditor(Reference(self.entity.name), context)
        made.line.setPlaceholderText(context.name)
        made.setFixedWidth(_SEARCH)

        def take() -> None:
            record = made.value()
            made.load(None)
            if record is not None:
                self.add(int(record))

        made.accepted.connect(take)
        return made

    def refresh(self) -> None:
        self._read()

    def on_changes(self, changes: Changes) -> None:
        if self.ids and not self._busy:
            self._read()

    def on_shown(self) -> None:
        (self.table if self.model.proposal is not None or not self._alone else self._search).setFocus()

    def focus_search(self) -> None:
        self._search.setFocus()

    def save(self) -> None:
        self.merge()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.aside.setFixedWidth(_ASIDE if event.size().width() > _WIDE else _ASIDE_NARROW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.merge()
        else:
            super().keyPressEvent(event)
