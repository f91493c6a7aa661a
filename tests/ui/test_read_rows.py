"""What a list has read of its rows, and what it reads when."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject

from crm_desktop.core.errors import Cancelled
from crm_desktop.ui.read_rows import FEWEST, KEPT, PAGE, ReadRows
from tests.ui.fakes import FakeRow

COUNT = 100_000


class File:
    """Remembers what is read of it; gives up ``slow`` times before it has an answer."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, int]] = []
        self.slow = 0
        self.word = "Row"

    def read(self, numbers, patience):
        self.asked.append((numbers[0], len(numbers)))
        if patience is not None and self.slow:
            self.slow -= 1
            raise Cancelled("")
        return [FakeRow(one, (f"{self.word} {one}",), ()) for one in numbers]


@pytest.fixture
def file() -> File:
    return File()


@pytest.fixture
def rows(qapp, file):
    owner = QObject()
    yield ReadRows(file.read, owner)
    owner.deleteLater()


def test_a_jump_reads_what_is_in_sight_and_no_more(rows, file):
    assert rows.see(5_010, 5_032, COUNT)
    assert file.asked == [(5_010, 23)]
    assert rows.known(5_032).texts == ("Row 5032",)


def test_a_small_move_reads_on_to_the_end_of_the_page_in_a_later_turn(rows, file, qtbot):
    rows.see(100, 122, COUNT)
    assert rows.see(103, 125, COUNT)
    assert file.asked == [(100, 23), (123, 3)]
    with qtbot.waitSignal(rows.came):
        pass
    assert rows.see(127, 149, COUNT)
    assert file.asked == [(100, 23), (123, 3), (126, 24)]


def test_at_the_end_of_a_list_nothing_beyond_it_is_read(rows, file):
    rows.see(0, 3, 5)
    rows.see(1, 4, 5)
    assert file.asked == [(0, 4), (4, 1)]


def test_what_takes_long_comes_in_later_turns_in_parts(rows, file, qtbot):
    file.slow = 2
    assert not rows.see(0, 39, COUNT)
    assert rows.known(0) is None
    assert not rows.is_gone(0)
    came = []
    rows.came.connect(lambda first, last: came.append((first, last)))
    qtbot.waitUntil(lambda: rows.see(0, 39, COUNT))
    assert came == [(0, 9), (10, 19), (20, 29), (30, 39)]
    assert rows.known(39).texts == ("Row 39",)
    assert file.asked == [(0, 40), (0, 20), (0, 10), (10, 10), (20, 10), (30, 10)]


def test_what_is_seen_again_meanwhile_is_not_begun_anew(rows, file, qtbot):
    file.slow = 1
    rows.see(0, 39, COUNT)
    with qtbot.waitSignal(rows.came):
        pass
    assert not rows.see(0, 39, COUNT), "the second half is still to come"
    with qtbot.waitSignal(rows.came):
        pass
    assert rows.see(0, 39, COUNT)
    assert file.asked == [(0, 40), (0, 20), (20, 20)]


def test_on_a_slow_computer_a_few_rows_are_waited_for(rows, file, qtbot):
    file.slow = 20
    rows.see(0, 9, COUNT)
    qtbot.waitUntil(lambda: rows.see(0, 9, COUNT))
    assert len(file.asked) == 20 + 3
    assert {many for _first, many in file.asked[2:]} == {FEWEST, 2}


def test_of_two_places_only_the_later_is_still_read(rows, file, qtbot):
    file.slow = 1
    rows.see(0, 9, COUNT)
    file.slow = 1
    rows.see(500, 509, COUNT)
    with qtbot.waitSignal(rows.came) as told:
        pass
    assert told.args == [500, 504]
    assert rows.known(0) is None


def test_a_row_that_cannot_wait_is_read_at_once(rows, file):
    file.slow = 9
    assert rows.row(COUNT - 1, COUNT).texts == (f"Row {COUNT - 1}",)
    assert file.asked == [(COUNT - PAGE, PAGE)]


def test_renewed_rows_are_shown_as_they_were_until_they_are_read(rows, file, qtbot):
    rows.see(0, 9, COUNT)
    rows.renew()
    file.slow, file.word = 1, "New row"
    assert not rows.see(0, 9, COUNT)
    assert rows.known(3).texts == ("Row 3",)
    with qtbot.waitSignal(rows.came):
        pass
    assert rows.known(3).texts == ("New row 3",)


def test_of_a_long_list_the_rows_read_last_are_kept(rows, file):
    for start in range(0, 2 * KEPT, PAGE):
        rows.see(start, start + PAGE - 1, COUNT)
    assert rows.known(0) is None
    assert rows.known(2 * KEPT - 1) is not None
    assert sum(rows.known(one) is not None for one in range(2 * KEPT)) <= KEPT + PAGE
