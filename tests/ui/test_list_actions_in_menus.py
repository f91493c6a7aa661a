"""What is done with a list stands in the View menu too, and is found by Ctrl+K; elsewhere it is greyed."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QMenu

from crm_desktop.ui.context import Place

ACTIONS = ("view.filter", "view.clear_filter", "view.save_filter", "view.sort", "view.trash", "view.columns")


@pytest.fixture
def contacts(window):
    window.open_place(Place("list", "contact"))
    return window.page


def test_only_where_there_is_a_list(window, contacts):
    act = window.menus.actions
    assert all(act[one].isEnabled() for one in ACTIONS)
    window.open_place(Place("settings"))
    assert not any(act[one].isEnabled() for one in ACTIONS)
    window.go(-1)
    assert all(act[one].isEnabled() for one in ACTIONS)


def test_the_filter_opens_and_goes_again(window, contacts):
    act = window.menus.actions
    act["view.filter"].trigger()
    assert contacts.filters.is_open()
    contacts.search("ana")
    assert contacts.is_narrowed()
    act["view.clear_filter"].trigger()
    assert not contacts.is_narrowed()
    assert not contacts.filters.is_open()


def test_the_trash_is_shown_and_left(window, contacts):
    trash = window.menus.actions["view.trash"]
    trash.trigger()
    assert contacts.query.trash
    assert trash.isChecked()
    window.open_place(Place("list", "company"))
    assert not trash.isChecked()
    window.go(-1)
    assert trash.isChecked()
    trash.trigger()
    assert not contacts.query.trash
    assert not trash.isChecked()


def test_an_order_is_chosen_from_a_menu(qtbot, window, contacts):
    window.menus.actions["view.sort"].trigger()
    menu = next(one for one in contacts.findChildren(QMenu) if one.objectName() == "orderMenu")
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is menu)
    chosen = menu.actions()[-1]
    chosen.trigger()
    menu.close()
    assert contacts.entity.by_key[contacts.query.sort].label == chosen.text()
