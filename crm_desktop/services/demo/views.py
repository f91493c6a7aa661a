"""Demo data: the saved views that a firm of this sort would keep."""

from __future__ import annotations

import json
from typing import Any

from crm_desktop.core.relative_days import days_ago
from crm_desktop.models.request_states import OPEN
from crm_desktop.services.demo.customers import AT_RISK, CUSTOMER, LIFECYCLE, REPEAT
from crm_desktop.services.demo.world import World

Condition = tuple[str, str, Any]


def make_views(world: World) -> None:
    """Make the views of each list."""
    table = world.table(
        "saved_view", "entity name conditions columns sort descending shared position owner_id"
    )
    for entity, views in _views(world).items():
        for position, (key, sort, descending, conditions) in enumerate(views):
            content = {
                "search": "",
                "match_all": True,
                "conditions": [{"field": f, "operator": o, "value": v} for f, o, v in conditions],
            }
            table.add(
                entity=entity, name=world.words["views"][key], conditions=json.dumps(content, ensure_ascii=False),
                columns="[]", sort=sort or None, descending=descending, shared=1, position=position + 1,
                owner_id=world.users[0],
            )  # fmt: skip


View = tuple[str, str, int, list[Condition]]

_WAITING = list(OPEN)
_STILL_OPEN: Condition = ("closed_on", "empty", None)
_UNFINISHED: Condition = ("done_at", "empty", None)


def _views(world: World) -> dict[str, list[View]]:
    """Return the views by entity: words, order, whether descending, conditions."""
    mine: Condition = ("owner", "is", world.users[0])
    urgent: Condition = ("priority", "any_of", ["high", "urgent"])
    return {
        **_customer_views(world, mine),
        **_sales_views(world, mine),
        "service_request": [
            ("urgent", "due", 0, [urgent, ("status", "any_of", _WAITING)]),
        ],
        "campaign": [("running", "", 0, [("status", "is", "running")])],
        "activity": [
            ("today", "due_on", 0, [_UNFINISHED, ("due_on", "within_days", 0)]),
            ("overdue", "due_on", 0, [_UNFINISHED, ("due_on", "before", days_ago(0))]),
            ("week", "due_on", 0, [_UNFINISHED, ("due_on", "within_days", 7)]),
            ("mine", "due_on", 0, [_UNFINISHED, mine]),
            ("done", "done_at", 1, [("done_at", "within_days", -7)]),
        ],
        "product": [("active", "", 0, [("active", "is", 1)])],
    }


def _customer_views(world: World, mine: Condition) -> dict[str, list[View]]:
    silent: Condition = ("last_contact", "before", days_ago(90))
    buys: Condition = ("lifecycle", "any_of", [LIFECYCLE + CUSTOMER, LIFECYCLE + REPEAT])
    hot: list[Condition] = [("score", "at_least", 60), ("status", "any_of", ["new", "working", "qualified"])]
    return {
        "company": [
            ("mine", "", 0, [mine]),
            ("customers", "", 0, [buys]),
            ("silent", "last_contact", 0, [silent]),
            ("risk", "", 0, [("lifecycle", "is", LIFECYCLE + AT_RISK)]),
        ],
        "contact": [
            ("mine", "", 0, [mine]),
            ("silent", "last_contact", 0, [silent]),
            ("birthdays", "birthday", 0, [("birthday", "comes_within", 30)]),
        ],
        "lead": [
            ("mine", "score", 1, [mine]),
            ("new", "", 0, [("status", "is", "new")]),
            ("hot", "score", 1, hot),
        ],
    }


def _sales_views(world: World, mine: Condition) -> dict[str, list[View]]:
    large = world.money(20_000 if world.words["firm"]["currency"] == "EUR" else 150_000)
    return {
        "opportunity": [
            ("closing", "expected_close", 0, [_STILL_OPEN, ("expected_close", "this_month", None)]),
            ("my_deals", "expected_close", 0, [_STILL_OPEN, mine]),
            ("idle", "idle_since", 0, [_STILL_OPEN, ("idle_since", "before", days_ago(14))]),
            ("overdue", "expected_close", 0, [_STILL_OPEN, ("expected_close", "before", days_ago(0))]),
            ("large", "amount", 1, [_STILL_OPEN, ("amount", "at_least", large)]),
        ],
        "quote": [("sent", "issued_on", 0, [("status", "is", "sent")])],
        "sales_order": [
            ("recent", "ordered_on", 1, [("ordered_on", "within_days", -30)]),
            ("unpaid", "ordered_on", 0, [("status", "is", "confirmed")]),
        ],
    }
