"""Conditions that are kept in the file, of saved views and live segments: they follow when one value takes the place of
another, a merged record by the one that stays or a retired entry of a list by its successor."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from crm_desktop.core.kinds import Reference
from crm_desktop.models import registry

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace
    from crm_desktop.store.unit_of_work import UnitOfWork

_KEPT = (("saved_view", "entity"), ("segment", "subject"))
"""The tables with conditions, and the column that names the entity whose records they choose."""


def follow(
    workspace: Workspace, work: UnitOfWork, concerns: Callable[[Reference], bool], becomes: Mapping[int, int]
) -> None:
    """Let the conditions on the fields whose kind ``concerns`` accepts ask for what each of their values becomes.

    Those in the trash follow, too: they may come back.
    """
    for table, column in _KEPT:
        rows = work.execute(
            f'SELECT id, "{column}", conditions FROM "{table}" WHERE conditions IS NOT NULL'
        ).fetchall()
        for row_id, entity, text in rows:
            after = _after(workspace, entity, text, concerns, becomes)
            if after != text:
                record: Any = work.session.get_one(registry.model(table), row_id)
                record.conditions = after


def _after(
    workspace: Workspace,
    entity: str,
    text: str,
    concerns: Callable[[Reference], bool],
    becomes: Mapping[int, int],
) -> str:
    content = json.loads(text)
    keys = {
        one.key
        for one in workspace.lists.fields(entity)
        if isinstance(one.kind, Reference) and concerns(one.kind)
    }
    found = False
    for one in content.get("conditions", ()):
        if one["field"] in keys:
            value = one.get("value")
            one["value"] = _with(value, becomes)
            found = found or one["value"] != value
    return json.dumps(content, ensure_ascii=False) if found else text


def _with(value: Any, becomes: Mapping[int, int]) -> Any:
    """Return the value of a condition with what its ids become, none of them twice."""
    if isinstance(value, list):
        return list(dict.fromkeys(becomes.get(one, one) for one in value))
    return becomes.get(value, value) if isinstance(value, int) else value


__all__ = ["follow"]
