"""What opens over the window: popups, menus, dialogs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QWidget

from crm_desktop.core.errors import FileProblem
from crm_desktop.core.i18n import _
from crm_desktop.ui.context import Place
from crm_desktop.ui.crash import CrashBox
from crm_desktop.ui.list_menus import header_menu, row_menu
from crm_desktop.ui.messages import Boxes
from crm_desktop.ui.new_file_dialog import NewFileDialog
from crm_desktop.ui.record_list_page import RecordListPage
from crm_desktop.ui.record_table_model import FIRST_FIELD
from crm_desktop.ui.session import Session
from crm_desktop.ui.start_dialog import StartDialog
from crm_desktop.ui.unlock_dialog import UnlockDialog
from tests.ui.looking.page_popups import Opener, openers
from tests.ui.looking.walk import View, open_place, settle

LOST = Path("/home/ana/Kunden/Nordwind.crm")


def popups(session: Session) -> Iterator[View]:
    """Yield what opens over the list of contacts, then over single pages, each alone."""
    open_place(session, Place("list", "contact"))
    page = session.window.page
    assert isinstance(page, RecordListPage)
    page.table.selectAll()
    yield from _each(session, _openers(session, page))
    page.filters.set_open(False)
    yield from _each(session, openers(session))


def _each(session: Session, found: Iterable[Opener]) -> Iterator[View]:
    for name, show in found:
        before = _tops()
        kept = show()
        settle(session)
        opened = [one for one in _tops() if one not in before]
        yield name, (opened[0] if opened else session.window)
        for one in opened:
            one.close()
        settle(session)
        del kept


def _tops() -> list[QWidget]:
    return [one for one in QApplication.topLevelWidgets() if one.isVisible()]


def _openers(session: Session, page: RecordListPage) -> Iterator[Opener]:
    window, act = session.window, session.window.menus.actions
    yield "toast", lambda: window.show_toast(_("Moved to the trash"), _("Undo"), lambda: None)
    yield "columns", act["view.columns"].trigger
    yield "filter", page.bar.filter_button.click
    yield "more", page.bar.more_button.click
    if page.table.records.rowCount():
        cell = page.table.records.index(0, FIRST_FIELD + 1)
        yield "menu of a cell", lambda: row_menu(page, cell).popup(QPoint(0, 0))
        yield "bulk edit", act["edit.change"].trigger
        yield "clean up", act["edit.clean"].trigger
    yield "menu of a heading", lambda: header_menu(page, FIRST_FIELD).popup(QPoint(0, 0))
    yield "search", act["edit.search"].trigger
    yield "about", act["help.about"].trigger
    for menu in window.menus._menus.values():
        yield f"menu {menu.title()}", lambda menu=menu: menu.popup(QPoint(0, 0))
    for name, make in _dialogs(session).items():
        yield name, lambda make=make: _shown(make())


def _dialogs(session: Session) -> dict[str, Callable[[], QDialog]]:
    window = session.window
    trouble = FileProblem(_("Something in the program went wrong."), _("Free some space and try again."))
    return {
        "start": StartDialog,
        "start without the last file": lambda: StartDialog(lost=LOST),
        "new file": _new_file,
        "unlock": lambda: UnlockDialog(trouble.title, trouble.hint, window),
        "something went wrong": lambda: CrashBox("", window),
        "message": lambda: Boxes(window)._box(QMessageBox.Icon.Warning, trouble.title, trouble.hint),
        "question": lambda: Boxes(window)._question(trouble.title, trouble.hint, _("Delete"), danger=False)[
            0
        ],
        "question of danger": lambda: Boxes(window)._question(trouble.title, "", _("Delete"), danger=True)[0],
        "question for words": lambda: Boxes(window)._line(_("Rename view"), _("Name of the view"), ""),
    }


def _new_file() -> QDialog:
    dialog = NewFileDialog()
    dialog.protect.setChecked(True)
    dialog.first.setText("one")
    dialog.second.setText("other")
    return dialog


def _shown(dialog: QDialog) -> QDialog:
    dialog.show()
    return dialog
