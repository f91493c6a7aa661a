"""A customer file in memory: the services that the window needs, without a database."""

from __future__ import annotations

import itertools
import threading
from array import array
from dataclasses import dataclass, field, replace
from datetime import UTC
from pathlib import Path
from typing import Any

from crm_desktop.core import i18n
from crm_desktop.core.entity import Field
from crm_desktop.core.errors import Cancelled, CrmError
from crm_desktop.core.kinds import (
    Locale,
)
from crm_desktop.core.query import Condition, ListQuery
from tests.ui.fake_data import ENTITIES, LIFECYCLE, FakeNamed, contact_rows


@dataclass(frozen=True)
class FakeRow:
    id: int
    texts: tuple[str, ...]
    values: tuple[Any, ...]
    deleted: bool = False


@dataclass(frozen=True)
class FakeSum:
    field: Field
    texts: tuple[str, ...]


@dataclass(frozen=True)
class FakeChanges:
    tables: dict[str, frozenset[int] | None]
    transaction: int = 1
    title: str = ""
    kind: str = "edit"

    def touches(self, *tables: str) -> bool:
        return any(one in self.tables for one in tables)


@dataclass
class FakeTransaction:
    id: int
    text: str
    kind: str
    back: Any
    undone: bool = False

    @property
    def subject(self) -> str:
        return self.text


@dataclass
class FakeReport:
    title: str
    restored: int = 1
    kept: list[Any] = field(default_factory=list)
    kept_count: int = 0
    redone: bool = False
    words: str = ""


@dataclass(frozen=True)
class FakeView:
    id: int
    name: str
    query: ListQuery
    columns: tuple[str, ...] = ()


class FakeLists:
    def __init__(self, workspace: FakeWorkspace) -> None:
        self._workspace = workspace
        self.queries: list[ListQuery] = []
        self.pages: list[tuple[str, int]] = []
        self.broken: CrmError | None = None
        self.is_slow = False  # to find the first ids takes longer than the main thread has patience

    def first_ids(self, query: ListQuery, limit: int = 100, cancelled: Any = None) -> array[int]:
        if self.is_slow and threading.current_thread() is threading.main_thread():
            raise Cancelled("")
        self.queries.append(query)
        return self.ids(query)[:limit]

    def ids(self, query: ListQuery, cancelled: Any = None) -> array[int]:
        if self.broken:
            raise self.broken
        if cancelled is not None and cancelled():
            raise Cancelled("")
        rows = self._workspace.trash if query.trash else self._workspace.rows
        found = [(i, row) for i, row in rows.get(query.entity, {}).items() if self._fits(query, row)]
        if query.sort:
            known = [one for one in found if one[1].get(query.sort) is not None]
            known.sort(key=lambda one: str(one[1][query.sort]), reverse=query.descending)
            found = known + [one for one in found if one[1].get(query.sort) is None]
        elif query.descending:
            found.reverse()
        return array("q", [i for i, _row in found])

    @staticmethod
    def _fits(query: ListQuery, row: dict[str, Any]) -> bool:
        text = " ".join(str(value) for value in row.values()).casefold()
        if not all(word in text for word in query.search.casefold().split()):
            return False
        hits = [_holds(one, row.get(one.field)) for one in query.conditions]
        return (all(hits) if query.match_all else any(hits)) if hits else True

    def page(self, entity: str, keys: Any, ids: Any, cancelled: Any = None) -> list[FakeRow]:
        if self.broken:
            raise self.broken
        self.pages.append((entity, len(ids)))
        known = {one.key: one for one in self.fields(entity)}
        found = []
        for record_id in ids:
            row = self._workspace.find(entity, record_id)
            if row is not None:
                values = tuple(row.get(key) for key in keys)
                locale = self._workspace.locale
                texts = tuple(_text(known[key], row.get(key), locale) for key in keys)
                found.append(FakeRow(record_id, texts, values))
        return found

    def count(self, entity: str) -> int:
        counts = self._workspace.counts
        return counts.get(entity, len(self._workspace.rows.get(entity, {})))

    def count_of(self, query: ListQuery) -> int:
        return len(self.ids(query))

    def fields(self, entity: str) -> tuple[Field, ...]:
        return ENTITIES[entity].fields

    def sums(self, entity: str, keys: Any, ids: Any, cancelled: Any = None) -> list[FakeSum]:
        found = []
        for one in self.fields(entity):
            if one.key not in keys or not one.kind.adds_up():
                continue
            values = [self._workspace.find(entity, record).get(one.key) or 0 for record in ids]
            found.append(FakeSum(one, (one.kind.show(sum(values), self._workspace.locale),)))
        return found

    def options(self, _set_name: str) -> tuple[FakeNamed, ...]:
        return LIFECYCLE

    def named(self, _entity: str, text: str, limit: int = 20) -> list[FakeNamed]:
        users = [FakeNamed(7, "Wei Zhang"), FakeNamed(8, "Tom Hale")]
        return [one for one in users if text.casefold() in one.name.casefold()][:limit]


def _holds(one: Condition, value: Any) -> bool:
    plain = value.id if isinstance(value, FakeNamed) else value
    if one.operator == "empty":
        return not plain
    if one.operator == "filled":
        return bool(plain)
    if one.operator == "any_of":
        return plain in one.value
    if one.operator == "contains":
        return str(one.value).casefold() in str(value).casefold()
    return (plain == one.value) != (one.operator == "is_not")


def _text(one: Field, value: Any, locale: Locale) -> str:
    if value is None:
        return ""
    return value.name if isinstance(value, FakeNamed) else one.kind.show(value, locale)


class FakeRecords:
    def __init__(self, workspace: FakeWorkspace) -> None:
        self._workspace = workspace

    def current(self, entity: str, record_id: int) -> int:
        return record_id

    def led_on(self, entity: str, words: Any, limit: int) -> dict[int, str]:
        return {}

    def delete(self, entity: str, ids: Any) -> int:
        ids = list(ids)
        rows, trash = self._workspace.rows[entity], self._workspace.trash.setdefault(entity, {})
        for one in ids:
            trash[one] = rows.pop(one)
        return self._workspace.commit(
            f"Delete {len(ids)}", "delete", entity, lambda: self.restore(entity, ids)
        )

    def restore(self, entity: str, ids: Any) -> int:
        ids = list(ids)
        rows, trash = self._workspace.rows[entity], self._workspace.trash.setdefault(entity, {})
        rows.update({one: trash.pop(one) for one in ids})
        return self._workspace.commit(
            f"Restore {len(ids)}", "restore", entity, lambda: self.delete(entity, ids)
        )

    def set_many(self, entity: str, ids: Any, values: Any) -> int:
        for one in ids:
            self._workspace.rows[entity][one].update(values)
        return self._workspace.commit("Change", "bulk", entity, lambda: None)


class FakeHistory:
    def __init__(self, workspace: FakeWorkspace) -> None:
        self._workspace = workspace

    def undo(self, txn: int, cancelled: Any = None) -> FakeReport:
        done = next(one for one in self._workspace.transactions if one.id == txn)
        done.undone = True
        done.back()
        return FakeReport(done.text)

    def last_undoable(self) -> FakeTransaction | None:
        open_ones = [one for one in self._workspace.transactions if not one.undone]
        return open_ones[-1] if open_ones else None

    def last_redoable(self) -> FakeTransaction | None:
        return None


class FakeViews:
    def __init__(self) -> None:
        self.kept: list[FakeView] = []
        self._ids = itertools.count(900)

    def of(self, entity: str) -> list[FakeView]:
        return [one for one in self.kept if one.query.entity == entity]

    def save(self, entity: str, name: str, query: ListQuery, columns: Any) -> int:
        view_id = next(self._ids)
        self.kept.append(FakeView(view_id, name, replace(query, entity=entity), tuple(columns)))
        return view_id

    def rename(self, view_id: int, name: str) -> None:
        self.kept = [replace(one, name=name) if one.id == view_id else one for one in self.kept]

    def delete(self, view_id: int) -> None:
        self.kept = [one for one in self.kept if one.id != view_id]


class FakeWorkspace:
    """Contacts and companies in memory."""

    def __init__(self, rows: dict[str, dict[int, dict[str, Any]]] | None = None) -> None:
        contacts = contact_rows()
        companies = {
            one["company"].id: {"name": one["company"].name, "priority": "high", "revenue": 120_000_00}
            for one in contacts.values()
        }
        self.rows = rows if rows is not None else {"contact": contacts, "company": companies}
        self.trash: dict[str, dict[int, dict[str, Any]]] = {}
        self.counts: dict[str, int] = {}
        self.path = Path("/data/northwind.crm")
        self.name = "Northwind Trading"
        self.read_only = False
        self.lists = FakeLists(self)
        self.records = FakeRecords(self)
        self.history = FakeHistory(self)
        self.views = FakeViews()
        self.transactions: list[FakeTransaction] = []
        self.listeners: list[Any] = []

    @property
    def locale(self) -> Locale:
        return Locale(language=i18n.language(), currency="EUR", zone=UTC)

    def find(self, entity: str, record_id: int) -> dict[str, Any] | None:
        return self.rows.get(entity, {}).get(record_id) or self.trash.get(entity, {}).get(record_id)

    def commit(self, text: str, kind: str, entity: str, back: Any) -> int:
        number = len(self.transactions) + 1
        self.transactions.append(FakeTransaction(number, text, kind, back))
        self.publish(FakeChanges({entity: None}, number, text, kind))
        return number

    def publish(self, changes: FakeChanges) -> None:
        for listener in self.listeners:
            listener(changes)

    def subscribe(self, listener: Any) -> None:
        self.listeners.append(listener)

    def close(self) -> None:
        self.listeners.clear()
