"""Cleaning tools on records: what a plan says, what it writes, and that one undo takes it back."""

from __future__ import annotations

from datetime import date

import pytest

from crm_desktop.core import clock
from crm_desktop.core.errors import Cancelled, UsageProblem
from crm_desktop.core.query import ListQuery
from crm_desktop.models import registry
from crm_desktop.services import bulk_edit
from crm_desktop.services.cleaning import finding, tools
from crm_desktop.services.cleaning.tools import Cleaning
from crm_desktop.services.workspace import Workspace
from tests.conftest import Maker, check_sound


def value(workspace: Workspace, record: int, key: str, entity: str = "contact") -> object:
    return workspace.records.get(entity, record).values[key]


def add_channel(workspace: Workspace, contact: int, kind: str, text: str) -> int:
    with workspace.work("Add") as work:
        return int(work.add(registry.model("channel"), contact_id=contact, kind=kind, value=text).id)


def test_trims_all_texts_of_a_record_at_once(workspace: Workspace, make: Maker) -> None:
    ids = [make.company("Acme   Ｌtd", city="New  York", note="a\n\n\n\nb"), make.company("Blue")]
    plan = tools.plan(workspace, "company", ids, Cleaning("trim"))
    assert plan.changes == {ids[0]: {"name": "Acme Ltd", "city": "New York", "note": "a\n\nb"}}
    assert plan.same == 1
    txn = bulk_edit.apply(workspace, plan)
    assert value(workspace, ids[0], "name", "company") == "Acme Ltd"
    assert list(workspace.lists.ids(ListQuery("company", search="ltd"))) == [ids[0]]
    workspace.history.undo(txn)
    assert value(workspace, ids[0], "city", "company") == "New  York"
    check_sound(workspace)


def test_cleans_every_number_of_a_record_not_only_the_first(workspace: Workspace, make: Maker) -> None:
    workspace.change_settings(region="CN")
    contact = make.contact(mobile="13857123345")
    second = add_channel(workspace, contact, "mobile", "0086-139 5712-3345")
    plan = tools.plan(workspace, "contact", [contact], Cleaning("phone", way="international"))
    assert {one["value"] for one in plan.changes.values()} == {"+86 138 5712 3345", "+86 139 5712 3345"}
    txn = bulk_edit.apply(workspace, plan)
    assert value(workspace, contact, "mobile") == "+86 138 5712 3345"
    assert value(workspace, second, "value", "channel") == "+86 139 5712 3345"
    workspace.history.undo(txn)
    assert value(workspace, contact, "mobile") == "13857123345"


def test_counts_a_record_once_whatever_number_of_channels_change(workspace: Workspace, make: Maker) -> None:
    one, other = make.contact("Ana", mobile="13857123345"), make.contact("Ben", mobile="+86 139 1111 2222")
    add_channel(workspace, one, "phone", "0086-571-87203345")
    plan = tools.plan(workspace, "contact", [one, other], Cleaning("phone", way="international"))
    assert (plan.count(), plan.same, len(plan.changes), plan.more_samples()) == (1, 1, 2, 0)
    txn = bulk_edit.apply(workspace, plan)
    assert workspace.history.transaction(txn).text == "Clean Ana"


def test_examples_are_told_to_be_some_of_more(workspace: Workspace, make: Maker) -> None:
    people = [make.contact(f"Ana Lim{n}") for n in "abcdefgh"]
    workspace.records.set_many("contact", people, {"family_name": None, "given_name": None})
    plan = tools.plan(workspace, "contact", people, Cleaning("split"))
    assert (len(plan.samples), plan.more_samples()) == (6, 2)
    assert plan.samples[0][1] == "", "no comma between nothing and nothing"


def test_marks_addresses_that_cannot_be_any(workspace: Workspace, make: Maker) -> None:
    contact = make.contact(email="ana@laguna.example")
    bad = add_channel(workspace, contact, "email", "ana at laguna")
    plan = tools.plan(workspace, "contact", [contact], Cleaning("invalid"))
    assert plan.changes == {bad: {"is_invalid": True}}
    bulk_edit.apply(workspace, plan)
    assert value(workspace, bad, "is_invalid", "channel") is True
    assert finding.with_doubtful_mail(workspace, "contact", [contact]) == [contact]


def test_splits_and_joins_names(workspace: Workspace, make: Maker) -> None:
    ids = [make.contact("陈晓梅"), make.contact("Ana Beltrán"), make.contact("Cher")]
    bulk_edit.apply(workspace, tools.plan(workspace, "contact", ids, Cleaning("split")))
    parts = [(value(workspace, one, "family_name"), value(workspace, one, "given_name")) for one in ids]
    assert parts == [("陈", "晓梅"), ("Beltrán", "Ana"), (None, None)]
    workspace.records.save("contact", ids[1], {"given_name": "Anna"})
    workspace.records.save("contact", ids[0], {"given_name": "小梅"})
    bulk_edit.apply(workspace, tools.plan(workspace, "contact", ids, Cleaning("join")))
    assert [value(workspace, one, "full_name") for one in ids] == ["陈小梅", "Anna Beltrán", "Cher"]


def test_splitting_leaves_parts_that_are_there(workspace: Workspace, make: Maker) -> None:
    contact = make.contact("Ana Beltrán", given_name="Ana María")
    assert not tools.plan(workspace, "contact", [contact], Cleaning("split")).changes


def test_replaces_and_refuses_to_empty_a_name(workspace: Workspace, make: Maker) -> None:
    ids = [make.company("Acme GmbH"), make.company("GmbH")]
    plan = tools.plan(workspace, "company", ids, Cleaning("replace", ("name",), find="gmbh", replacement=""))
    assert plan.changes == {ids[0]: {"name": "Acme"}}
    assert plan.reasons() == [("“Name” cannot be empty.", 1)]


def test_fills_only_what_is_empty(workspace: Workspace, make: Maker) -> None:
    ids = [make.company("A", country="Spain"), make.company("B")]
    plan = tools.plan(workspace, "company", ids, Cleaning("fill", ("country",), value="Mexico"))
    bulk_edit.apply(workspace, plan)
    assert [value(workspace, one, "country", "company") for one in ids] == ["Spain", "Mexico"]


def test_changes_capitals_of_one_field(workspace: Workspace, make: Maker) -> None:
    company = make.company("ACME OF YORK", city="YORK")
    plan = tools.plan(workspace, "company", [company], Cleaning("case", ("name",), way="title"))
    assert plan.changes == {company: {"name": "Acme of York"}}


def test_asks_for_a_field_where_not_all_can_be_meant(workspace: Workspace, make: Maker) -> None:
    with pytest.raises(UsageProblem, match="field"):
        tools.plan(workspace, "company", [make.company()], Cleaning("case", way="title"))


def test_stops_when_it_is_asked_to(workspace: Workspace, make: Maker) -> None:
    with pytest.raises(Cancelled):
        tools.plan(workspace, "company", [make.company()], Cleaning("trim"), lambda: True)


@pytest.mark.parametrize("entity", [one.name for one in registry.ENTITIES if one.section])
def test_every_list_has_tools_that_work(workspace: Workspace, entity: str) -> None:
    for one in tools.tools_for(workspace, entity):
        field = () if one.each else (tools.fields_of(workspace, entity, one.name)[0].key,)
        way = next(iter(one.ways), "")
        wanted = Cleaning(one.name, field, way, find="x", value=None)
        assert tools.plan(workspace, entity, [], wanted).count() == 0


def test_finds_what_has_no_next_step(workspace: Workspace, make: Maker) -> None:
    ids = [make.company("Planned"), make.company("Done"), make.company("Never")]
    activity = {"kind": "task", "subject": "Call"}
    workspace.records.create("activity", {**activity, "company": ids[0], "due_on": date(2030, 1, 1)})
    done = workspace.records.create("activity", {**activity, "company": ids[1]})
    workspace.records.save("activity", done, {"done_at": clock.now()})
    assert finding.without_next_step(workspace, "company", ids) == ids[1:]


def test_what_is_over_needs_no_next_step(workspace: Workspace) -> None:
    leads = [workspace.records.create("lead", {"title": name}) for name in ("Ana", "Ben")]
    reason = workspace.lists.options("lost_reason")[0].id
    workspace.records.save("lead", leads[1], {"status": "disqualified", "lost_reason": reason})
    assert finding.without_next_step(workspace, "lead", leads) == leads[:1]
