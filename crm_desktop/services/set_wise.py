"""Values of many records, written by column: each row its own, without loading the records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from crm_desktop.core import clock
from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.new_record import NewRecord
from crm_desktop.services import rules

if TYPE_CHECKING:
    from crm_desktop.store.unit_of_work import UnitOfWork


def assign(work: UnitOfWork, table: str, column: str, pairs: Sequence[tuple[int, Any]]) -> None:
    """Give rows their own value of a column, in stored form; who did it and when is noted, the log is written."""
    at, user = clock.stamp(), work.writer.user
    work.connection.executemany(
        f'UPDATE "{table}" SET "{column}" = ?, updated_at = ?, updated_by = ? WHERE id = ?',
        [(value, at, user, row) for row, value in pairs],
    )


def is_possible(entity: Entity, fields: Sequence[Field], changes: Mapping[int, Mapping[str, Any]]) -> bool:
    """Tell whether changes can be written by column: they lie in the rows of the records, and no rule follows."""
    keys = {key for values in changes.values() for key in values}
    own = {one.key for one in fields if one.stored and not rules.is_ruled(entity, one.key)}
    return keys <= own and not any(
        isinstance(value, NewRecord) for values in changes.values() for value in values.values()
    )


def write(
    work: UnitOfWork, entity: Entity, fields: Sequence[Field], changes: Mapping[int, Mapping[str, Any]]
) -> None:
    """Write changes that :func:`is_possible` allows."""
    for one in fields:
        pairs = [
            (record, one.kind.to_stored(values[one.key]))
            for record, values in changes.items()
            if one.key in values
        ]
        if pairs:
            assign(work, entity.name, one.column, pairs)
