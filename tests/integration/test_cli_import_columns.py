"""What the columns of a table mean, from the command line: the row of headings, values, saved mappings."""

from __future__ import annotations

from pathlib import Path

from tests.integration.cli_help import Cli
from tests.integration.services.import_help import plain_csv


def test_the_row_of_headings_can_be_named(cli: Cli, filled: Path, tmp_path: Path) -> None:
    rows = [["Name", "City"], ["Full name", "City"], ["Eva Neu", "Ulm"]]
    source = plain_csv(tmp_path / "people.csv", rows)
    assert cli.json("import", source, "--as", "contacts", "--dry-run")["created"] == 2
    found = cli.json("import", source, "--as", "contacts", "--dry-run", "--heading-row", 2)
    assert (found["rows"], found["created"]) == (1, 1)
    words = ("--heading-row", 0, "--column", "A=full_name")
    assert cli.json("import", source, "--as", "contacts", "--dry-run", *words)["rows"] == 3
    cli("import", source, "--as", "contacts", "--heading-row", -1, expect=2)


def test_columns_without_headings_go_by_their_values(cli: Cli, filled: Path, tmp_path: Path) -> None:
    rows = [
        ["Eva Neu", "eva@neu.example", "+49 171 5550100", "x1"],
        ["张三", "zhang@san.example", "13857123345", "x2"],
        ["Łukasz Nowak", "lukasz@nowak.example", "+48 601 234 567", "x3"],
    ]
    source = plain_csv(tmp_path / "people.csv", rows)
    found = cli.json("import", source, "--as", "contacts")
    assert (found["rows"], found["created"]) == (3, 3)
    assert "“B” was taken for “E-mail”, because of its values." in found["notes"]
    assert "Left out, because not recognised: D." in found["notes"]
    eva = cli.json("show", "contacts", "Eva Neu")
    assert (eva["email"], eva["mobile"]) == ("eva@neu.example", "+49 171 5550100")


def test_a_guess_is_left_out_unless_it_is_chosen(cli: Cli, filled: Path, tmp_path: Path) -> None:
    rows = [["Firma", "Wer da ist"], ["Neu GmbH", "Eva Neu"], ["Acme Ltd", "张三"], ["Blue Inc", "Bo Li"]]
    source = plain_csv(tmp_path / "people.csv", rows)
    words = ("import", source, "--as", "contacts", "--dry-run")
    assert "Wer da ist" in cli.json(*words, expect=1)["notes"][0]
    assert cli.json(*words, "--column", "Wer da ist=full_name")["created"] == 3


def test_addresses_under_phone_are_addresses(cli: Cli, filled: Path, tmp_path: Path) -> None:
    rows = [["Full name", "Phone"], ["Eva Neu", "eva@neu.example"], ["Bo Li", "bo@li.example"]]
    source = plain_csv(tmp_path / "people.csv", rows)
    assert cli.json("import", source, "--as", "contacts")["rejected"] == []
    assert cli.json("show", "contacts", "Bo Li")["email"] == "bo@li.example"


def test_a_mapping_is_saved_and_recognised_again(cli: Cli, filled: Path, tmp_path: Path) -> None:
    first = plain_csv(tmp_path / "fair.csv", [["Wer da", "Nr"], ["Eva Neu", "7"]])
    words = ("--column", "Wer da=full_name", "--column", "Nr=note", "--mode", "create")
    cli("import", first, "--as", "contacts", *words, "--save-mapping", "Fair")
    again = plain_csv(tmp_path / "again.csv", [["Nr", "WER DA"], ["8", "Bo Li"], ["9", "Eva Neu"]])
    said = cli("import", again, "--as", "contacts")
    assert "saved mapping “Fair”" in said.err
    assert "2 new" in said.out
    assert cli.json("show", "contacts", "Bo Li")["note"] == "8"
    without = cli.json("import", again, "--as", "contacts", "--mapping", "", "--column", "WER DA=full_name")
    assert "Left out, because not recognised: Nr." in without["notes"]
