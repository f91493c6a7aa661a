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


def with_new(
    work: UnitOfWork, values: Mapping[str, Any], locale: Locale, made: dict[NewRecord, int] | None = None
) -> dict[str, Any]:
    """Return values with the ids of records that were still to be made, which are made now. Raises RecordProblem.

    ``made`` keeps those that were made, for other records that are to point to the same.
    """
    known = {} if made is None else made
    found = dict(values)
    for key, value in values.items():
        if isinstance(value, NewRecord):
            if value not in known:
                known[value] = make_record(work, value.entity, dict(value.values), locale)
            found[key] = known[value]
    return found


def make_record(work: UnitOfWork, entity: str, values: dict[str, Any], locale: Locale) -> int:
    """Make one record along the rules, in a transaction that goes on; returns its id. Raises RecordProblem."""
    description = registry.entity(entity)
    completed = rules.complete(work, description, values, locale)
    rules.check(work, description, None, completed)
    record_id = record_rows.create(work, description, completed)
    rules.follow(work, description, record_id, {}, completed)
    return record_id
