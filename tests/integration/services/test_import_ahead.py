"""Records that are read while their table comes in: the plan is the one that reading them afterwards gives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from crm_desktop.core.errors import SourceProblem
from crm_desktop.services import import_ahead, imports
from crm_desktop.services.import_ahead import Ahead
from crm_desktop.services.import_table import read_table
from crm_desktop.services.workspace import Workspace
from tests.conftest import Maker

ROWS = (
    ("Full name", "E-mail", "Mobile", "Company", "City", "Tags"),
    ("Ana Lee", "ana@example.com", "+49 151 1", "Acme", "Bonn", "vip"),
    ("Ben Ox", "ben@example.com", "+49 151 2", "Acme", "Köln", ""),
    ("Cy Young", "", "+49 151 4", "Beta", "", "new"),
)


@pytest.fixture
def people(make: Maker) -> list[int]:
    firm = make.company("Acme")
    return [
        make.contact("Ana Lee", email="ana@example.com", mobile="+49 151 1", company=firm, city="Bonn"),
        make.contact("Ben Ox", email="ben@example.com", mobile="+49 151 3", company=firm),
        make.contact("Cy Young", note="of old"),
    ]


@pytest.fixture
def ahead_of_all(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Let small tables be read ahead, too; tells which plans could use what was read."""
    used: list[bool] = []
    is_of = Ahead.is_of

    def watched(self: Ahead, transaction: int) -> bool:
        used.append(is_of(self, transaction))
        return used[-1]

    monkeypatch.setattr(import_ahead, "FEWEST", 1)
    monkeypatch.setattr(import_ahead, "BYTES", 1)
    monkeypatch.setattr(Ahead, "is_of", watched)
    return used


def _facts(workspace: Workspace, source: Path) -> tuple[Any, ...]:
    plan = imports.plan_import(workspace, source, "contact")
    return (
        plan.matched.rows,
        plan.changes,
        plan.created,
        [one.text for one in map(plan.diff.row, plan.diff.entries())],
    )


def test_the_plan_is_the_same(
    workspace: Workspace,
    people: list[int],
    sheet: Any,
    monkeypatch: pytest.MonkeyPatch,
    ahead_of_all: list[bool],
) -> None:
    source = sheet(*map(list, ROWS))
    found = _facts(workspace, source)
    assert ahead_of_all == [True]
    assert found[0] == [*people[:2], None]
    monkeypatch.setattr(import_ahead, "FEWEST", 10)
    assert _facts(workspace, source) == found
    assert ahead_of_all == [True, False]


def test_who_two_records_may_be_is_the_same(
    workspace: Workspace,
    people: list[int],
    make: Maker,
    sheet: Any,
    monkeypatch: pytest.MonkeyPatch,
    ahead_of_all: list[bool],
) -> None:
    make.contact("Ana Lee", email="ana@example.com")
    second = make.contact("Dan Roy", email="DAN@example.com", city="Ulm")
    make.contact("Dan Roy")
    source = sheet(*map(list, ROWS), ["Dan Roy", "dan@example.com", "", "", "Rom", ""])
    found = _facts(workspace, source)
    assert found[0] == [*people[:2], None, second]
    monkeypatch.setattr(import_ahead, "FEWEST", 10)
    assert _facts(workspace, source) == found
    assert ahead_of_all == [True, False]


def test_what_was_written_meanwhile_counts(
    workspace: Workspace,
    people: list[int],
    sheet: Any,
    monkeypatch: pytest.MonkeyPatch,
    ahead_of_all: list[bool],
) -> None:
    def slow(*arguments: Any, **options: Any) -> Any:
        table = read_table(*arguments, **options)
        workspace.records.save("contact", people[0], {"city": "Ulm"})
        return table

    source = sheet(*map(list, ROWS))
    monkeypatch.setattr(import_ahead.Ahead, "start", lambda self: self.run())
    monkeypatch.setattr(import_ahead.Ahead, "join", lambda self, timeout=None: None)
    monkeypatch.setattr(imports, "read_table", slow)
    plan = imports.plan_import(workspace, source, "contact")
    assert ahead_of_all == [False]
    assert plan.changes[people[0]]["city"] == ("Ulm", "Bonn")


def test_a_table_that_cannot_be_read_ends_the_reading(
    workspace: Workspace, people: list[int], tmp_path: Path, ahead_of_all: list[bool]
) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04" + b"x" * 5_000)
    with pytest.raises(SourceProblem):
        imports.plan_import(workspace, broken, "contact")
    assert not ahead_of_all
