"""Lists: search, order and filters of every entity agree with a plain reading of the rows."""

from __future__ import annotations

import random
from array import array
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.core.entity import Child, Column, Entity, Field, TagLinks
from crm_desktop.core.errors import Cancelled, UsageProblem
from crm_desktop.core.kinds import (
    Choice,
    Day,
    Exact,
    Flag,
    Kind,
    Locale,
    Moment,
    Money,
    Number,
    Option,
    Reference,
    Tags,
    Text,
)
from crm_desktop.core.patience import Patience
from crm_desktop.core.search_text import sort_key
from crm_desktop.models import registry
from crm_desktop.services.workspace import Condition, ListQuery, Workspace, open_workspace
from crm_desktop.store import index, lists, patience
from crm_desktop.store.driver import scalar
from crm_desktop.store.sql import marks
from tests.conftest import Maker
from tests.integration.store.store_help import found, ids

SEARCHED = [one for one in registry.ENTITIES if registry.is_searchable(one.name)]
by_entity = pytest.mark.parametrize("entity", registry.ENTITIES, ids=lambda one: one.name)


# ---------------------------------------------------------------- a file with some of everything


def sample(kind: Kind[Any], pick: random.Random, workspace: Workspace) -> Any:
    """Return some value of a kind, in stored form."""
    if isinstance(kind, Option):
        return pick.choice([None, *(one.id for one in workspace.lists.options(kind.options))])
    if isinstance(kind, Reference):
        rows = workspace.file.reader().execute(f'SELECT id FROM "{kind.entity}"').fetchall()
        return pick.choice(rows)[0] if rows else None
    if isinstance(kind, Choice):
        return pick.choice(kind.vocabulary.codes)
    if isinstance(kind, Flag):
        return pick.randrange(2)
    if isinstance(kind, (Number, Money, Exact)):
        return pick.choice([-5, 0, 3, 3, 100, 2_000])
    if isinstance(kind, Day):
        return (date(2026, 11, 20) + timedelta(days=pick.randint(-3, 3))).isoformat()
    if isinstance(kind, Moment):
        return f"2026-11-{pick.randint(17, 23)}T{pick.randint(0, 23):02}:30:00Z"
    if isinstance(kind, Tags):
        return pick.choice(["a", "b"])
    return pick.choice(
        ["Ärger", "acme", "Acme 2", "Acme 10", "星辰科技", "阿里", "北京", "Zoë", "x\"y'z%", "_"]
    )


@pytest.fixture(scope="module")
def filled_template(tmp_path_factory: pytest.TempPathFactory, plain_template: Path) -> Path:
    """A file in which every entity has records with every column filled in some and empty in others."""
    path = tmp_path_factory.mktemp("filled") / "filled.crm"
    path.write_bytes(plain_template.read_bytes())
    workspace = open_workspace(path)
    pick = random.Random(3)
    with workspace.work("Fill", "setup") as work:
        work.execute("PRAGMA defer_foreign_keys = ON")
        for entity in registry.ENTITIES:
            if entity.name in ("setting", "option", "stage", "pipeline", "user"):
                continue
            for _record in range(12):
                fill(work, entity, pick, workspace)
    workspace.close()
    return path


def fill(work: Any, entity: Entity, pick: random.Random, workspace: Workspace) -> None:
    table = registry.table(entity.name)
    values: dict[str, Any] = {
        "id": work.writer.ids.next(),
        "created_at": "2026-11-18T10:00:00Z",
        "updated_at": "2026-11-19T10:00:00Z",
    }
    for field in entity.fields:
        if field.stored and field.column not in values:
            column = table.columns[field.column]
            value = None if column.nullable and pick.random() < 0.3 else sample(field.kind, pick, workspace)
            if value is not None or column.nullable:
                values[field.column] = value
    for column in table.columns:
        required = not column.nullable and column.server_default is None and column.name not in values
        if required:
            keys = list(column.foreign_keys)
            target = keys[0].column.table.name if keys else ""
            row = work.execute(f'SELECT id FROM "{target}" LIMIT 1').fetchone() if target else None
            values[column.name] = row[0] if row else "company" if column.name == "entity" else 1
    if any(value is None and not table.columns[name].nullable for name, value in values.items()):
        return
    quoted = ", ".join(f'"{name}"' for name in values)
    work.execute(
        f'INSERT INTO "{entity.name}" ({quoted}) VALUES ({marks(list(values))})', list(values.values())
    )


@pytest.fixture(scope="module")
def filled(filled_template: Path) -> Iterator[Workspace]:
    """The filled file, for reading only."""
    opened = open_workspace(filled_template, read_only=True)
    yield opened
    opened.close()


def rows_of(workspace: Workspace, entity: str, *columns: str) -> dict[int, tuple[Any, ...]]:
    quoted = "".join(f', "{name}"' for name in columns)
    sql = f'SELECT id{quoted} FROM "{entity}" WHERE deleted_at IS NULL'
    return {row[0]: row[1:] for row in workspace.file.reader().execute(sql)}


# ---------------------------------------------------------------- order


def primary_values(workspace: Workspace, entity: Entity, source: Child) -> dict[int, Any]:
    """Return the value in the flagged child row of each record, else in the oldest."""
    values: dict[int, Any] = dict.fromkeys(rows_of(workspace, entity.name))
    children = rows_of(workspace, source.table, source.link, source.column, source.flag)
    for owner, value, _flag in (
        row for _id, row in sorted(children.items(), key=lambda pair: (pair[1][2], -pair[0]))
    ):
        if owner in values:
            values[owner] = value
    return values


def reference_order(workspace: Workspace, entity: Entity, field: Field, descending: bool) -> list[Any]:
    """Return the sort values of all records as Python puts them: empty ones last in both directions."""
    if isinstance(field.source, Child):
        values = primary_values(workspace, entity, field.source)
    else:
        values = {one: row[0] for one, row in rows_of(workspace, entity.name, field.sort_on).items()}
    rank: dict[Any, Any] = {}
    if isinstance(field.kind, Option):
        rank = {one: at for at, one in enumerate(row[0] for row in workspace.file.reader().execute(
            "SELECT id FROM option WHERE set_name = ? ORDER BY position, id", (field.kind.options,)))}  # fmt: skip
    elif isinstance(field.kind, Choice):
        rank = {code: at for at, code in enumerate(field.kind.vocabulary.codes)}
    elif isinstance(field.kind, Reference):
        target = registry.entity(field.kind.entity)
        key = "name_key" if registry.is_searchable(target.name) else target.title_field.column
        rank = {one: row[0] for one, row in rows_of(workspace, target.name, key).items()}
    keyed = [rank[one] if rank else one for one in values.values() if one is not None]
    return sorted(keyed, reverse=descending) + [None] * (len(values) - len(keyed)), rank, values


@pytest.mark.parametrize("descending", [False, True], ids=["up", "down"])
@by_entity
def test_every_order_is_that_of_a_plain_sort(filled: Workspace, entity: Entity, descending: bool) -> None:
    for field in (one for one in entity.fields if one.sort_on):
        query = ListQuery(entity.name, sort=field.key, descending=descending)
        got = list(filled.lists.ids(query))
        wanted, rank, values = reference_order(filled, entity, field, descending)
        assert sorted(got) == sorted(values), field.key
        shown = [None if values[one] is None else rank[values[one]] if rank else values[one] for one in got]
        assert shown == wanted, field.key
        assert list(filled.lists.first_ids(query, 5)) == got[:5]
        assert filled.lists.count_of(query) == len(got)


@by_entity
def test_every_list_has_an_order_without_being_asked(filled: Workspace, entity: Entity) -> None:
    got = ids(filled, entity.name)
    assert sorted(got) == sorted(rows_of(filled, entity.name))
    assert list(filled.lists.first_ids(ListQuery(entity.name), 3)) == got[:3]
    assert filled.lists.count(entity.name) == len(got)
    key, newest_first = entity.order(ListQuery(entity.name))
    if key != entity.title_key:
        assert newest_first
        assert got == ids(filled, entity.name, sort=key, descending=True)
        assert ids(filled, entity.name, descending=True) == ids(filled, entity.name, sort=key)
        return
    if registry.is_searchable(entity.name):
        titles = rows_of(filled, entity.name, entity.title_field.column)
        keys = [sort_key(titles[one][0], person=index.person(entity)) for one in got]
        assert keys == sorted(keys)
    down = ids(filled, entity.name, descending=True)
    assert down == got[::-1]


@pytest.mark.parametrize("entity", SEARCHED, ids=lambda one: one.name)
def test_first_ids_are_the_beginning_of_all_ids(filled: Workspace, entity: Entity) -> None:
    for field in (one for one in entity.fields if one.sort_on):
        for search in ("", "a", "acme", "星辰", "xc"):
            for descending in (False, True):
                query = ListQuery(entity.name, search=search, sort=field.key, descending=descending)
                whole = filled.lists.ids(query)
                assert isinstance(whole, array)
                for limit in (1, 4, 100):
                    assert filled.lists.first_ids(query, limit) == whole[:limit]
                assert filled.lists.count_of(query) == len(whole)
                assert set(whole) <= set(filled.lists.ids(ListQuery(entity.name)))


def test_records_that_point_into_the_trash_stay_in_the_list(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme")
    other = make.company("Zebra")
    made = [
        workspace.records.create("opportunity", {"name": name, "company": one})
        for name, one in (("1", company), ("2", other), ("3", None))
    ]
    workspace.records.delete("company", [company])
    for descending in (False, True):
        assert sorted(ids(workspace, "opportunity", sort="company", descending=descending)) == sorted(made)


def test_records_with_an_unknown_option_stay_in_the_list(workspace: Workspace, make: Maker) -> None:
    """Another computer's option may come later than the record that has it, or belong to another list by now."""
    company = make.company("Acme", level=workspace.lists.options("level")[0].id)
    with workspace.work("x") as work:
        work.execute("UPDATE option SET set_name = 'other' WHERE set_name = 'level'")
    request = workspace.records.create("service_request", {"title": "x"})
    with workspace.work("x") as work:
        work.execute("UPDATE service_request SET status = 'from the future'")
    assert ids(workspace, "company", sort="level") == [company]
    assert ids(workspace, "service_request", sort="status", descending=True) == [request]


@pytest.mark.parametrize("sort", ["nonsense", "name; DROP TABLE company", "(SELECT 1)", "note", "tags"])
def test_an_order_that_there_is_not(workspace: Workspace, make: Maker, sort: str) -> None:
    """T-14."""
    make.company()
    with pytest.raises(UsageProblem):
        ids(workspace, "company", sort=sort)
    assert workspace.lists.count("company") == 1


@settings(max_examples=60)
@given(st.text(max_size=30))
def test_no_search_raises(filled: Workspace, search: str) -> None:
    for entity in ("company", "contact"):
        found(filled, search, entity)
        filled.lists.ids(ListQuery(entity, search=search, trash=True))
        filled.lists.named(entity, search)


# ---------------------------------------------------------------- filters


def value_for(field: Field, operator: str, workspace: Workspace) -> Any:
    if operator in ("empty", "filled"):
        return None
    if operator in ("within_days", "comes_within"):
        return -2
    if isinstance(field.kind, Moment):
        return "2026-11-20"
    value = sample(field.kind, random.Random(operator), workspace)
    return [value] if operator == "any_of" else value


@by_entity
def test_every_filter_runs(filled: Workspace, entity: Entity) -> None:
    every = set(filled.lists.ids(ListQuery(entity.name)))
    for field in (one for one in entity.fields if one.writable):
        empties: set[int] = set()
        if field.stored:
            rows = rows_of(filled, entity.name, field.column)
            empties = {one for one, (value,) in rows.items() if value is None}
        for operator in field.kind.operators:
            condition = Condition(field.key, operator, value_for(field, operator, filled))
            query = ListQuery(entity.name, conditions=(condition,))
            got = filled.lists.ids(query)
            case = f"{field.key} {operator} {condition.value!r}"
            assert filled.lists.count_of(query) == len(got), case
            assert list(filled.lists.first_ids(query, 3)) == list(got[:3]), case
            opposite = {"is": "is_not", "empty": "filled", "has": "has_not"}.get(operator)
            if opposite in field.kind.operators:
                negated = (Condition(field.key, opposite, condition.value),)
                other = filled.lists.ids(ListQuery(entity.name, conditions=negated))
                assert set(got) | set(other) == every, case
                assert not set(got) & set(other), case
            if operator not in ("empty", "is_not") and condition.value is not None:
                assert not empties & set(got), f"{case}: an empty value fits only 'is empty' and 'is not'"


# ---------------------------------------------------------------- pages


@by_entity
def test_every_field_of_every_entity_is_shown(filled: Workspace, entity: Entity) -> None:
    keys = [one.key for one in filled.lists.fields(entity.name)]
    all_ids = ids(filled, entity.name)
    rows = filled.lists.page(entity.name, keys, [*reversed(all_ids), 4711])
    assert [row.id for row in rows] == all_ids[::-1]
    assert all(isinstance(text, str) for row in rows for text in row.texts)
    assert all(len(row.texts) == len(keys) for row in rows)


def test_a_page_has_what_was_asked_for_in_its_order(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme", annual_revenue=123_456, tags=["b", "a"], phone="030 1")
    (row,) = workspace.lists.page(
        "company", ["tags", "phone", "nonsense", "name", "annual_revenue"], [company]
    )
    assert row.texts[:3] == ("a, b", "030 1", "Acme")
    assert row.values[0] == ["a", "b"]
    assert row.values[3] == 123_456
    assert "1,234.56" in row.texts[3]


def test_kinds_and_sources_are_all_known() -> None:
    assert {type(one.source) for entity in registry.ENTITIES for one in entity.fields} >= {
        Column,
        Child,
        TagLinks,
    }
    assert isinstance(Text().number_format(Locale()), str)
    assert Exact(2).to_stored(Decimal("1.25")) == 125
    assert scalar is not None
    assert lists.FIRST == 100


def test_first_ids_are_given_up_when_nobody_wants_them(
    filled: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "STEPS", 1)
    query = ListQuery("contact")
    with pytest.raises(Cancelled):
        filled.lists.first_ids(query, 5, lambda: True)
    assert len(filled.lists.first_ids(query, 5, lambda: False)) == 5


def test_what_takes_longer_than_there_is_patience_is_given_up(
    filled: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "CLOSE_STEPS", 1)
    query, entity = ListQuery("contact"), registry.entity("contact")
    keys = [one.key for one in entity.listed]
    ids = filled.lists.first_ids(query, 5, Patience(60))
    assert len(filled.lists.page("contact", keys, ids, Patience(60))) == 5
    with pytest.raises(Cancelled):
        filled.lists.first_ids(query, 5, Patience(0))
    with pytest.raises(Cancelled):
        filled.lists.page("contact", keys, ids, Patience(0))
    assert filled.lists.count("contact") > 5, "what is read next is read to its end"
