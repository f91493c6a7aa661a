"""The page of a record: every entity opens on it; history with undo, related records, composer, trash."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget

import crm_desktop.ui
from crm_desktop.core.i18n import _
from crm_desktop.models import registry
from crm_desktop.ui import language
from crm_desktop.ui.composer import Composer
from crm_desktop.ui.record_action import RecordAction
from crm_desktop.ui.record_new_page import NewRecordPage
from crm_desktop.ui.record_page import RecordPage
from crm_desktop.ui.record_pages import pages
from crm_desktop.ui.record_peek import RecordPeek
from tests.ui.fakes import FakeChanges
from tests.ui.record_kit import ENTITIES, make_context, make_record, nameless, transactions

UI = Path(crm_desktop.ui.__file__).parent
KEPT_OUT = {"import_mapping"}  # made by an import only


@pytest.fixture
def context(workspace, state):
    return make_context(workspace, state)


@pytest.fixture
def open_page(qtbot, context):
    def make(entity, record_id, actions=(), size=(1228, 800)):
        page = RecordPage(context, ENTITIES[entity], record_id, actions)
        qtbot.addWidget(page)
        page.resize(*size)
        page.show()
        page.activateWindow()
        qtbot.waitExposed(page)
        return page

    return make


@pytest.fixture
def acme(make):
    return make.company("Acme", city="Berlin")


@pytest.mark.parametrize("entity", registry.ENTITIES, ids=lambda one: one.name)
def test_every_entity_opens_and_shows_its_values(entity, open_page, workspace, context):
    record_id = make_record(workspace, entity)
    before = transactions(workspace)
    page = open_page(entity.name, record_id)
    record = workspace.records.get(entity.name, record_id)
    assert page.title() == record.title
    rows = page.overview.form.rows
    for field in [one for one in entity.leading if one.listed == "shown"]:
        assert rows[field.key].view.text() == record.texts[field.key]
    assert nameless(page) == []
    for key in list(rows):
        page.overview.form.rows[key].start(focus=False)
    assert nameless(page) == []
    assert page.may_leave()
    assert transactions(workspace) == before
    assert not context.tasks.failures


@pytest.mark.parametrize("entity", registry.ENTITIES, ids=lambda one: one.name)
def test_every_entity_has_a_page_for_new_ones(entity, qtbot, context):
    page = NewRecordPage(context, entity)
    qtbot.addWidget(page)
    page.show()
    assert page.title() == ("New task" if entity.name == "activity" else f"New {_(entity.title).lower()}")
    page.form.show_more()
    assert nameless(page) == []
    assert not page.form.is_touched()
    assert page.may_leave()


def test_generic_modules_name_no_entity():
    names = {
        one.name
        for one in registry.ENTITIES
        if one.name not in {"option", "setting", "tag", "line", "target"}
    }
    names -= {"tag_link", "custom_value", "attachment"}  # tables in which values of every entity lie
    found = []
    for path in sorted([*UI.glob("record_*.py"), UI / "field_row.py", *UI.glob("editors/*.py")]):
        words = set(re.findall(r"[\"']([a-z_]+)[\"']", path.read_text(encoding="utf-8")))
        found += [f"{path.name}: {word}" for word in words & names]
    assert found == []


def test_history_and_its_undo(open_page, acme, workspace, context):
    workspace.records.save("company", acme, {"city": "Hamburg"})
    page = open_page("company", acme)
    titles = [item.event_shown.title for item in page.overview.timeline.items]
    assert titles[0] == "City: Berlin → Hamburg"
    assert titles[-1] == "Record created"
    page.overview.timeline.items[0].undo_clicked.emit(page.overview.timeline.items[0].event_shown)
    assert workspace.records.get("company", acme).texts["city"] == "Berlin"
    assert "Undone" in context.navigator.toasts[-1]
    page.on_changes(FakeChanges({"address": frozenset()}))
    assert page.overview.timeline.items[0].event_shown.change == "undo"


def test_undo_names_what_it_kept(open_page, acme, workspace, context):
    workspace.records.save("company", acme, {"name": "Acme GmbH", "city": "Hamburg"})
    workspace.records.save("company", acme, {"name": "Acme AG"})
    page = open_page("company", acme)
    page.overview.timeline.undo_clicked.emit(page.overview.timeline.items[1].event_shown)
    assert "kept 1 later edit" in context.navigator.toasts[-1]
    context.navigator.acts[-1]()
    assert "Acme AG" in context.messages.said[-1][1]


def test_undoing_an_import_asks_first(open_page, make, workspace, context):
    make.many(3)
    first = workspace.lists.named("company", "")[0].id
    page = open_page("company", first)
    context.messages.answer = False
    page.overview.timeline.undo_clicked.emit(page.overview.timeline.items[0].event_shown)
    assert context.messages.asked
    assert workspace.lists.count("company") == 3


def test_related_records_are_listed_and_opened(open_page, make, acme, context, qtbot):
    ids = [make.contact(f"Person {number}", company=acme) for number in range(7)]
    page = open_page("company", acme)
    card = next(one for one in page.overview.related.cards if one.related.key == "contact.company")
    assert card.related.count == 7
    assert len(card.rows) == 5
    assert "Person 6" in card.rows[0].accessibleName()
    qtbot.keyClick(card.rows[0], Qt.Key.Key_Return)
    assert context.navigator.opened[-1] == ("contact", ids[-1])
    card.all_clicked.emit(card.related.key)
    tab = page._stack.currentWidget()
    assert sorted(tab.table.records.ids) == sorted(ids)
    tab.sort("full_name", True)
    assert tab.table.records.ids[0] == ids[-1]
    make.contact("Person 7", company=acme)
    page.on_changes(FakeChanges({"contact": frozenset()}))
    assert len(tab.table.records.ids) == 8
    assert any(one.text == "Contacts" and one.count == "8" for one in page.tabs.specs())


def test_a_new_related_record_points_here(open_page, acme, qtbot, workspace):
    page = open_page("company", acme)
    page.add_related("contact.company")
    qtbot.keyClicks(page.new_form.editors["full_name"].line, "Ana")
    page.save()
    assert page.new_form is None
    assert page.tabs.current == "contact.company"
    ana = workspace.lists.named("contact", "Ana")[0].id
    assert workspace.records.get("contact", ana).values["company"].id == acme


def test_what_is_not_saved_is_asked_about(open_page, acme, qtbot, context):
    page = open_page("company", acme)
    page.add_related("contact.company")
    qtbot.keyClicks(page.new_form.editors["full_name"].line, "Ana")
    context.messages.answer = False
    assert not page.may_leave()
    page.tabs.choose("history")
    assert page.new_form is not None, "a tab does not throw away what was typed"
    page.close_new()
    assert page.may_leave()
    page.overview.composer.text.area.setPlainText("half a note")
    assert not page.may_leave()


def test_the_composer_writes_an_activity(open_page, make, acme, qtbot, workspace):
    ana = make.contact("Ana", company=acme)
    page = open_page("contact", ana)
    composer = page.overview.composer
    composer.choose("wechat")
    qtbot.keyClicks(composer.text.area, "Wants samples")
    qtbot.keyClick(composer.text.area, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert composer.is_empty()
    written = workspace.records.get("activity", workspace.lists.named("activity", "samples")[0].id)
    assert (written.values["kind"], written.values["channel"]) == ("message", "wechat")
    assert written.values["contact"].id == ana
    assert written.values["company"].id == acme, "the contact's company is told of it too"
    assert written.values["done_at"] is not None
    assert any("Wants samples" in item.event_shown.title for item in page.overview.timeline.items)


def test_a_task_has_a_day_and_is_not_done(fixed_clock, open_page, acme, qtbot, workspace):
    page = open_page("company", acme)
    composer = page.overview.composer
    composer.choose("task")
    qtbot.keyClicks(composer.text.area, "Send samples")
    qtbot.keyClicks(composer.due.line, "tomorrow")
    composer.write()
    task = workspace.records.get("activity", workspace.lists.named("activity", "Send")[0].id)
    assert str(task.values["due_on"]) == "2026-11-21"
    assert task.values["done_at"] is None
    assert page.overview.timeline.items[0].meta.text().startswith("Due: tomorrow")


def test_only_what_activities_point_to_has_a_composer(open_page, workspace):
    assert isinstance(open_page("lead", make_record(workspace, ENTITIES["lead"])).overview.composer, Composer)
    for name in ("tag", "user", "activity"):
        assert open_page(name, make_record(workspace, ENTITIES[name])).overview.composer is None


def test_trash_and_back(open_page, acme, workspace, context):
    page = open_page("company", acme)
    page.delete()
    assert workspace.lists.count("company") == 0
    assert "Acme" in context.navigator.toasts[-1]
    page.refresh()
    assert page.trash_bar.isVisible()
    assert "In the trash since" in page.trash_bar.text()
    assert not page.may_write()
    assert not page.overview.form.rows["industry"].editable
    assert [one.text for one in page.page_actions()] == ["Restore"]
    page.page_actions()[0].run()
    page.refresh()
    assert not page.trash_bar.isVisible()
    assert page.overview.form.rows["industry"].editable
    assert workspace.records.get("company", acme).texts["city"] == "Berlin"
    assert workspace.lists.count("company") == 1


def test_a_record_that_is_gone(open_page, context):
    page = open_page("company", 12345)
    assert page.record is None
    assert page.page_actions() == []
    page.delete()
    assert page.may_leave()


def test_actions_of_the_application(open_page, acme, make):
    printed = []
    profile = RecordAction(
        "Print profile", "printer", lambda *one: printed.append(one), frozenset({"company"})
    )
    page = open_page("company", acme, [profile])
    next(one for one in page.page_actions() if one.text == "Print profile").run()
    assert printed == [("company", acme)]
    assert all(
        one.text != "Print profile" for one in open_page("contact", make.contact(), [profile]).page_actions()
    )


@pytest.mark.parametrize(("width", "columns"), [(1228, 3), (968, 2), (812, 2), (600, 1)])
def test_columns_give_way(open_page, acme, make, width, columns):
    make.contact("Ana", company=acme)
    page = open_page("company", acme, size=(width, 700))
    overview = page.overview
    assert overview._columns == columns
    right = overview._right.mapTo(overview._ground, overview._right.rect().topRight()).x()
    assert right <= overview._ground.width()
    same_row = overview._right.mapTo(page, overview._right.rect().topLeft()).y() < 100
    assert same_row == (columns == 3)


def test_a_read_only_file_is_only_read(open_page, acme, workspace):
    workspace.read_only = True
    page = open_page("company", acme)
    assert not any(row.editable for row in page.overview.form.rows.values())
    assert not page.overview.composer.isEnabled()
    page.delete()
    assert workspace.lists.count("company") == 1


def test_related_rows_keep_their_height_where_there_is_little_room(open_page, make, acme, qtbot):
    page = open_page("company", acme, size=(1228, 320))
    for number in range(7):
        make.contact(f"Ann {number} Example", company=acme)
    page.on_changes(FakeChanges({"contact": frozenset()}))
    qtbot.waitUntil(lambda: bool(page.overview.related.cards))
    QApplication.processEvents()
    rows = [row for card in page.overview.related.cards for row in card.rows]
    assert rows
    assert {row.height() for row in rows} == {row.sizeHint().height() for row in rows}


def test_every_word_is_shown_again_in_another_language(open_page, acme):
    page = open_page("company", acme)
    page.show_tab("history")
    language.switch("zh_CN")
    page.retranslate()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert page.tabs.current == "history"
    assert page.overview.form.rows["group:Address"].view.text() == "Berlin"
    assert "行业" in page.overview.form.rows["industry"].view.accessibleName()
    shown = {one.accessibleName() for one in page.overview.form.findChildren(QWidget)}
    assert {"地址", "行业"} <= shown
    assert not {"City", "Industry"} & shown


def test_pages_plug_into_the_window():
    assert [one.name for one in pages()] == ["record", "history", "merge", "duplicates", "settings"]


# ---------------------------------------------------------------- the preview beside a list


@pytest.fixture
def peek(qtbot, context):
    made = RecordPeek(context, ENTITIES["contact"])
    qtbot.addWidget(made)
    made.resize(392, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_the_preview_tells_what_happened(peek, make, acme, workspace, context):
    ana = make.contact("Ana", company=acme)
    workspace.records.create("activity", {"kind": "call", "subject": "asked for samples", "contact": ana})
    workspace.records.save("contact", ana, {"title": "Buyer"})
    peek.show_record(ana)
    titles = [item.event_shown.title for item in peek.timeline.items]
    assert any("asked for samples" in one for one in titles)
    undo = next(item for item in peek.timeline.items if "Buyer" in item.event_shown.title)
    undo.undo_clicked.emit(undo.event_shown)
    assert workspace.records.get("contact", ana).texts["title"] == ""
    peek.show_record(None)
    assert peek.timeline.items == []
    peek.show_record(987)
    assert nameless(peek) == []


def test_what_is_written_stays_with_the_record_it_was_begun_for(peek, make, qtbot, workspace):
    ana, bo = make.contact("Ana"), make.contact("Bo")
    peek.show_record(ana)
    assert peek.composer.text.isHidden(), "quick actions only, until one is chosen"
    peek.composer.begin("call")
    qtbot.keyClicks(peek.composer.text.area, "Called")
    peek.show_record(bo)
    peek.composer.write()
    written = workspace.records.get("activity", workspace.lists.named("activity", "Called")[0].id)
    assert written.values["contact"].id == ana
    assert peek.composer.text.isHidden()
    assert peek.composer.record.id == bo


def test_f2_opens_the_title_and_in_an_open_editor_selects_its_text(open_page, qtbot, acme):
    page = open_page("company", acme)
    form = page.overview.form
    form.edit("tax_number")
    line = form.rows["tax_number"].editor.focusProxy()
    qtbot.waitUntil(line.hasFocus)
    qtbot.keyClicks(line, "DE 7")
    qtbot.keyClick(line, Qt.Key.Key_F2)
    assert line.hasFocus()
    assert line.selectedText() == "DE 7"
    assert "name" not in form.rows or not form.rows["name"].is_editing()
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not form.rows["tax_number"].is_editing())
    qtbot.keyClick(page, Qt.Key.Key_F2)
    assert form.rows["name"].is_editing()


def test_f2_does_nothing_while_something_is_written(open_page, qtbot, acme):
    page = open_page("company", acme)
    text = page.overview.composer.text.area
    text.setFocus()
    qtbot.waitUntil(text.hasFocus)
    qtbot.keyClicks(text, "Called about")
    qtbot.keyClick(text, Qt.Key.Key_F2)
    assert text.hasFocus()
    assert not page.overview.form.is_edited_here()
