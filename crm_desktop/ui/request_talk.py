"""The talk about a service request: what the customer wrote, what we answered, what only we see; and what to add."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.core.kinds import LongText
from crm_desktop.ui import theme
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.chip_bar import Chip
from crm_desktop.ui.context import Context
from crm_desktop.ui.editors.base import EditorContext
from crm_desktop.ui.editors.lines import LongTextEditor
from crm_desktop.ui.flow_layout import FlowLayout
from crm_desktop.ui.labels import label
from crm_desktop.ui.record_contract import file_of
from crm_desktop.ui.request_reading import RequestReading, desk_of
from crm_desktop.ui.timeline_item import IconCircle
from crm_desktop.ui.times import exact_words, moment_words

if TYPE_CHECKING:
    from crm_desktop.services.service_desk import Message
    from crm_desktop.services.service_steps import Steps

_SHOWN = 5  # the newest; the earlier ones on demand
_ICONS = {"incoming": "message-circle", "outgoing": "send", "internal": "lock"}


@dataclass(frozen=True)
class _Sort:
    """One sort of message that can be added."""

    key: str
    text: str
    icon: str
    write: Callable[[Steps, int, str], int]


_SORTS = (
    _Sort("reply", N_("Reply"), "send", lambda steps, request, text: steps.reply(request, text)),
    _Sort("note", N_("Internal note"), "lock", lambda steps, request, text: steps.note(request, text)),
    _Sort(
        "heard",
        N_("From the customer"),
        "message-circle",
        lambda steps, request, text: steps.hear(request, text),
    ),
)


class RequestTalk(QWidget):
    """Shows the messages of a request, the newest last, and lets one be added."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._request: RequestReading | None = None
        self._shows_all = False
        self._list = QVBoxLayout()
        self._list.setSpacing(14)
        self.composer = TalkComposer(context)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addLayout(self._list)
        column.addWidget(self.composer)

    def show_request(self, request: RequestReading) -> None:
        """Show the messages of a request."""
        known = self._request
        is_same = known is not None and known.record.id == request.record.id
        is_told = is_same and known is not None and list(known.messages) == list(request.messages)
        self._request = request
        self._shows_all = self._shows_all and is_same
        if not is_told:
            self._show_messages()
        writable = not request.record.deleted and not self._context.workspace.read_only
        self.composer.setVisible(writable)
        self.composer.set_request(request.record.id)

    def _show_messages(self) -> None:
        while (item := self._list.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        messages: Sequence[Message] = self._request.messages if self._request is not None else ()
        shown = messages if self._shows_all else messages[-_SHOWN:]
        if earlier := len(messages) - len(shown):
            words = ngettext("%(count)d earlier message", "%(count)d earlier messages", earlier)
            self._list.addWidget(Button(words % {"count": earlier}, look="inline", clicked=self._show_all))
        for message in shown:
            told = self._item(message)
            self._list.addWidget(told)
            told.show()

    def _show_all(self) -> None:
        self._shows_all = True
        self._show_messages()

    def _item(self, message: Message) -> QWidget:
        is_note = message.direction == "internal"
        author = message.author or _("Unknown")
        who = _("Internal note") if is_note else author
        told = [moment_words(message.at, file_of(self._context).locale)]
        if message.direction == "outgoing":
            told.append(_("reply sent"))
        elif is_note and message.author:
            told.append(author)
        made, head = QWidget(), QWidget()
        flow = FlowLayout(head, gap=6)
        flow.addWidget(label(who, strong="true"))
        when = label(" · ".join(told), tone="muted", scale="small")
        when.setFont(theme.font(theme.SMALL_PIXELS, tabular=True))
        when.setToolTip(exact_words(message.at, file_of(self._context).locale.zone))
        flow.addWidget(when)
        body = label(message.body.strip())
        body.setWordWrap(True)
        body.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        body.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(head)
        column.addWidget(body)
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(
            IconCircle(_ICONS.get(message.direction, "message-circle")), 0, Qt.AlignmentFlag.AlignTop
        )
        row.addLayout(column, 1)
        made.setAccessibleName(f"{who}, {told[0]}")
        return made

    def retranslate(self) -> None:
        """Show all words again."""
        self.composer.retranslate()
        self._show_messages()


class TalkComposer(QWidget):
    """Chips for the sorts of messages; a click opens the place to write. Ctrl+Enter keeps what was written.

    What was begun about a request waits for it while others are shown.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._request: int | None = None
        self._sort: _Sort | None = None
        self._drafts: dict[int, tuple[_Sort, str]] = {}
        self.chips: dict[str, Chip] = {}
        chips = QWidget()
        flow = FlowLayout(chips, gap=4)
        for one in _SORTS:
            chip = Chip(_(one.text), icon=one.icon)
            chip.setCheckable(True)
            chip.clicked.connect(lambda _on=False, one=one: self.begin(one.key))
            self.chips[one.key] = chip
            flow.addWidget(chip)
        file = file_of(context)
        self.text = LongTextEditor(
            LongText(), EditorContext(file, context.tasks, context.messages, file.locale, name=_("Message"))
        )
        self.text.accepted.connect(self.write)
        self.text.cancelled.connect(self._on_cancelled)
        self.text.edited.connect(self._fit)
        self._save = Button(look="primary", clicked=self.write)
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(self._save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(chips)
        column.addWidget(self.text)
        column.addLayout(below)
        self.retranslate()

    def begin(self, key: str) -> None:
        """Write a message of this sort; of the sort that is open: no longer."""
        sort = next(one for one in _SORTS if one.key == key)
        is_open = self._sort is sort and not self._words()
        self._sort = None if is_open else sort
        self._fit()
        if self._sort is not None:
            self.text.setFocus()

    def set_request(self, request: int) -> None:
        """Write about this request."""
        if request == self._request:
            return
        if self._request is not None and self._sort is not None and self._words():
            self._drafts[self._request] = (self._sort, self._words())
        self._request = request
        self._sort, words = self._drafts.pop(request, (None, ""))
        self.text.load(None)
        if words:
            self.text.area.setPlainText(words)
        self._fit()

    def is_empty(self) -> bool:
        """Tell whether nothing is being written."""
        return not self._words() and not self._drafts

    def _words(self) -> str:
        return self.text.area.toPlainText().strip()

    def _fit(self) -> None:
        for key, chip in self.chips.items():
            chip.setChecked(self._sort is not None and self._sort.key == key)
        self.text.setVisible(self._sort is not None)
        self._save.setVisible(self._sort is not None)
        self._save.setEnabled(bool(self._words()))

    def _on_cancelled(self) -> None:
        if not self._words():
            self._sort = None
            self._fit()

    def write(self) -> None:
        """Keep what was written."""
        request, sort, words = self._request, self._sort, self._words()
        if request is None or sort is None or not words or not self._save.isEnabled():
            return
        steps = desk_of(self._context).steps
        self._save.setEnabled(False)
        self._context.tasks.run(
            lambda _task: sort.write(steps, request, words),
            done=while_alive(self, lambda _transaction: self._on_written(request)),
            failed=while_alive(self, self._on_failed),
            title=_(sort.text),
        )

    def _on_written(self, request: int) -> None:
        self._drafts.pop(request, None)
        if request == self._request:
            if self._sort is not None and self.isAncestorOf(QApplication.focusWidget() or self):
                self.chips[self._sort.key].setFocus()  # what is hidden would pass the focus on to anywhere
            self.text.load(None)
            self._sort = None
            self._fit()

    def _on_failed(self, error: CrmError) -> None:
        self.text.set_problem(str(error))
        self._fit()

    def retranslate(self) -> None:
        """Show all words again."""
        for one in _SORTS:
            self.chips[one.key].setText(_(one.text))
            self.chips[one.key].setAccessibleName(_(one.text))
            self.chips[one.key].updateGeometry()
        self._save.set_text(_("Save"), _("Save the message"))
        self._fit()
