"""A customer file made of a folder that ``archive.export_all`` wrote: the same records, with the same numbers.

Nothing of the folder is believed: each value must be of the sort that its column holds, and all must fit together, or
there is no new file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from crm_desktop.core.errors import CrmError, NewerFile, SourceProblem
from crm_desktop.core.file_names import safe_name
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import Day, Moment
from crm_desktop.models import registry
from crm_desktop.models.channel_forms import normal_form
from crm_desktop.services import archive
from crm_desktop.store import attached_files, customer_file, schema
from crm_desktop.store.attached_files import Content
from crm_desktop.store.bulk import Load
from crm_desktop.store.driver import Connection, Error
from crm_desktop.store.unit_of_work import UnitOfWork
from crm_desktop.store.writer import Writer

LIMIT = 2 << 30  # bytes of one table
_LONGEST_LINE = 64 << 20
_LARGEST = 2**63
_FIRST = ("user", "option", "tag", "pipeline", "stage", "custom_field")
"""Tables whose rows are part of what is found by searching for others."""

_NAMES = frozenset(one.name for one in registry.ENTITIES)

Columns = dict[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Made:
    """What came of it: the number of rows, and the names of attached files that were not there or not whole."""

    rows: int
    lost: list[str]


def is_archive(folder: Path) -> bool:
    """Tell whether a folder was written by :func:`archive.export_all` to its end."""
    try:
        _about(folder)
    except SourceProblem:
        return False
    return True


def make_file(
    folder: Path,
    path: Path,
    passphrase: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Made:
    """Make a new customer file of an exported folder; never over an existing one.

    Raises SourceProblem for a folder that is no whole export, NewerFile, FileExists and what the disk does.
    """
    _check_about(_about(folder))
    tables: dict[str, Columns] = {}
    for done, entity in enumerate(registry.ENTITIES):
        tables[entity.name] = _Table(folder / archive.DATA / f"{entity.name}.json", entity.name).read()
        if progress is not None:
            progress(done + 1, len(registry.ENTITIES) + 1)
    seals = _seals(tables["attachment"], secret=passphrase is not None)
    rows = sum(len(columns.get("id", ())) for columns in tables.values())
    customer_file.create(path, passphrase, lambda writer: _fill(writer, tables))
    return Made(rows, _take_files(folder / archive.FILES, path, tables["attachment"], seals))


def _about(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / archive.ABOUT).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or found.get("format") != archive.FORMAT:
        raise SourceProblem(
            _("“%(name)s” is no folder with an export of everything.") % {"name": folder.name},
            _("Choose the folder that holds “%(file)s”; an export that was broken off has none.")
            % {"file": archive.ABOUT},
        )
    return found


def _check_about(about: dict[str, Any]) -> None:
    if about.get("version") != archive.VERSION or about.get("schema") != schema.VERSION:
        raise NewerFile(
            _("This export was written by another version of CRM Desktop (%(version)s).")
            % {"version": str(about.get("program"))[:40]},
            _("Install that version or a newer one, and try again."),
        )


def _damaged(path: Path) -> SourceProblem:
    return SourceProblem(
        _("“%(name)s” is damaged or incomplete.") % {"name": path.name},
        _("Export everything once more; no file was made."),
    )


class _Table:
    """One table of an export on its way in."""

    def __init__(self, path: Path, name: str) -> None:
        self._path = path
        self._name = name

    def read(self) -> Columns:
        """Return the rows by column, in the order of their ids. Raises SourceProblem."""
        known = archive.columns_of(self._name)
        try:
            if self._path.stat().st_size > LIMIT:
                raise ValueError(LIMIT)
            with self._path.open(encoding="utf-8") as file:
                names = self._head(file, known)
                rows = list(self._rows(file, len(names)))
            for row in rows if self._name == "setting" else ():
                json.loads(row[names.index("value")])
        except (OSError, ValueError, TypeError, RecursionError):
            raise _damaged(self._path) from None
        rows.sort(key=lambda row: row[0])
        columns = dict(zip(names, map(list, zip(*rows, strict=True)), strict=False)) if rows else {}
        self._check(columns)
        return columns

    def _head(self, file: Any, known: tuple[str, ...]) -> list[str]:
        lines = _lines(file)
        about = orjson.loads(next(lines, "") + "}")
        names = orjson.loads("{" + next(lines, "") + "}").get("columns")
        if about.get("table") != self._name or next(lines, "") != '"rows": [':
            raise ValueError(self._name)
        if not isinstance(names, list) or not names or names[0] != "id" or set(names) != set(known):
            raise ValueError(names)
        return names

    def _rows(self, file: Any, width: int) -> Iterator[list[Any]]:
        for text in _lines(file):
            if text == "]}":
                return
            row = orjson.loads(text)
            if not isinstance(row, list) or len(row) != width or not isinstance(row[0], int) or row[0] < 1:
                raise ValueError(text[:40])
            yield row
        raise ValueError("no end")

    def _check(self, columns: Columns) -> None:
        """Refuse what no column of this table holds."""
        if not columns:
            return
        ids = columns["id"]
        table = registry.table(self._name)
        days = {
            one.column: one.kind
            for one in registry.entity(self._name).fields
            if one.stored and isinstance(one.kind, (Day, Moment))
        }
        for name, values in columns.items():
            wanted = int if str(table.columns[name].type) in ("INTEGER", "BOOLEAN") else str
            present = set(map(type, values)) - {type(None)}
            if present - {wanted} or (
                wanted is int and any(v is not None and abs(v) >= _LARGEST for v in values)
            ):
                raise _damaged(self._path)
            if None in values and not registry.is_nullable(self._name, name):
                raise _damaged(self._path)
            if name == "entity" and not _NAMES.issuperset(set(values) - {None}):
                raise _damaged(self._path)
            if name in days:
                _check_days(days[name], set(values) - {None}, self._path)
        if len(set(ids)) < len(ids):
            raise _damaged(self._path)


def _lines(file: Any) -> Iterator[str]:
    while line := file.readline(_LONGEST_LINE):
        yield line.strip().removesuffix(",")


def _check_days(kind: Day | Moment, values: set[str], path: Path) -> None:
    try:
        for value in values:
            kind.from_stored(value)
    except ValueError:
        raise _damaged(path) from None


def _fill(writer: Writer, tables: dict[str, Columns]) -> None:
    """Write all rows into a file that holds nothing yet. Raises SourceProblem when they do not fit together."""
    try:
        _write(writer, tables)
    except Error as error:  # what the disk does has its sentence already; this is a row that cannot be
        raise _unfitting(str(error).rpartition(" ")[2]) from error


def _write(writer: Writer, tables: dict[str, Columns]) -> None:
    channels = tables["channel"]
    if channels:  # what follows from the rest is not in the folder
        pairs = zip(channels["kind"], channels["value"], strict=True)
        channels["normal"] = [normal_form(kind, value) for kind, value in pairs]
    with UnitOfWork(writer, N_("New customer file"), "setup") as work:
        for name in _FIRST:
            if tables[name]:
                work.insert_columns(name, tables[name], len(tables[name]["id"]))
        rest = {name: columns for name, columns in tables.items() if columns and name not in _FIRST}
        work.insert_tables(Load(name, columns, len(columns["id"])) for name, columns in rest.items())
        work.flush()
        _check_references(work.connection)


def _check_references(connection: Connection) -> None:
    row = connection.execute("PRAGMA foreign_key_check").fetchone()
    if row is not None:
        raise _unfitting(row[0])


def _unfitting(name: str) -> SourceProblem:
    return SourceProblem(
        _("The tables of this export do not fit together: see “%(name)s”.") % {"name": name},
        _("Export everything once more; no file was made."),
    )


# ------------------------------------------------------------------ attached files


def _seals(attachments: Columns, *, secret: bool) -> dict[str, str | None]:
    """Give each content a key of its own where the new file is encrypted; returns them by checksum."""
    checksums = attachments.get("sha256", [])
    seals = {one: attached_files.new_seal() if secret else None for one in dict.fromkeys(checksums)}
    if checksums:
        attachments["seal"] = [seals[one] for one in checksums]
    return seals


def _take_files(source: Path, path: Path, attachments: Columns, seals: dict[str, str | None]) -> list[str]:
    """Copy the contents of attached files; returns the names of those that are not there or not whole."""
    lost: list[str] = []
    folder = attached_files.folder_of(path)
    done: set[str] = set()
    names = zip(
        attachments.get("name", ()), attachments.get("sha256", ()), attachments.get("size", ()), strict=True
    )
    for name, sha256, size in names:
        if sha256 in done:
            continue
        try:
            attached_files.put_in(
                source / f"{sha256[:12]} {safe_name(name)}", Content(sha256, seals[sha256], size), folder
            )
            done.add(sha256)
        except (OSError, ValueError, CrmError):
            lost.append(name)
    return [
        name
        for name, sha256 in zip(attachments.get("name", ()), attachments.get("sha256", ()), strict=True)
        if name in lost and sha256 not in done
    ]


__all__ = ["Made", "is_archive", "make_file"]
