"""The page of a record of any entity, made from its description: overview, related lists, history. Knows no entity."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.entity import Entity
from crm_desktop.core.errors import CrmError
from crm_desktop.core.formatting import format_number
from crm_desktop.core.i18n import _, language
from crm_desktop.core.kinds import Choice, Option
from crm_desktop.ui import composer, record_actions
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.card import GAP, Card, Ground, scrolled
from crm_desktop.ui.context import Context
from crm_desktop.ui.contract import Changes
from crm_desktop.ui.empty_state import EmptyState
from crm_desktop.ui.page import Page, PageAction
from crm_desktop.ui.portions import Portions
from crm_desktop.ui.record_action import RecordAction
from crm_desktop.ui.record_contract import Record, file_of
from crm_desktop.ui.record_files import RecordFiles
from crm_desktop.ui.record_new import NewRecordForm
from crm_desktop.ui.record_overview import Overview
from crm_desktop.ui.record_reading import Reading, RelatedList, parts_of, read_around
from crm_desktop.ui.record_related import is_log
from crm_desktop.ui.record_section import MakeSection, Section, Sections
from crm_desktop.ui.record_tab import RelatedTab
from crm_desktop.ui.tab_strip import TabSpec, TabStrip
from crm_desktop.ui.tasks import Task
from crm_desktop.ui.timeline import Timeline
from crm_desktop.ui.trash_bar import TrashBar

ELSEWHERE = (
    "tag_link",
    "custom_value",
    "attachment",
)  # values of the record that lie in rows without an entity field to it
OVERVIEW, FILES, HISTORY = "overview", "files", "history"


class RecordPage(Page):
    """Shows one record. Fields are edited in place; nothing has to be saved by hand."""

    sections_made: ClassVar[Sequence[MakeSection]] = ()
    """The cards of records of one sort, from the top; subclasses have some."""
    told_elsewhere: ClassVar[frozenset[str]] = frozenset()
    """Fields that a subclass shows more tellingly than the form."""

    def __init__(
        self, context: Context, entity: Entity, record_id: int, actions: Sequence[RecordAction] = ()
    ) -> None:
        super().__init__(context.stage)
        self.context = context
        self.entity = entity
        self.record_id = record_id
        self.record: Record | None = None
        self.reading: Reading | None = None
        self._extra = [one for one in actions if entity.name in one.entities]
        self._task: Task | None = None
        self._tabs_made: dict[str, QWidget] = {}
        self.has_composer = composer.link_to(context.entities, entity.name) is not None
        self.tabs = TabStrip()
        self._stack = QStackedWidget(self)
        self.overview = Overview(context, entity, self._stack, has_composer=self.has_composer)
        self._new: NewRecordForm | None = None
        self.sections = Sections(self, Portions(self), self.sections_made, self._place_section)
        self.overview.form.told_elsewhere = self.sections.fields | self.told_elsewhere
        self._build()
        self._connect()
        self.refresh()

    def _build(self) -> None:
        self._stack.addWidget(self.overview)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.tabs)
        self._column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.tabs.chosen.connect(self._on_tab_chosen)
        self.overview.undo_clicked.connect(lambda one: record_actions.undo(self, one))
        related = self.overview.related
        related.opened.connect(self.context.window.open_record)
        related.add_clicked.connect(self.add_related)
        related.all_clicked.connect(self.show_tab)
        self.overview.written.connect(lambda _activity: self._read_around())
        self.overview.form.dialled.connect(lambda: self.log_activity("call"))

    def _place_section(self, section: Section) -> None:
        self.overview.add_section(section)

    @cached_property
    def trash_bar(self) -> TrashBar:
        """What says that the record is in the trash; most never are."""
        made = TrashBar(lambda: record_actions.restore(self))
        self._column.insertWidget(1, made)
        return made

    @cached_property
    def _gone(self) -> EmptyState:
        made = EmptyState()
        self._stack.addWidget(made)
        return made

    @cached_property
    def history(self) -> Timeline:
        """What was changed; made when somebody first looks at it."""
        made = Timeline(self.context, self.entity, only="changes")
        made.undo_clicked.connect(lambda one: record_actions.undo(self, one))
        return made

    @cached_property
    def _history_tab(self) -> QWidget:
        card = Card()
        card.body.addWidget(self.history)
        ground = Ground()
        row = QHBoxLayout(ground)
        row.setContentsMargins(GAP, GAP, GAP, GAP)
        row.addWidget(card, 0, Qt.AlignmentFlag.AlignTop)
        made = scrolled(ground)
        self._stack.addWidget(made)
        return made

    # ------------------------------------------------------------------ reading

    def refresh(self) -> None:
        """Read the record and what stands around it again."""
        try:
            self.record = file_of(self.context).records.get(self.entity.name, self.record_id)
        except CrmError as error:
            self.record = None
            self._gone.say(self.entity.icon, error.title, error.hint)
            self._stack.setCurrentWidget(self._gone)
            self.title_changed.emit()
            return
        self.overview.show_record(self.record)
        if self.record.deleted or "trash_bar" in vars(self):
            self.trash_bar.setVisible(self.record.deleted)
        self._read_around()
        self.sections.read_again()
        self.title_changed.emit()

    def _read_around(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self.overview.read_timeline()
        if self.tabs.current == HISTORY:
            self.history.show_record(self.record_id)
        file, entities = file_of(self.context), self.context.entities
        record = (self.entity.name, self.record_id)
        is_deleted = self.record is not None and self.record.deleted
        self._task = self.context.tasks.read(
            lambda _task: read_around(file, entities, record, is_deleted=is_deleted),
            done=while_alive(self, self._on_read),
        )

    def _on_read(self, reading: Reading) -> None:
        self.reading = reading
        lists = [one for one in reading.related if not self._is_told_elsewhere(one)]
        self.overview.related.show_lists(lists, may_add=self.may_write())
        self._show_tabs()
        if self.record is not None and self.record.deleted:
            self.trash_bar.say(reading.deleted, file_of(self.context).locale)
        for tab in self._tabs_made.values():
            if isinstance(tab, RelatedTab):
                tab.read_again()
            elif isinstance(tab, RecordFiles):
                tab.set_may_write(self.may_write())

    def _is_told_elsewhere(self, related: RelatedList) -> bool:
        is_in_stream = self.has_composer and related.entity.name == composer.ACTIVITY
        return is_in_stream or related.entity.name in self.sections.lists

    def may_write(self) -> bool:
        """Tell whether the record can be changed."""
        return self.record is not None and not self.record.deleted and not self.context.workspace.read_only

    # ------------------------------------------------------------------ tabs

    def _show_tabs(self) -> None:
        specs = [TabSpec(OVERVIEW, _("Overview"))]
        for one in self.reading.related if self.reading is not None else ():
            count = format_number(one.count, language()) if one.count else ""
            specs.append(TabSpec(one.key, one.label, count, quiet=not one.count or not one.entity.section))
        files = self.reading.files if self.reading is not None else 0
        specs.append(TabSpec(FILES, _("Files"), format_number(files, language()) if files else ""))
        specs.append(TabSpec(HISTORY, _("History")))
        current = self.tabs.current or OVERVIEW
        self.tabs.set_tabs(specs, current if current in {spec.key for spec in specs} else OVERVIEW)

    def _on_tab_chosen(self, key: str) -> None:
        if record_actions.may_drop_new(self):
            self.show_tab(key)

    def show_tab(self, key: str) -> None:
        """Show one of the tabs."""
        self.close_new()
        self.tabs.set_current(key)
        if key == OVERVIEW:
            self._stack.setCurrentWidget(self.overview)
        elif key == HISTORY:
            self._stack.setCurrentWidget(self._history_tab)
            self.history.show_record(self.record_id)
        elif key == FILES:
            self._show_made(key, self._made_files)
        elif (related := self.related(key)) is not None:
            self._show_made(key, lambda: self._made_tab(related))

    def _show_made(self, key: str, make: Callable[[], QWidget]) -> None:
        """Show a tab that is made when it is first looked at."""
        if key not in self._tabs_made:
            self._tabs_made[key] = make()
            self._stack.addWidget(self._tabs_made[key])
        self._stack.setCurrentWidget(self._tabs_made[key])
        self._tabs_made[key].setFocus()

    def _made_files(self) -> RecordFiles:
        return RecordFiles(self.context, (self.entity.name, self.record_id), may_write=self.may_write())

    def related(self, key: str) -> RelatedList | None:
        """Return the related list of this name."""
        lists = self.reading.related if self.reading is not None else ()
        return next((one for one in lists if one.key == key), None)

    def _made_tab(self, related: RelatedList) -> RelatedTab:
        add = None
        if self.may_write() and not is_log(related.entity):
            text = _("New %(record)s") % {"record": _(related.entity.title).lower()}
            add = Button(text, "plus", clicked=lambda: self.add_related(related.key))
        return RelatedTab(self.context, related, self.record_id, add)

    # ------------------------------------------------------------------ new related records

    def add_related(self, key: str) -> None:
        """Begin a new record of a related list, in place, pointing to this one."""
        related = self.related(key)
        if related is None or not self.may_write():
            return
        self.close_new()
        presets = {**self._shared(related.entity), related.field: self.record_id}
        self._new = NewRecordForm(self.context, related.entity, presets)
        self._new.cancelled.connect(self.close_new)
        self._new.created.connect(lambda _one: self._on_related_created(key))
        title = self.record.title if self.record is not None else ""
        words = {"record": _(related.entity.title), "name": title}
        holder = record_actions.new_card(self._new, _("New: %(record)s · %(name)s") % words)
        self._stack.addWidget(holder)
        self._stack.setCurrentWidget(holder)
        self._new.focus_first()

    def _shared(self, other: Entity) -> Mapping[str, Any]:
        """Return what a new related record shares with this one: fields of the same name that point to the same."""
        return record_actions.shared_references(self.entity, other, self.record)

    def close_new(self) -> None:
        """Leave the new record that was being made."""
        if self._new is not None:
            holder = self._stack.currentWidget()
            new, self._new = self._new, None
            self.show_tab(self.tabs.current or OVERVIEW)
            if holder is not None and holder.isAncestorOf(new):
                self._stack.removeWidget(holder)
                holder.deleteLater()

    def _on_related_created(self, key: str) -> None:
        self.close_new()
        self.show_tab(key)
        self._read_around()

    # ------------------------------------------------------------------ as a page

    def title(self) -> str:
        return self.record.title if self.record is not None else _(self.entity.title)

    def subtitle(self) -> str:
        if self.record is None:
            return ""
        words = [
            self.record.texts[one.key]
            for one in self.entity.listed
            if isinstance(one.kind, Choice | Option) and self.record.texts.get(one.key)
        ]
        return " · ".join([_(self.entity.title), *words[:2]])

    def page_actions(self) -> Sequence[PageAction]:
        return record_actions.page_actions(self, self._extra)

    def retranslate(self) -> None:
        self._tabs_made, old = {}, self._tabs_made
        for tab in old.values():
            self._stack.removeWidget(tab)
            tab.deleteLater()
        self.overview.retranslate()
        if "history" in vars(self):
            self.history.retranslate()
        if "trash_bar" in vars(self):
            self.trash_bar.retranslate()
        self.refresh()
        self.show_tab(self.tabs.current or OVERVIEW)

    def on_changes(self, changes: Changes) -> None:
        own = changes.tables.get(self.entity.name, frozenset())
        is_own = own is None or self.record_id in own
        related = self.reading.related if self.reading is not None else ()
        if is_own or changes.touches(*ELSEWHERE, *parts_of(self.entity)):
            self.refresh()
            return
        if changes.touches(*(one.entity.name for one in related)):
            self._read_around()
        self.sections.on_changes(changes)

    def on_shown(self) -> None:
        self.overview.form.focus_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2 and self.may_write():
            if not (self.overview.form.is_edited_here() or self._is_writing()):
                self.show_tab(OVERVIEW)
                self.overview.form.edit_first()
        else:
            super().keyPressEvent(event)

    def _is_writing(self) -> bool:
        """Tell whether the keyboard is in a text, such as what is said of a call."""
        return isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit)

    def new_record(self) -> None:
        if self.context.handlers.new_record is not None:
            self.context.handlers.new_record(self.entity.name)

    def merge_selected(self) -> None:
        if self.may_write():
            from crm_desktop.ui.merge_pages import open_merge

            open_merge(self.context, self.entity.name, [self.record_id])

    def delete(self) -> None:
        record_actions.delete(self)

    def save(self) -> None:
        if self._new is not None:
            self._new.make_record()
        else:
            self.overview.form.leave()

    def takes_files(self) -> bool:
        return self.may_write()

    def attach(self, paths: Sequence[Path]) -> None:
        self.show_tab(FILES)
        tab = self._tabs_made.get(FILES)
        if isinstance(tab, RecordFiles):
            tab.add(paths)

    def log_activity(self, means: str = "") -> None:
        record_actions.log_activity(self, means)

    def may_leave(self) -> bool:
        return record_actions.may_leave(self)

    @property
    def new_form(self) -> NewRecordForm | None:
        """The form of the related record that is being made."""
        return self._new
