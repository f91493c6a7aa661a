"""Where a record stands in a list of ids."""

from __future__ import annotations

from array import array

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.ui.kept_selection import PIECE, _alike, place_of

# Few different bytes, so that the end of one number and the beginning of the next often look like a third.
numbers = st.lists(st.sampled_from([0, 1, 256, 257, 1 << 56, (1 << 56) + 1, 1 << 62]), max_size=30)


@given(numbers, numbers)
def test_a_record_is_found_where_it_stands(listed, sought):
    for one in sought:
        assert place_of(array("q", listed), one) == (listed.index(one) if one in listed else -1)


def test_a_record_is_found_at_the_edges_of_the_pieces():
    ids = array("q", range(2 * PIECE + 1))
    for place in (0, PIECE - 1, PIECE, 2 * PIECE):
        assert place_of(ids, place) == place
    assert place_of(ids, -1) == -1


def test_what_two_lists_have_alike_is_told_in_whole_pieces():
    ids = array("q", range(5 * PIECE + 3))
    assert _alike(ids, ids) == (5 * PIECE, 0)
    less = ids[:]
    del less[2 * PIECE + 5 : 2 * PIECE + 9]
    assert _alike(less, ids) == (2 * PIECE, 2 * PIECE)
    assert _alike(ids[:PIECE], ids) == (PIECE, 0)
    assert _alike(ids[7:], ids) == (0, 5 * PIECE - PIECE)
    assert _alike(array("q"), ids) == (0, 0)
