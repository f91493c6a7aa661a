"""Exports of other programs: each is known by its headings, and means fields that there are."""

from __future__ import annotations

import pytest

from crm_desktop.exchange.known_exports import NOTHING, UNKNOWN, KnownExport, known_exports, recognise
from crm_desktop.models import registry
from crm_desktop.services import import_targets

EXPORTS = known_exports()


@pytest.mark.parametrize("export", EXPORTS, ids=lambda one: f"{one.program}-{one.entity}")
def test_an_export_is_recognised_by_its_headings_alone(export: KnownExport) -> None:
    found = recognise(sorted(export.signature), export.entity)
    assert found is not None
    assert (found.program, found.entity) == (export.program, export.entity)


@pytest.mark.parametrize("export", EXPORTS, ids=lambda one: f"{one.program}-{one.entity}")
def test_what_it_means_are_fields_that_an_import_may_fill(export: KnownExport) -> None:
    fields = {**registry.entity(export.entity).by_key, **import_targets.fields_of(export.entity)}
    # Blocks that several exports share may name fields that some of their records have not.
    shared = {"phone", "mobile", "fax", "email", "salutation", "lifecycle", "level"}
    shared |= {"opted_out", "calls_opted_out", "street", "city", "province", "postcode", "country"}
    missing = {key for key in export.columns.values() if key not in fields} - {NOTHING, UNKNOWN}
    assert missing <= shared
    assert all(fields[key].writable for key in export.columns.values() if key in fields)


def test_the_programs_that_are_known() -> None:
    assert {(one.program, one.entity) for one in EXPORTS} >= {
        ("Outlook", "contact"),
        ("Google", "contact"),
        *(("Salesforce", entity) for entity in ("company", "contact", "lead", "opportunity")),
        *(("HubSpot", entity) for entity in ("company", "contact", "opportunity")),
        *(("Zoho CRM", entity) for entity in ("company", "contact", "lead", "opportunity")),
        *(("Bigin", entity) for entity in ("contact", "opportunity")),
        *(("SuiteCRM", entity) for entity in ("company", "contact", "opportunity")),
        *(("EspoCRM", entity) for entity in ("company", "contact", "opportunity")),
        *(("Pipedrive", entity) for entity in ("company", "contact", "opportunity")),
        *(("WuKong CRM", entity) for entity in ("company", "contact", "lead", "opportunity")),
    }


@pytest.mark.parametrize(
    "headings",
    [
        [],
        ["Name", "E-mail", "Phone", "City"],
        ["First name", "Last name", "Company", "E-mail", "Mobile"],
        ["姓名", "公司名称", "手机", "邮箱", "备注"],
        ["account", "sector", "year_established", "revenue", "employees"],
    ],
)
def test_other_tables_are_none_of_them(headings: list[str]) -> None:
    assert recognise(headings) is None


def test_a_heading_means_what_it_means_there() -> None:
    outlook = next(one for one in EXPORTS if one.program == "Outlook")
    salesforce = next(one for one in EXPORTS if (one.program, one.entity) == ("Salesforce", "contact"))
    assert outlook.columns_for(["Title", "TITLE ", "Shoe size"]) == {
        "Title": "salutation",
        "TITLE ": "salutation",
    }
    assert salesforce.columns_for(["Title"]) == {"Title": "title"}
