"""One customer on one page: facts, people, sales, orders by month, service, what happened and what comes next.

It never takes a second page: what does not fit is counted. The sections share the room that is left, so that a
customer with little service shows more of its history.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from crm_desktop.core.calendar_days import month_short
from crm_desktop.core.document import (
    BarChart,
    Block,
    Cell,
    Column,
    Document,
    Entry,
    Fact,
    Facts,
    Percent,
    Row,
    Series,
    Table,
    Timeline,
)
from crm_desktop.core.i18n import N_
from crm_desktop.core.postal import PARTS, address_line
from crm_desktop.models import registry
from crm_desktop.reports import page_fit
from crm_desktop.reports import parameters as asked
from crm_desktop.reports.cells import cell_text
from crm_desktop.reports.customer_records import CustomerRecords, Event, Found, title_of
from crm_desktop.reports.page_fit import Section
from crm_desktop.reports.parameters import Parameters
from crm_desktop.reports.reading import Reading

PARAMETERS = (asked.ABOUT, asked.RECORD, asked.LANGUAGE, asked.PAPER, asked.CHART)

_FACTS = {
    "company": ("phone", "mobile", "email", "website", "industry", "size"),
    "contact": ("company", "title", "mobile", "phone", "email", "wechat", "birthday"),
}
_MORE_FACTS = ("owner", "source", "payment_terms", "tax_number", "last_contact", "next_contact", "tags")
_MOST_FACTS = 9  # besides the address and the orders
_MONTHS = 12
_WORTH_A_CHART = 3  # months with orders
_LOW_CHART, _HIGH_CHART = 84.0, 190.0  # points
_FACT_LINES = 4
_PERSON_LINES, _EVENT_LINES = 2, 3
_INDENT = 96.0  # of a timeline
_ROW, _EVENT = 22.0, 20.0  # heights
_NAME_EMS = 26.0


def customer_profile(reading: Reading, parameters: Parameters) -> Document:
    """Return the profile of one company or contact."""
    return _Profile(reading, parameters).document()


class _Profile:
    def __init__(self, reading: Reading, parameters: Parameters) -> None:
        self._reading = reading
        self._parameters = parameters
        self._paper = asked.paper(parameters)
        entity = registry.entity(parameters.get("customers") or "company")
        self._customer = CustomerRecords(reading, entity, int(parameters["record"]))
        self._title = title_of(reading, entity, self._customer.id)
        first = reading.today.replace(day=1)
        self._months = [_months_before(first, back) for back in range(_MONTHS - 1, -1, -1)]
        self._purchases = self._customer.purchases(self._months[0])

    def document(self) -> Document:
        """Return the finished document."""
        reading, paper = self._reading, self._paper
        facts, height = self._facts()
        left = page_fit.room(paper, self._title) - height
        blocks: list[Block] = [facts]
        if self._has_chart:
            left -= page_fit.CHART_AROUND + _LOW_CHART
        parts = self._sections()
        left = page_fit.share(left, [section for section, _make in reversed(parts)])
        blocks += [make(section) for section, make in parts if section.slots]
        if self._has_chart:  # it grows into what the lists leave
            height = min(_HIGH_CHART, _LOW_CHART + max(0.0, left))
            blocks.insert(2 if parts[0][0].slots else 1, self._chart(height))
        return Document(
            self._title,
            self._subtitle(),
            reading.firm,
            reading.today,
            reading.language,
            blocks,
            paper=paper,
            zone=reading.zone,
        )

    def _subtitle(self) -> str:
        known = self._customer.facts(("short_name", "lifecycle", "level"))
        kind = self._reading.text(self._customer.entity.title)
        parts = [kind, *(str(value) for value in known.values())]
        return page_fit.clipped(" · ".join(parts), 32)

    # ------------------------------------------------------------------ facts

    def _facts(self) -> tuple[Facts, float]:
        """Return labels and values, and the height that they take."""
        reading, entity = self._reading, self._customer.entity
        items = []
        known = self._customer.facts((*_FACTS[entity.name], *_MORE_FACTS))
        for key, value in list(known.items())[:_MOST_FACTS]:
            items.append(Fact(reading.label(entity.field(key)), value))
        if address := self._address():
            items.append(Fact(reading.text(N_("Address")), address))
        items += [Fact(label, value) for label, value in self._sums()]
        return self._fitted(items)

    def _fitted(self, items: Sequence[Fact]) -> tuple[Facts, float]:
        """Return facts in two columns as wide as their texts need, and their height; long values take some lines."""
        text = cell_text(self._reading.language, self._reading.zone)
        half = -(-len(items) // 2)
        parts = (items[:half], items[half:])
        wishes = [page_fit.Wish.of([(one.label, text(one.value)) for one in part], _wide) for part in parts]
        shown, rows = [], [1] * half
        for part, (indent, width) in zip(
            parts, page_fit.fact_columns(wishes, page_fit.width(self._paper)), strict=True
        ):
            most = (width - indent) / page_fit.FACT_SIZE
            for at, item in enumerate(part):
                value = item.value
                if isinstance(value, str):
                    value = page_fit.fitted(value, most, _FACT_LINES)
                rows[at] = max(rows[at], page_fit.lines(text(value), most))
                shown.append(Fact(item.label, value))
        height = sum(page_fit.FACT + (most - 1) * page_fit.FACT_LINE for most in rows)
        return Facts(shown), height + page_fit.FACTS

    def _address(self) -> str:
        return address_line({key: str(part) for key, part in self._customer.facts(PARTS).items()})

    @property
    def _has_chart(self) -> bool:
        months = sum(1 for amount in self._purchases.by_month.values() if amount)
        return bool(self._parameters.get("chart", True)) and months >= _WORTH_A_CHART

    def _sums(self) -> list[tuple[str, Cell]]:
        text, money, bought = self._reading.text, self._reading.money, self._purchases
        if not bought.count:
            return []
        orders = self._reading.ngettext("%(count)s order", "%(count)s orders", bought.count)
        found: list[tuple[str, Cell]] = [
            (orders, money(bought.total)),
            (text(N_("Last 12 months")), money(bought.recent)),
            (text(N_("Last order")), bought.last),
        ]
        if bought.unrated:
            found.append((text(N_("Without an exchange rate")), bought.unrated))
        return found

    # ------------------------------------------------------------------ sections

    def _sections(self) -> list[tuple[Section, Callable[[Section], Block]]]:
        """Return the sections in their order on the page."""
        text, customer = self._reading.text, self._customer
        people, open_ones, history = customer.people(), customer.opportunities(), customer.history()
        steps, requests = customer.next_steps(), customer.requests()
        heading = text(N_("People") if customer.entity.name == "company" else N_("Works for"))
        waiting = [*steps.rows[:1], *requests.rows[:1], *steps.rows[1:], *requests.rows[1:]]
        to_do = Found(waiting, steps.total + requests.total)
        table = 56.0 if to_do.total or history.total else 92.0  # the last one must have room for three rows
        return [
            (self._people_section(people), partial(self._people, heading, people)),
            (Section(table, [_ROW] * len(open_ones.rows)), partial(self._opportunities, open_ones)),
            (
                self._events_section(to_do),
                partial(self._timeline, text(N_("Next steps and open requests")), to_do),
            ),
            (
                self._events_section(history),
                partial(self._timeline, text(N_("What happened last")), history),
            ),
        ]

    def _people_section(self, people: Found) -> Section:
        most = self._person_ems(people)
        rows = [
            _height(page_fit.FACT, page_fit.fitted(one.line, most, _PERSON_LINES), most)
            for one in people.rows
        ]
        return Section(page_fit.SECTION + page_fit.FACTS, rows)

    def _person_ems(self, people: Found) -> float:
        """Return how many ems stand in a line beside the widest name."""
        names = [(page_fit.clipped(one.name, _NAME_EMS), one.line) for one in people.rows]
        ((indent, _width),) = page_fit.fact_columns(
            [page_fit.Wish.of(names, _wide)], page_fit.width(self._paper)
        )
        return page_fit.line_ems(self._paper, indent)

    def _people(self, title: str, people: Found, section: Section) -> Facts:
        shown, most = people.rows[: section.slots], self._person_ems(people)
        items = [
            Fact(page_fit.clipped(one.name, _NAME_EMS), page_fit.fitted(one.line, most, _PERSON_LINES))
            for one in shown
        ]
        return Facts(items, 1, self._counted(title, people.total - len(shown)))

    def _opportunities(self, found: Found, section: Section) -> Table:
        text, shown = self._reading.text, found.rows[: section.slots]
        rows: list[Row] = [
            (name, stage, amount, None if chance is None else Percent(chance), expected)
            for name, stage, amount, chance, expected in shown
        ]
        columns = [
            Column(text(N_("Opportunity")), weight=2),
            Column(text(N_("Stage"))),
            Column(text(N_("Amount")), "right"),
            Column(text(N_("Probability")), "right"),
            Column(text(N_("Expected close")), "right"),
        ]
        title = self._counted(text(N_("Open opportunities")), found.total - len(shown))
        return Table(columns, rows, title=title)

    def _events_section(self, found: Found) -> Section:
        most = page_fit.line_ems(self._paper, _INDENT)
        return Section(
            30.0,
            [_height(_EVENT, page_fit.fitted(one.title, most, _EVENT_LINES), most) for one in found.rows],
        )

    def _timeline(self, title: str, found: Found, section: Section) -> Timeline:
        events: Sequence[Event] = found.rows[: section.slots]
        most = page_fit.line_ems(self._paper, _INDENT)
        entries = [
            Entry(one.when, page_fit.fitted(one.title, most, _EVENT_LINES), strong=one.strong)
            for one in events
        ]
        return Timeline(entries, self._counted(title, found.total - len(events)))

    def _counted(self, title: str, more: int) -> str:
        """Return a heading that says how many rows the page had no room for."""
        words = N_("… and %(count)s more")
        return f"{title}  {self._reading.counted(words, more)}" if more > 0 else title

    def _chart(self, height: float) -> BarChart:
        reading, bought = self._reading, self._purchases
        values = [reading.money(bought.by_month.get(day.isoformat()[:7])) for day in self._months]
        names = [month_short(day, reading.language) for day in self._months]
        title = reading.text(N_("Orders by month"))
        return BarChart(names, [Series(title, values)], title, height)


def _wide(text: str) -> float:
    """Return about how wide a text is in points."""
    return page_fit.ems(text) * page_fit.FACT_SIZE


def _height(row: float, text: str, most: float) -> float:
    """Return the height of a row whose text may take several lines."""
    return row + (page_fit.lines(text, most) - 1) * page_fit.FACT_LINE


def _months_before(first: date, count: int) -> date:
    month = first.year * 12 + first.month - 1 - count
    return date(month // 12, month % 12 + 1, 1)
