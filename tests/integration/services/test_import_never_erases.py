"""An empty cell never erases unless that was asked for, and no import clears an opt-out: all entities and channels."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Reference
from crm_desktop.exchange import xlsx_files
from crm_desktop.exchange.export import ExportColumn
from crm_desktop.models import registry
from crm_desktop.services import import_policies, imports
from crm_desktop.services.import_choices import Choices
from crm_desktop.services.workspace import ListQuery, Workspace
from tests.conftest import Maker
from tests.integration.services.import_help import bring, texts
from tests.integration.services.test_imports import fill

CHANNELS = {
    "mobile": "+49 171 5550100",
    "phone": "+49 30 5550100",
    "email": "ana@laguna.example",
    "wechat": "ana_wx",
    "qq": "12345678",
    "whatsapp": "+49 171 5550199",
    "linkedin": "ana-beltran",
    "fax": "+49 30 5550101",
}
OTHERS = {**CHANNELS, "mobile": "+49 172 1", "email": "other@laguna.example", "wechat": "other_wx"}


def policies_of(entity: str, wanted: str) -> dict[str, str]:
    """Return a policy for every field of an entity that may have it."""
    description = registry.entity(entity)
    return {
        one.key: wanted
        for one in description.fields
        if one.writable and wanted in import_policies.possible(description, one)
    }


@pytest.mark.parametrize("wanted", ["overwrite", "fill", "append"])
@pytest.mark.parametrize("entity", [one.name for one in registry.MAIN])
def test_empty_cells_leave_every_field_of_every_entity(
    workspace: Workspace, tmp_path: Path, entity: str, wanted: str
) -> None:
    record = fill(workspace, entity)
    description = registry.entity(entity)
    keys = {key for group in description.match_on for key in group} | {description.title_key}
    fields = [
        one for one in description.fields if one.writable and one.key not in ("created_at", "updated_at")
    ]
    (row,) = workspace.lists.page(entity, [one.key for one in fields], [record])
    said = {one.key: value for one, value in zip(fields, row.values, strict=True)}
    cells = [
        (value.name if isinstance(one.kind, Reference) else one.kind.cell(value, workspace.locale))
        if one.key in keys and (value := said[one.key]) is not None
        else None
        for one in fields
    ]
    source = tmp_path / "empty.xlsx"
    xlsx_files.write_table(source, [ExportColumn(_(one.label)) for one in fields], [cells])
    policies = {key: policy for key, policy in policies_of(entity, wanted).items() if key in said}
    plan = imports.plan_import(workspace, source, entity, Choices(policies=policies))
    assert (plan.created, plan.updated, plan.unchanged) == (0, 0, 1)
    imports.run_import(workspace, plan)
    (after,) = workspace.lists.page(entity, [one.key for one in fields], [record])
    assert after.values == row.values


@pytest.mark.parametrize("likely", ["update", "skip"])
def test_empty_cells_leave_a_likely_duplicate(
    workspace: Workspace, make: Maker, sheet: Any, likely: str
) -> None:
    make.contact("Ana Beltrán", **CHANNELS, city="Málaga", note="keep", tags=["VIP"])
    keys = [*CHANNELS, "city", "note", "tags"]
    before = texts(workspace, "contact", *keys)
    head = ["Full name", "Email", "Mobile", "Phone", "WeChat", "City", "Note", "Tags"]
    source = sheet(
        head, ["Beltran Ruiz, Ana", CHANNELS["email"], CHANNELS["mobile"], "", None, " ", None, ""]
    )
    assert bring(workspace, source, "contact", likely=likely).created == 0
    assert texts(workspace, "contact", *keys) == before


def opted_out(workspace: Workspace) -> set[str]:
    """Return the values of all live channels that somebody opted out of."""
    sql = "SELECT value FROM channel WHERE opted_out = 1 AND deleted_at IS NULL"
    return {row[0] for row in workspace.file.reader().execute(sql)}


@pytest.mark.parametrize("policy", ["overwrite", "fill", "append", "erase"])
@pytest.mark.parametrize("kind", CHANNELS)
def test_no_import_clears_an_opt_out(
    workspace: Workspace, make: Maker, sheet: Any, kind: str, policy: str
) -> None:
    ana = make.contact("Ana Beltrán", **CHANNELS, title="Owner", company=make.company("Acme"))
    with workspace.work("Opt out") as work:
        work.execute("UPDATE channel SET opted_out = 1 WHERE kind = ?", (kind,))
    label = registry.entity("contact").field(kind).label
    for cell in (CHANNELS[kind], None, OTHERS[kind], CHANNELS[kind]):
        source = sheet(["Full name", "Company", label], ["Ana Beltrán", "Acme", cell])
        bring(workspace, source, "contact", keys=["full_name", "company"], policies={kind: policy})
        assert CHANNELS[kind] in opted_out(workspace)
        shown = workspace.records.get("contact", ana).values[kind]
        assert shown in opted_out(workspace), "what is written to now is opted out of, too"
    assert workspace.lists.count("contact") == 1
    assert workspace.problems() == []


def test_an_opted_out_address_is_set_aside_and_comes_back(
    workspace: Workspace, make: Maker, sheet: Any
) -> None:
    make.contact("Ana", email="ana@laguna.example", mobile="0171 5550100")
    with workspace.work("Opt out") as work:
        work.execute("UPDATE channel SET opted_out = 1 WHERE kind = 'email'")
    sql = "SELECT value, is_primary, opted_out FROM channel WHERE kind = 'email' AND deleted_at IS NULL ORDER BY id"
    source = sheet(["Full name", "Mobile", "Email"], ["Ana", "0171 5550100", "new@laguna.example"])
    assert bring(workspace, source, "contact", keys=["full_name"]).updated == 1
    found = workspace.file.reader().execute(sql).fetchall()
    assert found == [("ana@laguna.example", 0, 1), ("new@laguna.example", 1, 1)]
    assert len(workspace.lists.ids(ListQuery("contact", search="new@laguna.example"))) == 1
    workspace.history.undo_last()
    assert workspace.file.reader().execute(sql).fetchall() == [("ana@laguna.example", 1, 1)]


def test_an_opt_out_of_a_table_is_taken(workspace: Workspace, make: Maker, sheet: Any) -> None:
    make.contact("Ana", email="ana@laguna.example", mobile="0171 5550100")
    source = sheet(["Value", "Opted out"], ["ana@laguna.example", "yes"], ["0171 5550100", "no"])
    bring(workspace, source, "channel", keys=["value"], mode="update")
    assert opted_out(workspace) == {"ana@laguna.example"}
    source = sheet(["Value", "Opted out"], ["ana@laguna.example", None], ["0171 5550100", "no"])
    bring(workspace, source, "channel", keys=["value"], mode="update")
    assert opted_out(workspace) == {"ana@laguna.example"}
