"""The opt-outs of other programs: a column of contacts or leads that lands on their e-mail addresses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from crm_desktop.services import exports, imports
from crm_desktop.services.card_export import export_cards
from crm_desktop.services.workspace import ListQuery, Workspace
from tests.conftest import Maker
from tests.integration.services.import_help import bring, counts, values

HEADINGS = [
    "Email Opt Out", "Opted Out", "HasOptedOutOfEmail", "Do not mail", "Unsubscribed from all email", "opted_out",
    "退订", "拒收邮件", "是否退订", "不再联系", "Opt-out", "E-mail opted out",
]  # fmt: skip


def opted_out(workspace: Workspace) -> list[tuple[str, int]]:
    """Return all live channels with their opt-outs."""
    sql = "SELECT value, opted_out FROM channel WHERE deleted_at IS NULL ORDER BY value"
    return workspace.file.reader().execute(sql).fetchall()


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("entity", ["contact", "lead"])
def test_new_records_opt_out(workspace: Workspace, sheet: Any, entity: str, heading: str) -> None:
    source = sheet(
        ["Name", "Email", "Email 2", "Mobile", heading],
        ["Ana", "ana@x.example", "ana@y.example", "0171 5550100", "true"], ["Bea", "bea@x.example", "", "", "false"],
        ["Cid", "cid@x.example", "", "", ""],
    )  # fmt: skip
    assert counts(bring(workspace, source, entity)) == (3, 0, 0, 0)
    assert [value for value, out in opted_out(workspace) if out] == ["ana@x.example", "ana@y.example"]
    assert [row[0] for row in values(workspace, entity, "opted_out")] == [True, False, False]
    assert workspace.problems() == []


def test_a_present_record_opts_out_and_undo_brings_it_back(
    workspace: Workspace, make: Maker, sheet: Any
) -> None:
    make.contact("Ana", email="ana@x.example", mobile="0171 5550100")
    before = opted_out(workspace)
    head = ["Full name", "Email", "Email Opt Out"]
    yes = sheet(head, ["Ana", "ana@x.example", "Yes"])
    assert counts(bring(workspace, yes, "contact")) == (0, 1, 0, 0)
    after = opted_out(workspace)
    assert after == [("0171 5550100", 0), ("ana@x.example", 1)]
    for cell in ("No", "", None, "Yes"):
        again = sheet(head, ["Ana", "ana@x.example", cell])
        assert counts(bring(workspace, again, "contact")) == (0, 0, 1, 0)
        assert opted_out(workspace) == after
    workspace.history.undo_last()
    assert opted_out(workspace) == before


def test_a_new_address_of_a_present_record_is_opted_out(
    workspace: Workspace, make: Maker, sheet: Any
) -> None:
    make.contact("Ana", mobile="0171 5550100")
    source = sheet(
        ["Opted Out", "Full name", "Mobile", "Email"], ["Yes", "Ana", "0171 5550100", "ana@x.example"]
    )
    assert counts(bring(workspace, source, "contact")) == (0, 1, 0, 0)
    assert opted_out(workspace) == [("0171 5550100", 0), ("ana@x.example", 1)]


@pytest.mark.parametrize("heads", [["Full name", "Mobile", "Email", "退订"], ["Full name", "Mobile", "退订"]])
def test_without_an_address_there_is_nothing_to_opt_out(
    workspace: Workspace, make: Maker, sheet: Any, heads: list[str]
) -> None:
    make.contact("Ana", mobile="0171 5550100")
    make.contact("Bea", mobile="0171 5550101", email="bea@x.example")
    between = [""] * (len(heads) - 3)
    rows = [[name, f"0171 555010{at}", *between, "是"] for at, name in enumerate(("Ana", "Bea", "Cid"))]
    plan = imports.plan_import(workspace, sheet(heads, *rows), "contact")
    assert counts(plan) == (1, 1, 1, 0)
    assert plan.table.notes[-1] == "Without an e-mail address there was nothing to opt out: row 2, 4."
    imports.run_import(workspace, plan)
    assert [value for value, out in opted_out(workspace) if out] == ["bea@x.example"]
    assert workspace.problems() == []


@pytest.mark.parametrize("heading", ["Do Not Call", "DoNotCall", "doNotCall", "请勿来电", "免打擾"])
@pytest.mark.parametrize("entity", ["contact", "lead"])
def test_nobody_is_called_who_asked_for_that(
    workspace: Workspace, sheet: Any, entity: str, heading: str
) -> None:
    head = ["Name", "Email", "Mobile", "Phone", "Phone 2", heading]
    source = sheet(
        head, ["Ana", "ana@x.example", "0171 5550100", "0711 1", "0711 2", "true"],
        ["Bea", "bea@x.example", "0171 5550101", "", "", "true"], ["Cid", "cid@x.example", "", "0711 3", "", "0"],
        ["Dan", "dan@x.example", "", "", "", "1"],
    )  # fmt: skip
    plan = imports.plan_import(workspace, source, entity)
    assert plan.table.notes[-1] == "Without a phone number there was no call to opt out of: row 5."
    imports.run_import(workspace, plan)
    assert [value for value, out in opted_out(workspace) if out] == [
        "0171 5550100", "0171 5550101", "0711 1", "0711 2",
    ]  # fmt: skip
    assert counts(bring(workspace, source, entity)) == (0, 0, 4, 0)
    result = bring(workspace, sheet(head, ["Cid", "cid@x.example", "", "", "", "yes"]), entity)
    assert counts(result) == (0, 1, 0, 0)
    assert [out for value, out in opted_out(workspace) if value == "0711 3"] == [1]
    assert counts(bring(workspace, sheet(head, ["Cid", "cid@x.example", "", "", "", "no"]), entity)) == (
        0,
        0,
        1,
        0,
    )
    workspace.history.undo(result.undo)
    assert [out for value, out in opted_out(workspace) if value == "0711 3"] == [0]
    assert workspace.problems() == []


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_opt_outs_stand_on_address_cards(
    workspace: Workspace, sheet: Any, tmp_path: Path, version: Any
) -> None:
    head = ["Name", "Email", "Mobile", "Phone", "Fax", "Email Opt Out", "Do Not Call", "Fax Opt Out"]
    bring(
        workspace,
        sheet(
            head, ["Ana", "ana@x.example", "0171 1", "0711 1", "0711 2", "yes", "yes", "yes"],
            ["Bea", "bea@x.example", "0171 2", "0711 3", "0711 4", "", "", ""],
        ),
        "contact",
    )  # fmt: skip
    out = tmp_path / "people.vcf"
    export_cards(workspace, ListQuery("contact"), out, version=version)
    before = opted_out(workspace)
    assert counts(bring(workspace, out, "contact")) == (0, 0, 2, 0)
    workspace.records.delete("contact", list(workspace.lists.ids(ListQuery("contact"))))
    assert counts(bring(workspace, out, "contact")) == (2, 0, 0, 0)
    assert opted_out(workspace) == before


def test_no_fax_is_sent_to_who_asked_for_that(workspace: Workspace, sheet: Any) -> None:
    head = ["Name", "Phone", "Fax", "Fax Opt Out", "Email Opt Out"]
    bring(workspace, sheet(head, ["Ana", "0711 1", "0711 2", "yes", ""]), "contact")
    assert opted_out(workspace) == [("0711 1", 0), ("0711 2", 1)]


def test_an_opt_out_goes_out_and_is_set_in_a_form(workspace: Workspace, make: Maker, tmp_path: Path) -> None:
    ana = make.contact("Ana", email="ana@x.example", mobile="0171 5550100", opted_out=True)
    bea = make.contact("Bea", opted_out=True)
    out = tmp_path / "contacts.csv"
    exports.export_list(workspace, ListQuery("contact"), out, columns=["full_name", "email", "opted_out"])
    lines = out.read_text("utf-8-sig").splitlines()
    assert lines == ["Full name,E-mail,E-mail opted out", "Ana,ana@x.example,Yes", "Bea,,"]
    workspace.records.save("contact", bea, {"opted_out": None})
    workspace.records.save("contact", ana, {"opted_out": None})
    assert opted_out(workspace) == [("0171 5550100", 0), ("ana@x.example", 0)]
