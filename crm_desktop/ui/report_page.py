"""The reports: which one, how it is asked for, and the page preview, which is the very PDF.

A report is made and drawn on the reading thread, into memory. Exporting a PDF that is on screen writes those very
bytes; printing prints those very pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
)

from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import _
from crm_desktop.core.query import ListQuery
from crm_desktop.core.reading import Unreadable
from crm_desktop.services import reporting
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.context import Context, Place
from crm_desktop.ui.contract import Changes
from crm_desktop.ui.empty_state import EmptyState
from crm_desktop.ui.labels import line
from crm_desktop.ui.page import Page, PageAction
from crm_desktop.ui.pdf_pages import PdfPages
from crm_desktop.ui.pdf_preview import PdfPreview
from crm_desktop.ui.portions import Portions
from crm_desktop.ui.report_bars import BusyBar, PreviewBar
from crm_desktop.ui.report_list import ReportList
from crm_desktop.ui.report_options import ReportOptions
from crm_desktop.ui.report_output import ReportOutput
from crm_desktop.ui.tasks import Task

OPTIONS_WIDTH = 232
PAUSE_MS = 200
PROFILED = frozenset({"company", "contact"})  # whose page a profile is of


class ReportPage(Page):
    """All reports. A place with a company or a contact opens on its profile, one with the name of a report on that."""

    def __init__(self, context: Context, place: Place) -> None:
        super().__init__()
        self.context = context
        # The reports read the customer file itself, which the contract of the lists does not show.
        self.workspace = cast("Any", context.workspace)
        self._values: dict[str, dict[str, Any]] = {}
        self._shown: tuple[str, dict[str, Any]] | None = None
        self._task: Task | None = None
        self._is_empty = False  # there is nothing yet that a report could be of
        self.report = reporting.REPORTS[0]
        self.list = ReportList(reporting.REPORTS)
        self.preview = PdfPreview(context.tasks)
        self.bar = PreviewBar(self.preview)
        self.busy = BusyBar()
        self.empty = EmptyState()
        self.options = ReportOptions(context)
        self.output = ReportOutput(self)
        self._portions = Portions(self)
        self._is_offered = False  # the options are those of the report
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.make)
        self._build()
        self._connect()
        self.retranslate()
        self._open(place)

    def _build(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self.preview)
        self._stack.addWidget(self.empty)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.busy)
        middle.addWidget(self._stack, 1)
        middle.addWidget(line())
        middle.addWidget(self.bar)
        self._room = QScrollArea()
        self._room.setWidgetResizable(True)
        self._room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._room.setFixedWidth(OPTIONS_WIDTH)
        self._room.setWidget(self.options)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addWidget(line(upright=True))
        row.addLayout(middle, 1)
        row.addWidget(line(upright=True))
        row.addWidget(self._room)

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(self._on_row)
        self.options.changed.connect(self._pause.start)
        self.busy.cancelled.connect(self.cancel)
        self.bar.refresh_clicked.connect(self.make)

    def _open(self, place: Place) -> None:
        name = "pipeline"
        if place.record and place.entity in PROFILED:
            name = "customer-profile"
            self._values[name] = {"customers": place.entity, "record": place.record}
        elif place.entity in reporting.report_names():
            name = place.entity
        self.choose(name)

    # ------------------------------------------------------------------ which report

    def choose(self, name: str, **values: Any) -> None:
        """Show a report; ``values`` are parameters to begin with."""
        report = reporting.report_of(name)
        if values:
            self._values[name] = {**self._values.get(name, {}), **values}
        row = [one.name for one in reporting.REPORTS].index(name)
        if self.list.currentRow() == row and self.report is report and not values:
            return
        self.report = report
        blocked = self.list.blockSignals(True)
        self.list.setCurrentRow(row)
        self.list.blockSignals(blocked)
        self._begin()

    def _on_row(self, row: int) -> None:
        if row >= 0:
            self.keep_values()
            self.report = reporting.REPORTS[row]
            self._begin()

    def _begin(self) -> None:
        """Offer what can be chosen about a report, and make it, in later turns."""
        self._is_offered = False
        self._portions.begin([self._offer, self.make])

    def _offer(self) -> None:
        start = {one.key: reporting.default_of(self.workspace, one) for one in self.report.parameters}
        self._is_offered = True
        self.options.offer(self.report.parameters, {**start, **self._values.get(self.report.name, {})})

    def keep_values(self) -> dict[str, Any] | None:
        """Return what is chosen, and remember it for this report; None while it cannot be understood."""
        self._portions.finish(lambda: self._is_offered)
        try:
            found = self.options.values()
        except Unreadable:
            return None
        self._values[self.report.name] = found
        return found

    # ------------------------------------------------------------------ making it

    def make(self) -> None:
        """Make the report anew and show it."""
        self._pause.stop()
        values = self.keep_values()
        if values is None:
            return
        if self._task is not None:
            self._task.cancel()
        if not self._has_records():
            self._say_nothing_yet()
            return
        if "record" in values and values["record"] is None:
            self._ask_for_customer()
            return
        report, workspace = self.report, self.workspace
        asked = (report.name, values)

        def work(task: Task) -> PdfPages:
            data = reporting.pdf_of(workspace, *asked, progress=task.progress, cancelled=task.is_cancelled)
            return PdfPages(data)

        self._task = self.context.tasks.read(
            work,
            done=while_alive(self, lambda pages: self._show(asked, pages)),
            failed=while_alive(self, self._on_failed),
            title=_(report.title),
        )
        if not self._task.finished:
            self.busy.follow(self._task, _("Preparing the report…"))

    def cancel(self) -> None:
        """Stop what is under way."""
        self.output.cancel()
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self.busy.stop()
        if self._shown is None:
            self.empty.say(
                "file-text", _("Stopped"), _("No report was made."), _("Make the report"), self.make
            )
            self._stack.setCurrentWidget(self.empty)

    def _show(self, asked: tuple[str, dict[str, Any]], pages: PdfPages) -> None:
        self._task = None
        self._is_empty = False
        self._shown = asked
        self.busy.stop()
        self.preview.show_pages(pages)
        self._stack.setCurrentWidget(self.preview)
        self.bar.set_stale(False)
        self.title_changed.emit()

    def _ask_for_customer(self) -> None:
        self._clear()
        self.empty.say(
            "users", _("Choose a customer"), _("Type the name of a company or a contact at the right.")
        )

    def _has_records(self) -> bool:
        """Tell whether there is a record of any sort that a report could be of."""
        lists, shown = self.context.workspace.lists, self.context.sections
        return any(lists.first_ids(ListQuery(one.name), 1) for one in shown)

    def _say_nothing_yet(self) -> None:
        self._clear()
        self._is_empty = True
        add = self.context.handlers.new_record
        may_add = add is not None and not self.context.workspace.read_only
        self.empty.say(
            "chart-column",
            _("Nothing to report yet"),
            _("Reports are made of your customers, opportunities, orders and activities."),
            _("New company") if may_add else "",
            partial(add, "company") if add is not None else None,
        )

    def _on_failed(self, error: CrmError) -> None:
        self._task = None
        self._clear()
        self.empty.say("circle-alert", error.title, error.hint, _("Try again"), self.make)

    def _clear(self) -> None:
        """Show no report."""
        self.busy.stop()
        self._shown = None
        self.preview.show_pages(None)
        self._stack.setCurrentWidget(self.empty)
        self.title_changed.emit()

    def is_shown(self) -> bool:
        """Tell whether the report on screen is the one that is asked for."""
        asked = (self.report.name, self._values.get(self.report.name))
        return self._shown == asked and not self.bar.is_stale()

    def document_name(self) -> str:
        """Return what the report is called."""
        return _(self.report.title)

    # ------------------------------------------------------------------ as a page

    def title(self) -> str:
        return _("Reports")

    def page_actions(self) -> Sequence[PageAction]:
        there = self._shown is not None
        return (
            PageAction(
                _("Export Excel"), "file-spreadsheet", partial(self.output.export, "xlsx"), enabled=there
            ),
            PageAction(_("Export PDF"), "file-text", partial(self.output.export, "pdf"), enabled=there),
            PageAction(_("Print"), "printer", self.output.print_pages, True, there, "file.print"),
        )

    def retranslate(self) -> None:
        self.list.retranslate()
        self._room.setAccessibleName(_("Options"))
        self.preview.retranslate()
        self.bar.retranslate()
        self.busy.retranslate()
        if self.list.currentRow() >= 0:
            kept = self.keep_values() or {}
            kept.pop("language", None)
            self._values[self.report.name] = kept
            self._offer()
            self.make()

    def on_changes(self, changes: Changes) -> None:
        self.bar.set_stale(self._shown is not None)
        if self._is_empty and self._has_records():
            self.make()

    def on_shown(self) -> None:
        self.list.setFocus()

    def refresh(self) -> None:
        self.make()

    def focus_search(self) -> None:
        self.list.setFocus()


def make_report_page(context: Context, place: Place) -> Page:
    """Return the page, for a :class:`~crm_desktop.ui.pages.PageSpec`."""
    return ReportPage(context, place)


__all__ = ["ReportPage", "make_report_page"]
