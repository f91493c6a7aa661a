"""Finding records that lack something: a next step, or a way to reach them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from crm_desktop.core.query import Condition, ListQuery
from crm_desktop.core.reading import Unreadable, email
from crm_desktop.models import registry
from crm_desktop.services.cleaning import texts
from crm_desktop.store.sql import chunks, marks

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace

_LEADS = (Condition("status", "any_of", ["new", "working", "nurturing", "qualified"]),)


def has_next_steps(entity: str) -> bool:
    """Tell whether activities are planned for records of an entity."""
    return f"{entity}_id" in registry.table("activity").columns


def without_next_step(workspace: Workspace, entity: str, ids: Sequence[int]) -> list[int]:
    """Return those of ``ids`` for which nothing is planned; what is over needs nothing."""
    conditions = _LEADS if entity == "lead" else registry.entity(entity).open_ones
    living = workspace.lists.ids(ListQuery(entity, conditions=conditions, among=tuple(ids)))
    reader = workspace.file.reader()
    planned: set[int] = set()
    for some in chunks(living):
        rows = reader.execute(
            f"SELECT {entity}_id FROM activity WHERE {entity}_id IN ({marks(some)}) AND done_at IS NULL "
            "AND started_at IS NULL AND deleted_at IS NULL",
            some,
        )
        planned.update(row[0] for row in rows)
    return [one for one in living if one not in planned]


def with_doubtful_mail(workspace: Workspace, entity: str, ids: Sequence[int]) -> list[int]:
    """Return those of ``ids`` with an e-mail address that cannot be one, is marked invalid, or looks mistyped."""
    reader = workspace.file.reader()
    found: set[int] = set()
    for some in chunks(ids):
        rows = reader.execute(
            f"SELECT {entity}_id, value, is_invalid FROM channel WHERE {entity}_id IN ({marks(some)}) "
            "AND kind = 'email' AND deleted_at IS NULL",
            some,
        )
        found.update(record for record, value, invalid in rows if invalid or is_doubtful(value))
    return [one for one in ids if one in found]


def is_doubtful(address: str) -> bool:
    """Tell whether an e-mail address cannot be one, or is likely a slip."""
    try:
        return email(address) is None or texts.corrected_mail(address) != address
    except Unreadable:
        return True
