"""An import is taken back in one step, and never half done."""

from __future__ import annotations

import shutil
import signal
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.core.errors import Cancelled, ReadOnlyFile, StorageFull
from crm_desktop.services import imports
from crm_desktop.services.workspace import ListQuery, Workspace, open_workspace
from tests.conftest import Child as StartChild
from tests.conftest import Maker
from tests.integration.services.import_help import (
    bring,
    counts,
    everything,
    values,
    xlsx,
)

# ---------------------------------------------------------------- undo


def test_undo_restores_what_was_and_keeps_what_was_edited_since(
    workspace: Workspace, make: Maker, sheet: Any
) -> None:
    make.company("Acme", note="old", phone="111 1111", city="Berlin", tags=["a"])
    edited = make.company("Beta", note="old")
    source = sheet(
        ["Company", "Note", "Phone", "City", "Tags", "E-mail"],
        ["Acme", "new", "222 2222", "Bonn", "b", "a@example.com"], ["Beta", "new", None, None, None, None],
        ["Gamma", "new", "3333 333", "Köln", "c", None], ["Delta", None, None, None, None, None],
    )  # fmt: skip
    keys = ("name", "note", "phone", "city", "tags", "email")
    before = values(workspace, "company", *keys)
    result = bring(workspace, source, "company")
    assert counts(result) == (2, 2, 0, 0)
    after = values(workspace, "company", *keys)
    workspace.records.save("company", edited, {"note": "edited since"})
    (delta,) = workspace.lists.ids(ListQuery("company", search="Delta"))
    workspace.records.save("company", delta, {"note": "mine now"})
    report = workspace.history.undo(result.undo)
    assert sorted(one.name for one in report.kept) == ["Beta", "Delta"]
    kept = {row[0]: row for row in values(workspace, "company", *keys)}
    assert kept["Acme"] == before[0]
    assert kept["Beta"][1] == "edited since"
    assert kept["Delta"][1] == "mine now"
    assert set(kept) == {"Acme", "Beta", "Delta"}
    workspace.history.undo(report.transaction)
    assert {row[0]: row for row in values(workspace, "company", *keys)}["Acme"] == after[0]
    assert workspace.problems() == []


def test_the_import_is_one_entry_with_a_name(workspace: Workspace, sheet: Any) -> None:
    source = sheet(["Full name", "Company"], ["Ana", "Acme"], ["Bo", "Beta"])
    result = bring(workspace, source, "contact")
    entry = workspace.history.last_undoable()
    assert entry is not None
    assert (entry.id, entry.text, entry.kind) == (result.undo, f"Import {source.name}", "import")
    workspace.history.undo(result.undo)
    assert [workspace.lists.count(one) for one in ("contact", "company")] == [0, 0]


# ---------------------------------------------------------------- nothing half


def people_table(tmp_path: Path, rows: int) -> Path:
    made = [[f"Person {n}", f"person{n}@example.com", f"Firm {n % 50}", f"note {n}"] for n in range(rows)]
    return xlsx(tmp_path / "people.xlsx", [["Full name", "E-mail", "Company", "Note"], *made])


def test_cancelling_leaves_nothing(workspace: Workspace, tmp_path: Path) -> None:
    source = people_table(tmp_path, 12_000)
    before = everything(workspace)
    seen: list[tuple[str, int]] = []

    def after(word: str, rows: int) -> Any:
        return lambda: bool(seen) and seen[-1][0] == word and seen[-1][1] >= rows

    def watch(word: str, rows: int) -> None:
        seen.append((word, rows))

    with pytest.raises(Cancelled):
        imports.plan_import(workspace, source, "contact", progress=watch, cancelled=after("Reading", 4_000))
    assert seen[-1][1] < 12_000
    plan = imports.plan_import(workspace, source, "contact", progress=watch)
    assert ("Reading", 12_000) in seen
    for rows in (0, 1_000, 6_000):
        seen.clear()
        with pytest.raises(Cancelled):
            imports.run_import(workspace, plan, progress=watch, cancelled=after("Writing", rows))
        assert everything(workspace) == before
    with pytest.raises(Cancelled):
        imports.run_import(workspace, plan, cancelled=lambda: True)
    assert everything(workspace) == before
    # The same plan can still be run.
    seen.clear()
    assert imports.run_import(workspace, plan, progress=watch).created == 12_000
    assert seen[-1] == ("Finishing", 12_000)
    rows_seen = [rows for word, rows in seen if word == "Writing"]
    assert rows_seen == sorted(rows_seen)
    assert workspace.lists.count("company") == 50
    assert workspace.problems() == []


def test_a_full_disk_leaves_nothing(workspace: Workspace, tmp_path: Path) -> None:
    source = people_table(tmp_path, 4_000)
    before = everything(workspace)
    plan = imports.plan_import(workspace, source, "contact")
    connection = workspace.file.writer.connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages + 40}")
    with pytest.raises(StorageFull) as caught:
        imports.run_import(workspace, plan)
    assert caught.value.hint
    assert everything(workspace) == before
    connection.execute("PRAGMA max_page_count = 1000000")
    assert imports.run_import(workspace, plan).created == 4_000
    assert workspace.problems() == []


KILLED = """
import sys
from pathlib import Path
from crm_desktop.services import imports
from crm_desktop.services.workspace import open_workspace

def told(word, rows):
    if word == "Writing":
        print(rows, flush=True)
        sys.stdin.readline()

if __name__ == "__main__":
    workspace = open_workspace(Path(sys.argv[1]))
    plan = imports.plan_import(workspace, Path(sys.argv[2]), "contact")
    print("planned", flush=True)
    imports.run_import(workspace, plan, progress=told)
    print("done", flush=True)
    sys.stdin.readline()
"""


@pytest.mark.slow
@pytest.mark.parametrize("steps", [1, 3, 6])
def test_a_killed_import_leaves_nothing(path: Path, tmp_path: Path, child: StartChild, steps: int) -> None:
    """F-01: the process dies in the middle of the writing; the file is as it was before."""
    opened = open_workspace(path)
    opened.records.create("company", {"name": "Present"})
    before = everything(opened)
    opened.close()
    process = child(KILLED, path, people_table(tmp_path, 8_000))
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stdout.readline() == "planned\n"
    for _step in range(steps - 1):
        assert process.stdout.readline().strip().isdigit()
        process.stdin.write("\n")
        process.stdin.flush()
    assert process.stdout.readline().strip().isdigit()
    process.send_signal(signal.SIGKILL)
    process.wait(30)
    opened = open_workspace(path)
    try:
        after = everything(opened)
        # Opening notes when the file was opened; everything else is the same.
        assert {one: rows for one, rows in after.items() if before[one] != rows}.keys() <= {
            "sync_state",
            "setting",
            "sqlite_stat1",
        }
        assert opened.lists.count("contact") == 0
        assert opened.problems() == []
        assert counts(bring(opened, tmp_path / "people.xlsx", "contact")) == (8_000, 0, 0, 0)
    finally:
        opened.close()


def test_the_customer_file_changed_between_plan_and_run(
    workspace: Workspace, make: Maker, sheet: Any
) -> None:
    source = sheet(
        ["Company", "Note", "Industry"],
        ["Acme", "new", "Bees"],
        ["Beta", "new", "Bees"],
        ["Gamma", "x", None],
    )
    gone = make.company("Gamma")
    plan = imports.plan_import(workspace, source, "company")
    assert counts(plan) == (2, 1, 0, 0)
    make.company("ACME", note="made meanwhile")
    workspace.records.delete("company", [gone])
    result = imports.run_import(workspace, plan)
    assert counts(result) == (2, 1, 0, 0)
    assert sorted(values(workspace, "company", "name", "note"), key=str) == [
        ("ACME", "new"), ("Beta", "new"), ("Gamma", "x"),
    ]  # fmt: skip
    # The same plan once more finds everything as it is.
    assert counts(imports.run_import(workspace, plan)) == (0, 0, 3, 0)


def test_a_file_that_is_only_read(workspace: Workspace, path: Path, sheet: Any, tmp_path: Path) -> None:
    copy = Path(shutil.copyfile(path, tmp_path / "copy.crm"))
    reading = open_workspace(copy, read_only=True)
    try:
        plan = imports.plan_import(reading, sheet(["Company"], ["Acme"]), "company")
        assert plan.created == 1
        with pytest.raises(ReadOnlyFile):
            imports.run_import(reading, plan)
    finally:
        reading.close()
