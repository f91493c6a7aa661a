"""What the tests of the customer file share: short ways to look into a file, to damage it, to see it refused."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.core.errors import CrmError
from crm_desktop.models import registry
from crm_desktop.services.workspace import ListQuery, Workspace
from crm_desktop.store import change_log, record_log
from crm_desktop.store.change_log import Change
from crm_desktop.store.customer_file import open_file
from crm_desktop.store.driver import Connection, scalar
from crm_desktop.store.text_process import TextProcess
from tests.conftest import sha256


def refused(path: Path, kind: type[CrmError], passphrase: str | None = None) -> CrmError:
    """Open a file that must be refused; returns the refusal."""
    before = sha256(path) if path.is_file() else ""
    siblings = sorted(path.parent.iterdir()) if path.parent.is_dir() else []
    with pytest.raises(kind) as caught:
        open_file(path, passphrase)
    assert type(caught.value) is kind
    assert path.name in str(caught.value)
    assert caught.value.title.endswith(".")
    assert before == (sha256(path) if path.is_file() else "")
    assert (sorted(path.parent.iterdir()) if path.parent.is_dir() else []) == siblings
    return caught.value


TABLES = (
    "company",
    "contact",
    "affiliation",
    "channel",
    "address",
    "opportunity",
    "stage_change",
    "tag",
    "tag_link",
)
State = dict[tuple[str, int], dict[str, Any]]


def state(connection: Connection) -> State:
    """Return what the log keeps of every record: all but caches and who changed it last."""
    found: State = {}
    for table in TABLES:
        columns = registry.logged_columns(table)
        quoted = ", ".join(f'"{name}"' for name in columns)
        for row in connection.execute(f'SELECT id, {quoted} FROM "{table}"'):
            found[table, row[0]] = dict(zip(columns, row[1:], strict=True))
    return found


def live(found: State) -> State:
    return {key: row for key, row in found.items() if row["deleted_at"] is None}


def names(workspace: Workspace, entity: str = "company") -> list[str]:
    ids = workspace.lists.ids(ListQuery(entity))
    return [row.texts[0] for row in workspace.lists.page(entity, [registry.entity(entity).title_key], ids)]


def damage(path: Path) -> None:
    """Overwrite some pages near the end of a closed file, where its records lie."""
    pages = path.stat().st_size // 4_096
    with path.open("r+b") as file:
        for page in range(pages - 120, pages - 80):
            file.seek(page * 4_096)
            file.write(b"\xa5" * 4_096)


def last(workspace: Workspace) -> int:
    return int(scalar(workspace.file.reader(), "SELECT id FROM txn ORDER BY id DESC LIMIT 1"))


def ids(workspace: Workspace, entity: str, **query: Any) -> list[int]:
    return list(workspace.lists.ids(ListQuery(entity, **query)))


def found(workspace: Workspace, search: str, entity: str = "company") -> list[int]:
    return ids(workspace, entity, search=search)


def changes(workspace: Workspace, txn: int) -> list[Change]:
    return list(change_log.changes_of(workspace.file.reader(), txn))


def imported(workspace: Workspace, count: int = 30) -> tuple[int, list[int]]:
    """Import companies with a phone each; returns the transaction and the ids."""
    with workspace.work("Import %(name)s", "import", name="list.xlsx") as work:
        ids, parts = work.writer.ids.block(count), work.writer.ids.block(count)
        work.insert_many("company", ["id", "name"], [(one, f"Firm {at:03}") for at, one in enumerate(ids)])
        columns = ["id", "company_id", "kind", "value", "normal", "is_primary"]
        rows = [
            (a, b, "phone", f"030 55{at:04}", f"03055{at:04}", 1)
            for at, (a, b) in enumerate(zip(parts, ids, strict=True))
        ]
        work.insert_many("channel", columns, rows)
    return work.id, ids


def changes_of_row(workspace: Workspace, table: str, row: int) -> list[change_log.Change]:
    """Return all changes of one record of a table without parts, in their order."""
    reader = workspace.file.reader()
    txns = record_log.transactions(reader, table, row, record_log.NEWEST, record_log.NEWEST)
    found = record_log.changes(reader, table, row, txns)
    return [one for txn in sorted(txns) for one in found[txn]]


def die_after(monkeypatch: pytest.MonkeyPatch, answers: int) -> list[object]:
    """Have the process of search texts end after so many answers; returns a list that grows with each."""
    answer = TextProcess._answer
    given: list[object] = []

    def die_after_some(process: TextProcess) -> Any:
        if len(given) == answers:
            process._process.kill()
            process._process.join()
            with suppress(EOFError, OSError):
                while True:  # what it had answered before
                    process._connection.recv_bytes()
        given.append(None)
        return answer(process)

    monkeypatch.setattr(TextProcess, "_answer", die_after_some)
    return given
