"""What the rows of some lists can do beyond what all rows can; each is imported when its menu is first opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from crm_desktop.core.formatting import format_number
from crm_desktop.core.i18n import _, language, ngettext

if TYPE_CHECKING:
    from crm_desktop.ui.record_list_page import RecordListPage

_MOST = 500  # that are finished or postponed at once; more are changed as a list


def _finish(page: RecordListPage, menu: QMenu) -> None:
    """Offer to finish and to postpone the selected activities."""
    from crm_desktop.ui import finishing

    ids = [*page.table.chosen_ids()]
    if len(ids) <= _MOST:
        done = len(ids) == 1 and _is_done(page, ids[0])
        finishing.add_to_menu(menu, page.context, page, ids, done=done)


def _merge(page: RecordListPage, menu: QMenu) -> None:
    """Offer to merge the selected records."""
    from crm_desktop.services.merge_proposals import MOST

    count = max(1, page.table.selected_count())
    words = ngettext("Merge %(count)s record with…", "Merge %(count)s records…", count)
    act = menu.addAction(words % {"count": format_number(count, language())})
    act.triggered.connect(lambda _on=False: page.merge_selected())
    act.setEnabled(count <= MOST and not page.context.workspace.read_only)


def _is_done(page: RecordListPage, record_id: int) -> bool:
    rows = page.context.workspace.lists.page(page.entity.name, ["done_at"], [record_id])
    return bool(rows) and rows[0].values[0] is not None


def _retire(page: RecordListPage, menu: QMenu) -> None:
    """Offer to retire an entry of an option list into another."""
    current = page.table.current_id()
    if current is None or page.table.selected_count() > 1:
        return

    def ask() -> None:
        from crm_desktop.ui.retire_dialog import RetireDialog

        key = "label_zh" if language().startswith("zh") else "label_en"
        row = page.context.workspace.lists.page("option", [key, "label_en"], [current])[0]
        name = row.values[0] or row.values[1]
        RetireDialog(page.context, current, str(name), page.window()).open()

    action = menu.addAction(_("Retire into another entry…"), ask)
    action.setEnabled(not page.context.workspace.read_only)


ROW_ACTIONS: dict[str, Callable[[RecordListPage, QMenu], None]] = {
    "activity": _finish,
    "company": _merge,
    "contact": _merge,
    "lead": _merge,
    "product": _merge,
    "option": _retire,
}
