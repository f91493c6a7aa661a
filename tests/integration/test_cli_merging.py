"""Merging from the command line: one group that is named, and all that are sure enough."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.cli_help import Cli

TABLE = """Name,Company,Mobile,City
Noah Fischer,Fischer GmbH,+49 89 2180340,München
Fischer Noah,Fischer,0049892180340,
张三,,+86 138 5712 3345,杭州
Zhang San,,13857123345,杭州
Łukasz O'Brien,,,Kraków
"""


@pytest.fixture
def people(cli: Cli, filled: Path, tmp_path: Path) -> dict[str, int]:
    """Contacts of whom two stand there twice, by name."""
    table = tmp_path / "people.csv"
    table.write_text(TABLE, "utf-8")
    cli("import", table, "--as", "contacts", "--mode", "create")
    return {one["full_name"]: one["id"] for one in cli.json("list", "contacts")["rows"]}


def names(cli: Cli) -> set[str]:
    return {one["full_name"] for one in cli.json("list", "contacts")["rows"]}


def test_two_named_records_become_one_and_come_back(cli: Cli, people: dict[str, int]) -> None:
    before = names(cli)
    loser = people["Fischer Noah"]
    done = cli.json("merge", "contacts", "Noah Fischer", loser)
    assert (done["winner"], done["losers"]) == (people["Noah Fischer"], [loser])
    assert done["values"]["full_name"] == people["Noah Fischer"]
    assert done["follows"]["channel"] == 1
    assert names(cli) == before - {"Fischer Noah"}
    assert cli.json("show", "contacts", loser)["id"] == people["Noah Fischer"]
    cli("undo", done["undo"])
    assert names(cli) == before


def test_a_dry_run_shows_both_and_writes_nothing(cli: Cli, people: dict[str, int]) -> None:
    before = names(cli)
    said = cli("merge", "contacts", "张三", "Zhang San", "--dry-run")
    assert "张三" in said.lines[0]
    assert "Zhang San" in said.lines[0]
    assert "nothing was written" in said.err
    assert cli.json("merge", "contacts", "张三", "Zhang San", "--dry-run")["undo"] is None
    assert names(cli) == before


def test_what_cannot_be_merged_is_a_wrong_use(cli: Cli, people: dict[str, int]) -> None:
    assert "at least two" in cli("merge", "contacts", "张三", "张三", expect=2).err


def test_the_surest_are_merged_in_one_step(cli: Cli, people: dict[str, int]) -> None:
    before = names(cli)
    planned = cli.json("duplicates", "contacts", "--merge-above", "0.9", "--dry-run")
    assert planned["undo"] is None
    assert names(cli) == before
    done = cli.json("duplicates", "contacts", "--merge-above", "0.9")
    assert done["merged"] == planned["merged"]
    assert len(names(cli)) == len(before) - 2
    assert cli.json("undo", "--list")["transactions"][0]["title"] == "Merge 4 contacts into 2"
    cli("undo", "--last")
    assert names(cli) == before
    assert cli.json("duplicates", "contacts", "--merge-above", "1") == {"merged": [], "undo": None}


def test_two_that_are_not_the_same_are_remembered(cli: Cli, people: dict[str, int]) -> None:
    before = cli.json("duplicates", "contacts")["pairs"]
    said = cli.json("duplicates", "contacts", "--distinct", "张三", "Zhang San")
    assert said["distinct"] == [people["张三"], people["Zhang San"]]
    assert len(cli.json("duplicates", "contacts")["pairs"]) == len(before) - 1
    cli("undo", said["undo"])
    assert cli.json("duplicates", "contacts")["pairs"] == before
    assert (
        "the same record twice" in cli("duplicates", "contacts", "--distinct", "张三", "张三", expect=2).err
    )
    both = ("--distinct", "张三", "Zhang San", "--merge-above", "0.9")
    assert "--merge-above" in cli("duplicates", "contacts", *both, expect=2).err
