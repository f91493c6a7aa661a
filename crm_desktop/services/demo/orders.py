"""Demo data: two years of orders. Each customer buys in a rhythm of its own; business grows and has its seasons."""

from __future__ import annotations

from array import array
from typing import Any

from crm_desktop.services.demo.customers import AT_RISK, CUSTOMER, LOST, PAYMENT, PROSPECT, REPEAT
from crm_desktop.services.demo.sales import WON, Deal, Lines, Product, amount_of
from crm_desktop.services.demo.words import pick
from crm_desktop.services.demo.world import HISTORY, Firm, World

SEASON = (0.8, 0.75, 0.95, 1.0, 1.05, 1.0, 0.85, 0.85, 1.1, 1.15, 1.3, 1.2)
_SHIFT = 32  # of the day in a planned order; below stand the firm and the deal, one of them


class Orders:
    """Makes orders: those that opportunities became, and those that customers place by themselves."""

    def __init__(self, world: World, products: list[Product], lines: Lines, campaign_of: Any) -> None:
        self._world = world
        self._random = world.random("orders")
        self._products = products
        self._lines = lines
        self._campaign_of = campaign_of
        self._numbers: dict[int, int] = {}
        self.recent: list[tuple[int, Firm, Product, int]] = []
        self._table = world.table(
            "sales_order",
            "number title company_id contact_id opportunity_id quote_id campaign_id ordered_on due_on delivered_on "
            "status currency subtotal tax total cost paid payment_terms_id language note owner_id created_at "
            "created_by",
        )

    def make(self, firms: list[Firm], deals: list[Deal]) -> None:
        """Make all orders in the order of their days, which is that of their numbers."""
        planned = array("q")
        for place, firm in enumerate(firms):
            planned.extend((day + HISTORY << _SHIFT) | place for day in self._days(firm))
        self._thin_out(planned)
        marker = 1 << (_SHIFT - 1)
        for place, deal in enumerate(deals):
            if deal.stage == WON and deal.closed >= -HISTORY:
                planned.append((deal.closed + HISTORY << _SHIFT) | marker | place)
        for one in sorted(planned):
            day, place = (one >> _SHIFT) - HISTORY, one & (marker - 1)
            deal_of = deals[place] if one & marker else None
            self._write(day, deal_of.firm if deal_of else firms[place], deal_of)

    def _thin_out(self, planned: array[int]) -> None:
        """Keep one order for each contact on average where there are very many."""
        limit = self._world.size * (2 if self._world.small else 1)
        if len(planned) > limit:
            share = limit / len(planned)
            planned[:] = array("q", (one for one in planned if self._random.random() < share))

    def _days(self, firm: Firm) -> list[int]:
        """Return the days on which a firm orders by itself."""
        random = self._random
        if firm.lifecycle == PROSPECT:
            return []
        end = {AT_RISK: firm.last - 4, LOST: firm.last - 10}.get(firm.lifecycle, -1)
        begin = max(-HISTORY, firm.since + 14)
        if firm.lifecycle == CUSTOMER:
            return [self._world.working(begin + int((end - begin) * random.random()))] if begin < end else []
        rhythm = (30 if firm.lifecycle == REPEAT else 36) + random.random() * 70 * (1 + firm.level)
        days, day = [], begin + random.random() * rhythm
        while day < end:
            days.append(self._world.working(int(day)))
            growth = 1.25 + day / HISTORY * 0.5  # 0.75 two years ago, 1.25 today
            season = SEASON[self._world.date(int(day)).month - 1]
            day += rhythm * (0.7 + random.random() * 0.6) / (growth * season)
        return days

    def _write(self, day: int, firm: Firm, deal: Deal | None) -> None:
        world, random = self._world, self._random
        year, owner = world.date(day).year, world.users[firm.owner]
        number = self._numbers[year] = self._numbers.get(year, 0) + 1
        items = [(deal.product, deal.quantity, deal.price)] if deal else self._items(firm)
        status = self._status(day)
        subtotal = sum(quantity * price for _product, quantity, price in items)
        cost = sum(product.cost * quantity for product, quantity, _price in items)
        tax = sum(quantity * price * product.tax // 10_000 for product, quantity, price in items)
        done = status in ("completed", "delivered", "returned")
        terms = (14, 30, 30, 60)[int(random.random() * 4)]
        delivered = min(-1, day + 4 + int(random.random() * 14)) if done else None
        campaign = None if deal else self._campaign_of(day, firm, 0.25, bought=True)
        order = self._table.add(
            number=f"O-{year}-{number:04d}", title=deal.name if deal else None, company_id=firm.id,
            contact_id=firm.contacts[0], opportunity_id=deal.id if deal else None,
            quote_id=deal.quote if deal else None, campaign_id=campaign, ordered_on=world.day(day),
            due_on=world.day(day + terms),
            delivered_on=None if delivered is None else world.day(delivered), status=status,
            currency=world.currency, subtotal=subtotal, tax=tax, total=subtotal + tax, cost=cost,
            paid=subtotal + tax if status == "completed" else 0 if done else None,
            payment_terms_id=PAYMENT + {14: 2, 30: 3, 60: 4}[terms], language="zh_CN" if firm.chinese else "en",
            note=pick(random, world.words["order_notes"]) if random.random() < 0.12 else None, owner_id=owner,
            created_at=world.stamp(day, 660), created_by=owner,
        )  # fmt: skip
        for place, (product, quantity, price) in enumerate(items):
            self._lines.add(product, quantity, price, place + 1, sales_order_id=order)
        if day > -200 and status in ("completed", "delivered") and len(self.recent) < 20_000:
            self.recent.append((order, firm, items[0][0], delivered or day))

    def _items(self, firm: Firm) -> list[tuple[Product, int, int]]:
        """Return what an order is about: product, quantity, price of one."""
        random = self._random
        places = list(firm.products) if random.random() < 0.85 else list(range(len(self._products)))
        count = min(len(places), 1 + int(random.random() * random.random() * 4))
        chosen = random.sample(places, count) if count > 1 else [pick(random, places)]
        discount = 5 if firm.level == 0 else 0
        found = []
        for place in chosen:
            product = self._products[place]
            quantity = amount_of(random, product, 0.35)
            found.append((product, quantity, product.price * (100 - discount) // 100))
        return found

    def _status(self, day: int) -> str:
        chance = self._random.random()
        if chance < 0.02:
            return "cancelled"
        if day < -30:
            return "returned" if chance < 0.035 else "completed"
        if day < -8:
            return "completed" if chance < 0.5 else "delivered"
        return "draft" if chance < 0.08 else "delivered" if chance < 0.3 else "confirmed"
