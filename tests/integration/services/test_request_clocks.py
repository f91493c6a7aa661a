"""The clocks of requests as they are read from a file: pauses from the log, targets by priority and level."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from crm_desktop.core.query import Condition, ListQuery
from crm_desktop.models.request_clocks import Standing, standings
from crm_desktop.models.seeds import CALENDAR_ID
from crm_desktop.services.workspace import Workspace
from tests.service_kit import Go, ask, at, five, go, hours, move

__all__ = ["five", "go"]


def standing(workspace: Workspace, request: int) -> Standing:
    return standings(workspace.file.reader(), [request])[request]


def due(workspace: Workspace, request: int) -> str:
    return workspace.records.get("service_request", request).texts["due"]


def queries(workspace: Workspace, run: Callable[[], Any]) -> int:
    """Return how many statements something sends to the file."""
    seen: list[str] = []
    reader = workspace.file.reader()
    reader.set_trace_callback(seen.append)
    run()
    reader.set_trace_callback(None)
    return len([one for one in seen if one.lstrip().upper().startswith("SELECT")])


def test_the_pause_of_the_specification(workspace: Workspace, go: Go) -> None:
    go("Fri 16:00")
    request = ask(workspace, priority="high")
    workspace.records.save("sla_policy", 2302, {"solution_minutes": 8 * 60})
    move(workspace, request, "in_progress")
    go("Fri 17:30")
    move(workspace, request, "waiting_customer")
    assert due(workspace, request) == "paused"
    go("Mon 10:00")
    move(workspace, request, "in_progress")
    solution = standing(workspace, request).solution
    assert solution is not None
    assert (solution.due, solution.state) == (at("Mon 16:30"), "running")
    go("Mon 16:31")
    assert due(workspace, request) == "late 1 min"


def test_the_words_of_what_is_due(workspace: Workspace, go: Go) -> None:
    go("Mon 09:00")
    request = ask(workspace, priority="urgent")  # 1 h and 4 h
    assert due(workspace, request) == "reply in 1 h"
    go("Mon 09:18")
    assert due(workspace, request) == "reply in 42 min"
    go("Mon 11:10")
    assert due(workspace, request) == "late 1 h 10 min"
    workspace.records.save("service_request", request, {"first_response_at": at("Mon 09:30")})
    assert due(workspace, request) == "solve in 1 h 50 min"
    move(workspace, request, "in_progress", "solved")
    assert due(workspace, request) == ""
    survey = workspace.lists.ids(ListQuery("survey"))[0]
    workspace.records.create("survey_answer", {"survey": survey, "service_request": request, "overall": 4})
    assert due(workspace, request) == "rated 4 ★"
    low = ask(
        workspace, priority="low", first_response_at=at("Mon 09:00")
    )  # 72 h are eight days of nine hours
    assert due(workspace, low) == "solve in 8 d"


def test_what_was_rejected_stands_outside_and_what_was_solved_late_stays_late(
    workspace: Workspace, go: Go
) -> None:
    go("Mon 09:00")
    one, other = ask(workspace), ask(workspace, priority="urgent")
    go("Mon 15:00")
    move(workspace, one, "rejected")
    move(workspace, other, "in_progress", "solved")
    go("Wed 15:00")
    assert standing(workspace, one).solution.state == "outside"  # type: ignore[union-attr]
    assert [standing(workspace, other).reply.state, standing(workspace, other).solution.state] == [
        "late",
        "late",
    ]  # type: ignore[union-attr]
    assert not standing(workspace, other).is_late  # nothing can be done any more
    assert standing(workspace, other).solution.used == hours(6)  # type: ignore[union-attr]


def test_what_is_reopened_goes_on_where_it_was(workspace: Workspace, go: Go) -> None:
    go("Mon 09:00")
    request = ask(workspace, priority="normal")
    move(workspace, request, "in_progress")
    go("Mon 11:00")
    move(workspace, request, "solved")
    first = workspace.records.get("service_request", request).values
    assert first["resolved_at"] == first["first_response_at"] == at("Mon 11:00")
    go("Tue 09:00")
    move(workspace, request, "closed")
    go("Wed 10:00")
    move(workspace, request, "in_progress")
    values = workspace.records.get("service_request", request).values
    assert (values["resolved_at"], values["closed_at"], values["reopened"]) == (None, None, 1)
    assert values["first_response_at"] == at("Mon 11:00")
    go("Wed 11:00")
    assert standing(workspace, request).solution.used == hours(3)  # type: ignore[union-attr]
    move(workspace, request, "solved")
    assert standing(workspace, request).solution.ended == at("Wed 11:00")  # type: ignore[union-attr]


def test_a_third_party_pauses_only_where_it_was_agreed(workspace: Workspace, go: Go) -> None:
    go("Mon 09:00")
    request = ask(workspace, priority="high", first_response_at=at("Mon 09:00"))
    move(workspace, request, "in_progress", "waiting_third_party")
    go("Mon 13:00")
    assert standing(workspace, request).solution.state == "paused"  # type: ignore[union-attr]
    workspace.records.save("sla_policy", 2302, {"pause_for_third_party": False})
    clocks = standing(workspace, request)
    assert clocks.solution.state == "running"  # type: ignore[union-attr]
    assert clocks.solution.used == hours(4)  # type: ignore[union-attr]


def test_the_level_of_the_customer_decides(workspace: Workspace, go: Go) -> None:
    go("Mon 09:00")
    level = next(one.id for one in workspace.lists.options("level") if one.name == "A")
    workspace.records.create(
        "sla_policy",
        {
            "name": "A",
            "priority": "normal",
            "level": level,
            "calendar": CALENDAR_ID,
            "first_response_minutes": 30,
        },
    )
    company = workspace.records.create("company", {"name": "Acme", "level": level})
    contact = workspace.records.create("contact", {"full_name": "张三", "level": level})
    for values in ({"company": company}, {"contact": contact}):
        clocks = standing(workspace, ask(workspace, **values))
        assert clocks.reply.target == timedelta(minutes=30)  # type: ignore[union-attr]
        assert clocks.solution is None  # nothing was promised
    assert standing(workspace, ask(workspace)).reply.target == hours(8)  # type: ignore[union-attr]


def test_without_targets_or_hours_there_are_no_clocks(workspace: Workspace, go: Go) -> None:
    go("Mon 09:00")
    request = ask(workspace)
    far = ask(workspace, received_at=datetime(1970, 1, 1, tzinfo=UTC))
    assert standing(workspace, far).running == []
    workspace.records.delete("work_calendar", [CALENDAR_ID])
    assert (standing(workspace, request).reply, due(workspace, request)) == (None, "")
    assert standings(workspace.file.reader(), [7]) == {}


def test_holidays_of_the_calendar_count(workspace: Workspace, go: Go) -> None:
    go("Fri 17:00")
    request = ask(workspace, priority="high")  # first reply within four hours
    assert standing(workspace, request).reply.due == at("Mon 12:00")  # type: ignore[union-attr]
    holiday = {"calendar": CALENDAR_ID, "day": at("Mon 00:00").date(), "closed": True}
    workspace.records.create("calendar_exception", holiday)
    make_up = {"day": at("Sat 00:00").date(), "closed": False, "intervals": "10:00-12:00"}
    workspace.records.create("calendar_exception", {**holiday, **make_up})
    assert standing(workspace, request).reply.due == at("Tue 10:00")  # type: ignore[union-attr]


def test_lists_are_sorted_by_what_is_due(workspace: Workspace, five: dict[str, int]) -> None:
    names = {request: name for name, request in five.items()}

    def listed(**query: Any) -> list[str]:
        return [names[one] for one in workspace.lists.ids(ListQuery("service_request", **query))]

    assert listed(sort="due") == ["later", "late", "runs", "waits", "solved"]
    assert listed(sort="due", descending=True) == ["waits", "runs", "late", "later", "solved"]
    assert listed(conditions=(Condition("due", "late"),), sort="due") == ["later", "late"]
    assert listed(conditions=(Condition("due", "due_today"),)) == ["runs"]
    assert workspace.lists.count_of(ListQuery("service_request", conditions=(Condition("due", "late"),))) == 2
    workspace.records.delete("service_request", [five["late"]])
    assert listed(sort="due") == ["later", "runs", "waits", "solved"]


def test_many_requests_take_as_many_statements_as_one(workspace: Workspace, five: dict[str, int]) -> None:
    reader = workspace.file.reader()
    one = queries(workspace, lambda: standings(reader, [five["late"]]))
    assert queries(workspace, lambda: standings(reader, five.values())) == one <= 8
