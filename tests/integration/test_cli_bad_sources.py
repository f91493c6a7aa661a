"""Files from outside that are no tables, or not these: one clear sentence, and the customer file as it was."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import sha256
from tests.integration.cli_help import LANGUAGES, Cli, assert_chinese, one_sentence, speaks_chinese
from tests.integration.services.import_help import plain_csv, xlsx


def no_workbook(path: Path) -> Path:
    (path / "list.xlsx").write_bytes(bytes(range(256)) * 20)
    return path / "list.xlsx"


def half_a_workbook(path: Path) -> Path:
    whole = xlsx(path / "whole.xlsx", [["Full name"], *([f"P{at}"] for at in range(500))]).read_bytes()
    (path / "list.xlsx").write_bytes(whole[: len(whole) // 2])
    return path / "list.xlsx"


def hostile_workbook(path: Path) -> Path:
    """One cell at the far end of the grid: the reader asks for 512 GiB (T-05)."""
    xlsx(path / "whole.xlsx", [["Full name"], ["Eva"]])
    with zipfile.ZipFile(path / "whole.xlsx") as whole, zipfile.ZipFile(path / "list.xlsx", "w") as bad:
        for name in whole.namelist():
            content = whole.read(name)
            if name.endswith("sheet1.xml"):
                content = content.replace(b'r="A2"', b'r="XFD99999999"').replace(
                    b'<row r="2"', b'<row r="99999999"'
                )
            bad.writestr(name, content)
    return path / "list.xlsx"


def entity_bomb(path: Path) -> Path:
    xlsx(path / "whole.xlsx", [["Full name"], ["Eva"]])
    bomb = b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;">]>'
    with zipfile.ZipFile(path / "whole.xlsx") as whole, zipfile.ZipFile(path / "list.xlsx", "w") as bad:
        for name in whole.namelist():
            content = whole.read(name)
            if name.endswith("sheet1.xml"):
                content = content.replace(b"?>", b"?>" + bomb, 1)
            bad.writestr(name, content)
    return path / "list.xlsx"


def zip_of_something_else(path: Path) -> Path:
    with zipfile.ZipFile(path / "list.xlsx", "w") as bad:
        bad.writestr("holiday.txt", "sun")
    return path / "list.xlsx"


def empty_workbook(path: Path) -> Path:
    return xlsx(path / "list.xlsx", [])


def empty_csv(path: Path) -> Path:
    (path / "list.csv").write_bytes(b"")
    return path / "list.csv"


def unknown_columns(path: Path) -> Path:
    return plain_csv(path / "list.csv", [["Shoe size", "Hat size"], ["38", "56"]])


def absent(path: Path) -> Path:
    return path / "list.xlsx"


def a_folder(path: Path) -> Path:
    (path / "list.xlsx").mkdir()
    return path / "list.xlsx"


def another_ending(path: Path) -> Path:
    (path / "list.docx").write_bytes(b"PK\x03\x04")
    return path / "list.docx"


def the_file_itself(path: Path) -> Path:
    return path / "Nordwind.crm"


SOURCES = (
    no_workbook, half_a_workbook, hostile_workbook, entity_bomb, zip_of_something_else, empty_workbook, empty_csv,
    unknown_columns, absent, a_folder, another_ending, the_file_itself,
)  # fmt: skip


@pytest.mark.parametrize("make", SOURCES, ids=lambda one: one.__name__)
def test_a_bad_source(cli: Cli, path: Path, tmp_path: Path, make: Callable[[Path], Path]) -> None:
    place = tmp_path / "in"
    place.mkdir()
    source = path if make is the_file_itself else make(place)
    before = sha256(path)
    for language in LANGUAGES:
        said = cli("--file", path, "--lang", language, "import", source, "--as", "contacts", expect=1)
        assert said.out == ""
        one_sentence(said.err, language, source, source.name)
        assert "list" in said.err or make is the_file_itself
    assert cli.json("--file", path, "import", source, "--as", "contacts", expect=1)["error"]["title"]
    assert sha256(path) == before


def test_an_unknown_entity_sheet_and_field(cli: Cli, path: Path, tmp_path: Path) -> None:
    book = xlsx(tmp_path / "list.xlsx", [["Full name"], ["Eva Neu"]])
    source = plain_csv(tmp_path / "list.csv", [["Full name"], ["Eva Neu"]])
    before = sha256(path)
    for given, words, code, meant in (
        (book, ["--as", "contcats"], 2, "Did you mean “contacts”?"),
        (book, ["--as", "contacts", "--sheet", "Tabelle"], 1, "Tabelle"),
        (book, ["--as", "contacts", "--column", "Full name=ful_name"], 2, "Did you mean “full_name”?"),
        (book, ["--as", "contacts", "--key", "mail_adress"], 2, "is not a field"),
        (book, ["--as", "contacts", "--mode", "replace"], 2, "'replace'"),
        (source, ["--as", "contacts", "--encoding", "klingon"], 1, "klingon"),
    ):
        for language in LANGUAGES:
            said = cli("--file", path, "--lang", language, "import", given, *words, expect=code)
            if language == "en":
                assert meant in said.err
            elif speaks_chinese():
                assert_chinese(said.err.replace("Full name", ""))
    assert sha256(path) == before
