"""What the tests of the import share: tables written in every format, and short ways to import and to look."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from crm_desktop.core.query import ListQuery
from crm_desktop.services import imports
from crm_desktop.services.import_choices import Choices
from crm_desktop.services.imports import ImportPlan, ImportResult
from crm_desktop.services.workspace import Workspace

DATA = Path(__file__).parents[2] / "data"
SALES = DATA / "sales-opportunities"
MESSY = DATA / "exchange" / "messy-customers.xlsx"
Table = Sequence[Sequence[Any]]


def xlsx(path: Path, rows: Table, sheet: str = "Sheet1") -> Path:
    """Write rows as a workbook; the first one holds the headings."""
    book = Workbook(str(path), {"strings_to_numbers": False, "default_date_format": "yyyy-mm-dd"})
    page = book.add_worksheet(sheet)
    for line, row in enumerate(rows):
        for place, cell in enumerate(row):
            if isinstance(cell, (date, datetime)):
                page.write_datetime(line, place, cell)
            elif isinstance(cell, str):
                page.write_string(line, place, cell)
            elif cell is not None:
                page.write(line, place, cell)
    book.close()
    return path


def plain_csv(path: Path, rows: Table, encoding: str = "utf-8", separator: str = ",") -> Path:
    """Write rows as CSV."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=separator).writerows(rows)
    return path


def bring(workspace: Workspace, source: Path, entity: str, **options: Any) -> ImportResult:
    """Import a table."""
    return imports.run_import(workspace, imports.plan_import(workspace, source, entity, Choices(**options)))


def counts(result: ImportPlan | ImportResult) -> tuple[int, int, int, int]:
    """Return how many rows were created, updated, left unchanged and rejected."""
    rejected = result.rejected if isinstance(result, ImportResult) else len(result.rejected_rows)
    return result.created, result.updated, result.unchanged, rejected


def values(workspace: Workspace, entity: str, *keys: str) -> list[tuple[Any, ...]]:
    """Return the values of all live records as plain values, in the order in which they were made."""
    lists = workspace.lists
    rows = lists.page(entity, keys, sorted(lists.ids(ListQuery(entity))))
    return [tuple(_plain(value) for value in row.values) for row in rows]


def texts(workspace: Workspace, entity: str, *keys: str) -> list[tuple[str, ...]]:
    """Return the texts of all live records, in the order in which they were made."""
    lists = workspace.lists
    return [row.texts for row in lists.page(entity, keys, sorted(lists.ids(ListQuery(entity))))]


def _plain(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return value.name if hasattr(value, "name") else value


def everything(workspace: Workspace) -> dict[str, list[Any]]:
    """Return the whole content of a file, without what the search index keeps for itself."""
    reader = workspace.file.reader()
    named = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search%'"
    tables = [row[0] for row in reader.execute(named)]
    return {one: reader.execute(f'SELECT * FROM "{one}" ORDER BY 1, 2').fetchall() for one in tables}
