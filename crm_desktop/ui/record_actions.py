"""What can be done with a record: its buttons, deleting, restoring, undoing, leaving what cannot be saved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import _, listed
from crm_desktop.core.kinds import Option, Reference
from crm_desktop.ui import history_actions
from crm_desktop.ui.card import GAP, Card, Ground, scrolled
from crm_desktop.ui.page import PageAction
from crm_desktop.ui.record_contract import Record, file_of, plain

if TYPE_CHECKING:
    from crm_desktop.ui.context import Context
    from crm_desktop.ui.record_action import RecordAction
    from crm_desktop.ui.record_contract import Event
    from crm_desktop.ui.record_new import NewRecordForm
    from crm_desktop.ui.record_page import RecordPage

FORM_WIDTH = 620


def page_actions(page: RecordPage, extra: Sequence[RecordAction]) -> list[PageAction]:
    """Return the buttons of the top bar."""
    if page.record is None:
        return []
    writable = page.may_write()
    if page.record.deleted:
        may_restore = not page.context.workspace.read_only
        return [PageAction(_("Restore"), "archive-restore", lambda: restore(page), True, may_restore)]
    record = page.record
    found = [_extra_button(page, record, one) for one in extra]
    found.append(PageAction(_("Delete"), "trash-2", page.delete, False, writable, "edit.delete"))
    if page.has_composer:
        found.append(
            PageAction(_("Log activity"), "plus", lambda: log_activity(page), True, writable, "edit.log")
        )
    return found


def _extra_button(page: RecordPage, record: Record, action: RecordAction) -> PageAction:
    """Return a button of the application."""
    text, run = _(action.text_for(record)), action.run
    return PageAction(text, action.icon, lambda: run(page.entity.name, page.record_id))


def log_activity(page: RecordPage, means: str = "") -> None:
    """Put the cursor where is written what happened; ``means`` chooses what it is."""
    page.show_tab("overview")
    composer = page.overview.composer
    if composer is not None and means:
        composer.begin(means)
    elif composer is not None:
        composer.focus_text()


def delete(page: RecordPage) -> None:
    """Move the record to the trash; a toast offers to undo it."""
    if page.record is not None and page.may_write():
        move_to_trash(page.context, page.record)


def move_to_trash(context: Context, record: Record) -> None:
    """Move a record to the trash; a toast offers to undo it."""
    records, window = file_of(context).records, context.window
    text = _("“%(name)s” moved to the trash") % {"name": record.title}

    def deleted(transaction: int) -> None:
        window.show_toast(text, _("Undo"), lambda: window.undo(transaction))

    context.tasks.run(
        lambda _task: records.delete(record.entity, [record.id]), done=deleted, title=_("Delete")
    )


def restore(page: RecordPage) -> None:
    """Take the record out of the trash."""
    records, window = file_of(page.context).records, page.context.window
    entity, record_id, name = page.entity.name, page.record_id, page.title()
    text = _("“%(name)s” restored") % {"name": name}
    page.context.tasks.run(
        lambda _task: records.restore(entity, [record_id]),
        done=lambda _done: window.show_toast(text),
        title=_("Restore"),
    )


def undo(page: RecordPage, event: Event) -> None:
    """Take back what an entry of the history tells."""
    history_actions.take_back(page.context, event.transaction, event.title, event.change)


def may_leave(page: RecordPage) -> bool:
    """Save what is being edited; ask about what cannot be saved."""
    new = page.new_form
    composer = page.overview.composer
    lost = []
    if new is not None and new.is_touched():
        lost.append(_(new.entity.title))
    if not page.overview.form.leave():
        lost += page.overview.form.unsaved()
    if composer is not None and not composer.is_empty():
        lost.append(_("Activity"))
    if not lost:
        return True
    question = _("Leave without saving?")
    text = _("Not saved: %(fields)s.") % {"fields": listed(lost)}
    return page.context.messages.ask(question, text, _("Leave"), danger=True)


def may_drop_new(page: RecordPage) -> bool:
    """Ask before a new record that was begun is forgotten."""
    new = page.new_form
    return new is None or new.may_drop()


def shared_references(entity: Entity, other: Entity, record: Record | None) -> dict[str, Any]:
    """Return the references that a new record of ``other`` takes over: fields of both that mean the same."""
    found: dict[str, Any] = {}
    for field in other.fields if record is not None else ():
        twin = entity.by_key.get(field.key)
        kind, other_kind = field.kind, twin.kind if twin is not None else None
        if (
            not isinstance(kind, Reference)
            or isinstance(kind, Option)
            or not isinstance(other_kind, Reference)
        ):
            continue
        is_same = field.writable and kind.entity == other_kind.entity
        value = record.values.get(field.key) if record is not None else None
        if is_same and value is not None and field.key != "owner":
            found[field.key] = plain(value)
    return found


def new_card(form: NewRecordForm, title: str) -> QWidget:
    """Return the form of a new record as a card on its ground."""
    card = Card(title)
    card.body.addSpacing(8)
    card.body.addWidget(form)
    card.setMaximumWidth(FORM_WIDTH)
    ground = Ground()
    row = QHBoxLayout(ground)
    row.setContentsMargins(GAP, GAP, GAP, GAP)
    column = QVBoxLayout()
    column.addWidget(card)
    column.addStretch(1)
    row.addLayout(column, 1)
    row.addStretch(0)
    holder = QWidget()
    outer = QVBoxLayout(holder)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addWidget(scrolled(ground))
    return holder
