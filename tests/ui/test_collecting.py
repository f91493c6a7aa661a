"""When garbage is collected while a file is open."""

from __future__ import annotations

import gc
import threading
import weakref

import pytest

from crm_desktop.ui.collecting import Collecting


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


def test_an_old_cycle_is_collected_in_a_quiet_moment_and_not_before(collecting):
    collecting.on_quiet()
    knot = Knot()
    gone = weakref.ref(knot)
    gc.collect(1)  # it has become old
    del knot
    while gc.get_count()[2] < 5:
        gc.collect(1)
    assert gone() is not None
    collecting.on_quiet()
    assert gone() is None


def test_a_young_cycle_is_collected_on_the_main_thread_whoever_makes_objects(collecting, qtbot):
    where: list[int] = []
    weakref.finalize(Knot(), lambda: where.append(threading.get_ident()))
    kept: list[list[int]] = []
    maker = threading.Thread(target=lambda: kept.extend([] for _number in range(20_000)))
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
