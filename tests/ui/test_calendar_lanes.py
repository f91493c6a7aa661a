"""Entries that overlap stand side by side."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.ui.calendar_lanes import Lane, lanes

SPANS = st.lists(
    st.tuples(st.integers(0, 1400), st.integers(1, 300)).map(lambda one: (one[0], one[0] + one[1])),
    max_size=30,
).map(sorted)


def test_what_does_not_touch_has_all_the_width() -> None:
    assert lanes([(540, 600), (600, 660)]) == [Lane(0, 1), Lane(0, 1)]
    assert lanes([]) == []


def test_what_overlaps_shares_it() -> None:
    assert lanes([(540, 660), (570, 600), (600, 630)]) == [Lane(0, 2), Lane(1, 2), Lane(1, 2)]


def test_one_takes_the_room_at_its_right() -> None:
    found = lanes([(0, 100), (10, 30), (20, 40), (60, 90)])
    assert found == [Lane(0, 3), Lane(1, 3), Lane(2, 3), Lane(1, 3, 2)]


@given(SPANS)
def test_no_two_lie_upon_each_other(spans: list[tuple[int, int]]) -> None:
    found = lanes(spans)
    assert len(found) == len(spans)
    for at, (span, lane) in enumerate(zip(spans, found, strict=True)):
        assert lane.number + lane.width <= lane.count
        for other, beside in list(zip(spans, found, strict=True))[at + 1 :]:
            if other[0] < span[1] and other[1] > span[0]:
                assert lane.count == beside.count
                apart = (
                    lane.number + lane.width <= beside.number or beside.number + beside.width <= lane.number
                )
                assert apart
