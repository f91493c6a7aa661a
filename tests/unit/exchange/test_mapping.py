"""Columns of foreign tables are matched to fields, with a reason, and no field twice."""

from __future__ import annotations

import pytest

from crm_desktop.core.entity import Column, Field
from crm_desktop.core.kinds import Text
from crm_desktop.exchange.mapping import match_headings
from crm_desktop.models.company import COMPANY
from crm_desktop.models.contact import CONTACT


def keys(headings: list[str]) -> list[str | None]:
    return [one.field.key if one.field else None for one in match_headings(headings, CONTACT)]


@pytest.mark.parametrize(
    ("heading", "key", "reason"),
    [
        ("full_name", "full_name", "key"),
        ("Full name", "full_name", "key"),
        ("Job title", "title", "label"),
        ("姓名", "full_name", "alias"),
        ("E-MAIL", "email", "key"),
        ("E-mail address", "email", "alias"),
        ("E-mail 2", "email", "form"),
        ("Phone (work)", "phone", "form"),
        ("Phone (mobile)", "mobile", "form"),
        ("Contact (e-mail)", "email", "form"),
        ("Employer (name)", "company", "form"),
        ("生日*", "birthday", "alias"),
        ("Home Phone", "phone", "form"),
        ("其他電話", "phone", "form"),
        ("备用手机", "mobile", "form"),
        ("Secondary e-mail", "email", "form"),
        ("Home city", None, ""),
        ("Postcodes", "postcode", "similar"),
        ("Birthdays", "birthday", "similar"),
        ("Shoe size", None, ""),
        ("", None, ""),
        ("?", None, ""),
    ],
)
def test_one_heading(heading: str, key: str | None, reason: str) -> None:
    (found,) = match_headings([heading], CONTACT)
    assert (found.field.key if found.field else None, found.reason) == (key, reason)


def test_units_are_ignored() -> None:
    assert match_headings(["Annual revenue (EUR)", "员工数（人）"], COMPANY).fields == (
        COMPANY.field("annual_revenue"),
        COMPANY.field("employees"),
    )


def test_a_field_is_meant_once_and_exact_headings_come_first() -> None:
    assert keys(["City (home)", "City", "Town"]) == [None, "city", None]


def test_columns_of_one_kind_of_channels_are_several_and_the_surest_is_the_primary_one() -> None:
    assert keys(["Phone 2", "Phone", "Telephone"]) == ["phone 3", "phone", "phone 2"]
    assert keys(["E-mail 1", "E-mail 2", "E-mail 3"]) == ["email", "email 2", "email 3"]
    assert keys(["Phone 1 - Value", "Phone 2 - Value"]) == ["phone", "phone 2"]
    assert keys(["备用手机", "手机", "其他手机"]) == ["mobile 2", "mobile", "mobile 3"]


def test_a_chosen_column_of_channels_takes_nothing_from_another() -> None:
    mapping = match_headings(["Full name", "Mobile", "Zweitnummer"], CONTACT)
    several = mapping.choose(2, CONTACT.field("mobile"))
    assert [one.key for one in several.fields] == ["full_name", "mobile", "mobile 2"]
    assert [one.key for one in several.choose(1, None).fields] == ["full_name", "mobile"]


def test_an_alias_that_is_taken_gives_way_to_its_other_meaning() -> None:
    # 公司名称 names the contact's company; 姓名 the person
    assert keys(["姓名", "公司名称", "手机"]) == ["full_name", "company", "mobile"]


def test_translated_labels_are_recognised() -> None:
    found = match_headings(
        ["Geburtstag"], CONTACT, lambda label: {"Birthday": "Geburtstag"}.get(label, label)
    )
    assert found.fields == (CONTACT.field("birthday"),)


def test_custom_fields_take_part() -> None:
    badge = Field("custom_7", "Badge number", Text(), Column("custom_7"))
    assert match_headings(["Badge number"], CONTACT, custom=[badge]).fields == (badge,)


def test_the_user_chooses() -> None:
    mapping = match_headings(["Who", "Full name"], CONTACT)
    chosen = mapping.choose(0, CONTACT.field("full_name"))
    assert [one.reason for one in chosen] == ["chosen", ""]
    assert chosen.column_of("full_name").heading == "Who"  # type: ignore[union-attr]
    assert chosen.choose(0, None).matched == ()
    assert [one.key for one in chosen.choose(0, None).missing] == ["full_name"]
    assert [one.heading for one in chosen.unmatched] == ["Full name"]


def test_what_is_worked_out_cannot_be_imported() -> None:
    assert all(one.writable for one in match_headings([f.label for f in COMPANY.fields], COMPANY).fields)
