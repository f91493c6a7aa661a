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
