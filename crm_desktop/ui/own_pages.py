"""Which records have a page of their own sort: a table beside the page that serves every entity."""

from __future__ import annotations

from functools import partial

from crm_desktop.core.entity import Entity
from crm_desktop.ui.customer_page import CustomerPage
from crm_desktop.ui.customer_peek import CUSTOMERS
from crm_desktop.ui.figure_cards import EffectCard, SoldCard
from crm_desktop.ui.lead_section import LeadSection
from crm_desktop.ui.lines_card import LinesCard
from crm_desktop.ui.next_card import NextCard
from crm_desktop.ui.record_page import RecordPage
from crm_desktop.ui.request_page import RequestPage
from crm_desktop.ui.stage_section import StageSection
from crm_desktop.ui.state_section import StateSection
from crm_desktop.ui.written_page import ActivityPage, WrittenPage


class LeadPage(RecordPage):
    """A lead: where it stands, and what comes next."""

    sections_made = (LeadSection, NextCard)


class CampaignPage(RecordPage):
    """A campaign: where it stands, what it did, and what comes next."""

    sections_made = (
        partial(StateSection, path=("planned", "running", "completed")),
        EffectCard,
        NextCard,
    )


class ProductPage(RecordPage):
    """A product: what was sold of it."""

    sections_made = (SoldCard,)


class OpportunityPage(RecordPage):
    """An opportunity: where it stands, and what comes next."""

    sections_made = (StageSection, NextCard)


class QuotePage(RecordPage):
    """A quote: where it stands, and its lines with their sums."""

    sections_made = (partial(StateSection, path=("draft", "sent", "accepted")), LinesCard)


class OrderPage(RecordPage):
    """An order: where it stands, its lines with their sums, and what comes next."""

    sections_made = (
        partial(StateSection, path=("draft", "confirmed", "delivered", "completed")),
        LinesCard,
        NextCard,
    )


PAGES: dict[str, type[RecordPage]] = {
    **dict.fromkeys(CUSTOMERS, CustomerPage),
    "activity": ActivityPage,
    "article": WrittenPage,
    "lead": LeadPage,
    "campaign": CampaignPage,
    "opportunity": OpportunityPage,
    "product": ProductPage,
    "quote": QuotePage,
    "sales_order": OrderPage,
    "service_request": RequestPage,
}


def page_of(entity: Entity) -> type[RecordPage]:
    """Return the class of the pages of an entity's records."""
    return PAGES.get(entity.name, RecordPage)
