"""What an import promises: found again, nothing erased, nothing half, everything can be taken back."""

from __future__ import annotations

import json
import shutil
import signal
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from crm_desktop.core import i18n
from crm_desktop.core.entity import Child, Field
from crm_desktop.core.errors import Cancelled, ReadOnlyFile, SourceProblem, StorageFull, UsageProblem
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Choice, Option, Reference, Tags
from crm_desktop.exchange import xlsx_files
from crm_desktop.exchange.export import ExportColumn
from crm_desktop.models import registry
from crm_desktop.services import imports
from crm_desktop.services.workspace import ListQuery, Workspace, open_workspace
from tests.conftest import Child as StartChild
from tests.conftest import Maker
from tests.integration.services.import_help import (
    bring,
    counts,
    everything,
    plain_csv,
    texts,
    values,
    xlsx,
)


@pytest.fixture
def sheet(tmp_path: Path) -> Any:
    """Write rows as a workbook and return its path."""
    numbers = iter(range(1_000))
    return lambda *rows: xlsx(tmp_path / f"table{next(numbers)}.xlsx", rows)


# ---------------------------------------------------------------- every entity, from its own headings


def fill(workspace: Workspace, entity: str) -> int:
    """Make one record with a value in every field that can be imported."""
    given: dict[str, Any] = {}
    for one in registry.entity(entity).fields:
        if one.writable and one.key not in ("created_at", "updated_at"):
            given[one.key] = _value(workspace, entity, one)
    if entity == "opportunity":
        won = "SELECT id FROM stage WHERE kind = 'won'"
        given.update(amount_from_lines=False, stage=workspace.file.reader().execute(won).fetchone()[0])
    return workspace.records.create(entity, given)


def _value(workspace: Workspace, entity: str, one: Field) -> Any:
    kind = one.kind
    if isinstance(kind, Option):
        return next((named.id for named in workspace.lists.options(kind.options)[-1:]), None)
    if isinstance(kind, Tags):
        return ["Key account", "重要"]
    if isinstance(kind, Choice):
        return kind.vocabulary.codes[0]
    if isinstance(kind, Reference):
        return _target(workspace, kind.entity)
    name = type(kind).__name__
    samples: dict[str, Any] = {
        "Email": f"{entity}@example.com", "Phone": "+49 30 1234567", "Web": "https://example.com", "Number": 7,
        "Percent": 40, "Year": 1999, "Money": 123_450, "Day": date(2026, 3, 1), "Flag": True, "Minutes": 30,
    }  # fmt: skip
    if name == "Moment":
        from datetime import UTC, datetime

        return datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    if name == "Exact":
        from decimal import Decimal

        return Decimal("1.25")
    if one.key == "currency":
        return "EUR"
    return samples.get(name, f"{one.key} of {entity} 甲")


def _target(workspace: Workspace, entity: str) -> int:
    found = workspace.lists.ids(ListQuery(entity)) if entity not in ("stage", "pipeline") else None
    if found:
        return found[0]
    row = (
        workspace.file.reader()
        .execute(f'SELECT id FROM "{entity}" WHERE deleted_at IS NULL ORDER BY id')
        .fetchone()
    )
    if row:
        return int(row[0])
    description = registry.entity(entity)
    return workspace.records.create(entity, {description.title_key: f"The {entity}"})


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("entity", [one.name for one in registry.MAIN])
def test_every_entity_comes_back_from_its_own_headings(
    workspace: Workspace, plain_template: Path, tmp_path: Path, entity: str, language: str
) -> None:
    i18n.install(language)
    record_id = fill(workspace, entity)
    description = registry.entity(entity)
    fields = [
        one for one in description.fields if one.writable and one.key not in ("created_at", "updated_at")
    ]
    keys = [one.key for one in fields]
    (row,) = workspace.lists.page(entity, keys, [record_id])
    currency = next((v for k, v in zip(keys, row.values, strict=True) if k == "currency"), None)
    locale = workspace.locale.of_currency(currency)
    cells = [
        (value.name if hasattr(value, "name") else one.kind.cell(value, locale))
        if value is not None
        else None
        for one, value in zip(fields, row.values, strict=True)
    ]
    columns = [ExportColumn(_(one.label), one.kind.number_format(locale)) for one in fields]
    source = tmp_path / "export.xlsx"
    xlsx_files.write_table(source, columns, [cells])
    # Into the file it came from: nothing changes.
    again = imports.plan_import(workspace, source, entity)
    assert again.rejected == []
    assert [one.field.key for one in again.table.mapping.matched if one.field] == keys
    assert again.changes == {}
    assert counts(again) == (0, 0, 1, 0)
    # Into an empty file: the record and those it points to are made.
    other = open_workspace(Path(shutil.copyfile(plain_template, tmp_path / "other.crm")))
    try:
        assert counts(bring(other, source, entity)) == (1, 0, 0, 0)
        names = [description.title_key] if description.title_key in keys else []
        made = other.lists.page(entity, keys, other.lists.ids(ListQuery(entity, search="")))
        (same,) = [one for one in made if one.texts == row.texts] or made[-1:]
        assert dict(zip(keys, same.texts, strict=True)) == dict(zip(keys, row.texts, strict=True))
        assert names
        assert counts(bring(other, source, entity)) == (0, 0, 1, 0)
        assert other.problems() == []
    finally:
        other.close()


@pytest.mark.parametrize("entity", [one.name for one in registry.MAIN])
def test_every_second_row_is_empty(workspace: Workspace, tmp_path: Path, entity: str) -> None:
    """Empty cells beside filled ones take the default of the field, or stay empty; none stops the import."""
    record_id = fill(workspace, entity)
    description = registry.entity(entity)
    fields = [
        one
        for one in description.fields
        if one.writable and not isinstance(one.kind, Reference) and one.key != "number"
    ]
    (row,) = workspace.lists.page(entity, [one.key for one in fields], [record_id])
    full = [one.kind.cell(v, workspace.locale) for one, v in zip(fields, row.values, strict=True)]
    bare: list[Any] = [None] * len(fields)
    for at, one in enumerate(fields):
        if one.key == description.title_key:
            full[at], bare[at] = "Full", "Bare"
    source = tmp_path / "half.xlsx"
    if description.title_key == "number":
        bare[[one.key for one in fields].index("note")] = "only a note"
    rows = [full, bare]
    xlsx_files.write_table(source, [ExportColumn(_(one.label)) for one in fields], rows)
    result = bring(workspace, source, entity)
    assert result.rejected == 0
    assert result.created + result.updated == 2
    assert workspace.problems() == []


# ---------------------------------------------------------------- words in both languages


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_options_stages_and_choices_by_code_and_label_in_both_languages(
    workspace: Workspace, sheet: Any, language: str
) -> None:
    i18n.install(language)
    source = sheet(
        ["Full name", "Gender", "Level", "Preferred channel"],
        ["One", "female", "A", "phone"],
        ["Two", "女", "a", "电话"],
        ["Three", "Female", " A ", "Phone"],
    )
    bring(workspace, source, "contact")
    assert len(set(values(workspace, "contact", "gender", "level", "preferred_channel"))) == 1
    assert values(workspace, "contact", "gender")[0] == ("female",)
    deals = sheet(
        ["Name", "Stage"],
        ["a", "Proposal"],
        ["b", "方案报价"],
        ["c", "PROPOSAL"],
        ["d", "赢单"],
        ["e", "Won"],
    )
    plan = imports.plan_import(workspace, deals, "opportunity")
    assert plan.made == {}
    imports.run_import(workspace, plan)
    i18n.install("en")
    assert [row[0] for row in texts(workspace, "opportunity", "stage")] == ["Proposal"] * 3 + ["Won"] * 2
    states = sheet(
        ["Title", "Status"], ["a", "new"], ["b", "新建" if language == "zh_CN" else "New"], ["c", None]
    )
    assert imports.plan_import(workspace, states, "lead").rejected == []


def test_a_new_word_of_a_list_is_added_once(workspace: Workspace, sheet: Any) -> None:
    source = sheet(["Company", "Industry"], ["A", "Beekeeping"], ["B", "bee-keeping"], ["C", "BEEKEEPING"])
    plan = imports.plan_import(workspace, source, "company")
    assert plan.made == {"industry": ["Beekeeping", "bee-keeping"]}
    imports.run_import(workspace, plan)
    assert [row[0] for row in values(workspace, "company", "industry")] == [
        "Beekeeping",
        "bee-keeping",
        "Beekeeping",
    ]
    assert sum(one.name == "Beekeeping" for one in workspace.lists.options("industry")) == 1


def test_the_same_person_in_two_columns_is_made_once(workspace: Workspace, sheet: Any) -> None:
    source = sheet(["Title", "Owner", "Accountable"], ["Broken", "Bob", "bob"], ["Late", "Eve", "Bob"])
    bring(workspace, source, "service_request")
    assert sorted(row[0] for row in values(workspace, "user", "name")) == ["Ann Example", "Bob", "Eve"]
    assert values(workspace, "service_request", "owner", "accountable") == [("Bob", "Bob"), ("Eve", "Bob")]


def test_what_is_made_beside_is_whole(workspace: Workspace, sheet: Any) -> None:
    """An opportunity that an order only names has a stage and a pipeline; a company a currency."""
    bring(workspace, sheet(["Number", "Company", "Opportunity"], ["O-1", "Acme", "Big deal"]), "sales_order")
    assert values(workspace, "opportunity", "name", "stage", "pipeline")[0][1:] != (None, None)
    assert values(workspace, "company", "name", "currency") == [("Acme", "EUR")]


def test_tags_are_added_never_taken(workspace: Workspace, make: Maker, sheet: Any) -> None:
    make.company("Acme", tags=["Old"])
    source = sheet(["Company", "Tags"], ["ACME", "new; old, 甲"], ["Beta", "new"])
    assert counts(bring(workspace, source, "company")) == (1, 1, 0, 0)
    assert [sorted(row[0]) for row in values(workspace, "company", "tags")] == [["Old", "new", "甲"], ["new"]]
    assert counts(bring(workspace, source, "company")) == (0, 0, 2, 0)
    assert workspace.lists.count("tag") == 3


def test_the_users_own_fields(workspace: Workspace, make: Maker, sheet: Any) -> None:
    with workspace.work("Own field") as work:
        work.add(
            registry.model("custom_field"), entity="company", key="x_rank", label_en="Rank", kind="number"
        )
    make.company("Acme")
    source = sheet(["Company", "Rank"], ["Acme", 3], ["Beta", 5])
    assert counts(bring(workspace, source, "company")) == (1, 1, 0, 0)
    (own,) = [one.key for one in workspace.lists.fields("company") if one.label == "Rank"]
    assert values(workspace, "company", "name", own) == [("Acme", 3), ("Beta", 5)]
    assert counts(bring(workspace, source, "company")) == (0, 0, 2, 0)
    by_rank = sheet(["Company", "Rank"], ["Acme Inc", 3])
    assert counts(bring(workspace, by_rank, "company", keys=[own])) == (0, 1, 0, 0)
    assert values(workspace, "company", "name") == [("Acme Inc",), ("Beta",)]


def test_money_in_the_currency_of_its_row(workspace: Workspace, sheet: Any) -> None:
    source = sheet(
        ["SKU", "Name", "Price", "Currency"],
        ["A", "Pen", "1,234.50", "EUR"], ["B", "Ink", 1200, "JPY"],
        ["C", "Pad", "¥ 99.90", "CNY"], ["D", "Cap", 5, None],
    )  # fmt: skip
    bring(workspace, source, "product")
    assert values(workspace, "product", "price", "currency") == [
        (123_450, "EUR"), (1200, "JPY"), (9_990, "CNY"), (500, "EUR"),
    ]  # fmt: skip
    assert counts(bring(workspace, source, "product")) == (0, 0, 4, 0)
    # A list without currencies means those that the products have.
    again = sheet(["SKU", "Name", "Price"], ["A", "Pen", 1234.5], ["B", "Ink", 1200], ["C", "Pad", 100])
    assert counts(bring(workspace, again, "product")) == (0, 1, 2, 0)
    assert [row[0] for row in values(workspace, "product", "price")] == [123_450, 1200, 10_000, 500]


def test_percents(workspace: Workspace, sheet: Any) -> None:
    source = sheet(["Name", "Probability"], ["a", 0.25], ["b", "30 %"], ["c", 1], ["d", None])
    bring(workspace, source, "opportunity")
    assert values(workspace, "opportunity", "probability", "probability_is_typed") == [
        (25, True), (30, True), (100, True), (10, False),
    ]  # fmt: skip


# ---------------------------------------------------------------- found again


def test_modes(workspace: Workspace, make: Maker, sheet: Any) -> None:
    make.company("Acme", note="old")
    source = sheet(["Company", "Note"], ["Acme", "new"], ["Beta", "new"])
    with pytest.raises(UsageProblem):
        imports.plan_import(workspace, source, "company", mode="replace")
    created = bring(workspace, source, "company", mode="create")
    assert counts(created) == (1, 0, 1, 0)
    assert values(workspace, "company", "name", "note") == [("Acme", "old"), ("Beta", "new")]
    more = sheet(["Company", "Note"], ["Acme", "newer"], ["Gamma", "x"], ["Gamma", "y"])
    assert counts(bring(workspace, more, "company", mode="update")) == (0, 1, 2, 0)
    assert values(workspace, "company", "name", "note") == [("Acme", "newer"), ("Beta", "new")]


def test_a_price_list_without_names(workspace: Workspace, sheet: Any) -> None:
    """An update needs only the key; a new record needs its name."""
    bring(workspace, sheet(["SKU", "Name", "Price"], ["A-1", "Pen", 1], ["A-2", "Ink", 2]), "product")
    prices = sheet(["SKU", "Price"], ["a-1", 10], ["A 2", 2], ["A-3", 3], ["A-3", 4])
    plan = imports.plan_import(workspace, prices, "product")
    assert counts(plan) == (0, 1, 1, 2)
    assert [(one.row, one.column, one.reason) for one in plan.rejected] == [
        (4, "Name", "This must be filled in."), (5, "Name", "This must be filled in."),
    ]  # fmt: skip
    assert [row[1] for row in plan.preview()] == ["changed", "unchanged", "rejected", "rejected"]
    imports.run_import(workspace, plan)
    assert values(workspace, "product", "sku", "name", "price") == [("A-1", "Pen", 1000), ("A-2", "Ink", 200)]


def test_the_user_chooses_the_key(workspace: Workspace, make: Maker, sheet: Any) -> None:
    make.contact("Ana Beltrán", email="ana@example.com")
    source = sheet(["Full name", "E-mail"], ["Ana B. García", "ANA@example.com"])
    assert counts(imports.plan_import(workspace, source, "contact")) == (1, 0, 0, 0)
    assert counts(bring(workspace, source, "contact", keys=["email"])) == (0, 1, 0, 0)
    assert values(workspace, "contact", "full_name", "email") == [("Ana B. García", "ana@example.com")]
    for key in ("nothing", "mobile"):
        with pytest.raises(UsageProblem, match=f"“{key}” cannot be a key"):
            imports.plan_import(workspace, source, "contact", keys=[key])


def test_keys_in_child_rows_other_than_channels(workspace: Workspace, make: Maker, sheet: Any) -> None:
    make.company("Acme", postcode="01067", city="Dresden")
    make.company("Beta", postcode="SW1A 1AA", city="London")
    source = sheet(
        ["Company", "Postcode", "City"], ["Acme GmbH", "01067", "Dresden"], ["Beta", "sw1a-1aa", "Londra"]
    )
    assert counts(bring(workspace, source, "company", keys=["postcode"])) == (0, 2, 0, 0)
    assert values(workspace, "company", "name", "postcode", "city") == [
        ("Acme GmbH", "01067", "Dresden"),
        ("Beta", "SW1A 1AA", "Londra"),
    ]
    by_street = sheet(["Company", "Street"], ["Gamma", "1 Main St"])
    assert counts(bring(workspace, by_street, "company", keys=["street"])) == (1, 0, 0, 0)
    assert counts(bring(workspace, by_street, "company", keys=["street"])) == (0, 0, 1, 0)


@pytest.mark.parametrize(
    ("present", "written"),
    [
        ("Acme, Inc.", "ACME INC"),
        ("Müller & Söhne", "mueller".replace("ue", "ü").upper() + " + Söhne"),
        ("星辰 科技", "星辰　科技"),
        ("Łódź Tools", "łódź  tools"),
        ("GTX Pro", "gtx-pro"),
    ],
)
def test_names_meet_whatever_case_spaces_and_signs(
    workspace: Workspace, make: Maker, sheet: Any, present: str, written: str
) -> None:
    make.company(present)
    source = sheet(["Company", "Note"], [written, "found"])
    assert counts(bring(workspace, source, "company", mode="both", mapping={"Company": "name"})) == (
        0,
        1,
        0,
        0,
    )
    assert values(workspace, "company", "note") == [("found",)]


def test_phones_meet_in_every_way_of_writing(workspace: Workspace, make: Maker, sheet: Any) -> None:
    make.contact("陈磊", mobile="+86 138 0013 8000")
    source = sheet(
        ["Full name", "Mobile", "Note"], ["陈磊", 13800138000, "found"], ["陈磊", "0086-13800138000", "too"]
    )
    plan = imports.plan_import(workspace, source, "contact")
    assert (plan.created, plan.updated) == (0, 2)


def test_empty_cells_never_erase(workspace: Workspace, make: Maker, sheet: Any) -> None:
    make.company("Acme", note="keep", phone="+49 30 1234567", city="Berlin", tags=["a"], annual_revenue=100)
    source = sheet(
        ["Company", "Note", "Phone", "City", "Tags", "Annual revenue", "Website"],
        ["Acme", None, "", " ", None, None, "example.com"],
    )
    bring(workspace, source, "company")
    assert values(workspace, "company", "note", "phone", "city", "tags", "annual_revenue", "website") == [
        ("keep", "+49 30 1234567", "Berlin", ["a"], 100, "example.com")
    ]


def test_an_opt_out_is_never_cleared(workspace: Workspace, make: Maker, sheet: Any) -> None:
    make.contact("Ana", email="ana@example.com", mobile="+34 600 000 000")
    with workspace.work("Opt out") as work:
        work.execute("UPDATE channel SET opted_out = 1 WHERE kind = 'email'")
    source = sheet(
        ["Value", "Opted out"],
        ["ana@example.com", "no"],
        ["+34 600 000 000", "yes"],
        ["+34 600 000 000", "no"],
    )
    bring(workspace, source, "channel", keys=["value"], mode="update")
    assert sorted(values(workspace, "channel", "value", "opted_out")) == [
        ("+34 600 000 000", True),
        ("ana@example.com", True),
    ]
    people = sheet(["Full name", "E-mail", "Note"], ["Ana", "ana@example.com", "again"])
    bring(workspace, people, "contact")
    assert workspace.file.reader().execute(
        "SELECT opted_out FROM channel WHERE kind = 'email'"
    ).fetchall() == [(1,)]


def test_rows_that_repeat_complete_each_other(workspace: Workspace, sheet: Any) -> None:
    source = sheet(
        ["Company", "City", "Note", "Tags"],
        ["Acme", "Berlin", None, "a"], ["Acme", "Berlin", None, "a"],
        ["ACME", None, "later", "b"], ["Acme", "Bonn", None, None],
    )  # fmt: skip
    plan = imports.plan_import(workspace, source, "company")
    assert counts(plan) == (1, 2, 1, 0)
    assert [row[1] for row in plan.preview()] == ["new", "unchanged", "changed", "changed"]
    imports.run_import(workspace, plan)
    assert values(workspace, "company", "name", "city", "note", "tags") == [
        ("Acme", "Bonn", "later", ["a", "b"])
    ]


def test_one_name_two_people(workspace: Workspace, sheet: Any) -> None:
    source = sheet(
        ["Full name", "E-mail", "Company"],
        ["Wang Wei", "one@example.cn", "Acme"],
        ["Wang Wei", "two@example.cn", "Acme"],
        ["wang wei", None, "Acme"],
    )
    assert counts(bring(workspace, source, "contact")) == (2, 0, 1, 0)
    assert values(workspace, "contact", "full_name", "email") == [
        ("Wang Wei", "one@example.cn"),
        ("Wang Wei", "two@example.cn"),
    ]
    assert counts(bring(workspace, source, "contact")) == (0, 0, 3, 0)


def test_an_ambiguous_row_is_told(workspace: Workspace, make: Maker, sheet: Any) -> None:
    make.company("Acme", city="Berlin")
    make.company("ACME", city="Bonn")
    plan = imports.plan_import(workspace, sheet(["Company", "Note"], ["acme", "which?"]), "company")
    assert (plan.created, plan.updated) == (0, 1)
    assert any("fit several records" in note and "2" in note for note in plan.notes)
    imports.run_import(workspace, plan)
    assert values(workspace, "company", "city", "note") == [("Berlin", "which?"), ("Bonn", None)]


def test_a_later_group_decides_between_equals(workspace: Workspace, make: Maker, sheet: Any) -> None:
    first, second = make.company("Acme"), make.company("Beta")
    make.contact("Wang Wei", mobile="13800138000", company=first)
    make.contact("Wang Wei", mobile="13800138000", company=second)
    rows = sheet(["Full name", "Mobile", "Company", "Note"], ["Wang Wei", "13800138000", "Beta", "this one"])
    plan = imports.plan_import(workspace, rows, "contact")
    assert plan.notes == []
    imports.run_import(workspace, plan)
    assert values(workspace, "contact", "company", "note") == [("Acme", None), ("Beta", "this one")]


def test_a_second_address_finds_its_owner_and_stays_second(
    workspace: Workspace, make: Maker, sheet: Any
) -> None:
    person = make.contact("Ana", email="first@example.com")
    with workspace.work("Second address") as work:
        work.add(registry.model("channel"), contact_id=person, kind="email", value="second@example.com")
    source = sheet(["Full name", "E-mail", "Note"], ["Ana", "Second@example.com", "found"])
    assert counts(bring(workspace, source, "contact")) == (0, 1, 0, 0)
    assert values(workspace, "contact", "email", "note") == [("first@example.com", "found")]


def test_people_known_by_nothing_but_their_name(workspace: Workspace, sheet: Any) -> None:
    """No key at all: the same row again is no second person, a row that says something else is."""
    source = sheet(["Full name", "Note"], ["Wang Wei", "tall"], ["Wang Wei", "short"], ["Wang Wei", "tall"])
    assert counts(bring(workspace, source, "contact")) == (2, 0, 1, 0)
    assert counts(bring(workspace, source, "contact")) == (0, 0, 3, 0)
    assert counts(bring(workspace, sheet(["Full name"], ["wang wei"]), "contact")) == (0, 0, 1, 0)


def test_the_trash_is_not_matched(workspace: Workspace, make: Maker, sheet: Any) -> None:
    gone = make.company("Acme", note="old")
    workspace.records.delete("company", [gone])
    person = sheet(["Full name", "Company", "E-mail"], ["Ana", "Acme", "ana@example.com"])
    bring(workspace, person, "contact")
    assert counts(bring(workspace, sheet(["Company", "Note"], ["Acme", "new"]), "company")) == (0, 1, 0, 0)
    workspace.records.restore("company", [gone])
    assert values(workspace, "company", "name", "note") == [("Acme", "old"), ("Acme", "new")]


def test_numbers_are_given(workspace: Workspace, sheet: Any, fixed_clock: Any) -> None:
    source = sheet(["Number", "Title"], [None, "a"], ["SR-0007", "b"], [None, "c"])
    bring(workspace, source, "service_request")
    numbers = [row[0] for row in values(workspace, "service_request", "number")]
    assert len(set(numbers)) == 3
    assert numbers[1] == "SR-0007"
    bring(workspace, sheet(["Title", "Priority"], ["d", "high"]), "service_request")
    assert values(workspace, "service_request", "number")[-1] == ("SR-0010",)
    bring(workspace, sheet(["Date", "Total"], [date(2026, 1, 1), 5], [date(2026, 1, 2), 6]), "sales_order")
    assert values(workspace, "sales_order", "number") == [("O-2026-0001",), ("O-2026-0002",)]


def test_parents_further_down_make_no_second_company(workspace: Workspace, make: Maker, sheet: Any) -> None:
    make.company("Holding", tax_number="DE1")
    source = sheet(
        ["Company", "Tax number", "Parent company"],
        ["Shop", None, "Group"], ["Group", None, "New Holding"], ["New Holding", "DE1", None],
    )  # fmt: skip
    assert counts(bring(workspace, source, "company")) == (2, 1, 0, 0)
    assert sorted(values(workspace, "company", "name", "parent"), key=str) == [
        ("Group", "New Holding"), ("New Holding", None), ("Shop", "Group"),
    ]  # fmt: skip
    assert counts(bring(workspace, source, "company")) == (0, 0, 3, 0)
    # In update mode a parent that is not made is no parent.
    orphan = sheet(["Company", "Parent company"], ["Shop", "Elsewhere"], ["Elsewhere", None])
    bring(workspace, orphan, "company", mode="update")
    assert ("Shop", "Group") in values(workspace, "company", "name", "parent")


def test_close_dates_of_open_opportunities(workspace: Workspace, sheet: Any) -> None:
    source = sheet(
        ["Number", "Stage", "Close date"], ["1", "Proposal", date(2027, 1, 5)], ["2", "Won", date(2026, 1, 5)]
    )
    bring(workspace, source, "opportunity")
    wanted = [("2027-01-05", None), (None, "2026-01-05")]
    assert values(workspace, "opportunity", "expected_close", "closed_on") == wanted
    assert counts(bring(workspace, source, "opportunity")) == (0, 0, 2, 0)
    later = sheet(["Number", "Close date"], ["1", date(2027, 2, 6)], ["2", date(2026, 2, 6)])
    assert counts(bring(workspace, later, "opportunity")) == (0, 2, 0, 0)
    wanted = [("2027-02-06", None), (None, "2026-02-06")]
    assert values(workspace, "opportunity", "expected_close", "closed_on") == wanted


def test_a_stage_that_an_import_changes_is_logged_and_counts(workspace: Workspace, sheet: Any) -> None:
    bring(workspace, sheet(["Number", "Stage", "Amount"], ["1", "Prospecting", 100]), "opportunity")
    bring(workspace, sheet(["Number", "Stage"], ["1", "Negotiation"]), "opportunity")
    assert values(workspace, "opportunity", "stage", "probability") == [("Negotiation", 75)]
    assert workspace.file.reader().execute("SELECT count(*) FROM stage_change").fetchone() == (1,)


# ---------------------------------------------------------------- undo


def test_undo_restores_what_was_and_keeps_what_was_edited_since(
    workspace: Workspace, make: Maker, sheet: Any
) -> None:
    make.company("Acme", note="old", phone="111 1111", city="Berlin", tags=["a"])
    edited = make.company("Beta", note="old")
    source = sheet(
        ["Company", "Note", "Phone", "City", "Tags", "E-mail"],
        ["Acme", "new", "222 2222", "Bonn", "b", "a@example.com"], ["Beta", "new", None, None, None, None],
        ["Gamma", "new", "3333 333", "Köln", "c", None], ["Delta", None, None, None, None, None],
    )  # fmt: skip
    keys = ("name", "note", "phone", "city", "tags", "email")
    before = values(workspace, "company", *keys)
    result = bring(workspace, source, "company")
    assert counts(result) == (2, 2, 0, 0)
    after = values(workspace, "company", *keys)
    workspace.records.save("company", edited, {"note": "edited since"})
    (delta,) = workspace.lists.ids(ListQuery("company", search="Delta"))
    workspace.records.save("company", delta, {"note": "mine now"})
    report = workspace.history.undo(result.undo)
    assert sorted(one.name for one in report.kept) == ["Beta", "Delta"]
    kept = {row[0]: row for row in values(workspace, "company", *keys)}
    assert kept["Acme"] == before[0]
    assert kept["Beta"][1] == "edited since"
    assert kept["Delta"][1] == "mine now"
    assert set(kept) == {"Acme", "Beta", "Delta"}
    workspace.history.undo(report.transaction)
    assert {row[0]: row for row in values(workspace, "company", *keys)}["Acme"] == after[0]
    assert workspace.problems() == []


def test_the_import_is_one_entry_with_a_name(workspace: Workspace, sheet: Any) -> None:
    source = sheet(["Full name", "Company"], ["Ana", "Acme"], ["Bo", "Beta"])
    result = bring(workspace, source, "contact")
    entry = workspace.history.last_undoable()
    assert entry is not None
    assert (entry.id, entry.text, entry.kind) == (result.undo, f"Import {source.name}", "import")
    workspace.history.undo(result.undo)
    assert [workspace.lists.count(one) for one in ("contact", "company")] == [0, 0]


# ---------------------------------------------------------------- nothing half


def people_table(tmp_path: Path, rows: int) -> Path:
    made = [[f"Person {n}", f"person{n}@example.com", f"Firm {n % 50}", f"note {n}"] for n in range(rows)]
    return xlsx(tmp_path / "people.xlsx", [["Full name", "E-mail", "Company", "Note"], *made])


def test_cancelling_leaves_nothing(workspace: Workspace, tmp_path: Path) -> None:
    source = people_table(tmp_path, 12_000)
    before = everything(workspace)
    seen: list[tuple[str, int]] = []

    def after(word: str, rows: int) -> Any:
        return lambda: bool(seen) and seen[-1][0] == word and seen[-1][1] >= rows

    def watch(word: str, rows: int) -> None:
        seen.append((word, rows))

    with pytest.raises(Cancelled):
        imports.plan_import(workspace, source, "contact", progress=watch, cancelled=after("Reading", 4_000))
    assert seen[-1][1] < 12_000
    plan = imports.plan_import(workspace, source, "contact", progress=watch)
    assert ("Reading", 12_000) in seen
    for rows in (0, 1_000, 6_000):
        seen.clear()
        with pytest.raises(Cancelled):
            imports.run_import(workspace, plan, progress=watch, cancelled=after("Writing", rows))
        assert everything(workspace) == before
    with pytest.raises(Cancelled):
        imports.run_import(workspace, plan, cancelled=lambda: True)
    assert everything(workspace) == before
    # The same plan can still be run.
    seen.clear()
    assert imports.run_import(workspace, plan, progress=watch).created == 12_000
    assert seen[-1] == ("Finishing", 12_000)
    rows_seen = [rows for word, rows in seen if word == "Writing"]
    assert rows_seen == sorted(rows_seen)
    assert workspace.lists.count("company") == 50
    assert workspace.problems() == []


def test_a_full_disk_leaves_nothing(workspace: Workspace, tmp_path: Path) -> None:
    source = people_table(tmp_path, 4_000)
    before = everything(workspace)
    plan = imports.plan_import(workspace, source, "contact")
    connection = workspace.file.writer.connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages + 40}")
    with pytest.raises(StorageFull) as caught:
        imports.run_import(workspace, plan)
    assert caught.value.hint
    assert everything(workspace) == before
    connection.execute("PRAGMA max_page_count = 1000000")
    assert imports.run_import(workspace, plan).created == 4_000
    assert workspace.problems() == []


KILLED = """
import sys
from pathlib import Path
from crm_desktop.services import imports
from crm_desktop.services.workspace import open_workspace

def told(word, rows):
    if word == "Writing":
        print(rows, flush=True)
        sys.stdin.readline()

if __name__ == "__main__":
    workspace = open_workspace(Path(sys.argv[1]))
    plan = imports.plan_import(workspace, Path(sys.argv[2]), "contact")
    print("planned", flush=True)
    imports.run_import(workspace, plan, progress=told)
    print("done", flush=True)
    sys.stdin.readline()
"""


@pytest.mark.slow
@pytest.mark.parametrize("steps", [1, 3, 6])
def test_a_killed_import_leaves_nothing(path: Path, tmp_path: Path, child: StartChild, steps: int) -> None:
    """F-01: the process dies in the middle of the writing; the file is as it was before."""
    opened = open_workspace(path)
    opened.records.create("company", {"name": "Present"})
    before = everything(opened)
    opened.close()
    process = child(KILLED, path, people_table(tmp_path, 8_000))
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stdout.readline() == "planned\n"
    for _step in range(steps - 1):
        assert process.stdout.readline().strip().isdigit()
        process.stdin.write("\n")
        process.stdin.flush()
    assert process.stdout.readline().strip().isdigit()
    process.send_signal(signal.SIGKILL)
    process.wait(30)
    opened = open_workspace(path)
    try:
        after = everything(opened)
        # Opening notes when the file was opened; everything else is the same.
        assert {one: rows for one, rows in after.items() if before[one] != rows}.keys() <= {
            "sync_state",
            "setting",
            "sqlite_stat1",
        }
        assert opened.lists.count("contact") == 0
        assert opened.problems() == []
        assert counts(bring(opened, tmp_path / "people.xlsx", "contact")) == (8_000, 0, 0, 0)
    finally:
        opened.close()


def test_the_customer_file_changed_between_plan_and_run(
    workspace: Workspace, make: Maker, sheet: Any
) -> None:
    source = sheet(
        ["Company", "Note", "Industry"],
        ["Acme", "new", "Bees"],
        ["Beta", "new", "Bees"],
        ["Gamma", "x", None],
    )
    gone = make.company("Gamma")
    plan = imports.plan_import(workspace, source, "company")
    assert counts(plan) == (2, 1, 0, 0)
    make.company("ACME", note="made meanwhile")
    workspace.records.delete("company", [gone])
    result = imports.run_import(workspace, plan)
    assert counts(result) == (2, 1, 0, 0)
    assert sorted(values(workspace, "company", "name", "note"), key=str) == [
        ("ACME", "new"), ("Beta", "new"), ("Gamma", "x"),
    ]  # fmt: skip
    # The same plan once more finds everything as it is.
    assert counts(imports.run_import(workspace, plan)) == (0, 0, 3, 0)


def test_a_file_that_is_only_read(workspace: Workspace, path: Path, sheet: Any, tmp_path: Path) -> None:
    copy = Path(shutil.copyfile(path, tmp_path / "copy.crm"))
    reading = open_workspace(copy, read_only=True)
    try:
        plan = imports.plan_import(reading, sheet(["Company"], ["Acme"]), "company")
        assert plan.created == 1
        with pytest.raises(ReadOnlyFile):
            imports.run_import(reading, plan)
    finally:
        reading.close()


# ---------------------------------------------------------------- bad input


@pytest.fixture
def bad_files(tmp_path: Path) -> Path:
    (tmp_path / "notes.xlsx").write_bytes(b"\x00\x01\x02 no workbook at all \xff" * 50)
    (tmp_path / "empty.xlsx").write_bytes(b"")
    (tmp_path / "cut.xlsx").write_bytes(
        xlsx(tmp_path / "whole.xlsx", [["Company"], ["Acme"]]).read_bytes()[:900]
    )
    xlsx(tmp_path / "nothing.xlsx", [])
    xlsx(tmp_path / "unknown.xlsx", [["Foo", "Bar"], ["1", "2"]])
    return tmp_path


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("missing.xlsx", "There is no file “missing.xlsx”."),
        ("notes.xlsx", "“notes.xlsx” is not a workbook or a CSV file."),
        ("empty.xlsx", "“empty.xlsx” is empty."),
        ("cut.xlsx", "“cut.xlsx” is damaged or incomplete."),
        ("nothing.xlsx", "“nothing.xlsx” holds no table."),
        ("unknown.xlsx", "No column of “unknown.xlsx” was recognised."),
    ],
)
def test_bad_files_get_a_sentence(workspace: Workspace, bad_files: Path, name: str, sentence: str) -> None:
    before = everything(workspace)
    with pytest.raises(SourceProblem) as caught:
        imports.plan_import(workspace, bad_files / name, "company")
    assert caught.value.title == sentence
    assert caught.value.hint
    assert caught.value.exit_code == 1
    assert everything(workspace) == before


def test_a_hostile_workbook(workspace: Workspace, tmp_path: Path) -> None:
    """T-02: one cell far away makes the sheet span billions of cells."""
    import openpyxl

    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"], book.active["XFD1048576"] = "Company", "x"
    book.save(tmp_path / "far.xlsx")
    with pytest.raises(SourceProblem) as caught:
        imports.plan_import(workspace, tmp_path / "far.xlsx", "company")
    assert "spans" in caught.value.title or "memory" in caught.value.title
    assert workspace.lists.count("company") == 0


def test_bad_choices_get_a_sentence(workspace: Workspace, sheet: Any) -> None:
    source = sheet(["Company", "Foo"], ["Acme", "1"])
    with pytest.raises(SourceProblem, match="There is no sheet “Two”"):
        imports.plan_import(workspace, source, "company", sheet="Two")
    with pytest.raises(SourceProblem, match="There is no column or field “Bar”"):
        imports.plan_import(workspace, source, "company", mapping={"Bar": "name"})
    with pytest.raises(SourceProblem, match="There is no column or field “nonsense”"):
        imports.plan_import(workspace, source, "company", mapping={"Foo": "nonsense"})
    plan = imports.plan_import(workspace, source, "company")
    assert any("Foo" in note for note in plan.notes)
    chosen = imports.plan_import(workspace, source, "company", mapping={"Foo": "note"})
    imports.run_import(workspace, chosen)
    assert values(workspace, "company", "name", "note") == [("Acme", "1")]
    with pytest.raises(SourceProblem, match="No column"):
        imports.plan_import(workspace, source, "company", mapping={"Company": ""})


def test_headings_without_rows(workspace: Workspace, sheet: Any) -> None:
    result = bring(workspace, sheet(["Company", "Note"]), "company", keys=["name"])
    assert (result.rows, *counts(result), result.undo) == (0, 0, 0, 0, 0, 0)


def test_problems_name_row_column_value_and_reason(workspace: Workspace, tmp_path: Path) -> None:
    source = plain_csv(
        tmp_path / "people.csv",
        [
            ["Full name", "E-mail", "Birthday"],
            ["Ana", "ana@", "2026-02-30"],
            ["", "b@example.com", ""],
            ["Bo", "", ""],
        ],
    )
    plan = imports.plan_import(workspace, source, "contact")
    assert [(one.row, one.column, one.value) for one in plan.rejected] == [
        (2, "E-mail", "ana@"), (2, "Birthday", "2026-02-30"), (3, "Full name", ""),
    ]  # fmt: skip
    assert sum(imports.reasons(plan).values()) == 3
    assert counts(plan) == (1, 0, 0, 2)
    i18n.install("zh_CN")
    assert imports.plan_import(workspace, source, "contact").rejected[0].reason


def test_the_preview(workspace: Workspace, make: Maker, sheet: Any) -> None:
    owner = workspace.records.create("user", {"name": "Bob"})
    make.company("Acme", note="old", owner=owner, annual_revenue=100_00, next_contact=date(2026, 1, 1))
    source = sheet(
        ["Company", "Note", "Owner", "Annual revenue", "Next contact", "Tags"],
        ["Acme", "new", "Eve", 200, "2026-02-01", "a"], ["Beta", None, None, None, None, None],
        ["Gamma", None, None, "much", None, None],
    )  # fmt: skip
    plan = imports.plan_import(workspace, source, "company")
    changed, new, rejected = plan.preview()
    assert changed[:3] == (2, "changed", "Acme")
    assert changed[3].split("; ")[:2] == ["Note: old → new", "Owner: Bob → Eve"]
    assert "100" in changed[3].split("; ")[2]
    assert "200" in changed[3].split("; ")[2]
    assert "Tags: a" in changed[3]
    assert new == (3, "new", "Beta", "")
    assert rejected[:3] == (4, "rejected", "much")
    assert len(plan.preview(limit=1)) == 1
    assert json.dumps(plan.made) == '{"owner": ["Eve"]}'


def test_child_fields_are_described(workspace: Workspace) -> None:
    """The matching reads child rows by their description: each names a table and a link that exist."""
    reader = workspace.file.reader()
    for entity in registry.MAIN:
        for one in entity.fields:
            if isinstance(one.source, Child):
                reader.execute(
                    f'SELECT "{one.source.link}", "{one.source.column}" FROM "{one.source.table}" LIMIT 1'
                )
    assert dbapi2.sqlite_version_info >= (3, 40)


def test_among_records_of_one_name_that_of_the_company_is_meant(workspace: Workspace, tmp_path: Path) -> None:
    for name in ("Acme", "Beta"):
        company = workspace.records.create("company", {"name": name})
        workspace.records.create("opportunity", {"name": "Deal", "company": company})
    source = tmp_path / "quotes.csv"
    source.write_text("Number,Company,Opportunity\nQ1,Beta,Deal\nQ2,Acme,Deal\n", encoding="utf-8")
    imports.run_import(workspace, imports.plan_import(workspace, source, "quote"))
    rows = workspace.file.reader().execute(
        "SELECT q.company_id = o.company_id FROM quote AS q JOIN opportunity AS o ON o.id = q.opportunity_id"
    )
    assert [row[0] for row in rows] == [1, 1]
    again = imports.plan_import(workspace, source, "quote")
    assert (again.created, again.updated) == (0, 0), "what was found by its company stays as it is"
