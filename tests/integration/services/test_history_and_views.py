"""The history of a record as a person reads it, saved views, settings of the file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from crm_desktop.core import i18n
from crm_desktop.core.errors import FileExists, RecordProblem
from crm_desktop.models import registry
from crm_desktop.services.history import Entry
from crm_desktop.services.workspace import Condition, ListQuery, Workspace, new_workspace, open_workspace
from crm_desktop.store.driver import scalar
from tests.conftest import FixedClock, Maker


def told(entries: list[Entry]) -> list[tuple[str, list[tuple[str, str, str]]]]:
    return [(one.title, [(f.label, f.old, f.new) for f in one.fields]) for one in entries]


# ---------------------------------------------------------------- history


def test_the_history_of_a_record(workspace: Workspace, make: Maker, fixed_clock: FixedClock) -> None:
    company = make.company("Acme", size=workspace.lists.options("size")[0].id)
    fixed_clock.advance(60)
    size = workspace.lists.options("size")[1]
    workspace.records.save(
        "company",
        company,
        {"name": "Zebra", "annual_revenue": 123_456, "next_contact": date(2026, 12, 24), "size": size.id},
    )
    made, changed = reversed(workspace.history.of_record("company", company))
    assert (made.title, made.created, made.user, made.undone) == ("New: Acme", True, "Ann Example", False)
    assert not changed.created
    assert (changed.at - made.at).total_seconds() == 60
    fields = {one.label: (one.old, one.new) for one in changed.fields}
    assert fields["Name"] == ("Acme", "Zebra")
    assert fields["Size"] == (workspace.lists.options("size")[0].name, size.name)
    assert "1,234.56" in fields["Annual revenue"][1]
    assert fields["Annual revenue"][0] == ""
    assert "24" in fields["Next contact"][1]
    assert len(changed.fields) == 4, "nothing but what was changed"


def test_parts_are_in_the_history_of_their_record(workspace: Workspace, make: Maker) -> None:
    contact = make.contact("Ann", mobile="0171 1", company=make.company("Acme"))
    workspace.records.save("contact", contact, {"mobile": "0172 2", "title": "Buyer"})
    latest = workspace.history.of_record("contact", contact)[0]
    assert {(one.old, one.new) for one in latest.fields} == {("0171 1", "0172 2"), ("", "Buyer")}


def test_trash_and_undo_are_in_the_history(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme", phone="030 1", email="a@example.com", city="Berlin")
    deletion = workspace.records.delete("company", [company])
    workspace.history.undo(deletion)
    entries = workspace.history.of_record("company", company)
    assert told(entries)[:2] == [
        ("Undo: Delete Acme", [("Restored", "", "")]),
        ("Delete Acme", [("Moved to the trash", "", "")]),
    ]
    assert [one.undone for one in entries] == [False, True, False]


def test_bulk_work_is_in_the_history_of_each_record(workspace: Workspace, make: Maker) -> None:
    make.many(5)
    ids = list(workspace.lists.ids(ListQuery("company")))
    workspace.records.set_many("company", ids, {"note": "x"})
    for company in ids:
        assert told(workspace.history.of_record("company", company)) == [
            ("Change 5 records", [("Note", "", "x")]),
            ("Import list.xlsx", [("Name", "", workspace.records.get("company", company).title)]),
        ]
    assert workspace.history.of_record("company", ids[0])[1].created


def test_tags_are_in_the_history(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme")
    workspace.records.save("company", company, {"tags": ["VIP"]})
    assert len(workspace.history.of_record("company", company)) == 2


def test_history_speaks_the_language_of_the_program(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme")
    workspace.records.delete("company", [company])
    i18n.install("zh_CN")
    assert [one.text for one in workspace.history.recent(2)] == ["删除 Acme", "新建：Acme"]


def test_history_survives_a_restart_and_pages(workspace: Workspace, make: Maker, path: Path) -> None:
    for name in "ABCDE":
        make.company(name)
    workspace.close()
    again = open_workspace(path)
    first = again.history.recent(2)
    assert [one.text for one in first] == ["New: E", "New: D"]
    second = again.history.recent(2, before=first[-1].id)
    assert [one.text for one in second] == ["New: C", "New: B"]
    assert [one.kind for one in again.history.recent(100)][-1] == "setup"
    again.close()


def test_setting_up_is_not_undone_by_ctrl_z(workspace: Workspace) -> None:
    assert workspace.history.last_undoable() is None
    assert workspace.history.last_redoable() is None


# ---------------------------------------------------------------- views


CONDITIONS = (
    Condition("name", "contains", "“Zoë” ' \" 星 🦊"),
    Condition("employees", "at_least", 2**53 + 1),
    Condition("size", "any_of", [1001, 1002]),
    Condition("note", "empty"),
    Condition("next_contact", "within_days", -7),
    Condition("tags", "has", "VIP"),
)


def test_a_view_comes_back_as_it_was(workspace: Workspace, path: Path) -> None:
    query = ListQuery(
        "company", search="星 acme", sort="employees", descending=True, conditions=CONDITIONS, match_all=False
    )
    columns = ("name", "phone", "tags")
    view = workspace.views.save("company", "  Big ones ", query, columns)
    workspace.close()
    again = open_workspace(path)
    (found,) = again.views.of("company")
    assert (found.id, found.name, found.columns) == (view, "Big ones", columns)
    assert found.query.conditions[2].value == [1001, 1002]
    assert found.query == query
    assert again.views.of("contact") == []
    again.lists.ids(found.query)
    again.close()


def test_a_view_is_replaced_deleted_and_brought_back(workspace: Workspace) -> None:
    one = workspace.views.save("company", "Mine", ListQuery("company", sort="name"), ("name",))
    two = workspace.views.save("company", "Mine", ListQuery("company", search="x"), ("name", "phone"))
    assert one == two
    (found,) = workspace.views.of("company")
    assert (found.query.search, found.query.sort, found.columns) == ("x", "", ("name", "phone"))
    other = workspace.views.save("contact", "Mine", ListQuery("contact"), ())
    assert other != one
    workspace.views.delete(one)
    assert workspace.views.of("company") == []
    workspace.history.undo_last()
    assert [view.id for view in workspace.views.of("company")] == [one]
    with pytest.raises(RecordProblem, match="needs a name"):
        workspace.views.save("company", "  ", ListQuery("company"), ())


def test_a_view_is_renamed_but_not_to_a_name_that_is_taken(workspace: Workspace) -> None:
    mine = workspace.views.save("company", "Mine", ListQuery("company"), ())
    workspace.views.save("company", "大客户", ListQuery("company"), ())
    workspace.views.rename(mine, " O'Brien & Sons ")
    assert [view.name for view in workspace.views.of("company")] == ["O'Brien & Sons", "大客户"]
    for name, problem in (("大客户", "already"), (" ", "needs a name")):
        with pytest.raises(RecordProblem, match=problem):
            workspace.views.rename(mine, name)
    workspace.history.undo_last()
    assert [view.name for view in workspace.views.of("company")] == ["Mine", "大客户"]


def test_a_view_of_fields_that_are_gone(workspace: Workspace) -> None:
    query = ListQuery(
        "company", sort="custom_x", conditions=(Condition("custom_x", "is", 1), Condition("note", "empty"))
    )
    workspace.views.save("company", "Old", query, ("name", "custom_x"))
    (found,) = workspace.views.of("company")
    assert found.query == ListQuery("company", conditions=(Condition("note", "empty"),))
    assert found.columns == ("name",)


# ---------------------------------------------------------------- the file's own settings


def test_settings_of_the_file(workspace: Workspace, path: Path) -> None:
    assert (workspace.name, workspace.locale.currency) == ("Nordwind", "EUR")
    workspace.change_settings(firm_name="青禾 “GmbH”", currency="CNY")
    assert (workspace.name, workspace.locale.currency) == ("青禾 “GmbH”", "CNY")
    workspace.change_settings(firm_name="青禾 “GmbH”")
    workspace.close()
    again = open_workspace(path)
    assert (again.name, again.settings["currency"], again.settings["demo"]) == ("青禾 “GmbH”", "CNY", False)
    assert scalar(again.file.reader(), "SELECT count(*) FROM setting WHERE key = 'currency'") == 1
    again.history.undo_last()
    again.close()
    again = open_workspace(path)
    assert (again.name, again.settings["currency"]) == ("Nordwind", "EUR")
    again.close()


def test_a_new_file_has_what_work_begins_with(workspace: Workspace) -> None:
    for name in ("option", "stage", "pipeline", "user", "work_calendar", "sla_policy"):
        assert workspace.lists.count(name) > 0, name
    assert workspace.lists.count("company") == 0
    assert workspace.history.recent(10)[-1].kind == "setup"
    assert workspace.user is not None
    assert workspace.problems() == []
    assert {registry.entity(one.name).name for one in registry.MAIN} <= {
        one.name for one in registry.ENTITIES
    }


def test_a_new_file_is_never_made_over_another(workspace: Workspace, make: Maker, path: Path) -> None:
    make.company("Acme")
    workspace.close()
    with pytest.raises(FileExists):
        new_workspace(path)
    again = open_workspace(path)
    assert again.lists.count("company") == 1
    again.close()


def test_pickers_find_by_what_is_typed(workspace: Workspace, make: Maker) -> None:
    make.company("Zebra")
    company = make.company("杭州青禾纺织有限公司")
    assert [(one.id, one.name) for one in workspace.lists.named("company", "qhfz")] == [
        (company, "杭州青禾纺织有限公司")
    ]
    assert len(workspace.lists.named("company", "")) == 2
    assert workspace.lists.named("company", "nothing") == []
    assert len(workspace.lists.named("company", "", limit=1)) == 1


def test_options_that_are_retired_are_not_offered(workspace: Workspace, make: Maker) -> None:
    before = workspace.lists.options("size")
    company = make.company("Acme", size=before[0].id)
    with workspace.work("Retire") as work:
        work.execute("UPDATE option SET retired_at = '2026-01-01T00:00:00Z' WHERE id = ?", (before[0].id,))
    assert workspace.lists.options("size") == before[1:]
    assert workspace.records.get("company", company).texts["size"] == before[0].name


def test_undo_takes_back_what_was_redone_last(workspace: Workspace, make: Maker) -> None:
    acme = make.company("Acme")
    first = workspace.records.save("company", acme, {"tax_number": "1"})
    undone = workspace.history.undo(first).transaction
    later = workspace.records.save("company", acme, {"website": "https://acme.example"})
    workspace.history.undo(undone)  # redoes the first, from the timeline
    assert workspace.history.last_undoable().id == first
    workspace.history.undo_last()
    assert not workspace.records.get("company", acme).values["tax_number"]
    assert workspace.history.last_undoable().id == later


def test_a_new_change_ends_what_could_be_redone(workspace: Workspace, make: Maker) -> None:
    acme = make.company("Acme")
    workspace.history.undo(workspace.records.save("company", acme, {"tax_number": "1"}))
    assert workspace.history.last_redoable() is not None
    workspace.records.save("company", acme, {"website": "https://acme.example"})
    assert workspace.history.last_redoable() is None
