"""Retiring an entry of an option list into another."""

from __future__ import annotations

import pytest

from crm_desktop.core.errors import RecordProblem
from crm_desktop.core.query import Condition, ListQuery
from crm_desktop.models import registry
from crm_desktop.services.cleaning import retiring
from crm_desktop.services.workspace import Workspace
from tests.conftest import Maker, check_sound


def entry(workspace: Workspace, label: str, set_name: str = "industry") -> int:
    return workspace.records.create("option", {"set_name": set_name, "label_en": label})


def test_gives_what_has_it_the_other_and_takes_all_of_it_back(workspace: Workspace, make: Maker) -> None:
    old, new = entry(workspace, "Textil"), entry(workspace, "Textiles")
    companies = [make.company(name, industry=old) for name in "ABC"]
    workspace.records.delete("company", companies[2:])
    view = workspace.views.save(
        "company", "Textil", ListQuery("company", conditions=(Condition("industry", "any_of", [old, new]),)), ()
    )  # fmt: skip
    assert [(one.entity, one.field, one.count) for one in retiring.uses(workspace, old)] == [
        ("Companies", "Industry", 2)
    ]
    txn = retiring.retire(workspace, old, new)
    reader = workspace.file.reader()
    held = reader.execute("SELECT DISTINCT industry_id FROM company").fetchall()
    assert held == [(new,)]
    assert old not in [one.id for one in workspace.lists.options("industry")]
    saved = next(one for one in workspace.views.of("company") if one.id == view)
    assert saved.query.conditions[0].value == [new]
    workspace.history.undo(txn)
    assert workspace.records.get("company", companies[0]).values["industry"].id == old
    assert old in [one.id for one in workspace.lists.options("industry")]
    check_sound(workspace)


def test_the_users_own_fields_follow(workspace: Workspace, make: Maker) -> None:
    old, new = entry(workspace, "Mail", "source"), entry(workspace, "E-mail", "source")
    with workspace.work("Add a field") as work:
        work.add(
            registry.model("custom_field"), entity="company", key="heard", kind="option", option_set="source",
            label_en="Heard from",
        )  # fmt: skip
    company = make.company("A", custom_heard=old)
    assert [one.field for one in retiring.uses(workspace, old)] == ["Heard from"]
    retiring.retire(workspace, old, new)
    assert workspace.records.get("company", company).values["custom_heard"].id == new


def test_refuses_the_last_of_a_kind_that_rules_need(workspace: Workspace) -> None:
    lifecycle = {one.kind: one.id for one in workspace.lists.options("lifecycle")}
    with pytest.raises(RecordProblem, match="rules"):
        retiring.retire(workspace, lifecycle["customer"], lifecycle["lost"])


def test_refuses_another_list_and_an_entry_that_is_gone(workspace: Workspace) -> None:
    old, new = entry(workspace, "Textil"), entry(workspace, "Mail", "source")
    with pytest.raises(RecordProblem, match="same list"):
        retiring.retire(workspace, old, new)
    retiring.retire(workspace, old, entry(workspace, "Textiles"))
    with pytest.raises(RecordProblem, match="no longer"):
        retiring.uses(workspace, old)
