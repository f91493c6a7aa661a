"""The window on a real customer file, with the real task runner: what a person does, and what the file says."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit

from crm_desktop.core.i18n import _
from crm_desktop.core.query import Condition, ListQuery
from crm_desktop.models import registry
from crm_desktop.ui import language
from crm_desktop.ui.context import Context, Handlers, Place
from crm_desktop.ui.editors.picker import ReferenceEditor
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
    for typed in ("chenxm", "chenxiaomei", "cxm"):
        page.search("")
        page.search(typed)
        assert page.table.records.rowCount() == 1
        assert page.table.records.index(0, 1).data() == "陈晓梅"


def test_a_filter_is_saved_as_a_view(real_window, qtbot, workspace):
    page = real_window.page
    page.filters.set_filter((Condition("full_name", "contains", "Person"),), match_all=True)
    page.filters.changed.emit()
    qtbot.waitUntil(lambda: page.subtitle() == "150")
    page.save_filter()
    qtbot.waitUntil(lambda: page.bar.chips._chips[-1][0].text == "A name")
    assert [one.name for one in workspace.views.of("contact")] == ["A name"]


def test_the_chip_of_a_view_goes_with_its_undo(real_window, qtbot, workspace):
    real_window.open_list("contact")
    page = real_window.page
    page.search("ann")
    page.views.keep("Anns", page.query, ())
    qtbot.waitUntil(lambda: "Anns" in [chip.text() for _spec, chip in page.bar.chips._chips])
    real_window.history.undo_last()
    qtbot.waitUntil(lambda: "Anns" not in [chip.text() for _spec, chip in page.bar.chips._chips])
    assert workspace.views.of("contact") == []


@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_every_field_of_every_list_is_filtered_by_every_operator(real_window, workspace, make, code):
    language.switch(code)
    make.company("Acme")
    asked = 0
    for entity in registry.MAIN:
        real_window.open_list(entity.name)
        bar = real_window.page.filters
        for field in workspace.lists.fields(entity.name):
            for operator in field.kind.operators if field.writable else ():
                bar.set_filter((Condition(field.key, operator),), match_all=False)
                bar._make_chips()
                widget = bar._chips[0].value_widget()
                if widget is not None and not _fill(widget):
                    continue
                conditions = bar.conditions()
                assert len(conditions) == 1, (entity.name, field.key, operator)
                workspace.lists.count_of(ListQuery(entity.name, conditions=conditions, match_all=False))
                bar.set_open(False)
                assert bar.words.texts()[0].startswith(_(field.label))
                asked += 1
    assert asked > 800


def _fill(widget):
    """Give a value of the right sort; tell whether there is one to choose."""
    if isinstance(widget, QLineEdit):
        for text in ("2026-01-05", "2000", "50", "ana@example.com"):
            widget.setText(text)
            widget.textEdited.emit(text)
            if widget.property("wrong") != "true" and widget.parent().condition() is not None:
                return True
        return False
    if not isinstance(widget, QComboBox):
        return False
    if widget.model().item(0) is not None and widget.count() > 1 and widget.model().item(1).isCheckable():
        widget.model().item(1).setCheckState(Qt.CheckState.Checked)
        return True
    widget.setCurrentIndex(0)
    return widget.count() > 0 and bool(widget.currentText())


def test_a_record_among_many_is_searched_by_its_name(real_window, qtbot, workspace, make):
    make.many(260, "company", name="Firm %05d")
    page = real_window.page
    page.filters.set_filter((Condition("company", "is"),), match_all=True)
    page.filters.set_open(True)
    editor = page.filters._chips[0].value_widget()
    assert isinstance(editor, ReferenceEditor)
    wanted = workspace.lists.named("company", "Firm 00250")[0]
    editor.load(wanted.id)
    qtbot.waitUntil(lambda: editor.line.text() == "Firm 00250")
    editor._choose(wanted.id, wanted.name)
    assert page.filters.conditions() == (Condition("company", "is", wanted.id),)
    page.filters.set_open(False)
    assert page.filters.words.texts() == ["Company is Firm 00250"]


def test_every_list_opens(real_window, qtbot):
    for entity in registry.MAIN:
        real_window.open_list(entity.name)
        qtbot.waitUntil(lambda: not real_window.context.tasks.is_busy())
        for field in entity.listed:
            if field.sort_on:
                real_window.page.sort(field.key, False)
    qtbot.waitUntil(lambda: not real_window.context.tasks.is_busy())


def test_the_rows_behind_a_number_are_listed_until_the_filter_is_cleared(real_window, qtbot, workspace):
    wanted = tuple(one.id for one in workspace.lists.named("contact", "Person", 3))
    real_window.open_rows(ListQuery("contact", among=wanted), "Birthdays")
    page = real_window.page
    qtbot.waitUntil(lambda: page.subtitle() == "3")
    assert set(page.table.records.ids) == set(wanted)
    assert page.filters.words.texts() == ["Birthdays"]
    page.search("00001")
    assert page.table.records.rowCount() <= 1
    real_window.open_entry(Place("list", "contact"))
    qtbot.waitUntil(lambda: page.subtitle() == "152")
    assert page.filters.isHidden()
    real_window.open_rows(ListQuery("contact", among=()), "Nobody")
    qtbot.waitUntil(lambda: page.subtitle() == "0")
    page.filters._on_clear()
    qtbot.waitUntil(lambda: page.subtitle() == "152")
