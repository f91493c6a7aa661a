"""Records that are made together with the one that points to them, in its transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from crm_desktop.core.kinds import Locale
from crm_desktop.core.new_record import NewRecord
from crm_desktop.models import registry
from crm_desktop.services import rules
from crm_desktop.store import record_rows

if TYPE_CHECKING:
    from crm_desktop.store.unit_of_work import UnitOfWork


def with_new(work: UnitOfWork, values: Mapping[str, Any], locale: Locale) -> dict[str, Any]:
    """Return values with the ids of records that were still to be made, which are made now. Raises RecordProblem."""
    return {
        key: make_record(work, value.entity, dict(value.values), locale)
        if isinstance(value, NewRecord)
        else value
        for key, value in values.items()
    }


def make_record(work: UnitOfWork, entity: str, values: dict[str, Any], locale: Locale) -> int:
    """Make one record along the rules, in a transaction that goes on; returns its id. Raises RecordProblem."""
    description = registry.entity(entity)
    completed = rules.complete(work, description, values, locale)
    rules.check(work, description, None, completed)
    record_id = record_rows.create(work, description, completed)
    rules.follow(work, description, record_id, {}, completed)
    return record_id
