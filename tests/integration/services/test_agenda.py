"""Activities and birthdays by day: where each stands, and that they are found by index."""

from __future__ import annotations

# ruff: noqa: DTZ001 - times of the user's clock
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from crm_desktop.core.query import Condition, ListQuery
from crm_desktop.services import agenda
from crm_desktop.services.agenda import Entry
from crm_desktop.services.workspace import Workspace
from tests.conftest import FixedClock, Maker

ALL = ListQuery("activity")
FIRST, LAST = date(2026, 11, 16), date(2026, 11, 22)


@pytest.fixture
def record(workspace: Workspace, fixed_clock: FixedClock) -> Any:
    """Return the function that makes an activity."""
    return lambda subject="Call", **values: workspace.records.create(
        "activity", {"subject": subject, **values}
    )


def _at(day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute).astimezone(UTC)


def _week(workspace: Workspace, query: ListQuery = ALL) -> list[Entry]:
    return workspace.agenda.entries(query, FIRST, LAST)


def test_days_come_in_order_and_what_has_no_hour_first(workspace: Workspace, record: Any) -> None:
    record("late", planned_at=_at(18, 16))
    record("early", started_at=_at(18, 9), ended_at=_at(18, 9, 30), done_at=_at(18, 10))
    record("due", due_on=date(2026, 11, 18))
    record("monday", due_on=date(2026, 11, 16))
    record("sunday", planned_at=_at(22, 23, 45))
    record("before", planned_at=_at(15, 23, 59))
    record("after", due_on=date(2026, 11, 23))
    found = _week(workspace)
    assert [one.subject for one in found] == ["monday", "due", "early", "late", "sunday"]
    early = found[2]
    assert (early.begin, early.end) == (datetime(2026, 11, 18, 9), datetime(2026, 11, 18, 9, 30))
    assert early.done
    assert not found[3].done


def test_an_entry_says_with_whom_and_whose_it_is(workspace: Workspace, make: Maker, record: Any) -> None:
    company, contact = make.company("杭州青禾纺织"), make.contact("陈晓梅")
    record(due_on=FIRST, company=company, contact=contact)
    found = _week(workspace)[0]
    assert (found.whom, found.owner) == ("陈晓梅 · 杭州青禾纺织", "Ann Example")


def test_what_spans_several_days_is_found_from_its_last_one(workspace: Workspace, record: Any) -> None:
    record("fair", planned_at=_at(13, 9), ended_at=_at(17, 18))
    record("over", planned_at=_at(13, 9), ended_at=_at(15, 18))
    record("midnight", planned_at=_at(15, 20), ended_at=_at(16))
    found = _week(workspace)
    assert [one.subject for one in found] == ["fair"]
    assert found[0].last_day == date(2026, 11, 17)


def test_notes_without_a_date_stand_nowhere(workspace: Workspace, record: Any) -> None:
    record("some day")
    record("note", kind="note")
    assert _week(workspace) == []
    assert [one.subject for one in workspace.agenda.undated(ALL)] == ["some day"]


def test_search_and_filter_narrow_it(workspace: Workspace, make: Maker, record: Any) -> None:
    acme = make.company("Acme")
    record("Visit the fair", due_on=FIRST, company=acme)
    record("Call", kind="call", due_on=FIRST)
    company = ListQuery("activity", conditions=(Condition("company", "is", acme),))
    assert [one.subject for one in _week(workspace, company)] == ["Visit the fair"]
    assert [one.subject for one in _week(workspace, ListQuery("activity", search="fai"))] == [
        "Visit the fair"
    ]
    assert _week(workspace, ListQuery("activity", search="nowhere")) == []
    both = (Condition("kind", "is", "call"), Condition("company", "is", acme))
    assert len(_week(workspace, ListQuery("activity", conditions=both, match_all=False))) == 2


def test_overdue_is_what_is_open_of_days_before(workspace: Workspace, record: Any) -> None:
    record("late", due_on=date(2026, 11, 3))
    record("yesterday", planned_at=_at(19, 9))
    record("this morning", planned_at=_at(20, 9))
    record("today", due_on=date(2026, 11, 20))
    done = record("done", due_on=date(2026, 11, 3))
    workspace.activities.finish([done])
    assert [one.subject for one in workspace.agenda.overdue(ALL)] == ["late", "yesterday"]


def test_birthdays_come_each_year(workspace: Workspace, make: Maker, fixed_clock: FixedClock) -> None:
    make.contact("陈晓梅", birthday=date(1990, 11, 20))
    make.contact("Ana Beltrán", birthday=date(1984, 2, 29))
    gone = make.contact("Gone", birthday=date(1990, 11, 20))
    workspace.records.delete("contact", [gone])
    found = _week(workspace)
    assert [(one.entity, one.subject, one.day) for one in found] == [
        ("contact", "陈晓梅 (36)", date(2026, 11, 20))
    ]
    assert _week(workspace, ListQuery("activity", search="陈")) == []
    for year, day in ((2027, 28), (2028, 29)):
        february = workspace.agenda.birthdays(date(year, 2, 1), date(year, 2, 28 + (year == 2028)))
        assert [one.day for one in february] == [date(year, 2, day)]
    winter = workspace.agenda.birthdays(date(2026, 11, 15), date(2027, 3, 5))
    assert [one.subject for one in winter] == ["陈晓梅 (36)", "Ana Beltrán (43)"]


def test_the_working_hours_are_those_of_the_default_calendar(workspace: Workspace) -> None:
    found = workspace.agenda.work_time(FIRST, LAST)
    assert found.on(FIRST)
    assert not found.on(date(2026, 11, 22))


def test_a_year_of_many_is_read_by_index(workspace: Workspace, fixed_clock: FixedClock) -> None:
    plans = []

    class Watched:
        def __init__(self, reader: Any) -> None:
            self._reader = reader

        def execute(self, sql: str, values: Any = ()) -> Any:
            plans.append([row[3] for row in self._reader.execute(f"EXPLAIN QUERY PLAN {sql}", values)])
            return self._reader.execute(sql, values)

    class File:
        def reader(self) -> Any:
            return Watched(workspace.file.reader())

    class Seen:
        file, locale = File(), workspace.locale

    seen = agenda.Agenda(Seen())  # type: ignore[arg-type]
    seen.entries(ALL, FIRST, LAST)
    seen.overdue(ALL)
    steps = [" | ".join(plan) for plan in plans]
    assert len(steps) == 3
    assert "SEARCH t USING INDEX ix_activity_happens (happens>? AND happens<?)" in steps[0]
    assert "SEARCH p USING COVERING INDEX ix_contact_birthday" in steps[1].replace(
        "USING INDEX", "USING COVERING INDEX"
    )
    assert "SEARCH t USING INDEX ix_activity_" in steps[2]
    assert not any("SCAN t" in one or "SCAN p" in one for one in steps)


def test_nothing_is_read_beyond_what_is_asked(workspace: Workspace, record: Any) -> None:
    record("far", due_on=FIRST + timedelta(days=400))
    assert workspace.agenda.last_day() == FIRST + timedelta(days=401)
    assert _week(workspace) == []
