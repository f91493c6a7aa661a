"""What can be done with the records of a list: its buttons, copying, changing, deleting, restoring.

Where no record is selected, it is done with the one that has the cursor.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from crm_desktop.core.entity import Child, Entity, Reckoned, TagLinks
from crm_desktop.core.formatting import format_number
from crm_desktop.core.i18n import _, language, ngettext, sentences
from crm_desktop.core.kinds import Reference
from crm_desktop.ui import clipboard
from crm_desktop.ui.page import PageAction

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from crm_desktop.ui.context import Context
    from crm_desktop.ui.record_list_page import RecordListPage

PAGE = 200
COPIED_AT_ONCE = 1_000  # more rows are read in the background


def tables_of(entity: Entity) -> tuple[set[str], set[str]]:
    """Return the tables whose rows belong to a list's records, and the entities whose names it shows."""
    sources = [one.source for one in entity.fields]
    parts = {one.table for one in sources if isinstance(one, Child)}
    parts |= {"tag_link" for one in sources if isinstance(one, TagLinks)}
    parts |= {table for one in sources if isinstance(one, Reckoned) for table in one.tables}
    named = {one.kind.entity for one in entity.fields if isinstance(one.kind, Reference)}
    return parts, named


def page_actions(page: RecordListPage) -> Sequence[PageAction]:
    """Return the buttons of the top bar."""
    handlers, entity = page.context.handlers, page.entity
    if page.query.trash:
        leave = PageAction(_("Leave the trash"), "arrow-left", lambda: page.set_trash(False))
        chosen = bool(page.table.chosen_ids())
        return (leave, PageAction(_("Restore"), "archive-restore", lambda: restore(page), True, chosen))
    found: list[PageAction] = []
    writable = not page.context.workspace.read_only
    if (import_into := handlers.import_into) is not None:
        run = partial(import_into, entity.name)
        found.append(PageAction(_("Import"), "download", run, enabled=writable, action="file.import"))
    if (export := handlers.export) is not None:
        found.append(
            PageAction(_("Export"), "upload", lambda: export(page.selection()), action="file.export")
        )
    if handlers.new_record is not None:
        text = _("New %(record)s") % {"record": _(entity.title).lower()}
        found.append(PageAction(text, "plus", page.new_record, True, writable, "new.here"))
    return found


def say_empty(page: RecordListPage) -> None:
    """Say on the empty page why it is empty, and offer the one next step."""
    plural, one = _(page.entity.title_plural).lower(), _(page.entity.title).lower()
    if page.is_narrowed():
        heading = _("Nothing found")
        text = _("No %(records)s fit the search and the filter.") % {"records": plural}
        page.empty.say("search", heading, text, _("Clear filter"), page.clear_filter)
    elif page.query.trash:
        text = _("Deleted %(records)s are kept here and can be restored.") % {"records": plural}
        page.empty.say(
            "trash-2", _("The trash is empty"), text, _("Leave the trash"), lambda: page.set_trash(False)
        )
    else:
        heading = _("No %(records)s yet") % {"records": plural}
        bring = _("Bring your %(records)s from a spreadsheet, or add the first one.") % {"records": plural}
        text = sentences(_(page.entity.about), bring)
        handlers = page.context.handlers
        if page.context.workspace.read_only or handlers.new_record is None:
            page.empty.say(page.entity.icon, heading, _(page.entity.about))
        else:
            page.empty.say(
                page.entity.icon, heading, text, _("New %(record)s") % {"record": one}, page.new_record
            )


def has_activities(page: RecordListPage) -> bool:
    """Tell whether what happened with a record of this list can be written down."""
    from crm_desktop.ui import composer

    return composer.link_to(page.context.entities, page.entity.name) is not None


def copy(page: RecordListPage) -> None:
    """Put the selected rows with their headings onto the clipboard; of a marked cell only its column."""
    ids = page.table.chosen_ids()
    cell = (
        page.table.records.field_at(page.table.cells.here().column()) if page.table.cells.is_shown else None
    )
    keys = page.table.columns.layout().keys if cell is None else (cell.key,)
    copy_records(page.context, page.entity, ids, keys, as_cells=cell is not None)


def copy_records(
    context: Context, entity: Entity, ids: Sequence[int], keys: Sequence[str], *, as_cells: bool = False
) -> None:
    """Put fields of records onto the clipboard: as a table with its headings, or as bare cells."""
    lists, name = context.workspace.lists, entity.name
    known = {field.key: field for field in lists.fields(name)}
    headings = [_(known[key].label) for key in keys]

    def read() -> list[tuple[str, ...]]:
        starts = range(0, len(ids), PAGE)
        return [row.texts for at in starts for row in lists.page(name, keys, ids[at : at + PAGE])]

    def put(rows: list[tuple[str, ...]]) -> None:
        if as_cells:
            clipboard.put_cells(rows)
            text = ngettext("%(count)s cell copied", "%(count)s cells copied", len(rows))
        else:
            clipboard.put_table(headings, rows)
            text = ngettext("%(count)s row copied", "%(count)s rows copied", len(rows))
        context.window.show_toast(text % {"count": format_number(len(rows), language())})

    if len(ids) > COPIED_AT_ONCE:
        context.tasks.read(lambda _task: read(), done=put, title=_("Copy"))
    elif ids:
        put(read())


def may_leave(page: RecordListPage) -> bool:
    """Save the cell that is being edited; ask about what cannot be saved."""
    if page.editing.finish():
        return True
    text = _("Not saved: %(fields)s.") % {"fields": page.editing.label()}
    if not page.context.messages.ask(_("Leave without saving?"), text, _("Leave"), danger=True):
        return False
    page.editing.cancel()
    return True


def change_selected(page: RecordListPage, key: str = "") -> None:
    """Open the dialog that gives the selected records one value; ``key`` is the field that it begins with."""
    if not page.query.trash:
        change_records(page.context, page.entity, page.table.chosen_ids(), page.window(), key)


def change_records(
    context: Context, entity: Entity, ids: Sequence[int], window: QWidget, key: str = ""
) -> None:
    """Open the dialog that gives records one value."""
    if not ids or context.workspace.read_only:
        return
    from crm_desktop.ui.bulk_dialog import BulkDialog

    BulkDialog(context, entity, ids, key, window).open()


def clean(page: RecordListPage) -> None:
    """Open the dialog that cleans the selected records, or all of the list where none is selected."""
    if page.query.trash or page.context.workspace.read_only:
        return
    ids = page.table.selected_ids() or list(page.table.records.ids)
    if not ids:
        return
    from crm_desktop.ui.clean_dialog import CleanDialog

    CleanDialog(page.context, page.entity, ids, page.window()).open()


def merge_selected(page: RecordListPage) -> None:
    """Show the selected records side by side, to be merged."""
    if not page.query.trash:
        from crm_desktop.ui.merge_pages import open_merge

        open_merge(page.context, page.entity.name, page.table.chosen_ids())


def delete(page: RecordListPage) -> None:
    """Move the selected records to the trash: one without a question, more after a counted one."""
    ids = page.table.chosen_ids()
    row = page.table.records.row(page.table.records.ids.index(ids[0])) if len(ids) == 1 else None
    keys = [field.key for field in page.table.records.fields]
    title = page.entity.title_key
    name = row.texts[keys.index(title)] if row is not None and title in keys else _(page.entity.title)
    delete_records(page.context, page.entity, ids, name)


def delete_records(context: Context, entity: Entity, ids: Sequence[int], name: str) -> None:
    """Move records to the trash: one, which has a name, without a question, more after a counted one."""
    if not ids or context.workspace.read_only:
        return
    count = {"count": format_number(len(ids), language())}
    done = _("“%(name)s” moved to the trash") % {"name": name}
    if len(ids) > 1:
        question = ngettext(
            "Move %(count)s record to the trash?", "Move %(count)s records to the trash?", len(ids)
        )
        hint = _("They can be restored from the trash, or with Undo.")
        if not context.messages.ask(question % count, hint, _("Move to the trash")):
            return
        done = ngettext(
            "%(count)s record moved to the trash", "%(count)s records moved to the trash", len(ids)
        )
        done %= count
    records, window = context.workspace.records, context.window

    def deleted(transaction: int) -> None:
        window.show_toast(done, _("Undo"), lambda: window.undo(transaction))

    context.tasks.run(lambda _task: records.delete(entity.name, list(ids)), done=deleted, title=_("Delete"))


def restore(page: RecordListPage) -> None:
    """Put the selected records back from the trash."""
    ids = page.table.chosen_ids()
    if not ids or page.context.workspace.read_only:
        return
    records, window = page.context.workspace.records, page.context.window
    text = ngettext("%(count)s record restored", "%(count)s records restored", len(ids))
    text %= {"count": format_number(len(ids), language())}
    page.context.tasks.run(
        lambda _task: records.restore(page.entity.name, list(ids)), done=lambda _done: window.show_toast(text)
    )
