"""What the tests of record pages share: a real file behind a page, and one record of every entity."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.kinds import (
    Choice,
    Day,
    Email,
    Exact,
    Flag,
    Kind,
    Moment,
    Money,
    Number,
    Option,
    Phone,
    Reference,
    Status,
    Tags,
    Year,
)
from crm_desktop.core.query import ListQuery
from crm_desktop.models import registry
from crm_desktop.ui.context import Context, Handlers
from crm_desktop.ui.editors import EditorContext
from crm_desktop.ui.own_pages import page_of
from crm_desktop.ui.record_page import RecordPage
from tests.ui import fake_window

ENTITIES = {one.name: one for one in registry.ENTITIES}
SAMPLES: tuple[tuple[type[Kind[Any]], Any], ...] = (
    (Email, "ana@example.com"),
    (Phone, "+49 30 123456"),
    (Year, 1999),
    (Number, 7),
    (Exact, Decimal("2.5")),
    (Money, 123_450),
    (Day, date(2024, 11, 21)),
    (Moment, datetime(2024, 11, 21, 9, 12, tzinfo=UTC)),
    (Flag, True),
    (Tags, ["VIP", "Fair"]),
)
_PLAIN = {"entity": "company", "currency": "USD"}
_BY_PROGRAM = {"created_at", "updated_at"}


def make_context(workspace: Any, state: Any) -> Context:
    """Return what a page is given: a real file, work done at once, nobody to answer but the test."""
    made = Context(
        workspace, ENTITIES, fake_window.InlineTasks(), fake_window.FakeMessages(), state, Handlers()
    )
    made.navigator = fake_window.FakeWindow()
    return made


def editor_context(context: Context, **more: Any) -> EditorContext:
    """Return what an editor is given."""
    file = context.workspace
    return EditorContext(file, context.tasks, context.messages, file.locale, name="Field", **more)


def sample(workspace: Any, field: Field) -> Any:
    """Return a value for a field."""
    kind = field.kind
    if field.key in _PLAIN:
        return _PLAIN[field.key]
    if isinstance(kind, Option):
        found = workspace.lists.options(kind.options)
        return found[0].id if found else None
    if isinstance(kind, Status):
        return kind.machine.initial
    if isinstance(kind, Choice):
        return kind.vocabulary.codes[0]
    if isinstance(kind, Reference):
        found = workspace.lists.named(kind.entity, "")
        return found[0].id if found else make_record(workspace, ENTITIES[kind.entity])
    return next((value for sort, value in SAMPLES if isinstance(kind, sort)), f"Text of {field.key}")


def make_record(workspace: Any, entity: Entity) -> int:
    """Make a record with its required fields and those of a new list."""
    wanted = [one for one in entity.fields if one.writable and one.key not in _BY_PROGRAM]
    values = {one.key: sample(workspace, one) for one in wanted if one.required or one.listed == "shown"}
    return workspace.records.create(
        entity.name, {key: value for key, value in values.items() if value is not None}
    )


def transactions(workspace: Any) -> int:
    """Return how many transactions the file has."""
    return len(workspace.history.recent(10_000))


def nameless(widget: QWidget) -> list[str]:
    """Return the visible controls that a screen reader could not name."""
    controls = [
        *widget.findChildren(QLineEdit),
        *widget.findChildren(QPlainTextEdit),
        *widget.findChildren(QComboBox),
        *widget.findChildren(QAbstractButton),
    ]
    return [
        f"{one.metaObject().className()} in {one.parent().metaObject().className()}"
        for one in controls
        if one.isVisible() and not (one.accessibleName() or getattr(one, "text", str)())
    ]


def query(entity: str) -> ListQuery:
    """Return the query for all records of an entity."""
    return ListQuery(entity)


def shown_page(qtbot: QtBot, context: Context, entity: str, record_id: int) -> RecordPage:
    """Return the page of a record, shown, that hears of changes."""
    page = page_of(ENTITIES[entity])(context, ENTITIES[entity], record_id)
    qtbot.addWidget(page)
    context.workspace.subscribe(page.on_changes)
    page.resize(1235, 800)
    page.show()
    qtbot.waitExposed(page)
    return page
