"""The service desk: counts, how quick the first replies were, the talk, what the knowledge base has, and steps."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from crm_desktop.core.errors import RecordProblem
from crm_desktop.core.query import ListQuery
from crm_desktop.services.service_desk import DUE_TODAY_ONES, LATE_ONES, Counts
from crm_desktop.services.workspace import Workspace
from tests.integration.services.record_help import rows, statuses
from tests.service_kit import Go, ask, at, five, go, hours, move

__all__ = ["five", "go"]


def values(workspace: Workspace, request: int) -> Any:
    return workspace.records.get("service_request", request).values


def count(workspace: Workspace, *conditions: Any) -> int:
    return workspace.lists.count_of(ListQuery("service_request", conditions=conditions))


def test_counts_agree_with_the_lists(workspace: Workspace, five: dict[str, int]) -> None:
    workspace.records.save("service_request", five["runs"], {"owner": workspace.user})
    counts = workspace.service.counts()
    assert counts == Counts(open=4, late=2, due_today=1, unassigned=3)
    assert (counts.late, counts.due_today) == (count(workspace, LATE_ONES), count(workspace, DUE_TODAY_ONES))


def test_how_quick_first_replies_were(workspace: Workspace, go: Go) -> None:
    assert workspace.service.replies().share is None
    go("Fri 09:00")
    quick, slow, silent, refused = (ask(workspace, priority="high") for _one in range(4))  # four hours
    go("Fri 10:00")
    workspace.service.steps.reply(quick, "Done")
    move(workspace, refused, "rejected")
    go("Fri 14:00")
    workspace.service.steps.reply(slow, "Sorry")
    go("Mon 10:00")
    ask(workspace, priority="high")  # in time until now: does not count
    found = workspace.service.replies()
    assert (found.counted, found.in_time, found.share) == (3, 1, 33)  # the silent one is overdue
    assert found.median == hours(3)  # of one hour and five
    assert values(workspace, silent)["status"] == "new"


def test_an_old_request_is_no_news(workspace: Workspace, go: Go) -> None:
    go("Mon 09:00")
    ask(workspace, received_at=at("Mon 09:00") - timedelta(days=40))
    assert workspace.service.replies().counted == 0
    assert workspace.service.counts().late == 1


def test_the_talk_begins_with_what_was_asked(workspace: Workspace, go: Go) -> None:
    go("Mon 09:00")
    contact = workspace.records.create("contact", {"full_name": "秦岚"})
    request = ask(workspace, body="The colour differs", contact=contact, channel="wechat")
    steps = workspace.service.steps
    steps.reply(request, " We look into it. ")
    go("Mon 10:00")
    steps.note(request, "Batch 0611 is off by one shade")
    talk = [(one.direction, one.author, one.body) for one in workspace.service.messages(request)]
    us = workspace.lists.named("user", "")[0].name
    assert talk == [
        ("incoming", "秦岚", "The colour differs"),
        ("outgoing", us, "We look into it."),
        ("internal", us, "Batch 0611 is off by one shade"),
    ]
    workspace.history.undo_last()
    assert len(workspace.service.messages(request)) == 2
    steps.hear(request, "The colour differs")  # the same again: it is told once, where it was written
    assert [one.direction for one in workspace.service.messages(request)] == ["outgoing", "incoming"]
    with pytest.raises(RecordProblem, match="empty"):
        steps.note(request, "  \n")


def test_the_first_reply_begins_the_work(workspace: Workspace, go: Go) -> None:
    go("Mon 09:00")
    request = ask(workspace)
    go("Mon 09:24")
    transaction = workspace.service.steps.reply(request, "On it")
    found = values(workspace, request)
    assert (found["status"], found["owner"].id) == ("in_progress", workspace.user)
    assert found["first_response_at"] == at("Mon 09:24")
    go("Mon 11:00")
    workspace.service.steps.reply(request, "Still on it")
    assert values(workspace, request)["first_response_at"] == at("Mon 09:24")
    workspace.history.undo(transaction)
    assert values(workspace, request)["status"] == "new"


def test_what_the_customer_says_ends_the_waiting(workspace: Workspace, go: Go) -> None:
    go("Mon 09:00")
    request = ask(workspace)
    workspace.service.steps.take(request, "wait")
    assert values(workspace, request)["status"] == "waiting_customer"
    workspace.service.steps.hear(request, "Here is the photo")
    assert values(workspace, request)["status"] == "in_progress"


def test_each_step_is_one_transaction(workspace: Workspace, go: Go) -> None:
    go("Mon 09:00")
    request = ask(workspace)
    steps = workspace.service.steps
    transaction = steps.take(request, "solve")
    assert statuses(workspace, request) == [("new", "in_progress"), ("in_progress", "solved")]
    assert workspace.history.last_undoable().text.startswith("Solve ")
    workspace.history.undo(transaction)
    assert values(workspace, request)["status"] == "new"
    assert values(workspace, request)["resolved_at"] is None
    with pytest.raises(RecordProblem, match="moved on"):
        steps.take(request, "close")


def test_every_offered_step_can_be_taken(workspace: Workspace, go: Go) -> None:
    go("Mon 09:00")
    steps = workspace.service.steps
    fill = {"accountable": workspace.user, "duplicate_of": ask(workspace), "resolution": "Replaced"}
    seen: set[str] = set()
    waiting: list[tuple[str, ...]] = [()]
    while waiting:
        path = waiting.pop()
        request = ask(workspace, kind="complaint", is_major=True)
        for key in path:
            offers = {one.step.key: one for one in steps.offers(plain(workspace, request))}
            steps.take(request, key, {name: fill[name] for name in offers[key].missing})
        status = values(workspace, request)["status"]
        if status not in seen:
            seen.add(status)
            waiting += [(*path, one.step.key) for one in steps.offers(plain(workspace, request))]
    assert len(seen) == 9


def plain(workspace: Workspace, request: int) -> dict[str, Any]:
    return {key: getattr(one, "id", one) for key, one in values(workspace, request).items()}


def test_a_major_complaint_asks_for_who_and_how(workspace: Workspace, go: Go) -> None:
    go("Mon 09:00")
    request = ask(workspace, kind="complaint", is_major=True)
    steps = workspace.service.steps
    offers = {one.step.key: one.missing for one in steps.offers(plain(workspace, request))}
    assert offers["solve"] == ("accountable",)
    with pytest.raises(RecordProblem, match="needs: Accountable"):
        steps.take(request, "solve")
    assert statuses(workspace, request) == []
    steps.take(request, "solve", {"accountable": workspace.user})
    (close, _reopen) = steps.offers(plain(workspace, request))
    assert close.missing == ("resolution",)
    steps.take(request, "close", {"resolution": "New roll sent"})
    assert values(workspace, request)["closed_at"] == at("Mon 09:00")


def test_articles_that_fit(workspace: Workspace) -> None:
    create = workspace.records.create
    product = create("product", {"name": "Silk"})
    tolerance = create("article", {"title": "Colour deviation: tolerance", "product": product})
    dye = create("article", {"title": "Dye batches and how to check them", "tags": ["dye"]})
    shade = create("article", {"title": "色差的处理", "body": "颜色不一致时"})
    create("article", {"title": "Opening hours"})
    gone = create("article", {"title": "Colour of the old logo", "product": product})
    workspace.records.delete("article", [gone])
    request = create(
        "service_request", {"title": "Colour differs from sample", "product": product, "tags": ["dye"]}
    )
    assert [one.id for one in workspace.service.articles(request)] == [tolerance, dye]
    chinese = create("service_request", {"title": "第二批颜色不一致"})
    assert [one.name for one in workspace.service.articles(chinese)] == ["色差的处理"]
    assert shade
    nothing = create("service_request", {"title": "?!"})
    assert workspace.service.articles(nothing) == []


def test_an_answer_to_the_survey_takes_the_place_of_the_one_sent(workspace: Workspace) -> None:
    company = workspace.records.create("company", {"name": "Acme"})
    request = workspace.records.create("service_request", {"title": "Jam", "company": company})
    steps = workspace.service.steps
    assert set(steps.answer(request).values()) == {None}
    steps.keep_answer(request, {"overall": 4, "speed": 5, "solution": 3, "recommend": 9, "comment": "Quick"})
    assert steps.answer(request)["recommend"] == 9
    steps.keep_answer(request, {**steps.answer(request), "overall": 5})
    answered = "SELECT overall, company_id, answered_at IS NOT NULL FROM survey_answer"
    assert rows(workspace, answered) == [(5, company, 1)]
    survey = workspace.lists.ids(ListQuery("survey"))[0]
    other = workspace.records.create("service_request", {"title": "Sent"})
    workspace.records.create("survey_answer", {"survey": survey, "service_request": other})
    steps.keep_answer(other, {"overall": 1})
    assert len(rows(workspace, answered)) == 2
    assert all(row[2] for row in rows(workspace, answered))
    workspace.records.delete("survey", [survey])
    with pytest.raises(RecordProblem, match="no survey"):
        steps.keep_answer(request, {"overall": 1})


def test_the_timeline_tells_no_message_and_no_step_twice(workspace: Workspace) -> None:
    request = workspace.records.create("service_request", {"title": "Jam"})
    steps = workspace.service.steps
    steps.reply(request, "On it")
    steps.note(request, "Second time")
    steps.take(request, "escalate", {"accountable": workspace.user})
    steps.take(request, "solve")
    workspace.records.save("service_request", request, {"priority": "high"})
    told = [one.title for one in workspace.timeline.page("service_request", request).events]
    assert sorted(told) == sorted([
        "Priority: Normal → High", "SR-0001 “Jam” solved", "Moved to Escalated", "Moved to In progress",
        "SR-0001 “Jam” opened", "Record created",
    ])  # fmt: skip
    changes = workspace.timeline.page("service_request", request, "changes").events
    assert len(changes) == 6  # who asks for the changes gets them all
