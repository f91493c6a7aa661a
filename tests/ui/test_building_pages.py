"""How pages are built: in the window from the beginning, and with no more than what is seen of them at first."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.core.query import ListQuery
from crm_desktop.ui.context import Place
from crm_desktop.ui.page import Page
from crm_desktop.ui.page_pictures import places
from crm_desktop.ui.session import Session
from crm_desktop.ui.timeline import Timeline
from tests.ui import fake_window


class Windows(QObject):
    """Remembers what has been shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(f"{type(watched).__name__} {watched.objectName()}")
        return False


class Moves(QObject):
    """Remembers the pages that got another parent once they were made."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ParentChange and isinstance(watched, Page):
            self.pages.append(type(watched).__name__)
        return False


@pytest.fixture
def session(qtbot, workspace, make, tmp_path, monkeypatch):
    monkeypatch.setenv("CRM_DESKTOP_HOME", str(tmp_path / "home"))
    make.company("杭州青禾纺织")
    make.contact("Ana Beltrán", email="ana@lagunafoods.mx")
    made = Session(fake_window.fake_host(), workspace, idle=False)
    qtbot.addWidget(made.window)
    made.window.show()
    qtbot.waitExposed(made.window)
    yield made
    made.window.close()
    assert made.tasks.close(10)


def _records(session):
    """Return a record of each entity that has one."""
    for entity in session.context.sections:
        for record in session.workspace.lists.first_ids(ListQuery(entity.name), 1):
            yield entity.name, record


def test_no_part_of_a_page_is_ever_a_window_of_its_own(session, qtbot):
    """It would flash up, and take the focus from the window."""
    app = QApplication.instance()
    watcher = Windows()
    app.installEventFilter(watcher)
    try:
        for sight in places(session.context).values():
            if sight.place.record == 0:
                session.window.open_place(sight.place)
                qtbot.waitUntil(lambda: not session.tasks.is_busy())
                qtbot.wait(60)  # the preview beside a list rests for a moment first
        for entity, record in _records(session):
            session.window.open_record(entity, record)
            qtbot.waitUntil(lambda: not session.tasks.is_busy())
    finally:
        app.removeEventFilter(watcher)
    assert watcher.shown == []


def test_a_record_is_opened_with_little_more_than_its_fields(session, qtbot):
    """What is asked while writing, conflicts and the history are made when somebody comes to them."""
    company = session.workspace.lists.first_ids(ListQuery("company"), 1)[0]
    session.window.open_record("company", company)
    page = session.window.page
    qtbot.waitUntil(lambda: not session.tasks.is_busy())
    rows = len(page.overview.form.rows)
    assert len(page.overview.form.findChildren(QWidget)) <= 5 * rows + 5
    assert len(page.overview.composer.findChildren(QWidget)) <= 20
    assert len(page.findChildren(Timeline)) == 1


def test_a_page_is_made_where_it_stands(session):
    """Moved into the window with all its parts, it would be styled twice."""
    company = session.workspace.lists.first_ids(ListQuery("company"), 1)[0]
    app, moved = QApplication.instance(), Moves()
    app.installEventFilter(moved)
    try:
        session.window.open_record("company", company)
        session.window.open_place(Place("list", "company"))
    finally:
        app.removeEventFilter(moved)
    assert {"RecordPage", "RecordListPage"} & set(moved.pages) == set()


def test_a_page_behind_reads_what_has_changed_when_it_comes_to_the_front(session, qtbot):
    company = session.workspace.lists.first_ids(ListQuery("company"), 1)[0]
    window, records = session.window, session.workspace.records
    window.open_record("company", company)
    page = window.page
    window.open_place(Place("list", "contact"))
    for number, short in enumerate(("Qinghe", "QH", "青禾")):
        records.save("company", company, {"short_name": short})
        qtbot.waitUntil(lambda: not session.tasks.is_busy())
        assert page.record.texts["short_name"] == ("" if number < 2 else "QH"), "it holds nobody up"
        if number:
            window.go(-1)
            assert page.record.texts["short_name"] == short
            window.go(1)
