"""A list that can be seen in several ways."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from crm_desktop.core.query import Condition, ListQuery
from crm_desktop.ui.context import Context
from crm_desktop.ui.list_ways import AS_TABLE, TABLE, ManyWaysPage, Way, WayPage
from tests.ui.fakes import FakeChanges


class Tiles(WayPage):
    """A way that only tells what it was asked."""

    def __init__(self, _context, _entity):
        super().__init__()
        self.queries, self.done = [], []

    def show_query(self, query):
        self.queries.append(query)

    def subtitle(self):
        return "3 tiles"

    def delete(self):
        self.done.append("delete")

    def copy(self):
        self.done.append("copy")

    def on_changes(self, changes):
        self.done.append("changes")


WAYS = (Way("tiles", "Board", "square-kanban", Tiles), AS_TABLE)


@pytest.fixture
def many(context: Context, qtbot, qapp):
    """Return the function that makes the page."""

    def make():
        made = ManyWaysPage(context, context.entities["contact"], WAYS)
        qtbot.addWidget(made)
        made.resize(1200, 700)
        made.show()
        return made

    return make


def test_the_first_way_is_shown_and_told_the_query(many, fake):
    page = many()
    assert isinstance(page.way, Tiles)
    assert page.way.isVisible()
    assert [one.entity for one in page.way.queries] == ["contact"]
    assert page.subtitle() == "3 tiles"
    assert page.bar.columns_button.isHidden()
    assert page.preview.frame.isHidden()
    assert not len(page.table.records.ids), "the table is not read before it is seen"


def test_the_table_is_read_when_it_is_chosen_and_remembered(many, qtbot):
    page = many()
    page.bar.ways.chosen.emit(TABLE)
    assert page.table.isVisible()
    assert page.subtitle() == "40"
    assert not page.bar.columns_button.isHidden()
    assert many().way is None


def test_search_and_filter_serve_every_way(many):
    page = many()
    page.search("ana")
    page.filters.set_filter((Condition("lifecycle", "is", 3),), match_all=True)
    page.filters.changed.emit()
    last = page.way.queries[-1]
    assert (last.search, [one.field for one in last.conditions]) == ("ana", ["lifecycle"])
    page.show_way(TABLE)
    assert len(page.table.records.ids) < 40
    page.show_way("tiles")
    page.clear_filter()
    assert not page.way.queries[-1].search
    page.show_way(TABLE)
    assert len(page.table.records.ids) == 40


def test_going_to_and_fro_brings_the_table_back(many):
    page = many()
    for key in (TABLE, "tiles", TABLE):
        page.show_way(key)
    assert page.table.isVisible()


def test_a_way_is_asked_instead_of_the_hidden_table(many, fake):
    page = many()
    tiles = page.way
    page.show_way(TABLE)
    page.table.selectAll()
    page.show_way("tiles")
    page.delete()
    page.copy()
    page.on_changes(FakeChanges({"contact": frozenset({1})}))
    assert tiles.done == ["delete", "copy", "changes"]
    assert len(fake.lists.ids(page.query)) == 40


def test_the_records_behind_a_number_are_a_table_until_the_list_is_opened_again(many):
    page = many()
    page.show_rows(ListQuery("contact", among=(1, 2)), "Two of them")
    assert page.way is None
    assert page.query.among == (1, 2)
    page.begin()
    assert isinstance(page.way, Tiles)
    assert page.way.queries[-1].among is None


def test_the_trash_is_a_table(many):
    page = many()
    page.set_trash(True)
    assert page.way is None
    assert page.bar.ways.isHidden()
    page.set_trash(False)
    assert not page.bar.ways.isHidden()
    assert isinstance(page.way, Tiles)


def test_the_words_of_the_ways_are_chips(many, qtbot):
    page = many()
    page.retranslate()
    texts = [chip.text() for _spec, chip in page.bar.ways._chips]
    assert texts == ["Board", "List"]
    qtbot.mouseClick(page.bar.ways._chips[1][1], Qt.MouseButton.LeftButton)
    assert page.way is None
