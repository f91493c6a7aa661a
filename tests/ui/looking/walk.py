"""A walk through every screen of the program: pages with all their tabs, records and reports.

Pages come from the table of pages that the window was given, so a new one is walked without being named here.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from crm_desktop.core.query import ListQuery
from crm_desktop.ui.context import Place
from crm_desktop.ui.duplicates_page import APART, DuplicatesPage
from crm_desktop.ui.import_page import ImportPage
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.merge_page import MergePage
from crm_desktop.ui.page import Page
from crm_desktop.ui.record_contract import file_of
from crm_desktop.ui.record_list_page import RecordListPage
from crm_desktop.ui.record_page import RecordPage
from crm_desktop.ui.report_page import ReportPage
from crm_desktop.ui.session import Session
from crm_desktop.ui.tab_strip import TabStrip
from crm_desktop.ui.turns import turns

View = tuple[str, QWidget]

FOREIGN = "Name,Email,Phone,Shoe size\nAna,ana@example.com,600 123 456,38\nBob,no address,x,44\n"
SMALL, LARGE = (1024, 700), (1440, 900)
_A_MOMENT, _PATIENCE = 0.002, 20.0  # seconds
_IDLE_ROUNDS = 5  # of the event loop, in which nothing happened
_SOON = 400  # milliseconds: a timer that is due so early belongs to what was just done
_LOOKED_AT = 30  # records among which one with much to show is looked for


def settle(session: Session) -> None:
    """Wait until nothing is under way any more."""
    end, idle = time.monotonic() + _PATIENCE, 0
    while idle < _IDLE_ROUNDS:
        begun = time.monotonic()
        assert begun < end, "the program does not come to rest"
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
        is_busy = session.tasks.is_busy() or turns().is_busy() or time.monotonic() - begun > _A_MOMENT
        idle = 0 if is_busy or (idle == _IDLE_ROUNDS - 1 and _is_due(session.window)) else idle + 1
        time.sleep(_A_MOMENT)


def _is_due(window: MainWindow) -> bool:
    tops = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not window] + [
        window.page
    ]
    timers = (one for top in tops for one in top.findChildren(QTimer))
    return any(one.isActive() and one.isSingleShot() and one.interval() <= _SOON for one in timers)


def open_place(session: Session, place: Place) -> None:
    """Go to a page and wait until it is all there."""
    session.window.open_place(place)
    settle(session)
    assert session.window.place == place


def let_go(session: Session) -> None:
    """Give up the pages that are kept behind the one in front: each switch of language or scheme shows them anew."""
    window = session.window
    for place in [one for one in window._pages if one != window.place]:
        page = window._pages.pop(place)
        window._stack.removeWidget(page)
        page.deleteLater()


def lists(session: Session) -> Iterator[View]:
    """Yield the list of every entity, with a record chosen and previewed where there is one."""
    for entity in session.context.sections:
        open_place(session, Place("list", entity.name))
        page = session.window.page
        assert isinstance(page, RecordListPage)
        if ids := page.table.records.ids[:1]:
            page.table.select_id(ids[0])
            settle(session)
        yield f"list of {entity.name}", session.window


def pages(session: Session) -> Iterator[View]:
    """Yield every page that is not of an entity with all of its sides, and each report."""
    for name in session.window._specs:
        if name == "import":
            yield from imports(session)
        elif name not in {"list", "record"}:
            yield from _page(session, name, Place(name, "contact" if name == "print" else ""))
            page = session.window.page
            if isinstance(page, MergePage):
                yield from _merge(session, page)
            if isinstance(page, DuplicatesPage):
                yield from _duplicates(session, page)
            if isinstance(page, ReportPage):
                for row in range(page.list.count()):
                    page.list.setCurrentRow(row)
                    settle(session)
                    yield f"report {page.report.name}", session.window


def imports(session: Session) -> Iterator[View]:
    """Yield the import without a file, then each of its steps with one, and what it tells afterwards."""
    open_place(session, Place("import", "contact"))
    page = session.window.page
    assert isinstance(page, ImportPage)
    yield "import", session.window
    path = session.workspace.path.with_name("list.csv")
    path.write_text(FOREIGN, "utf-8")
    page.read(path)
    for key in page.steps:
        settle(session)
        page.tabs.choose(key)
        settle(session)
        yield f"import, {key}", session.window
    page.write()
    settle(session)
    yield "import, written", session.window
    page.draft.done.undo()
    settle(session)
    yield "import, undone", session.window
    page.begin_anew()


def _merge(session: Session, page: MergePage) -> Iterator[View]:
    """Yield the page that merges with one record, and with the first two beside each other, where there are some."""
    ids = list(session.workspace.lists.first_ids(ListQuery(page.entity.name), 2))
    for count in range(1, len(ids) + 1):
        page.show_records(ids[:count])
        settle(session)
        yield f"merge of {count}", session.window


def _duplicates(session: Session, page: DuplicatesPage) -> Iterator[View]:
    """Yield the page of duplicates with some, and the review of their merge, where records can be doubled."""
    records = session.workspace.records
    for record in list(session.workspace.lists.first_ids(ListQuery("company"), 2)):
        told = records.get("company", record).values
        records.create("company", {key: told[key] for key in ("name", "phone", "email") if told[key]})
    page.tabs.choose("company")
    page.look_again()
    settle(session)
    yield "duplicates, found", session.window
    page.ticks.every.click()
    page.review()
    settle(session)
    yield "duplicates, review", session.window
    page.leave_review()
    settle(session)
    for found in page.model.lines[:1]:
        session.workspace.duplicates.set_distinct(found.entity, *found.ids)
    settle(session)
    page.tabs.choose(APART)
    settle(session)
    yield "duplicates, apart", session.window


def records(session: Session) -> Iterator[View]:
    """Yield a record of each entity with all of its tabs, where there is one, and the form of a new one."""
    shown: set[str] = set()  # tabs of the same sort of records are alike
    for entity in session.context.sections:
        if (telling := _telling(session, entity.name)) is not None:
            yield from _page(session, entity.name, Place("record", entity.name, telling), shown)
        yield from _page(session, f"new {entity.name}", Place("record", entity.name), shown)


def _page(session: Session, name: str, place: Place, shown: set[str] | None = None) -> Iterator[View]:
    open_place(session, place)
    yield name, session.window
    for side in _sides(session.window.page, set() if shown is None else shown):
        settle(session)
        yield f"{name}, {side}", session.window


def _telling(session: Session, entity: str) -> int | None:
    """Return the record to which most sorts of other records point, among the first."""
    ids = list(session.workspace.lists.first_ids(ListQuery(entity), _LOOKED_AT))
    related = file_of(session.context).records.related
    return max(ids, key=lambda one: sum(other.count > 0 for other in related(entity, one)), default=None)


def _sides(page: Page, shown: set[str]) -> Iterator[str]:
    """Show one side of a page after the other: its tabs, and what buttons of which one is chosen stand for.

    ``shown`` are the sorts of tabs that were seen elsewhere; those of this page are added.
    """
    for strip in page.findChildren(TabStrip):
        for key in [tab.spec.key for tab in strip._tabs if tab.spec.key != strip.current]:
            sort = key.partition(".")[0]
            if sort not in shown:
                shown.add(sort)
                strip.choose(key)
                yield key
    if not isinstance(page, RecordPage):  # there, such buttons change the record
        for button in page.findChildren(QAbstractButton):
            group = button.group()
            if button.isVisible() and not button.isChecked() and group is not None and group.exclusive():
                button.click()
                yield button.accessibleName()
