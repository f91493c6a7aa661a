"""The user's own fields: descriptions stored as data, values in a typed table, and the entries of option lists."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from crm_desktop.core.entity import Child, Field, Listed
from crm_desktop.core.kinds import (
    Day,
    Email,
    Exact,
    Flag,
    Kind,
    LongText,
    Moment,
    Money,
    Number,
    Option,
    Phone,
    Text,
    Web,
)
from crm_desktop.store.driver import Connection
from crm_desktop.store.names import title_expression
from crm_desktop.store.pages import Named

PREFIX = "custom_"

Maker = Callable[[str], Kind[Any]]


@cache
def _makers() -> dict[str, tuple[Maker, str]]:
    """Return for each kind of custom field how its kind is made (from an option set) and the column of its values."""
    return {
        "text": (lambda _set: Text(), "text_value"),
        "long_text": (lambda _set: LongText(), "text_value"),
        "email": (lambda _set: Email(), "text_value"),
        "phone": (lambda _set: Phone(), "text_value"),
        "web": (lambda _set: Web(), "text_value"),
        "number": (lambda _set: Number(), "whole_value"),
        "exact": (lambda _set: Exact(), "whole_value"),
        "money": (lambda _set: Money(), "whole_value"),
        "flag": (lambda _set: Flag(), "whole_value"),
        "option": (Option, "whole_value"),
        "day": (lambda _set: Day(), "day_value"),
        "moment": (lambda _set: Moment(), "moment_value"),
    }


def of(connection: Connection, entity: str) -> tuple[Field, ...]:
    """Return the custom fields of an entity as fields like any other; their keys begin with ``custom_``."""
    label = title_expression("custom_field")
    rows = connection.execute(
        f"SELECT id, key, {label}, kind, option_set, listed FROM custom_field "
        "WHERE entity = ? AND deleted_at IS NULL AND retired_at IS NULL ORDER BY position, id",
        (entity,),
    ).fetchall()
    return tuple(
        described(field_id, key, text, kind, option_set, listed="shown" if listed else "offered")
        for field_id, key, text, kind, option_set, listed in rows
    )


def described(
    field_id: int, key: str, label: str, kind: str, option_set: str | None, *, listed: Listed = "offered"
) -> Field:
    """Return a custom field as a field like any other, of what is stored about it."""
    maker, column = _makers()[kind]
    source = Child("custom_value", "row_id", column, (("field_id", field_id),))
    return Field(PREFIX + key, label, maker(option_set or ""), source, False, listed, False, (key, label))


def kind_class(kind: str) -> type[Kind[Any]]:
    """Return the class of the values of a kind of custom field."""
    return type(_makers()[kind][0](""))


def options(connection: Connection, set_name: str) -> list[Named]:
    """Return the entries of an option list that can still be chosen, in their order."""
    rows = connection.execute(
        f"SELECT id, {title_expression('option')}, colour, kind FROM option WHERE set_name = ? "
        "AND retired_at IS NULL AND deleted_at IS NULL ORDER BY position, id",
        (set_name,),
    )
    return [Named(row[0], row[1] or "", row[2] or "grey", row[3] or "") for row in rows]
