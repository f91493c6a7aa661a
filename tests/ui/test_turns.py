"""How the work of the main thread shares the turns of the event loop."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.ui.portions import Portions
from crm_desktop.ui.turns import Turns, turns


class Pieces:
    """Has some pieces that take a while."""

    def __init__(self, shared, name, count, done, seconds=0.0):
        self.shared, self.name, self.count, self.done, self.seconds = shared, name, count, done, seconds

    def is_seen(self):
        return self.name != "behind"

    def do_piece(self):
        self.count -= 1
        if self.count:
            self.shared.ask(self)
        end = time.perf_counter() + self.seconds
        while time.perf_counter() < end:
            pass
        self.done.append(self.name)


@pytest.fixture
def shared(qapp):
    return Turns()


def test_who_asks_first_ends_first(shared, qtbot):
    done = []
    for name in ("rows", "cards"):
        shared.ask(Pieces(shared, name, 3, done, seconds=0.002))
    assert not done
    qtbot.waitUntil(lambda: not shared.is_busy())
    assert done == ["rows"] * 3 + ["cards"] * 3


def test_what_is_not_seen_comes_last(shared, qtbot):
    done = []
    for name in ("behind", "rows"):
        shared.ask(Pieces(shared, name, 2, done))
    qtbot.waitUntil(lambda: not shared.is_busy())
    assert done == ["rows"] * 2 + ["behind"] * 2


def test_a_turn_ends_when_its_time_is_used_up(shared, qtbot):
    """Each piece is longer than a turn: between two of them the loop comes round."""
    done, seen = [], []
    shared.ask(Pieces(shared, "piece", 3, done, seconds=0.01))
    while shared.is_busy():
        QApplication.processEvents()
        seen.append(len(done))
    assert {later - earlier for earlier, later in pairwise(seen)} == {0, 1}


def test_between_two_turns_of_work_qt_has_one(shared, qtbot):
    done, seen = [], []
    shared.ask(Pieces(shared, "piece", 3, done, seconds=0.01))
    while shared.is_busy():
        QApplication.processEvents()
        seen.append(len(done))
    assert seen[0] == 0, "what was made before is laid out and painted first"
    assert all(seen.count(number) == 2 for number in (1, 2))


def test_work_goes_on_while_a_piece_asks_the_user(shared, qtbot):
    done = []

    class Asks:
        def is_seen(self):
            return True

        def do_piece(self):
            shared.ask(Pieces(shared, "answer", 1, done))
            qtbot.waitUntil(lambda: bool(done))
            done.append("box closed")

    shared.ask(Asks())
    qtbot.waitUntil(lambda: len(done) == 2)
    assert done == ["answer", "box closed"]


def test_a_page_that_is_gone_is_made_no_further(qtbot):
    owner, done = QWidget(), []
    Portions(owner).begin([lambda: done.append("made")])
    owner.deleteLater()
    QCoreApplication.sendPostedEvents(owner, QEvent.Type.DeferredDelete)
    qtbot.waitUntil(lambda: not turns().is_busy())
    assert not done


def test_nothing_is_done_once_the_file_is_closed(qtbot):
    owner, done = QWidget(), []
    Portions(owner).begin([lambda: done.append("made")])
    turns().forget()
    for _turn in range(4):
        QApplication.processEvents()
    assert not done


def test_what_has_no_hurry_waits_for_the_others(shared, qtbot):
    done, owner, gone = [], QObject(), QObject()
    shared.at_leisure(owner, lambda: done.append("old page deleted"))
    shared.at_leisure(gone, lambda: done.append("deleted twice"))
    shared.ask(Pieces(shared, "piece", 3, done, seconds=0.01))
    gone.deleteLater()
    QCoreApplication.sendPostedEvents(gone, QEvent.Type.DeferredDelete)
    qtbot.waitUntil(lambda: not shared.is_busy())
    assert done == ["piece"] * 3 + ["old page deleted"]
