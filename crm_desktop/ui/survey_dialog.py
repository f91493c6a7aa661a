"""What a customer answered to the survey about a request: marks chosen with one click each, and a comment."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import LongText, Number
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.context import Context
from crm_desktop.ui.editors.base import EditorContext
from crm_desktop.ui.editors.lines import LongTextEditor
from crm_desktop.ui.labels import label
from crm_desktop.ui.main_button import press_with_keys
from crm_desktop.ui.mark_row import MarkRow
from crm_desktop.ui.record_contract import file_of
from crm_desktop.ui.request_reading import desk_of

MARKS = ("overall", "speed", "solution", "recommend")
_WIDTH = 460


def ask_survey(context: Context, request: int, parent: QWidget) -> None:
    """Open the dialog with what was answered so far."""
    steps, records = desk_of(context).steps, file_of(context).records
    context.tasks.read(
        lambda _task: (records.get("service_request", request).title, steps.answer(request)),
        done=while_alive(
            parent, lambda found: SurveyDialog(context, request, *found, parent.window()).open()
        ),
    )


class SurveyDialog(QDialog):
    """Writes down one answer."""

    def __init__(
        self,
        context: Context,
        request: int,
        title: str,
        answer: dict[str, Any],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._request = request
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Satisfaction survey"))
        self.setMinimumWidth(_WIDTH)
        self._is_writing = False
        self.rows: dict[str, MarkRow] = {}
        form = self._form(answer)
        about = label(_("What the customer answered about %(name)s") % {"name": title})
        about.setWordWrap(True)
        self.save_button = Button(_("Save"), look="primary", clicked=self.write)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(14)
        column.addWidget(about)
        column.addLayout(form)
        column.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(Button(_("Cancel"), clicked=self.reject))
        buttons.addWidget(self.save_button)
        column.addLayout(buttons)
        press_with_keys(self, self.save_button)
        self._fit()

    def _form(self, answer: dict[str, Any]) -> QFormLayout:
        """Make the marks and the comment, with what was answered so far."""
        entity = self._context.entities["survey_answer"]
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        for key in MARKS:
            field = entity.field(key)
            assert isinstance(field.kind, Number)
            low, high = field.kind.low or 0, field.kind.high or 0
            self.rows[key] = MarkRow(_(field.label), low, high, answer[key])
            self.rows[key].chosen.connect(self._fit)
            form.addRow(label(_(field.label), tone="muted"), self.rows[key])
        file, words = file_of(self._context), _(entity.field("comment").label)
        tools = EditorContext(file, self._context.tasks, self._context.messages, file.locale, name=words)
        self.comment = LongTextEditor(LongText(), tools)
        self.comment.load(answer["comment"])
        self.comment.edited.connect(self._fit)
        form.addRow(label(words, tone="muted"), self.comment)
        return form

    def _values(self) -> dict[str, Any]:
        marks = {key: row.mark() for key, row in self.rows.items()}
        return {**marks, "comment": self.comment.area.toPlainText().strip() or None}

    def _fit(self) -> None:
        self.save_button.setEnabled(any(value is not None for value in self._values().values()))

    def write(self) -> None:
        """Keep the answer, once."""
        if self._is_writing:
            return
        self._is_writing = True
        steps, request, values = desk_of(self._context).steps, self._request, self._values()
        self._context.tasks.run(
            lambda _task: steps.keep_answer(request, values),
            done=while_alive(self, self._on_kept),
            failed=while_alive(self, self._on_failed),
            title=_("Satisfaction survey"),
        )

    def _on_kept(self, transaction: int) -> None:
        self.accept()
        window = self._context.window
        window.show_toast(_("Answer kept"), _("Undo"), lambda: window.undo(transaction))

    def _on_failed(self, error: CrmError) -> None:
        self._is_writing = False
        self._context.messages.error(error)

    def reject(self) -> None:
        """Keep nothing; once the answer is being written, that is too late, and it is told that it was kept."""
        if not self._is_writing:
            super().reject()
