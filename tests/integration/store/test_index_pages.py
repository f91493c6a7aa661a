"""A search index that another process has made answers as one that was written here, then and ever after."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.core.errors import Cancelled
from crm_desktop.core.query import ListQuery
from crm_desktop.services.workspace import Workspace, new_workspace, open_workspace
from crm_desktop.store import fresh_documents, index, index_pages, places, text_process
from crm_desktop.store.bulk import Load
from crm_desktop.store.driver import Connection
from crm_desktop.store.text_process import TextProcess
from crm_desktop.store.unit_of_work import UnitOfWork
from tests.conftest import PASSPHRASE
from tests.integration.store.store_help import die_after

COUNT = 40
Entries = list[tuple[Any, ...]]


def loads(work: UnitOfWork, people: list[int]) -> Iterator[Load]:
    """Yield contacts with what is searched of them; every fourth works for a company that was there before."""
    ((present,),) = work.execute("SELECT max(id) FROM company WHERE name = 'Present 现在'").fetchall() or (
        (None,),
    )
    firms = work.writer.ids.block(COUNT)
    names = [f"星辰科技{n}有限公司" if n % 2 else f"Zoë Metallbau {n}" for n in range(COUNT)]
    yield Load("company", {"id": firms, "name": names}, COUNT)
    full = [f"张伟{n}" if n % 3 else f"Ana Beltrán {n}" for n in range(COUNT)]
    yield Load("contact", {"id": people, "full_name": full, "note": "met at the fair"}, COUNT)
    employers = [present if present and n % 4 == 0 else firms[n] for n in range(COUNT)]
    links = {"contact_id": people, "company_id": employers, "title": "采购经理", "is_primary": 1}
    yield Load("affiliation", {"id": work.writer.ids.block(COUNT), **links}, COUNT)
    numbers = [f"+49151{n:07}" for n in range(COUNT)]
    channels = {"contact_id": people, "kind": "mobile", "value": numbers, "normal": numbers}
    yield Load("channel", {"id": work.writer.ids.block(COUNT), **channels}, COUNT)


def load(workspace: Workspace) -> tuple[int, list[int]]:
    """Insert all of that; returns the transaction and the contacts."""
    with workspace.work("Load", "import") as work:
        people = work.writer.ids.block(COUNT)
        work.insert_tables(loads(work, people))
    return work.id, people


def entries(connection: Connection) -> dict[str, Entries]:
    """Return every term of the search indexes with the name of its record, and prove that they are whole."""
    found: dict[str, Entries] = {}
    for table in ("company", "contact"):
        connection.execute(f"CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, search_{table}, instance)")
        found[table] = sorted(
            connection.execute(
                f"SELECT t.name_key, w.term, w.col, w.offset FROM temp.words AS w JOIN {table} AS t ON t.place = w.doc"
            )
        )
        connection.execute("DROP TABLE temp.words")
        connection.execute(f"INSERT INTO search_{table} (search_{table}) VALUES ('integrity-check')")
    return found


def people_found(workspace: Workspace, typed: str) -> int:
    """Search the contacts on a connection for reading."""
    return len(workspace.lists.ids(ListQuery("contact", search=typed)))


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Workspace]:
    """A second new file, which is written the ordinary way."""
    opened = new_workspace(tmp_path / "other.crm")
    yield opened
    opened.close()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Have small loads use the process; the tables whose whole index it was asked for."""
    tables: list[str] = []
    ask = TextProcess.ask_pages

    def noted(process: TextProcess, table: str, *what: Any) -> int:
        tables.append(table)
        return ask(process, table, *what)

    monkeypatch.setattr(TextProcess, "ask_pages", noted)
    monkeypatch.setattr(text_process, "CHUNK", 7)
    monkeypatch.setattr(fresh_documents, "LARGE", COUNT)
    return tables


@pytest.fixture
def ordinary(other: Workspace) -> Workspace:
    """A file into which the same was loaded before the process was used."""
    load(other)
    return other


@pytest.mark.parametrize("sort", ["workspace", "encrypted_workspace"])
def test_the_index_is_the_ordinary_one(
    ordinary: Workspace, asked: list[str], sort: str, request: pytest.FixtureRequest
) -> None:
    workspace: Workspace = request.getfixturevalue(sort)
    assert people_found(workspace, "ana") == 0  # this connection has looked at the empty index
    load(workspace)
    assert asked == ["company", "contact"]
    expected = entries(ordinary.file.writer.connection)
    assert len(expected["contact"]) > 20 * COUNT
    assert entries(workspace.file.writer.connection) == expected
    for typed in ("ana", "zhangw", "beltr", "张伟7", "1510000012", "xckj", "fair", "Metall"):
        assert people_found(workspace, typed) == people_found(ordinary, typed) > 0
    workspace.close()
    again = open_workspace(workspace.path, PASSPHRASE if workspace.file.encrypted else None)
    try:
        assert entries(again.file.writer.connection) == expected
    finally:
        again.close()


def live_on(workspace: Workspace) -> None:
    """Do with a loaded file what people do."""
    transaction, people = load(workspace)
    records = workspace.records
    records.save("contact", people[3], {"full_name": "Renamed 新名"})
    records.create("contact", {"full_name": "Later Lindqvist"})
    records.delete("contact", people[5:8])
    while workspace.file.tidy():
        pass
    records.save("contact", people[9], {"note": "after the merge"})
    workspace.history.undo(transaction)
    workspace.history.redo_last()
    load(workspace)
    connection = workspace.file.writer.connection
    connection.execute("INSERT INTO search_contact (search_contact) VALUES ('optimize')")


def test_the_index_lives_on_as_the_ordinary_one(
    workspace: Workspace, other: Workspace, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    live_on(workspace)
    assert asked == ["company", "contact"]  # the second load found both indexes filled
    monkeypatch.setattr(fresh_documents, "LARGE", 1_000_000)
    live_on(other)
    assert entries(workspace.file.writer.connection) == entries(other.file.writer.connection)
    for typed in ("renamed", "later", "ana", "merge", "1510000006"):
        assert people_found(workspace, typed) == people_found(other, typed) > 0


def test_only_an_empty_index_is_made_elsewhere(
    workspace: Workspace, other: Workspace, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for one in (workspace, other):
        one.records.create("company", {"name": "Present 现在"})
    load(workspace)
    assert asked == ["contact"]
    monkeypatch.setattr(fresh_documents, "LARGE", 1_000_000)
    load(other)
    assert people_found(workspace, "present") == COUNT // 4
    assert entries(workspace.file.writer.connection) == entries(other.file.writer.connection)


@pytest.mark.parametrize("answers", [0, 1, 2, 3, 9, 12])
def test_a_process_that_ends_leaves_no_half_index(
    workspace: Workspace, ordinary: Workspace, asked: list[str], monkeypatch: pytest.MonkeyPatch, answers: int
) -> None:
    given = die_after(monkeypatch, answers)
    load(workspace)
    assert len(given) > answers
    found, expected = entries(workspace.file.writer.connection), entries(ordinary.file.writer.connection)
    assert words(found) == words(expected)


def words(found: dict[str, Entries]) -> dict[str, set[tuple[Any, ...]]]:
    """Return which words stand in which column of which record; what is read back stands in another order."""
    return {table: {row[:3] for row in rows} for table, rows in found.items()}


def test_what_is_taken_back_is_not_found(
    workspace: Workspace, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(index, "refresh_records", fail)  # the pages are in the file by then
        with pytest.raises(ZeroDivisionError):
            load(workspace)
    assert asked == ["company", "contact"]
    connection = workspace.file.writer.connection
    assert entries(connection) == {"company": [], "contact": []}
    assert index_pages.is_empty(connection, "contact")
    workspace.records.create("contact", {"full_name": "Ana Single"})
    assert people_found(workspace, "ana") == 1
    load(workspace)
    assert people_found(workspace, "ana") == 1 + len(range(0, COUNT, 3))
    assert entries(connection)["contact"]


def test_a_cancelled_load_ends_its_process(
    workspace: Workspace, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[TextProcess] = []

    def start() -> TextProcess:
        started.append(TextProcess())
        return started[-1]

    monkeypatch.setattr(fresh_documents, "TextProcess", start)
    with pytest.raises(Cancelled), workspace.work("Load", "import") as work:
        work.insert_tables(loads(work, work.writer.ids.block(COUNT)), cancelled=lambda: bool(asked))
    (process,) = started
    assert not process._process.is_alive()
    assert entries(workspace.file.writer.connection) == {"company": [], "contact": []}


def test_what_comes_after_the_loads_is_found(workspace: Workspace, asked: list[str]) -> None:
    with workspace.work("Load", "import") as work:
        people = work.writer.ids.block(COUNT)
        work.insert_tables(loads(work, people))
        late = work.writer.ids.block(COUNT)
        work.insert_columns("contact", {"id": late, "full_name": ["Late Lindqvist"] * COUNT}, COUNT)
        mails = {
            "contact_id": people[0],
            "kind": "email",
            "value": ["late@firm.example"],
            "normal": ["late@firm.example"],
        }
        work.insert_columns("channel", {"id": work.writer.ids.block(1), **mails}, 1)
    assert asked == ["company", "contact"]
    assert people_found(workspace, "lindqvist") == COUNT
    assert people_found(workspace, "late@firm") == 1
    assert entries(workspace.file.writer.connection)["contact"]


def test_records_that_must_move_meanwhile(
    workspace: Workspace, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("STEP", 2), ("GAP", 3), ("WINDOW", 4)):
        monkeypatch.setattr(places, name, value)
    with workspace.work("Load", "import") as work:
        work.insert_tables(loads(work, work.writer.ids.block(COUNT)))
        for _time in range(6):
            between = {"id": [work.writer.ids.next()], "full_name": ["Ana Beltrán 9"]}
            work.insert_columns("contact", between, 1)
    assert asked == ["company", "contact"]
    found = workspace.lists.ids(ListQuery("contact", search="ana beltran"))
    assert len(found) == 6 + len(range(0, COUNT, 3))
    connection = workspace.file.reader()
    keys = connection.execute("SELECT name_key FROM contact ORDER BY place").fetchall()
    assert keys == sorted(keys)
    entries(workspace.file.writer.connection)
