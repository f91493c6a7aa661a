"""The cards at the right of a customer's page: open opportunities, and orders by month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from crm_desktop.core.formatting import format_money, format_number
from crm_desktop.core.i18n import _, language
from crm_desktop.core.query import Condition, ListQuery
from crm_desktop.ui.bar_charts import Bar, MonthBars
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.contract import Row
from crm_desktop.ui.customer_card import BOUGHT
from crm_desktop.ui.customer_contract import Standing, customer_file
from crm_desktop.ui.labels import label
from crm_desktop.ui.record_related import ShortTable
from crm_desktop.ui.record_section import Section, SectionPage

_OPPORTUNITY, _ORDER = "opportunity", "sales_order"
_COLUMNS = ("name", "stage", "amount")
_MOST = 5


class OpenOpportunities(Section):
    """What may still be sold to a customer, with its stage."""

    tables = frozenset({_OPPORTUNITY, "stage"})
    lists = frozenset({_OPPORTUNITY})

    def __init__(self, page: SectionPage) -> None:
        super().__init__(page)
        self._ids: tuple[int, ...] = ()
        self._described = page.context.entities[_OPPORTUNITY]
        self._all = Button(look="link", clicked=self._open_all)
        self._add = Button(icon="plus", look="quieticon", clicked=self._on_add)
        self.add_action(self._all)
        self.add_action(self._add)
        self.shown: QWidget = QWidget()
        self.body.addWidget(self.shown)

    def read(self) -> tuple[Sequence[int], Sequence[Row]]:
        page, file = self.page, customer_file(self.page.context)
        ids = file.customers.open_opportunities(page.entity.name, page.record_id)
        return ids, file.lists.page(_OPPORTUNITY, _COLUMNS, ids[:_MOST])

    def show_found(self, found: tuple[Sequence[int], Sequence[Row]]) -> None:
        ids, rows = found
        self._ids = tuple(ids)
        self.set_title(_("Open opportunities"), format_number(len(ids), language()) if ids else "")
        self._all.set_text(_("Show all"))
        self._all.setVisible(len(ids) > len(rows))
        self._add.set_text("", _("New %(record)s") % {"record": _(self._described.title).lower()})
        self._add.setVisible(self.page.may_write())
        fresh = self._table(rows) if rows else label(_("No opportunity is open."), tone="muted")
        self.body.replaceWidget(self.shown, fresh)
        self.shown.hide()
        self.shown.deleteLater()
        self.shown = fresh
        fresh.show()
        self.setVisible(bool(ids) or self.page.may_write())

    def _table(self, rows: Sequence[Row]) -> ShortTable:
        context = self.page.context
        table = ShortTable([self._described.field(key) for key in _COLUMNS], rows)
        table.opened.connect(lambda one: context.window.open_record(_OPPORTUNITY, one))
        return table

    def _open_all(self) -> None:
        title = self.page.record.title if self.page.record is not None else ""
        query = ListQuery(_OPPORTUNITY, among=self._ids)
        self.page.context.window.open_rows(query, f"{_('Open opportunities')} · {title}")

    def _on_add(self) -> None:
        self.page.add_related(f"{_OPPORTUNITY}.{self.page.entity.name}")


class OrdersByMonth(Section):
    """What was bought in each of the last twelve months; it is told, and reads nothing itself."""

    lists = frozenset({_ORDER})

    def __init__(self, page: SectionPage) -> None:
        super().__init__(page)
        self.bars = _LowBars()
        self.bars.chosen.connect(self._on_chosen)
        self.body.addWidget(self.bars)

    def read_again(self) -> None:
        """Wait to be told: the orders are read once for all cards."""

    def show_found(self, found: Standing) -> None:
        currency = self.page.context.workspace.locale.currency
        total = format_money(sum(found.months.values()), currency, language())
        self.set_title(_("Orders by month"), total)
        bars = [
            Bar(
                month_letter(month),
                amount,
                format_money(amount, currency, language()),
                month,
                f"{month_name(month)}: {format_money(amount, currency, language())}",
            )
            for month, amount in found.months.items()
        ]
        self.bars.show_bars(bars, _("Orders by month"))
        self.bars.setToolTip(_("Sum of the orders of each month, in the base currency; a bar opens them."))
        self.setVisible(bool(found.orders))

    def _on_chosen(self, bar: Bar) -> None:
        first: date = bar.source
        after = (first + timedelta(days=31)).replace(day=1)
        month = (
            Condition("ordered_on", "after", (first - timedelta(days=1)).isoformat()),
            Condition("ordered_on", "before", after.isoformat()),
        )
        self.open_rows(_ORDER, (BOUGHT, *month), month_name(first))


class _LowBars(MonthBars):
    """Bars in a narrow column."""

    def sizeHint(self) -> QSize:
        return QSize(260, 96)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 96)


def month_letter(month: date) -> str:
    """Return a month as it stands under a bar."""
    return str(month.month) if language() == "zh_CN" else f"{month:%b}"[:1]


def month_name(month: date) -> str:
    """Return a month with its year."""
    return f"{month.year}年{month.month}月" if language() == "zh_CN" else f"{month:%B %Y}"
