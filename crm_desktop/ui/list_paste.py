"""Pasting into a list: a table becomes an import, values go into cells; what will change is shown before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QWidget

from crm_desktop.core import files
from crm_desktop.core.formatting import format_number
from crm_desktop.core.i18n import _, language, ngettext
from crm_desktop.core.paths import cache_folder
from crm_desktop.services.bulk_edit import BulkPlan
from crm_desktop.services.paste import Pasted, Place, understand
from crm_desktop.ui.ahead import IMPORT_PAGE, when_imported
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.bulk_dialog import write_plan
from crm_desktop.ui.bulk_preview import BulkPreview, lay_out
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.context import Context
from crm_desktop.ui.record_table_model import FIRST_FIELD

if TYPE_CHECKING:
    from crm_desktop.core.entity import Field
    from crm_desktop.services.workspace import Workspace
    from crm_desktop.ui.record_list_page import RecordListPage


def paste(page: RecordListPage) -> None:
    """Take the clipboard's table for the list of a page."""
    text, context, entity = QGuiApplication.clipboard().text(), page.context, page.entity.name
    place = place_of_paste(page)
    if not text.strip() or page.query.trash or context.workspace.read_only:
        return
    if place.is_cell and (reason := page.editing.reason(place.columns[0])):
        context.window.show_toast(reason)
        return
    workspace = cast("Workspace", context.workspace)

    def work(task: object) -> Pasted:
        return understand(workspace, entity, text, place, getattr(task, "is_cancelled", None))

    context.tasks.read(work, done=while_alive(page, lambda found: _show(page, found)), title=_("Paste"))


def place_of_paste(page: RecordListPage) -> Place:
    """Return where is pasted: from the marked cell on, else from the first column on."""
    table, cells = page.table, page.table.cells
    here, header = cells.here(), page.table.horizontalHeader()
    is_cell = cells.is_shown and here.isValid()
    first = header.visualIndex(here.column()) if is_cell else FIRST_FIELD
    seen = [table.records.field_at(header.logicalIndex(place)) for place in range(first, header.count())]
    columns: list[Field] = []
    for field in seen:
        if field is None or (is_cell and page.editing.reason(field) and columns):
            break  # what cannot be edited ends a block of cells
        columns.append(field)
    chosen = table.selected_ids()
    top = table.records.ids.index(chosen[0]) if len(chosen) > 1 else max(0, here.row())
    return Place(columns, table.records.ids[top:], chosen, is_cell)


def _show(page: RecordListPage, found: Pasted) -> None:
    """Open the import, ask about cells of several records, or write what concerns one."""
    if found.as_records:
        import_rows(page.context, page.entity.name, found)
    elif found.plan is not None and found.plan.count() == 1 and not found.plan.refused_count:
        write_plan(page.context, found.plan)
    elif found.plan is not None:
        PasteDialog(page.context, found.plan, page.window()).open()


def import_rows(context: Context, entity: str, found: Pasted) -> None:
    """Go to the import of pasted rows; the file that it reads goes when the page needs it no more."""
    from crm_desktop.exchange import pasted_table

    folder = _private_folder()
    path = (folder / _("Clipboard")).with_suffix(".tsv")
    pasted_table.write(path, found.headings, found.rows)

    def go() -> None:
        from crm_desktop.ui.import_page import open_import

        open_import(context, entity, path, lambda: files.remove_folder(folder))

    when_imported(context.tasks, IMPORT_PAGE, go)


def _private_folder() -> Path:
    """Return a new folder that only this user may read; those of ended programs go."""
    place = cache_folder() / "pasted"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    files.sweep(place, "")
    folder = files.draft_of(place / "table")
    folder.mkdir(mode=0o700)
    return folder


class PasteDialog(QDialog):
    """What pasting into the cells of several records would change."""

    def __init__(self, context: Context, plan: BulkPlan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._plan = plan
        self.setWindowTitle(_("Paste into the list"))
        self.resize(520, 330)
        self.preview = BulkPreview()
        self.preview.show_plan(plan)
        count = plan.count()
        words = ngettext("Change %(count)s record", "Change %(count)s records", count)
        text = words % {"count": format_number(count, language())} if count else _("Change")
        self.change_button = Button(text, look="primary", clicked=self._write)
        self.change_button.setEnabled(bool(count))
        self.change_button.setDefault(True)
        lay_out(self, self.preview, self.change_button)

    def _write(self) -> None:
        write_plan(self._context, self._plan)
        self.accept()

    def done(self, result: int) -> None:
        """Go for good."""
        super().done(result)
        self.deleteLater()
