"""What records and fields are called: titles of rows, labels of columns, names behind references."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from crm_desktop.core.entity import Field
from crm_desktop.core.i18n import N_, _, language
from crm_desktop.models import registry
from crm_desktop.store.driver import Connection
from crm_desktop.store.sql import chunks, marks


def title_expression(table: str, alias: str = "") -> str:
    """Return the SQL expression of a record's title in the language of the program."""
    prefix = f'"{alias}".' if alias else ""
    columns = registry.column_names(table)
    if "label_zh" in columns and "label_en" in columns:
        first, second = ("zh", "en") if language() == "zh_CN" else ("en", "zh")
        return f"coalesce(nullif({prefix}label_{first}, ''), {prefix}label_{second})"
    return f'{prefix}"{registry.entity(table).title_field.column}"'


def of_rows(connection: Connection, table: str, ids: Sequence[int]) -> dict[int, str]:
    """Return the titles of records by id; records that do not exist are left out."""
    expression = title_expression(table)
    found: dict[int, str] = {}
    for part in chunks(ids):
        rows = connection.execute(f'SELECT id, {expression} FROM "{table}" WHERE id IN ({marks(part)})', part)
        found.update((row[0], str(row[1] or "")) for row in rows)
    return found


def of_row(connection: Connection, table: str, row: int) -> str:
    """Return the title of a record; of a part (a channel, say) with that of the record it belongs to."""
    own = of_rows(connection, table, [row]).get(row, "")
    for parent, column in registry.owners_of(table):
        found = connection.execute(f'SELECT "{column}" FROM "{table}" WHERE id = ?', (row,)).fetchone()
        if found and found[0] is not None:
            owner = of_rows(connection, parent, [found[0]]).get(found[0], "")
            return f"{owner} – {own}" if own and own != owner else owner
    return own or _(registry.entity(table).title)


@cache
def field_of_column(table: str, column: str) -> Field | None:
    """Return the field that a column of a table is described by."""
    return next((one for one in registry.entity(table).fields if one.stored and one.column == column), None)


_NO_FIELDS = {
    "deleted_at": N_("Moved to the trash"),
    "merged_into_id": N_("Merged"),
    "created_by": N_("Created by"),
}


def labels(table: str, columns: Sequence[str]) -> tuple[str, ...]:
    """Return the labels of columns in the language of the program."""
    fields = [field_of_column(table, column) for column in columns]
    named = zip(fields, columns, strict=True)
    return tuple(_(one.label if one else _NO_FIELDS.get(column, column)) for one, column in named)
