"""What tests of the service desk share: a week in November 2026, an office that works from nine to six, requests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crm_desktop.core import clock
from crm_desktop.core.work_time import WorkTime
from crm_desktop.models.seeds import CALENDAR_ID
from crm_desktop.services.workspace import Workspace

Go = Callable[[str], None]
DAYS = {"Fri": 20, "Sat": 21, "Sun": 22, "Mon": 23, "Tue": 24, "Wed": 25}
OFFICE = WorkTime((((9 * 60, 18 * 60),),) * 5 + ((), ()), zone=UTC)


def at(words: str) -> datetime:
    """Return a moment of that week: 'Mon 09:00'."""
    day, hour, minute = words[:3], *map(int, words[4:].split(":"))
    return datetime(2026, 11, DAYS[day], hour, minute, tzinfo=UTC)


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


@pytest.fixture
def go(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Go:
    """Set the clock to a moment of that week. The office works in UTC."""
    workspace.records.save("work_calendar", CALENDAR_ID, {"zone": "UTC"})

    def go_to(words: str) -> None:
        milliseconds = int(at(words).timestamp() * 1000)
        monkeypatch.setattr(clock, "now_ms", lambda: milliseconds)

    return go_to


def ask(workspace: Workspace, **values: Any) -> int:
    """Make a request that nobody has taken on; returns its id."""
    return workspace.records.create("service_request", {"title": "Jam", "owner": None, **values})


def move(workspace: Workspace, request: int, *states: str) -> None:
    """Bring a request from state to state."""
    for state in states:
        workspace.records.save("service_request", request, {"status": state})


@pytest.fixture
def five(workspace: Workspace, go: Go) -> dict[str, int]:
    """Five requests on Monday noon: late, late for longer, running, waiting, solved."""
    go("Mon 09:00")
    made = {"late": ask(workspace, priority="urgent"), "solved": ask(workspace), "waits": ask(workspace)}
    move(workspace, made["waits"], "in_progress", "waiting_customer")
    move(workspace, made["solved"], "in_progress", "solved")
    go("Mon 12:00")
    made["runs"] = ask(workspace, priority="high")
    made["later"] = ask(workspace, priority="urgent", received_at=at("Fri 09:00"))
    return made
