"""The page of the day: what is due, how sales, service and campaigns stand, who is about to leave.

It is painted before anything is read; each part is read on the reading thread and shown when it comes. After a commit
only the parts are read again whose tables it touched, and all of them on a new day.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QVBoxLayout

from crm_desktop.core import clock
from crm_desktop.core.i18n import N_, _
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.bar_charts import Bar, Bars, MonthBars, StepBars
from crm_desktop.ui.card import Card, scrolled
from crm_desktop.ui.card_hint import CardHint
from crm_desktop.ui.context import Context, Place
from crm_desktop.ui.contract import Changes
from crm_desktop.ui.day_names import greeting, long_day
from crm_desktop.ui.figure_tile import FigureTile, Part
from crm_desktop.ui.line_list import ROW, Line, LineList
from crm_desktop.ui.page import Page, PageAction
from crm_desktop.ui.record_contract import file_of
from crm_desktop.ui.today_columns import TodayColumns
from crm_desktop.ui.today_due import DueCard
from crm_desktop.ui.today_figures import (
    NONE,
    count,
    month_bars,
    pipeline_words,
    requests_words,
    satisfaction_words,
    step_bars,
    won_words,
)
from crm_desktop.ui.today_lines import RISK_RULE, ROI_RULE, campaign_line, risk_line

_MINUTE_MS = 60_000
_DUE = "due"
TILES = {
    "pipeline": N_("Open pipeline"),
    "won": N_("Won this month"),
    "requests": N_("Service requests"),
    "satisfaction": N_("Satisfaction"),
}
TABLES = {
    _DUE: (
        "activity",
        "service_request",
        "sla_policy",
        "status_change",
        "contact",
        "company",
        "affiliation",
        "user",
    ),
    "pipeline": ("opportunity", "stage_change", "stage", "setting"),
    "won": ("opportunity", "stage", "target", "setting"),
    "requests": ("service_request", "sla_policy", "status_change"),
    "satisfaction": ("survey_answer",),
    "months": ("opportunity", "stage", "setting"),
    "funnel": ("lead", "opportunity", "stage_change", "stage"),
    "campaigns": ("campaign", "campaign_member", "campaign_cost", "sales_order", "setting"),
    "risk": ("sales_order", "service_request", "company", "setting"),
}
"""The parts of the page in the order in which they are read, with the tables that they are made of."""
NEW = ("contact", "company", "lead", "opportunity", "activity", "service_request")


class TodayPage(Page):
    """The first page of the program."""

    def __init__(self, context: Context, print_sheet: Callable[[], object] | None = None) -> None:
        super().__init__()
        self.context = context
        self._print_sheet = print_sheet
        self._found: dict[str, Any] = {}
        self._stale: set[str] = set()
        self._is_begun = False
        self._day = clock.today()
        self.tiles = {name: FigureTile() for name in TILES}
        self.due = DueCard(context)
        self.due.reload_asked.connect(lambda: self._read(_DUE))
        self.months, self.funnel = MonthBars(), StepBars()
        self.risk, self.campaigns = LineList(), LineList()
        self.cards = {name: Card() for name in ("months", "funnel", "risk", "campaigns")}
        self.hints = {name: CardHint() for name in self.cards}
        self.columns = TodayColumns(list(self.tiles.values()), self.due, self.cards)
        self.columns.painted.connect(self._begin)
        self._build()
        self._clock = QTimer(self, interval=_MINUTE_MS)
        self._clock.timeout.connect(self._on_tick)
        self._clock.start()
        self.retranslate()

    def _build(self) -> None:
        for name, shown in self._charts().items():
            self.cards[name].body.addWidget(self.hints[name])
            self.cards[name].body.addWidget(shown)
            self.cards[name].body.addStretch(1)
            self.hints[name].hide()
        for bars in (self.months, self.funnel):
            bars.chosen.connect(self._on_bar)
        for lines in (self.risk, self.campaigns):
            lines.opened.connect(self._on_line)
            lines.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(self.columns))

    def _charts(self) -> dict[str, Bars | LineList]:
        return {
            "months": self.months,
            "funnel": self.funnel,
            "risk": self.risk,
            "campaigns": self.campaigns,
        }

    # ------------------------------------------------------------------ reading

    def _read(self, name: str) -> None:
        """Read one part, and show it."""
        self._stale.discard(name)
        file, mine = file_of(self.context), self.due.mine

        def work(_task: object) -> Any:
            return file.today.due(mine=mine) if name == _DUE else file.today.part(name)

        self.context.tasks.read(work, done=while_alive(self, partial(self._on_read, name)))

    def _on_read(self, name: str, found: Any) -> None:
        self._found[name] = found
        self._show(name)

    def _begin(self) -> None:
        """Read everything for the first time, once the page has been painted."""
        self.columns.painted.disconnect(self._begin)
        self._is_begun = True
        self.refresh()

    def is_complete(self) -> bool:
        """Tell whether everything has been read at least once."""
        return len(self._found) == len(TABLES)

    def _show(self, name: str) -> None:
        """Show one part that was read."""
        found = self._found.get(name)
        if found is None:
            return
        if name == _DUE:
            self.due.show_due(found)
        elif name in self.tiles:
            self._show_tile(name, found)
        else:
            getattr(self, f"_show_{name}")(found)

    def _show_tile(self, name: str, found: Any) -> None:
        locale, behind = self.context.workspace.locale, self._behind
        words = {
            "pipeline": lambda: pipeline_words(found, locale, behind, partial(self._new, "opportunity")),
            "won": lambda: won_words(found, locale, behind, partial(self._list, "opportunity")),
            "requests": lambda: requests_words(found, behind, partial(self._new, "service_request")),
            "satisfaction": lambda: satisfaction_words(found, behind, partial(self._list, "service_request")),
        }[name]()
        self.tiles[name].say(_(TILES[name]), *words)

    def _show_months(self, found: Any) -> None:
        title = _("Revenue won by month")
        self.cards["months"].set_title(title)
        self.months.show_bars(month_bars(found, self.context.workspace.locale), title)
        self.months.setToolTip(_("Sum of the amounts of the opportunities won in each month."))
        text = _("Each month that something is won gets a bar here.")
        is_empty = not any(one.won.count for one in found)
        self._fill("months", is_empty, text, _("See the opportunities"), partial(self._list, "opportunity"))

    def _show_funnel(self, found: Any) -> None:
        title = _("Conversion, last 90 days")
        self.cards["funnel"].set_title(title)
        self.funnel.show_bars(step_bars(found), title)
        text = _("How many leads become opportunities, and how many of those are won.")
        is_empty = not any(one.count for one in found)
        self._fill("funnel", is_empty, text, _("New lead"), partial(self._new, "lead"))

    def _show_risk(self, found: Any) -> None:
        locale, title = self.context.workspace.locale, _("Customers at risk")
        self.cards["risk"].set_title(title, count(found.count) if found.count else "")
        self.cards["risk"].setToolTip(_(RISK_RULE))
        self.risk.setAccessibleName(title)
        self.risk.setAccessibleDescription(_(RISK_RULE))
        self._lines(self.risk, [risk_line(one, locale) for one in found.shown])
        text = _("Nobody is at risk: all order as usual.")
        if not found.enough:
            text = _(
                "Customers who order less often than usual are listed here, once they have three orders."
            )
        self._fill(
            "risk",
            not found.shown,
            text,
            "" if found.enough else _("New order"),
            partial(self._new, "sales_order"),
        )

    def _show_campaigns(self, found: Any) -> None:
        title = _("Campaigns running")
        self.cards["campaigns"].set_title(title, count(len(found.running)) if found.running else "")
        self.cards["campaigns"].setToolTip(_(ROI_RULE))
        self.campaigns.setAccessibleName(title)
        self.campaigns.setAccessibleDescription(_(ROI_RULE))
        self._lines(self.campaigns, [campaign_line(one) for one in found.running])
        text = _("No campaign is running. Its messages, replies and orders are counted here.")
        action = _("See the campaigns") if found.ever else _("New campaign")
        act = partial(self._list if found.ever else self._new, "campaign")
        self._fill("campaigns", not found.running, text, action, act)

    def _lines(self, shown: LineList, lines: list[Line]) -> None:
        shown.show_lines(lines)
        shown.setFixedHeight(ROW * max(1, len(lines)))

    def _fill(self, name: str, is_empty: bool, text: str, action: str, act: Callable[[], object]) -> None:
        """Show the chart or the list of a card, or what goes there."""
        self._charts()[name].setVisible(not is_empty)
        self.hints[name].setVisible(is_empty)
        self.hints[name].say(text, action, act)

    # ------------------------------------------------------------------ what opens

    def _behind(self, rows: Any, name: str) -> Callable[[], object]:
        """Return what opens the rows behind a number."""
        file, window = file_of(self.context), self.context.window

        def open_them() -> None:
            self.context.tasks.read(
                lambda _task: file.today.listed(rows), done=lambda query: window.open_rows(query, name)
            )

        return open_them

    def _on_bar(self, bar: Bar) -> None:
        self._behind(*bar.source)()

    def _on_line(self, line: Line) -> None:
        self.context.window.open_record(*line.source)

    def _list(self, entity: str) -> None:
        self.context.window.open_list(entity)

    def _new(self, entity: str) -> None:
        if self.context.handlers.new_record is not None:
            self.context.handlers.new_record(entity)

    def menu_of_new(self) -> QMenu:
        """Return the menu of what can be begun here."""
        menu = QMenu(self)
        for name in NEW:
            entity = self.context.entities[name]
            text = _("Task") if name == "activity" else _(entity.title)
            menu.addAction(text, partial(self._new, name))
        return menu

    # ------------------------------------------------------------------ as a page

    def title(self) -> str:
        return greeting(clock.local_now(), file_of(self.context).user_name)

    def subtitle(self) -> str:
        return long_day(clock.today())

    def page_actions(self) -> Sequence[PageAction]:
        found = []
        if self._print_sheet is not None:
            found.append(PageAction(_("Print day sheet"), "printer", self._print_sheet))
        writable = not self.context.workspace.read_only
        found.append(PageAction(_("New"), "plus", self.new_record, primary=True, enabled=writable))
        return found

    def new_record(self) -> None:
        if self.context.workspace.read_only:
            return
        menu = self.menu_of_new()
        corner = self.mapToGlobal(QPoint(self.width() - menu.sizeHint().width() - 16, 0))
        menu.popup(corner)

    def retranslate(self) -> None:
        for name, tile in self.tiles.items():
            if name not in self._found:
                tile.say(_(TILES[name]), Part(NONE), None, Part(""))
        titles = {
            "months": _("Revenue won by month"),
            "funnel": _("Conversion, last 90 days"),
            "risk": _("Customers at risk"),
            "campaigns": _("Campaigns running"),
        }
        for name, card in self.cards.items():
            card.set_title(titles[name])
        self.due.retranslate()
        if self._is_begun:
            self.refresh()

    def on_changes(self, changes: Changes) -> None:
        touched = {name for name, tables in TABLES.items() if changes.touches(*tables)}
        self._stale |= touched
        if self._is_begun:
            self._read_stale()

    def _read_stale(self) -> None:
        """Read what changed: in front everything, else only what the navigation counts."""
        for name in TABLES:
            if name in self._stale and (self.isVisible() or name == _DUE):
                self._read(name)

    def on_shown(self) -> None:
        self.due.list.setFocus()
        if self._is_begun:
            self._on_minute()
            self._read_stale()

    def refresh(self) -> None:
        for name in TABLES:
            self._read(name)

    def _on_tick(self) -> None:
        if self.isVisible():  # else it looks at the clock when it comes to the front
            self._on_minute()

    def _on_minute(self) -> None:
        """Look at the clock: say again what is soon, and read everything on a new day."""
        if clock.today() != self._day:
            self._day = clock.today()
            self._stale |= set(TABLES)
            self._read_stale()
        else:
            self.due.show_again()
        self.title_changed.emit()

    def selection(self) -> None:
        return None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.columns.fit(self.width())


def make_today_page(context: Context, _place: Place) -> Page:
    """Return the page of the day; its sheet is one of the reports."""
    return TodayPage(context, lambda: context.window.open_place(Place("reports", "day-sheet")))
