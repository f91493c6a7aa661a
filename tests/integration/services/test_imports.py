"""What an import promises: found again, nothing erased, nothing half, everything can be taken back."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.core import i18n
from crm_desktop.core.entity import Field
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Choice, Option, Reference, Tags
from crm_desktop.exchange import xlsx_files
from crm_desktop.exchange.export import ExportColumn
from crm_desktop.models import registry
from crm_desktop.services import imports
from crm_desktop.services.workspace import ListQuery, Workspace, open_workspace
from tests.conftest import Maker
from tests.integration.services.import_help import (
    bring,
    counts,
    texts,
    values,
)

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
    names = [sort.__name__ for sort in type(kind).__mro__]
    samples: dict[str, Any] = {
        "Email": f"{entity}@example.com", "Phone": "+49 30 1234567", "Web": "https://example.com", "Number": 7,
        "Percent": 40, "Year": 1999, "Money": 123_450, "Price": 4_500, "Day": date(2024, 3, 1), "Flag": True,
        "Birthday": date(1980, 3, 1), "Minutes": 30,
    }  # fmt: skip
    if "Moment" in names:
        from datetime import UTC, datetime

        return datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
    if names[0] == "Exact":
        from decimal import Decimal

        return Decimal("1.25")
    if one.key == "currency":
        return "EUR"
    return next((samples[name] for name in names if name in samples), f"{one.key} of {entity} 甲")


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
