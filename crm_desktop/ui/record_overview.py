"""The overview of a record: its fields, what happened, what hangs together with it; columns that give way."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import _
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.card import GAP, Card, Ground, scrolled
from crm_desktop.ui.composer import Composer
from crm_desktop.ui.context import Context
from crm_desktop.ui.margin_bar import MarginBar
from crm_desktop.ui.portions import Portions
from crm_desktop.ui.record_contract import Record
from crm_desktop.ui.record_form import RecordForm
from crm_desktop.ui.record_related import RelatedColumn
from crm_desktop.ui.record_section import Section
from crm_desktop.ui.timeline import Timeline

THREE_COLUMNS = 1060  # narrower: the right column goes under the fields
TWO_COLUMNS = 640  # narrower: everything under each other


class Overview(QWidget):
    """Form at the left, stream in the middle, related records at the right.

    The fields are there first; what happened and the composer over it are made in portions.
    ``written`` carries an activity, ``undo_clicked`` an event of the timeline.
    """

    written = Signal(object)
    undo_clicked = Signal(object)

    def __init__(
        self, context: Context, entity: Entity, parent: QWidget | None = None, *, has_composer: bool
    ) -> None:
        super().__init__(parent)
        self._columns = 0
        self._context, self._entity, self._has_composer = context, entity, has_composer
        self._record: Record | None = None
        self._portions = Portions(self)
        self._build()
        self.details = Card(parent=self._left)
        # As high as its lines are at this width: Qt takes the most height of others from a width that they choose.
        self.details.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.form = RecordForm(context, entity, self.details)
        self.form.filled.connect(self._begin_stream)
        self._edit = Button(icon="pencil", look="quieticon", clicked=self.form.edit_first)
        self.details.add_action(self._edit)
        self.details.body.addWidget(self.form)
        left = _column(self._left)
        left.addWidget(self.details)
        left.addStretch(1)
        self._stream = Card(parent=self._middle)
        self._stream.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        _column(self._middle).addWidget(self._stream, 1)
        self.related = RelatedColumn(self._right)
        _column(self._right).addWidget(self.related, 1)
        self.retranslate()
        self._portions.begin([lambda: self.timeline])

    @cached_property
    def timeline(self) -> Timeline:
        """What happened; it comes to light when it has its place under the composer."""
        made = Timeline(self._context, self._entity, parent=self._stream)
        made.undo_clicked.connect(self.undo_clicked)
        made.setVisible(not self._has_composer)
        self._stream.body.addWidget(made, 1)
        if self._record is not None:
            made.show_record(self._record.id)
        return made

    def read_timeline(self) -> None:
        """Read again what happened, if it is shown already."""
        if "timeline" in vars(self) and self._record is not None:
            self.timeline.show_record(self._record.id)

    @cached_property
    def composer(self) -> Composer | None:
        """Where is written what happened, at the head of the stream, if such records have it."""
        made = Composer(self._context, parent=self._stream) if self._has_composer else None
        if made is not None:
            made.written.connect(self.written)
            self._stream.body.insertWidget(0, made)
            self._stream.body.insertSpacing(1, 16)
            self._write_about(made)
        return made

    def _write_about(self, composer: Composer) -> None:
        if self._record is not None:
            composer.set_record(self._record)
            composer.setVisible(not self._record.deleted)

    def _build(self) -> None:
        """Make the columns, each in its place before it is filled."""
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._ground = Ground()
        area = scrolled(self._ground, self)
        MarginBar(area)
        outer.addWidget(area)
        self._whole = QVBoxLayout(self._ground)
        self._whole.setContentsMargins(GAP, GAP, GAP, GAP)
        self._whole.setSpacing(GAP)
        self._row = QHBoxLayout()
        self._row.setSpacing(GAP)
        self._whole.addLayout(self._row, 1)
        self._under = QVBoxLayout()
        self._under.setSpacing(GAP)
        self._left, self._middle, self._right = (QWidget(self._ground) for _column in range(3))
        self._row.addWidget(self._left, 0)
        self._row.addLayout(self._under, 1)
        self._row.addWidget(self._right, 0)
        self._under.addWidget(self._middle, 1)

    def lead_with(self, widget: QWidget) -> None:
        """Put something above what happened."""
        column = self._middle.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(0, widget)

    def tell_aside(self) -> None:
        """Tell what happened in the right column, over the related records: the middle belongs to something else."""
        column = self._right.layout()
        assert isinstance(column, QVBoxLayout)
        self._stream.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        column.insertWidget(column.count() - 1, self._stream)

    def add_section(self, section: Section) -> None:
        """Put a card in its place: over the columns, under the fields, over the stream or the related records."""
        if section.side == "top":
            self._whole.insertWidget(self._whole.count() - 1, section)
            return
        holder = {"left": self._left, "middle": self._middle, "right": self._right}[section.side]
        column = holder.layout()
        assert isinstance(column, QVBoxLayout)
        # the fields end their column with what is left of it, the others begin after the cards
        told = column.indexOf(self._stream) if section.side == "right" else -1
        column.insertWidget(told if told >= 0 else column.count() - 1, section)

    def retranslate(self) -> None:
        """Show all words again."""
        self.details.set_title(_("Details"))
        self._edit.set_text("", _("Edit the fields (F2)"))
        self._stream.setAccessibleName(_("What happened"))
        self.form.retranslate()
        if "timeline" in vars(self):
            self.timeline.retranslate()
        if "composer" in vars(self) and self.composer is not None:
            self.composer.retranslate()

    def show_record(self, record: Record) -> None:
        """Show this record."""
        self._record = record
        self.form.show_record(record)
        self._edit.setVisible(not record.deleted)
        if "composer" in vars(self) and self.composer is not None:
            self._write_about(self.composer)

    def _begin_stream(self) -> None:
        if "timeline" not in vars(self) or self.timeline.isHidden():
            self._portions.begin([lambda: self.timeline, lambda: self.composer, self._show_timeline])

    def _show_timeline(self) -> None:
        self.timeline.show()

    def set_columns(self, width: int) -> None:
        """Arrange the columns for this width."""
        columns = 3 if width >= THREE_COLUMNS else 2 if width >= TWO_COLUMNS else 1
        wide = width >= 1180
        self._left.setFixedWidth(312 if wide else 300) if columns > 1 else self._left.setMaximumWidth(
            16777215
        )
        self._right.setFixedWidth(352 if wide else 310) if columns == 3 else self._free(self._right)
        if columns == self._columns:
            return
        self._columns = columns
        self._row.setDirection(
            QHBoxLayout.Direction.LeftToRight if columns > 1 else QHBoxLayout.Direction.TopToBottom
        )
        below_fields = self._left.layout()
        assert isinstance(below_fields, QVBoxLayout)
        for layout in (self._row, self._under, below_fields):
            layout.removeWidget(self._right)
        if columns == 3:
            self._row.addWidget(self._right, 0)
        elif columns == 2:
            below_fields.insertWidget(below_fields.count() - 1, self._right)
        else:
            self._under.addWidget(self._right)
        if columns == 1:
            self._free(self._left)

    @staticmethod
    def _free(widget: QWidget) -> None:
        widget.setMinimumWidth(0)
        widget.setMaximumWidth(16777215)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.set_columns(event.size().width())


def _column(holder: QWidget) -> QVBoxLayout:
    """Return a layout for what lies under each other in a column."""
    holder.setAttribute(
        Qt.WidgetAttribute.WA_StaticContents
    )  # a card that comes paints those above it no more
    made = QVBoxLayout(holder)
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(GAP)
    return made
