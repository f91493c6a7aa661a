"""The panel beside the list of service requests: the request under the cursor, to work on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import _
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.card import scrolled
from crm_desktop.ui.context import Context
from crm_desktop.ui.flow_layout import FlowLayout
from crm_desktop.ui.labels import label
from crm_desktop.ui.preview_panel import PreviewPanel
from crm_desktop.ui.request_panel import RequestPanel
from crm_desktop.ui.request_reading import RequestReading
from crm_desktop.ui.timeline_item import TitleLink

_CUSTOMER = ("company", "contact")


class RequestPeek(PreviewPanel):
    """A :class:`RequestPanel` under the title of the request and the names of its customer, which open."""

    def __init__(self, context: Context, entity: Entity) -> None:
        super().__init__()
        self._context = context
        self._entity = entity
        self.panel = RequestPanel(context, entity)
        self.title = label(scale="heading")
        self.title.setWordWrap(True)
        self._open = Button(icon="external-link", look="quieticon", clicked=self._on_open)
        self._customer = QWidget()
        self._names = FlowLayout(self._customer, gap=6)
        self._body = QWidget()
        self._empty = label(tone="muted")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._build()
        self.panel.was_read.connect(self._on_read)
        self.panel.was_lost.connect(lambda: self._show_body(shown=False))
        self.retranslate()
        self._show_body(shown=False)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.panel.head, 1)
        head.addWidget(self._open, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self._body)
        column.setContentsMargins(16, 10, 16, 16)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.title)
        column.addWidget(self._customer)
        column.addSpacing(8)
        column.addWidget(self.panel)
        column.addStretch(1)
        self._area = scrolled(self._body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)
        outer.addWidget(self._empty, 1)

    def _show_body(self, *, shown: bool) -> None:
        self._area.setVisible(shown)
        self._empty.setVisible(not shown)

    def show_record(self, record_id: int | None) -> None:
        if record_id is None:
            self._show_body(shown=False)
        self.panel.show_request(record_id)

    def _on_read(self, reading: RequestReading) -> None:
        self.title.setText(reading.record.texts.get("title", ""))
        while (item := self._names.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        named = [(key, reading.record.values.get(key)) for key in _CUSTOMER]
        for key, one in [(key, one) for key, one in named if one is not None]:
            if self._names.count():
                self._add(label("·", tone="muted"))
            link = TitleLink(one.name, lambda key=key, one=one: self._context.window.open_record(key, one.id))  # type: ignore[misc]
            link.setWordWrap(False)
            link.setProperty("strong", "false")
            link.setProperty("tone", "muted")
            self._add(link)
        self._customer.setVisible(bool(self._names.count()))
        self._show_body(shown=True)

    def _add(self, widget: QWidget) -> None:
        self._names.addWidget(widget)
        widget.show()

    def _on_open(self) -> None:
        if self.panel.request is not None:
            self._context.window.open_record(self._entity.name, self.panel.request)

    def retranslate(self) -> None:
        self.setAccessibleName(_("Preview of the record"))
        self._empty.setText(_("Choose a row to see more of it here."))
        self._open.set_text("", _("Open the record (Enter)"))
        self.panel.retranslate()
