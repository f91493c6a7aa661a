"""An import that is cut off at any moment is there as a whole or not at all; a disk that is full is told in words."""

from __future__ import annotations

import os
import random
import shutil
import time
from pathlib import Path

import pytest

from crm_desktop.services.workspace import ListQuery, Workspace, open_workspace
from tests.conftest import Child, check_sound, listing
from tests.integration.services.import_help import bring, counts, everything, plain_csv

ROUNDS = int(os.environ.get("CRM_KILL_ROUNDS", "6")) // 2
ROWS = 3_000
TOUCHED_BY_OPENING = {"sync_state", "setting", "sqlite_stat1"}

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="kill -9 and limits of POSIX")]

IMPORT = """
import resource, signal, sys
from pathlib import Path
from crm_desktop.core.errors import CrmError
from crm_desktop.services import imports
from crm_desktop.services.import_choices import Choices
from crm_desktop.services.workspace import open_workspace

if __name__ == "__main__":
    path, source, passphrase, room = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
    workspace = open_workspace(path, passphrase or None)
    plan = imports.plan_import(workspace, source, "contact", Choices(likely="update"))
    print("planned", flush=True)
    sys.stdin.readline()
    if room:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + room,) * 2)
    try:
        imports.run_import(workspace, plan)
        print("done", flush=True)
    except CrmError as error:
        print(type(error).__name__, error.title, error.hint, flush=True)
    print("left", workspace.lists.count("contact"), flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def tmp_path(on_disk: Path) -> Path:
    return on_disk


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Rows that are new, rows that change a record, and one that is likely a record."""
    rows = [[f"Person {n}", f"person{n}@example.com", f"Firm {n % 50}", f"note {n}"] for n in range(ROWS)]
    head = ["Full name", "E-mail", "Company", "Note"]
    return plain_csv(
        tmp_path / "people.csv", [head, *rows, ["Beltran Ruiz, Ana", "ana@laguna.example", "", "new"]]
    )


@pytest.fixture(params=["plain", "encrypted"])
def prepared(
    request: pytest.FixtureRequest,
    plain_template: Path,
    encrypted_template: Path,
    passphrase: str,
    tmp_path: Path,
) -> tuple[Path, str]:
    """A file with records that the import would change, and its passphrase."""
    encrypted = request.param == "encrypted"
    words = passphrase if encrypted else ""
    folder = tmp_path / "file"
    folder.mkdir()
    path = Path(shutil.copyfile(encrypted_template if encrypted else plain_template, folder / "a.crm"))
    opened = open_workspace(path, words or None)
    for name, address in (("Person 7", "person7@example.com"), ("Ana Beltrán", "ana@laguna.example")):
        opened.records.create("contact", {"full_name": name, "email": address, "note": "before"})
    opened.close()
    return path, words


def test_killed_at_any_moment(prepared: tuple[Path, str], source: Path, tmp_path: Path, child: Child) -> None:
    template, words = prepared
    pick = random.Random(words)
    seconds = 1.5
    for number in range(ROUNDS):
        path = Path(shutil.copyfile(template, tmp_path / f"{number}.crm"))
        process = child(IMPORT, path, source, words, 0)
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "planned\n"
        process.stdin.write("\n")
        process.stdin.flush()
        time.sleep(pick.uniform(0, seconds))
        process.kill()
        said = process.communicate()[0]
        opened = open_workspace(path, words or None)
        check_whole_or_not_at_all(opened, said)
        opened.close()


def check_whole_or_not_at_all(workspace: Workspace, said: str) -> None:
    check_sound(workspace)
    contacts = workspace.lists.count("contact")
    assert contacts in (2, ROWS + 1)
    assert contacts == ROWS + 1 or "done" not in said
    is_there = contacts > 2
    reader = workspace.file.reader()
    notes = [row[0] for row in reader.execute("SELECT note FROM contact ORDER BY id LIMIT 2")]
    assert notes == (["note 7", "new"] if is_there else ["before", "before"])
    assert workspace.lists.count("company") == (50 if is_there else 0)
    assert len(workspace.lists.ids(ListQuery("contact", search="person"))) == (ROWS if is_there else 1)


def test_a_full_disk_is_told_and_leaves_nothing(
    prepared: tuple[Path, str], source: Path, child: Child
) -> None:
    path, words = prepared
    opened = open_workspace(path, words or None)
    before = everything(opened)
    opened.close()
    process = child(IMPORT, path, source, words, 200_000)
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stdout.readline() == "planned\n"
    process.stdin.write("\n")
    process.stdin.flush()
    told, left = process.stdout.readline(), process.stdout.readline()
    process.kill()
    process.wait(30)
    assert "disk" in told
    assert "othing" in told  # was changed, or lost
    assert left == "left 2\n"
    opened = open_workspace(path, words or None)
    after = everything(opened)
    assert {one for one in after if before[one] != after[one]} <= TOUCHED_BY_OPENING
    check_sound(opened)
    assert counts(bring(opened, source, "contact", likely="update")) == (ROWS - 1, 2, 0, 0)
    opened.close()
    assert listing(path.parent) == ["a.crm"]
