"""Records that share a key are paired, each pair once, and what many share tells nothing by itself."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.services.duplicates.blocks import NAMESAKES, Blocks, PairSet
from crm_desktop.services.duplicates.facts import Facts
from crm_desktop.services.duplicates.outlines import Codes, Outlines

KEYS = st.sets(st.tuples(st.sampled_from(["phone", "name", "spoken"]), st.sampled_from("abcdef")), max_size=4)


@given(st.lists(KEYS, min_size=1, max_size=NAMESAKES))
def test_records_that_share_a_key_are_a_pair(keys: list[set[tuple[str, str]]]) -> None:
    blocks, outlines = Blocks(with_namesakes=True), Outlines()
    outlines.extend([Facts(place) for place in range(len(keys))])
    for place, own in enumerate(keys):
        blocks.add(place, own)
    pairs = PairSet(blocks.groups(outlines), len(keys))
    expected = [(a, b) for b in range(len(keys)) for a in range(b) if keys[a] & keys[b]]
    assert list(pairs) == sorted(expected)
    assert len(pairs) == len(expected)


def test_many_of_one_name_are_parted_by_their_city() -> None:
    cities, phones = ["Oslo", "", "Bergen", ""], [(), ("1",), (), ()]
    people = [Facts(n, city=cities[n % 4], phones=phones[n % 4]) for n in range(4 * NAMESAKES)]
    for with_namesakes in (True, False):
        blocks, outlines = Blocks(with_namesakes=with_namesakes), Outlines()
        outlines.extend(people)
        for place in range(len(people)):
            blocks.add(place, [("spoken", "li wei")])
        groups = sorted(sorted(group) for group in blocks.groups(outlines))
        parted = [list(range(start, len(people), 4)) for start in (0, 2, 3)]
        assert groups == (parted if with_namesakes else [list(range(len(people)))])


def test_records_meet_by_any_of_their_forms() -> None:
    codes = Codes()
    assert not codes
    codes.extend([(), ()])
    assert not codes
    codes.extend([("a",), ("b", "c"), (), ("c",)])
    assert [codes.has(place) for place in range(6)] == [False, False, True, True, False, True]
    assert [codes.meet(a, b) for a, b in ((2, 3), (3, 5), (2, 5), (0, 2), (3, 4))] == [
        False,
        True,
        False,
        None,
        None,
    ]
