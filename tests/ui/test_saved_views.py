"""Saved views of a list: where the keyboard stands after one was chosen, and what is offered to be kept."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from crm_desktop.core.query import Condition, ListQuery
from crm_desktop.ui.chip_bar import ChipBar, ChipSpec

AT_RISK = ListQuery("contact", conditions=(Condition("full_name", "contains", "ana"),))


def chip(page, text):
    return next(one for spec, one in page.bar.chips._chips if spec.text == text)


def add_is_offered(page):
    return page.bar.chips._add.isVisible()


@pytest.fixture
def with_view(page, fake, qtbot):
    """The list of contacts with a view of the user's own."""
    fake.views.save("contact", "Ana", AT_RISK, ())
    page.views.load()
    with qtbot.waitActive(page.window()):
        page.window().activateWindow()
    return page


def test_choosing_a_view_keeps_the_keyboard_out_of_the_closed_filter(with_view, qtbot):
    chosen = chip(with_view, "Ana")
    chosen.setFocus()
    qtbot.keyClick(chosen, Qt.Key.Key_Space)
    assert with_view.table.records.rowCount() < 40
    QApplication.processEvents()
    assert chosen.hasFocus()


def test_a_new_condition_begins_with_its_value(with_view, qtbot):
    with_view.toggle_filter()
    qtbot.waitUntil(lambda: with_view.filters._chips[-1].value_widget().hasFocus())


def test_views_read_again_leave_the_keyboard_where_it_is(with_view, fake):
    chip(with_view, "Ana").setFocus()
    fake.views.rename(fake.views.kept[0].id, "Anas")
    with_view.views.load()
    assert chip(with_view, "Anas").hasFocus()


def test_a_view_offers_to_be_saved_only_when_it_was_changed(with_view):
    chip(with_view, "Ana").click()
    assert not add_is_offered(with_view)
    with_view.search("b")
    assert add_is_offered(with_view)
    with_view.search("")
    assert not add_is_offered(with_view)


def test_what_was_saved_is_not_offered_again(page, context):
    page.filters.set_filter(AT_RISK.conditions, match_all=True)
    page.filters.changed.emit()
    assert add_is_offered(page)
    context.messages.text = "Ana"
    page.save_filter()
    assert not add_is_offered(page)


def test_a_long_name_leaves_room_for_the_other_views(qtbot):
    bar = ChipBar()
    qtbot.addWidget(bar)
    name = "Customers in the north whom nobody has spoken to since last summer, and their friends 😀"
    bar.set_add_text("Save filter")
    bar.set_chips(
        [ChipSpec(key, key) for key in ("All", "Mine", "Others")] + [ChipSpec("long", name)], "long"
    )
    bar.resize(480, 24)
    bar.show()
    qtbot.waitExposed(bar)
    long = bar._chips[3][1]
    assert long.shown_text().startswith("Customers in")
    assert long.shown_text().endswith("…")
    assert long.toolTip() == name
    shown = [one for _spec, one in bar._chips if not one.isHidden()] + [bar._more, bar._add]
    assert all(bar.rect().contains(one.geometry()) for one in shown)
    assert not bar._more.isHidden()
