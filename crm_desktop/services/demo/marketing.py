"""Demo data: campaigns with steps, costs and members, segments, consents, tags, targets and past forecasts."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from random import Random
from typing import Any

from crm_desktop.services.demo.customers import AT_RISK, LIFECYCLE
from crm_desktop.services.demo.sales import Deal
from crm_desktop.services.demo.words import pick
from crm_desktop.services.demo.world import Firm, World

_MEMBERS_AT_MOST = 20_000


@dataclass(slots=True)
class Campaign:
    """A campaign, as far as orders and opportunities are attributed to it."""

    id: int
    words: dict[str, Any]
    start: int
    end: int
    bought: set[int] = field(default_factory=set)


class Campaigns:
    """Makes campaigns, says what came of them, and makes their members from that."""

    def __init__(self, world: World, segments: dict[str, int]) -> None:
        self._world = world
        self._random = world.random("campaigns")
        table = world.table(
            "campaign",
            "name kind status objective target_metric target_value starts_on ends_on budget expected_revenue currency "
            "segment_id owner_id created_at",
        )
        self._members = world.table(
            "campaign_member",
            "campaign_id company_id contact_id status sent_at responded_at converted_at response created_at",
        )
        self.campaigns: list[Campaign] = []
        for place, words in enumerate(world.words["campaigns"]):
            start = world.working(words["start"])
            segment = (
                segments["food"] if 9 in words["industries"] else segments["risk"] if place == 4 else None
            )
            campaign = table.add(
                name=words["name"], kind=words["kind"], status=words["status"], objective=words["objective"],
                target_metric=words["metric"], target_value=words["value"] * 100, starts_on=world.day(start),
                ends_on=world.day(start + words["days"]), budget=world.money(words["budget"]),
                expected_revenue=world.money(words["revenue"]), currency=world.currency, segment_id=segment,
                owner_id=world.users[place % len(world.users)], created_at=world.stamp(min(start, 0) - 14, 600),
            )  # fmt: skip
            self.campaigns.append(Campaign(campaign, words, start, start + words["days"]))
        self._make_parts()

    def _make_parts(self) -> None:
        """Make the steps and costs."""
        world = self._world
        steps = world.table("campaign_step", "campaign_id position title channel planned_on done_at")
        costs = world.table("campaign_cost", "campaign_id title spent_on amount currency")
        for one in self.campaigns:
            gap = (one.end - one.start) // (len(one.words["steps"]) + 1)
            for place, (title, channel) in enumerate(one.words["steps"]):
                day = world.working(one.start + gap * place)
                steps.add(
                    campaign_id=one.id, position=place + 1, title=title, channel=channel, planned_on=world.day(day),
                    done_at=world.stamp(day, 960) if day < 0 else None,
                )  # fmt: skip
            for place, (title, amount) in enumerate(one.words["costs"]):
                day = min(-1, one.start - 6 + 3 * place)
                costs.add(
                    campaign_id=one.id, title=title, spent_on=world.day(day), amount=world.money(amount),
                    currency=world.currency,
                )  # fmt: skip

    def came_from(self, day: int, firm: Firm | None, share: float, *, bought: bool = False) -> int | None:
        """Return the campaign that something of a day came from, in a part of all cases."""
        if day < -260 or self._random.random() > share:
            return None
        for one in self.campaigns:
            industries = one.words["industries"]
            if one.start <= day <= one.end and (
                not industries or firm is None or firm.industry in industries
            ):
                if firm is not None and bought:
                    one.bought.add(firm.id)
                return one.id
        return None

    def make_members(self, firms: list[Firm]) -> None:
        """Make the members: everybody who bought, and others of the same sort."""
        for one in self.campaigns:
            industries, count = one.words["industries"], 0
            for firm in firms:
                fits = (
                    not industries or firm.industry in industries
                ) and self._random.random() * 100 < one.words["share"] * 2
                if firm.id in one.bought or (fits and count < _MEMBERS_AT_MOST):
                    self._member(one, firm)
                    count += 1

    def _member(self, campaign: Campaign, firm: Firm) -> None:
        world, random = self._world, self._random
        status = "sent" if campaign.start < 0 else "planned"
        if status == "sent":
            chance = random.random() * 100
            status = "bounced" if chance > 96 else "declined" if chance > 92 else status
            status = "responded" if chance < campaign.words["response"] else status
            status = "converted" if firm.id in campaign.bought else status
        sent = min(-1, world.working(max(campaign.start, firm.since), back=False))
        responded = min(-1, sent + 1 + int(random.random() * 12))
        answered = status in ("responded", "converted")
        self._members.add(
            campaign_id=campaign.id, company_id=firm.id, contact_id=firm.contacts[0], status=status,
            sent_at=None if status == "planned" else world.stamp(sent, 590),
            responded_at=world.stamp(responded, 840) if answered else None,
            converted_at=world.stamp(min(-1, responded + 2), 900) if status == "converted" else None,
            response=pick(random, world.words["responses"]) if answered else None,
            created_at=world.stamp(max(sent - 2, firm.since), 560),
        )  # fmt: skip


def make_segments(world: World, firms: list[Firm]) -> dict[str, int]:
    """Make the segments and return their ids."""
    table = world.table("segment", "name kind subject conditions note owner_id created_at")
    members = world.table("segment_member", "segment_id company_id")
    found = {}
    risk = {"field": "lifecycle", "operator": "is", "value": LIFECYCLE + AT_RISK}
    food = {"field": "industry", "operator": "is", "value": 1009}
    for place, (key, condition) in enumerate((("gold", None), ("risk", risk), ("food", food))):
        name, note = world.words["segments"][key]
        content = {"search": "", "match_all": True, "conditions": [condition]}
        found[key] = table.add(
            name=name, note=note, kind="live" if condition else "static", subject="company",
            conditions=json.dumps(content, ensure_ascii=False) if condition else None, owner_id=world.users[place],
            created_at=world.stamp(-500, 600),
        )  # fmt: skip
    for firm in firms[:_MEMBERS_AT_MOST]:
        if firm.level == 0 and firm.lifecycle in (1, 2):
            members.add(segment_id=found["gold"], company_id=firm.id)
    return found


def make_consents(world: World, firms: list[Firm]) -> None:
    """Make the ledger of consents."""
    random, words = world.random("consents"), world.words
    table = world.table("consent", "contact_id channel basis source wording given_at withdrawn_at created_at")
    share = 0.6 if world.small else 0.2
    for firm in firms:
        for contact, joined in zip(firm.contacts, firm.joined, strict=True):
            if random.random() > share:
                continue
            given = joined + int(random.random() * -joined * 0.9)
            withdrawn = random.random() < 0.04
            table.add(
                contact_id=contact, channel=pick(random, ("email", "email", "phone", "wechat")), basis="consent",
                source=pick(random, words["consent_sources"]), wording=words["consent_text"],
                given_at=world.stamp(given, 690), created_at=world.stamp(given, 690),
                withdrawn_at=world.stamp(int(given * random.random()), 700) if withdrawn else None,
            )  # fmt: skip


def make_tags(world: World, firms: list[Firm], deals: list[Deal]) -> None:
    """Make the tags and stick them to records."""
    random = world.random("tags")
    table = world.table("tag", "name colour")
    links = world.table("tag_link", "tag_id entity row_id")
    ids = [table.add(name=name, colour=colour) for name, colour in world.words["tags"]]
    for firm in firms:
        chosen = {0} if firm.level == 0 and random.random() < 0.5 else set()
        if random.random() < 0.25:
            chosen.add(1 + int(random.random() * (len(ids) - 1)))
        for place in sorted(chosen):
            links.add(tag_id=ids[place], entity="company", row_id=firm.id)
            links.add(tag_id=ids[place], entity="contact", row_id=firm.contacts[0])
    for deal in deals:
        if random.random() < 0.08:
            links.add(tag_id=pick(random, ids[1:4]), entity="opportunity", row_id=deal.id)


def make_targets(world: World, deals: list[Deal]) -> None:
    """Make the goals of the year and what was forecast in the months before."""
    table = world.table("target", "name starts_on ends_on metric value currency owner_id")
    snapshots = world.table(
        "forecast_snapshot", "taken_on starts_on ends_on currency weighted committed best_case closed"
    )
    random, words, today = world.random("targets"), world.words, world.date(0)
    months = [_month(today.year, today.month + shift) for shift in range(-6, 4)]
    usual = _usual_month(world, deals)
    for place, (year, month) in enumerate(months):
        first, last = f"{year}-{month:02d}-01", _last_day(year, month)
        goal = round(usual * (0.95 + place * 0.03), -len(str(usual)) + 2)
        name = words["targets"]["firm"].format(month=words["months"][month - 1])
        table.add(
            name=name,
            starts_on=first,
            ends_on=last,
            metric="won_amount",
            value=goal * 100,
            currency=world.currency,
        )
        if place <= 6:
            part = world.money(goal) * (0.7 + random.random() * 0.5)
            snapshots.add(
                taken_on=first, starts_on=first, ends_on=last, currency=world.currency, weighted=int(part),
                committed=int(part * 0.6), best_case=int(part * 1.4), closed=0,
            )  # fmt: skip
    _user_targets(world, table, random, usual)


def _user_targets(world: World, table: Any, random: Random, usual: int) -> None:
    today = world.date(0)
    begin = 3 * ((today.month - 1) // 3) + 1
    for place, user in enumerate(world.users):
        value = round(usual * 3 / len(world.users) * (0.8 + random.random() * 0.4), -3)
        table.add(
            name=world.words["targets"]["user"].format(name=world.words["users"][place]["name"]), owner_id=user,
            starts_on=f"{today.year}-{begin:02d}-01", ends_on=_last_day(today.year, begin + 2), metric="won_amount",
            value=int(value) * 100, currency=world.currency,
        )  # fmt: skip


def _usual_month(world: World, deals: list[Deal]) -> int:
    """Return what is won in a month of the last half year, in whole units."""
    won = sum(deal.amount for deal in deals if deal.stage == 4 and -182 <= deal.closed < 0)
    return max(10_000, int(won / 6 / world.money(1)))


def _month(year: int, month: int) -> tuple[int, int]:
    """Return a month, counted on into the years around."""
    return year + (month - 1) // 12, (month - 1) % 12 + 1


def _last_day(year: int, month: int) -> str:
    from calendar import monthrange

    return f"{year}-{month:02d}-{monthrange(year, month)[1]:02d}"
