"""The import from the command line: what it asks about values, and how it is answered."""

from __future__ import annotations

from pathlib import Path

from tests.integration.cli_help import Cli
from tests.integration.services.import_help import plain_csv


def test_the_order_of_dates(cli: Cli, filled: Path, tmp_path: Path) -> None:
    source = plain_csv(tmp_path / "a.csv", [["Name", "Birthday"], ["Eva", "03/04/1985"]])
    call = ("import", source, "--as", "contacts")
    said = cli(*call, "--dry-run").err
    assert "“03/04/1985” in “Birthday” may be dmy = 1985-04-03 / mdy = 1985-03-04. Use --date-order." in said
    (asked,) = cli.json(*call, "--dry-run")["open_dates"]
    assert asked["examples"] == [{"text": "03/04/1985", "dmy": "1985-04-03", "mdy": "1985-03-04"}]
    assert "--date-order" not in cli(*call, "--date-order", "Birthday=mdy").err
    assert cli.json("show", "contacts", "Eva")["birthday"] == "1985-03-04"
    assert "HEADING=ORDER" in cli(*call, "--date-order", "Birthday", expect=2).err


def test_words_that_no_list_has(cli: Cli, filled: Path, tmp_path: Path) -> None:
    rows = [["Name", "Level", "Industry"], ["Eins", "A+", "Beekeeping"], ["Zwei", "A", "Beekeeping"]]
    source = plain_csv(tmp_path / "a.csv", rows)
    call = ("import", source, "--as", "companies")
    made = cli.json(*call, "--add-options", "Industry", "--dry-run")["unknown_words"]
    assert [(one["field"], one["text"], one["rows"], one["added"]) for one in made] == [
        ("level", "A+", 1, False),
        ("industry", "Beekeeping", 2, True),
    ]
    said = cli(*call, "--add-options", "none", "--dry-run").err
    assert "Left out, because not in the list of “Level”: A+." in said
    near = made[0]["near"]
    assert f'Use --match "A+={near}".' in said
    cli(*call, "--match", f"A+={near}", "--add-options", "industry")
    assert cli.json("show", "companies", "Eins")["industry"] == "Beekeeping"
    assert cli.json("show", "companies", "Eins")["level"] == cli.json("show", "companies", "Zwei")["level"]


def test_columns_become_custom_fields(cli: Cli, filled: Path, tmp_path: Path) -> None:
    source = plain_csv(tmp_path / "a.csv", [["Name", "Hat size", "a=b"], ["Eva", "57", "x"]])
    call = ("import", source, "--as", "contacts")
    assert cli.json(*call, "--dry-run")["unmatched"] == [
        {"column": "Hat size", "kind": "number"},
        {"column": "a=b", "kind": "flag"},
    ]
    made = cli.json(*call, "--new-field", "Hat size", "--new-field", "a=b=long_text")
    assert made["new_fields"] == [
        {"column": "Hat size", "kind": "number"},
        {"column": "a=b", "kind": "long_text"},
    ]
    one = cli.json("show", "contacts", "Eva")
    assert (one["custom_hatsize"], one["custom_ab"]) == (57, "x")
    assert "“Hut”" in cli(*call, "--new-field", "Hut", expect=2).err


def test_companies_and_contacts_in_one_sheet(cli: Cli, filled: Path, tmp_path: Path) -> None:
    rows = [["Name", "Company", "Firm line", "Last talk"], ["Eva", "Neue GmbH", "0711 1", "Wants a quote"]]
    source = plain_csv(tmp_path / "a.csv", rows)
    words = ("--column", "Firm line=Company · Phone", "--column", "Last talk=activity.body")
    made = cli.json("import", source, "--as", "contacts", *words, "--policy", "company.phone=fill")
    assert made["joined"] == {
        "companies": {"created": 1, "updated": 0},
        "activities": {"created": 1, "updated": 0},
    }
    assert cli.json("show", "companies", "Neue GmbH")["phone"] == "0711 1"
    assert cli.json("show", "activities", "Wants a quote")["contact"] == "Eva"
