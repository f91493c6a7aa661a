"""The order of day and month in a column of dates: decided for the whole column, asked where the column is silent."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.core.errors import UsageProblem
from crm_desktop.services import imports
from crm_desktop.services.import_choices import Choices
from crm_desktop.services.workspace import Workspace, new_workspace
from tests.integration.services.import_help import bring, plain_csv, values

SILENT = [["Name", "Birthday"], ["Eva", "03/04/1985"], ["Li", "05/05/1990"], ["Bo", "1/12/2001"]]


def plan(workspace: Workspace, source: Path, **chosen: Any) -> imports.ImportPlan:
    return imports.plan_import(workspace, source, "contact", Choices(**chosen))


def test_a_silent_column_is_asked_with_both_readings(workspace: Workspace, tmp_path: Path) -> None:
    made = plan(workspace, plain_csv(tmp_path / "a.csv", SILENT))
    (question,) = made.open_dates
    assert (question.heading, question.order, question.answered, question.mixed) == (
        *("Birthday", "dmy"),
        *(False, False),
    )
    assert question.orders == ("dmy", "mdy")
    assert question.examples == (
        ("03/04/1985", {"dmy": date(1985, 4, 3), "mdy": date(1985, 3, 4)}),
        ("1/12/2001", {"dmy": date(2001, 12, 1), "mdy": date(2001, 1, 12)}),
    )
    assert any("day/month/year" in note for note in made.notes)


@pytest.mark.parametrize(("order", "born"), [("dmy", "1985-04-03"), ("mdy", "1985-03-04")])
def test_the_answer_counts_for_the_whole_column(
    workspace: Workspace, tmp_path: Path, order: str, born: str
) -> None:
    source = plain_csv(tmp_path / "a.csv", SILENT)
    made = plan(workspace, source, date_orders={"Birthday": order})
    assert [(one.order, one.answered) for one in made.open_dates] == [(order, True)]
    assert not any("Birthday" in note for note in made.notes)
    bring(workspace, source, "contact", date_orders={"Birthday": order})
    assert values(workspace, "contact", "birthday")[0] == (born,)


def test_the_order_that_is_told_is_the_one_that_was_read(tmp_path: Path) -> None:
    """Where the year usually comes first, 03/04/1985 is the third of April all the same."""
    opened = new_workspace(tmp_path / "china.crm", region="CN")
    assert opened.settings["date_order"] == "ymd"
    made = plan(opened, plain_csv(tmp_path / "a.csv", SILENT))
    (question,) = made.open_dates
    assert question.order == "dmy"
    assert any("day/month/year" in note for note in made.notes)
    bring(opened, tmp_path / "a.csv", "contact")
    assert values(opened, "contact", "birthday")[0] == ("1985-04-03",)
    opened.close()


def test_years_of_two_digits_may_come_first(workspace: Workspace, tmp_path: Path) -> None:
    rows = [["Name", "Birthday"], ["Eva", "01-02-03"]]
    (question,) = plan(workspace, plain_csv(tmp_path / "a.csv", rows)).open_dates
    assert question.orders == ("dmy", "mdy", "ymd")
    bring(workspace, tmp_path / "a.csv", "contact", date_orders={"Birthday": "ymd"})
    assert values(workspace, "contact", "birthday") == [("2001-02-03",)]


def test_a_column_that_proves_its_order_is_not_asked(workspace: Workspace, tmp_path: Path) -> None:
    rows = [*SILENT, ["Ina", "4/25/1999"]]
    assert plan(workspace, plain_csv(tmp_path / "a.csv", rows)).open_dates == []


def test_a_column_that_contradicts_itself_is_asked(workspace: Workspace, tmp_path: Path) -> None:
    rows = [*SILENT, ["Ina", "4/25/1999"], ["Kim", "25/4/1999"]]
    (question,) = plan(workspace, plain_csv(tmp_path / "a.csv", rows)).open_dates
    assert question.mixed


def test_dates_that_are_the_same_either_way_are_not_asked(workspace: Workspace, tmp_path: Path) -> None:
    rows = [["Name", "Birthday"], ["Eva", "05/05/1990"]]
    assert plan(workspace, plain_csv(tmp_path / "a.csv", rows)).open_dates == []


def test_answers_that_cannot_be(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="“dym”"):
        Choices(date_orders={"Birthday": "dym"})
    with pytest.raises(UsageProblem, match="“Geburtstag”"):
        plan(workspace, plain_csv(tmp_path / "a.csv", SILENT), date_orders={"Geburtstag": "dmy"})
