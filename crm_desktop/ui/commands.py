"""What the actions do: one method for each line of ``actions.py``, named after its id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit

from crm_desktop.core.i18n import _
from crm_desktop.ui.context import Handlers, Place
from crm_desktop.ui.theme import Mode

if TYPE_CHECKING:
    from crm_desktop.ui.main_window import MainWindow

_EDITORS = (QLineEdit, QComboBox, QAbstractSpinBox, QTextEdit, QPlainTextEdit)


class Commands:
    """The actions of one window."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    @property
    def _handlers(self) -> Handlers:
        return self._window.context.handlers

    # ------------------------------------------------------------------ new

    def new_here(self) -> None:
        self._window.page.new_record()

    def new_contact(self) -> None:
        self._new("contact")

    def new_company(self) -> None:
        self._new("company")

    def new_lead(self) -> None:
        self._new("lead")

    def new_task(self) -> None:
        self._new("activity", {"kind": "task"})

    def new_activity(self) -> None:
        self._new("activity")

    def new_opportunity(self) -> None:
        self._new("opportunity")

    def new_quote(self) -> None:
        self._new("quote")

    def new_sales_order(self) -> None:
        self._new("sales_order")

    def new_service_request(self) -> None:
        self._new("service_request")

    def new_campaign(self) -> None:
        self._new("campaign")

    def new_product(self) -> None:
        self._new("product")

    def new_article(self) -> None:
        self._new("article")

    def _new(self, entity: str, values: Mapping[str, Any] | None = None) -> None:
        if entity in self._window.context.entities:
            from crm_desktop.ui.record_new_page import open_new  # the editors: only when asked for

            open_new(self._window, entity, values or {})

    # ------------------------------------------------------------------ file

    def file_create(self) -> None:
        if self._handlers.new_file is not None:
            self._handlers.new_file()

    def file_open(self) -> None:
        if self._handlers.open_file is not None:
            self._handlers.open_file(None)

    def open_recent(self, path: Path) -> None:
        """Open a file of the recent ones."""
        context = self._window.context
        if self._handlers.open_file is not None and path.exists():
            self._handlers.open_file(path)
        elif self._handlers.locate_file is not None:
            question = _("“%(name)s” is no longer in %(folder)s.") % {
                "name": path.name,
                "folder": path.parent,
            }
            hint = _("It was moved, renamed, or lies on a drive that is not connected.")
            if context.messages.ask(question, hint, _("Look for the file…")):
                self._handlers.locate_file(path)

    def recent_files(self) -> Sequence[Path]:
        """Return the files that were open lately, except this one."""
        own = self._window.context.workspace.path
        return [path for path in self._handlers.recent_files() if path != own]

    def file_save(self) -> None:
        self._window.page.save()

    def file_import(self) -> None:
        if self._handlers.import_into is not None:
            self._handlers.import_into(self._entity_here())

    def file_export(self) -> None:
        selection = self._window.page.selection()
        if self._handlers.export is not None and selection is not None:
            self._handlers.export(selection)

    def file_export_all(self) -> None:
        if self._handlers.export_all is not None:
            self._handlers.export_all()

    def file_print(self) -> None:
        if self._handlers.print is not None:
            self._handlers.print(self._window.page.selection())

    def file_backup(self) -> None:
        if self._handlers.backup is not None:
            self._handlers.backup()

    def file_restore(self) -> None:
        if self._handlers.restore_backup is not None:
            self._handlers.restore_backup()

    def file_lock(self) -> None:
        if self._handlers.lock is not None:
            self._handlers.lock()

    def file_quit(self) -> None:
        self._window.close()

    def _entity_here(self) -> str:
        return self._window.place.entity or next((one.name for one in self._window.context.sections), "")

    # ------------------------------------------------------------------ edit

    def edit_undo(self) -> None:
        self._window.history.undo_last()

    def edit_redo(self) -> None:
        self._window.history.redo_last()

    def edit_copy(self) -> None:
        self._window.page.copy()

    def edit_paste(self) -> None:
        if not isinstance(QApplication.focusWidget(), _EDITORS):
            self._window.page.paste()

    def edit_change(self) -> None:
        self._window.page.change_selected()

    def edit_clean(self) -> None:
        self._window.page.clean()

    def edit_merge(self) -> None:
        self._window.page.merge_selected()

    def edit_duplicates(self) -> None:
        from crm_desktop.ui.merge_pages import open_duplicates

        open_duplicates(self._window.context, self._window.place.entity)

    def edit_log(self) -> None:
        self._window.page.log_activity()

    def edit_select_all(self) -> None:
        # What is being written is selected by its own widget; rows behind it are not meant.
        if not isinstance(QApplication.focusWidget(), _EDITORS):
            self._window.page.select_all()

    def edit_delete(self) -> None:
        # Del in a combo box, say, must never reach the records that are selected beside it.
        if not isinstance(QApplication.focusWidget(), _EDITORS):
            self._window.page.delete()

    def edit_find(self) -> None:
        self._window.page.focus_search()

    def edit_search(self) -> None:
        self._window.open_search()

    def edit_settings(self) -> None:
        self._window.open_place(Place("settings"))

    # ------------------------------------------------------------------ view

    def view_theme_system(self) -> None:
        self._set_theme("system")

    def view_theme_light(self) -> None:
        self._set_theme("light")

    def view_theme_dark(self) -> None:
        self._set_theme("dark")

    def _set_theme(self, mode: Mode) -> None:
        self._window.set_theme(mode)

    def set_language(self, code: str) -> None:
        """Switch the language of the window."""
        self._window.set_language(code)

    def view_filter(self) -> None:
        self._window.page.toggle_filter()

    def view_clear_filter(self) -> None:
        self._window.page.clear_filter()

    def view_save_filter(self) -> None:
        self._window.page.save_filter()

    def view_sort(self) -> None:
        self._window.page.choose_order()

    def view_trash(self) -> None:
        self._window.page.toggle_trash()

    def view_columns(self) -> None:
        self._window.page.choose_columns()

    def view_preview(self) -> None:
        self._window.page.toggle_peek()

    def view_navigation(self) -> None:
        self._window.toggle_navigation()

    def view_refresh(self) -> None:
        self._window.page.refresh()

    # ------------------------------------------------------------------ go and help

    def go_back(self) -> None:
        self._window.go(-1)

    def go_forward(self) -> None:
        self._window.go(1)

    def help_shortcuts(self) -> None:
        self._window.open_place(Place("shortcuts"))

    def help_manual(self) -> None:
        self._window.open_place(Place("manual"))

    def help_about(self) -> None:
        self._window.open_place(Place("about"))
