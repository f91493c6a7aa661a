"""The files of a record: attached by a button or dropped, opened as copies, saved elsewhere, put into the trash."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6 import QtWidgets  # PySide makes each class when it is first named
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.core.file_names import may_run
from crm_desktop.core.formatting import format_size
from crm_desktop.core.i18n import _, language
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.card import GAP, Card, Ground, scrolled
from crm_desktop.ui.context import Context
from crm_desktop.ui.empty_state import EmptyState
from crm_desktop.ui.file_drop import take_copy
from crm_desktop.ui.labels import ElidedLabel
from crm_desktop.ui.record_contract import Attached, file_of
from crm_desktop.ui.timeline_item import IconCircle
from crm_desktop.ui.times import exact_words, moment_words

ATTACHMENT = "attachment"


class RecordFiles(QWidget):
    """Lists the files of one record, newest first."""

    def __init__(self, context: Context, record: tuple[str, int], *, may_write: bool) -> None:
        super().__init__()
        self.context = context
        self.files: tuple[Attached, ...] = ()
        self._record = record
        self.add_button = Button(icon="paperclip", look="primary", clicked=self.ask_and_add)
        self._card = Card()
        self._card.add_action(self.add_button)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(12)
        self._card.body.addSpacing(6)
        self._card.body.addLayout(self._rows)
        ground = Ground()
        column = QVBoxLayout(ground)
        column.setContentsMargins(GAP, GAP, GAP, GAP)
        column.addWidget(self._card, 0, Qt.AlignmentFlag.AlignTop)
        self.empty = EmptyState()
        self._stack = QStackedWidget()
        self._stack.addWidget(scrolled(ground))
        self._stack.addWidget(self.empty)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self.set_may_write(may_write)

    def retranslate(self) -> None:
        """Show all words again."""
        self.setAccessibleName(_("Files"))
        self.add_button.set_text(_("Attach a file…"))
        hint = _(
            "Contracts, photos, drawings: drop them here, or choose them. They are kept with your customers."
        )
        act = self.ask_and_add if self._may_write else None
        self.empty.say("paperclip", _("No files yet"), hint, _("Attach a file…"), act)
        self.read_again()

    def set_may_write(self, may_write: bool) -> None:
        """Allow or refuse changes from now on: a record in the trash gets no files."""
        self._may_write = may_write
        self.setAcceptDrops(may_write)
        self.add_button.setVisible(may_write)
        self.retranslate()

    def read_again(self) -> None:
        """Read the list again."""
        attachments, record = file_of(self.context).attachments, self._record
        self.context.tasks.read(
            lambda _task: attachments.of_record(*record), done=while_alive(self, self._show)
        )

    def _show(self, files: Sequence[Attached]) -> None:
        self.files = tuple(files)
        while item := self._rows.takeAt(0):
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for one in files:
            row = self._row(one)
            self._rows.addWidget(row)
            row.show()
        self._card.set_title(_("Files"), str(len(files)))
        self._stack.setCurrentIndex(0 if files else 1)

    def _row(self, one: Attached) -> QWidget:
        made = QWidget()
        meta = [format_size(one.size, language()), moment_words(one.at, file_of(self.context).locale)]
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(ElidedLabel(one.name, strong="true"))
        if one.there:
            words.addWidget(ElidedLabel(" · ".join(meta), tone="muted", scale="small"))
        else:
            words.addWidget(
                ElidedLabel(_("The file is missing from its folder."), tone="warning", scale="small")
            )
        made.setToolTip(exact_words(one.at, file_of(self.context).locale.zone))
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(IconCircle("file-text"), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        if one.there:
            row.addWidget(self._link(_("Open"), one, self.open))
            row.addWidget(self._link(_("Save as…"), one, self.ask_and_save))
        if self._may_write:
            row.addWidget(self._link(_("Delete"), one, self.delete))
        return made

    def _link(self, word: str, one: Attached, act: Callable[[Attached], None]) -> Button:
        made = Button(word, look="link", clicked=partial(act, one))
        made.setAccessibleName(f"{word}: {one.name}")
        return made

    # ------------------------------------------------------------------ acts

    def ask_and_add(self) -> None:
        """Let the user choose files, and attach them."""
        names, _kind = QtWidgets.QFileDialog.getOpenFileNames(self, _("Attach files"), str(Path.home()))
        self.add([Path(name) for name in names])

    def add(self, sources: Sequence[Path]) -> None:
        """Attach files one after the other; one that cannot be attached is told, the others go in."""
        if not sources:
            return
        attachments, first, rest = file_of(self.context).attachments, sources[0], sources[1:]

        def go_on(_result: Any) -> None:
            self.add(rest) if rest else self.read_again()

        def failed(error: Any) -> None:
            self.context.messages.error(error)
            go_on(None)

        self.context.tasks.run(
            lambda _task: attachments.add(*self._record, first),
            done=while_alive(self, go_on),
            failed=while_alive(self, failed),
            title=_("Attach “%(name)s”") % {"name": first.name},
        )

    def open(self, one: Attached) -> None:
        """Open a copy in the program that is meant for it; what could run as a program is only saved."""
        if may_run(one.name):
            self.context.messages.inform(
                _("“%(name)s” is not opened from here.") % {"name": one.name},
                _("Files of this sort can run as programs. Save it, if you know where it comes from."),
            )
            return
        attachments = file_of(self.context).attachments
        self.context.tasks.run(
            lambda _task: attachments.open_path(one.id),
            done=while_alive(self, _open_with_its_program),
            title=_("Open"),
        )

    def ask_and_save(self, one: Attached) -> None:
        """Let the user choose a place, and write the file there."""
        options = QtWidgets.QFileDialog.Option.DontConfirmOverwrite  # nothing is ever overwritten
        name, _kind = QtWidgets.QFileDialog.getSaveFileName(
            self, _("Save as…"), str(Path.home() / one.name), options=options
        )
        if name:
            attachments, window = file_of(self.context).attachments, self.context.window
            self.context.tasks.run(
                lambda _task: attachments.save_as(one.id, Path(name)),
                done=lambda _none: window.show_toast(_("Saved as %(name)s") % {"name": Path(name).name}),
                title=_("Save"),
            )

    def delete(self, one: Attached) -> None:
        """Put a file into the trash; the toast takes it back."""
        records, window = file_of(self.context).records, self.context.window

        def done(transaction: int) -> None:
            text = _("“%(name)s” moved to the trash") % {"name": one.name}
            window.show_toast(text, _("Undo"), lambda: window.undo(transaction))
            self.read_again()

        self.context.tasks.run(
            lambda _task: records.delete(ATTACHMENT, [one.id]),
            done=while_alive(self, done),
            title=_("Delete"),
        )

    # ------------------------------------------------------------------ dropping

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            take_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        take_copy(event)
        self.add([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])


def _open_with_its_program(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
