"""When garbage is collected while a file is open."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from crm_desktop.ui.collecting import Collecting


class Knot:
    """Points to itself, as widgets and their answers do."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def collecting() -> Iterator[Collecting]:
    gc.collect()
    made = Collecting()
    yield made
    made.end()


def _worth_while() -> None:
    while gc.get_count()[2] < 5:
        gc.collect(1)


def test_a_cycle_is_collected_in_a_quiet_moment_and_not_before(collecting: Collecting) -> None:
    collecting.on_quiet()
    knot = Knot()
    gone = weakref.ref(knot)
    gc.collect(1)  # it has become old
    del knot
    _worth_while()
    assert gone() is not None
    collecting.on_quiet()
    assert gone() is None


def test_what_came_with_the_start_is_set_aside_until_the_file_is_closed() -> None:
    usual, aside = gc.get_threshold(), gc.get_freeze_count()
    made = Collecting()
    made.on_quiet()
    assert gc.get_freeze_count() > aside
    made.end()
    assert (gc.get_threshold(), gc.get_freeze_count()) == (usual, 0)
