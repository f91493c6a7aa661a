"""Demo data: a believable small firm of any size, in English or in Chinese, made by dice that fall the same each time.

Everything is relative to today and written in one transaction. The words lie in ``resources/demo``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.core.i18n import N_, normalised
from crm_desktop.services.demo.customers import Customers, make_users
from crm_desktop.services.demo.diary import Diary
from crm_desktop.services.demo.leads import Leads
from crm_desktop.services.demo.marketing import (
    Campaigns,
    make_consents,
    make_segments,
    make_tags,
    make_targets,
)
from crm_desktop.services.demo.orders import Orders
from crm_desktop.services.demo.sales import Lines, Opportunities, make_products, make_quotes
from crm_desktop.services.demo.service import Requests, make_articles
from crm_desktop.services.demo.twice import make_twice
from crm_desktop.services.demo.views import make_views
from crm_desktop.services.demo.words import load
from crm_desktop.services.demo.world import World

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace

SIZE = 300
SEED = 2026


@dataclass(frozen=True, slots=True)
class DemoFirm:
    """The firm of the demo data in one language: what a new file for it is made with."""

    name: str
    currency: str
    region: str
    user: str


def demo_firm(language: str) -> DemoFirm:
    """Return the firm of the demo data in a language."""
    words = load(normalised(language))
    firm = words["firm"]
    return DemoFirm(firm["name"], firm["currency"], firm["region"], words["users"][0]["name"])


def make_demo(
    workspace: Workspace,
    *,
    language: str,
    size: int = SIZE,
    seed: int = SEED,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Fill a new customer file with a firm that has ``size`` contacts; returns the transaction.

    The same size, seed and day give the same firm. ``progress`` is told the rows written and a guess of all.
    """
    currency = str(workspace.settings["currency"])
    with workspace.work(N_("Demo data"), "setup") as work:
        world = World(work, normalised(language), max(1, size), seed, currency, progress)
        make_users(world, workspace.user)
        leads = _make_business(world)
        world.write()
        leads.link()
    return work.id


def _make_business(world: World) -> Leads:
    """Make everything but the users; returns the leads, which still need to be told what they became."""
    products = make_products(world)
    firms = Customers(world).make()
    campaigns = Campaigns(world, make_segments(world, firms))
    lines = Lines(world)
    leads = Leads(world, products, len(firms), campaigns.came_from)
    deals = Opportunities(world, products, lines, campaigns.came_from).make(firms, leads)
    leads.make()
    make_quotes(world, deals, lines)
    orders = Orders(world, products, lines, campaigns.came_from)
    orders.make(firms, deals)
    requests = Requests(world, products)
    requests.make(firms, orders)
    Diary(world, products).make(firms, deals, requests.open)
    campaigns.make_members(firms)
    make_articles(world, products)
    make_consents(world, firms)
    make_tags(world, firms, deals)
    make_targets(world, deals)
    make_twice(world, firms)
    make_views(world)
    return leads


__all__ = ["SEED", "SIZE", "DemoFirm", "demo_firm", "make_demo"]
