"""What is asked once something is being written down: when it was, what comes next, until when, with which outcome."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.core.entity import Field
from crm_desktop.core.i18n import _
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.editors import make_editor
from crm_desktop.ui.editors.base import Editor, EditorContext
from crm_desktop.ui.labels import label
from crm_desktop.ui.next_step import DueRow, NextStep
from crm_desktop.ui.when_row import WhenRow

GAP = 10


class ComposerDetails(QWidget):
    """The lower part of a composer. It is made when somebody begins to write: most people read a record only.

    ``outcome`` is the field of an activity that tells how it went; ``narrow`` leaves out what needs room.
    """

    def __init__(
        self, outcome: Field, context_for: Callable[[str], EditorContext], parent: QWidget, *, narrow: bool
    ) -> None:
        super().__init__(parent)
        self._field = outcome
        self.next = NextStep(context_for(_("Due")))
        self.due_row = DueRow(context_for(_("Due")))
        self.when = WhenRow(context_for)
        self.outcome: Editor = make_editor(outcome.kind, context_for(_(outcome.label)))
        self.outcome.setMinimumWidth(84)
        self.outcome.setMaximumWidth(150)
        self._outcome_label = label(tone="muted")
        self.save = Button(_("Save"), look="primary")
        self.save.setAccessibleName(_("Save the activity"))
        self._below = QWidget(self)
        below = QHBoxLayout(self._below)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(8)
        below.addWidget(self._outcome_label)
        below.addWidget(self.outcome, 1)
        below.addStretch(1)
        if not narrow:
            hint = label("Ctrl Enter", look="key")
            hint.setFixedHeight(20)
            below.addWidget(hint, 0, Qt.AlignmentFlag.AlignVCenter)
        below.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        for part in (self.next, self.due_row, self.when, self._below):
            column.addWidget(part)
        self.retranslate()

    def follow(self, before: QWidget) -> None:
        """Come behind a widget when one goes on by Tab."""
        for part in (self.next, self.due_row, self.when, self._below):
            for one in part.findChildren(QWidget):
                if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.window() is before.window():
                    QWidget.setTabOrder(before, one)
                    before = one

    def clear(self) -> None:
        """Begin anew."""
        self.outcome.load(None)
        self.when.clear()
        self.next.clear()
        self.due_row.clear()

    def show_parts(self, *, begun: bool, planned: bool, has_outcome: bool, has_length: bool) -> None:
        """Show what is asked: of something ``planned`` its day at once, all else once the text is ``begun``."""
        self.when.setVisible(begun and has_length)
        self.next.setVisible(begun and not planned)
        self.due_row.setVisible(planned)
        self.outcome.setVisible(has_outcome)
        self._outcome_label.setVisible(has_outcome)
        self._below.setVisible(begun)

    def retranslate(self) -> None:
        """Show all words again."""
        self.save.set_text(_("Save"))
        self._outcome_label.setText(_(self._field.label))
        self.when.retranslate()
        self.next.retranslate()
        self.due_row.retranslate()
