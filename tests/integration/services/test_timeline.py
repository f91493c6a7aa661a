"""What the timeline of a record tells, sort by sort, from a real customer file."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from crm_desktop.core import i18n
from crm_desktop.services.timeline import Event
from crm_desktop.services.workspace import Workspace
from tests.conftest import FixedClock, Maker

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
PROPOSAL, NEGOTIATION, WON = "Proposal", "Negotiation", "Won"


def told(workspace: Workspace, entity: str, record: int, group: str = "") -> list[Event]:
    """Return all events of a record."""
    page = workspace.timeline.page(entity, record, group, limit=500)
    assert page.earlier is None
    return list(page.events)


def titles(workspace: Workspace, entity: str, record: int, group: str = "") -> list[str]:
    return [one.title for one in told(workspace, entity, record, group)]


@pytest.fixture
def create(workspace: Workspace) -> Any:
    """Make a record of any entity."""
    return lambda entity, **values: workspace.records.create(entity, values)


@pytest.fixture
def acme(make: Maker) -> int:
    return make.company("Acme")


@pytest.fixture
def stages(workspace: Workspace) -> dict[str, int]:
    """The stages of the first pipeline by their English names."""
    return dict(workspace.file.reader().execute("SELECT label_en, id FROM stage").fetchall())


# ---------------------------------------------------------------- activities


def test_an_activity_tells_kind_people_length_and_outcome(
    workspace: Workspace, create: Any, make: Maker, acme: int
) -> None:
    ana = make.contact("Ana", company=acme)
    call = create(
        "activity", kind="call", subject="asked for samples", body="Card no. 7.", company=acme, contact=ana,
        started_at=NOON, ended_at=NOON + timedelta(minutes=6), done_at=NOON, outcome="reached",
    )  # fmt: skip
    (event,) = told(workspace, "company", acme, "activities")
    assert (event.icon, event.title, event.body) == ("phone", "Call — asked for samples", "Card no. 7.")
    assert event.meta == ("Ana", "Ann Example", "6 min", "Reached")
    assert (event.at, event.is_day, event.about) == (NOON, False, ("activity", call))
    (seen_from_ana,) = told(workspace, "contact", ana, "activities")
    assert seen_from_ana.meta == ("Ann Example", "6 min", "Reached"), "Ana's own page does not name her"
    assert titles(workspace, "activity", call, "activities") == [], "nor does an activity tell itself"


def test_a_task_is_due_until_it_is_done(workspace: Workspace, create: Any, acme: int) -> None:
    task = create("activity", kind="task", subject="Send samples", company=acme, due_on=date(2026, 11, 21))
    (event,) = told(workspace, "company", acme, "activities")
    assert (event.due, event.is_day) == (date(2026, 11, 21), True)
    workspace.records.save("activity", task, {"done_at": NOON})
    (event,) = told(workspace, "company", acme, "activities")
    assert event.due is None


def test_a_day_begins_on_the_users_clock(workspace: Workspace, create: Any, acme: int) -> None:
    create("sales_order", number="O-1", company=acme, ordered_on=date(2026, 11, 9))
    (event,) = told(workspace, "company", acme, "sales")
    assert event.is_day
    assert event.at.astimezone().date() == date(2026, 11, 9)
    assert event.at.tzinfo is not None


# ---------------------------------------------------------------- sales


@pytest.fixture
def deal(create: Any, make: Maker, acme: int, stages: dict[str, int]) -> int:
    """An opportunity of Acme's, in which Ana has a say."""
    return int(
        create("opportunity", name="Autumn linen", company=acme, amount=6_400_000, stage=stages[PROPOSAL])
    )


def test_a_move_is_told_where_the_opportunity_belongs(
    workspace: Workspace, create: Any, make: Maker, acme: int, deal: int, stages: dict[str, int]
) -> None:
    ana = make.contact("Ana")
    create("opportunity_contact", opportunity=deal, contact=ana)
    workspace.records.save("opportunity", deal, {"stage": stages[NEGOTIATION]})
    for entity, record in (("company", acme), ("contact", ana)):
        moved, opened = told(workspace, entity, record, "sales")
        assert moved.title == "Autumn linen moved to Negotiation"
        assert moved.meta == ("Ann Example", "€\u202f64,000", "50\u00a0%\u00a0→\u00a075\u00a0%")
        assert moved.about == ("opportunity", deal)
        assert opened.title == "Autumn linen opened in Proposal"
    assert titles(workspace, "opportunity", deal, "sales") == ["Moved to Negotiation", "Opened in Proposal"]


def test_a_move_is_told_once_and_taken_back(
    workspace: Workspace, acme: int, deal: int, stages: dict[str, int]
) -> None:
    workspace.records.save("opportunity", deal, {"stage": stages[NEGOTIATION], "next_step": "Call"})
    moved, stepped, *_rest = told(workspace, "opportunity", deal)
    assert {moved.title, stepped.title} == {"Moved to Negotiation", "Next step: Call"}
    changed = titles(workspace, "opportunity", deal, "changes")
    assert "Stage" in changed[0], "alone, the changes are complete"
    move = next(one for one in told(workspace, "company", acme) if "moved" in one.title)
    assert move.transaction
    workspace.history.undo(move.transaction)
    assert titles(workspace, "company", acme, "sales") == ["Autumn linen opened in Proposal"]
    assert workspace.records.get("opportunity", deal).texts["stage"] == PROPOSAL
    assert told(workspace, "opportunity", deal)[0].change == "undo"


def test_a_new_opportunity_is_not_taken_back_by_its_first_stage(workspace: Workspace, deal: int) -> None:
    (opened,) = told(workspace, "opportunity", deal, "sales")
    assert opened.transaction == 0


def test_quotes_and_orders_tell_amount_and_lines(workspace: Workspace, create: Any, acme: int) -> None:
    quote = create(
        "quote", number="Q-1", company=acme, total=12_300, issued_on=date(2026, 11, 1), status="sent",
        valid_until=date(2026, 12, 20),
    )  # fmt: skip
    order = create(
        "sales_order", number="O-1", company=acme, total=22_800_00, paid=10_000, ordered_on=date(2026, 11, 2),
        delivered_on=date(2026, 11, 9),
    )  # fmt: skip
    for text in ("Linen", "Freight"):
        create("line", sales_order=order, text=text)
    create("line", quote=quote, text="Linen")
    delivered, placed, issued = told(workspace, "company", acme, "sales")
    assert (delivered.title, delivered.meta) == ("Order O-1 delivered", ("€\u202f22,800", "2 lines"))
    assert (placed.title, placed.meta) == (
        "Order O-1 placed",
        ("€\u202f22,800", "2 lines", "Confirmed", "paid €\u202f100"),
    )
    assert (issued.title, issued.meta) == (
        "Quote Q-1 issued",
        ("€\u202f123", "1 line", "Sent", "valid until 20 Dec 2026"),
    )
    assert (issued.about, placed.about) == (("quote", quote), ("sales_order", order))
    (own,) = [one for one in told(workspace, "sales_order", order, "sales") if "placed" in one.title]
    assert own.about is None, "the page of the order does not link to itself"


def test_what_has_no_date_is_told_when_it_was_entered(workspace: Workspace, create: Any, acme: int) -> None:
    create("quote", number="Q-1", company=acme)
    create("sales_order", number="O-1", company=acme, status="draft")
    assert sorted(titles(workspace, "company", acme, "sales")) == ["Order O-1 drafted", "Quote Q-1 drafted"]


# ---------------------------------------------------------------- service


def request(create: Any, company: int, **values: Any) -> int:
    """Make a request that came in on a Friday at noon."""
    known = {"number": "SR-1", "title": "wrong shade", "kind": "complaint", "received_at": NOON}
    return int(create("service_request", company=company, **{**known, **values}))


def test_a_solved_request_tells_how_long_it_took_and_what_was_said(
    workspace: Workspace, create: Any, acme: int, fixed_clock: FixedClock
) -> None:
    asked = request(create, acme, received_at=datetime(2026, 11, 19, 8, tzinfo=UTC))
    first = datetime(2026, 11, 19, 8, 38, tzinfo=UTC)
    workspace.records.save("service_request", asked, {"status": "in_progress", "first_response_at": first})
    fixed_clock._ms = int(NOON.timestamp() * 1000)
    workspace.records.save("service_request", asked, {"status": "solved"})
    survey = create("survey", name="After service")
    create(
        "survey_answer", survey=survey, service_request=asked, company=acme, overall=5, comment="Quick, thanks",
        answered_at=NOON + timedelta(hours=2),
    )  # fmt: skip
    solved, opened = told(workspace, "company", acme, "service")
    assert (solved.title, solved.at) == ("SR-1 “wrong shade” solved", NOON)
    assert solved.meta == ("first reply 38 min", "solved in 1 day 4 h", "rated 5 ★")
    assert solved.body == "“Quick, thanks”"
    assert (opened.title, opened.about) == ("SR-1 “wrong shade” opened", ("service_request", asked))
    assert opened.meta == ("Complaint", "Ann Example")
    own = titles(workspace, "service_request", asked, "service")
    assert own[0] == "SR-1 “wrong shade” solved"
    assert "Moved to In progress" in own, "the way there is told on its own page"


def test_a_request_that_was_opened_again_tells_so_and_its_rating_once(
    workspace: Workspace, create: Any, acme: int, fixed_clock: FixedClock
) -> None:
    asked = request(create, acme)
    for hours, state in enumerate(("in_progress", "solved", "in_progress", "solved"), 1):
        fixed_clock._ms = int((NOON + timedelta(hours=hours)).timestamp() * 1000)
        workspace.records.save("service_request", asked, {"status": state})
    survey = create("survey", name="After service")
    create(
        "survey_answer", survey=survey, service_request=asked, company=acme, overall=4,
        answered_at=NOON + timedelta(hours=5),
    )  # fmt: skip
    events = told(workspace, "company", acme, "service")
    assert [one.title.removeprefix("SR-1 “wrong shade” ") for one in events] == [
        "solved", "opened again", "solved", "opened",
    ]  # fmt: skip
    assert ["rated 4 ★" in one.meta for one in events] == [True, False, False, False]


def test_an_imported_request_needs_no_log_to_be_solved(workspace: Workspace, create: Any, acme: int) -> None:
    request(create, acme, resolved_at=NOON + timedelta(hours=3))
    assert titles(workspace, "company", acme, "service") == [
        "SR-1 “wrong shade” solved",
        "SR-1 “wrong shade” opened",
    ]


def test_an_answer_of_its_own_tells_stars_and_recommendation(
    workspace: Workspace, create: Any, acme: int
) -> None:
    survey = create("survey", name="Once a year", subject="company")
    create(
        "survey_answer", survey=survey, company=acme, overall=4, recommend=9, comment="Good", answered_at=NOON
    )
    create("survey_answer", survey=survey, company=acme, sent_at=NOON)  # not answered
    (event,) = told(workspace, "company", acme, "service")
    assert (event.title, event.meta, event.body) == ("Rated 4 ★", ("Recommends: 9",), "“Good”")


# ---------------------------------------------------------------- campaigns


def test_a_campaign_tells_each_step_with_a_customer(
    workspace: Workspace, create: Any, make: Maker, acme: int
) -> None:
    ana = make.contact("Ana")
    campaign = create("campaign", name="Autumn")
    create(
        "campaign_member", campaign=campaign, company=acme, contact=ana, status="responded",
        sent_at=NOON + timedelta(days=30_000), responded_at=NOON + timedelta(days=30_001), response="Nice",
    )  # fmt: skip
    events = told(workspace, "company", acme, "campaigns")
    assert [(one.title, one.meta) for one in events] == [
        ("Responded to “Autumn”", ("Ana", "Nice")),
        ("Campaign “Autumn” sent", ("Ana",)),
        ("Joined campaign “Autumn”", ("Ana",)),
    ]
    assert {one.about for one in events} == {("campaign", campaign)}
    (own,) = told(workspace, "campaign", campaign, "campaigns")
    assert (own.title, own.about) == ("Ana responded", ("contact", ana))


# ---------------------------------------------------------------- changes


def test_a_call_is_told_once_though_it_moves_the_last_contact(
    workspace: Workspace, create: Any, acme: int
) -> None:
    create("activity", kind="call", subject="Hello", company=acme, started_at=NOON - timedelta(days=400))
    assert titles(workspace, "company", acme) == ["Record created", "Call — Hello"]
    assert titles(workspace, "company", acme, "changes")[0].startswith("Last contact")


def test_a_last_contact_typed_by_hand_is_a_change(workspace: Workspace, acme: int) -> None:
    workspace.records.save("company", acme, {"last_contact": NOON})
    assert titles(workspace, "company", acme)[0].startswith("Last contact: ")


def test_an_import_and_a_bulk_change_are_told_from_their_batches(workspace: Workspace, make: Maker) -> None:
    make.many(40)
    ids = [row[0] for row in workspace.file.reader().execute("SELECT id FROM company ORDER BY id")]
    txn = workspace.records.set_many("company", ids[:20], {"note": "seen"})
    assert txn
    bulk, made = told(workspace, "company", ids[7])
    assert (bulk.title, bulk.change, bulk.transaction) == ("Note: seen", "bulk", txn)
    assert (made.title, made.body) == ("Import list.xlsx", "Name: Firm 00007")
    assert titles(workspace, "company", ids[30]) == ["Import list.xlsx"]


def test_an_import_tells_what_it_brought(workspace: Workspace) -> None:
    options = workspace.lists.options("industry")
    with workspace.work("Import %(name)s", "import", name="list.xlsx") as work:
        company, channel = work.writer.ids.block(2)
        columns = ["id", "name", "short_name", "industry_id", "annual_revenue", "currency"]
        work.insert_many("company", columns, [(company, "张三 GmbH", "张三", options[0].id, 123_450, "CNY")])
        columns = ["id", "company_id", "kind", "value", "is_primary"]
        work.insert_many("channel", columns, [(channel, company, "phone", "030 123", 1)])
    (event,) = told(workspace, "company", company)
    wanted = {"Name: 张三 GmbH", "Short name: 张三", f"Industry: {options[0].name}", "Phone: 030 123"}
    assert wanted <= set(event.body.splitlines())
    assert "Annual revenue: ¥ 1,234.50" in event.body, "in the currency of the record"


def test_a_deletion_that_was_undone_says_so_once(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme", phone="030 1", email="a@example.com", city="Berlin")
    workspace.history.undo(workspace.records.delete("company", [company]))
    undone, deleted, made = told(workspace, "company", company)
    assert (undone.title, undone.body) == ("Undo: Delete Acme", "Restored")
    assert (deleted.title, deleted.body, deleted.undone) == ("Delete Acme", "", True)
    assert (made.title, made.body) == ("Record created", "")


# ---------------------------------------------------------------- all of them


def test_what_is_in_the_trash_is_not_told(
    workspace: Workspace, create: Any, acme: int, deal: int, stages: dict[str, int]
) -> None:
    gone = {
        "activity": create("activity", kind="note", subject="x", company=acme),
        "sales_order": create("sales_order", number="O-1", company=acme, ordered_on=date(2026, 11, 2)),
        "quote": create("quote", number="Q-1", company=acme),
        "service_request": request(create, acme, resolved_at=NOON),
        "opportunity": deal,
        "campaign": create("campaign", name="Autumn"),
    }
    survey = create("survey", name="After service")
    create(
        "survey_answer", survey=survey, service_request=gone["service_request"], company=acme, overall=5,
        answered_at=NOON,
    )  # fmt: skip
    create("campaign_member", campaign=gone["campaign"], company=acme)
    assert len(told(workspace, "company", acme)) == 8
    for entity, record in gone.items():
        workspace.records.delete(entity, [record])
    assert titles(workspace, "company", acme) == ["Record created"]


@pytest.mark.parametrize(
    ("entity", "wanted"),
    [
        ("company", ["activities", "sales", "service", "campaigns", "changes"]),
        ("opportunity", ["activities", "sales", "changes"]),
        ("service_request", ["activities", "service", "changes"]),
        ("activity", ["changes"]),
        ("tag", ["changes"]),
    ],
)
def test_only_what_a_record_can_have_is_offered(workspace: Workspace, entity: str, wanted: list[str]) -> None:
    assert list(workspace.timeline.groups(entity)) == wanted


def test_it_speaks_chinese(workspace: Workspace, create: Any, acme: int) -> None:
    create("sales_order", number="O-1", company=acme, total=100, ordered_on=date(2026, 11, 2))
    i18n.install("zh_CN")
    (event,) = told(workspace, "company", acme, "sales")
    assert (event.title, event.meta) == ("下单 O-1", ("€\u202f1", "已确认"))
