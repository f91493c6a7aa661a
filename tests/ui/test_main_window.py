"""The window: pages, history, undo, theme, language, names for screen readers."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QColor
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from crm_desktop.ui import theme
from crm_desktop.ui.actions import ACTIONS, MENUS, SUBMENUS
from crm_desktop.ui.commands import Commands
from crm_desktop.ui.context import Place
from crm_desktop.ui.labels import ElidedLabel
from crm_desktop.ui.record_list_page import RecordListPage
from crm_desktop.ui.search_palette import SearchPalette
from crm_desktop.ui.turns import turns
from tests.ui import fake_data, fakes


def test_opens_on_the_given_page(window):
    assert window.place == Place("list", "contact")
    assert window.windowTitle() == "Contacts – Northwind Trading"


def test_back_and_forward(window):
    window.open_list("company")
    window.open_record("company", 501)
    window.go(-1)
    assert window.place == Place("list", "company")
    window.go(-1)
    assert window.place == Place("list", "contact")
    assert not window.top_bar.back.isEnabled()
    window.go(1)
    assert window.place == Place("list", "company")
    window.open_list("lead")
    assert not window.trail.can_go_forward


def test_a_list_page_is_made_once(window):
    first = window.page
    window.open_list("company")
    window.open_list("contact")
    assert window.page is first


def test_an_unknown_page_stays_where_it_is(window):
    window.open_place(Place("nowhere"))
    assert window.place == Place("list", "contact")


def test_the_record_page_marks_its_list(window):
    window.open_record("company", 501)
    marked = [place for place, button in window.navigation._buttons.items() if button.isChecked()]
    assert marked == [Place("list", "company")]


def test_navigation_shows_counts(window, qtbot):
    qtbot.waitUntil(lambda: window.navigation._buttons[Place("list", "contact")]._count == 40)


def test_every_action_has_its_method_menu_and_own_shortcut(window):
    known = {name for name, _text in MENUS} | {name for name, _above, _text in SUBMENUS}
    for spec in ACTIONS:
        assert callable(getattr(Commands, spec.id.replace(".", "_")))
        assert spec.menu in known
        assert window.menus.actions[spec.id] in window.menus._menus[spec.menu].actions()
    every = [key for one in window.findChildren(QAction) for key in one.shortcuts()]
    texts = [key.toString() for key in every]
    assert len(texts) == len(set(texts))
    assert not [one for one in ACTIONS if window.menus.actions[one.id].text() == ""]


def test_buttons_tell_the_shortcut_of_what_they_do(window):
    told = [one.toolTip() for one in window.top_bar.findChildren(QAbstractButton)]
    wanted = ["Back (Alt+←)", "Search everything (Ctrl+K)", "Import (Ctrl+I)", "New contact (Ctrl+N)"]
    assert [one for one in wanted if one not in told] == []


def test_a_recent_file_that_is_gone_is_looked_for(window, context, tmp_path):
    done = []
    context.handlers.open_file = lambda path: done.append(("open", path))
    context.handlers.locate_file = lambda path: done.append(("locate", path))
    there, gone = tmp_path / "there.crm", tmp_path / "客户.crm"
    there.touch()
    window.menus._commands.open_recent(there)
    window.menus._commands.open_recent(gone)
    context.messages.answer = False
    window.menus._commands.open_recent(gone)
    assert done == [("open", there), ("locate", gone)]
    assert context.messages.asked == [f"“客户.crm” is no longer in {tmp_path}."] * 2


def test_pages_answer_to_ctrl_and_a_number(window, qtbot):
    number = window.entries.index(next(one for one in window.entries if one.place.entity == "company")) + 1
    qtbot.keyClick(window, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)
    assert window.place == Place("list", "company")


@pytest.mark.parametrize("way", ["navigation", "keys", "search"])
def test_a_list_chosen_anew_shows_what_is_there_and_not_its_trash(window, qtbot, way):
    window.page.set_trash(True)
    window.open_list("company")
    if way == "navigation":
        window.navigation._buttons[Place("list", "contact")].click()
    elif way == "keys":
        number = [one.place.entity for one in window.entries].index("contact") + 1
        qtbot.keyClick(window, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)
    else:
        next(hit for hit in SearchPalette(window).hits() if hit.text == "Contacts").run()
    assert window.place == Place("list", "contact")
    assert window.page.subtitle() == "40"
    assert not window.page.query.trash


def test_going_back_finds_the_trash_as_it_was_left(window):
    window.page.set_trash(True)
    window.open_list("company")
    window.go(-1)
    assert window.page.query.trash


def test_delete_and_undo_from_the_menu(window, fake, qtbot):
    page = window.page
    page.table.select_id(page.table.records.ids[0])
    page.table.setFocus()
    window.menus.actions["edit.delete"].trigger()
    assert len(fake.rows["contact"]) == 39
    assert window.toast.text() == "“Ana Beltrán” moved to the trash"
    assert window.menus.actions["edit.undo"].text() == "Undo “Delete 1”"
    window.menus.actions["edit.undo"].trigger()
    assert len(fake.rows["contact"]) == 40


def test_the_toast_undoes(window, fake):
    page = window.page
    page.table.select_id(page.table.records.ids[0])
    page.delete()
    window.toast.act()
    assert len(fake.rows["contact"]) == 40


def test_select_all_in_a_field_never_selects_rows(window):
    page = window.page
    page.toggle_filter()
    page.filters._chips[0].field_box.setFocus()
    window.menus.actions["edit.select_all"].trigger()
    assert page.table.selected_count() <= 1
    page.table.setFocus()
    window.menus.actions["edit.select_all"].trigger()
    assert page.table.selected_count() == 40


def test_del_in_a_field_never_deletes_records(window, fake):
    page = window.page
    page.table.select_id(page.table.records.ids[0])
    page.toggle_filter()
    page.filters._chips[0].field_box.setFocus()
    window.menus.actions["edit.delete"].trigger()
    assert len(fake.rows["contact"]) == 40


def test_what_undo_kept_can_be_read(window, fake, context):
    class Kept:
        text = "Ana Beltrán: Mobile"

    window.history.tell(fakes.FakeReport("Change", kept=[Kept()], kept_count=1))
    assert "1 later edit was kept." in window.toast.text()
    window.toast.act()
    assert context.messages.said == [("1 later edit was kept.", "Ana Beltrán: Mobile")]


def test_theme_is_switched_while_the_window_is_open(window, qapp):
    window.set_theme("dark")
    assert theme.tokens().dark
    assert qapp.palette().window().color() == QColor(theme.DARK.window)
    assert window.menus.actions["view.theme_dark"].isChecked()
    picture = window.grab().toImage()
    assert QColor(picture.pixel(20, picture.height() - 200)).lightness() < 60
    window.set_theme("light")
    picture = window.grab().toImage()
    assert QColor(picture.pixel(20, picture.height() - 200)).lightness() > 200


def test_navigation_narrows_with_the_window(window):
    window.resize(1024, 700)
    assert window.navigation.is_narrow()
    window.resize(1440, 900)
    assert not window.navigation.is_narrow()
    window.toggle_navigation()
    assert window.navigation.is_narrow()


def test_help_lists_the_shortcuts(window, qtbot):
    window.menus.actions["help.shortcuts"].trigger()
    qtbot.waitUntil(lambda: not turns().is_busy())
    keys = [one.text() for one in window.page.findChildren(QLabel) if one.property("look") == "key"]
    assert "Ctrl+K" in keys
    assert "Ctrl+L" not in keys


@pytest.mark.parametrize("handler", [None, lambda: None])
def test_what_the_program_does_not_have_is_in_no_menu(window, context, handler):
    context.handlers.lock = handler
    window.menus.set_available(context, {"settings"})
    lock = window.menus.actions["file.lock"]
    assert (lock.isVisible(), lock.isEnabled()) == (handler is not None, handler is not None)


# ---------------------------------------------------------------- language

OWN_WORDS = {"Ctrl", "Enter", "Shift", "Return", "Esc", "Space", "CRM", "Desktop", "English", "Alt", "Del"}


def _texts(window):
    for one in window.findChildren(QWidget):
        if not one.isVisibleTo(one.window()):
            continue
        if isinstance(one, QLabel | QAbstractButton):
            yield one, one.text()
        if isinstance(one, QLineEdit):
            yield one, one.placeholderText()
        yield one, one.accessibleName()
        yield one, one.toolTip()
    for action in window.findChildren(QAction):
        yield action, action.text()


def test_the_language_is_switched_while_the_window_is_open(window, qtbot):
    window.page.preview.frame.hide()
    window.open_place(Place("shortcuts"))
    window.open_list("contact")
    window.set_language("zh_CN")
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    data = " ".join(fake_data.PEOPLE) + " northwind.crm Northwind Trading Wei Zhang Tom Hale VIP trade-fair"
    wrong = []
    for owner, text in _texts(window):
        words = set(re.findall(r"[A-Za-z]{2,}", text)) - OWN_WORDS
        if any(word not in data for word in words):
            wrong.append((type(owner).__name__, text))
    assert not wrong
    header = window.page.table.records
    assert header.headerData(1, Qt.Orientation.Horizontal) == "姓名"
    window.set_language("en")
    assert window.page.title() == "Contacts"


def test_the_dialog_of_files_speaks_the_language_too(window, qtbot):
    window.set_language("zh_CN")
    dialog = QFileDialog(window)
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    words = [one.text() for one in dialog.findChildren(QLabel)]
    window.set_language("en")
    assert words
    assert not [word for word in words if re.search("[A-Za-z]{2,}", word)]


# ---------------------------------------------------------------- accessibility and room


def _is_control(one: QWidget) -> bool:
    return isinstance(one, QAbstractButton | QLineEdit | QComboBox | QAbstractItemView)


def test_every_control_has_a_name(window):
    window.page.toggle_filter()
    ours = [one for one in window.findChildren(QWidget) if _is_control(one)]
    unnamed = [
        (type(one).__name__, type(one.parent()).__name__)
        for one in ours
        if not one.accessibleName()
        and not (isinstance(one, QAbstractButton) and one.text())
        and not one.objectName().startswith("qt_")
        and not isinstance(one.parent(), QLineEdit | QComboBox | QAbstractItemView)
        and not any(one.inherits(name) for name in ("QComboBoxListView", "QTableCornerButton"))
    ]
    assert not unnamed


@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_no_text_is_cut_off_in_a_small_window(window, code, qtbot):
    window.set_language(code)
    window.resize(1024, 700)
    qtbot.wait(1)
    for place in (Place("list", "contact"), Place("list", "service_request"), Place("shortcuts")):
        window.open_place(place)
        if isinstance(window.page, RecordListPage):
            qtbot.waitUntil(lambda: not window.page.preview.waits)
        QApplication.processEvents()
        cut = [
            (one.text(), one.width(), one.sizeHint().width())
            for one in window.findChildren(QWidget)
            if isinstance(one, QPushButton | QLabel)
            and not isinstance(one, ElidedLabel)
            and one.isVisibleTo(window)
            and one.text()
            and not (isinstance(one, QLabel) and one.wordWrap())
            and one.width() < one.sizeHint().width()
        ]
        assert not cut
        right = max(
            one.mapTo(window, one.rect().topRight()).x()
            for one in window.findChildren(QPushButton)
            if one.isVisibleTo(window)
        )
        assert right < 1024
