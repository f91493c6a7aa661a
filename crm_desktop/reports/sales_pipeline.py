"""The sales pipeline: key figures, the funnel, totals by stage, owner and product, what is overdue, what is open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from crm_desktop.core import document, formatting
from crm_desktop.core.document import (
    Amount,
    Block,
    Cell,
    Column,
    Document,
    Figure,
    Figures,
    Funnel,
    Paragraph,
    Percent,
    Row,
    Subtotal,
    Table,
)
from crm_desktop.core.i18n import N_
from crm_desktop.reports import parameters as asked
from crm_desktop.reports.parameters import Parameters
from crm_desktop.reports.pipeline_figures import (
    OPEN,
    VOID,
    WON,
    Outcome,
    PipelineFigures,
    Question,
    Stage,
    Tally,
    folded,
    velocity,
)
from crm_desktop.reports.pipeline_lists import open_lists
from crm_desktop.reports.reading import Reading

PARAMETERS = (
    asked.FROM,
    asked.TO,
    asked.OWNER,
    asked.PIPELINE,
    asked.GROUP,
    asked.LIMIT,
    asked.LANGUAGE,
    asked.PAPER,
    asked.PORTRAIT,
    asked.CHART,
    asked.DETAILS,
)

_NO_AMOUNT = "–"
_NARROWEST = 0.32  # the last bar of the funnel, as a share of the first
FORMULA = N_(
    "Weighted = sum of amount × probability, without what is omitted from the forecast. "
    "Win rate = won ÷ (won + lost); void ones do not count. "
    "Velocity = open × average won × win rate ÷ average days to win. "
    "Won and lost ones count in the period in which they were closed; open ones are those of now."
)


def sales_pipeline(reading: Reading, parameters: Parameters) -> Document:
    """Return the report of the sales pipeline."""
    return _SalesPipeline(reading, parameters).document()


class _SalesPipeline:
    def __init__(self, reading: Reading, parameters: Parameters) -> None:
        self._reading = reading
        self._parameters = parameters
        self._question = Question(
            parameters.get("from"), parameters.get("to"), parameters.get("owner"), parameters.get("pipeline")
        )
        self._figures = PipelineFigures(reading, self._question)
        crossed = self._figures.by("stage_id", "owner_id")  # one pass for both
        self._by_stage, self._by_owner = folded(crossed, 0), folded(crossed, 1)
        self._stages = self._used_stages()
        self._all = _sum(self._by_stage.values())

    def document(self) -> Document:
        """Return the finished document."""
        reading, parameters = self._reading, self._parameters
        blocks: list[Block] = [Figures(self._key_figures()), Paragraph(self._formula())]
        if parameters.get("chart", True) and self._all.open.count + self._all.won.count:
            blocks.append(self._funnel())
        blocks += self._totals()
        blocks += self._without_rate()
        if parameters.get("details", True):
            blocks += open_lists(reading, self._figures, self._all.open, parameters.get("limit") or None)
        return Document(
            reading.text(N_("Sales pipeline")),
            self._subtitle(),
            reading.firm,
            reading.today,
            reading.language,
            blocks,
            landscape=bool(parameters.get("landscape")),
            paper=asked.paper(parameters),
            zone=reading.zone,
        )

    def _subtitle(self) -> str:
        question, reading = self._question, self._reading
        parts = [asked.period_text(question.first, question.last, reading.language)]
        if question.owner is None:
            parts.append(reading.text(N_("All owners")))
        else:
            parts.append(self._figures.names("user", [question.owner]).get(question.owner, ""))
        if question.pipeline is not None:
            parts.append(reading.labels("pipeline").get(question.pipeline, ""))
        return " · ".join(part for part in parts if part)

    # ------------------------------------------------------------------ key figures

    def _key_figures(self) -> list[Figure]:
        text, money, every = self._reading.text, self._reading.money, self._all
        days, dated = self._figures.days_to_win()
        average = _average(every.won)
        speed = self._velocity(average, days)
        won, lost = every.won, every.lost
        figures = [
            Figure(text(N_("Open opportunities")), every.open.count),
            Figure(text(N_("Amount")), self._figure(every.open, every.open.amount), self._of(every.open)),
            Figure(text(N_("Weighted")), self._figure(every.open, every.open.weighted), self._of(every.open)),
            Figure(text(N_("Won")), won.count),
            Figure(text(N_("Won value")), self._figure(won, won.amount), self._of(won)),
            Figure(text(N_("Lost")), lost.count),
            Figure(text(N_("Win rate")), _percent(every.win_rate), self._out_of(won.count + lost.count)),
        ]
        derived = [
            Figure(text(N_("Average won")), money(_whole(average)), self._out_of(won.valued)),
            Figure(text(N_("Average days to win")), _tenths(days), self._out_of(dated)),
            Figure(text(N_("Velocity a day")), speed),
        ]
        return figures + [one for one in derived if one.value is not None]

    def _velocity(self, average: Decimal | None, days: float | None) -> Amount | None:
        rate, unit = self._all.win_rate, 10 ** formatting.minor_digits(self._reading.currency)
        if average is None or rate is None or days is None:
            return None
        found = velocity(self._all.open.count, average / unit, rate, days)
        return None if found is None else Amount(found * unit, self._reading.currency)

    def _of(self, tally: Tally) -> str:
        """Return of how many a sum is, where some have no amount."""
        if tally.valued == tally.count:
            return ""
        numbers = [
            formatting.format_number(one, self._reading.language) for one in (tally.valued, tally.count)
        ]
        note = self._reading.text(N_("%(some)s of %(all)s with an amount in %(currency)s"))
        return note % {"some": numbers[0], "all": numbers[1], "currency": self._reading.currency}

    def _figure(self, tally: Tally, minor: int) -> Cell:
        """Return a sum as a key figure: zero of nothing, and a dash where none has an amount."""
        if tally.count and not tally.valued:
            return _NO_AMOUNT
        return self._reading.money(minor)

    def _money(self, tally: Tally, minor: int) -> Amount | None:
        """Return a sum, or nothing where none of those counted has an amount: a missing value is not zero."""
        return self._reading.money(minor) if tally.valued else None

    def _out_of(self, count: int) -> str:
        return self._reading.counted(N_("of %(count)s"), count) if count else ""

    def _formula(self) -> str:
        lines = [self._reading.text(FORMULA)]
        undated = self._figures.undated()
        if undated:
            lines.append(
                self._reading.ngettext(
                    "%(count)s won or lost one has no closing date and is in no period.",
                    "%(count)s won or lost ones have no closing date and are in no period.",
                    undated,
                )
            )
        return "\n".join(lines)

    # ------------------------------------------------------------------ by stage

    def _used_stages(self) -> list[Stage]:
        found = self._figures.stages(self._by_stage)
        if None in self._by_stage:
            found.insert(0, Stage(None, self._reading.text(N_("Without a stage")), OPEN))
        return found

    def _tally(self, stage: Stage) -> Tally:
        return self._by_stage[stage.id].by_kind[stage.kind] if stage.id in self._by_stage else Tally()

    def _funnel(self) -> Funnel:
        shown = [one for one in self._stages if one.kind == OPEN] + [
            one for one in self._stages if one.kind == WON
        ]
        narrower = (1 - _NARROWEST) / max(1, len(shown) - 1)  # it shows the way, not how many stand where
        stages = [
            document.Stage(one.label, tally.count, self._money(tally, tally.amount), 1 - place * narrower)
            for place, (one, tally) in enumerate((one, self._tally(one)) for one in shown)
        ]
        return Funnel(stages, self._reading.text(N_("Funnel")))

    def _stage_table(self) -> Table:
        text, money, every = self._reading.text, self._money, self._all.open
        rows: list[Row] = []
        for one in self._stages:
            tally = self._tally(one)
            if one.kind == OPEN:
                rows.append(
                    (one.label, tally.count, money(tally, tally.amount), money(tally, tally.weighted))
                )
        rows.append(
            Subtotal(
                (
                    text(N_("Still open")),
                    every.count,
                    money(every, every.amount),
                    money(every, every.weighted),
                )
            )
        )
        for one in self._stages:
            tally = self._tally(one)
            if one.kind != OPEN:
                rows.append(
                    (one.label, tally.count, money(tally, tally.amount) if one.kind != VOID else None, None)
                )
        columns = [
            Column(text(N_("Stage")), weight=2),
            Column(text(N_("Opportunities")), "right"),
            Column(text(N_("Amount")), "right"),
            Column(text(N_("Weighted")), "right"),
        ]
        return Table(columns, rows, title=text(N_("By stage")))

    # ------------------------------------------------------------------ by owner and product

    def _totals(self) -> Iterator[Table]:
        group, text = self._parameters.get("group") or "all", self._reading.text
        if group in ("all", "stage"):
            yield self._stage_table()
        if group in ("all", "owner"):
            labels = text(N_("By owner")), text(N_("Owner")), text(N_("Without an owner"))
            yield self._group_table(self._by_owner, "user", *labels)
        if group in ("all", "product"):
            labels = text(N_("By product")), text(N_("Product")), text(N_("Without a product"))
            yield self._group_table(folded(self._figures.by("product_id"), 0), "product", *labels)

    def _group_table(
        self, outcomes: Mapping[int | None, Outcome], table: str, title: str, heading: str, without: str
    ) -> Table:
        text = self._reading.text
        names = self._figures.names(table, list(outcomes))
        ranked = sorted(
            outcomes.items(),
            key=lambda item: (
                item[0] is None,
                -item[1].won.amount,
                -item[1].open.amount,
                names.get(item[0], ""),
            ),
        )
        columns = [
            Column(heading, weight=2),
            Column(text(N_("Still open")), "right"),
            Column(text(N_("Amount")), "right"),
            Column(text(N_("Weighted")), "right"),
            Column(text(N_("Won")), "right"),
            Column(text(N_("Won value")), "right"),
            Column(text(N_("Lost")), "right"),
            Column(text(N_("Win rate")), "right"),
        ]
        rows = [self._outcome_row(names.get(key, without), outcome) for key, outcome in ranked]
        totals = self._outcome_row(None, self._all) if rows else None
        return Table(columns, rows, totals, title)

    def _outcome_row(self, name: str | None, outcome: Outcome) -> tuple[Cell, ...]:
        money = self._money
        return (
            name,
            outcome.open.count,
            money(outcome.open, outcome.open.amount),
            money(outcome.open, outcome.open.weighted),
            outcome.won.count,
            money(outcome.won, outcome.won.amount),
            outcome.lost.count,
            _percent(outcome.win_rate),
        )

    # ------------------------------------------------------------------ what cannot be added up, and the list

    def _without_rate(self) -> Iterator[Block]:
        found, text = self._figures.apart(), self._reading.text
        if not found:
            return
        columns = [
            Column(text(N_("Currency")), weight=2),
            Column(text(N_("Still open")), "right"),
            Column(text(N_("Amount")), "right"),
            Column(text(N_("Won")), "right"),
            Column(text(N_("Won value")), "right"),
        ]
        rows = [
            (
                one.currency,
                one.open_count,
                Amount(one.open_amount, one.currency),
                one.won_count,
                Amount(one.won_amount, one.currency),
            )
            for one in found
        ]
        yield Table(columns, rows, title=text(N_("Amounts without an exchange rate")))
        note = text(N_("They are counted above, but no sum in %(currency)s contains them."))
        yield Paragraph(note % {"currency": self._reading.currency})


def _sum(outcomes: Any) -> Outcome:
    total = Outcome()
    for outcome in outcomes:
        for kind, tally in outcome.by_kind.items():
            total.by_kind[kind].add(tally)
    return total


def _average(tally: Tally) -> Decimal | None:
    return Decimal(tally.amount) / tally.valued if tally.valued else None


def _whole(value: Decimal | None) -> int | None:
    return None if value is None else int(value.to_integral_value())


def _tenths(days: float | None) -> Decimal | None:
    return None if days is None else Decimal(str(round(days, 1)))


def _percent(rate: Decimal | None) -> Percent | None:
    return None if rate is None else Percent(rate, 2)
