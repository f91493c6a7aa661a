"""The list page of every entity."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication

from crm_desktop.core.query import Condition
from crm_desktop.models import registry
from crm_desktop.ui import list_actions, record_list_page
from crm_desktop.ui.context import Handlers
from tests.ui import fake_data, fakes

UI = Path(record_list_page.__file__).parent


def test_shows_name_and_number(page):
    assert page.title() == "Contacts"
    assert page.subtitle() == "40"
    assert page.status.texts()[0] == "40 records"
    assert page.table.accessibleName() == "Contacts"


def test_search_is_sent_once_when_the_typing_rests(page, qtbot, fake):
    fake.lists.queries.clear()
    with qtbot.waitSignal(page.bar.search.searched):
        qtbot.keyClicks(page.bar.search, "ana")
    qtbot.wait(60)
    assert [one.search for one in fake.lists.queries] == ["ana"]
    assert page.table.records.rowCount() == len(fake.lists.ids(page.query))
    assert page.table.painter_of_cells.words == ("ana",)


def test_what_an_input_method_composes_is_not_searched(page, qtbot, fake):
    fake.lists.queries.clear()
    field = page.bar.search
    QApplication.sendEvent(field, QInputMethodEvent("chen", []))
    qtbot.wait(60)
    assert fake.lists.queries == []
    event = QInputMethodEvent()
    event.setCommitString("陈")
    with qtbot.waitSignal(field.searched) as told:
        QApplication.sendEvent(field, event)
    assert told.args == ["陈"]


def test_escape_empties_the_search(page, qtbot):
    page.bar.search.setText("ana")
    page.bar.search.search_now()
    qtbot.keyClick(page.bar.search, Qt.Key.Key_Escape)
    assert page.query.search == ""
    assert page.table.records.rowCount() == 40


def test_sorting_keeps_the_selection(page, qtbot):
    page.table.select_id(page.table.records.ids[5])
    chosen = list(page.table.selected_ids())
    page.sort("full_name", True)
    assert page.query.descending
    assert list(page.table.selected_ids()) == chosen


def test_order_and_columns_are_kept_for_the_next_time(page, make_page):
    page.sort("lifecycle", True)
    page.columns.show(("full_name", "mobile", "owner"))
    page.table.set_width("mobile", 201)
    again = make_page()
    assert [one.key for one in again.table.records.fields] == ["full_name", "mobile", "owner"]
    assert again.table.columns.widths()["mobile"] == 201
    assert (again.query.sort, again.query.descending) == ("lifecycle", True)


def test_a_filter_narrows_and_clearing_it_brings_everything_back(page):
    page.filters.set_filter((Condition("lifecycle", "is", 3),), match_all=True)
    page.filters.changed.emit()
    assert 0 < page.table.records.rowCount() < 40
    assert page.is_narrowed()
    page.clear_filter()
    assert page.table.records.rowCount() == 40


def test_conditions_are_joined_by_all_or_any(page):
    both = (Condition("lifecycle", "is", 3), Condition("full_name", "contains", "ana"))
    page.filters.set_filter(both, match_all=True)
    page.filters.changed.emit()
    every = page.table.records.rowCount()
    page.filters.set_filter(both, match_all=False)
    page.filters.changed.emit()
    assert page.table.records.rowCount() > every


def test_a_closed_filter_says_in_words_what_it_does(page, qtbot):
    both = (Condition("lifecycle", "is", 3), Condition("full_name", "contains", "ana"))
    page.filters.set_filter(both, match_all=False)
    page.filters.changed.emit()
    page.toggle_filter()
    assert page.filters.is_open()
    page.toggle_filter()
    assert page.filters.words.texts() == ["Lifecycle is At risk", "or", "Full name contains ana"]
    assert page.filters.isVisible()
    page.filters.words.chosen.emit(1)
    assert page.filters.is_open()
    assert page.bar.filter_button.isChecked()
    page.toggle_filter()
    page.filters.words.cleared.emit()
    assert not page.filters.isVisible()
    assert page.table.records.rowCount() == 40


def test_a_condition_without_value_does_not_filter(page):
    page.toggle_filter()
    assert page.filters.conditions() == ()
    assert page.table.records.rowCount() == 40


def test_every_field_can_be_filtered_with_every_operator(page):
    page.filters.set_open(True)
    for field in fake_data.CONTACT.fields:
        for operator in field.kind.operators:
            page.filters.set_filter((Condition(field.key, operator),), match_all=True)
            assert len(page.filters._chips) == 1


def test_what_is_selected_is_added_up(make_page, qtbot):
    page = make_page("company")
    page.columns.show(("name", "revenue"))
    assert page.status.sums() == ""
    page.table.selectAll()
    count = page.table.selected_count()
    qtbot.waitUntil(lambda: bool(page.status.sums()))
    assert page.status.sums().endswith(f"€\u202f{120_000 * count:,}")
    assert page.status.sums().startswith("Sum of ")
    page.table.clearSelection()
    assert page.status.sums() == ""


def test_nothing_found_offers_to_clear(page):
    page.search("zzzz")
    assert page._stack.currentWidget() is page.empty
    page.empty._run()
    assert page._stack.currentWidget() is page.table


def test_an_empty_list_offers_the_first_record(make_page, fake, context):
    made = []
    context.handlers = Handlers(new_record=made.append)
    fake.rows["contact"].clear()
    page = make_page()
    assert page._stack.currentWidget() is page.empty
    page.empty._run()
    assert made == ["contact"]


def test_one_record_goes_to_the_trash_without_a_question(page, context, fake):
    page.table.select_id(page.table.records.ids[0])
    page.delete()
    assert context.messages.asked == []
    assert context.window.toasts == ["“Ana Beltrán” moved to the trash"]
    assert len(fake.rows["contact"]) == 39


def test_many_records_are_counted_before_they_go(page, context, fake):
    context.messages.answer = False
    page.table.selectAll()
    page.delete()
    assert context.messages.asked == ["Move 40 records to the trash?"]
    assert len(fake.rows["contact"]) == 40


def test_the_trash_shows_and_restores(page, context, fake):
    page.table.select_id(page.table.records.ids[0])
    page.delete()
    page.set_trash(True)
    assert page.table.records.rowCount() == 1
    page.table.selectAll()
    page.delete()
    assert len(fake.rows["contact"]) == 40


def test_copy_gives_text_and_html_with_headings(page, context):
    page.table.select_id(page.table.records.ids[1])
    page.copy()
    data = QGuiApplication.clipboard().mimeData()
    head, row = data.text().strip().split("\n")
    assert head.split("\t")[:2] == ["Full name", "Company"]
    assert row.split("\t")[:2] == ["陈晓梅", "杭州青禾纺织"]
    assert "<td" in data.html()
    assert context.window.toasts == ["1 row copied"]


def test_copy_follows_the_order_of_the_columns(page):
    header = page.table.horizontalHeader()
    header.moveSection(header.visualIndex(2), 1)
    page.table.select_id(page.table.records.ids[0])
    page.copy()
    assert QGuiApplication.clipboard().text().startswith("Company\tFull name")


def test_saved_views_are_chips_with_counts(page, context):
    page.filters.set_filter((Condition("lifecycle", "is", 3),), match_all=True)
    page.filters.changed.emit()
    context.messages.text = "At risk"
    page.save_filter()
    names = [spec.text for spec, _chip in page.bar.chips._chips]
    assert names == ["All contacts", "At risk"]
    page.bar.chips._on_clicked("all")
    assert page.table.records.rowCount() == 40
    page.bar.chips._on_clicked(page.bar.chips._chips[1][0].key)
    assert page.table.records.rowCount() == 3
    assert page.bar.chips._chips[1][1]._count == "3"


def test_a_view_is_renamed(page, context, fake):
    fake.views.save("contact", "Mine", page.query, ())
    page.views.load()
    key = str(fake.views.kept[0].id)
    context.messages.text = "Ours & theirs"
    page.views.rename(key)
    assert [spec.text for spec, _chip in page.bar.chips._chips][1:] == ["Ours & theirs"]


def test_a_deleted_view_leaves_the_records(page, context, fake):
    fake.views.save("contact", "Mine", page.query, ())
    page.views.load()
    key = page.bar.chips._chips[1][0].key
    page.views.delete(key)
    assert [spec.text for spec, _chip in page.bar.chips._chips] == ["All contacts"]


def test_changes_of_this_entity_are_shown(page, fake):
    ids = page.table.records.ids
    fake.rows["contact"][ids[0]]["title"] = "Head of purchasing"
    page.on_changes(fakes.FakeChanges({"contact": frozenset({ids[0]})}))
    assert page.table.records.index(0, 3).data() == "Head of purchasing"
    fake.lists.queries.clear()
    page.on_changes(fakes.FakeChanges({"product": None}))
    assert fake.lists.queries == []


def test_the_preview_shows_the_current_record(page, qtbot):
    page.table.select_id(page.table.records.ids[1])
    qtbot.waitUntil(lambda: page.preview.panel.record_id == page.table.records.ids[1])
    assert page.preview.panel._title.text() == "陈晓梅"


def test_a_long_list_shows_its_first_page_before_the_rest(make_page, fake, context):
    fake.rows["contact"] = {one: {"full_name": f"Person {one:04d}"} for one in range(1, 501)}
    context.tasks.hold = True
    page = make_page()
    assert page.table.records.rowCount() == 100
    assert page.status.texts()[0] == "100+ records"
    context.tasks.release()
    assert page.table.records.rowCount() == 500
    assert page.subtitle() == "500"


def test_the_ids_of_an_older_search_never_arrive(make_page, fake, context):
    fake.rows["contact"] = {one: {"full_name": f"Person {one:04d}"} for one in range(1, 501)}
    page = make_page()
    context.tasks.hold = True
    page.search("person")
    page.search("person 0001")
    context.tasks.release()
    assert page.table.records.rowCount() == 1


def test_a_read_only_file_offers_nothing_that_writes(page, fake, context):
    fake.read_only = True
    context.handlers = Handlers(new_record=lambda _entity: None, import_into=lambda _entity: None)
    assert not any(one.enabled for one in list_actions.page_actions(page))
    page.table.selectAll()
    page.delete()
    assert len(fake.rows["contact"]) == 40


@pytest.mark.parametrize("entity", list(fake_data.ENTITIES))
def test_one_page_serves_every_entity(make_page, fake, entity):
    page, described = make_page(entity), fake_data.ENTITIES[entity]
    model = page.table.records
    assert page.title() == described.title_plural
    assert model.rowCount() == len(fake.rows.get(entity, {}))
    headings = {model.headerData(place, Qt.Orientation.Horizontal) for place in range(model.columnCount())}
    assert {one.label for one in described.listed} <= headings
    titles = {
        model.index(row, place).data()
        for row in range(model.rowCount())
        for place in range(model.columnCount())
    }
    assert titles - {None, ""} or not fake.rows.get(entity, {})


GENERIC = sorted(
    path
    for path in UI.glob("*.py")
    if path.name.startswith(("record_", "list_", "filter_", "saved_", "peek", "cell_", "chip_", "columns_"))
)


@pytest.mark.parametrize("path", GENERIC, ids=lambda path: path.name)
def test_generic_code_names_no_entity(path):
    names = "|".join(one.name for one in registry.MAIN)
    found = re.findall(rf"[\"'](?:{names})[\"']", path.read_text(encoding="utf-8"))
    assert not found
