"""Likely duplicates on the command line: named, and made new, updated or skipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.cli_help import Cli
from tests.integration.services.import_help import plain_csv

HEAD = ["Full name", "Email", "Mobile"]


@pytest.fixture
def twice(cli: Cli, filled: Path, tmp_path: Path) -> Path:
    """A table with somebody who is there, and an earlier row, in other words."""
    present = plain_csv(tmp_path / "a.csv", [HEAD, ["Łukasz O'Brien", "lo@firm.example", "+48 500 100 200"]])
    cli("import", present, "--as", "contacts")
    rows = [
        HEAD,
        ["O'Brien, Lukasz Jan", "lo@firm.example", "500100200"],
        ["=1+1 Eins", "one@firm.example", "030 7777777"],
    ]
    return plain_csv(tmp_path / "b.csv", [*rows, ["Eins Anna =1+1", "one@firm.example", "030 7777777"]])


def test_they_are_named_and_made_new(cli: Cli, twice: Path) -> None:
    made = cli.json("import", twice, "--as", "contacts", "--dry-run")
    assert (made["created"], made["left_out"]) == (3, 0)
    first, second = made["duplicates"]
    assert (first["row"], first["candidate"], first["other_row"]) == (2, "Łukasz O'Brien", None)
    assert first["id"] == cli.json("show", "contacts", "Łukasz O'Brien")["id"]
    assert first["score"] >= 0.9
    assert "same e-mail address" in first["why"]
    assert (second["row"], second["id"], second["other_row"], second["candidate"]) == (
        4,
        None,
        3,
        "=1+1 Eins",
    )
    said = cli("import", twice, "--as", "contacts")
    assert "3 rows: 3 new" in said.out
    assert (
        "2 rows are likely duplicates: made new; --likely update or --likely skip does otherwise." in said.err
    )
    assert "Row 2: likely “Łukasz O'Brien” (" in said.err
    assert "Row 4: likely row 3, “=1+1 Eins” (" in said.err


def test_they_are_updated(cli: Cli, twice: Path) -> None:
    made = cli.json("import", twice, "--as", "contacts", "--likely", "update")
    assert (made["created"], made["updated"]) == (1, 1)
    assert cli.json("show", "contacts", "O'Brien, Lukasz Jan")["email"] == "lo@firm.example"


def test_they_are_skipped(cli: Cli, twice: Path) -> None:
    made = cli.json("import", twice, "--as", "contacts", "--likely", "skip")
    assert (made["created"], made["left_out"]) == (1, 2)


def test_what_is_doubled_is_said_and_how_to_have_it_otherwise(cli: Cli, filled: Path, tmp_path: Path) -> None:
    head, person = ["Name", "Company", "Mobile", "Email"], ["Ana One", "Firm A", "13800001111"]
    cli("import", plain_csv(tmp_path / "a.csv", [head, [*person, "a@x.example"]]), "--as", "contacts")
    again = plain_csv(tmp_path / "b.csv", [head, [*person, "zz@x.example"]])
    assert cli.json("import", again, "--as", "contacts", "--dry-run")["doubled"] == [2]
    assert cli.json("import", again, "--as", "contacts", "--likely", "update", "--dry-run")["doubled"] == []
    said = cli("import", again, "--as", "contacts").err
    assert "1 of them is there already, almost for certain, and is doubled: --likely update" in said


def test_records_that_are_made_beside_the_rows_are_named(cli: Cli, filled: Path, tmp_path: Path) -> None:
    rows = [["Name", "Parent company"], ["Branch A", "Head One"], ["Branch B", "Head Two"]]
    source = plain_csv(tmp_path / "par.csv", rows)
    assert cli.json("import", source, "--as", "companies", "--dry-run")["made"] == {"parent": 2}
    said = cli("import", source, "--as", "companies").err
    assert "Parent company: 2 new (Head One, Head Two)" in said
