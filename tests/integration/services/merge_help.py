"""What the tests of merging share: bare rows, records made, and the whole content of a file."""

from __future__ import annotations

from typing import Any

from crm_desktop.services.workspace import Workspace
from tests.integration.services.import_help import everything

_CACHED = ("updated_at", "updated_by", "_clock", "place")  # a place in name order is any free number


def rows(workspace: Workspace, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
    """Return what SQLite answers."""
    return workspace.file.reader().execute(sql, parameters).fetchall()


def create(workspace: Workspace, entity: str, **values: Any) -> int:
    """Make a record."""
    return workspace.records.create(entity, values)


def state(workspace: Workspace) -> dict[str, list[Any]]:
    """Return the whole file but its log and what every write touches."""
    found = everything(workspace)
    for name in ("txn", "change", "cell_clock", "sync_state", "counter"):
        found.pop(name, None)
    stripped: dict[str, list[Any]] = {}
    for name in found:
        columns = [row[1] for row in rows(workspace, f'PRAGMA table_info("{name}")')]
        skipped = {at for at, one in enumerate(columns) if one in _CACHED}
        stripped[name] = [tuple(v for at, v in enumerate(row) if at not in skipped) for row in found[name]]
    return stripped
