"""Undo and redo of whatever a person may do, in any order: earlier states come back, the file stays sound."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.models import registry
from crm_desktop.services.workspace import ListQuery, Workspace, open_workspace
from crm_desktop.store.driver import scalar
from tests.conftest import Maker, check_sound
from tests.integration.store.store_help import State, imported, state


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
