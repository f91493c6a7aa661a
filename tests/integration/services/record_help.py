"""What the tests of single records share: short ways to look at rows and texts."""

from __future__ import annotations

from typing import Any

from crm_desktop.services.workspace import Workspace


def rows(workspace: Workspace, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
    return workspace.file.reader().execute(sql, parameters).fetchall()


def texts(workspace: Workspace, entity: str, record: int) -> dict[str, str]:
    return {key: text for key, text in workspace.records.get(entity, record).texts.items() if text}


def statuses(workspace: Workspace, request: int) -> list[tuple[str | None, str]]:
    sql = "SELECT from_status, to_status FROM status_change WHERE service_request_id = ? ORDER BY id"
    return rows(workspace, sql, request)
