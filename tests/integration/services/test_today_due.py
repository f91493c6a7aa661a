"""What is due today: in its order, for whom, done and postponed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from crm_desktop.store import agenda
from tests.conftest import FixedClock

TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def noon(fixed_clock: FixedClock) -> FixedClock:
    return fixed_clock


@pytest.fixture
def task(workspace):
    """Make a task."""

    def make(subject: str, due_on: date | None = TODAY, **more: object) -> int:
        return workspace.records.create(
            "activity", {"kind": "task", "subject": subject, "due_on": due_on, **more}
        )

    return make


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 20, hour, minute).astimezone(UTC)


def titles(workspace, *, mine: bool = True) -> list[str]:
    return [one.title for one in workspace.today.due(mine=mine).items]


def test_late_first_then_by_the_clock_then_the_rest_then_birthdays(workspace, task, make):
    make.contact("Grace Lim", birthday=date(1980, 11, 20))
    task("no time")
    task("tomorrow", TODAY + timedelta(days=1))
    task("visit", None, kind="visit", planned_at=at(14, 30))
    task("call", None, kind="call", planned_at=at(10))
    task("yesterday", TODAY - timedelta(days=1))
    task("last week", TODAY - timedelta(days=7))
    task("no day", None)
    task("moved", TODAY - timedelta(days=3), planned_at=at(10) + timedelta(days=2))
    task("begun", started_at=at(8))
    task("done", done_at=at(9))
    assert titles(workspace) == ["last week", "yesterday", "call", "visit", "no time", "Grace Lim"]


def test_mine_is_what_i_and_nobody_have_been_given(workspace, task):
    bo = workspace.records.create("user", {"name": "Bo Berg"})
    task("mine")
    nobody = task("nobody’s")
    workspace.records.save("activity", nobody, {"owner": None})
    task("Bo’s", owner=bo)
    assert titles(workspace) == ["mine", "nobody’s"]
    assert titles(workspace, mine=False) == ["mine", "nobody’s", "Bo’s"]
    found = workspace.today.due(mine=True)
    assert (found.user, found.several_users) == ("Ann Example", True)


def test_what_is_snoozed_stays_away_until_then(workspace, task, noon):
    task("later", snoozed_until=at(15))
    assert titles(workspace) == []
    noon.set("2026-11-20 15:00")
    assert titles(workspace) == ["later"]


def test_done_is_one_step_and_undone_in_one(workspace, task):
    task("call back")
    one = workspace.today.due(mine=True).items[0]
    transaction = workspace.activities.finish([one.id]).transaction
    assert titles(workspace) == []
    workspace.history.undo(transaction)
    assert titles(workspace) == ["call back"]


def test_birthday_wishes_are_written_down(workspace, make):
    grace = make.contact("Grace Lim", birthday=date(1980, 11, 20))
    make.contact("Other Day", birthday=date(1980, 11, 21))
    written = workspace.today.congratulate(grace, "Grace Lim")
    assert titles(workspace) == []
    assert workspace.records.related_ids("activity", "contact", grace) == [written.activity]
    assert workspace.records.get("activity", written.activity).title == written.text
    workspace.history.undo(written.transaction)
    assert titles(workspace) == ["Grace Lim"]


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2024, 2, 29), ["Leap"]),
        (date(2024, 2, 28), ["Plain"]),
        (date(2026, 2, 28), ["Leap", "Plain"]),
    ],
)
def test_who_was_born_on_a_leap_day_has_a_birthday_each_year(workspace, make, day, found):
    make.contact("Leap", birthday=date(1996, 2, 29))
    make.contact("Plain", birthday=date(1990, 2, 28))
    named = agenda.birthdays(workspace.file.reader(), day, UTC)
    assert [one.name for one in named] == found


def test_the_activities_behind_the_card_are_listed(workspace, task, make):
    make.contact("Grace Lim", birthday=date(1980, 11, 20))
    one = task("only")
    found = workspace.today.due(mine=True)
    assert list(workspace.lists.ids(workspace.today.listed(found.activities))) == [one]
