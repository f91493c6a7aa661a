"""With a passphrase nothing can be read without it; with it, SQLCipher alone opens the file (T-19, T-21)."""

from __future__ import annotations

import os
import sqlite3
import unicodedata
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from crm_desktop.core import errors
from crm_desktop.services.workspace import Workspace
from crm_desktop.store import customer_file, driver
from crm_desktop.store.customer_file import open_file
from tests.conftest import Maker
from tests.integration.store.store_help import refused

NEEDLE = "Nadelöhr-77"

HOSTILE = [
    '"; select 1; --',
    "'quoted' \"twice\"",
    "密码 很长 的",
    "🔑🗝️",
    "  leading and trailing  ",
    "x'00'",
    "a\\b\tc",
    "é" * 300,
]


def test_any_passphrase_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """T-21."""
    monkeypatch.setattr(driver, "KDF_ROUNDS", 10)
    for at, words in enumerate(HOSTILE):
        path = tmp_path / f"{at}.crm"
        customer_file.create(path, words)
        open_file(path, words).close()
        for other in (words.strip(), words.replace("'", ""), words + " ", words.upper()):
            if other != words:
                refused(path, errors.WrongPassphrase, other)


@pytest.mark.parametrize("made_with", ["NFC", "NFD"])
def test_a_passphrase_opens_however_its_accents_are_typed(tmp_path: Path, made_with: str) -> None:
    """T-21: a Mac may send the decomposed form of what Windows sends composed."""
    words = "Zürich – Café 가"
    path = tmp_path / "a.crm"
    customer_file.create(path, unicodedata.normalize(made_with, words))  # type: ignore[arg-type]
    for form in ("NFC", "NFD"):
        open_file(path, unicodedata.normalize(form, words)).close()  # type: ignore[arg-type]


def test_any_sqlcipher_opens_the_file_with_the_passphrase_alone(
    encrypted_path: Path, passphrase: str
) -> None:
    """Promise 5: SQLCipher 4 with its defaults."""
    connection = dbapi2.connect(str(encrypted_path))
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = '{passphrase}'")
    assert connection.execute("SELECT count(*) FROM user").fetchone() == (1,)
    connection.close()


def test_a_plain_file_opens_with_plain_sqlite(path: Path) -> None:
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT name FROM user").fetchone() == ("Ann Example",)
    connection.close()


def all_bytes(folder: Path) -> dict[Path, bytes]:
    return {one: one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def test_nothing_readable_is_written_beside_an_encrypted_file(
    encrypted_workspace: Workspace, tmp_path: Path
) -> None:
    """T-19, T-21: neither in the file nor its log, its backups or anything temporary."""
    maker = Maker(encrypted_workspace)
    maker.company(NEEDLE, city="杭州市", phone="+49 30 7777777")
    maker.contact(NEEDLE + " Müller", email="needle77@example.com")
    maker.many(50, name=NEEDLE + " %d")
    encrypted_workspace.backup()
    encrypted_workspace.backup(tmp_path / "elsewhere.crm")
    forms = [
        encoded
        for text in (
            NEEDLE,
            NEEDLE.casefold(),
            "nadelohr",
            "杭州市",
            "7777777",
            "needle77",
            "SQLite format 3",
            "CREATE TABLE",
        )
        for encoded in (text.encode(), text.encode("utf-16-le"))
    ]
    for state in ("open", "closed"):
        files = all_bytes(tmp_path)
        assert any(one.name.endswith("-wal") for one in files) == (state == "open")
        assert len([one for one in files if one.suffix == ".crm"]) == 3
        for one, content in files.items():
            assert not [form for form in forms if form in content], (state, one)
        encrypted_workspace.close()
    for one in all_bytes(tmp_path):
        if one.suffix == ".crm":
            assert one.read_bytes()[:16] != driver.PLAIN_HEADER


def test_the_needle_is_found_in_a_plain_file(workspace: Workspace, make: Maker, path: Path) -> None:
    """The test above would notice."""
    make.company(NEEDLE)
    workspace.close()
    assert NEEDLE.encode() in path.read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="rights of files")
def test_a_new_file_may_be_read_by_its_owner_only(tmp_path: Path) -> None:
    customer_file.create(tmp_path / "new.crm")
    assert (tmp_path / "new.crm").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(("passphrase", "kept"), [(None, driver.FEW), ("secret", driver.CACHE)])
def test_reading_keeps_more_pages_where_each_must_be_deciphered(
    tmp_path: Path, passphrase: str | None, kept: int
) -> None:
    path = tmp_path / "customers.crm"
    customer_file.create(path, passphrase)
    opened = open_file(path, passphrase)
    assert driver.scalar(opened.reader(), "PRAGMA cache_size") == -kept
    assert driver.scalar(opened.writer.connection, "PRAGMA cache_size") == -driver.CACHE
    opened.let_go()
    assert driver.scalar(opened.reader(), "SELECT count(*) FROM sync_state") == 1
    opened.close()
