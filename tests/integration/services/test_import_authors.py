"""Migrated history: records and activities keep the author and the time of the sheet; nobody is taken for another."""

from __future__ import annotations

from typing import Any

from crm_desktop.core.query import ListQuery
from crm_desktop.services import imports
from crm_desktop.services.import_choices import Choices
from crm_desktop.services.workspace import Workspace
from tests.integration.services.import_help import bring, counts, texts, values

ROWS = (
    ["Name", "E-mail", "创建人", "创建时间", "Owner"],
    ["Eva", "eva@a.example", "Anna", "2019-04-03 10:20", "Anna"],
    ["Li", "li@a.example", "Gone Long Ago", "2018-01-02", None],
    ["Bo", "bo@a.example", None, None, "Paul"],
)


def authors(workspace: Workspace, entity: str = "contact") -> list[str | None]:
    rows = workspace.file.reader().execute(
        f"SELECT u.name FROM {entity} AS t LEFT JOIN user AS u ON u.id = t.created_by "
        "WHERE t.deleted_at IS NULL ORDER BY t.id"
    )
    return [row[0] for row in rows]


def users(workspace: Workspace) -> set[str]:
    return {name for (name,) in texts(workspace, "user", "name")}


def test_records_keep_author_and_time_of_the_sheet(workspace: Workspace, sheet: Any) -> None:
    workspace.records.create("user", {"name": "Anna"})
    plan = imports.plan_import(workspace, sheet(*ROWS), "contact")
    assert [(one.field, one.text, one.rows, one.added) for one in plan.unknown_words] == [
        ("created_by", "Gone Long Ago", 1, False)
    ]
    assert "Authors that are no users and are kept as text: Gone Long Ago." in plan.notes
    assert "New users: Paul." in plan.notes
    imports.run_import(workspace, plan)
    assert authors(workspace) == ["Anna", None, None]  # never the one who imports
    assert [day[:10] for (day,) in values(workspace, "contact", "created_at")][:2] == [
        "2019-04-03",
        "2018-01-02",
    ]
    assert texts(workspace, "contact", "note") == [("",), ("Created by: Gone Long Ago",), ("",)]
    assert "Gone Long Ago" not in users(workspace)
    assert counts(imports.plan_import(workspace, sheet(*ROWS), "contact")) == (0, 0, 3, 0)


def test_the_history_tells_them(workspace: Workspace, sheet: Any) -> None:
    workspace.records.create("user", {"name": "Anna"})
    bring(workspace, sheet(*ROWS), "contact")
    eva = min(workspace.lists.ids(ListQuery("contact")))
    (entry,) = workspace.history.of_record("contact", eva)
    told = {one.label: one.new for one in entry.fields}
    assert told["Created by"] == "Anna"
    assert "2019" in told["Created"]


def test_an_unknown_author_is_answered(workspace: Workspace, sheet: Any) -> None:
    workspace.records.create("user", {"name": "Anna"})
    bring(workspace, sheet(*ROWS), "contact", decided={"created_by": {"Gone Long Ago": "Anna"}})
    assert authors(workspace) == ["Anna", "Anna", None]
    bring(
        workspace,
        sheet(ROWS[0], ["Ina", "ina@a.example", "Otto", None, None]),
        "contact",
        new_options=["created_by"],
    )
    assert authors(workspace)[3:] == ["Otto"]
    assert "Otto" in users(workspace)


def test_the_author_of_a_present_record_is_not_rewritten(workspace: Workspace, sheet: Any) -> None:
    me = workspace.records.create("user", {"name": "Anna"})
    bring(workspace, sheet(*ROWS), "contact")
    rows = (
        ["Name", "E-mail", "Created by"],
        ["Eva", "eva@a.example", "Paul"],
        ["Bo", "bo@a.example", "Anna"],
    )
    assert counts(bring(workspace, sheet(*rows), "contact")) == (0, 1, 1, 0)
    assert authors(workspace) == ["Anna", None, "Anna"]
    policies = {"created_by": "overwrite"}
    plan = imports.plan_import(workspace, sheet(*rows), "contact", Choices(policies=policies))
    assert [cells["created_by"][0] for cells in plan.changes.values()] == [me]


def test_activities_keep_author_and_time(workspace: Workspace, sheet: Any) -> None:
    workspace.records.create("user", {"name": "Anna"})
    rows = (
        ["Subject", "Kind", "Contact", "Text", "Created by", "Created on"],
        ["Quote", "note", "Eva", "Wants pumps", "Anna", "2019-05-06 09:00"],
        ["Old talk", "note", "Eva", "Long ago", "Gone", "2017-05-06 09:00"],
    )
    bring(workspace, sheet(*rows), "activity")
    assert authors(workspace, "activity") == ["Anna", None]
    shown = texts(workspace, "activity", "subject", "owner", "body")
    assert shown == [("Quote", "Anna", "Wants pumps"), ("Old talk", "", "Long ago\nCreated by: Gone")]
    assert counts(imports.plan_import(workspace, sheet(*rows), "activity")) == (0, 0, 2, 0)
    assert [when[:10] for (when,) in values(workspace, "activity", "happens")] == ["2019-05-06", "2017-05-06"]


BESIDE = (
    ["Name", "Company", "Created by", "Created"],
    ["Eva", "Acme", "Anna", "2019-04-03 10:20"],
    ["Li", "Acme", "Paul", "2017-01-02"],
    ["Bo", "Nordwind", None, None],
)


def test_companies_made_beside_contacts_began_with_the_first_row_that_names_them(
    workspace: Workspace, sheet: Any
) -> None:
    workspace.records.create("user", {"name": "Anna"})
    bring(workspace, sheet(*BESIDE), "contact")
    days = [str(day)[:10] for (day,) in values(workspace, "company", "created_at")]
    assert (days[0], days[1] > "2020") == ("2019-04-03", True)
    assert authors(workspace, "company")[0] == "Anna"


def test_so_do_companies_of_which_the_sheet_says_more(workspace: Workspace, sheet: Any) -> None:
    workspace.records.create("user", {"name": "Anna"})
    rows = [
        [*row, phone] for row, phone in zip(BESIDE, ["Company · Phone", "030 1", "030 1", None], strict=True)
    ]
    plan = imports.plan_import(workspace, sheet(*rows), "contact")
    imports.run_import(workspace, plan)
    assert str(values(workspace, "company", "created_at")[0][0])[:10] == "2019-04-03"
    assert authors(workspace, "company")[0] == "Anna"
    assert texts(workspace, "company", "phone")[0] == ("030 1",)
    assert counts(imports.plan_import(workspace, sheet(*rows), "contact")) == (0, 0, 3, 0)
