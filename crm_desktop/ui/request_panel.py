"""A service request at work: what can be done, its clocks, the talk about it, what the knowledge base has."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout

from crm_desktop.core.entity import Entity
from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import _
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.card import Card
from crm_desktop.ui.clock_line import ClockLine
from crm_desktop.ui.context import Context
from crm_desktop.ui.labels import label, line
from crm_desktop.ui.record_contract import file_of
from crm_desktop.ui.request_reading import RequestReading, read_request
from crm_desktop.ui.request_steps import RequestSteps
from crm_desktop.ui.request_talk import RequestTalk
from crm_desktop.ui.tasks import Task
from crm_desktop.ui.timeline_item import TitleLink
from crm_desktop.ui.times import moment_words
from crm_desktop.ui.word_height import WordHeight

MINUTE_MS = 60_000


class RequestPanel(WordHeight):
    """Follows each commit and each minute while it is seen. ``was_read`` tells the reading that it shows."""

    was_read = Signal(object)
    was_lost = Signal()
    _committed = Signal(object)

    def __init__(self, context: Context, entity: Entity) -> None:
        super().__init__()
        self._context = context
        self.request: int | None = None
        self.reading: RequestReading | None = None
        self._task: Task | None = None
        self.head = label(tone="muted", scale="small")
        self.head.setWordWrap(True)
        self.steps = RequestSteps(context, entity)
        self.reply, self.solution = ClockLine(), ClockLine()
        self.talk = RequestTalk(context)
        self.articles = Card()
        self._build()
        self._minute = QTimer(self, interval=MINUTE_MS)
        self._minute.timeout.connect(self._read)
        self._minute.start()
        self._committed.connect(lambda _changes: self._read())
        context.workspace.subscribe(while_alive(self, self._committed.emit))  # on the thread that writes

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for one in (self.steps, self.reply, self.solution, line(), self.talk, self.articles):
            column.addWidget(one)

    def show_request(self, request: int | None) -> None:
        """Show this request."""
        self.request = request
        self._read(even_hidden=True)

    def _read(self, *, even_hidden: bool = False) -> None:
        if self._task is not None:
            self._task.cancel()
        if self.request is None or not (even_hidden or self.isVisible()):
            return
        context, request = self._context, self.request
        self._task = context.tasks.read(
            lambda _task: read_request(context, request),
            done=while_alive(self, self._on_read),
            failed=while_alive(self, self._on_failed),
        )

    def _on_failed(self, _error: CrmError) -> None:
        self.reading = None
        self.was_lost.emit()

    def _on_read(self, reading: RequestReading) -> None:
        self.reading = reading
        self._show_head(reading)
        self.steps.show_request(reading)
        self._show_clocks(reading)
        self.talk.show_request(reading)
        self._show_articles(reading)
        self.was_read.emit(reading)

    def _show_head(self, reading: RequestReading) -> None:
        texts, received = reading.record.texts, reading.record.values.get("received_at")
        told = [texts.get("number", ""), texts.get("channel", "")]
        if received is not None:
            opened = moment_words(received, file_of(self._context).locale, inside=True)
            told.append(_("opened %(time)s") % {"time": opened})
        self.head.setText(" · ".join(one for one in told if one))

    def _show_clocks(self, reading: RequestReading) -> None:
        standing, locale = reading.standing, file_of(self._context).locale
        for shown, name, clock in (
            (self.reply, _("First reply"), standing.reply if standing is not None else None),
            (self.solution, _("Solution"), standing.solution if standing is not None else None),
        ):
            shown.setVisible(clock is not None)
            if clock is not None and standing is not None:
                shown.show_clock(name, clock, standing.day, locale)

    def _show_articles(self, reading: RequestReading) -> None:
        self.articles.setVisible(bool(reading.articles))
        self.articles.set_title(_("From the knowledge base"))
        while (item := self.articles.body.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        window = self._context.window
        for one in reading.articles:
            link = TitleLink(one.name, lambda one=one: window.open_record("article", one.id))  # type: ignore[misc]
            link.setProperty("strong", "false")
            link.setProperty("tone", "link")
            self.articles.body.addWidget(link)

    def is_writing(self) -> bool:
        """Tell whether something was begun that is not kept."""
        return not self.talk.composer.is_empty()

    def retranslate(self) -> None:
        """Show all words again."""
        self.steps.retranslate()
        self.talk.retranslate()
        if self.reading is not None:
            self._on_read(self.reading)
        self._read(even_hidden=True)  # what it tells of the record is read in the language, too

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read()
