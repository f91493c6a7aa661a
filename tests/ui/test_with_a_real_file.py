"""The window on a real customer file, with the real task runner: what a person does, and what the file says."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from crm_desktop.core.query import Condition
from crm_desktop.models import registry
from crm_desktop.ui.context import Context, Handlers, Place
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.tasks import TaskRunner
from tests.ui import fake_window
from tests.ui.conftest import PAGES


@pytest.fixture
def real_window(qtbot, workspace, make, state):
    make.company("杭州青禾纺织")
    make.contact("陈晓梅", mobile="+86 138 5712 3345")
    make.contact("Ana Beltrán", email="ana@lagunafoods.mx")
    make.many(150, "contact", name="Person %05d")
    messages = fake_window.FakeMessages()
    tasks = TaskRunner(messages.error)
    entities = {one.name: one for one in registry.ENTITIES}
    context = Context(workspace, entities, tasks, messages, state, Handlers())
    window = MainWindow(context, PAGES, Place("list", "contact"))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    qtbot.waitUntil(lambda: window.page.subtitle() == "152" and not tasks.is_busy())
    yield window
    window.close()
    assert not messages.errors
    assert tasks.close(10)


def test_search_delete_and_undo(real_window, qtbot, workspace):
    page = real_window.page
    qtbot.keyClicks(page.bar.search, "beltran")
    qtbot.waitUntil(lambda: page.table.records.rowCount() == 1)
    assert page.table.records.index(0, 1).data() == "Ana Beltrán"
    qtbot.keyClick(page.bar.search, Qt.Key.Key_Return)
    real_window.menus.actions["edit.delete"].trigger()
    qtbot.waitUntil(lambda: page.table.records.rowCount() == 0)
    assert workspace.lists.count("contact") == 151
    undo = real_window.menus.actions["edit.undo"]
    qtbot.waitUntil(lambda: "Ana Beltrán" in undo.text() and undo.isEnabled())
    undo.trigger()
    qtbot.waitUntil(lambda: page.table.records.rowCount() == 1)
    assert workspace.lists.count("contact") == 152


def test_pinyin_finds_a_chinese_name(real_window, qtbot):
    page = real_window.page
    page.search("chenxm")
    page.search("chenxiaomei")
    assert page.table.records.index(0, 1).data() == "陈晓梅"


def test_a_filter_is_saved_as_a_view(real_window, qtbot, workspace):
    page = real_window.page
    page.filters.set_filter((Condition("full_name", "contains", "Person"),), match_all=True)
    page.filters.changed.emit()
    qtbot.waitUntil(lambda: page.subtitle() == "150")
    page._on_save_view()
    qtbot.waitUntil(lambda: len(page.bar.chips._chips) == 2)
    assert [one.name for one in workspace.views.of("contact")] == ["A name"]


def test_every_list_opens(real_window, qtbot):
    for entity in registry.MAIN:
        real_window.open_list(entity.name)
        qtbot.waitUntil(lambda: not real_window.context.tasks.is_busy())
        for field in entity.listed:
            if field.sort_on:
                real_window.page.sort(field.key, False)
    qtbot.waitUntil(lambda: not real_window.context.tasks.is_busy())
