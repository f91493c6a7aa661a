"""Places between neighbours: strictly between, rising, and honest when there is no room."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.store.places import NoRoom, _grouped_by_merge, between

BOUND = st.integers(-(1 << 50), 1 << 50)


@given(st.none() | BOUND, st.none() | BOUND, st.integers(1, 200))
def test_places_are_strictly_between(one: int | None, other: int | None, count: int) -> None:
    if one is not None and other is not None:
        one, other = min(one, other), max(one, other)
    try:
        found = between(one, other, count)
    except NoRoom as full:
        assert one is not None
        assert other is not None
        assert other - one <= count
        assert full.after == one  # noqa: PT017
        return
    assert len(found) == count
    assert found == sorted(set(found))
    assert one is None or one < found[0]
    assert other is None or found[-1] < other


def test_no_room_is_told_with_its_place() -> None:
    with pytest.raises(NoRoom) as caught:
        between(5, 6, 1)
    assert caught.value.after == 5
    assert between(5, 7, 1) == [6]


KEYS = st.lists(st.text("abc", max_size=3), min_size=1, max_size=30)


@given(KEYS, KEYS)
def test_merging_gives_each_new_key_the_neighbours_that_belong_to_it(
    present: list[str], new: list[str]
) -> None:
    old = [(key, 10 * (at + 1)) for at, key in enumerate(sorted(present))]
    groups = _grouped_by_merge(old, array("q", (place for _key, place in old)), sorted(new))
    position = 0
    for before, after, count in groups:
        for key in sorted(new)[position : position + count]:
            assert before == max((place for other, place in old if other <= key), default=None)
            assert after == min((place for other, place in old if other > key), default=None)
        position += count
    assert position == len(new)
