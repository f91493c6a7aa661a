"""The forecast of a list of opportunities: months or quarters, of one owner or of all; each figure opens its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.core.entity import Entity
from crm_desktop.core.errors import CrmError
from crm_desktop.core.formatting import filled, format_money
from crm_desktop.core.i18n import _, labelled, language, ngettext
from crm_desktop.core.query import ListQuery
from crm_desktop.services import forecast as forecasts
from crm_desktop.services.forecast import By, Forecast, Period, Tally
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.card import GAP, Card, Ground, scrolled
from crm_desktop.ui.chip_bar import ChipBar, ChipSpec
from crm_desktop.ui.context import Context
from crm_desktop.ui.contract import Changes
from crm_desktop.ui.empty_state import EmptyState
from crm_desktop.ui.forecast_table import HEADINGS, ForecastTable
from crm_desktop.ui.labels import label
from crm_desktop.ui.list_ways import WayPage
from crm_desktop.ui.wide_combo import WideCombo

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace
    from crm_desktop.ui.tasks import Task

_BY, _OWNER_WIDTH = "forecast/by", 180
_READ_FROM = ("opportunity", "stage", "target", "forecast_snapshot", "setting")


class ForecastPage(WayPage):
    """The forecast as a table, and what stands in no period beside it."""

    def __init__(self, context: Context, entity: Entity) -> None:
        super().__init__()
        self.context = context
        self.entity = entity
        self.query = ListQuery(entity.name)
        self.forecast: Forecast | None = None
        self.owner: int | None = None
        self.by: By = "quarter" if context.state.text(_BY) == "quarter" else "month"
        self._task: Task | None = None
        self.spans = ChipBar()
        self.owners = WideCombo()
        self.owners.setFixedWidth(_OWNER_WIDTH)
        self.snapshot = Button(icon="save", clicked=self.take_snapshot)
        self.table = ForecastTable()
        self.empty = EmptyState()
        self.overdue = Button(look="link", clicked=lambda: self.open_rows("overdue", None))
        self.undated = Button(look="link", clicked=lambda: self.open_rows("undated", None))
        self._apart = label(tone="muted")
        self._apart.setWordWrap(True)
        self._formula = label(tone="muted", scale="small")
        self._formula.setWordWrap(True)
        self._build()
        self.spans.chosen.connect(self._choose_span)
        self.owners.activated.connect(self._choose_owner)
        self.table.asked.connect(self.open_rows)
        self.retranslate()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.spans, 1)
        head.addWidget(self.owners)
        head.addWidget(self.snapshot)
        self._card, self._rest = Card(), Card()
        self._card.body.addWidget(self.table)
        self._card.body.addSpacing(8)
        self._card.body.addWidget(self._formula)
        links = QHBoxLayout()
        links.setSpacing(16)
        links.addWidget(self.overdue)
        links.addWidget(self.undated)
        links.addStretch(1)
        self._rest.body.addWidget(self._apart)
        self._rest.body.addLayout(links)
        ground = Ground()
        column = QVBoxLayout(ground)
        column.setContentsMargins(GAP, GAP, GAP, GAP)
        column.setSpacing(GAP)
        column.addLayout(head)
        column.addWidget(self._card)
        column.addWidget(self._rest)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        area = scrolled(cast("QWidget", ground))
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        outer.addWidget(area)
        outer.addWidget(self.empty)
        self.empty.hide()
        self._area = area

    # ------------------------------------------------------------------ what is shown

    def show_query(self, query: ListQuery) -> None:
        self.query = query
        self.refresh()

    def refresh(self) -> None:
        if self._task is not None:
            self._task.cancel()
        workspace, query, by, owner = (
            cast("Workspace", self.context.workspace),
            self.query,
            self.by,
            self.owner,
        )
        self._task = self.context.tasks.read(
            lambda _task: forecasts.read_forecast(workspace, query, by, owner),
            done=while_alive(self, self._on_read),
            failed=while_alive(self, self._on_failed),
        )

    def _on_failed(self, error: CrmError) -> None:
        self._apart.setText(str(error))

    def _on_read(self, found: Forecast) -> None:
        self.forecast = found
        locale = self.context.workspace.locale
        self.table.show_forecast(found, locale)
        self._show_apart(self.overdue, found.overdue, _("Overdue"), _("Their expected close is past."))
        self._show_apart(self.undated, found.undated, _("Without a date"), _("They have no expected close."))
        nothing = not found.overdue.count and not found.undated.count
        self._apart.setText(
            _("Every open opportunity stands in the period in which it is expected to close.")
            if nothing
            else _("Open opportunities outside every period:")
        )
        self.snapshot.setEnabled(found.is_whole and not self.context.workspace.read_only)
        self._show_empty(not self.context.workspace.lists.first_ids(ListQuery(self.entity.name), 1))
        self.title_changed.emit()

    def _show_empty(self, is_empty: bool) -> None:
        """Say what goes here while there is not one opportunity, instead of a grid of dashes."""
        self._area.setHidden(is_empty)
        self.empty.setVisible(is_empty)
        may_add = not self.context.workspace.read_only and self.context.handlers.new_record is not None
        self.empty.say(
            self.entity.icon,
            _("No forecast yet"),
            _(
                "What your opportunities will bring stands here, by the month in which they are expected to close."
            ),
            _("New %(record)s") % {"record": _(self.entity.title).lower()} if may_add else "",
            self.new_record,
        )

    def _show_apart(self, button: Button, tally: Tally, word: str, why: str) -> None:
        amount = format_money(tally.amount, self.context.workspace.locale.currency, language())
        words = ngettext("%(count)d opportunity", "%(count)d opportunities", tally.count)
        count = filled(words, {"count": tally.count}, language())
        button.set_text(labelled(word, f"{count} · {amount}"))
        button.setToolTip(why)
        button.setAccessibleDescription(why)
        button.setVisible(tally.count > 0)

    def open_rows(self, figure: str, period: Period | None) -> None:
        """Open the opportunities behind a figure."""
        workspace, query, owner = cast("Workspace", self.context.workspace), self.query, self.owner
        words = {one.key: one.word for one in HEADINGS} | {"overdue": "Overdue", "undated": "Without a date"}
        name = _(words[figure])
        if period is not None:
            from crm_desktop.reports.parameters import period_text

            name = f"{name} · {period_text(period.first, period.last, language())}"
        self.context.tasks.read(
            lambda _task: forecasts.rows_behind(workspace, query, figure, period, owner),
            done=while_alive(
                self,
                lambda ids: self.context.window.open_rows(ListQuery(self.entity.name, among=ids), name),
            ),
        )

    def take_snapshot(self) -> None:
        """Keep what is forecast today."""
        workspace, owner, window = cast("Workspace", self.context.workspace), self.owner, self.context.window

        def done(transaction: int) -> None:
            if transaction:
                text = _("The forecast of today is kept; later it is compared with what was won.")
                window.show_toast(text, _("Undo"), lambda: window.undo(transaction))
            else:
                window.show_toast(_("The forecast of today is kept already."))

        self.context.tasks.run(
            lambda _task: forecasts.take_snapshot(workspace, owner),
            done=while_alive(self, done),
            title=_("Take snapshot"),
        )

    def _choose_span(self, key: str) -> None:
        self.by = "quarter" if key == "quarter" else "month"
        self.context.state.set_text(_BY, self.by)
        self.refresh()

    def _choose_owner(self, _place: int) -> None:
        self.owner = self.owners.currentData()
        self.refresh()

    # ------------------------------------------------------------------ as a page

    def retranslate(self) -> None:
        chips = [ChipSpec("month", _("Months")), ChipSpec("quarter", _("Quarters"))]
        self.spans.set_chips(chips, self.by)
        self.snapshot.set_text(_("Take snapshot"))
        self.snapshot.setToolTip(
            _("Keeps what is forecast today, so that it can be compared with what is won in the end.")
        )
        self.table.setAccessibleName(_("Forecast"))
        self.owners.setAccessibleName(_("Owner"))
        self._rest.set_title(_("In no period"))
        self._card.set_title(_("Forecast"))
        self._formula.setText(
            _(
                "Closed: won in the period. The others: open ones by their expected close; weighted by probability."
            )
        )
        self._fill_owners()
        if self.forecast is not None:
            self._on_read(self.forecast)

    def _fill_owners(self) -> None:
        self.owners.clear()
        self.owners.addItem(_("All owners"), None)
        for one in self.context.workspace.lists.named("user", "", 200):
            self.owners.addItem(one.name, one.id)
        self.owners.setCurrentIndex(max(0, self.owners.findData(self.owner)))

    def on_changes(self, changes: Changes) -> None:
        if changes.touches("user"):
            self._fill_owners()
        if changes.touches(*_READ_FROM):
            self.refresh()

    def on_shown(self) -> None:
        self.table.setFocus()

    def new_record(self) -> None:
        if self.context.handlers.new_record is not None:
            self.context.handlers.new_record(self.entity.name)
