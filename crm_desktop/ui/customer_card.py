"""How a customer stands, in four lines: last order, how often, how much, how satisfied. Each opens its rows."""

from __future__ import annotations

from PySide6.QtCore import Signal

from crm_desktop.core import clock
from crm_desktop.core.formatting import format_day, format_decimal, format_money, format_number
from crm_desktop.core.i18n import _, language, ngettext
from crm_desktop.core.query import Condition
from crm_desktop.ui.customer_contract import Standing, customer_file
from crm_desktop.ui.facts_section import Fact, FactsSection

PURCHASES = ("confirmed", "delivered", "completed")
"""The states of an order in which it counts; see ``services/customers.py``."""
BOUGHT = Condition("status", "any_of", PURCHASES)
_ANSWERED = Condition("answered_at", "filled")


class CustomerCard(FactsSection):
    """What the orders and the answers of a customer say. ``read_standing`` carries them on to the page."""

    tables = frozenset({"sales_order", "survey_answer"})
    read_standing = Signal(object)

    def read(self) -> tuple[Standing, list[Fact]]:
        page = self.page
        found = customer_file(page.context).customers.standing(page.entity.name, page.record_id)
        return found, self._lines(found)  # here, as the first long day loads what knows them

    def show_found(self, found: tuple[Standing, list[Fact]]) -> None:
        standing, lines = found
        self.show_facts(_("Customer"), lines)
        self.read_standing.emit(standing)

    def _lines(self, found: Standing) -> list[Fact]:
        lines: list[Fact] = []
        if found.orders and found.last is not None:
            newest = Condition("ordered_on", "on", found.last.isoformat())
            last_order = self.opener("sales_order", (BOUGHT, newest), _("Last order"))
            day = format_day(found.last, language(), "long")
            formula = _("Days since the last order, of %(day)s.") % {"day": day}
            lines.append(
                Fact(_("Last order"), recency_words((clock.today() - found.last).days), formula, last_order)
            )
        if found.orders:
            orders = self.opener("sales_order", (BOUGHT,), _("Orders that count"))
            formula = _(
                "Days from the first order to the last ÷ (orders − 1). Drafts, returned and cancelled do not count."
            )
            lines.append(Fact(_("Orders"), frequency_words(found), formula, orders))
            lines.append(Fact(_("Bought in total"), self._money(found), self._money_formula(found), orders))
        if found.overall is not None:
            answers = self.opener("survey_answer", (_ANSWERED,), _("Answers"))
            lines.append(
                Fact(_("Satisfaction"), satisfaction_words(found), self._answer_formula(found), answers)
            )
        return lines

    def _money(self, found: Standing) -> str:
        return format_money(found.total, self.page.context.workspace.locale.currency, language())

    def _money_formula(self, found: Standing) -> str:
        formula = _("Sum of all orders but drafts, returned and cancelled ones, in the base currency.")
        if found.unrated:
            more = ngettext(
                "%(count)s order without an exchange rate is not in it.",
                "%(count)s orders without an exchange rate are not in it.",
                found.unrated,
            )
            formula = f"{formula} {more % {'count': format_number(found.unrated, language())}}"
        return formula

    def _answer_formula(self, found: Standing) -> str:
        overall, recommends = found.overall, found.recommends
        counts = {
            "overall": overall.count if overall else 0,
            "recommend": recommends.count if recommends else 0,
        }
        return (
            _(
                "Averages of the surveys: overall satisfaction (1–5) of %(overall)d answers, "
                "readiness to recommend (0–10, for the NPS) of %(recommend)d."
            )
            % counts
        )


def recency_words(days: int) -> str:
    """Return how long ago the last order was."""
    if days < 0:
        return _("Dated ahead")
    if days < 2:
        return _("Yesterday") if days else _("Today")
    return _("%(count)s days ago") % {"count": format_number(days, language())}


def frequency_words(found: Standing) -> str:
    """Return how many orders there are, and how many days lie between two of them."""
    text = ngettext("%(count)d order", "%(count)d orders", found.orders) % {"count": found.orders}
    if found.every is None:
        return text
    days = max(1, round(found.every))
    every = ngettext("every day", "every %(count)d days", days) % {"count": days}
    return _("%(orders)s, %(every)s") % {"orders": text, "every": every}


def satisfaction_words(found: Standing) -> str:
    """Return the averages, and of how many answers they are."""
    parts = []
    if found.overall is not None:
        parts.append(f"{format_decimal(found.overall.value, language(), 1)} / 5")
    if found.recommends is not None:
        parts.append(f"NPS {format_decimal(found.recommends.value, language(), 0)}")
    count = found.overall.count if found.overall is not None else 0
    parts.append(ngettext("%(count)d answer", "%(count)d answers", count) % {"count": count})
    return " · ".join(parts)
