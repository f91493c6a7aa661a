"""Which fields of a record people fill in, and what the editor of a field knows of the records around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.kinds import Option, Reference
from crm_desktop.core.new_record import NewRecord
from crm_desktop.ui.record_contract import plain

KEPT_BY_PROGRAM = frozenset({"created_at", "updated_at"})
"""The bookkeeping that ``models/base.py`` gives every record."""


def editable_fields(fields: Sequence[Field]) -> list[Field]:
    """Return the fields that a person fills in."""
    return [
        one for one in fields if one.writable and one.listed != "hidden" and one.key not in KEPT_BY_PROGRAM
    ]


def near_records(entity: Entity, values: Mapping[str, Any], record_id: int = 0) -> dict[str, int]:
    """Return the records around one: itself and those it points to, by the names of their entities."""
    found = {entity.name: record_id} if record_id else {}
    for field in entity.fields:
        if isinstance(field.kind, Reference) and not isinstance(field.kind, Option) and field.writable:
            target = plain(values.get(field.key))
            if target is not None and not isinstance(target, NewRecord):
                found.setdefault(field.kind.entity, int(target))
    return found
