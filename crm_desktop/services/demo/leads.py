"""Demo data: leads, and who asks in them. Those that became opportunities are the first people of customers."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from crm_desktop.models.channel_forms import normal_form
from crm_desktop.services.demo.customers import INDUSTRY, SOURCE
from crm_desktop.services.demo.sales import BEGUN, LOST_REASON, Deal, Product, amount_of
from crm_desktop.services.demo.words import Culture, pick
from crm_desktop.services.demo.world import Firm, World, office_minute

_CONVERTED_AT_MOST = 2_000
_REACHED_BY = {"phone": 0.85, "mobile": 0.6, "email": 1.0}  # share of leads


@dataclass(frozen=True, slots=True)
class _Enquirer:
    """Who stands in a lead."""

    name: str
    given: str | None
    family: str | None
    company: str
    job: str
    website: str
    city: str
    country: str
    industry: int
    phone: str
    mobile: str
    email: str

    @classmethod
    def of(cls, firm: Firm) -> _Enquirer:
        """Return the first person of a company, who asked before it was a customer."""
        return cls(
            firm.person, None, None, firm.name, firm.title, firm.website, firm.city, firm.country, firm.industry,
            firm.phone, firm.mobile, firm.email,
        )  # fmt: skip


def _made_up(culture: Culture, random: Random) -> _Enquirer:
    person, place, industry = culture.person(random), culture.place(random), int(random.random() * 15)
    name, _short, site = culture.company(random, industry, place.city)
    return _Enquirer(
        person.full, person.given, person.family, name, pick(random, culture.titles)[0],
        f"https://www.{site}.example", place.city, place.country, industry, culture.numbers.phone(place.area),
        culture.numbers.mobile(), f"{person.mailbox}@{site}.example",
    )  # fmt: skip


class Leads:
    """Makes leads. Those that became opportunities have their ids first, so that both can name each other."""

    def __init__(self, world: World, products: list[Product], firms: int, campaign_of: Any) -> None:
        self._world = world
        self._random = world.random("leads")
        self._products = products
        self._campaign_of = campaign_of
        self._count = max(12, world.size // (4 if world.small else 10))
        self.converted = world.ids.block(min(self._count // 6, firms, _CONVERTED_AT_MOST))
        self._table = world.table(
            "lead",
            "title name family_name given_name company job_title website city country industry_id source_id "
            "campaign_id status nurturing_until score budget currency need lost_reason_id converted_at "
            "linked_company_id linked_contact_id note last_contact next_contact owner_id created_at created_by",
        )
        self._became: list[tuple[int, int | None]] = []
        self._channels = world.table("channel", "lead_id kind value normal is_primary")

    def make_converted(self, deals: list[Deal]) -> None:
        """Make the leads that opportunities came from."""
        for deal in deals:
            self._one(deal)
        # The two point at each other, so one of them is told later.
        self._became = [(deal.id, deal.lead) for deal in deals]

    def make(self) -> None:
        """Make all the others."""
        for _one in range(self._count - len(self.converted)):
            self._one(None)

    def link(self) -> None:
        """Note in each lead what it became; all rows must be written."""
        for opportunity, lead in self._became:
            self._world.work.execute("UPDATE lead SET opportunity_id = ? WHERE id = ?", (opportunity, lead))

    def _one(self, deal: Deal | None) -> None:
        world, random = self._world, self._random
        who = _Enquirer.of(deal.firm) if deal else _made_up(world.culture(random), random)
        day = deal.started - 4 if deal else -1 - int(110 * random.random() ** 1.6)
        status = "converted" if deal else self._status(day)
        title, product = pick(random, world.words["leads"]), pick(random, self._products)
        owner = pick(random, world.users)
        need = pick(random, world.words["needs"]).format(
            product=product.name, n=amount_of(random, product, 0.4)
        )
        lead_id = self._table.add(
            deal.lead if deal else None, title=title, name=who.name,
            family_name=who.family, given_name=who.given, company=who.company, job_title=who.job, website=who.website,
            city=who.city, country=who.country, industry_id=INDUSTRY + who.industry,
            source_id=SOURCE + int(random.random() * 11), campaign_id=self._campaign_of(day, None, 0.4), status=status,
            nurturing_until=world.day(10 + int(random.random() * 90)) if status == "nurturing" else None,
            score=self._score(status), budget=world.money(round(random.random() ** 2 * 60_000, -2)) or None,
            currency=world.currency, need=need,
            lost_reason_id=LOST_REASON + int(random.random() * 7) if status == "disqualified" else None,
            converted_at=world.stamp(deal.started, BEGUN) if deal else None,
            linked_company_id=deal.firm.id if deal else None,
            linked_contact_id=deal.firm.contacts[0] if deal else None,
            note=pick(random, world.words["lead_notes"]) if random.random() < 0.4 else None,
            last_contact=None if status == "new" else world.stamp(min(-1, day + 3), 840),
            next_contact=world.day(int(random.random() * 12) - 2) if status in ("new", "working") else None,
            owner_id=None if status == "new" and random.random() < 0.2 else owner,
            created_at=world.stamp(day, min(office_minute(random), 835)), created_by=owner,
        )  # fmt: skip
        for kind, value in (("phone", who.phone), ("mobile", who.mobile), ("email", who.email)):
            if random.random() < _REACHED_BY[kind]:
                self._channels.add(
                    lead_id=lead_id, kind=kind, value=value, normal=normal_form(kind, value), is_primary=1
                )

    def _status(self, day: int) -> str:
        states: tuple[str, ...] = (
            "new", "new", "working", "working", "working", "qualified", "nurturing", "disqualified",
        )  # fmt: skip
        if day < -45:
            states = ("working", "qualified", "nurturing", "nurturing", "disqualified", "disqualified")
        return pick(self._random, states)

    def _score(self, status: str) -> int:
        base = {
            "new": 30,
            "working": 42,
            "qualified": 66,
            "converted": 74,
            "nurturing": 34,
            "disqualified": 6,
        }
        return base[status] + int(self._random.random() * 24)
