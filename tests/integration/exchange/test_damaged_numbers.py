"""Long numbers that Excel damaged are told by column, with how many there are."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.exchange.damaged_texts import damaged_texts
from crm_desktop.exchange.reader_process import open_table
from crm_desktop.exchange.source import Limits
from tests.integration.services.import_help import plain_csv, xlsx


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (["1.38571E+10", "1,39E+10", "1.4e+17", "13857123345"], (3, 0)),
        (["330106198504031000", "110101199001011000", None], (0, 2)),
        (["6228480312345670", "6228480312345671", "6228480312345672"], (0, 0)),
        (["330106198504031234", "Type E+ 10", "E+10", "1.5", "100000000000000"], (0, 0)),
        ([None, 5, True], (0, 0)),
    ],
)
def test_texts_that_were_numbers(cells: list[object], found: tuple[int, int]) -> None:
    assert damaged_texts(cells) == found


def test_they_are_counted_over_the_whole_file(tmp_path: Path) -> None:
    rows = [["Name", "Mobile", "ID card"]]
    rows += [[f"P{n}", "1.38571E+10" if n % 2 else "13857123345", "330106198504031000"] for n in range(40)]
    with open_table(plain_csv(tmp_path / "saved.csv", rows), limits=Limits(chunk_rows=7)) as table:
        assert len(list(table)) == 40
        notes = table.notes
    assert any("“Mobile”" in note and "1.39E+10: 20." in note for note in notes)
    assert any("“ID card”: 40." in note for note in notes)


def test_a_shortened_number_in_a_workbook_is_told_too(tmp_path: Path) -> None:
    with open_table(xlsx(tmp_path / "saved.xlsx", [["Name", "Mobile"], ["Eva", "1.39E+10"]])) as table:
        assert [row.cells for row in table] == [("Eva", "1.39E+10")]
        assert any("1.39E+10: 1." in note for note in table.notes)
