"""An opt-out survives: two people that become one, and every table that goes out and comes in again."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.core.query import ListQuery
from crm_desktop.services import imports, merge_outlook, merging
from crm_desktop.services.exports import export_list
from crm_desktop.services.workspace import Workspace, new_workspace
from tests.conftest import Maker
from tests.integration.services.import_help import bring, counts, plain_csv

FORMATS = [("xlsx", ""), ("csv", ""), ("csv", "plain"), ("json", ""), ("vcf", "3.0"), ("vcf", "4.0")]


def channels(workspace: Workspace) -> list[tuple[str, str, bool, bool]]:
    """Return kind, value, whether it is the main one and whether it is opted out of, of all live channels."""
    rows = workspace.file.reader().execute(
        "SELECT kind, value, is_primary, opted_out FROM channel WHERE deleted_at IS NULL ORDER BY kind, value"
    )
    return [(kind, value, bool(primary), bool(out)) for kind, value, primary, out in rows]


@pytest.mark.parametrize("objects", ["winner", "loser"])
def test_a_merge_keeps_the_objection(workspace: Workspace, make: Maker, objects: str) -> None:
    one = make.contact("Ana One", email="a@x.example", opted_out=objects == "winner", mobile="13800000001")
    two = make.contact("Ana Oone", email="a2@x.example", opted_out=objects == "loser", mobile="13800000002")
    proposal = merging.propose(workspace, "contact", [one, two], one)
    who = "Ana One" if objects == "winner" else "Ana Oone"
    assert proposal.objections == {"E-mail opted out": (who,)}
    assert all(field.key != "opted_out" for choice in proposal.choices for field in choice.fields)
    united = {each.label: each.values for each in merge_outlook.outlook(workspace, proposal).united}
    assert united["Objections, which stay"] == (f"E-mail opted out: {who}",)
    merged = merging.merge(workspace, "contact", one, [two])
    assert workspace.records.get("contact", one).values["opted_out"] is True
    assert [row[3] for row in channels(workspace)] == [True, True, False, False]
    workspace.history.undo(merged)
    assert workspace.records.get("contact", one).values["opted_out"] is (objects == "winner")


def test_of_calls_all_numbers_of_one_were_opted_out(workspace: Workspace, make: Maker) -> None:
    one, two = make.contact("Ana", phone="030 123456"), make.contact("Ana B", mobile="13800000002")
    rows = workspace.file.reader().execute("SELECT id FROM channel WHERE kind = 'mobile'").fetchall()
    workspace.records.set_many("channel", [row[0] for row in rows], {"opted_out": True})
    merging.merge(workspace, "contact", one, [two])
    assert [row[3] for row in channels(workspace)] == [True, True]


def several(workspace: Workspace, entity: str) -> None:
    """Make records that opted out of some of their addresses and numbers."""
    with workspace.work("Records") as work:
        from crm_desktop.models import registry

        for name, marks in (
            ("Ann", (0, 1, 1, 0)),
            ("Bo", (1, 0, 0, 0)),
            ("Cy", (1, 1, 0, 1)),
            ("Di", (0, 0, 0, 0)),
        ):
            own = {"full_name": name} if entity == "contact" else {"name": name, "full_name": name}
            columns = registry.column_names(entity)
            record = work.add(registry.model(entity), **{k: v for k, v in own.items() if k in columns})
            work.complete(record)
            work.flush()
            held = [
                ("email", f"{name}@x.example"), ("email", f"{name}2@x.example"), ("mobile", f"138000000{ord(name[0])}"),
                ("wechat", f"{name}, the one"),
            ]  # fmt: skip
            for place, ((kind, value), mark) in enumerate(zip(held, marks, strict=True)):
                work.add(
                    registry.model("channel"), kind=kind, value=value, is_primary=place != 1, opted_out=bool(mark),
                    **{f"{entity}_id": record.id},
                )  # fmt: skip


@pytest.mark.parametrize(
    ("entity", "ending", "style"),
    [*(("contact", *one) for one in FORMATS), *(("lead", *one) for one in FORMATS if one[0] != "vcf")],
)
def test_what_goes_out_comes_back_in_another_file(
    workspace: Workspace, tmp_path: Path, entity: str, ending: str, style: str
) -> None:
    several(workspace, entity)
    out = tmp_path / f"out.{ending}"
    export_list(workspace, ListQuery(entity), out, style=style)
    assert counts(imports.plan_import(workspace, out, entity)) == (0, 0, 4, 0)
    other = new_workspace(tmp_path / "b.crm", firm_name="B", currency="EUR", region="DE", user_name="Bo")
    bring(other, out, entity)
    assert channels(other) == channels(workspace)
    other.close()


def test_a_table_without_need_has_no_such_column(workspace: Workspace, make: Maker, tmp_path: Path) -> None:
    make.contact("Ana", email="a@x.example", opted_out=True)
    export_list(workspace, ListQuery("contact"), tmp_path / "a.csv", style="plain")
    assert "Opted out of" not in (tmp_path / "a.csv").read_text("utf-8-sig")


def test_a_table_adds_opt_outs_and_shows_them(workspace: Workspace, tmp_path: Path) -> None:
    several(workspace, "contact")
    rows = [
        ["Name", "E-mail", "Opted out of"],
        ["Di", "Di@x.example", "di2@x.example; 138 000 00068, x@y.example"],
    ]
    plan = imports.plan_import(workspace, plain_csv(tmp_path / "a.csv", rows), "contact")
    assert plan.notes == ["Nobody in the row has what it says was opted out of: x@y.example (row 2)."]
    assert [text for _number, _state, _name, text in plan.preview()] == [
        "Opted out of: 13800000068\nDi2@x.example"
    ]
    imports.run_import(workspace, plan)
    assert [value for _kind, value, _main, out in channels(workspace) if out and "Di" in value] == [
        "Di2@x.example"
    ]
    assert counts(imports.plan_import(workspace, tmp_path / "a.csv", "contact")) == (0, 0, 1, 0)


@pytest.mark.parametrize(("ending", "style"), FORMATS[2:5])
def test_nine_numbers_come_back(
    workspace: Workspace, make: Maker, tmp_path: Path, ending: str, style: str
) -> None:
    person = make.contact("Ana", mobile="13800000000")
    for number in range(1, 9):
        part = {"contact": person, "kind": "mobile", "value": f"1380000000{number}", "opted_out": number == 7}
        workspace.records.create("channel", part)
    out = tmp_path / f"out.{ending}"
    export_list(workspace, ListQuery("contact"), out, style=style)
    other = new_workspace(tmp_path / "b.crm", firm_name="B", currency="EUR", region="DE", user_name="Bo")
    bring(other, out, "contact")
    assert channels(other) == channels(workspace)
    assert len(channels(other)) == 9
    other.close()
