"""Merging: the best of all stays, everything follows, nothing stands twice, and un-merging gives both back exactly."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from crm_desktop.core.errors import RecordProblem, UsageProblem
from crm_desktop.core.query import ListQuery
from crm_desktop.models import registry
from crm_desktop.services import merge_following, merging
from crm_desktop.services.workspace import Workspace
from tests.integration.services.import_help import everything
from tests.integration.services.merge_help import create, rows, state


@pytest.fixture
def twins(workspace: Workspace) -> tuple[int, int]:
    """Two contacts who are one person, with much that hangs on each."""
    firm, other = create(workspace, "company", name="Acme"), create(workspace, "company", name="Acme Ltd")
    one = create(
        workspace, "contact", full_name="Ann Bell", company=firm, title="Buyer", mobile="+86 138 0000 1111",
        tags=["VIP", "x"], email="ann@acme.example", country="Germany", city="Berlin", note="Prefers mail",
        last_contact=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    two = create(
        workspace, "contact", full_name="Anne Bell", company=other, title="Head buyer", mobile="13800001111",
        phone="+49 30 2345678", email="anne@acme.example", tags=["vip", "y"], birthday=date(1980, 2, 3),
        country="Germany", city="Bonn", note="Sings", last_contact=datetime(2026, 3, 1, tzinfo=UTC),
    )  # fmt: skip
    for contact in (one, two):
        create(workspace, "activity", kind="note", subject=f"of {contact}", contact=contact)
        create(workspace, "opportunity", name=f"deal of {contact}", contact=contact)
    create(
        workspace,
        "consent",
        contact=two,
        channel="email",
        basis="consent",
        given_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    return one, two


# ---------------------------------------------------------------- side by side


def test_the_fullest_is_proposed_and_what_differs_is_told(
    workspace: Workspace, twins: tuple[int, int]
) -> None:
    one, two = twins
    proposal = merging.propose(workspace, "contact", [one, two])
    assert proposal.winner == two  # birthday, phone, consent
    by_key = {choice.key: choice for choice in proposal.choices}
    assert by_key["full_name"].texts == {two: ("Anne Bell",), one: ("Ann Bell",)}
    assert by_key["full_name"].differs
    assert by_key["birthday"].proposed == two
    assert by_key["note"].proposed == merging.BOTH
    assert [field.key for field in by_key["company"].fields] == [
        "company",
        "title",
        "department",
        "decision_role",
    ]
    assert not by_key["birthday"].differs
    assert proposal.follows["activity"] == 1
    assert merging.propose(workspace, "contact", [one, two], winner=one).winner == one


@pytest.mark.parametrize(
    ("entity", "count", "message"),
    [("contact", 1, "at least two"), ("contact", 21, "At most 20"), ("opportunity", 2, "cannot be merged")],
)
def test_what_cannot_be_merged_is_said(workspace: Workspace, entity: str, count: int, message: str) -> None:
    field = "full_name" if entity == "contact" else "name"
    ids = [create(workspace, entity, **{field: f"N{place}"}) for place in range(count)]
    with pytest.raises(UsageProblem, match=message):
        merging.propose(workspace, entity, ids)


def test_what_is_gone_is_said(workspace: Workspace, twins: tuple[int, int]) -> None:
    workspace.records.delete("contact", [twins[1]])
    with pytest.raises(RecordProblem, match="no longer exists"):
        merging.merge(workspace, "contact", twins[0], [twins[1]])


def test_a_choice_that_cannot_be_writes_nothing(workspace: Workspace, twins: tuple[int, int]) -> None:
    before = everything(workspace)
    for chosen in ({"full_name": merging.BOTH}, {"full_name": 5}, {"shoe": twins[0]}):
        with pytest.raises(UsageProblem):
            merging.merge(workspace, "contact", twins[0], [twins[1]], chosen)
    assert everything(workspace) == before


# ---------------------------------------------------------------- merged


def test_the_best_of_both_stays_and_everything_follows(workspace: Workspace, twins: tuple[int, int]) -> None:
    one, two = twins
    merging.merge(workspace, "contact", one, [two])
    record = workspace.records.get("contact", one)
    assert record.texts["full_name"] == "Ann Bell"
    assert record.texts["note"] == "Prefers mail\n\nSings"
    assert record.values["birthday"] == date(1980, 2, 3)
    assert record.values["last_contact"] == datetime(2026, 3, 1, tzinfo=UTC)
    assert sorted(record.values["tags"]) == ["VIP", "x", "y"]
    channels = rows(
        workspace,
        "SELECT kind, value, is_primary FROM channel WHERE contact_id = ? AND deleted_at IS NULL ORDER BY kind, id",
        one,
    )
    assert channels == [
        ("email", "ann@acme.example", 1),
        ("email", "anne@acme.example", 0),
        ("mobile", "+86 138 0000 1111", 1),
        ("phone", "+49 30 2345678", 1),
    ]
    for table in ("activity", "opportunity", "consent"):
        assert rows(workspace, f"SELECT count(*) FROM {table} WHERE contact_id = ?", two) == [(0,)]
    assert (
        len(rows(workspace, "SELECT 1 FROM affiliation WHERE contact_id = ? AND deleted_at IS NULL", one))
        == 2
    )
    assert rows(workspace, "SELECT count(*) FROM affiliation WHERE contact_id = ? AND is_primary", one) == [
        (1,)
    ]
    assert rows(workspace, "SELECT count(*) FROM address WHERE contact_id = ? AND is_primary", one) == [(1,)]
    assert len(workspace.lists.ids(ListQuery("contact", search="anne@acme"))) == 1
    assert workspace.lists.ids(ListQuery("contact")).tolist() == [one]
    assert workspace.problems() == []


def test_what_was_chosen_of_the_other_is_taken(workspace: Workspace, twins: tuple[int, int]) -> None:
    one, two = twins
    chosen = {"full_name": two, "email": two, "company": two, "country": two, "mobile": two, "note": two}
    merging.merge(workspace, "contact", one, [two], chosen)
    texts = workspace.records.get("contact", one).texts
    assert texts["full_name"] == "Anne Bell"
    assert texts["email"] == "anne@acme.example"
    assert (texts["company"], texts["title"]) == ("Acme Ltd", "Head buyer")
    assert texts["city"] == "Bonn"
    assert texts["note"] == "Sings"
    assert texts["mobile"] == "+86 138 0000 1111"  # the same number, written in another way
    assert workspace.problems() == []


def test_an_opt_out_of_either_holds(workspace: Workspace, twins: tuple[int, int]) -> None:
    one, two = twins
    (channel,) = rows(workspace, "SELECT id FROM channel WHERE contact_id = ? AND kind = 'mobile'", two)
    workspace.records.save("channel", channel[0], {"opted_out": True})
    merging.merge(workspace, "contact", one, [two])
    sql = "SELECT opted_out FROM channel WHERE contact_id = ? AND kind = 'mobile' AND deleted_at IS NULL"
    assert rows(workspace, sql, one) == [(1,)]


def test_firms_keep_no_parent_of_their_own(workspace: Workspace) -> None:
    mother = create(workspace, "company", name="Mother")
    child = create(workspace, "company", name="Child", parent=mother)
    grandchild = create(workspace, "company", name="Grandchild", parent=child)
    merging.merge(workspace, "company", mother, [child])
    assert rows(workspace, "SELECT parent_id FROM company WHERE id = ?", grandchild) == [(mother,)]
    assert rows(workspace, "SELECT parent_id FROM company WHERE id = ?", mother) == [(None,)]
    other = create(workspace, "company", name="Other")
    held = create(workspace, "company", name="Held", parent=other)
    merging.merge(workspace, "company", held, [other])
    assert rows(workspace, "SELECT parent_id FROM company WHERE id = ?", held) == [(None,)]
    assert workspace.problems() == []


def test_many_become_one_and_chains_lead_to_the_last(workspace: Workspace) -> None:
    ids = [create(workspace, "contact", full_name="Ann", email=f"a{place}@x.example") for place in range(4)]
    merging.merge(workspace, "contact", ids[1], [ids[0]])
    merging.merge(workspace, "contact", ids[2], [ids[1], ids[3]])
    reader = workspace.file.reader()
    assert [merging.current(reader, "contact", one) for one in ids] == [ids[2]] * 4
    assert (
        len(rows(workspace, "SELECT 1 FROM channel WHERE contact_id = ? AND deleted_at IS NULL", ids[2])) == 4
    )


def test_what_was_said_to_be_two_stays_two(workspace: Workspace, twins: tuple[int, int]) -> None:
    one, two = twins
    third = create(workspace, "contact", full_name="Ann Bellamy")
    workspace.duplicates.set_distinct("contact", two, third)
    merging.merge(workspace, "contact", one, [two])
    sql = "SELECT first_id, second_id FROM distinct_pair WHERE deleted_at IS NULL"
    assert rows(workspace, sql) == [(min(one, third), max(one, third))]


def test_a_merged_record_is_no_rubbish_and_comes_back_by_undo_alone(
    workspace: Workspace, twins: tuple[int, int]
) -> None:
    one, two = twins
    merging.merge(workspace, "contact", one, [two])
    assert workspace.records.current("contact", two) == one
    assert workspace.lists.ids(ListQuery("contact", trash=True)).tolist() == []
    with pytest.raises(RecordProblem, match="was merged into “Ann Bell”"):
        workspace.records.restore("contact", [two])


# ---------------------------------------------------------------- un-merged


def test_unmerging_gives_both_back_exactly(workspace: Workspace, twins: tuple[int, int]) -> None:
    before = state(workspace)
    transaction = merging.merge(
        workspace, "contact", twins[1], [twins[0]], {"full_name": twins[0], "mobile": twins[0]}
    )
    assert state(workspace) != before
    report = workspace.history.undo(transaction)
    assert report.kept == []
    assert state(workspace) == before
    assert workspace.problems() == []


def test_unmerging_keeps_what_was_edited_since_and_names_it(
    workspace: Workspace, twins: tuple[int, int]
) -> None:
    one, two = twins
    transaction = merging.merge(workspace, "contact", one, [two])
    workspace.records.save("contact", one, {"note": "New words", "birthday": date(1990, 1, 1), "level": None})
    fresh = create(workspace, "activity", kind="note", subject="later", contact=one)
    report = workspace.history.undo(transaction)
    assert report.kept
    assert workspace.records.get("contact", one).texts["note"] == "New words"
    loser = workspace.records.get("contact", two)
    assert (loser.texts["note"], loser.texts["title"], loser.deleted) == ("Sings", "Head buyer", False)
    assert loser.texts["email"] == "anne@acme.example"
    assert rows(workspace, "SELECT contact_id FROM activity WHERE id = ?", fresh) == [(one,)]
    assert rows(workspace, "SELECT count(*) FROM activity WHERE contact_id = ?", two) == [(1,)]
    assert workspace.problems() == []


# ---------------------------------------------------------------- nothing forgotten


@pytest.mark.parametrize("entity", merging.ENTITIES)
def test_every_column_that_can_point_to_a_record_is_thought_of(entity: str) -> None:
    """A new foreign key needs a decision: does its row move, or are equal ones united?"""
    for link in merge_following.links_to(entity):
        known = link.table in merge_following.UNITED or link.table == merge_following.PAIRED
        assert known or (link.table, link.column) in merge_following.MOVED, link


def test_nothing_is_named_that_is_not_there() -> None:
    found = {link for entity in merging.ENTITIES for link in merge_following.links_to(entity)}
    assert {(link.table, link.column) for link in found} >= merge_following.MOVED
    assert {link.table for link in found} >= merge_following.UNITED.keys()
    for table, identity in merge_following.UNITED.items():
        assert registry.column_names(table).issuperset(identity)
