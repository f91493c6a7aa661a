"""Headings that mean fields of records in the same rows: the company of a contact, its people, dated notes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.i18n import _
from crm_desktop.exchange.joined_fields import JOINS, fields_of, match_joined, match_own
from crm_desktop.exchange.mapping import Mapping, match_headings
from crm_desktop.models import registry


def matched(entity: str, *headings: str) -> dict[str, str]:
    """Return what headings of the import of an entity mean, by heading; the others are left out."""
    joins = [(join, registry.entity(join.entity)) for join in JOINS[entity]]
    mapping: Mapping = match_joined(match_headings(headings, registry.entity(entity), _), joins)
    return {one.heading: one.field.key for one in mapping.matched if one.field is not None}


@pytest.mark.parametrize(
    ("entity", "heading", "key"),
    [
        ("contact", "Company phone", "company.phone"),
        ("contact", "Company address", "company.street"),
        ("contact", "Account Website", "company.website"),
        ("contact", "公司税号", "company.tax_number"),
        ("contact", "公司的行业", "company.industry"),
        ("contact", "Tax number", "company.tax_number"),
        ("contact", "Employees", "company.employees"),
        ("company", "Contact person", "contact.full_name"),
        ("company", "Contact e-mail", "contact.email"),
        ("company", "联系人职务", "contact.title"),
        ("company", "Position", "contact.title"),
    ],
)
def test_headings_of_joined_records(entity: str, heading: str, key: str) -> None:
    named = ("Name", "Company") if entity == "contact" else ("Company name", "联系人")
    others = [] if heading == "Contact person" else list(named)
    found = matched(entity, *(others or named[:1]), heading)
    assert found[heading] == key


def test_nothing_is_joined_where_nobody_is_named() -> None:
    assert matched("contact", "Name", "Company phone", "Industry") == {"Name": "full_name"}
    assert "Contact e-mail" not in matched("company", "Company name", "Contact e-mail")


@pytest.mark.parametrize(
    ("entity", "heading", "key"),
    [
        ("company", "Company phone", "phone"),
        ("company", "Company e-mail", "email"),
        ("company", "Company address", "street"),
        ("company", "Account website", "website"),
        ("company", "公司邮箱", "email"),
        ("company", "企业的网址", "website"),
        ("contact", "Contact e-mail", "email"),
        ("contact", "联系人电话", "phone"),
    ],
)
def test_the_word_for_the_own_records_may_stand_before(entity: str, heading: str, key: str) -> None:
    mapping = match_own(match_headings((heading,), registry.entity(entity), _))
    assert [one.field.key for one in mapping.matched if one.field is not None] == [key]


def test_a_column_of_its_own_comes_before_one_with_the_word() -> None:
    headings = ("City", "Company city", "Phone", "Company phone", "Company shoe size")
    mapping = match_own(match_headings(headings, registry.entity("company"), _))
    found = {one.heading: one.field.key if one.field else "" for one in mapping}
    assert found == {
        "City": "city", "Company city": "", "Phone": "phone", "Company phone": "phone 2", "Company shoe size": ""
    }  # fmt: skip
    assert match_own(match_headings(("Lead phone",), registry.entity("lead"), _)).matched == ()


def test_what_the_own_records_have_is_theirs() -> None:
    found = matched("contact", "Name", "Company", "Phone", "E-mail", "City", "Level", "Note")
    assert not [key for key in found.values() if "." in key]


def test_a_second_phone_of_the_company_is_one_more() -> None:
    found = matched("contact", "Name", "Company", "Company phone", "Company telephone")
    assert found["Company phone"] == "company.phone"
    assert found["Company telephone"] == "company.phone 2"


def test_notes_with_day_and_author() -> None:
    found = matched("contact", "姓名", "跟进记录", "跟进日期", "记录人")
    assert [found[one] for one in ("跟进记录", "跟进日期", "记录人")] == [
        *("activity.body", "activity.started_at", "activity.owner"),
    ]


@given(st.lists(st.text(max_size=20), max_size=8, unique=True))
def test_any_headings_can_be_matched(headings: list[str]) -> None:
    assert len(matched("contact", *headings)) <= len(headings)


@pytest.mark.parametrize("entity", JOINS)
def test_joined_fields_are_described(entity: str) -> None:
    for join in JOINS[entity]:
        other = registry.entity(join.entity)
        keys = {one.key.partition(".")[2] for one in fields_of(join, other)}
        assert keys
        assert keys <= other.by_key.keys()
        assert {key for key, _words in join.words} <= keys
        assert set(join.keys) <= other.by_key.keys()
        holder = registry.entity(entity) if join.leads else other
        assert join.link in holder.by_key
