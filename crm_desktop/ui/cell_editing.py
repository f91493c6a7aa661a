"""Editing in the cells of a list: the editor of the field's kind over its cell, saved when it is left.

Each saved cell is one transaction. A value that was changed by somebody else since the editor was opened is shown
and never overwritten unasked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QRect, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.errors import CrmError, ValuesMissing
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Locale, Money
from crm_desktop.core.reading import Unreadable
from crm_desktop.ui.alive import is_within, while_alive
from crm_desktop.ui.cell_frame import CellFrame
from crm_desktop.ui.context import Context
from crm_desktop.ui.edited_fields import KEPT_BY_PROGRAM, near_records
from crm_desktop.ui.editors import EditorContext, make_editor
from crm_desktop.ui.field_row import same
from crm_desktop.ui.field_saving import Clash, save_field
from crm_desktop.ui.kept_selection import place_of
from crm_desktop.ui.record_contract import file_of
from crm_desktop.ui.record_table import RecordTable
from crm_desktop.ui.record_table_model import FIRST_FIELD

if TYPE_CHECKING:
    from crm_desktop.ui.asking import Asking


@dataclass(frozen=True)
class Cell:
    """One value of one record."""

    record: int
    field: Field


class CellEditing(QObject):
    """The one open cell of a table. ``in_trash`` tells whether what is listed was deleted."""

    def __init__(
        self, context: Context, entity: Entity, table: RecordTable, in_trash: Callable[[], bool]
    ) -> None:
        super().__init__(table)
        self._context = context
        self._entity = entity
        self._table = table
        self._in_trash = in_trash
        self.frame: CellFrame | None = None
        self.asking: Asking | None = None  # for what a cell needs that was left last
        self._cell: Cell | None = None
        self._row = -1
        self._base: Any = None
        self._is_composing = False
        self._locale: Locale = context.workspace.locale
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus_changed)
        for bar in (table.verticalScrollBar(), table.horizontalScrollBar()):
            bar.valueChanged.connect(self._follow)
        table.horizontalHeader().geometriesChanged.connect(self._follow)
        table.horizontalHeader().sectionResized.connect(self._follow)
        table.records.modelReset.connect(self._follow_later)
        table.records.rowsInserted.connect(self._follow_later)

    # ------------------------------------------------------------------ opening

    def reason(self, field: Field) -> str:
        """Return why a field cannot be edited here, or an empty text."""
        if self._in_trash():
            return _("What lies in the trash cannot be changed. Restore it first.")
        if self._context.workspace.read_only:
            return _("This file is open for reading only.")
        words = {"field": _(field.label)}
        if field.key in KEPT_BY_PROGRAM:
            return _("“%(field)s” is kept by the program.") % words
        if not field.writable:
            return _("“%(field)s” is worked out from other fields.") % words
        return ""

    def begin(self, key: QKeyEvent | None = None) -> None:
        """Open the current cell; a typed ``key`` takes the place of what is there."""
        cell = self._current()
        if cell is None:
            return
        self._context.expect_writing()
        self._table.scrollTo(self._table.cells.here())
        self._table.cells.show(True)
        self._open(cell)
        if key is not None and self.frame is not None:
            self._hand_on(key)

    def empty(self) -> None:
        """Empty the current cell; undo brings its value back."""
        cell = self._current()
        if cell is None or not self._open(cell) or self.frame is None:
            return
        base = self._base
        self._close()
        if cell.field.required:
            said = _("“%(field)s” cannot be empty.") % {"field": _(cell.field.label)}
            self._context.window.show_toast(said)
        elif not same(base, None):
            self._save(cell, None, base, "")

    def _current(self) -> Cell | None:
        """Return the current cell if it can be edited; else say why not."""
        here = self._table.cells.here()
        field = self._table.records.field_at(here.column()) if here.isValid() else None
        record = self._table.current_id()
        if field is None or record is None or not self.finish():
            return None
        if reason := self.reason(field):
            self._context.window.show_toast(reason)
            return None
        return Cell(record, field)

    def _open(self, cell: Cell) -> bool:
        """Open a cell with the value that is in the file now; tell whether its record is still there."""
        lists, currency = self._context.workspace.lists, self._entity.currency_column
        keys = [cell.field.key, *([currency] if currency and isinstance(cell.field.kind, Money) else [])]
        rows = lists.page(self._entity.name, keys, [cell.record])
        if not rows:
            self._context.window.show_toast(_("This record no longer exists."))
            return False
        values = rows[0].values
        locale = self._context.workspace.locale
        self._locale = locale.of_currency(str(values[1] or "")) if len(keys) > 1 else locale
        self._cell, self._base = cell, values[0]
        editor = make_editor(cell.field.kind, self._editor_context(cell))
        editor.load(values[0])
        frame = self.frame = CellFrame(editor, cell.field.kind, self._table.viewport())
        frame.left.connect(self._on_left, Qt.ConnectionType.QueuedConnection)
        frame.cancelled.connect(self.cancel)
        frame.place(self._box(cell) or QRect())
        frame.show()
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        editor.select_all()
        return True

    def _editor_context(self, cell: Cell) -> EditorContext:
        file, field, entity = file_of(self._context), cell.field, self._entity

        def near() -> dict[str, int]:
            return near_records(entity, file.records.get(entity.name, cell.record).values, cell.record)

        return EditorContext(
            file=file, tasks=self._context.tasks, messages=self._context.messages, locale=self._locale,
            name=_(field.label), required=field.required, compact=True, makes_new="with_record", near=near,
        )  # fmt: skip

    def _line(self) -> QLineEdit | QPlainTextEdit | None:
        """Return what is typed into, where there is such a thing."""
        proxy = self.frame.editor.focusProxy() if self.frame is not None else None
        return proxy if isinstance(proxy, QLineEdit | QPlainTextEdit) else None

    def _hand_on(self, key: QKeyEvent) -> None:
        line = self._line()
        if line is None:
            if self.frame is not None:
                self.frame.editor.open_choices()
            return
        line.selectAll()
        QApplication.sendEvent(line, key)

    def compose(self, event: QInputMethodEvent) -> None:
        """Take what an input method composes over the current cell: the list keeps the focus until it commits."""
        is_new = self.frame is None
        if is_new and (event.preeditString() or event.commitString()):
            self.begin()
        line = self._line()
        if line is None:
            return
        self._is_composing = not event.commitString()
        if self._is_composing:
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        if is_new:
            line.selectAll()
        QApplication.sendEvent(line, event)
        if not self._is_composing:
            line.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------ leaving

    def is_open(self) -> bool:
        """Tell whether a cell is being edited."""
        return self.frame is not None

    def label(self) -> str:
        """Return the name of the field that is being edited."""
        return _(self._cell.field.label) if self._cell is not None else ""

    def finish(self) -> bool:
        """Save what was edited; tell whether the cell could be left."""
        frame, cell = self.frame, self._cell
        if frame is None or cell is None:
            return True
        if not frame.conflict.isHidden():
            return False
        try:
            value = frame.editor.value()
        except Unreadable as problem:
            frame.say(str(problem))
            return False
        if cell.field.required and value in (None, "", []):
            frame.say(_("“%(field)s” cannot be empty.") % {"field": _(cell.field.label)})
            return False
        base, text = self._base, frame.editor.shown_text() or cell.field.kind.show(value, self._locale)
        self._close()
        if not same(value, base):
            self._save(cell, value, base, text if value is not None else "")
        return True

    def cancel(self) -> None:
        """Leave the cell as it was."""
        self._close()

    def _close(self) -> None:
        frame, self.frame, self._cell = self.frame, None, None
        self._is_composing = False
        if frame is None:
            return
        if is_within(QApplication.focusWidget(), frame):  # a hidden widget would hand it on as Tab does
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        frame.hide()
        frame.editor.discard()
        frame.deleteLater()

    def _save(self, cell: Cell, value: Any, base: Any, text: str, **more: Any) -> None:
        """Save a cell, with values of other fields that it needs."""
        file, window = file_of(self._context), self._context.window
        record, label = (self._entity.name, cell.record), _(cell.field.label)
        self._table.records.show_pending(cell.record, cell.field.key, value, text)

        def done(outcome: Clash | int) -> None:
            if isinstance(outcome, Clash):
                self._open_again(cell, value, theirs=outcome)
            elif outcome:
                said = _("“%(field)s” changed") % {"field": label}
                window.show_toast(said, _("Undo"), lambda: window.undo(outcome))

        def failed(error: CrmError) -> None:
            if isinstance(error, ValuesMissing) and not more:
                self._ask_missing(
                    error, cell, text, lambda values: self._save(cell, value, base, text, **values)
                )
            else:
                self._open_again(cell, value, problem=str(error))

        self._context.tasks.run(
            lambda _task: save_field(file, record, cell.field.key, value, base, **more),
            done=while_alive(self, done),
            failed=while_alive(self, failed),
            title=_("Save"),
        )

    def _ask_missing(
        self, error: ValuesMissing, cell: Cell, text: str, save: Callable[[dict[str, Any]], object]
    ) -> None:
        """Ask at a cell for what its new value needs; who gives nothing leaves the record as it was."""
        from crm_desktop.ui.asking import asking_for

        name = file_of(self._context).records.get(self._entity.name, cell.record).title
        fields = [self._entity.field(key) for key in error.fields]
        asking = asking_for(
            self._context,
            f"{name} → {text}",
            fields,
            text,
            self._table,
            state=error.state,
            locale=self._locale,
        )
        asking.answered.connect(save)
        asking.left.connect(lambda: self._table.records.drop_pending(cell.record))
        view = self._table.viewport()
        box = self._box(cell) or view.rect()
        asking.open_at(QRect(view.mapToGlobal(box.topLeft()), box.size()))
        self.asking = asking

    def _open_again(self, cell: Cell, value: Any, *, problem: str = "", theirs: Clash | None = None) -> None:
        """Open a cell with what could not be saved, and say why."""
        self._table.records.drop_pending(cell.record)
        row = place_of(self._table.records.ids, cell.record)
        if row < 0 or cell.field not in self._table.records.fields or not self.finish():
            said = problem or _("Somebody changed this meanwhile to “%(value)s”.") % {
                "value": theirs.text if theirs is not None else ""
            }
            self._context.window.show_toast(
                _("“%(field)s” was not saved: %(why)s") % {"field": _(cell.field.label), "why": said}
            )
            return
        self._table.cells.go(row, self._column(cell.field))
        if self._open(cell) and self.frame is not None:
            self.frame.editor.load(value)
            if theirs is not None:
                self._base = theirs.value
                self.frame.ask(theirs.text)
            else:
                self.frame.say(problem)

    # ------------------------------------------------------------------ to the next cell

    def _on_left(self, step: int) -> None:
        cell = self._cell
        if cell is None or not self.finish():
            return
        row, column = place_of(self._table.records.ids, cell.record), self._column(cell.field)
        if row < 0 or step == 0:
            return
        if step == 1:
            self._table.cells.go(min(row + 1, len(self._table.records.ids) - 1), column)
        else:
            self._go_on(row, column, step // 2)

    def _go_on(self, row: int, column: int, step: int) -> None:
        """Open the next cell that can be edited, at the end of a row in the next one."""
        cells, records = self._table.cells, self._table.records
        for _try in range(2 * len(records.fields)):
            column = cells.neighbour(column, step)
            if column < 0:
                row, column = row + step, self._edge(step)
            if not 0 <= row < len(records.ids):
                return
            field = records.field_at(column)
            if field is not None and not self.reason(field):
                cells.go(row, column)
                self.begin()
                return

    def _edge(self, step: int) -> int:
        header = self._table.horizontalHeader()
        return header.logicalIndex(FIRST_FIELD if step > 0 else header.count() - 1)

    def _column(self, field: Field) -> int:
        fields = self._table.records.fields
        return fields.index(field) + FIRST_FIELD if field in fields else FIRST_FIELD

    # ------------------------------------------------------------------ staying over the cell

    def _box(self, cell: Cell) -> QRect | None:
        ids = self._table.records.ids
        if not (0 <= self._row < len(ids) and ids[self._row] == cell.record):
            self._row = place_of(ids, cell.record)
        if self._row < 0 or cell.field not in self._table.records.fields:
            return None
        return self._table.visualRect(self._table.records.index(self._row, self._column(cell.field)))

    def _follow(self, *_details: object) -> None:
        if self.frame is not None and self._cell is not None:
            box = self._box(self._cell)
            if box is not None:
                self.frame.place(box)

    def _follow_later(self, *_details: object) -> None:
        if self.frame is not None:
            self._table.executeDelayedItemsLayout()
            self._follow()

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        modal = QApplication.activeModalWidget()
        inside = self.frame is None or new is None or is_within(new, self.frame)
        composes = self._is_composing and new is self._table
        if not inside and not composes and not (modal is not None and is_within(new, modal)):
            self.finish()
