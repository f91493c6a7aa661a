"""Lists of what belongs to other records, out and in again: one changed cell changes one record and makes none."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from crm_desktop.models import registry
from crm_desktop.services import exports, imports
from crm_desktop.services.workspace import ListQuery, Workspace
from tests.conftest import Maker
from tests.integration.services.import_help import bring, counts, values

CHANGES = [
    ("channel", "label", "private"),
    ("channel", "opted_out", "Yes"),
    ("address", "city", "Bonn"),
    ("affiliation", "title", "Chair"),
    ("affiliation", "department", "Board"),
    ("line", "text", "Something else"),
    ("line", "quantity", 7),
    ("campaign_member", "response", "Comes"),
    ("campaign_cost", "amount", 77),
    ("campaign_step", "planned_on", "2026-05-04"),
]


def people(workspace: Workspace, make: Maker) -> None:
    """Make two people at one firm, with channels, addresses, an order of two equal lines, and lists of people."""
    acme = make.company("Acme", phone="+49 30 5550100", city="Berlin", street="Weg 1")
    both = [
        make.contact(name, email=f"{name}.b@x.example", mobile="0171 5550100", company=acme, title="Owner",
                     city="Köln", street="Weg 1")
        for name in ("Ana", "Bea")
    ]  # fmt: skip
    create = workspace.records.create
    order = create("sales_order", {"company": acme})
    for place in (1, 2):
        create("line", {"sales_order": order, "position": place, "text": "Chair", "quantity": Decimal(2)})
    campaign = create("campaign", {"name": "Fair"})
    segment = create("segment", {"name": "Guests"})
    for contact in both:
        create("campaign_member", {"campaign": campaign, "contact": contact})
        create("segment_member", {"segment": segment, "contact": contact})
    for title in ("Stand", "Flyer"):
        create(
            "campaign_cost", {"campaign": campaign, "title": title, "spent_on": date(2026, 3, 1), "amount": 5}
        )
        create("campaign_step", {"campaign": campaign, "title": title})


def exported(workspace: Workspace, entity: str, out: Path) -> Path:
    """Write a whole list, with all its columns."""
    exports.export_list(workspace, ListQuery(entity), out)
    return out


@pytest.mark.parametrize(("entity", "key", "cell"), CHANGES)
def test_one_changed_cell_changes_one_record(
    workspace: Workspace, make: Maker, tmp_path: Path, entity: str, key: str, cell: Any
) -> None:
    people(workspace, make)
    out = exported(workspace, entity, tmp_path / "list.xlsx")
    rows = workspace.lists.count(entity)
    assert counts(imports.plan_import(workspace, out, entity)) == (0, 0, rows, 0)
    book = load_workbook(out)
    sheet = book.worksheets[0]
    heads = [one.value for one in sheet[1]]
    label = registry.entity(entity).field(key).label
    place = next(at for at, head in enumerate(heads, 1) if head == label or head.startswith(f"{label} ("))
    sheet.cell(rows + 1, place).value = cell
    book.save(out)
    assert counts(bring(workspace, out, entity)) == (0, 1, rows - 1, 0)
    assert workspace.lists.count(entity) == rows
    again = imports.plan_import(workspace, out, entity)
    assert again.created == 0
    assert all(key not in cells for cells in again.changes.values())
    assert workspace.problems() == []


def test_lists_of_people_come_back_unchanged(workspace: Workspace, make: Maker, tmp_path: Path) -> None:
    people(workspace, make)
    out = exported(workspace, "segment_member", tmp_path / "list.csv")
    assert counts(bring(workspace, out, "segment_member")) == (0, 0, 2, 0)


def test_an_opt_out_lands_on_the_address_of_its_owner(workspace: Workspace, make: Maker, sheet: Any) -> None:
    """The kind and the normal form tell a channel; one of another person with the same value is another one."""
    for name in ("Ana", "Bea"):
        make.contact(name, email="a.b@x.example", mobile="+49 171 5550100")
    source = sheet(
        ["Contact", "Kind", "Value", "Opted out"],
        ["Bea", "E-mail", "A.B@x.example", "Yes"], ["Bea", "Mobile", "+49 (171) 555-0100", "Yes"],
        ["Ana", "E-mail", "a-b@x.example", "No"],
    )  # fmt: skip
    assert counts(bring(workspace, source, "channel")) == (1, 2, 0, 0)
    assert sorted(values(workspace, "channel", "contact", "kind", "opted_out")) == [
        ("Ana", "email", False), ("Ana", "email", False), ("Ana", "mobile", False),
        ("Bea", "email", True), ("Bea", "mobile", True),
    ]  # fmt: skip


def test_another_time_at_the_same_firm_is_another_affiliation(
    workspace: Workspace, make: Maker, sheet: Any
) -> None:
    make.contact("Ana", company=make.company("Acme"), title="Clerk")
    head = ["Contact", "Company", "Job title", "From"]
    first = sheet(head, ["Ana", "Acme", "Clerk", "2020-01-01"])
    assert counts(bring(workspace, first, "affiliation")) == (0, 1, 0, 0)
    second = sheet(head, ["Ana", "Acme", "Owner", "2024-01-01"], ["Ana", "Acme", "Clerk", "2020-01-01"])
    assert counts(bring(workspace, second, "affiliation")) == (1, 0, 1, 0)
