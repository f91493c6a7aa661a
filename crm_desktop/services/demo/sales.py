"""Demo data: products, opportunities at every stage with the log of their stages, quotes."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any

from crm_desktop.services.demo.customers import PROSPECT, SOURCE
from crm_desktop.services.demo.words import pick
from crm_desktop.services.demo.world import Firm, World

if TYPE_CHECKING:
    from crm_desktop.services.demo.leads import Leads

BEGUN, NOTED = 610, 900  # minutes of the day: an opportunity is written down, its last contact was
_SURELY_VOID = 25  # the place of an opportunity that is void, so that a small firm has one
STAGE, PIPELINE = 2000, 2100
OPEN_STAGES, WON, LOST, VOID = 4, 4, 5, 6
PROBABILITY = (10, 25, 50, 75, 100, 0, 0)
CATEGORY, UNIT, LOST_REASON, VOID_REASON = 1400, 1450, 1350, 1357
FORECAST = ("pipeline", "pipeline", "best_case", "commit", "closed", "omitted", "omitted")


@dataclass(slots=True)
class Product:
    """A product, with its prices in minor units."""

    id: int
    name: str
    unit: int
    price: int
    cost: int
    tax: int
    low: int
    high: int
    deals: list[str]


@dataclass(slots=True)
class Deal:
    """An opportunity, as far as quotes and orders need to know it."""

    id: int
    firm: Firm
    product: Product
    quantity: int
    price: int
    amount: int
    stage: int
    started: int
    closed: int  # of an open one: when it is expected to close
    name: str
    lead: int | None = None
    quoted: int | None = None
    quote: int | None = None
    last: int = 0  # the day of the last contact


class Lines:
    """The lines of quotes, orders and opportunities."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._table = world.table(
            "line",
            "quote_id sales_order_id opportunity_id position product_id text quantity unit_id unit_price unit_cost "
            "currency tax total",
        )

    def add(self, product: Product, quantity: int, price: int, position: int = 1, **owner: int) -> int:
        """Write a line and return its total."""
        total = quantity * price
        self._table.add(
            **owner, position=position, product_id=product.id, text=product.name, quantity=quantity * 10_000,
            unit_id=product.unit, unit_price=price, unit_cost=product.cost, currency=self._world.currency,
            tax=product.tax, total=total,
        )  # fmt: skip
        return total


def make_products(world: World) -> list[Product]:
    """Make the products of the firm."""
    table = world.table("product", "sku name category_id unit_id price cost currency tax active created_at")
    found = []
    for place, one in enumerate(world.words["products"]):
        price, cost, tax = world.money(one["price"]), world.money(one["cost"]), one["tax"] * 100
        product_id = table.add(
            sku=one["sku"], name=one["name"], category_id=CATEGORY + one["category"], unit_id=UNIT + one["unit"],
            price=price, cost=cost, currency=world.currency, tax=tax, active=int(place != 5),
            created_at=world.stamp(-1_200 + place, 560),
        )  # fmt: skip
        low, high = one["quantity"]
        found.append(
            Product(product_id, one["name"], UNIT + one["unit"], price, cost, tax, low, high, one["deals"])
        )
    return found


def make_competitors(world: World) -> list[int]:
    """Put the competitors into their list of options."""
    table = world.table("option", "set_name label_en label_zh colour position")
    return [
        table.add(
            set_name="competitor", label_en=english, label_zh=chinese, colour="grey", position=place + 1
        )
        for place, (english, chinese) in enumerate(world.words["competitors"])
    ]


def amount_of(random: Random, product: Product, share: float = 1.0, steep: float = 2.2) -> int:
    """Return a quantity that somebody would order of a product; the steeper, the more small ones."""
    quantity = product.low + (product.high - product.low) * float(random.random() ** steep) * share
    step = 50 if quantity > 400 else 10 if quantity > 60 else 1
    return max(1, round(quantity / step) * step)


class Opportunities:
    """Makes opportunities. ``campaign_of`` returns the campaign that a day and an industry fall into."""

    def __init__(self, world: World, products: list[Product], lines: Lines, campaign_of: Any) -> None:
        self._world = world
        self._random = world.random("opportunities")
        self._products = products
        self._lines = lines
        self._campaign_of = campaign_of
        self._competitors = make_competitors(world)
        self._names: set[tuple[int, str]] = set()
        self.deals: list[Deal] = []
        self._table = world.table(
            "opportunity",
            "name company_id contact_id product_id pipeline_id stage_id amount amount_from_lines currency probability "
            "probability_is_typed forecast_category started_on expected_close closed_on reason_id competitor_id "
            "next_step source_id campaign_id lead_id note last_contact owner_id created_at created_by",
        )
        self._stages = world.table(
            "stage_change", "opportunity_id from_stage_id to_stage_id at user_id amount currency created_at"
        )
        self._people = world.table("opportunity_contact", "opportunity_id contact_id role")

    def make(self, firms: list[Firm], leads: Leads) -> list[Deal]:
        """Make all opportunities; the first that are made up came from leads, which are made with them."""
        world, random, words = self._world, self._random, self._world.words
        by_sku = {one["sku"]: place for place, one in enumerate(words["products"])}
        for firm, hero in zip(firms, words["heroes"], strict=False):
            if hero["deal"]:
                name, sku, stage, amount, close = hero["deal"]
                idle = 15 + int(random.random() * 6) if hero.get("idle") else 0
                self._hero(firm, self._products[by_sku[sku]], name, stage, world.money(amount), close, idle)
        count = max(len(firms), world.size * 60 // 100) if world.small else world.size // 5
        for lead in leads.converted:
            self._one(pick(random, firms), lead)
        leads.make_converted([deal for deal in self.deals if deal.lead is not None])
        for _one in range(count - len(self.deals)):
            self._one(pick(random, firms), None)
        return self.deals

    def _hero(
        self, firm: Firm, product: Product, name: str, stage: int, amount: int, close: int, idle: int
    ) -> None:
        quantity = next(n for n in range(max(1, round(amount / product.price)), 0, -1) if amount % n == 0)
        started = -20 - stage * 9 - idle
        self._names.add((firm.id, name))
        deal = Deal(0, firm, product, quantity, amount // quantity, amount, stage, started, close, name)
        self._write(deal, -idle or -1 - int(self._random.random() * 6))

    def _one(self, firm: Firm, lead: int | None) -> None:
        random = self._random
        product = self._products[pick(random, firm.products)]
        chance = random.random() if len(self.deals) != _SURELY_VOID else 0.99
        if chance < 0.34 or (firm.lifecycle == PROSPECT and chance < 0.55):
            stage = (0, 0, 0, 1, 1, 1, 2, 2, 3)[int(random.random() * 9)]
            started = -int(random.random() * 30) - 6 - stage * 14
            close = (
                int(random.random() * 80) + 2 if random.random() > 0.13 else -1 - int(random.random() * 25)
            )
        else:
            stage = WON if chance < 0.74 and firm.lifecycle != PROSPECT else VOID if chance > 0.96 else LOST
            known = min(700, max(0, -firm.since - 20))  # days in which something can have come to an end
            close = self._world.working(-1 - int(known * random.random() ** 1.3))
            started = close - 18 - int(random.random() * 80)
        quantity = amount_of(random, product, steep=1.4)
        name = pick(random, product.deals).format(
            n=f"{quantity:,}" if quantity > 20 else 2 + int(random.random() * 8),
            year=self._world.date(close + 60).year,
            quarter=1 + (self._world.date(close + 60).month - 1) // 3,
        )
        name = self._new_name(firm, name, self._world.date(close).year)
        price = product.price * (100 - int(random.random() * 3) * 5) // 100
        deal = Deal(0, firm, product, quantity, price, quantity * price, stage, started, close, name)
        idle = 16 + int(random.random() * 40) if random.random() < 0.16 else int(random.random() * 13)
        deal.lead = lead
        self._write(deal, max(started, -1 - idle))

    def _new_name(self, firm: Firm, name: str, year: int) -> str:
        """Return a name that none of the firm's opportunities has: by it and the company an import finds them."""
        found, number = name, 1
        while (firm.id, found) in self._names:
            found, number = f"{name} {year}" if number == 1 else f"{name} {year} ({number})", number + 1
        self._names.add((firm.id, found))
        return found

    def _write(self, deal: Deal, last: int) -> None:
        """Write an opportunity with its log, its lines and the other people who have a say in it."""
        random, firm, stage = self._random, deal.firm, deal.stage
        is_open = stage < OPEN_STAGES
        deal.started = self._world.working(deal.started)
        if deal.started < firm.since:
            deal.started = self._world.working(firm.since, back=False)
        if not is_open:
            deal.closed = min(deal.closed, -1)
        last = self._world.working(max(deal.started, last) if is_open else deal.closed)
        last = deal.last = max(deal.started, last)  # a weekend goes back to one of the days before it
        from_lines = random.random() < 0.3
        typed = is_open and random.random() < 0.15
        owner = self._world.users[firm.owner]
        deal.id = self._table.add(
            **self._outcome(deal, last), name=deal.name, company_id=firm.id, contact_id=firm.contacts[0],
            product_id=deal.product.id, pipeline_id=PIPELINE, stage_id=STAGE + stage, amount=deal.amount,
            amount_from_lines=int(from_lines), currency=self._world.currency,
            probability=min(90, PROBABILITY[stage] + 10) if typed else PROBABILITY[stage],
            probability_is_typed=int(typed), forecast_category=FORECAST[stage],
            source_id=SOURCE + int(random.random() * 11), campaign_id=self._campaign_of(deal.started, firm, 0.5),
            lead_id=deal.lead, owner_id=owner, created_by=owner,
            competitor_id=pick(random, self._competitors) if random.random() < 0.3 else None,
            note=pick(random, self._world.words["deal_notes"]) if random.random() < 0.45 else None,
        )  # fmt: skip
        self._log(deal, last, owner)
        if from_lines:
            self._lines.add(deal.product, deal.quantity, deal.price, opportunity_id=deal.id)
        for contact in firm.contacts[1:3] if random.random() < 0.4 else ():
            role = pick(random, ("influencer", "user"))
            self._people.add(opportunity_id=deal.id, contact_id=contact, role=role)
        if stage in (2, 3, WON) or (stage == LOST and random.random() < 0.5):
            end = -2 if is_open else deal.closed - 3
            deal.quoted = min(end, max(deal.started + 6, end - int(random.random() * 20)))
        self.deals.append(deal)

    def _outcome(self, deal: Deal, last: int) -> dict[str, Any]:
        """Return the days of an opportunity, what comes next and why it ended."""
        world, random, is_open = self._world, self._random, deal.stage < OPEN_STAGES
        expected = deal.closed if is_open else deal.closed + int(random.random() * 21) - 10
        return {
            "started_on": world.day(deal.started),
            "expected_close": world.day(expected),
            "closed_on": None if is_open else world.day(deal.closed),
            "reason_id": self._reason(deal.stage),
            "next_step": pick(random, world.words["next_steps"]) if is_open else None,
            "last_contact": world.stamp(last, NOTED),
            "created_at": world.stamp(deal.started, BEGUN),
        }

    def _reason(self, stage: int) -> int | None:
        if stage == LOST:
            return LOST_REASON + int(self._random.random() ** 1.4 * 7)
        return VOID_REASON + int(self._random.random() * 4) if stage == VOID else None

    def _log(self, deal: Deal, last: int, owner: int) -> None:
        """Write the way of an opportunity through its stages."""
        if deal.stage < OPEN_STAGES:
            path = list(range(deal.stage + 1))
        else:
            path = [*range(4 if deal.stage == WON else 1 + int(self._random.random() * 4)), deal.stage]
        end = deal.closed if deal.stage >= OPEN_STAGES else min(last, -1)
        before = None
        for place, stage in enumerate(path):
            minute = 555 + 90 * place + 5 * int(self._random.random() * 16)
            day = deal.started + (end - deal.started) * place // max(1, len(path) - 1)
            at = self._world.stamp(day, minute if place else BEGUN)
            self._stages.add(
                opportunity_id=deal.id,
                from_stage_id=before,
                to_stage_id=STAGE + stage,
                at=at,
                user_id=owner,
                amount=deal.amount,
                currency=self._world.currency,
                created_at=at,
            )
            before = STAGE + stage


def make_quotes(world: World, deals: list[Deal], lines: Lines) -> None:
    """Make the quotes of the opportunities that got one, numbered in the order of their days."""
    random = world.random("quotes")
    table = world.table(
        "quote",
        "number title company_id contact_id opportunity_id issued_on valid_until status currency subtotal tax total "
        "terms language owner_id created_at created_by",
    )
    quoted = sorted((deal.quoted, place) for place, deal in enumerate(deals) if deal.quoted is not None)
    numbers: dict[int, int] = {}
    for day, place in quoted:
        deal, year = deals[place], world.date(day).year
        numbers[year] = numbers.get(year, 0) + 1
        status = "accepted" if deal.stage == WON else "declined" if deal.stage == LOST else "sent"
        if status == "sent":
            status = "draft" if random.random() < 0.12 else "expired" if day < -34 else status
        tax = deal.amount * deal.product.tax // 10_000
        owner = world.users[deal.firm.owner]
        deal.quote = table.add(
            number=f"Q-{year}-{numbers[year]:04d}", title=deal.name, company_id=deal.firm.id,
            contact_id=deal.firm.contacts[0], opportunity_id=deal.id, issued_on=world.day(day),
            valid_until=world.day(day + 30), status=status, currency=world.currency, subtotal=deal.amount,
            tax=tax, total=deal.amount + tax, terms=world.words["terms"],
            language="zh_CN" if deal.firm.chinese else "en", owner_id=owner,
            created_at=world.stamp(day, 700), created_by=owner,
        )  # fmt: skip
        lines.add(deal.product, deal.quantity, deal.price, quote_id=deal.quote)
