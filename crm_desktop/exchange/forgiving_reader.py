"""openpyxl as a reader that survives single bad cells: a cell that breaks the rules is empty, the rest is read.

Slow (a tenth of calamine's speed), so it is only the second choice.
"""

# openpyxl offers no public way to replace its cell parser; it has not changed since 2024 and is bounded below 3.2.
# ruff: noqa: SLF001

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._reader import WorkSheetParser

from crm_desktop.exchange.source import Note

_WIDEST = 16_384
_LAST_ROW = 1_048_576


class _ForgivingParser(WorkSheetParser):
    """openpyxl's parser of a sheet, to which a bad cell is an empty cell."""

    bad = 0
    first_bad = ""

    def parse_cell(self, element: Any) -> Any:
        place = self.col_counter, self.row_counter
        try:
            return super().parse_cell(element)
        except (ValueError, TypeError, LookupError, OverflowError, ArithmeticError, AttributeError):
            self.bad += 1
            self.first_bad = self.first_bad or element.get("r") or f"{place[0] + 1}/{place[1]}"
            self.col_counter = place[0] + 1
            column = min(max(self.col_counter, 1), _WIDEST)
            return {"row": self.row_counter, "column": column, "value": None, "data_type": "n", "style_id": 0}


class ForgivingWorkbook:
    """A workbook opened by openpyxl for reading only."""

    def __init__(self, path: str, notes: list[Note]) -> None:
        self._notes = notes
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                # The file stays open as long as the process that reads it.
                self._book: Any = load_workbook(Path(path).open("rb"), read_only=True, data_only=True)  # noqa: SIM115
            except InvalidFileException as error:
                raise ValueError(str(error)) from error
        sheets: list[Any] = list(self._book.worksheets)
        self._sheets = {sheet.title: sheet for sheet in sheets}
        self.described = [(name, sheet.sheet_state == "visible") for name, sheet in self._sheets.items()]

    def rows(self, name: str) -> Iterator[list[Any]]:
        """Yield every row of a sheet from the first on, also the empty ones between others."""
        sheet = self._sheets[name]
        with sheet._get_source() as source, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parser = _ForgivingParser(
                source,
                sheet._shared_strings,
                data_only=True,
                epoch=self._book.epoch,
                date_formats=self._book._date_formats,
                timedelta_formats=self._book._timedelta_formats,
            )
            written = 0
            for number, cells in parser.parse():
                if number > _LAST_ROW:
                    raise ValueError("a row below the last one of a sheet")
                while written < number - 1:
                    written += 1
                    yield []
                written = number
                yield _row(cells)
        if parser.bad:
            self._note(parser)

    def _note(self, parser: _ForgivingParser) -> None:
        note: Note = ("bad_cells", {"count": parser.bad, "where": parser.first_bad})
        if note not in self._notes:
            self._notes.append(note)


def _row(cells: list[dict[str, Any]]) -> list[Any]:
    """Return the values of one row in their columns; the value of a formula's error is nothing."""
    row: list[Any] = []
    for cell in cells:
        column = cell["column"]
        if column > _WIDEST:
            continue
        row.extend([None] * (column - len(row)))
        row[column - 1] = None if cell["data_type"] == "e" else cell["value"]
    return row
