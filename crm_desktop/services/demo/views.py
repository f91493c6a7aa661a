"""Demo data: the saved views that a firm of this sort would keep beside those that lists bring along."""

from __future__ import annotations

import json
from typing import Any

from crm_desktop.models.request_states import OPEN
from crm_desktop.services.demo.world import World

Condition = tuple[str, str, Any]
View = tuple[str, str, int, list[Condition]]


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


def _views(world: World) -> dict[str, list[View]]:
    """Return the views by entity: words, order, whether descending, conditions."""
    mine: Condition = ("owner", "is", world.users[0])
    undecided: Condition = ("closed_on", "empty", None)
    large = world.money(20_000 if world.words["firm"]["currency"] == "EUR" else 150_000)
    urgent: Condition = ("priority", "any_of", ["high", "urgent"])
    return {
        "company": [("mine", "", 0, [mine])],
        "contact": [("mine", "", 0, [mine])],
        "lead": [("mine", "score", 1, [mine])],
        "opportunity": [
            ("my_deals", "expected_close", 0, [undecided, mine]),
            ("large", "amount", 1, [undecided, ("amount", "at_least", large)]),
        ],
        "service_request": [("urgent", "due", 0, [urgent, ("status", "any_of", list(OPEN))])],
        "activity": [("mine", "due_on", 0, [("done_at", "empty", None), mine])],
    }
