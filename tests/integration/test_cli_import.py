"""The import from the command line: what it says, its options, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from crm_desktop.services.workspace import open_workspace
from tests.integration.cli_help import ACME, Cli
from tests.integration.services.import_help import plain_csv, xlsx

# ---------------------------------------------------------------- import

PEOPLE = [
    ["姓名", "公司", "手机", "邮箱", "生日", "Shoe size"],
    ["Eva Neu", "Acme Tools", "0171 5550100", "eva@neu.example", "1985-04-03", "38"],
    ["王伟", "新公司", "13900139000", None, None, "42"],
    ["Bad Mail", None, None, "no-mail", "1985-13-45", None],
]


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """A small workbook of people with one bad row."""
    return xlsx(tmp_path / "名单 1.xlsx", PEOPLE)


def test_import(cli: Cli, filled: Path, people: Path) -> None:
    made = cli.json("import", people, "--as", "contacts", expect=1)  # a row was rejected
    assert list(made)[:5] == ["rows", "created", "updated", "unchanged", "rejected"]
    assert (made["rows"], made["created"], made["updated"], made["unchanged"]) == (3, 2, 0, 0)
    assert all(list(one) == ["row", "column", "value", "reason"] for one in made["rejected"])
    assert {(one["row"], one["column"], one["value"]) for one in made["rejected"]} == {
        (4, "邮箱", "no-mail"),
        (4, "生日", "1985-13-45"),
    }
    assert any("Shoe size" in note for note in made["notes"])
    assert made["undo"] == cli.json("undo", "--list")["transactions"][0]["id"]
    assert cli.json("show", "contacts", "Eva Neu")["company"] == ACME
    assert cli.json("show", "contacts", "王伟")["company"] == "新公司"
    again = cli.json("import", people, "--as", "contacts", expect=1)
    assert (again["created"], again["updated"], again["unchanged"], again["undo"]) == (0, 0, 2, None)
    said = cli("import", people, "--as", "联系人", expect=1)
    assert "3 rows: 0 new, 0 changed, 2 unchanged, 1 rejected" in said.out
    assert "Row 4, 邮箱: " in said.err


def test_one_row_is_a_row(cli: Cli, filled: Path, tmp_path: Path) -> None:
    source = plain_csv(tmp_path / "one.csv", [["Full name"], ["Eva Neu"]])
    assert cli("import", source, "--as", "contacts").lines[0].startswith("1 row: 1 new")


def test_a_dry_run_writes_nothing(cli: Cli, filled: Path, people: Path, tmp_path: Path) -> None:
    before = filled.read_bytes()
    made = cli.json("import", people, "--as", "contacts", "--dry-run", expect=1)
    assert (made["created"], made["undo"]) == (2, None)
    assert "Nothing was written." in cli("import", people, "--as", "contacts", "--dry-run", expect=1).out
    assert filled.read_bytes() == before


def test_rejects_are_corrected_and_imported(cli: Cli, filled: Path, people: Path, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.xlsx"
    cli("import", people, "--as", "contacts", "--rejects", rejects, expect=1)
    rows = CalamineWorkbook.from_path(rejects).get_sheet_by_index(0).to_python()
    assert len(rows) == 2
    assert "Bad Mail" in rows[1]
    rows[1] = ["bad@mail.example" if cell == "no-mail" else cell for cell in rows[1]]
    rows[1] = ["1985-12-24" if "1985" in str(cell) and len(str(cell)) < 20 else cell for cell in rows[1]]
    assert cli.json("import", xlsx(tmp_path / "better.xlsx", rows), "--as", "contacts")["created"] == 1


def test_rejects_never_overwrite_the_source(cli: Cli, filled: Path, people: Path, tmp_path: Path) -> None:
    before = people.read_bytes()
    cli("import", people, "--as", "contacts", "--rejects", people, expect=2)
    cli("import", people, "--as", "contacts", "--rejects", tmp_path / "rejects.txt", expect=2)
    assert people.read_bytes() == before
    # Where they cannot be written, nothing is imported.
    cli("import", people, "--as", "contacts", "--rejects", tmp_path / "no folder" / "r.xlsx", expect=1)
    assert cli.json("list", "contacts")["total"] == 4


def test_import_modes_and_keys(cli: Cli, filled: Path, tmp_path: Path) -> None:
    rows = [
        ["Name", "E-mail", "City"],
        ["ACME Renamed", "office@acme.example", "Bonn"],
        ["New GmbH", "", "Ulm"],
    ]
    source = plain_csv(tmp_path / "firms.csv", rows)

    def count(*words: str) -> tuple[int, int, int, int]:
        made = cli.json("import", source, "--as", "companies", "--dry-run", *words)
        return made["created"], made["updated"], made["unchanged"], made["left_out"]

    assert count() == (2, 0, 0, 0)
    assert count("--key", "email") == (1, 1, 0, 0)
    assert count("--key", "E-mail") == (1, 1, 0, 0)
    assert count("--key", "email", "--mode", "update") == (0, 1, 0, 1)
    assert count("--key", "email", "--mode", "create") == (1, 0, 0, 1)
    said = cli("import", source, "--as", "companies", "--key", "email", "--mode", "update")
    assert "2 rows: 0 new, 1 changed, 0 unchanged, 0 rejected, 1 left out" in said.out
    assert "1 row is left out: not there yet; only present ones are changed." in said.err
    assert cli.json("show", "companies", "ACME Renamed")["city"] == "Bonn"
    assert (
        "Did you mean “email”?" in cli("import", source, "--as", "companies", "--key", "emial", expect=2).err
    )
    assert "no column" in cli("import", source, "--as", "companies", "--key", "phone", expect=2).err


def test_import_with_chosen_columns(cli: Cli, filled: Path, tmp_path: Path) -> None:
    source = plain_csv(tmp_path / "odd.csv", [["Who", "a=b", "City"], ["Odd One", "note!", "Ulm"]])
    words = ("--column", "Who=full_name", "--column", "a=b=note", "--column", "City=")
    assert cli.json("import", source, "--as", "contacts", *words)["created"] == 1
    one = cli.json("show", "contacts", "Odd One")
    assert (one["note"], one["city"]) == ("note!", None)
    assert "HEADING=FIELD" in cli("import", source, "--as", "contacts", "--column", "Who", expect=2).err
    assert "“Wer”" in cli("import", source, "--as", "contacts", "--column", "Wer=note", expect=2).err
    wrong = cli("import", source, "--as", "contacts", "--column", "Who=fulname", expect=2).err
    assert "Did you mean “full_name”?" in wrong


def test_import_with_a_saved_mapping(cli: Cli, filled: Path, tmp_path: Path) -> None:
    workspace = open_workspace(filled)
    with workspace.work("Mapping") as work:
        from crm_desktop.models import registry

        mapping = {"headings": json.dumps(["Who"]), "mapping": json.dumps({"Who": "full_name"})}
        work.add(registry.model("import_mapping"), name="Fair", entity="contact", **mapping)
    workspace.close()
    source = plain_csv(tmp_path / "fair.csv", [["Who"], ["Fair Visitor"]])
    assert cli.json("import", source, "--as", "contacts", "--mapping", "Fair")["created"] == 1
    assert "“Fare”" in cli("import", source, "--as", "contacts", "--mapping", "Fare", expect=2).err


def test_import_asks_about_likely_names(cli: Cli, filled: Path, tmp_path: Path) -> None:
    rows = [["Opportunity name", "Company", "Product"], ["Deal 1", "Acme Tools", "Pump7"]]
    workspace = open_workspace(filled)
    workspace.records.create("product", {"name": "Magnet Pump 2000"})
    workspace.close()
    rows[1][2] = "MagnetPump 2000"
    source = plain_csv(tmp_path / "deals.csv", rows)
    made = cli.json("import", source, "--as", "opportunities", "--dry-run")
    assert [list(one) for one in made["likely"]] == [["field", "text", "rows", "candidate", "others"]]
    assert made["likely"][0]["candidate"] == "Magnet Pump 2000"
    assert "--match" in cli("import", source, "--as", "opportunities", "--dry-run").err
    match = ("import", source, "--as", "opportunities", "--match")
    assert "In doubt are: MagnetPump 2000." in cli(*match, "Other=Pump 7", expect=2).err
    assert "“Pump 9”" in cli(*match, "MagnetPump 2000=Pump 9", expect=2).err
    assert cli.json("list", "opportunities")["total"] == 3
    assert cli.json(*match, "MagnetPump 2000=Pump 7", "--dry-run")["likely"] == []
    cli(*match, "MagnetPump 2000=magnet pump 2000")
    assert cli.json("show", "opportunities", "Deal 1")["product"] == "Magnet Pump 2000"
    assert cli.json("list", "products")["total"] == 3


def test_import_asks_about_two_names_of_one_table(cli: Cli, filled: Path, tmp_path: Path) -> None:
    rows = [["Full name", "Company"], ["Ann", "Stone AG"], ["Bob", "Stone GmbH"]]
    source = plain_csv(tmp_path / "people.csv", rows)
    made = cli.json("import", source, "--as", "contacts", "--dry-run")
    assert [(one["text"], one["candidate"]) for one in made["likely"]] == [("Stone AG", "Stone GmbH")]
    cli("import", source, "--as", "contacts", "--match", "STONE ag=Stone GmbH")
    assert cli.json("show", "contacts", "Ann")["company"] == "Stone GmbH"


def test_import_of_a_sheet(cli: Cli, filled: Path, tmp_path: Path) -> None:
    source = xlsx(tmp_path / "list.xlsx", [["Full name"], ["Eva Neu"]], sheet="Leute")
    assert cli.json("import", source, "--as", "contacts", "--sheet", "Leute", "--dry-run")["created"] == 1
    assert "Leute" in cli("import", source, "--as", "contacts", "--sheet", "People", expect=1).err
