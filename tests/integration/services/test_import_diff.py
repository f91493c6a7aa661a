"""The diff of an import: each row with its state and what it changes, and rows that are left out of it."""

from __future__ import annotations

from typing import Any

import pytest

from crm_desktop.services import imports
from crm_desktop.services.import_choices import Choices
from crm_desktop.services.import_diff import Diff, DiffCell
from crm_desktop.services.import_done_rows import DoneRows
from crm_desktop.services.workspace import Workspace
from tests.conftest import Maker
from tests.integration.services.import_help import counts, values

HEAD = ["Company", "Phone", "Industry", "Founded", "Parent company"]


@pytest.fixture
def source(make: Maker, sheet: Any) -> Any:
    """Rows of every state: 2 new, 3 changed, 4 unchanged, 5 rejected, 6 completes 2, 7 likely."""
    make.company("Acme Tools", phone="030 5550100")
    make.company("Nordwind", phone="030 5550200")
    make.company("星辰科技有限公司", phone="010-62345678")
    return sheet(
        HEAD,
        ["Fresh Ltd", None, "Beekeeping", None, None],
        ["Acme Tools", "030 5550199", "Fishery", 1999, None],
        ["Nordwind", "030 5550200", None, None, None],
        ["Bad Year", None, None, "soon", None],
        ["Fresh Ltd", "030 5550300", None, None, None],
        ["星辰科技(北京)", "010 62345678", None, None, None],
    )


def planned(workspace: Workspace, source: Any, **choices: Any) -> imports.ImportPlan:
    plan = imports.plan_import(workspace, source, "company", Choices(**choices))
    imports.find_twins(workspace, plan)
    return plan


def test_every_row_has_a_state(workspace: Workspace, source: Any) -> None:
    diff = Diff(planned(workspace, source))
    rows = [diff.row(entry) for entry in diff.entries()]
    assert [(one.number, one.state, one.name) for one in rows] == [
        (2, "new", "Fresh Ltd"),
        (3, "changed", "Acme Tools"),
        (4, "unchanged", "Nordwind"),
        (5, "rejected", "Bad Year"),
        (6, "changed", "Fresh Ltd"),
        (7, "likely", "星辰科技(北京)"),
    ]
    assert {state: count for state, count in diff.counts.items() if count} == {
        "new": 1, "changed": 2, "unchanged": 1, "likely": 1, "rejected": 1
    }  # fmt: skip
    assert len(diff) == 6


def test_rows_are_told_in_words(workspace: Workspace, source: Any) -> None:
    diff = Diff(planned(workspace, source))
    new, changed, _same, rejected, completes, likely = (diff.row(entry) for entry in diff.entries())
    assert new.cells == (DiffCell("Industry", "", "Beekeeping"),)
    assert changed.cells == (
        DiffCell("Phone", "030 5550100", "030 5550199"),
        DiffCell("Industry", "", "Fishery"),
        DiffCell("Founded", "", "1999"),
    )
    assert changed.text == "Phone: 030 5550100 → 030 5550199; Industry: Fishery; Founded: 1999"
    assert "soon" in rejected.text
    assert (completes.text, completes.owner) == ("completes row 2", -2)
    assert [one.name for one in likely.twins] == ["星辰科技有限公司"]
    assert likely.owner is None


def test_a_row_that_only_repeats_an_earlier_one_names_it(workspace: Workspace, sheet: Any) -> None:
    row = ["Fresh Ltd", "030 5550300", "Beekeeping", None, None]
    diff = Diff(planned(workspace, sheet(HEAD, row, row)))
    first, repeated = (diff.row(entry) for entry in diff.entries())
    assert (first.state, len(first.cells)) == ("new", 2)
    assert (repeated.state, repeated.text, repeated.cells) == ("repeated", "repeats row 2 of the file", ())


def test_rows_are_found_by_their_state(workspace: Workspace, source: Any) -> None:
    diff = Diff(planned(workspace, source))

    def numbers(*states: str) -> list[int]:
        return [diff.number(entry) for entry in diff.entries(states)]

    assert numbers("changed") == [3, 6]
    assert numbers("rejected", "new") == [2, 5]
    assert numbers("likely") == [7]
    assert numbers() == [2, 3, 4, 5, 6, 7]


def test_rows_that_are_not_ticked_are_not_written(workspace: Workspace, source: Any) -> None:
    plan = planned(workspace, source, left_out=(3, 5, 7))
    assert (counts(plan), plan.left_out) == ((1, 1, 1, 1), 2)
    diff = Diff(plan)
    assert [diff.number(one) for one in diff.entries() if diff.is_left_out(one)] == [3, 7]
    assert diff.row(diff.entries()[1]).cells[0] == DiffCell("Phone", "030 5550100", "030 5550199")
    result = imports.run_import(workspace, plan)
    assert (counts(result), result.left_out) == ((1, 1, 1, 1), 2)
    assert values(workspace, "company", "name", "phone") == [
        ("Acme Tools", "030 5550100"),
        ("Nordwind", "030 5550200"),
        ("星辰科技有限公司", "010-62345678"),
        ("Fresh Ltd", "030 5550300"),
    ]


def test_whole_states_are_left_out(workspace: Workspace, source: Any) -> None:
    plan = planned(workspace, source, left_out=("changed", "likely"))
    assert (counts(plan), plan.left_out) == ((1, 0, 1, 1), 3)
    everything = planned(workspace, source, left_out=("new", "changed", "unchanged", "likely", "rejected"))
    assert imports.run_import(workspace, everything).undo == 0


def test_when_the_first_of_two_rows_is_left_out_the_second_is_new(workspace: Workspace, source: Any) -> None:
    plan = planned(workspace, source, left_out=(2, 3, 7))
    assert (counts(plan), plan.left_out) == ((1, 0, 1, 1), 3)
    imports.run_import(workspace, plan)
    assert values(workspace, "company", "name", "phone", "industry")[-1] == ("Fresh Ltd", "030 5550300", None)


def test_of_two_rows_of_one_record_the_ticked_one_is_written(
    workspace: Workspace, make: Maker, sheet: Any
) -> None:
    make.company("Acme Tools", phone="030 5550100")
    source = sheet(HEAD[:2], ["Acme Tools", "030 5550111"], ["Acme Tools", "030 5550222"])
    plan = planned(workspace, source)
    assert [cells["phone"][1] for cells in plan.changes.values()] == ["030 5550222"]
    kept = imports.chosen(workspace, plan, left_out=(3,))
    assert [cells["phone"][1] for cells in kept.changes.values()] == ["030 5550111"]
    assert counts(kept) == (0, 1, 0, 0)


def test_what_only_left_out_rows_name_is_not_made(workspace: Workspace, source: Any) -> None:
    plan = planned(workspace, source)
    assert plan.made == {"industry": ["Beekeeping", "Fishery"]}
    plan = imports.chosen(workspace, plan, left_out=(3,))
    assert plan.made == {"industry": ["Beekeeping"]}
    imports.run_import(workspace, plan)
    names = [one.name for one in workspace.lists.options("industry")]
    assert "Beekeeping" in names
    assert "Fishery" not in names


def test_left_out_rows_stay_left_out_when_the_file_changed(
    workspace: Workspace, make: Maker, source: Any
) -> None:
    plan = planned(workspace, source, left_out=(2, 6, 7))
    make.company("Something else")
    assert counts(imports.run_import(workspace, plan)) == (0, 1, 1, 1)


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        ("both", ["there already, with the same values", ""]),
        ("create", ["there already; only new ones are added", ""]),
        ("update", ["there already, with the same values", "not there yet; only present ones are changed"]),
    ],
)
def test_a_row_that_does_nothing_says_why(
    workspace: Workspace, make: Maker, sheet: Any, mode: str, said: list[str]
) -> None:
    make.company("Nordwind", phone="030 5550200")
    rows = sheet(HEAD[:2], ["Nordwind", "030 5550200"], ["Fresh Ltd", "030 5550300"])
    diff = planned(workspace, rows, mode=mode).diff
    assert [", ".join(diff.row(entry).notes) for entry in diff.entries()] == said


@pytest.mark.parametrize(
    ("mode", "state", "counted", "note"),
    [
        ("create", "new", (1, 0, 0, 0), "1 row is left out: there already; only new ones are added."),
        (
            "update",
            "changed",
            (0, 1, 0, 0),
            "1 row is left out: not there yet; only present ones are changed.",
        ),
    ],
)
def test_rows_that_the_mode_does_not_want_are_left_out(
    workspace: Workspace, make: Maker, sheet: Any, mode: str, state: str, counted: Any, note: str
) -> None:
    make.company("Nordwind", phone="030 5550200")
    rows = sheet(HEAD[:2], ["Nordwind", "030 5550299"], ["Fresh Ltd", "030 5550300"])
    plan = planned(workspace, rows, mode=mode)
    assert (counts(plan), plan.left_out, plan.notes[0]) == (counted, 1, note)
    (barred,) = plan.diff.entries(["left_out"])
    assert (plan.diff.is_open(barred), plan.diff.left_out(), plan.diff.left_out(["left_out"])) == (
        False,
        (1, 0),
        (0, 0),
    )
    result = imports.run_import(workspace, plan)
    assert (counts(result), result.left_out) == (counted, 1)
    done = DoneRows(plan)
    assert {one: count for one, count in done.counts.items() if count} == {state: 1, "left_out": 1}
    assert done.row(barred).notes == plan.diff.row(barred).notes


def test_a_row_that_is_left_out_twice_is_counted_once(workspace: Workspace, source: Any) -> None:
    plan = planned(workspace, source, mode="update", left_out=(2, 3, 7))
    assert (counts(plan), plan.left_out) == ((0, 0, 1, 1), 4)
    assert (plan.diff.left_out(), plan.diff.counts["left_out"]) == ((1, 1), 2)
