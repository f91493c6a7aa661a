"""The search texts of a bulk load are the same whoever works them out: here, in a process of its own, or read back."""

from __future__ import annotations

from typing import Any

import pytest

from crm_desktop.models.channel_forms import normal_form
from crm_desktop.services.workspace import Workspace
from crm_desktop.store import fresh_documents, text_process
from crm_desktop.store.fresh_documents import FreshDocuments
from crm_desktop.store.text_process import TextProcess
from crm_desktop.store.unit_of_work import UnitOfWork
from tests.integration.store.store_help import die_after

COUNT = 60
Entries = list[tuple[Any, ...]]


def load(work: UnitOfWork, employer: int) -> None:
    """Insert contacts with everything that their search text may hold."""
    firms = work.writer.ids.block(COUNT)
    names = [f"星辰科技{n}有限公司" if n % 2 else f"Zoë Metallbau {n}" for n in range(COUNT)]
    work.insert_columns("company", {"id": firms, "name": names, "note": "met at the fair"}, COUNT)
    people = work.writer.ids.block(COUNT)
    named = {"id": people, "full_name": [f"张伟{n}" if n % 3 else f"Ana Beltrán {n}" for n in range(COUNT)]}
    work.insert_columns("contact", named, COUNT)
    employers = [employer if n % 5 == 0 else firms[n] for n in range(COUNT)]
    links = {"contact_id": people, "company_id": employers, "title": "采购经理", "is_primary": 1}
    work.insert_columns("affiliation", {"id": work.writer.ids.block(COUNT), **links}, COUNT)
    for kind, values in (
        ("mobile", [f"+49 151 {n:07}" for n in range(COUNT)]),
        ("email", [f"person{n}@firm.example" for n in range(COUNT)]),
    ):
        normal = [normal_form(kind, value) for value in values]
        channels = {"id": work.writer.ids.block(COUNT), "contact_id": people, "kind": kind}
        work.insert_columns("channel", {**channels, "value": values, "normal": normal}, COUNT)
    more = {"contact_id": None, "company_id": [employer], "kind": "phone", "value": ["0571 87654321"]}
    work.insert_columns("channel", {"id": work.writer.ids.block(1), **more, "normal": ["057187654321"]}, 1)
    tag = work.writer.ids.next()
    work.insert_columns("tag", {"id": [tag], "name": ["重要"]}, 1)
    tagged = {"id": work.writer.ids.block(COUNT), "entity": "contact", "row_id": people, "tag_id": tag}
    work.insert_columns("tag_link", tagged, COUNT)


def entries(workspace: Workspace) -> dict[str, Entries]:
    """Return every term of the search indexes with the name of its record; ids differ between runs."""
    connection = workspace.file.writer.connection
    found: dict[str, Entries] = {}
    for table in ("company", "contact"):
        connection.execute(f"CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, search_{table}, instance)")
        found[table] = sorted(
            connection.execute(
                f"SELECT t.name_key, w.term, w.col, w.offset FROM temp.words AS w JOIN {table} AS t ON t.place = w.doc"
            )
        )
        connection.execute("DROP TABLE temp.words")
    return found


@pytest.fixture
def expected(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> dict[str, set[tuple[Any, ...]]]:
    """What single saves would have put into the index, taken back again."""
    employer = workspace.records.create("company", {"name": "Present 现在"})
    monkeypatch.setattr(fresh_documents, "KEPT", 0)
    with workspace.work("Load", "import") as work:
        load(work, employer)
    found = words(entries(workspace))
    workspace.history.undo(work.id)
    monkeypatch.undo()
    assert len(found["contact"]) > 20 * COUNT
    return found


def words(found: dict[str, Entries]) -> dict[str, set[tuple[Any, ...]]]:
    """Return which words stand in which column of which record: their order is nobody's business."""
    return {table: {row[:3] for row in rows} for table, rows in found.items()}


def loaded(workspace: Workspace, announced: int = 0) -> dict[str, set[tuple[Any, ...]]]:
    """Load once more, as ``announced``, and return what is in the index then."""
    ((employer,),) = workspace.file.reader().execute("SELECT id FROM company WHERE name LIKE 'Present%'")
    with workspace.work("Load", "import") as work:
        work.expect(announced)
        load(work, employer)
    return words(entries(workspace))


def test_texts_that_are_worked_out_here(workspace: Workspace, expected: object) -> None:
    assert loaded(workspace) == expected


@pytest.mark.parametrize("announced", [0, COUNT])
def test_texts_that_a_process_works_out(
    workspace: Workspace, expected: object, monkeypatch: pytest.MonkeyPatch, announced: int
) -> None:
    monkeypatch.setattr(fresh_documents, "LARGE", COUNT)
    monkeypatch.setattr(text_process, "CHUNK", 7)
    started: list[TextProcess] = []
    monkeypatch.setattr(fresh_documents, "TextProcess", lambda: started.append(TextProcess()) or started[-1])
    assert loaded(workspace, announced) == expected
    with workspace.work("Nothing", "import") as work:
        work.expect(announced)
    assert len(started) == (2 if announced else 1)
    assert not any(process._process.is_alive() for process in started)


@pytest.mark.parametrize("answers", [0, 1, 4])
def test_a_process_that_ends_costs_no_text(
    workspace: Workspace, expected: object, monkeypatch: pytest.MonkeyPatch, answers: int
) -> None:
    monkeypatch.setattr(fresh_documents, "LARGE", COUNT)
    monkeypatch.setattr(text_process, "CHUNK", 7)
    given = die_after(monkeypatch, answers)
    assert loaded(workspace) == expected
    assert len(given) == answers + 1


def test_a_load_that_is_taken_back_ends_its_process(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fresh_documents, "LARGE", COUNT)
    processes: list[TextProcess] = []
    abandon = FreshDocuments.abandon

    def watched(fresh: FreshDocuments) -> None:
        processes.extend([fresh._process] if fresh._process else [])
        abandon(fresh)

    monkeypatch.setattr(FreshDocuments, "abandon", watched)
    employer = workspace.records.create("company", {"name": "Present"})
    before = entries(workspace)
    with pytest.raises(ZeroDivisionError), workspace.work("Load", "import") as work:  # noqa: PT012
        load(work, employer)
        raise ZeroDivisionError
    assert entries(workspace) == before
    (process,) = processes
    assert not process._process.is_alive()
