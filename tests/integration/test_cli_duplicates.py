"""The command that lists likely duplicates."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.cli_help import Cli


@pytest.fixture
def doubled(cli: Cli, filled: Path, tmp_path: Path) -> Path:
    """A file in which one person stands twice."""
    table = tmp_path / "people.csv"
    table.write_text(
        "Name,Company,Mobile\nNoah Fischer,Fischer GmbH,+49 89 2180340\nFischer Noah,Fischer,0049892180340\n"
    )
    cli("import", table, "--as", "contacts", "--mode", "create")
    return filled


def test_pairs_with_their_reasons(cli: Cli, doubled: Path) -> None:
    (pair,) = cli.json("duplicates", "contacts")["pairs"]
    assert pair["a"] < pair["b"]
    assert 0.9 <= pair["score"] <= 1
    assert pair["why"][:2] == ["same name", "same phone number"]
    said = cli("duplicates", "contacts")
    assert "Noah Fischer" in said.out
    assert "same name, same phone number" in said.out


def test_a_higher_threshold_and_other_records(cli: Cli, doubled: Path) -> None:
    assert cli.json("duplicates", "contacts", "--threshold", "1") == {"pairs": []}
    assert "0<=x<=1" in cli("duplicates", "contacts", "--threshold", "2", expect=2).err
    assert "companies and contacts" in cli("duplicates", "orders", expect=2).err
