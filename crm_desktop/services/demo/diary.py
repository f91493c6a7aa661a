"""Demo data: what was done with customers in the last weeks, and what is due in the next ones."""

from __future__ import annotations

from typing import Any

from crm_desktop.services.demo.customers import LOST
from crm_desktop.services.demo.sales import BEGUN, NOTED, OPEN_STAGES, Deal, Product
from crm_desktop.services.demo.words import pick
from crm_desktop.services.demo.world import Firm, World, office_minute

_PRIORITIES = ("low", "normal", "normal", "normal", "normal", "high")
_EVENING = 1_100  # minutes: when requests of a day have come


class Diary:
    """Makes activities in the order of their days."""

    def __init__(self, world: World, products: list[Product]) -> None:
        self._world = world
        self._random = world.random("diary")
        self._products = products
        self._deals: dict[int, Deal] = {}
        self._table = world.table(
            "activity",
            "kind subject body channel direction planned_at started_at ended_at due_on done_at outcome priority "
            "reminder_at company_id contact_id opportunity_id service_request_id owner_id created_at created_by",
        )
        self._people = world.table("participant", "activity_id contact_id user_id")

    def make(self, firms: list[Firm], deals: list[Deal], requests: list[tuple[int, Firm, int]]) -> None:
        """Make all activities."""
        self._deals = {deal.firm.id: deal for deal in deals if deal.stage < OPEN_STAGES}
        plan = [(day, place) for place, firm in enumerate(firms) for day in self._days(firm)]
        for day, place in sorted(plan):
            self._done(day, firms[place])
        due = sorted((firm.next, place) for place, firm in enumerate(firms) if firm.next is not None)
        for day, place in due:
            self._planned(day, firms[place])
        for request in requests[-200:]:
            if self._random.random() < 0.4:
                self._planned(
                    self._world.working(int(self._random.random() * 5) - 1, back=False), request[1], request
                )

    def _days(self, firm: Firm) -> list[int]:
        """Return the days on which something was done with a firm; the last one is its last contact."""
        random = self._random
        days, day = [firm.last], firm.last
        for _one in range(
            int(random.random() * (7 if firm.lifecycle != LOST else 3)) if self._world.small else 0
        ):
            day -= 3 + int(random.random() * 40)
            if self._world.working(day) > firm.since:
                days.append(self._world.working(day))
        return days

    def _texts(self, template: dict[str, Any], firm: Firm) -> tuple[str, str | None]:
        words = {"first": firm.first_name, "product": self._products[pick(self._random, firm.products)].name}
        return template["subject"].format(**words), template["body"].format(**words) or None

    def _done(self, day: int, firm: Firm) -> None:
        world, random = self._world, self._random
        template = pick(random, world.words["done"])
        subject, body = self._texts(template, firm)
        owner = world.users[firm.owner]
        minute = firm.minute - template["minutes"] if day == firm.last else office_minute(random)
        begin, end = world.stamp(day, minute), world.stamp(day, minute + template["minutes"])
        deal = self._deals.get(firm.id)
        ended = day, minute + template["minutes"]
        is_of_deal = (
            deal is not None and (deal.started, BEGUN) < (day, minute) and ended <= (deal.last, NOTED)
        )
        is_task = template["kind"] == "task"
        activity = self._table.add(
            kind=template["kind"], subject=subject, body=body, channel=template["channel"],
            direction=template["direction"], started_at=None if is_task else begin,
            ended_at=end if template["minutes"] else None, due_on=world.day(day) if is_task else None, done_at=end,
            outcome=template["outcome"], priority="normal", company_id=firm.id, contact_id=firm.contacts[0],
            opportunity_id=deal.id if deal and is_of_deal and random.random() < 0.7 else None,
            owner_id=owner, created_at=end, created_by=owner,
        )  # fmt: skip
        if template["kind"] in ("meeting", "visit"):
            self._people.add(activity_id=activity, contact_id=firm.contacts[0])
            self._people.add(activity_id=activity, user_id=owner)
            for contact in firm.contacts[1:2]:
                self._people.add(activity_id=activity, contact_id=contact)

    def _planned(self, day: int, firm: Firm, request: tuple[int, Firm, int] | None = None) -> None:
        world, random = self._world, self._random
        template = pick(random, world.words["planned"])
        subject, body = self._texts(template, firm)
        owner = world.users[firm.owner]
        deal = self._deals.get(firm.id) if not request else None
        begun = request[2] if request else deal.started if deal else firm.since
        noted = min(-1, max(day - 6, begun))
        fixed = template["kind"] in ("meeting", "visit", "call") and random.random() < 0.7
        at = 540 + 30 * int(random.random() * 16)
        activity = self._table.add(
            kind=template["kind"], subject=subject, body=body,
            channel={"call": "phone", "meeting": "meeting", "visit": "visit"}.get(template["kind"]),
            direction="outgoing" if template["kind"] == "call" else None,
            planned_at=world.stamp(day, at) if fixed else None, due_on=world.day(day),
            priority=pick(random, _PRIORITIES), reminder_at=world.stamp(day, at - 30) if fixed and day >= 0 else None,
            company_id=firm.id, contact_id=firm.contacts[0], opportunity_id=deal.id if deal else None,
            service_request_id=request[0] if request else None, owner_id=owner,
            created_at=world.stamp(noted, _EVENING if request else 930), created_by=owner,
        )  # fmt: skip
        if fixed and template["kind"] != "call":
            self._people.add(activity_id=activity, contact_id=firm.contacts[0])
            self._people.add(activity_id=activity, user_id=owner)
