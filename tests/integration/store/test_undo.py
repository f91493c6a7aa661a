"""Undo and redo of any transaction, in any order, after a restart too; edits made since are kept and named."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.core.errors import Cancelled, RecordProblem
from crm_desktop.models import registry
from crm_desktop.services.workspace import ListQuery, Workspace, open_workspace
from crm_desktop.store import undo
from crm_desktop.store.driver import Connection, scalar
from tests.conftest import Maker, check_sound

TABLES = (
    "company",
    "contact",
    "affiliation",
    "channel",
    "address",
    "opportunity",
    "stage_change",
    "tag",
    "tag_link",
)
State = dict[tuple[str, int], dict[str, Any]]


def state(connection: Connection) -> State:
    """Return what the log keeps of every record: all but caches and who changed it last."""
    found: State = {}
    for table in TABLES:
        columns = registry.logged_columns(table)
        quoted = ", ".join(f'"{name}"' for name in columns)
        for row in connection.execute(f'SELECT id, {quoted} FROM "{table}"'):
            found[table, row[0]] = dict(zip(columns, row[1:], strict=True))
    return found


def live(found: State) -> State:
    return {key: row for key, row in found.items() if row["deleted_at"] is None}


def names(workspace: Workspace, entity: str = "company") -> list[str]:
    ids = workspace.lists.ids(ListQuery(entity))
    return [row.texts[0] for row in workspace.lists.page(entity, [registry.entity(entity).title_key], ids)]


# ---------------------------------------------------------------- one after the other


def test_undo_of_a_new_record_with_its_parts(workspace: Workspace, make: Maker) -> None:
    before = live(state(workspace.file.reader()))
    contact = make.contact("Ann", mobile="0171 1234567", city="Berlin", title="Buyer", tags=["VIP"])
    after = state(workspace.file.reader())
    report = workspace.history.undo_last()
    assert report.title == "New: Ann"
    assert report.kept == []
    assert live(state(workspace.file.reader())) == before
    assert workspace.records.get("contact", contact).deleted
    assert not workspace.lists.ids(ListQuery("contact", search="ann"))
    workspace.history.redo_last()
    assert state(workspace.file.reader()) == after
    assert list(workspace.lists.ids(ListQuery("contact", search="1234567"))) == [contact]
    check_sound(workspace)


def test_undo_and_redo_and_undo_again(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme")
    edit = workspace.records.save("company", company, {"name": "Zebra"})
    for _time in range(3):
        report = workspace.history.undo(edit)
        assert names(workspace) == ["Acme"]
        assert list(workspace.lists.ids(ListQuery("company", search="acme"))) == [company]
        found = workspace.history.transaction(edit)
        assert found
        assert found.undone_by == report.transaction
        workspace.history.undo(report.transaction)
        assert names(workspace) == ["Zebra"]
        found = workspace.history.transaction(edit)
        assert found
        assert not found.undone
    check_sound(workspace)


def test_what_is_undone_cannot_be_undone_again(workspace: Workspace, make: Maker) -> None:
    make.company("Acme")
    txn = workspace.history.recent(1)[0].id
    workspace.history.undo(txn)
    with pytest.raises(RecordProblem, match="already been undone"):
        workspace.history.undo(txn)
    with pytest.raises(RecordProblem, match="no such entry"):
        workspace.history.undo(4711)


def test_nothing_to_undo(workspace: Workspace) -> None:
    with pytest.raises(RecordProblem, match="nothing to undo"):
        workspace.history.undo_last()
    with pytest.raises(RecordProblem, match="nothing to redo"):
        workspace.history.redo_last()


def test_ctrl_z_walks_back_and_forth(workspace: Workspace, make: Maker) -> None:
    company = make.company("1")
    for name in "234":
        workspace.records.save("company", company, {"name": name})
    for name in "321":
        workspace.history.undo_last()
        assert names(workspace) == [name]
    workspace.history.undo_last()
    assert names(workspace) == []
    for name in "1234":
        workspace.history.redo_last()
        assert names(workspace) == [name]


def test_undo_after_the_file_was_opened_again(workspace: Workspace, make: Maker, path: Path) -> None:
    make.company("Acme", phone="030 123456")
    make.many(20)
    before = state(workspace.file.reader())
    workspace.close()
    for _time in range(2):
        again = open_workspace(path)
        again.history.undo_last()
        again.history.undo_last()
        assert names(again) == []
        again.close()
        again = open_workspace(path)
        again.history.redo_last()
        again.history.redo_last()
        assert state(again.file.reader()) == before
        again.close()


def test_undo_of_a_redo_is_an_undo(workspace: Workspace, make: Maker) -> None:
    make.company("Acme")
    txn = workspace.history.recent(1)[0].id
    first = workspace.history.undo(txn).transaction
    redo = workspace.history.undo(first).transaction
    workspace.history.undo(redo)
    assert names(workspace) == []
    found = workspace.history.transaction(txn)
    assert found
    assert found.undone


# ---------------------------------------------------------------- edits made since


def test_edits_made_since_are_kept_and_named(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme", note="1", short_name="A")
    edit = workspace.records.save("company", company, {"note": "2", "short_name": "B"})
    workspace.records.save("company", company, {"note": "3"})
    report = workspace.history.undo(edit)
    record = workspace.records.get("company", company)
    assert (record.texts["note"], record.texts["short_name"]) == ("3", "A")
    (kept,) = report.kept
    assert kept.text == "Acme: Note"
    assert (report.restored, report.kept_count) == (1, 1)
    assert any(
        entry.fields[0].new == "3"
        for entry in workspace.history.of_record("company", company)
        if entry.fields
    )


def test_a_field_that_is_back_already_is_not_kept(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme", note="1")
    edit = workspace.records.save("company", company, {"note": "2"})
    workspace.records.save("company", company, {"note": "1"})
    report = workspace.history.undo(edit)
    assert (report.transaction, report.kept) == (0, [])
    assert workspace.records.get("company", company).texts["note"] == "1"


def test_a_record_that_was_restored_by_hand_is_not_kept(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme")
    deletion = workspace.records.delete("company", [company])
    workspace.records.restore("company", [company])
    assert workspace.history.undo(deletion).kept == []


def test_a_new_record_that_was_edited_since_stays_with_its_parts(workspace: Workspace, make: Maker) -> None:
    contact = make.contact("Ann", mobile="0171 1234567", city="Berlin")
    txn = workspace.history.recent(1)[0].id
    workspace.records.save("contact", contact, {"note": "important"})
    report = workspace.history.undo(txn)
    record = workspace.records.get("contact", contact)
    assert not record.deleted
    assert record.texts["mobile"] == "0171 1234567"
    assert [one.text for one in report.kept] == ["Ann: Note"]


@pytest.mark.parametrize(
    "values",
    [{"mobile": "0172 7654321"}, {"phone": "030 4711"}, {"street": "Hauptstr. 1"}],
    ids=["edited", "new", "address"],
)
def test_a_new_record_whose_parts_were_changed_since_stays(
    workspace: Workspace, make: Maker, values: dict[str, str]
) -> None:
    contact = make.contact("Ann", mobile="0171 1234567", city="Berlin")
    txn = workspace.history.recent(1)[0].id
    workspace.records.save("contact", contact, values)
    report = workspace.history.undo(txn)
    record = workspace.records.get("contact", contact)
    assert not record.deleted
    ((key, value),) = values.items()
    assert record.texts[key] == value
    assert report.kept_count >= 1
    assert all("Ann" in one.name for one in report.kept)
    assert workspace.problems() == []


def test_a_new_record_that_was_tagged_since_stays(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme")
    txn = workspace.history.recent(1)[0].id
    workspace.records.save("company", company, {"tags": ["VIP"]})
    workspace.history.undo(txn)
    assert not workspace.records.get("company", company).deleted


def test_a_new_record_that_others_point_to_stays(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme", phone="030 1")
    txn = workspace.history.recent(1)[0].id
    contact = make.contact("Ann", company=company)
    report = workspace.history.undo(txn)
    assert not workspace.records.get("company", company).deleted
    assert workspace.records.get("company", company).texts["phone"] == "030 1"
    assert [(one.table, one.row, one.name) for one in report.kept] == [("company", company, "Acme")]
    workspace.history.undo_last()
    assert workspace.records.get("contact", contact).deleted


def test_a_new_record_that_trashed_records_point_to_goes(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme")
    txn = workspace.history.recent(1)[0].id
    contact = make.contact("Ann", company=company)
    workspace.records.delete("contact", [contact])
    assert workspace.history.undo(txn).kept == []
    assert workspace.records.get("company", company).deleted


def test_undo_of_a_deletion_brings_the_parts_back(workspace: Workspace, make: Maker) -> None:
    contact = make.contact("Ann", mobile="0171 1234567", city="Berlin", title="Buyer", company=make.company())
    before = state(workspace.file.reader())
    deletion = workspace.records.delete("contact", [contact])
    assert workspace.lists.count("contact") == 0
    workspace.history.undo(deletion)
    assert state(workspace.file.reader()) == before
    assert list(workspace.lists.ids(ListQuery("contact", search="acme"))) == [contact]


# ---------------------------------------------------------------- bulk work


def imported(workspace: Workspace, count: int = 30) -> tuple[int, list[int]]:
    """Import companies with a phone each; returns the transaction and the ids."""
    with workspace.work("Import %(name)s", "import", name="list.xlsx") as work:
        ids, parts = work.writer.ids.block(count), work.writer.ids.block(count)
        work.insert_many("company", ["id", "name"], [(one, f"Firm {at:03}") for at, one in enumerate(ids)])
        columns = ["id", "company_id", "kind", "value", "normal", "is_primary"]
        rows = [
            (a, b, "phone", f"030 55{at:04}", f"03055{at:04}", 1)
            for at, (a, b) in enumerate(zip(parts, ids, strict=True))
        ]
        work.insert_many("channel", columns, rows)
    return work.id, ids


def test_undo_of_an_import(workspace: Workspace, make: Maker) -> None:
    make.company("Firm before")
    before = live(state(workspace.file.reader()))
    txn, ids = imported(workspace)
    after = state(workspace.file.reader())
    report = workspace.history.undo(txn)
    assert (report.restored, report.kept) == (30, [])
    assert live(state(workspace.file.reader())) == before
    assert len(workspace.lists.ids(ListQuery("company", search="firm"))) == 1
    check_sound(workspace)
    workspace.history.redo_last()
    assert state(workspace.file.reader()) == after
    assert list(workspace.lists.ids(ListQuery("company", search="55 0007"))) == [ids[7]]
    assert len(workspace.lists.ids(ListQuery("company", search="firm"))) == 31
    check_sound(workspace)


def test_undo_of_an_import_keeps_what_was_worked_with(workspace: Workspace, make: Maker) -> None:
    txn, ids = imported(workspace)
    workspace.records.save("company", ids[0], {"note": "called"})
    workspace.records.save("company", ids[1], {"phone": "030 999999"})
    make.contact("Ann", company=ids[2])
    opportunity = workspace.records.create("opportunity", {"name": "Big", "company": ids[3]})
    workspace.records.set_many("company", ids[4:6], {"note": "bulk"})
    workspace.records.save("company", ids[6], {"parent": ids[7]})
    workspace.records.delete("company", [ids[8]])
    workspace.records.save("company", ids[9], {"city": "Berlin"})
    report = workspace.history.undo(txn)
    stay = [*ids[:8], ids[9]]
    assert list(workspace.lists.ids(ListQuery("company"))) == stay
    assert {one.row for one in report.kept if one.table == "company"} == set(stay) - {ids[1]} | (
        {ids[1]} & {one.row for one in report.kept}
    )
    for company in stay:
        assert workspace.records.get("company", company).texts["phone"]
    assert workspace.records.get("opportunity", opportunity).texts["company"] == "Firm 003"
    texts = {one.text for one in report.kept}
    assert {"Firm 000: Note", "Firm 002", "Firm 003", "Firm 004: Note"} <= texts
    check_sound(workspace)
    # What was kept stays when the import is redone, and the rest comes back.
    workspace.history.redo_last()
    assert workspace.lists.count("company") == len(ids) - 1
    assert workspace.records.get("company", ids[0]).texts["note"] == "called"
    check_sound(workspace)


def test_an_import_can_be_repeated_after_its_undo(workspace: Workspace) -> None:
    for _time in range(3):
        txn, _ids = imported(workspace)
        workspace.history.undo(txn)
    imported(workspace)
    assert workspace.lists.count("company") == 30
    check_sound(workspace)


def test_an_imported_part_whose_edit_was_undone_counts_as_untouched(workspace: Workspace) -> None:
    txn, ids = imported(workspace)
    edit = workspace.records.save("company", ids[0], {"phone": "030 1"})
    workspace.history.undo(edit)
    assert workspace.history.undo(txn).kept == []
    assert workspace.lists.count("company") == 0


def test_of_many_kept_records_a_hundred_are_named(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    txn, ids = imported(workspace)
    monkeypatch.setattr(undo, "NAMED_AT_MOST", 5)
    workspace.records.set_many("company", ids, {"note": "x"})
    report = workspace.history.undo(txn)
    assert len(report.kept) == 5
    assert report.kept_count >= 30
    assert workspace.lists.count("company") == 30


def test_undo_of_a_bulk_edit_with_different_old_values(workspace: Workspace, make: Maker) -> None:
    ids = [make.company(f"Firm {at}", note=note) for at, note in enumerate([None, "", "a", "a", "b", "new"])]
    before = state(workspace.file.reader())
    txn = workspace.records.set_many("company", ids, {"note": "new", "short_name": "S"})
    workspace.records.save("company", ids[2], {"note": "later"})
    report = workspace.history.undo(txn)
    after = state(workspace.file.reader())
    assert [one.text for one in report.kept] == ["Firm 2: Note"]
    for company in ids:
        assert after["company", company]["short_name"] is None
        wanted = "later" if company == ids[2] else before["company", company]["note"]
        assert after["company", company]["note"] == wanted


def test_a_cancelled_undo_changes_nothing(workspace: Workspace) -> None:
    txn, _ids = imported(workspace)
    before = state(workspace.file.reader())
    with pytest.raises(Cancelled):
        workspace.history.undo(txn, lambda: True)
    assert state(workspace.file.reader()) == before
    found = workspace.history.transaction(txn)
    assert found
    assert not found.undone


# ---------------------------------------------------------------- by chance


class Person:
    """Somebody who does all sorts of things with a file, one transaction each."""

    def __init__(self, workspace: Workspace, seed: int) -> None:
        self.workspace = workspace
        self.pick = random.Random(seed)
        self.done: list[int] = []
        self.before: list[State] = []

    def act(self) -> None:
        """Do one thing; things that come to nothing are not remembered."""
        acts: tuple[Callable[[], object], ...] = (
            self._create, self._create, self._edit, self._edit, self._edit, self._many, self._delete, self._restore,
            self._import, self._raw,
        )  # fmt: skip
        before = state(self.workspace.file.reader())
        newest = scalar(self.workspace.file.reader(), "SELECT max(id) FROM txn")
        self.pick.choice(acts)()
        found = scalar(self.workspace.file.reader(), "SELECT max(id) FROM txn")
        if found != newest:
            self.done.append(found)
            self.before.append(before)

    def _ids(self, entity: str, *, trash: bool = False) -> list[int]:
        return list(self.workspace.lists.ids(ListQuery(entity, trash=trash, sort="")))

    def _one(self, entity: str) -> int | None:
        ids = self._ids(entity)
        return self.pick.choice(ids) if ids else None

    def _word(self) -> str:
        return self.pick.choice(["Acme", "Zebra", "星辰科技", "Ünal", "x", "y", "🦊", "O'Hara"]) + str(
            self.pick.randrange(3)
        )

    def _create(self) -> None:
        records = self.workspace.records
        kind = self.pick.randrange(3)
        if kind == 0:
            records.create(
                "company", {"name": self._word(), "phone": "030 1", "parent": self._one("company")}
            )
        elif kind == 1:
            values = {"full_name": self._word(), "company": self._one("company"), "mobile": "0171 1234"}
            records.create("contact", {**values, "tags": self.pick.sample(["a", "b", "c"], 2)})
        else:
            records.create(
                "opportunity", {"name": self._word(), "company": self._one("company"), "amount": 100}
            )

    def _values(self, entity: str) -> dict[str, Any]:
        title = registry.entity(entity).title_key
        choices: list[dict[str, Any]] = [
            {title: self._word()},
            {"note": self._word()},
            {"tags": [self._word()]},
        ]
        if entity != "opportunity":
            choices += [{"phone": self._word()}, {"phone": None}, {"city": self._word()}, {"city": None}]
        return {**self.pick.choice(choices), **self.pick.choice(choices)}

    def _edit(self) -> None:
        entity = self.pick.choice(["company", "contact", "opportunity"])
        record = self._one(entity)
        if record is not None:
            self.workspace.records.save(entity, record, self._values(entity))

    def _some(self, ids: list[int]) -> list[int]:
        return self.pick.sample(ids, self.pick.randint(1, min(4, len(ids)))) if ids else []

    def _many(self) -> None:
        entity = self.pick.choice(["company", "contact"])
        if ids := self._some(self._ids(entity)):
            with self.workspace.work("Bulk", "bulk") as work:
                work.assign_many(entity, ids, {"note": "bulk"})

    def _delete(self) -> None:
        entity = self.pick.choice(["company", "contact", "opportunity"])
        if ids := self._some(self._ids(entity)):
            with self.workspace.work("Delete", "delete") as work:
                at = f"2026-01-01T00:00:{self.pick.randrange(60):02}Z"
                work.assign_many(entity, ids, {"deleted_at": at})

    def _restore(self) -> None:
        entity = self.pick.choice(["company", "contact", "opportunity"])
        if ids := self._some(self._ids(entity, trash=True)):
            with self.workspace.work("Restore", "restore") as work:
                work.assign_many(entity, ids, {"deleted_at": None})

    def _import(self) -> None:
        imported(self.workspace, self.pick.randint(1, 5))

    def _raw(self) -> None:
        with self.workspace.work("Rule", "rule") as work:
            work.execute("UPDATE company SET employees = coalesce(employees, 0) + 1 WHERE deleted_at IS NULL")


SEEDS = range(int(os.environ.get("CRM_UNDO_SEEDS", "12")))  # more before a release


@pytest.mark.parametrize("seed", SEEDS)
def test_undoing_everything_backwards_walks_through_every_earlier_state(
    workspace: Workspace, seed: int
) -> None:
    person = Person(workspace, seed)
    for _act in range(18):
        person.act()
    reader = workspace.file.reader()
    final = state(reader)
    undone: list[int] = []
    for txn, before in zip(reversed(person.done), reversed(person.before), strict=True):
        report = workspace.history.undo(txn)
        assert report.kept == []
        undone.append(report.transaction)
        now = state(reader)
        assert {key: row for key, row in now.items() if key in before} == before
        assert all(row["deleted_at"] for key, row in now.items() if key not in before)
    check_sound(workspace)
    assert not any(workspace.lists.count(entity) for entity in ("company", "contact", "opportunity"))
    for txn in reversed(undone):
        assert workspace.history.undo(txn).kept == []
    assert state(reader) == final
    check_sound(workspace)


@pytest.mark.parametrize("seed", SEEDS)
def test_undo_and_redo_of_any_transaction_is_nothing(workspace: Workspace, path: Path, seed: int) -> None:
    """Whatever undo could take back of it, redo brings back."""
    person = Person(workspace, 1_000 + seed)
    for _act in range(14):
        person.act()
    before = state(workspace.file.reader())
    for txn in person.pick.sample(person.done, min(8, len(person.done))):
        report = workspace.history.undo(txn)
        if report.transaction:
            again = workspace.history.undo(report.transaction)
            assert again.kept == []
        assert state(workspace.file.reader()) == before
    check_sound(workspace)


@pytest.mark.parametrize("seed", SEEDS)
def test_undo_in_any_order_never_breaks_the_file(workspace: Workspace, path: Path, seed: int) -> None:
    person = Person(workspace, 2_000 + seed)
    for _act in range(14):
        person.act()
    todo = list(person.done)
    person.pick.shuffle(todo)
    for txn in todo[: len(todo) // 2]:
        workspace.history.undo(txn)
    check_sound(workspace)
    workspace.close()
    again = open_workspace(path)
    for txn in todo[len(todo) // 2 :]:
        again.history.undo(txn)
    check_sound(again)
    again.close()


@pytest.mark.parametrize("seed", SEEDS)
def test_edits_undone_in_any_order_agree_with_a_model(workspace: Workspace, make: Maker, seed: int) -> None:
    """Each cell goes back if it still holds what the transaction wrote; else it is kept, and named if it differs."""
    pick = random.Random(seed)
    ids = [make.company(f"Firm {at}") for at in range(4)]
    cells: dict[tuple[int, str], str | None] = {
        (one, column): None for one in ids for column in ("note", "short_name")
    }
    written: dict[int, dict[tuple[int, str], tuple[str | None, str]]] = {}
    for _edit in range(14):
        column, value = pick.choice(["note", "short_name"]), pick.choice("abc")
        many = pick.random() < 0.4
        chosen = [
            one
            for one in (pick.sample(ids, 3) if many else [pick.choice(ids)])
            if cells[one, column] != value
        ]
        if not chosen:
            continue
        if many:
            txn = workspace.records.set_many("company", chosen, {column: value})
        else:
            txn = workspace.records.save("company", chosen[0], {column: value})
        written[txn] = {(one, column): (cells[one, column], value) for one in chosen}
        cells.update({(one, column): value for one in chosen})
    order = list(written)
    pick.shuffle(order)
    for txn in order:
        report = workspace.history.undo(txn)
        kept = set()
        for cell, (old, new) in written[txn].items():
            if cells[cell] == new:
                cells[cell] = old
            elif cells[cell] != old:
                kept.add(cell[0])
        assert kept <= {one.row for one in report.kept}
        found = state(workspace.file.reader())
        assert {cell: found["company", cell[0]][cell[1]] for cell in cells} == cells
