"""Everything that a customer file holds as a folder: workbooks for people, tables for a new file, attached files.

``archive_reading`` makes a customer file of it again; what is in it and what is not says ``docs/archive.md``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm_desktop import __version__
from crm_desktop.core import clock
from crm_desktop.core.errors import Cancelled, MissingFile
from crm_desktop.core.files import storage_problem, write_atomically
from crm_desktop.core.i18n import _, listed
from crm_desktop.core.query import ListQuery
from crm_desktop.models import registry
from crm_desktop.services.exports import export_list
from crm_desktop.store import schema
from crm_desktop.store.driver import Connection

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace

FORMAT, VERSION = "crm-desktop archive", 1
ABOUT = "about.json"
DATA = "data"
FILES = "files"
SECRET = frozenset({"seal"})
"""Columns that stay in the customer file: the keys of attached files, which go out unsealed."""

_written = json.JSONEncoder(ensure_ascii=False).encode
_ROWS = 5_000  # that are read at a time

Progress = Callable[[int, int], None]
Cancel = Callable[[], bool]


def export_all(
    workspace: Workspace, folder: Path, *, progress: Progress | None = None, cancelled: Cancel | None = None
) -> list[Path]:
    """Write everything into a folder; returns the workbooks. ``progress`` is told of the kinds of record done.

    Raises MissingFile at the end when attached files are missing, Cancelled, and what the disk does.
    """
    try:
        (folder / DATA).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise storage_problem(error, folder) from error
    (folder / ABOUT).unlink(missing_ok=True)  # an export that breaks off is none
    counts: dict[str, int] = {}
    workbooks: list[Path] = []
    for done, entity in enumerate(registry.ENTITIES):
        if cancelled is not None and cancelled():
            raise Cancelled(_("The export was cancelled. The folder holds only a part of it."))
        counts[entity.name] = write_table(workspace.file.reader(), entity.name, folder / DATA)
        if workspace.lists.count(entity.name):
            target = folder / f"{entity.slug}.xlsx"
            export_list(workspace, ListQuery(entity.name), target, cancelled=cancelled)
            workbooks.append(target)
        if progress is not None:
            progress(done + 1, len(registry.ENTITIES))
    lost = _write_files(workspace, folder / FILES, cancelled)
    write_about(folder / ABOUT, counts)
    if lost:
        raise MissingFile(
            _("Some attached files are missing or damaged: %(names)s.") % {"names": listed(lost[:5])},
            _("Everything else was exported."),
        )
    return workbooks


def columns_of(table: str) -> tuple[str, ...]:
    """Return the columns of a table that go out: all but what is worked out from the others."""
    kept = (one for one in registry.logged_columns(table) if one not in SECRET)
    return ("id", *kept, "updated_at", "updated_by")


def write_table(connection: Connection, table: str, folder: Path) -> int:
    """Write all rows of a table as they are stored, those in the trash too; returns their number."""
    columns = columns_of(table)
    count = 0
    with write_atomically(folder / f"{table}.json") as draft, draft.open("w", encoding="utf-8") as file:
        head = {"format": "crm-desktop table", "version": VERSION, "schema": schema.VERSION, "table": table}
        file.write(f"{_written(head)[:-1]},\n")
        file.write(f' "columns": {_written(columns)},\n "rows": [')
        for row in _rows(connection, table, columns):
            file.write(f"{',' if count else ''}\n  {_written(row)}")
            count += 1
        file.write("\n ]}\n")
    return count


def _rows(connection: Connection, table: str, columns: tuple[str, ...]) -> Iterator[Any]:
    """Yield the rows in the order of their ids, some thousands at a time."""
    quoted = ", ".join(f'"{name}"' for name in columns)
    last = -1
    while True:
        rows = connection.execute(
            f'SELECT {quoted} FROM "{table}" WHERE id > ? ORDER BY id LIMIT {_ROWS}', (last,)
        ).fetchall()
        if not rows:
            return
        yield from rows
        last = rows[-1][0]


def _write_files(workspace: Workspace, folder: Path, cancelled: Cancel | None) -> list[str]:
    try:
        return workspace.attachments.export(folder, cancelled or (lambda: False))
    except OSError as error:
        raise storage_problem(error, folder) from error


def write_about(path: Path, counts: dict[str, int]) -> None:
    """Say what the folder is; written last, so that half a folder does not pass for a whole one."""
    said = {
        "format": FORMAT, "version": VERSION, "schema": schema.VERSION, "program": __version__,
        "written_at": clock.stamp(), "rows": counts,
    }  # fmt: skip
    with write_atomically(path) as draft:
        draft.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


__all__ = [
    "ABOUT",
    "DATA",
    "FILES",
    "FORMAT",
    "SECRET",
    "VERSION",
    "columns_of",
    "export_all",
    "write_about",
    "write_table",
]
