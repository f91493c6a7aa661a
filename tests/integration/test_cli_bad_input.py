"""What goes wrong: one clear sentence in the user's language, the right exit code, and the customer file as it was."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from crm_desktop.core import paths
from crm_desktop.services.workspace import open_workspace
from crm_desktop.store import schema
from tests.conftest import PASSPHRASE, ROOT, Child, check_sound, sha256
from tests.integration.cli_help import LANGUAGES, Cli, one_sentence
from tests.integration.services.import_help import plain_csv

COMMANDS = (["list", "contacts"], ["check"], ["undo", "--last"], ["backup"])


@pytest.fixture
def tmp_path(on_disk: Path) -> Path:
    return on_disk


# ---------------------------------------------------------------- the customer file


def missing(_path: Path) -> None:
    _path.unlink()


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def garbage(path: Path) -> None:
    path.write_bytes(b"This is no database.\n" * 900)


def short(path: Path) -> None:
    path.write_bytes(b"short")


def truncated(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 3])


def holes(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096 : 4096 * 40] = os.urandom(4096 * 39)
    path.write_bytes(content)


def foreign(path: Path) -> None:
    path.unlink()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE contact (id INTEGER PRIMARY KEY, full_name TEXT)")
        connection.commit()


def newer(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
        connection.commit()


BAD_FILES = {
    missing: "was not found",
    folder: "is a folder",
    empty: "is empty",
    garbage: "is not a customer file",
    short: "is not a customer file",
    truncated: "is damaged",
    holes: "is damaged",
    foreign: "another program",
    newer: "newer version",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("spoil", BAD_FILES, ids=lambda one: one.__name__)
def test_a_bad_customer_file(
    cli: Cli, path: Path, tmp_path: Path, spoil: Callable[[Path], None], language: str
) -> None:
    source = plain_csv(tmp_path / "people.csv", [["Full name"], ["Eva Neu"]])
    spoil(path)
    before = sha256(path) if path.is_file() else None
    commands = COMMANDS if language == "en" else COMMANDS[:1]
    for words in (
        *commands,
        ["import", source, "--as", "contacts"],
        ["export", "contacts", tmp_path / "o.csv"],
    ):
        said = cli("--file", path, "--lang", language, *words, expect=1)
        assert said.out == ""
        if language == "en":
            assert BAD_FILES[spoil] in said.err
        one_sentence(said.err, language, path, path.name)
        assert (sha256(path) if path.is_file() else None) == before
    error = cli.json("--file", path, "--lang", language, "list", "contacts", expect=1)["error"]
    assert error["title"]
    assert sorted(error) == ["hint", "title"]
    assert not (tmp_path / "o.csv").exists()
    assert not [one for one in tmp_path.iterdir() if "backup" in one.name]


def test_a_newer_file_names_the_format_it_needs(cli: Cli, path: Path) -> None:
    newer(path)
    said = cli("--file", path, "check", expect=1).err
    assert (
        f"It has file format {schema.VERSION + 1}; this version reads formats up to {schema.VERSION}." in said
    )


def test_a_file_without_a_passphrase_is_told_apart_from_what_may_be_no_customer_file(
    cli: Cli, path: Path
) -> None:
    garbage(path)
    said = cli("--file", path, "check", expect=1).err
    assert "If it is encrypted, put its passphrase into the environment variable CRM_PASSPHRASE." in said


def test_a_damaged_file_is_named_in_quotes_like_the_others(cli: Cli, path: Path) -> None:
    truncated(path)
    assert f"“{path.name}” is damaged" in cli("--file", path, "check", expect=1).err


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_passphrase(
    cli: Cli, encrypted_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    before = sha256(encrypted_path)
    one_sentence(
        cli("--file", encrypted_path, "--lang", language, "check", expect=1).err, language, "CRM_PASSPHRASE"
    )
    monkeypatch.setenv("CRM_PASSPHRASE", PASSPHRASE + "!")
    one_sentence(cli("--file", encrypted_path, "--lang", language, "check", expect=1).err, language)
    assert sha256(encrypted_path) == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bad_backup(cli: Cli, path: Path, tmp_path: Path, language: str) -> None:
    """F-12: restoring what is no good changes nothing."""
    before = sha256(path)
    for spoil in (garbage, truncated, foreign, newer, folder):
        bad = Path(shutil.copyfile(path, tmp_path / f"{spoil.__name__}.crm"))
        spoil(bad)
        said = cli("--file", path, "--lang", language, "restore", bad, expect=1)
        one_sentence(said.err, language, bad, bad.name)
        assert sha256(path) == before
    cli("--file", path, "backup", tmp_path / "good.crm")
    with (tmp_path / "good.crm").open("ab") as file:
        file.write(b"\0" * 4096)
    assert "changed or damaged" in cli("--file", path, "restore", tmp_path / "good.crm", expect=1).err
    assert sha256(path) == before


# Runs several commands in one process, which may be a poor one: without the rights of root, with a full disk.
RUN = """
import contextlib, io, json, sys
from crm_desktop.cli import main
limit, commands = json.loads(sys.argv[1])
if limit:
    import resource, signal
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
said = []
for words in commands:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(words)
    said.append([code, out.getvalue(), err.getvalue()])
print(json.dumps(said))
"""


def in_child(
    child: Child, *commands: Sequence[object], limit: int = 0, as_nobody: bool = False
) -> list[tuple[int, str, str]]:
    """Run commands in one process of their own; returns exit code, answer and complaint of each."""
    words = json.dumps([limit, [[str(word) for word in one] for one in commands]])
    out, err = child(RUN, words, as_nobody=as_nobody).communicate(timeout=60)
    assert err == ""
    return [tuple(one) for one in json.loads(out)]


@pytest.mark.usefixtures("rights_count")
def test_a_read_only_file(path: Path, tmp_path: Path, child: Child) -> None:
    source = plain_csv(tmp_path / "people.csv", [["Full name"], ["Eva Neu"]])
    before = sha256(path)
    place = tmp_path / "locked"
    place.mkdir()
    locked = Path(shutil.copyfile(path, place / "customers.crm"))
    locked.chmod(0o444)
    place.chmod(0o555)
    refused = (
        ["import", source, "--as", "contacts"], ["undo", "--last"], ["restore", path], ["backup"],
        ["export", "contacts", place / "out.csv"], ["report", "pipeline", place / "out.pdf"],
    )  # fmt: skip
    allowed = (
        ["list", "contacts"], ["check"], ["export", "contacts", tmp_path / "out.csv"],
        ["import", source, "--as", "contacts", "--dry-run"],
    )  # fmt: skip
    said = [("--file", locked, "--lang", language, *words) for language in LANGUAGES for words in refused]
    try:
        for (*_file, _lang, language, _first), (code, out, err) in zip(
            [one[:5] for one in said], in_child(child, *said, as_nobody=True), strict=True
        ):
            assert (code, out) == (1, ""), err
            one_sentence(err, language, locked, locked.name, place, "out.csv", "out.pdf")
        for code, _out, err in in_child(
            child, *(("--file", locked, *words) for words in allowed), as_nobody=True
        ):
            assert code == 0, err
        assert sha256(locked) == before
        assert [one.name for one in place.iterdir()] == ["customers.crm"]
    finally:
        place.chmod(0o755)


# ---------------------------------------------------------------- a full disk, a killed import


def people(path: Path, count: int) -> Path:
    """Write a list of people."""
    rows = [[f"Person {at:06}", f"p{at}@example.org", "x" * 60] for at in range(count)]
    return plain_csv(path, [["Full name", "E-mail", "Note"], *rows])


needs_limits = pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit here")


@needs_limits
def test_a_full_disk_during_an_import(cli: Cli, path: Path, tmp_path: Path, child: Child) -> None:
    source = people(tmp_path / "people.csv", 4_000)
    commands = [
        ("--file", path, "--lang", language, "import", source, "--as", "contacts") for language in LANGUAGES
    ]
    said = in_child(child, *commands, limit=path.stat().st_size + 300_000)
    for language, (code, out, err) in zip(LANGUAGES, said, strict=True):
        assert (code, out) == (1, ""), err
        one_sentence(err, language, path.name)
    nothing_of_it(cli, path)


@needs_limits
def test_a_full_disk_during_an_export(cli: Cli, path: Path, tmp_path: Path, child: Child) -> None:
    cli("--file", path, "import", people(tmp_path / "people.csv", 4_000), "--as", "contacts")
    before = sha256(path)
    outs = [tmp_path / f"out.{ending}" for ending in ("xlsx", "csv", "json")]
    for out in outs:
        out.write_text("what was there before", encoding="utf-8")
    commands = [
        ("--file", path, "--lang", language, "export", "contacts", out)
        for language in LANGUAGES
        for out in outs
    ]
    # SQLite's index of its log takes 32 kB.
    for words, (code, answer, err) in zip(commands, in_child(child, *commands, limit=40_000), strict=True):
        assert (code, answer) == (1, ""), err
        one_sentence(err, words[3], words[-1].name, tmp_path)
    assert {out.read_text(encoding="utf-8") for out in outs} == {"what was there before"}
    assert sha256(path) == before
    left = {one.name for one in tmp_path.iterdir()} - {out.name for out in outs}
    assert left <= {"people.csv", path.name, f".{path.name}.lock", f"{path.stem} backups"}


@needs_limits
def test_a_full_disk_during_a_report_and_a_backup(path: Path, tmp_path: Path, child: Child) -> None:
    before = sha256(path)
    commands = (["report", "pipeline", tmp_path / "out.pdf"], ["backup"], ["backup", tmp_path / "copy.crm"])
    for code, out, err in in_child(child, *(("--file", path, *words) for words in commands), limit=8_192):
        assert (code, out) == (1, ""), err
        one_sentence(err, "en")
    assert sha256(path) == before
    assert not (tmp_path / "out.pdf").exists()
    for place in (tmp_path, paths.cache_folder().parent):
        assert not list(place.rglob("*copy.crm*"))


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
@pytest.mark.parametrize("written", [0, 1, 2_000_000])
def test_a_killed_import(cli: Cli, path: Path, tmp_path: Path, written: int) -> None:
    """Killed while it reads, when it begins to write, in the middle: the file is sound and has nothing of it."""
    source = people(tmp_path / "people.csv", 12_000)
    process = subprocess.Popen(
        [sys.executable, "-m", "crm_desktop", "--file", path, "import", source, "--as", "contacts"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    log = path.with_name(path.name + "-wal")
    end = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < end:
        if log.exists() and log.stat().st_size >= written:
            break
        time.sleep(0.001)
    assert process.poll() is None, process.communicate()
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    if written and cli.json("--file", path, "check")["records"]["contacts"] == 12_000:
        pytest.skip("this machine commits more quickly than it kills")
    nothing_of_it(cli, path)


def nothing_of_it(cli: Cli, path: Path) -> None:
    """Assert that a file is sound and holds no record."""
    found = cli.json("--file", path, "check")
    assert (found["ok"], found["records"]["contacts"]) == (True, 0)
    workspace = open_workspace(path)
    check_sound(workspace)
    assert [one.kind for one in workspace.history.recent()] == ["setup"]
    workspace.close()
    cli(
        "--file",
        path,
        "import",
        plain_csv(path.with_name("one.csv"), [["Full name"], ["Eva"]]),
        "--as",
        "contacts",
    )
