"""Likely duplicates of a real customer file."""

from __future__ import annotations

import pytest

from crm_desktop.core.errors import Cancelled, UsageProblem
from crm_desktop.services.duplicates import search
from crm_desktop.services.duplicates.blocks import LARGEST_GROUP, paired
from crm_desktop.services.duplicates.watching import Watch


def names(workspace, entity, found):
    title = {"company": "name", "contact": "full_name"}[entity]
    ids = [one for pair in found for one in (pair.a, pair.b)]
    rows = {row.id: row.texts[0] for row in workspace.lists.page(entity, [title], ids)}
    return [{rows[pair.a], rows[pair.b]} for pair in found]


@pytest.fixture
def people(make):
    """Two people who stand there twice, and others who are only like them."""
    firm, other = make.company("Fischer Metallbau GmbH"), make.company("Harbour Dental")
    return {
        "noah": make.contact("Noah Fischer", company=firm, mobile="+49 89 2180340"),
        "again": make.contact("Fischer, Noah", company=firm),
        "brother": make.contact("Jonas Fischer", company=firm, phone="+49 89 2180340"),
        "namesake": make.contact("Noah Fischer", company=other),
        "chen": make.contact("陈晓梅", mobile="+86 138 5712 3345"),
        "pinyin": make.contact("Chen Xiaomei", mobile="13857123345"),
    }


def test_the_same_person_twice_is_found_and_a_relative_is_not(workspace, people):
    found = workspace.duplicates.find("contact")
    assert names(workspace, "contact", found) == [
        {"Noah Fischer", "Fischer, Noah"},
        {"陈晓梅", "Chen Xiaomei"},
    ] or names(workspace, "contact", found) == [
        {"陈晓梅", "Chen Xiaomei"},
        {"Noah Fischer", "Fischer, Noah"},
    ]
    reasons = {one.a: one.reasons for one in found}
    assert reasons[people["noah"]] == ("same name", "same firm")
    assert "same sound" in reasons[people["chen"]]


def test_firms_that_differ_by_their_legal_form_are_one(workspace, make):
    make.company("Müller & Co. KG")
    make.company("MULLER GmbH")
    make.company("Miller GmbH")
    make.company("杭州青禾纺织有限公司", phone="+86 571 8720 3345")
    make.company("青禾纺织", phone="0571-87203345")
    found = workspace.duplicates.find("company")
    assert {frozenset(one) for one in names(workspace, "company", found)} == {
        frozenset({"Müller & Co. KG", "MULLER GmbH"}),
        frozenset({"杭州青禾纺织有限公司", "青禾纺织"}),
    }


def test_different_tax_numbers_are_different_firms(workspace, make):
    make.company("Acme Inc.", tax_number="DE 811-907-980")
    make.company("Acme Ltd", tax_number="DE129274202")
    assert workspace.duplicates.find("company") == []


def test_what_is_in_the_trash_is_no_duplicate(workspace, people):
    workspace.records.delete("contact", [people["again"], people["pinyin"]])
    assert workspace.duplicates.find("contact") == []


def test_not_a_duplicate_is_remembered_and_can_be_taken_back(workspace, people):
    before = workspace.duplicates.find("contact")
    first = before[0]
    said = workspace.duplicates.set_distinct("contact", first.b, first.a)
    assert first not in workspace.duplicates.find("contact")
    assert workspace.duplicates.of("contact", first.a) == []
    workspace.history.undo(said)
    assert workspace.duplicates.find("contact") == before


def test_the_duplicates_of_one_record(workspace, people):
    (found,) = workspace.duplicates.of("contact", people["noah"])
    assert (found.id, found.name) == (people["again"], "Fischer, Noah")
    assert found.reasons == ("same name", "same company")
    assert workspace.duplicates.of("contact", 5) == []


def test_what_may_be_there_already_while_typing(workspace, people):
    def like(**values):
        return {one.id for one in workspace.duplicates.like("contact", values)}

    assert people["noah"] in like(full_name="Noah Fischer")
    assert people["chen"] in like(full_name="Chen Xiaomei")
    assert like(full_name="M", mobile="+86 13857123345") == {people["chen"], people["pinyin"]}
    assert like(full_name="Grace Lim") == set()
    assert like() == set()
    assert workspace.duplicates.like("product", {"name": "Noah Fischer"}) == []


def test_a_slip_of_the_pen_is_seen_while_typing(workspace, people):
    assert people["noah"] in {
        one.id for one in workspace.duplicates.like("contact", {"full_name": "Noha Fischer"})
    }


def test_what_is_read_and_compared_in_portions_is_found_as_well(workspace, people, monkeypatch):
    before = workspace.duplicates.find("contact")
    monkeypatch.setattr(search, "PORTION", 2)
    monkeypatch.setattr(search, "COMPARED", 1)
    assert workspace.duplicates.find("contact") == before
    assert workspace.duplicates.find("contact", ids=[people["noah"], people["again"], people["chen"]]) == [
        one for one in before if one.a == people["noah"]
    ]


def test_other_records_are_refused(workspace):
    with pytest.raises(UsageProblem):
        workspace.duplicates.find("sales_order")


def test_a_search_can_be_stopped(workspace, people):
    with pytest.raises(Cancelled):
        workspace.duplicates.find("contact", watch=Watch(cancelled=lambda: True))


def test_a_key_that_very_many_share_does_not_pair_all_of_them():
    many = list(range(LARGEST_GROUP + 1))
    assert len(list(paired(many))) == LARGEST_GROUP
    assert len(list(paired(many[:-1]))) == LARGEST_GROUP * (LARGEST_GROUP - 1) // 2
