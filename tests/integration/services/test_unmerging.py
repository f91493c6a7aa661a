"""Un-merging whatever was merged: everything is as it was, and what was edited since is kept and named."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.core.errors import Cancelled, UsageProblem
from crm_desktop.core.query import ListQuery
from crm_desktop.services import merging
from crm_desktop.services.merging import Merge
from crm_desktop.services.workspace import Workspace
from tests.integration.services.merge_help import create, rows, state

NAMES = ("张三", "Zhang San", "O'Brien", "Łukasz", "=1+1")
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "mobile": st.sampled_from(("13800001111", "+86 138 0000 1111", "0049 30 2345678")),
    "email": st.sampled_from(("a@x.example", "b@x.example")),
    "phone": st.sampled_from(("+49 30 2345678", "010 5555 1234")),
    "city": st.sampled_from(("Berlin", "杭州")),
    "street": st.sampled_from(("Mill Lane 1", "文三路 90 号")),
    "note": st.sampled_from(("Prefers mail", "喜欢电话", "Sings")),
    "tags": st.lists(st.sampled_from(("VIP", "vip", "x", "y")), max_size=3),
    "last_contact": st.sampled_from((datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC))),
}
RECORD = st.tuples(
    st.fixed_dictionaries({}, optional=VALUES),
    st.integers(0, 2),  # activities
    st.integers(0, 2),  # opportunities
)
EDITS = st.fixed_dictionaries({}, optional={key: VALUES[key] for key in ("city", "note", "email", "tags")})


def make(workspace: Workspace, entity: str, place: int, drawn: tuple[dict[str, Any], int, int]) -> int:
    """Make a customer with what hangs on it."""
    values, activities, opportunities = drawn
    title = "full_name" if entity == "contact" else "name"
    made = create(workspace, entity, **{title: f"{NAMES[place]} {place}"}, **values)
    for number in range(activities):
        create(workspace, "activity", kind="note", subject=f"note {number}", **{entity: made})
    for number in range(opportunities):
        create(workspace, "opportunity", name=f"deal {number}", **{entity: made})
    return made


@settings(max_examples=12)
@given(data=st.data())
@pytest.mark.parametrize("entity", ["company", "contact"])
def test_whatever_was_merged_comes_back_exactly(
    workspace: Workspace, entity: str, data: st.DataObject
) -> None:
    drawn = data.draw(st.lists(RECORD, min_size=2, max_size=4))
    ids = [make(workspace, entity, place, one) for place, one in enumerate(drawn)]
    winner = data.draw(st.sampled_from(ids))
    losers = [one for one in ids if one != winner]
    proposal = merging.propose(workspace, entity, ids, winner)
    free = [one.key for one in proposal.choices if not one.is_worked_out]
    chosen = data.draw(st.dictionaries(st.sampled_from(free), st.sampled_from(ids)))
    before = state(workspace)
    transaction = merging.merge(workspace, entity, winner, losers, chosen)
    assert workspace.lists.count(entity) == len(before[entity]) - _merged(workspace, entity)
    assert workspace.problems(quick=True) == []
    report = workspace.history.undo(transaction)
    assert report.kept == []
    assert state(workspace) == before


@settings(max_examples=12)
@given(records=st.lists(RECORD, min_size=2, max_size=3), edits=EDITS)
def test_what_was_edited_since_is_kept_and_named(
    workspace: Workspace, records: list[tuple[dict[str, Any], int, int]], edits: dict[str, Any]
) -> None:
    winner, *losers = [make(workspace, "contact", place, one) for place, one in enumerate(records)]

    def texts(record: int) -> dict[str, str]:
        return dict(workspace.records.get("contact", record).texts)

    before = {one: texts(one) for one in (winner, *losers)}
    transaction = merging.merge(workspace, "contact", winner, losers)
    merged = texts(winner)
    workspace.records.save("contact", winner, edits)
    edited = texts(winner)
    report = workspace.history.undo(transaction)
    assert report.restored
    is_kept = edited["note"] != merged["note"]
    assert texts(winner)["note"] == (edited["note"] if is_kept else before[winner]["note"])
    # What somebody gave back the value of before needs no naming.
    is_named = is_kept and before[winner]["note"] not in (merged["note"], edited["note"])
    assert any("Note" in one.fields for one in report.kept) == is_named
    for one in losers:
        assert not workspace.records.get("contact", one).deleted
        found = texts(one)
        untouched = [key for key in before[one] if key not in (*edits, "updated_at")]
        assert {key: found[key] for key in untouched} == {key: before[one][key] for key in untouched}
    assert workspace.problems(quick=True) == []


def _merged(workspace: Workspace, entity: str) -> int:
    ((count,),) = rows(workspace, f"SELECT count(*) FROM {entity} WHERE deleted_at IS NOT NULL")
    return int(count)


# ---------------------------------------------------------------- many in one step


@pytest.fixture
def doubled(workspace: Workspace) -> list[tuple[int, int]]:
    """Three firms that stand there twice; the second of one is the mother of another."""
    pairs = []
    mother = None
    for name in ("Acme", "Müller", "青禾纺织"):
        first = create(workspace, "company", name=name, phone="+49 30 234567", parent=mother)
        second = create(workspace, "company", name=f"{name} Ltd", tags=["x"], note="Second")
        create(workspace, "opportunity", name=f"deal of {name}", company=second)
        pairs.append((first, second))
        mother = second
    return pairs


def test_many_groups_are_one_step_forth_and_back(
    workspace: Workspace, doubled: list[tuple[int, int]]
) -> None:
    before = state(workspace)
    told: list[tuple[int, int]] = []
    merges = [Merge(first, [second]) for first, second in doubled]
    transaction = merging.merge_groups(workspace, "company", merges, lambda *one: told.append(one))
    assert told == [(0, 3), (1, 3), (2, 3)]
    winners = [first for first, _second in doubled]
    assert sorted(workspace.lists.ids(ListQuery("company"))) == winners
    parents = rows(workspace, "SELECT parent_id FROM company WHERE deleted_at IS NULL ORDER BY id")
    assert parents == [(None,), (winners[0],), (winners[1],)]
    found = workspace.history.transaction(transaction)
    assert found is not None
    assert found.text == "Merge 6 companies into 3"
    assert workspace.history.undo(transaction).kept == []
    assert state(workspace) == before


def test_one_group_is_called_by_its_winner(workspace: Workspace, doubled: list[tuple[int, int]]) -> None:
    merging.merge(workspace, "company", doubled[1][0], [doubled[1][1], doubled[2][1]])
    assert workspace.history.recent(1)[0].text == "Merge 3 companies: Müller"


def test_what_cannot_be_merged_together_writes_nothing(
    workspace: Workspace, doubled: list[tuple[int, int]]
) -> None:
    before = state(workspace)
    (one, other), (third, _fourth), _last = doubled
    for merges in ([], [Merge(one, [other]), Merge(third, [one])]):
        with pytest.raises(UsageProblem, match="one other only"):
            merging.merge_groups(workspace, "company", merges)
    with pytest.raises(Cancelled):
        merging.merge_groups(workspace, "company", [Merge(one, [other])], cancelled=lambda: True)
    assert state(workspace) == before
