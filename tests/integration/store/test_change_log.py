"""The change log: what each write leaves, that nobody can write around it, and that values come back exactly."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlcipher3 import dbapi2

from crm_desktop.models import registry
from crm_desktop.services.workspace import Workspace, open_workspace
from crm_desktop.store import change_log, undo
from crm_desktop.store.driver import scalar
from tests.conftest import FixedClock, Maker
from tests.integration.store.store_help import changes, changes_of_row, last

COMPANY = registry.model("company")


# ---------------------------------------------------------------- form of the records


def test_an_insert_leaves_its_columns_without_caches(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme", note="x")
    (change,) = changes(workspace, last(workspace))
    assert (change.op, change.table, change.row) == ("I", "company", company)
    assert change.data["name"] == "Acme"
    assert set(change.data) == set(registry.logged_columns("company"))
    assert not {"id", "name_key", "place", "updated_at", "updated_by", "_clock"} & set(change.data)


def test_an_edit_leaves_its_changed_fields_only(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme", note="old")
    txn = workspace.records.save("company", company, {"note": "new", "name": "Acme"})
    (change,) = changes(workspace, txn)
    assert change.op == "U"
    # A person's edit asserts anew that the record lives.
    assert change.data == {"note": ["new", "old"], "deleted_at": [None, None]}


@pytest.mark.parametrize(
    ("kind", "asserts"), [("edit", True), ("rule", False), ("bulk", False), ("convert", True)]
)
def test_only_people_assert_that_a_record_lives(
    workspace: Workspace, make: Maker, kind: str, asserts: bool
) -> None:
    company = make.company("Acme")
    with workspace.work("x", kind) as work:
        work.execute("UPDATE company SET note = 'y' WHERE id = ?", (company,))
    (change,) = changes(workspace, work.id)
    assert ("deleted_at" in change.data) == asserts


def test_an_edit_to_what_it_was_leaves_nothing(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme")
    before = scalar(workspace.file.reader(), "SELECT seq FROM sync_state")
    with workspace.work("x") as work:
        work.execute(
            "UPDATE company SET name = name, name_key = 'other', updated_at = 'later' WHERE id = ?",
            (company,),
        )
    assert scalar(workspace.file.reader(), "SELECT seq FROM sync_state") == before


def test_a_bulk_insert_leaves_one_record_for_each_batch(
    workspace: Workspace, make: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(change_log, "BATCH", 100)
    txn = make.many(250)
    found = changes(workspace, txn)
    assert [(one.op, one.row, len(one.data["ids"])) for one in found] == [
        ("B", None, 100),
        ("B", None, 100),
        ("B", None, 50),
    ]
    assert set(found[0].data["cols"]) == {
        "name",
        "created_at",
        "created_by",
    }  # nothing that is empty throughout
    history = changes_of_row(workspace, "company", found[1].data["ids"][7])
    assert [(one.op, one.data["name"]) for one in history] == [("B", "Firm 00107")]
    assert changes_of_row(workspace, "company", found[1].data["ids"][7] + 10**9) == []


def test_one_assignment_to_many_leaves_one_record_with_the_old_values(
    workspace: Workspace, make: Maker
) -> None:
    ids = [make.company(name, note=note) for name, note in (("A", "1"), ("B", "2"), ("C", "same"))]
    txn = workspace.records.set_many("company", ids, {"note": "same"})
    (change,) = changes(workspace, txn)
    assert (change.op, change.row) == ("S", None)
    assert change.data == {"set": {"note": "same"}, "ids": ids[:2], "old": {"note": ["1", "2"]}}
    assert scalar(workspace.file.reader(), "SELECT count(*) FROM company WHERE note = 'same'") == 3
    (_made, part) = changes_of_row(workspace, "company", ids[1])
    assert (part.op, part.data) == ("U", {"note": ["same", "2"]})
    assert [one.op for one in changes_of_row(workspace, "company", ids[2])] == ["I"]


def test_an_assignment_that_changes_nothing_leaves_no_entry(workspace: Workspace, make: Maker) -> None:
    company = make.company("A", note="same")
    before = last(workspace)
    assert workspace.records.set_many("company", [company], {"note": "same"}) == 0
    assert workspace.records.set_many("company", [], {"note": "other"}) == 0
    assert last(workspace) == before


def test_the_log_is_dense_and_its_clock_rises(workspace: Workspace, make: Maker) -> None:
    company = make.company("A", city="Berlin", tags=["x", "y"])
    make.many(10)
    workspace.records.delete("company", [company])
    workspace.history.undo_last()
    rows = workspace.file.reader().execute("SELECT seq, clock FROM change ORDER BY seq").fetchall()
    assert [seq for seq, _clock in rows] == list(range(1, len(rows) + 1))
    assert all(one < other for (_a, one), (_b, other) in pairwise(rows))
    assert scalar(workspace.file.reader(), "SELECT clock FROM sync_state") == rows[-1][1]


def test_the_clock_never_goes_back(workspace: Workspace, make: Maker) -> None:
    ahead = (4_102_444_800_000 << 16) + 5  # the year 2100, from a computer whose clock is wrong
    workspace.file.writer.connection.execute("UPDATE sync_state SET clock = ?", (ahead,))
    make.company("A")
    make.many(2)
    rows = workspace.file.reader().execute("SELECT clock FROM change ORDER BY seq DESC LIMIT 2").fetchall()
    assert rows == [(ahead + 2,), (ahead + 1,)]


# ---------------------------------------------------------------- what cannot be done


@pytest.mark.parametrize("table", ["company", "tag_link", "setting"])
def test_records_are_never_deleted(workspace: Workspace, make: Maker, table: str) -> None:
    make.company("Acme", tags=["x"])
    with pytest.raises(dbapi2.IntegrityError, match="never deleted"), workspace.work("x") as work:
        work.execute(f'DELETE FROM "{table}"')
    with pytest.raises(dbapi2.IntegrityError, match="never deleted"):
        workspace.file.writer.connection.execute(f'DELETE FROM "{table}"')


def test_the_id_of_a_record_never_changes(workspace: Workspace, make: Maker) -> None:
    make.company("Acme")
    with pytest.raises(dbapi2.IntegrityError, match="never changes"):
        workspace.file.writer.connection.execute("UPDATE company SET id = id + 1")
    with pytest.raises(dbapi2.IntegrityError, match="never changes"), workspace.work("x") as work:  # noqa: PT012
        work.execute("UPDATE sync_state SET muted = 1")
        work.execute("UPDATE company SET id = id + 1")


def test_a_reference_to_nothing_is_refused_at_the_commit(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme")
    with pytest.raises(dbapi2.IntegrityError, match="FOREIGN KEY"), workspace.work("x") as work:
        work.execute("UPDATE company SET parent_id = 4711 WHERE id = ?", (company,))
    make.company("Zebra")
    assert workspace.problems() == []


# ---------------------------------------------------------------- values come back exactly

HARD = [
    "plain",
    "with \x00 NUL",
    "quotes ' \" ` \\ \\u0041",
    "line\nbreak\r\n\ttab \x01\x1f\x7f",
    "emoji 🦊👩‍👩‍👧 and 𠮷野家",
    "\u2028\u2029\ufeff\ufffd",
    "[1,2]",
    "{}",
    "null",
    "",
    " ",
    "é" * 5_000,
]


@pytest.mark.parametrize("text", HARD, ids=range(len(HARD)))
def test_texts_survive_the_log_and_undo(workspace: Workspace, make: Maker, text: str) -> None:
    company = make.company("Acme")
    reader = workspace.file.reader()
    edit = workspace.records.save("company", company, {"note": text})
    back = workspace.records.save("company", company, {"note": "other"})
    if edit:
        assert changes(workspace, edit)[0].data["note"] == [text, None]
    assert changes(workspace, back)[0].data["note"] == ["other", text]
    workspace.history.undo(back)
    assert scalar(reader, "SELECT note FROM company WHERE id = ?", (company,)) == text
    made = make.company("Other", note=text)
    many = workspace.records.set_many("company", [made, company], {"note": "all"})
    workspace.history.undo(many)
    assert scalar(reader, "SELECT count(*) FROM company WHERE note IS ?", (text,)) == 2


NUMBERS = [0, -1, 2**31, 2**53 - 1, 2**53 + 1, -(2**53) - 1, 2**63 - 1, -(2**63)]


@pytest.mark.parametrize("number", NUMBERS)
def test_whole_numbers_survive_the_log_and_undo(workspace: Workspace, make: Maker, number: int) -> None:
    company = make.company("Acme", annual_revenue=number)
    reader = workspace.file.reader()
    assert changes(workspace, last(workspace))[0].data["annual_revenue"] == number
    for act in (
        lambda: workspace.records.save("company", company, {"annual_revenue": 7}),
        lambda: workspace.records.set_many("company", [company], {"annual_revenue": 7}),
    ):
        txn = act()
        workspace.history.undo(txn)
        found = reader.execute("SELECT annual_revenue, typeof(annual_revenue) FROM company").fetchall()
        assert found == [(number, "integer")]


@given(st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=20))
def test_json_in_the_driver_is_exact(number: float, text: str) -> None:
    """SQLite before 3.45 changed doubles inside JSON."""
    text = text.encode("utf-8", "ignore").decode()
    connection = dbapi2.connect(":memory:")
    (found,) = connection.execute(
        "SELECT json_object('a', ?, 'b', json_array(?, ?))", (number, text, number)
    ).fetchone()
    connection.close()
    assert json.loads(found) == {"a": number, "b": [text, number]}


# ---------------------------------------------------------------- order of the history


def test_history_goes_by_order_not_by_the_clock(
    workspace: Workspace, make: Maker, path: Path, fixed_clock: FixedClock
) -> None:
    fixed_clock.set("2027-11-20 12:00")
    make.company("First")
    workspace.close()
    fixed_clock.set("2026-11-20 12:00")
    again = open_workspace(path)
    Maker(again).company("Second")
    try:
        assert [one.text for one in again.history.recent(2)] == ["New: Second", "New: First"]
        found = again.history.last_undoable()
        assert found
        assert found.text == "New: Second"
    finally:
        again.close()


def test_titles_with_percent_signs_and_strange_arguments(workspace: Workspace, make: Maker) -> None:
    make.company("100 %(name)s %s %")
    assert workspace.history.recent(1)[0].text == "New: 100 %(name)s %s %"
    assert change_log.title_text("%(missing)s", {"name": 1}) == "%(missing)s"
    assert change_log.title_text("50 % of %(name)s", {}) == "50 % of %(name)s"


def test_undo_text_names_what_was_undone(workspace: Workspace, make: Maker) -> None:
    make.company("Acme")
    report = undo.undo(workspace.file.writer, last(workspace))
    assert report.title == "New: Acme"
    assert workspace.history.recent(1)[0].text == "Undo: New: Acme"
    undo.undo(workspace.file.writer, report.transaction)
    assert workspace.history.recent(1)[0].text == "Redo: New: Acme"
