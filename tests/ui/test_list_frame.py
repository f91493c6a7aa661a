"""How the page of a list comes into being: its table first, the rest around it in later turns."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject

from crm_desktop.ui import list_status, theme
from crm_desktop.ui.record_list_page import RecordListPage
from crm_desktop.ui.turns import turns
from tests.ui import fake_data


class Painted(QObject):
    """Remembers which parts of a page were there when its rows were first painted."""

    def __init__(self, page: RecordListPage) -> None:
        super().__init__(page)
        self.page = page
        self.parts: set[str] | None = None
        page.table.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self.parts is None:
            self.parts = {"bar", "status", "filters", "empty"} & set(vars(self.page))
            self.place = self.page.table.geometry()
        return False


@pytest.fixture
def new_page(qtbot, context):
    page = RecordListPage(context, fake_data.ENTITIES["contact"])
    qtbot.addWidget(page)
    page.resize(1228, 800)
    return page


def _is_complete(page):
    return {"bar", "status"} <= set(vars(page))


def test_rows_are_painted_before_the_rest_is_made(new_page, qtbot):
    painted = Painted(new_page)
    new_page.show()
    qtbot.waitUntil(lambda: painted.parts is not None)
    assert painted.parts == set()
    qtbot.waitUntil(lambda: _is_complete(new_page))
    assert new_page.bar.geometry().topLeft() == new_page.rect().topLeft()
    assert new_page.bar.height() == theme.BAR_HEIGHT
    assert new_page.status.geometry().bottom() == new_page.rect().bottom()
    assert new_page.status.height() == list_status.HEIGHT
    assert new_page.table.geometry() == painted.place, "what is read does not move"


def test_a_part_that_is_asked_for_is_there_at_once(new_page, qtbot):
    new_page.show()
    new_page.focus_search()
    assert new_page.bar.search.isVisible()
    new_page.toggle_filter()
    assert new_page.filters.isVisible()
    assert new_page.bar.filter_button.isChecked()
    qtbot.waitUntil(lambda: _is_complete(new_page))
    assert len(new_page.findChildren(type(new_page.bar))) == 1


def test_parts_made_later_know_what_happened_before(new_page):
    new_page.search("ana")
    found = len(new_page.table.records.ids)
    assert 0 < found < 40
    assert new_page.bar.search.text() == "ana"
    assert new_page.status.texts()[0] == f"{found} records"
    assert new_page.bar.chips.current == "all"


def test_of_a_page_that_is_left_nothing_more_is_made(new_page, qtbot):
    new_page.show()
    new_page.hide()
    qtbot.waitUntil(lambda: not turns().is_busy())
    assert not _is_complete(new_page)
    new_page.show()
    qtbot.waitUntil(lambda: _is_complete(new_page))


def test_the_preview_comes_last(new_page, qtbot):
    new_page.show()
    qtbot.waitUntil(lambda: new_page.preview._panel is not None)
    assert _is_complete(new_page)
    qtbot.waitUntil(lambda: new_page.preview._panel.record_id == new_page.table.current_id())


def test_a_button_opens_the_preview_where_there_is_little_room(make_page, context):
    page = make_page(width=960)
    button = page.bar.preview_button
    assert not page.preview.is_shown()
    assert not button.isChecked()
    assert button.toolTip().startswith("Preview (")
    button.click()
    assert page.preview.is_shown()
    assert button.isChecked()
    button.click()
    assert not page.preview.is_shown()
    assert not button.isChecked()
