"""When garbage is collected while a file is open."""

from __future__ import annotations

import gc
import threading
import weakref

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.ui.collecting import Collecting
from crm_desktop.ui.turns import turns


class Knot:
    """Points to itself, as widgets and their answers do."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def collecting(qtbot):
    was_enabled = gc.isenabled()
    gc.collect()
    made = Collecting()
    yield made
    made.end()
    if not was_enabled:
        gc.disable()


def grow_old():
    """Let what is there outlive the looks at the young, so that a look at the old is due."""
    while gc.get_count()[2] < 3:
        gc.collect(1)


def test_an_old_cycle_is_collected_in_a_quiet_moment_and_not_before(collecting, qtbot):
    collecting.on_quiet()
    knot = Knot()
    gone = weakref.ref(knot)
    gc.collect(1)  # it has become old
    del knot
    grow_old()
    assert gone() is not None
    collecting.on_quiet()
    assert gone() is not None, "it waits for a turn in which nothing else is to be done"
    qtbot.waitUntil(lambda: gone() is None)


def test_who_never_rests_has_old_cycles_collected_before_there_are_many(collecting, qtbot):
    collecting.on_quiet()
    knot = Knot()
    gone = weakref.ref(knot)
    gc.collect(1)
    del knot
    kept = []
    for _crowd in range(3):
        kept.append([[] for _number in range(6_000)])
        qtbot.waitUntil(lambda: gc.get_count()[0] < 5_000)
    qtbot.waitUntil(lambda: gone() is None)


def test_a_crowd_that_no_turn_has_time_for_is_set_aside_unseen(collecting, qtbot):
    knot = Knot()
    gone = weakref.ref(knot)
    aside = gc.get_freeze_count()
    crowd = [[] for _number in range(30_000)]
    del knot
    qtbot.waitUntil(lambda: gc.get_freeze_count() >= aside + len(crowd))
    assert gone() is not None


def test_what_outlives_a_look_is_set_aside_until_nobody_sees_the_window(collecting, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    knot = Knot()
    gone = weakref.ref(knot)
    collecting.on_quiet()
    del knot
    for _quiet_moment in range(25):
        grow_old()
        collecting.on_quiet()
        qtbot.waitUntil(lambda: not turns().is_busy())
    assert gone() is not None, "a look through everything would hold up who sees the window"
    window.close()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is None)
    collecting.on_quiet()
    assert gone() is None


@pytest.mark.parametrize("many", [7_000, 20_000])  # when there is leisure, and at once
def test_a_young_cycle_is_collected_on_the_main_thread_whoever_makes_objects(collecting, qtbot, many):
    where: list[int] = []
    weakref.finalize(Knot(), lambda: where.append(threading.get_ident()))
    kept: list[list[int]] = []
    maker = threading.Thread(target=lambda: kept.extend([] for _number in range(many)))
    maker.start()
    maker.join()
    assert not where
    qtbot.waitUntil(lambda: bool(where))
    assert where == [threading.get_ident()]


def test_what_came_with_the_start_is_set_aside_until_the_file_is_closed(collecting):
    aside = gc.get_freeze_count()
    collecting.on_quiet()
    assert gc.get_freeze_count() > aside
    assert not gc.isenabled()
    collecting.end()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
