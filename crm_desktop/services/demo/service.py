"""Demo data: service requests with their messages and the log of their states, surveys, the knowledge base."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from crm_desktop.models.seeds import SURVEY_ID
from crm_desktop.services.demo.orders import Orders
from crm_desktop.services.demo.sales import Product
from crm_desktop.services.demo.words import pick
from crm_desktop.services.demo.world import Firm, World, office_minute

CAUSE = 1550
_OPEN = (
    *("new", "new", "in_progress", "in_progress", "in_progress"),
    *("waiting_customer", "waiting_third_party"),
)
_CHANNELS = ("phone", "email", "email", "wechat", "web")


@dataclass(slots=True)
class _Solved:
    """The last request that was solved, with what it was about: the text, the firm, the product, the order."""

    id: int
    about: tuple[dict[str, Any], Firm, Product, int | None]


class Requests:
    """Makes service requests, numbered in the order in which they came."""

    def __init__(self, world: World, products: list[Product]) -> None:
        self._world = world
        self._random = world.random("service")
        self._products = products
        self._table = world.table(
            "service_request",
            "number title body kind is_major priority status channel received_at first_response_at resolved_at "
            "closed_at resolution cause_id reopened duplicate_of_id company_id contact_id product_id sales_order_id "
            "accountable_id owner_id created_at created_by",
        )
        self._messages = world.table(
            "request_message", "service_request_id direction channel at author user_id contact_id body"
        )
        self._log = world.table(
            "status_change", "service_request_id from_status to_status at user_id created_at"
        )
        self._answers = world.table(
            "survey_answer",
            "survey_id service_request_id company_id contact_id channel sent_at answered_at overall speed solution "
            "recommend comment followed_up created_at",
        )
        self._count = 0
        self._solved: _Solved | None = None
        self.open: list[tuple[int, Firm, int]] = []  # each with the day on which it came

    def make(self, firms: list[Firm], orders: Orders) -> None:
        """Make all requests."""
        world, random = self._world, self._random
        count = max(18, world.size // 4) if world.small else world.size // 20
        days = sorted(
            (world.working(-1 - int(220 * random.random() ** 1.9)), office_minute(random))
            for _one in range(count)
        )
        templates = world.words["requests"]
        for place, (day, minute) in enumerate(days):
            # The newest ones take the texts in turn, so that the first screen shows each once.
            left = len(days) - place - 1
            template = templates[left] if left < len(templates) else pick(random, templates)
            bought = pick(random, orders.recent) if orders.recent and random.random() < 0.6 else None
            if bought and bought[1].since <= day:
                known, firm, product, delivered = bought
                order = known if delivered < day else None
            else:
                firm = firms[left % 20] if left < 20 and len(firms) > 20 else pick(random, firms)
                if firm.since > day:
                    firm = pick(random, [one for one in firms[:200] if one.since <= day] or [firm])
                product = self._products[pick(random, firm.products)]
                order = None
            if not self._fits(template, product):
                template = pick(random, [one for one in templates if self._fits(one, product)])
            self._one(day, minute, template, firm, product, order)

    def _fits(self, template: dict[str, Any], product: Product) -> bool:
        """Tell whether somebody could write this about a product: nobody returns boxes of a training."""
        return "products" not in template or self._products.index(product) in template["products"]

    def _one(
        self, day: int, minute: int, template: dict[str, Any], firm: Firm, product: Product, order: int | None
    ) -> None:
        """Make one request with everything that happened around it."""
        world, random = self._world, self._random
        states = self._states(day, template["priority"])
        if states[-1] == "duplicate" and self._solved is not None:  # the same customer asks the same again
            template, firm, product, order = self._solved.about
        words = {"product": product.name, "first": firm.first_name}
        channel = pick(random, _CHANNELS)
        user = world.users[(firm.owner + 1) % len(world.users) if random.random() < 0.3 else firm.owner]
        times = self._times(day, minute, states)
        solved = "solved" in states
        request = self._table.add(
            **self._state(template, states, times, user), title=template["title"].format(**words),
            body=template["body"].format(**words), kind=template["kind"], priority=template["priority"],
            channel=channel, received_at=times[0][1], resolution=template["resolution"] if solved else None,
            cause_id=CAUSE + template["cause"] if solved else None, company_id=firm.id, contact_id=firm.contacts[0],
            product_id=product.id, sales_order_id=order, created_at=times[0][1], created_by=user,
        )  # fmt: skip
        self._follow(request, times, user)
        self._talk(request, template, words, firm, channel, times, user)
        if solved and random.random() < 0.7:
            self._survey(request, firm, max(day + 3, 1 + world.offset(dict(times)["solved"])), template)
        if solved:
            self._solved = _Solved(request, (template, firm, product, order))
        elif states[-1] not in ("rejected", "duplicate"):
            self.open.append((request, firm, day))

    def _state(
        self, template: dict[str, Any], states: list[str], times: list[tuple[str, str]], user: int
    ) -> dict[str, Any]:
        """Return what follows from the states that a request went through."""
        random = self._random
        first, last = dict(reversed(times)), dict(times)  # the first and the last moment of each state
        serious = template["kind"] == "complaint" and template["priority"] in ("high", "urgent")
        major = serious and random.random() < 0.5
        self._count += 1
        return {
            "number": f"SR-{self._count:04d}",
            "is_major": int(major),
            "status": states[-1],
            "first_response_at": first.get("in_progress"),
            "resolved_at": last.get("solved"),
            "closed_at": last.get("closed"),
            "reopened": list(pairwise(states)).count(("solved", "in_progress")),
            "duplicate_of_id": self._solved.id if states[-1] == "duplicate" and self._solved else None,
            "accountable_id": self._world.users[0] if major or states[-1] == "escalated" else None,
            "owner_id": None if states == ["new"] and random.random() < 0.4 else user,
        }

    def _states(self, day: int, priority: str) -> list[str]:
        """Return the states a request went through."""
        random = self._random
        chance = random.random()
        if day > -6 and chance < 0.75:
            last = pick(random, _OPEN)
            if priority in ("high", "urgent") and last == "in_progress":
                last = "escalated"
            if last == "new" and (day > -3 or random.random() < 0.3):  # most are answered soon
                return ["new"]
            return ["new", "in_progress", *([last] if last not in ("new", "in_progress") else [])]
        if chance < 0.03:
            return ["new", "rejected"]
        if chance < 0.06 and self._solved is not None:
            return ["new", "duplicate"]
        states = ["new", "in_progress"]
        if random.random() < 0.3:
            states += [pick(random, ("waiting_customer", "waiting_third_party")), "in_progress"]
        states.append("solved")
        if random.random() < 0.07:
            states += ["in_progress", "solved"]
        return [*states, "closed"] if day < -12 and random.random() < 0.93 else states

    def _times(self, day: int, minute: int, states: list[str]) -> list[tuple[str, str]]:
        """Return each state with its moment; nothing happens in the future."""
        world, random = self._world, self._random
        found = [(states[0], world.stamp(day, minute))]
        minute += 8 + int(200 * random.random() ** 2)
        for state in states[1:]:
            if minute > 1_075:
                later = world.working(day + 1, back=False)
                day, minute = (
                    (later, 545 + int(random.random() * 60)) if later < 0 else (day, min(minute, 1_130))
                )
            found.append((state, world.stamp(day, minute)))
            minute += 40 + int(600 * random.random() ** 2)
        return found

    def _follow(self, request: int, times: list[tuple[str, str]], user: int) -> None:
        before = None
        for state, at in times:
            self._log.add(
                service_request_id=request,
                from_status=before,
                to_status=state,
                at=at,
                user_id=user,
                created_at=at,
            )
            before = state

    def _talk(
        self, request: int, template: dict[str, Any], words: dict[str, str], firm: Firm, channel: str,
        times: list[tuple[str, str]], user: int,
    ) -> None:  # fmt: skip
        """Write the messages of a request: what the customer wrote, our answer, an internal note."""
        common = {"service_request_id": request, "channel": channel}
        body = template["body"].format(**words)
        self._messages.add(
            **common,
            direction="incoming",
            at=times[0][1],
            author=firm.person,
            contact_id=firm.contacts[0],
            body=body,
        )
        answers = [at for state, at in times if state == "in_progress"]
        if answers:
            self._messages.add(
                **common,
                direction="outgoing",
                at=answers[0],
                user_id=user,
                body=template["reply"].format(**words),
            )
        if answers and template["internal"] and self._random.random() < 0.7:
            self._messages.add(
                **common, direction="internal", at=answers[-1], user_id=user, body=template["internal"]
            )

    def _survey(self, request: int, firm: Firm, sent: int, template: dict[str, Any]) -> None:
        world, random = self._world, self._random
        if sent >= 0:  # it is still to be asked
            return
        answered = random.random() < 0.62
        unhappy = random.random() < (0.3 if template["kind"] == "complaint" else 0.1)
        overall = (2 if random.random() < 0.5 else 3) if unhappy else (4 if random.random() < 0.35 else 5)
        recommend = min(10, max(0, overall * 2 + int(random.random() * 3) - 1))
        comment = pick(random, world.words["survey_bad" if unhappy else "survey_good"]) or None
        marks = {
            "answered_at": world.stamp(min(-1, sent + int(random.random() * 4)), 880), "overall": overall,
            "speed": max(1, min(5, overall + int(random.random() * 3) - 1)), "solution": overall,
            "recommend": recommend, "comment": comment, "followed_up": int(unhappy and random.random() < 0.6),
        }  # fmt: skip
        self._answers.add(
            survey_id=SURVEY_ID, service_request_id=request, company_id=firm.id, contact_id=firm.contacts[0],
            channel="email", sent_at=world.stamp(sent, 600), created_at=world.stamp(sent, 600),
            **(marks if answered else {"followed_up": 0}),
        )  # fmt: skip


def make_articles(world: World, products: list[Product]) -> None:
    """Make the knowledge base."""
    random = world.random("articles")
    table = world.table("article", "title body language product_id owner_id created_at")
    language = "zh_CN" if not world.words["firm"]["name"].isascii() else "en"
    for place, (title, body, *about) in enumerate(world.words["articles"]):
        table.add(
            title=title, body=body, language=language, owner_id=pick(random, world.users),
            product_id=products[about[0]].id if about else None,
            created_at=world.stamp(-400 + place * 30, 700),
        )  # fmt: skip
