"""Where the window comes up: on a screen that exists, and no larger than it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import QWidget

from crm_desktop.ui.context import Place
from crm_desktop.ui.main_window import FIRST_SIZE, MINIMUM, MainWindow
from crm_desktop.ui.window_state import TITLE_HEIGHT
from tests.ui.conftest import PAGES


@pytest.fixture
def screen(qapp):
    """The screen less what a title bar takes of it."""
    return qapp.primaryScreen().availableGeometry().adjusted(0, TITLE_HEIGHT, 0, 0)


@pytest.fixture
def put(qtbot, state):
    """Make a window that puts itself where the state says."""

    def put(kept: QWidget | None = None) -> QWidget:
        if kept is not None:
            state.save_geometry(kept)
        window = QWidget()
        qtbot.addWidget(window)
        state.place(window, FIRST_SIZE)
        return window

    return put


def test_the_first_size_is_no_larger_than_the_screen(put, screen):
    assert FIRST_SIZE.height() > screen.height(), "else this says nothing"
    assert put().size() == FIRST_SIZE.boundedTo(screen.size())


def test_a_remembered_size_is_no_larger_than_the_screen(qtbot, put, screen):
    large = QWidget()
    qtbot.addWidget(large)
    large.setGeometry(0, 40, 3000, 2000)
    again = put(large)
    assert screen.contains(again.geometry())
    assert again.width() > screen.width() - 10


@pytest.mark.parametrize("place", [QPoint(5000, 5000), QPoint(-4000, 100), QPoint(500, -600)])
def test_a_window_of_a_screen_that_is_gone_comes_onto_this_one(qtbot, put, screen, place):
    lost = QWidget()
    qtbot.addWidget(lost)
    lost.resize(400, 300)
    lost.move(place)
    assert screen.contains(put(lost).geometry())


def test_a_window_that_fits_stays_where_it_was(qtbot, put):
    kept = QWidget()
    qtbot.addWidget(kept)
    kept.setGeometry(120, 150, 500, 400)
    assert put(kept).geometry() == kept.geometry()


def test_the_program_comes_up_as_small_as_it_may_on_a_small_screen(qtbot, context, screen):
    window = MainWindow(context, PAGES, Place("list", "contact"))
    qtbot.addWidget(window)
    least = QSize(*MINIMUM)
    assert window.size() == least.expandedTo(FIRST_SIZE.boundedTo(screen.size()))
