"""What a product or a campaign comes to, in a few lines; each opens its rows."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Protocol, cast

from crm_desktop.core.formatting import format_decimal, format_money, format_number, format_percent
from crm_desktop.core.i18n import _, language, ngettext
from crm_desktop.core.kinds import Choice, Locale
from crm_desktop.ui.context import Context
from crm_desktop.ui.customer_card import BOUGHT
from crm_desktop.ui.facts_section import Fact, FactsSection
from crm_desktop.ui.record_section import SectionPage

_LINE, _ORDER, _MEMBER, _COST = "line", "sales_order", "campaign_member", "campaign_cost"


class Sold(Protocol):
    """What was sold of a product; see ``services/figures.py``."""

    orders: int
    quantity: Decimal
    revenue: int
    unrated: int


class Effect(Protocol):
    """What a campaign did."""

    members: Mapping[str, int]
    sent: int
    replies: int
    orders: int
    revenue: int
    cost: int | None
    roi: Decimal | None


def _figures(context: Context) -> Any:
    return cast("Any", context.workspace).figures


class SoldCard(FactsSection):
    """What was sold of a product."""

    tables = frozenset({_LINE, _ORDER})

    def read(self) -> Sold:
        return cast("Sold", _figures(self.page.context).sold(self.page.record_id))

    def show_found(self, found: Sold) -> None:
        if not found.orders:
            self.show_facts(_("Sold"), ())
            return
        lines = self.opener(_LINE, (), _("Lines"))
        orders = ngettext("%(count)d order", "%(count)d orders", found.orders) % {"count": found.orders}
        unit = self.page.record.texts.get("unit", "") if self.page.record is not None else ""
        quantity = f"{format_decimal(found.quantity.normalize(), language())} {unit}".strip()
        formula = _("Sum of the lines of all orders but drafts, returned and cancelled ones.")
        money = _("Sum of these lines before tax, in the base currency.")
        if found.unrated:
            more = ngettext(
                "%(count)s line without an exchange rate is not in it.",
                "%(count)s lines without an exchange rate are not in it.",
                found.unrated,
            )
            money = f"{money} {more % {'count': format_number(found.unrated, language())}}"
        facts = [
            Fact(_("Quantity"), f"{quantity} · {orders}", formula, lines),
            Fact(_("Revenue"), _money(self.page, found.revenue), money, lines),
        ]
        self.show_facts(_("Sold"), facts)


class EffectCard(FactsSection):
    """What a campaign did: members by status, cost, revenue, and what came of the money."""

    tables = frozenset({_MEMBER, _COST, _ORDER})

    def read(self) -> Effect:
        return cast("Effect", _figures(self.page.context).effect(self.page.record_id))

    def show_found(self, found: Effect) -> None:
        members = self.opener(_MEMBER, (), _("Members"))
        orders = self.opener(_ORDER, (BOUGHT,), _("Orders that count"))
        facts = []
        if found.members:
            facts.append(
                Fact(_("Members"), self._by_status(found), _("Members by how far they are."), members)
            )
        if found.sent:
            rate = format_percent(Decimal(100 * found.replies) / found.sent, language())
            text = _("%(replies)d of %(sent)d · %(rate)s") % {
                "replies": found.replies, "sent": found.sent, "rate": rate
            }  # fmt: skip
            facts.append(
                Fact(_("Replies"), text, _("Members who replied ÷ members to whom it was sent."), members)
            )
        formula = _(
            "Sum of the orders of this campaign but drafts, returned and cancelled ones, in the base currency."
        )
        count = ngettext("%(count)d order", "%(count)d orders", found.orders) % {"count": found.orders}
        if found.orders:
            facts.append(Fact(_("Revenue"), f"{_money(self.page, found.revenue)} · {count}", formula, orders))
        if found.cost is not None:
            costs = self.opener(_COST, (), _("Costs"))
            facts.append(Fact(_("Cost"), _money(self.page, found.cost), _("Sum of its cost items."), costs))
        roi = format_percent(found.roi, language()) if found.roi is not None else "–"
        needs_cost = _("(Revenue − cost) ÷ cost. Without a cost in the base currency there is none.")
        if facts:
            facts.append(Fact(_("ROI"), roi, needs_cost, orders))
        self.show_facts(_("Effect"), facts)

    def _by_status(self, found: Effect) -> str:
        kind = self.page.context.entities[_MEMBER].field("status").kind
        assert isinstance(kind, Choice)
        order = [one for one in kind.vocabulary.codes if one in found.members]
        return " · ".join(f"{kind.show(one, Locale())} {found.members[one]}" for one in order)


def _money(page: SectionPage, minor: int) -> str:
    return format_money(minor, page.context.workspace.locale.currency, language())
