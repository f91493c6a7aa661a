"""Each check of the walk through all pages finds the mistake that it is there for, and is content without it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtWidgets import QLabel, QLineEdit, QMainWindow, QPushButton, QTableWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.services.workspace import Workspace
from crm_desktop.ui.labels import ElidedLabel, label
from tests.ui.looking.contrast import faint_texts
from tests.ui.looking.cut_texts import cut_texts
from tests.ui.looking.names import nameless, wrong_actions
from tests.ui.looking.places import misplaced
from tests.ui.looking.screen import Screen, look_at
from tests.ui.looking.tab_order import unreachable
from tests.ui.looking.words import Data, foreign_words, program_words

WORDS = "Everything that is said here"


@pytest.fixture
def box(qtbot: QtBot) -> QWidget:
    """An empty window of 400 by 200."""
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(400, 200)
    return made


def shown(box: QWidget) -> Screen:
    box.show()
    QWidget.activateWindow(box)
    return look_at(box)


def put(widget: QWidget, box: QWidget, *area: int) -> None:
    widget.setParent(box)
    widget.setGeometry(QRect(*area))


def test_what_is_painted_is_read_with_its_place_and_colour(box):
    one = label(WORDS)
    one.setStyleSheet("color: #c0362c")
    put(one, box, 40, 30, 300, 20)
    (text,) = shown(box).texts
    assert (text.widget, text.words, text.colour) == (one, WORDS, "#c0362c")
    assert text.box.left() == pytest.approx(0, abs=1)
    assert text.box.width() == pytest.approx(QFontMetrics(one.font()).horizontalAdvance(WORDS), abs=2)


def _with_hint(text: str) -> QLineEdit:
    line = QLineEdit()
    line.setPlaceholderText(text)
    return line


@pytest.mark.parametrize(("width", "cut"), [(300, False), (60, True)])
@pytest.mark.parametrize("make", [label, QPushButton, _with_hint])
def test_a_text_that_does_not_fit_is_found(box, make, width, cut):
    put(make(WORDS), box, 10, 10, width, 32)
    assert bool(cut_texts(shown(box))) is cut


@pytest.mark.parametrize(("height", "cut"), [(80, False), (16, True)])
def test_lines_without_height_are_found(box, height, cut):
    one = label(f"{WORDS} {WORDS} {WORDS}")
    one.setWordWrap(True)
    put(one, box, 10, 10, 200, height)
    assert bool(cut_texts(shown(box))) is cut


def test_a_name_may_be_shortened_but_none_of_our_words(box):
    put(ElidedLabel("Aceites Zaragoza S.A."), box, 10, 10, 60, 20)
    screen = shown(box)
    assert screen.texts[0].words.endswith("…")
    assert not cut_texts(screen, {"Companies"})
    assert cut_texts(screen, {"Aceites Zaragoza S.A."})


def test_the_heading_of_a_narrow_column_is_found(box):
    table = QTableWidget(1, 2)
    table.setHorizontalHeaderLabels(["Name", "Last contact with the customer"])
    put(table, box, 0, 0, 400, 200)
    assert cut_texts(shown(box))
    table.resizeColumnsToContents()
    assert not cut_texts(look_at(box))


def test_a_control_without_a_name_is_found(box):
    line = QLineEdit()
    put(line, box, 10, 10, 100, 30)
    assert len(nameless(shown(box))) == 1
    line.setAccessibleName("Name")
    assert not nameless(look_at(box))


def test_a_shortcut_of_two_actions_and_one_without_a_menu_are_found(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    menu = window.menuBar().addMenu("File")
    one = menu.addAction("One")
    one.setShortcut("Ctrl+1")
    assert not wrong_actions(window)
    other = QAction("Other", window)
    other.setShortcut("Ctrl+1")
    assert wrong_actions(window) == ["Other (Ctrl+1) is in no menu", "Ctrl+1 is the shortcut of 2 actions"]


def test_widgets_over_each_other_and_over_the_edge_are_found(box):
    put(label("one"), box, 10, 10, 100, 20)
    other = label("other")
    put(other, box, 10, 40, 100, 20)
    assert not misplaced(shown(box))
    other.move(90, 20)
    assert "overlap" in misplaced(look_at(box))[0]
    other.move(350, 100)
    assert "over the edge" in misplaced(look_at(box))[0]


def test_words_of_the_other_language_are_found(box, workspace: Workspace):
    workspace.records.create("contact", {"full_name": "Ana Beltrán"})
    workspace.records.create("contact", {"full_name": "陈晓梅"})
    data = Data(workspace)
    told = label("陈晓梅, Ana Beltrán, PDF")
    put(told, box, 10, 10, 380, 20)
    assert not [one for code in ("en", "zh_CN") for one in foreign_words(shown(box), code, data)]
    told.setText("陈晓梅, Customer")
    assert foreign_words(look_at(box), "zh_CN", data)
    told.setText("Ana Beltrán, 客户")
    assert foreign_words(look_at(box), "en", data)
    told.setText("")
    told.setToolTip("客户")
    assert foreign_words(look_at(box), "en", data)


def test_the_words_of_the_program_are_known_with_their_plurals():
    assert {"Companies", "%(count)s records"} & program_words("en")
    assert "公司" in program_words("zh_CN")


def test_pale_words_are_found_unless_they_cannot_be_used(box):
    pale = label(WORDS)
    pale.setStyleSheet("color: #b0b0b0")
    put(pale, box, 10, 10, 300, 20)
    assert len(faint_texts(shown(box))) == 1
    pale.setEnabled(False)
    assert not faint_texts(look_at(box))


@pytest.mark.parametrize(
    ("policy", "left_out"), [(Qt.FocusPolicy.StrongFocus, 0), (Qt.FocusPolicy.ClickFocus, 1)]
)
def test_a_control_that_tab_leaves_out_is_found(box, policy, left_out):
    column = QVBoxLayout(box)
    for name in ("one", "two", "three"):
        column.addWidget(QPushButton(name))
    box.findChildren(QPushButton)[1].setFocusPolicy(policy)
    assert len(unreachable(shown(box))) == left_out


def test_a_table_that_keeps_the_tab_key_is_found(box):
    column = QVBoxLayout(box)
    table = QTableWidget(200, 20)
    column.addWidget(table)
    column.addWidget(QPushButton("one"))
    assert unreachable(shown(box))
    table.setTabKeyNavigation(False)
    assert not unreachable(look_at(box))


def test_empty_labels_say_nothing(box):
    put(QLabel(""), box, 10, 10, 5, 5)
    assert shown(box).texts == []
