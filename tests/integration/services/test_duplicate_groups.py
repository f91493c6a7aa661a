"""Groups of likely duplicates, and what somebody said about them."""

from __future__ import annotations

import pytest

from crm_desktop.core.errors import UsageProblem
from crm_desktop.services.duplicates.groups import LARGEST, groups_of
from crm_desktop.services.duplicates.pairs import Pair
from crm_desktop.services.duplicates.watching import Watch


def pair(a, b, score=0.95, *reasons):
    return Pair(a, b, score, reasons or ("same name",))


def ids_of(groups):
    return [one.ids for one in groups]


def test_pairs_that_hang_together_are_a_group():
    found = groups_of([pair(1, 2, 0.99), pair(7, 8, 0.97), pair(2, 3, 0.96, "same phone"), pair(1, 3, 0.92)])
    assert ids_of(found) == [(7, 8), (1, 2, 3)]
    group = found[1]
    assert group.score == 0.96
    assert group.is_complete
    assert group.reasons == ("same name", "same phone")


def test_a_record_that_is_there_by_way_of_another_makes_a_group_incomplete():
    (group,) = groups_of([pair(1, 2), pair(2, 3)])
    assert not group.is_complete


def test_what_was_said_to_be_two_never_comes_into_one_group():
    found = groups_of([pair(1, 2, 0.99), pair(2, 3, 0.95)], {(1, 3)})
    assert ids_of(found) == [(1, 2)]
    joined = groups_of([pair(1, 2, 0.99), pair(3, 4, 0.98), pair(2, 3, 0.95)], {(1, 4)})
    assert ids_of(joined) == [(1, 2), (3, 4)]


def test_no_group_is_larger_than_can_be_merged():
    found = groups_of([pair(one, one + 1) for one in range(LARGEST + 5)])
    assert max(len(one.ids) for one in found) == LARGEST


@pytest.fixture
def firms(make):
    return [make.company(name, phone="+49 89 2180340") for name in ("Acme", "Acme Ltd", "ACME GmbH")]


def test_what_is_merged_deleted_or_two_leaves_its_group(workspace, firms):
    duplicates = workspace.duplicates
    pairs = duplicates.find("company")
    assert ids_of(duplicates.groups("company", pairs)) == [tuple(firms)]
    said = duplicates.set_distinct("company", firms[0], firms[1])
    assert all(len(one) == 2 for one in ids_of(duplicates.groups("company", pairs)))
    workspace.history.undo(said)
    workspace.records.delete("company", [firms[2]])
    assert ids_of(duplicates.groups("company", pairs)) == [tuple(firms[:2])]


def test_a_whole_group_is_said_to_be_different_once(workspace, firms):
    duplicates = workspace.duplicates
    assert duplicates.set_distinct("company", *firms)
    assert duplicates.set_distinct("company", *firms) == 0
    assert duplicates.find("company") == []
    kept = duplicates.distinct("company")
    assert {(one.first, one.second) for one in kept} == {
        (firms[0], firms[1]), (firms[0], firms[2]), (firms[1], firms[2])
    }  # fmt: skip
    forgotten = duplicates.forget_distinct("company", [kept[0].id])
    assert len(duplicates.find("company")) == 1
    workspace.history.undo(forgotten)
    assert duplicates.find("company") == []


def test_of_records_that_are_gone_nothing_is_told(workspace, firms):
    workspace.duplicates.set_distinct("company", *firms[:2])
    workspace.records.delete("company", [firms[0]])
    assert workspace.duplicates.distinct("company") == []
    with pytest.raises(UsageProblem):
        workspace.duplicates.distinct("quote")


def test_a_search_says_how_far_it_is(workspace, firms):
    told = []
    workspace.duplicates.find("company", watch=Watch(lambda *one: told.append(one)))
    assert told == [(0, 6), (3, 6)]  # three are read, then three pairs compared
