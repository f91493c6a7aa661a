"""Merges that stand on each other are undone the last one first, and then the file is as it was before."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.core.errors import RecordProblem
from crm_desktop.services import merging
from crm_desktop.services.workspace import Workspace
from tests.integration.services.merge_help import create, rows, state

PEOPLE, FIRMS = 5, 3
PERSON = st.fixed_dictionaries(
    {"company": st.integers(0, FIRMS - 1)},
    optional={
        "mobile": st.sampled_from(("13800001111", "+86 138 0000 1111")),
        "email": st.sampled_from(("a@x.example", "A@x.example", "b@x.example")),
        "tags": st.lists(st.sampled_from(("VIP", "z")), max_size=2),
        "note": st.sampled_from(("Prefers mail", "喜欢电话")),
    },
)
STEP = st.one_of(
    st.tuples(st.just("contact"), st.lists(st.integers(0, PEOPLE - 1), min_size=2, max_size=3, unique=True)),
    st.tuples(st.just("company"), st.lists(st.integers(0, FIRMS - 1), min_size=2, max_size=2, unique=True)),
)


def build(workspace: Workspace, people: list[dict[str, Any]]) -> dict[str, list[int]]:
    """Make firms below each other, and people in them with a note each."""
    firms: list[int] = []
    for number in range(FIRMS):
        firms.append(create(workspace, "company", name=f"Firm {number}", parent=firms[-1] if firms else None))
    found = []
    for number, values in enumerate(people):
        place = firms[values["company"]]
        found.append(create(workspace, "contact", full_name=f"P {number}", **{**values, "company": place}))
        create(workspace, "activity", kind="note", subject="told", contact=found[-1], company=place)
    create(workspace, "lead", title="wish", linked_company=firms[0], linked_contact=found[0])
    workspace.duplicates.set_distinct("contact", found[0], found[-1])
    return {"contact": found, "company": firms}


@settings(max_examples=15)
@given(data=st.data())
def test_chains_and_trees_of_merges_come_apart_in_whatever_order_it_is_asked(
    workspace: Workspace, data: st.DataObject
) -> None:
    ids = build(workspace, data.draw(st.lists(PERSON, min_size=PEOPLE, max_size=PEOPLE)))
    before = state(workspace)
    merges: list[int] = []
    for entity, places in data.draw(st.lists(STEP, min_size=2, max_size=4)):
        reader = workspace.file.reader()
        together = dict.fromkeys(merging.current(reader, entity, ids[entity][place]) for place in places)
        if len(together) > 1:
            winner, *losers = together
            merges.append(merging.merge(workspace, entity, winner, losers))
    waiting = data.draw(st.permutations(merges))
    while waiting:
        refused = []
        for merge in waiting:
            try:
                assert workspace.history.undo(merge).kept == []
            except RecordProblem:
                refused.append(merge)
            assert workspace.problems(quick=True) == []
        assert len(refused) < len(waiting), "each waits for another"
        waiting = refused
    assert state(workspace) == before


@pytest.fixture
def three(workspace: Workspace) -> list[int]:
    """Three people with an address each."""
    return [
        create(workspace, "contact", full_name=name, email=f"{name}@x.example")
        for name in ("Ann", "Bob", "Cy")
    ]


def test_an_earlier_merge_waits_for_the_later_one_of_the_same_records(
    workspace: Workspace, three: list[int]
) -> None:
    ann, bob, cy = three
    before = state(workspace)
    first = merging.merge(workspace, "contact", ann, [bob])
    second = merging.merge(workspace, "contact", cy, [ann])
    merged = state(workspace)
    with pytest.raises(
        RecordProblem, match="“Merge 2 contacts: Ann” has to wait: “Merge 2 contacts: Cy”"
    ) as told:
        workspace.history.undo(first)
    assert told.value.hint == "Undo “Merge 2 contacts: Cy” first. Nothing was changed."
    assert state(workspace) == merged
    workspace.history.undo(second)
    workspace.history.undo(first)
    assert state(workspace) == before


def test_merges_into_the_same_record_wait_for_each_other_too(workspace: Workspace, three: list[int]) -> None:
    ann, bob, cy = three
    first = merging.merge(workspace, "contact", ann, [bob])
    merging.merge(workspace, "contact", ann, [cy])
    with pytest.raises(RecordProblem, match="has to wait"):
        workspace.history.undo(first)


def test_merges_of_other_records_do_not_wait(workspace: Workspace, three: list[int]) -> None:
    fourth = create(workspace, "contact", full_name="Dan")
    first = merging.merge(workspace, "contact", three[0], [three[1]])
    merging.merge(workspace, "contact", three[2], [fourth])
    assert workspace.history.undo(first).kept == []
    assert not workspace.records.get("contact", three[1]).deleted


def test_what_stood_on_a_merge_is_redone_after_it(workspace: Workspace, three: list[int]) -> None:
    ann, bob, cy = three
    first = merging.merge(workspace, "contact", ann, [bob])
    second = merging.merge(workspace, "contact", cy, [ann])
    merged = state(workspace)
    second_undo = workspace.history.undo(second).transaction
    first_undo = workspace.history.undo(first).transaction
    with pytest.raises(RecordProblem, match="stands on “Merge 2 contacts: Ann”, which was undone"):
        workspace.history.undo(second_undo)
    workspace.history.undo(first_undo)
    workspace.history.undo(second_undo)
    assert state(workspace) == merged


def test_a_merge_is_not_redone_over_another_of_the_same_records(
    workspace: Workspace, three: list[int]
) -> None:
    ann, bob, cy = three
    undone = workspace.history.undo(merging.merge(workspace, "contact", ann, [bob])).transaction
    merging.merge(workspace, "contact", cy, [ann])
    with pytest.raises(RecordProblem, match="“Merge 2 contacts: Cy” was done later"):
        workspace.history.undo(undone)


def test_a_merge_is_not_redone_past_what_came_since(workspace: Workspace, three: list[int]) -> None:
    ann, bob, _cy = three
    undone = workspace.history.undo(merging.merge(workspace, "contact", ann, [bob])).transaction
    create(workspace, "opportunity", name="New deal", contact=bob)
    with pytest.raises(RecordProblem, match="“Bob” has got something new since"):
        workspace.history.undo(undone)
    assert rows(workspace, "SELECT deleted_at FROM contact WHERE id = ?", bob) == [(None,)]


def test_a_winner_in_the_trash_comes_back_before_the_merge_is_undone(
    workspace: Workspace, three: list[int]
) -> None:
    ann, bob, _cy = three
    before = state(workspace)
    merge = merging.merge(workspace, "contact", ann, [bob])
    workspace.records.delete("contact", [ann])
    with pytest.raises(RecordProblem, match="“Ann” is needed for this and lies in the trash"):
        workspace.history.undo(merge)
    workspace.records.restore("contact", [ann])
    workspace.history.undo(merge)
    assert state(workspace) == before


def test_a_redo_makes_no_place_of_work_stand_twice(workspace: Workspace) -> None:
    stays, gone = create(workspace, "company", name="Acme"), create(workspace, "company", name="Acme Ltd")
    ann = create(workspace, "contact", full_name="Ann", company=stays)
    anne = create(workspace, "contact", full_name="Anne", company=gone)
    undone = workspace.history.undo(merging.merge(workspace, "contact", ann, [anne])).transaction
    merging.merge(workspace, "company", stays, [gone])
    with pytest.raises(RecordProblem, match="“Merge 2 companies: Acme” was done later"):
        workspace.history.undo(undone)
