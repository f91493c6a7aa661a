"""Lists: search, order and filters of every entity agree with a plain reading of the rows."""

from __future__ import annotations

import random
from array import array
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
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
from crm_desktop.core.search_text import sort_key
from crm_desktop.models import registry
from crm_desktop.services.workspace import Condition, ListQuery, Workspace, open_workspace
from crm_desktop.store import index, lists, places
from crm_desktop.store.driver import scalar
from tests.conftest import FixedClock, Maker, check_sound

SEARCHED = [one for one in registry.ENTITIES if index.is_searchable(one.name)]
by_entity = pytest.mark.parametrize("entity", registry.ENTITIES, ids=lambda one: one.name)


def ids(workspace: Workspace, entity: str, **query: Any) -> list[int]:
    return list(workspace.lists.ids(ListQuery(entity, **query)))


def found(workspace: Workspace, search: str, entity: str = "company") -> list[int]:
    return ids(workspace, entity, search=search)


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
        f'INSERT INTO "{entity.name}" ({quoted}) VALUES ({index.marks(list(values))})', list(values.values())
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


def reference_order(workspace: Workspace, entity: Entity, field: Field, descending: bool) -> list[Any]:
    """Return the sort values of all records as Python puts them: empty ones last in both directions."""
    values = {one: row[0] for one, row in rows_of(workspace, entity.name, field.sort_on).items()}
    rank: dict[Any, Any] = {}
    if isinstance(field.kind, Option):
        rank = {one: at for at, one in enumerate(row[0] for row in workspace.file.reader().execute(
            "SELECT id FROM option WHERE set_name = ? ORDER BY position, id", (field.kind.options,)))}  # fmt: skip
    elif isinstance(field.kind, Choice):
        rank = {code: at for at, code in enumerate(field.kind.vocabulary.codes)}
    elif isinstance(field.kind, Reference):
        target = registry.entity(field.kind.entity)
        key = "name_key" if index.is_searchable(target.name) else target.title_field.column
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
    if index.is_searchable(entity.name):
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


# ---------------------------------------------------------------- places


def tight(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Leave so little room between places that records are spread anew all the time; returns how often."""
    monkeypatch.setattr(places, "STEP", 64)  # more than any test inserts at one place
    monkeypatch.setattr(places, "GAP", 96)
    monkeypatch.setattr(places, "WINDOW", 4)
    spreads: list[int] = []
    spread = places.spread

    def counted(*arguments: Any) -> Any:
        spreads.append(1)
        return spread(*arguments)

    monkeypatch.setattr(places, "spread", counted)
    return spreads


@pytest.mark.parametrize("order", ["up", "down", "shuffled", "equal", "inward"])
@pytest.mark.parametrize("narrow", [False, True], ids=["roomy", "tight"])
def test_single_inserts_keep_name_order(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, order: str, narrow: bool
) -> None:
    count = 300 if narrow else 1_200
    spreads = tight(monkeypatch) if narrow else []
    numbers = list(range(count))
    if order == "down":
        numbers.reverse()
    elif order == "shuffled":
        random.Random(1).shuffle(numbers)
    elif order == "equal":
        numbers = [1] * count
    elif order == "inward":
        numbers = [at // 2 if at % 2 else count * 2 - at // 2 for at in numbers]
    connection = workspace.file.writer.connection
    with workspace.work("Many") as work:
        for at, number in enumerate(numbers):
            one = work.writer.ids.next()
            work.execute(
                "INSERT INTO tag (id, name, created_at, updated_at) VALUES (?, ?, '', '')",
                (one, f"T {number}"),
            )
            if at % 97 == 0 or narrow:
                index.refresh_records(connection, {"tag": {one}})
    if narrow and order in ("inward", "shuffled"):
        assert spreads
    rows = workspace.file.reader().execute("SELECT name_key, place, id FROM tag ORDER BY place").fetchall()
    assert [key for key, _place, _id in rows] == sorted(sort_key(f"T {number}") for number in numbers)
    key_of = {one: key for key, _place, one in rows}
    assert [key_of[one] for one in ids(workspace, "tag")] == [key for key, _place, _one in rows]
    assert [key_of[one] for one in found(workspace, "T", "tag")] == [key for key, _place, _one in rows]
    assert len(found(workspace, "T", "tag")) == count
    assert found(workspace, f"{numbers[7]}", "tag") != []


def test_bulk_inserts_between_present_names(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    spreads = tight(monkeypatch)
    pick = random.Random(5)
    for _turn in range(8):
        with workspace.work("Import", "import") as work:
            block = work.writer.ids.block(60)
            work.insert_many("tag", ["id", "name"], [(one, f"T {pick.randrange(500)}") for one in block])
    rows = workspace.file.reader().execute("SELECT name_key FROM tag ORDER BY place").fetchall()
    assert rows == sorted(rows)
    assert len(found(workspace, "T", "tag")) == 480
    assert spreads
    places_of = {row[0] for row in workspace.file.reader().execute("SELECT place FROM tag")}
    assert places_of == {row[0] for row in workspace.file.reader().execute("SELECT rowid FROM search_tag")}


def test_bulk_inserts_at_one_place_in_one_transaction(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    spreads = tight(monkeypatch)
    names = [["T 1", "T 9"], *([f"T 5 {turn} {at}" for at in range(20)] for turn in range(6))]
    with workspace.work("Import", "import") as work:
        for batch in names:
            block = work.writer.ids.block(len(batch))
            work.insert_many("tag", ["id", "name"], list(zip(block, batch, strict=True)))
    assert spreads
    rows = workspace.file.reader().execute("SELECT name_key, name FROM tag ORDER BY place").fetchall()
    assert rows == sorted(rows)
    assert len(found(workspace, "T", "tag")) == 122
    for key, name in rows:
        (one,) = [
            tag for tag in found(workspace, name, "tag") if workspace.records.get("tag", tag).title == name
        ]
        assert key == scalar(workspace.file.reader(), "SELECT name_key FROM tag WHERE id = ?", (one,))
    check_sound(workspace)


def test_a_record_inserted_in_bulk_and_renamed_in_the_same_transaction(
    workspace: Workspace, make: Maker
) -> None:
    make.company("Mmm")
    with workspace.work("Import", "import") as work:
        block = work.writer.ids.block(2)
        work.insert_many("company", ["id", "name"], [(block[0], "Aaa"), (block[1], "Bbb")])
        work.execute("UPDATE company SET name = 'Zzz' WHERE id = ?", (block[0],))
    assert [row[0] for row in workspace.file.reader().execute("SELECT name FROM company ORDER BY place")] == [
        "Bbb",
        "Mmm",
        "Zzz",
    ]
    assert found(workspace, "zzz") == [block[0]]
    assert found(workspace, "aaa") == []
    check_sound(workspace)


def test_renaming_moves(workspace: Workspace, make: Maker) -> None:
    made = {name: make.company(name) for name in "DCBA"}
    assert ids(workspace, "company") == [made[name] for name in "ABCD"]
    workspace.records.save("company", made["A"], {"name": "Z"})
    workspace.records.save("company", made["D"], {"name": "阿里"})
    assert ids(workspace, "company") == [made[name] for name in "DBCA"]
    assert found(workspace, "a") == [made["D"]]  # pinyin of 阿
    assert found(workspace, "z") == [made["A"]]
    check_sound(workspace)


# ---------------------------------------------------------------- search


def test_search_reads_names_channels_tags_and_companies(workspace: Workspace, make: Maker) -> None:
    company = make.company("杭州青禾纺织有限公司", phone="+86 571 8888 1234", city="杭州", tags=["重点客户"])
    contact = make.contact(
        "曾晓梅", company=company, title="采购经理", email="xm.zeng@qinghe.cn", mobile="138 5712 3345"
    )
    for search in ("qhfz", "青禾", "纺织有限", "hangzhou", "8881234", "重点", "zdkh"):
        assert found(workspace, search) == [company], search
    for search in (
        "zxm",
        "zengxiaomei",
        "晓梅",
        "5712",
        "138 5712",
        "青禾",
        "qhfz",
        "采购",
        "cgjl",
        "xm.zeng",
        "zeng qinghe",
        "qinghe.cn",
    ):
        assert found(workspace, search, "contact") == [contact], search
    for search in ("cengxiaomei", "9999", "禾青", "nobody"):
        assert found(workspace, search, "contact") == [], search


def test_search_follows_a_renamed_company(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme")
    contact = make.contact("Ann", company=company)
    opportunity = workspace.records.create("opportunity", {"name": "Big", "company": company})
    workspace.records.save("company", company, {"name": "Zebra"})
    assert found(workspace, "zebra", "contact") == [contact]
    assert found(workspace, "zebra", "opportunity") == [opportunity]
    assert found(workspace, "acme", "contact") == found(workspace, "acme", "opportunity") == []
    workspace.records.set_many("company", [company], {"name": "Yak"})
    assert found(workspace, "yak", "contact") == [contact]
    workspace.history.undo_last()
    assert found(workspace, "zebra", "contact") == [contact]
    assert found(workspace, "yak", "contact") == []


def test_search_follows_tags(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme", tags=["Gold"])
    assert found(workspace, "gold") == [company]
    tag = ids(workspace, "tag")[0]
    workspace.records.save("tag", tag, {"name": "Silver"})
    assert (found(workspace, "gold"), found(workspace, "silver")) == ([], [company])
    workspace.records.save("company", company, {"tags": []})
    assert found(workspace, "silver") == []
    with workspace.work("Tag many", "bulk") as work:
        columns = ["id", "tag_id", "entity", "row_id"]
        work.insert_many("tag_link", columns, [(work.writer.ids.next(), tag, "company", company)])
    assert found(workspace, "silver") == [company]


def test_search_follows_a_part_that_moves_to_another_record(workspace: Workspace, make: Maker) -> None:
    one, other = make.contact("Ann", mobile="0171 5556677"), make.contact("Bob")
    with workspace.work("Merge", "merge") as work:
        work.execute("UPDATE channel SET contact_id = ? WHERE contact_id = ?", (other, one))
    assert found(workspace, "5556677", "contact") == [other]


def test_deleted_records_are_not_found_and_come_back(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme", phone="030 5556677")
    make.company("Zebra")
    workspace.records.delete("company", [company])
    assert found(workspace, "acme") == found(workspace, "5556677") == []
    assert company not in ids(workspace, "company")
    assert ids(workspace, "company", trash=True) == [company]
    assert ids(workspace, "company", trash=True, search="ACM") == [company]
    assert ids(workspace, "company", trash=True, search="zeb") == []
    workspace.records.restore("company", [company])
    assert found(workspace, "acme") == found(workspace, "5556677") == [company]
    assert ids(workspace, "company", trash=True) == []
    check_sound(workspace)


def test_a_name_changed_while_in_the_trash(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme")
    for name in ("Bbb", "Zebra"):
        make.company(name)
    workspace.records.delete("company", [company])
    workspace.records.save("company", company, {"name": "Mmm"})
    make.company("Abc")
    workspace.records.restore("company", [company])
    assert [workspace.records.get("company", one).title for one in ids(workspace, "company")] == [
        "Abc",
        "Bbb",
        "Mmm",
        "Zebra",
    ]
    assert found(workspace, "mmm") == [company]
    assert found(workspace, "acme") == []
    check_sound(workspace)


@settings(max_examples=60)
@given(st.text(max_size=30))
def test_no_search_raises(filled: Workspace, search: str) -> None:
    for entity in ("company", "contact"):
        found(filled, search, entity)
        filled.lists.ids(ListQuery(entity, search=search, trash=True))
        filled.lists.named(entity, search)


def test_searching_a_list_without_an_index(workspace: Workspace) -> None:
    with pytest.raises(UsageProblem, match="cannot be searched"):
        found(workspace, "x", "channel")


def test_a_list_can_be_cancelled(workspace: Workspace, make: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    make.many(20_000)
    with pytest.raises(Cancelled):
        workspace.lists.ids(ListQuery("company"), lambda: True)
    assert len(workspace.lists.ids(ListQuery("company"), lambda: False)) == 20_000
    assert workspace.lists.count("company") == 20_000


# ---------------------------------------------------------------- filters


def value_for(field: Field, operator: str, workspace: Workspace) -> Any:
    if operator in ("empty", "filled"):
        return None
    if operator == "within_days":
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


@pytest.fixture
def three(workspace: Workspace, make: Maker, fixed_clock: FixedClock) -> dict[str, int]:
    size = workspace.lists.options("size")
    return {
        "a": make.company(
            "Äpfel GmbH", note="50 % off", employees=0, next_contact=date(2026, 11, 19), size=size[0].id
        ),
        "b": make.company(
            "birnen AG", note="", employees=5, next_contact=date(2026, 11, 21), size=size[1].id, tags=["x"]
        ),
        "c": make.company("星辰科技", employees=None, phone="030 1", tags=["x", "y"]),
    }


CASES: list[tuple[str, str, Any, str]] = [
    ("name", "contains", "pfel", "a"),
    ("name", "contains", "äpfel", "a"),
    ("name", "contains", "BIRNEN", "b"),
    ("name", "contains", "辰科", "c"),
    ("name", "contains", "%", ""),
    ("note", "contains", "50 %", "a"),
    ("note", "contains", "_", ""),
    ("name", "starts", "BIR", "b"),
    ("name", "starts", "星", "c"),
    ("name", "starts", "irnen", ""),
    ("name", "is", "birnen AG", "b"),
    ("name", "is", "Birnen AG", ""),
    ("name", "is_not", "birnen AG", "ac"),
    ("note", "empty", None, "bc"),
    ("note", "filled", None, "a"),
    ("note", "is_not", "50 % off", "bc"),
    ("employees", "is", 0, "a"),
    ("employees", "empty", None, "c"),
    ("employees", "at_least", 0, "ab"),
    ("employees", "at_most", 4, "a"),
    ("next_contact", "on", "2026-11-21", "b"),
    ("next_contact", "before", "2026-11-21", "a"),
    ("next_contact", "after", "2026-11-19", "b"),
    ("next_contact", "after", date(2026, 11, 18), "ab"),
    ("next_contact", "within_days", -1, "a"),
    ("next_contact", "within_days", 1, "b"),
    ("next_contact", "within_days", 0, ""),
    ("next_contact", "empty", None, "c"),
    ("phone", "filled", None, "c"),
    ("phone", "empty", None, "ab"),
    ("phone", "contains", "030", "c"),
    ("phone", "is_not", "030 1", "ab"),
    ("tags", "has", "x", "bc"),
    ("tags", "has_not", "y", "ab"),
    ("tags", "has", "X", ""),
    ("tags", "empty", None, "a"),
    ("name", "contains", "' OR 1=1 --", ""),
]


@pytest.mark.parametrize(
    ("field", "operator", "value", "wanted"), CASES, ids=[f"{a}-{b}-{c}" for a, b, c, _d in CASES]
)
def test_what_a_filter_means(
    workspace: Workspace, three: dict[str, int], field: str, operator: str, value: Any, wanted: str
) -> None:
    got = ids(workspace, "company", conditions=(Condition(field, operator, value),))
    assert sorted(got) == sorted(three[letter] for letter in wanted)


def test_options_are_filtered_by_several(workspace: Workspace, three: dict[str, int]) -> None:
    size = [one.id for one in workspace.lists.options("size")]
    for chosen, wanted in (([], ""), (size[:1], "a"), (size[:2], "ab"), (size, "ab")):
        got = ids(workspace, "company", conditions=(Condition("size", "any_of", chosen),))
        assert sorted(got) == sorted(three[letter] for letter in wanted)


def test_all_or_any_condition(workspace: Workspace, three: dict[str, int]) -> None:
    both = (Condition("tags", "has", "x"), Condition("phone", "filled"))
    assert ids(workspace, "company", conditions=both) == [three["c"]]
    assert len(ids(workspace, "company", conditions=both, match_all=False)) == 2
    workspace.records.delete("company", [three["c"]])
    assert ids(workspace, "company", conditions=both, match_all=False) == [three["b"]]


def test_filters_go_together_with_search_order_and_trash(workspace: Workspace, three: dict[str, int]) -> None:
    tagged = (Condition("tags", "has", "x"),)
    assert ids(workspace, "company", conditions=tagged, search="birnen") == [three["b"]]
    assert ids(workspace, "company", conditions=tagged, search="äpfel") == []
    assert ids(workspace, "company", conditions=tagged, sort="employees", descending=True) == [
        three["b"],
        three["c"],
    ]
    workspace.records.delete("company", [three["b"]])
    assert ids(workspace, "company", conditions=tagged, trash=True) == [three["b"]]


@pytest.mark.parametrize(
    "condition",
    [
        Condition("nonsense", "is", 1),
        Condition("name; DROP TABLE company", "is", 1),
        Condition("name", "like", "%"),
        Condition("name", "at_least", 1),
        Condition("name", "", 1),
        Condition("next_contact", "on", "soon"),
        Condition("next_contact", "on", None),
        Condition("last_contact", "before", datetime(2026, 11, 20, 12, tzinfo=UTC)),
        Condition("next_contact", "within_days", "x"),
        Condition("next_contact", "within_days", None),
        Condition("size", "any_of", 5),
    ],
)
def test_a_filter_that_there_is_not(workspace: Workspace, condition: Condition) -> None:
    """T-14."""
    with pytest.raises(UsageProblem):
        ids(workspace, "company", conditions=(condition,))


def test_a_day_of_moments_is_that_of_the_user(
    workspace: Workspace, make: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = [datetime(2026, 11, 19, 15, 59, tzinfo=UTC), datetime(2026, 11, 19, 16, 0, tzinfo=UTC)]
    made = [make.contact(f"C {at}", last_contact=one) for at, one in enumerate(moments)]
    import time

    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        on = (Condition("last_contact", "on", "2026-11-20"),)
        assert ids(workspace, "contact", conditions=on) == made[1:]
    finally:
        monkeypatch.undo()
        time.tzset()


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
