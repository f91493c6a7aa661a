"""A number or address that a record has already and that is given as its main one: they change places, none is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.services import imports, merging
from crm_desktop.services.workspace import Workspace
from tests.conftest import Maker, check_sound
from tests.integration.services.import_help import bring, counts, plain_csv

FIRST, SECOND = "13800001111", "137 1111 2222"


def channels(workspace: Workspace, kind: str = "mobile") -> list[tuple[str, bool, bool]]:
    """Return all live channels of a kind: value, whether it is the main one, and whether it is opted out."""
    rows = workspace.file.reader().execute(
        "SELECT value, is_primary, opted_out FROM channel WHERE kind = ? AND deleted_at IS NULL ORDER BY id",
        (kind,),
    )
    return [(value, bool(primary), bool(out)) for value, primary, out in rows]


@pytest.fixture
def ann(workspace: Workspace, make: Maker) -> int:
    """Return a person with two mobiles, made of two."""
    ann = make.contact("Ann", mobile=FIRST, email="ann@x.example")
    merging.merge(workspace, "contact", ann, [make.contact("Ann B", mobile=SECOND)])
    return ann


def test_the_form_lets_them_change_places(workspace: Workspace, ann: int) -> None:
    workspace.records.save("contact", ann, {"mobile": "13711112222"})
    assert channels(workspace) == [(FIRST, False, False), ("13711112222", True, False)]
    assert workspace.records.get("contact", ann).values["mobile"] == "13711112222"
    workspace.records.save("contact", ann, {"mobile": "13911113333"})
    assert channels(workspace) == [(FIRST, False, False), ("13911113333", True, False)]
    check_sound(workspace)


def test_the_next_one_is_the_main_one_when_it_is_emptied(workspace: Workspace, ann: int) -> None:
    workspace.records.save("contact", ann, {"mobile": None})
    assert channels(workspace) == [(SECOND, True, False)]
    workspace.records.save("contact", ann, {"mobile": None})
    assert channels(workspace) == []


@pytest.mark.parametrize("others", [0, 40])
def test_an_import_lets_them_change_places(
    workspace: Workspace, make: Maker, tmp_path: Path, ann: int, others: int
) -> None:
    for number in range(others):  # in a larger file only some numbers are looked at
        make.contact(f"Other {number}", phone=f"0301234{number:03}")
    source = plain_csv(
        tmp_path / "a.csv", [["Name", "E-mail", "Mobile"], ["Ann", "ann@x.example", "13711112222"]]
    )
    plan = imports.plan_import(workspace, source, "contact")
    assert [text for _number, _state, _name, text in plan.preview()] == [f"Mobile: {FIRST} → 13711112222"]
    done = imports.run_import(workspace, plan)
    assert channels(workspace) == [(FIRST, False, False), ("13711112222", True, False)]
    assert counts(bring(workspace, source, "contact")) == (0, 0, 1, 0)
    workspace.history.undo(done.undo)
    assert channels(workspace) == [(FIRST, True, False), (SECOND, False, False)]
    check_sound(workspace)


def test_who_opted_out_of_the_old_one_has_opted_out_of_the_new_one(
    workspace: Workspace, make: Maker, tmp_path: Path
) -> None:
    bo = make.contact("Bo", email="b@x.example", opted_out=True)
    head = ["Name", "E-mail", "E-mail 2"]
    bring(workspace, plain_csv(tmp_path / "a.csv", [head, ["Bo", "b@x.example", "b2@x.example"]]), "contact")
    bring(workspace, plain_csv(tmp_path / "b.csv", [["Name", "E-mail"], ["Bo", "B2@x.example"]]), "contact")
    assert channels(workspace, "email") == [("b@x.example", False, True), ("B2@x.example", True, True)]
    workspace.records.save("contact", bo, {"email": "b@x.example"})
    assert channels(workspace, "email") == [("b@x.example", True, True), ("B2@x.example", False, True)]


def test_a_row_with_a_further_one_only_adds_it(workspace: Workspace, tmp_path: Path, ann: int) -> None:
    head = ["Name", "E-mail", "Mobile 2", "Mobile"]
    source = plain_csv(tmp_path / "a.csv", [head, ["Ann", "ann@x.example", "13911113333", ""]])
    assert counts(bring(workspace, source, "contact")) == (0, 1, 0, 0)
    assert channels(workspace) == [
        (FIRST, True, False),
        (SECOND, False, False),
        ("13911113333", False, False),
    ]
    assert counts(bring(workspace, source, "contact")) == (0, 0, 1, 0)


def test_a_record_without_a_main_one_gets_one(workspace: Workspace, tmp_path: Path, ann: int) -> None:
    rows = workspace.file.reader().execute("SELECT id FROM channel WHERE kind = 'mobile'").fetchall()
    workspace.records.set_many("channel", [row[0] for row in rows], {"is_primary": False})
    head = ["Name", "E-mail", "Mobile"]
    bring(
        workspace, plain_csv(tmp_path / "a.csv", [head, ["Ann", "ann@x.example", "13911113333"]]), "contact"
    )
    assert channels(workspace) == [("13911113333", True, False), (SECOND, False, False)]


def test_several_rows_of_one_person_lose_no_number(workspace: Workspace, tmp_path: Path) -> None:
    head = ["Name", "E-mail", "Mobile", "Mobile 2"]
    rows = [
        ["Ann", "ann@x.example", "13800000001", "13800000004"], ["Ann", "ann@x.example", "13800000002", ""],
        ["Bo", "bo@x.example", "13800000009", ""], ["Ann", "ann@x.example", "13800000003", "13800000002"],
    ]  # fmt: skip
    source = plain_csv(tmp_path / "a.csv", [head, *rows])
    assert counts(bring(workspace, source, "contact")) == (2, 2, 0, 0)
    held = {value: main for value, main, _out in channels(workspace)}
    assert held == {
        "13800000001": False, "13800000002": False, "13800000003": True, "13800000004": False, "13800000009": True,
    }  # fmt: skip
    assert counts(bring(workspace, source, "contact")) == (0, 0, 4, 0)
    rows = [["Bo", "bo@x.example", "13800000005", ""], ["Bo", "bo@x.example", "13800000006", "13800000009"]]
    bring(workspace, plain_csv(tmp_path / "b.csv", [head, *rows]), "contact")
    held = {value: main for value, main, _out in channels(workspace)}
    assert [held[f"1380000000{number}"] for number in (5, 6, 9)] == [False, False, True]
    check_sound(workspace)
