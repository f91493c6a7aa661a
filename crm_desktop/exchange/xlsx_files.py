"""Excel workbooks going out. A text is a text: no formula comes alive, no link, no number made of a phone."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from crm_desktop.core.files import write_atomically
from crm_desktop.core.i18n import _
from crm_desktop.core.reading import text_of
from crm_desktop.exchange.export import ExportColumn, Rows, Written, clean_text
from crm_desktop.exchange.row_parser import Problem

LAST_ROW = 1_048_576
_LONGEST = 32_767  # characters of a cell, as Excel counts them
_FIRST_YEAR = 1900  # Excel knows no earlier dates
_EXACT = 10**15  # whole numbers from here on lose their last digits in Excel


def write_table(path: Path, columns: Sequence[ExportColumn], rows: Rows, *, title: str = "") -> Written:
    """Write a workbook with one sheet (and further ones where a sheet is full); memory stays flat."""
    from xlsxwriter import Workbook  # type: ignore[import-untyped]
    from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    with (
        write_atomically(path) as draft,
        TemporaryDirectory(prefix="crm-") as folder,
        _Draft(io.FileIO(draft, "w")) as file,
    ):
        writer = _TableWriter(Workbook(file, {**options, "tmpdir": folder}), columns, title)
        try:
            for row in rows:
                writer.add(row)
            writer.finish()
        except FileCreateError as error:
            raise _cause(error) from error
        finally:
            writer.let_go()
    return writer.written()


def write_rejects(
    path: Path, headings: Sequence[str], rows: Iterable[tuple[Sequence[object], Sequence[Problem]]]
) -> Written:
    """Write the rows that could not be imported: their cells as text, the row, and why; ready to be corrected."""
    texts = [ExportColumn(heading, "@") for heading in headings]
    # These two headings mean no field, so that the corrected file can be imported as it is.
    added = [ExportColumn(_("Import: row"), "0", 80), ExportColumn(_("Import: reason"), "@", 480)]
    return write_table(path, [*texts, *added], (_rejected(cells, problems) for cells, problems in rows))


def _rejected(cells: Sequence[object], problems: Sequence[Problem]) -> list[object]:
    reasons = "\n".join(f"{one.column}: {one.reason}" for one in problems)
    return [*(text_of(cell) for cell in cells), problems[0].row if problems else None, reasons]


def _cause(error: Exception) -> Exception:
    """Return the failure of the disk that XlsxWriter wrapped, or what it raised."""
    inner = error.args[0] if error.args else None
    return inner if isinstance(inner, OSError) else error


class _Draft(io.BufferedWriter):
    """A file that fails once: an archive that is given up writes its end, and Python would tell of that as well."""

    _failed = False
    _place = 0

    def write(self, data: Any) -> int:
        """Write, or after a failure take what comes without keeping it."""
        if self._failed:
            return memoryview(data).nbytes
        return int(self._tried(super().write, data))

    def flush(self) -> None:
        """Hand over what is kept, as long as the disk takes it."""
        if not self._failed:
            self._tried(super().flush)

    def seek(self, place: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place, as long as there is one."""
        return 0 if self._failed else int(self._tried(super().seek, place, whence))

    def tell(self) -> int:
        """Return the place, after a failure the last one that was asked for."""
        if not self._failed:
            self._place = super().tell()
        return self._place

    def _tried(self, act: Callable[..., Any], *arguments: Any) -> Any:
        try:
            return act(*arguments)
        except OSError:
            self._failed = True
            raise


class _TableWriter:
    """One workbook being written row by row."""

    def __init__(self, workbook: Any, columns: Sequence[ExportColumn], title: str) -> None:
        self._workbook = workbook
        self._columns = columns
        self._title = _sheet_name(title or _("Table"))
        self._heading = workbook.add_format({"bold": True, "num_format": "@", "bottom": 1})
        self._formats = [self._format(one.number_format) for one in columns]
        self._days = [self._format(_dated(one.number_format, "yyyy-mm-dd")) for one in columns]
        self._moments = [self._format(_dated(one.number_format, "yyyy-mm-dd hh:mm")) for one in columns]
        self._sheets = 0
        self._rows = 0
        self._cut = 0
        self._sheet: Any = None
        self._line = 0
        self._begin_sheet()

    def _format(self, number_format: str | None) -> Any:
        return self._workbook.add_format({"num_format": number_format}) if number_format else None

    def _begin_sheet(self) -> None:
        self._sheets += 1
        name = self._title if self._sheets == 1 else f"{self._title[:27]} {self._sheets}"
        self._sheet = sheet = self._workbook.add_worksheet(name)
        for place, column in enumerate(self._columns):
            # What is typed below the last row is of the same kind: a number of a phone keeps its zeros.
            sheet.set_column_pixels(place, place, column.width, self._formats[place])
            sheet.write_string(0, place, clean_text(column.heading), self._heading)
        sheet.freeze_panes(1, 0)
        self._line = 1

    def add(self, row: Sequence[object]) -> None:
        """Write one row."""
        if self._line >= LAST_ROW:
            self._begin_sheet()
        for place, value in enumerate(row):
            if isinstance(value, str):
                self._write_text(place, value)
            elif value is not None:
                self._write_value(place, value)
        self._line += 1
        self._rows += 1

    def _write_text(self, place: int, text: str) -> None:
        text = clean_text(text)
        if len(text) * 2 > _LONGEST and len(text.encode("utf-16-le")) > 2 * _LONGEST:
            text = text.encode("utf-16-le")[: 2 * _LONGEST].decode("utf-16-le", "ignore")
            self._cut += 1
        if text:
            self._sheet.write_string(self._line, place, text, self._formats[place])

    def _write_value(self, place: int, value: Any) -> None:
        sheet, line = self._sheet, self._line
        if isinstance(value, bool):
            sheet.write_boolean(line, place, value, self._formats[place])
        elif isinstance(value, date) and value.year < _FIRST_YEAR:
            self._write_text(place, text_of(value))
        elif isinstance(value, datetime):
            sheet.write_datetime(line, place, value.replace(tzinfo=None), self._moments[place])
        elif isinstance(value, date):
            sheet.write_datetime(line, place, value, self._days[place])
        elif isinstance(value, (int, float, Decimal)) and -_EXACT < value < _EXACT:
            sheet.write_number(line, place, float(value), self._formats[place])
        else:
            self._write_text(place, text_of(value))

    def finish(self) -> None:
        """Write the file."""
        self._workbook.close()

    def let_go(self) -> None:
        """Close the temporary files of sheets, which XlsxWriter leaves open when something fails."""
        for sheet in self._workbook.worksheets():
            if (rows := getattr(sheet, "row_data_fh", None)) is not None:
                rows.close()

    def written(self) -> Written:
        """Return what came of it."""
        notes = []
        if self._cut:
            words = _("Texts longer than Excel's limit of 32,767 characters were cut: %(count)d.")
            notes.append(words % {"count": self._cut})
        if self._sheets > 1:
            words = _("The rows fill %(count)d sheets; Excel keeps 1,048,576 in one.")
            notes.append(words % {"count": self._sheets})
        return Written(self._rows, notes)


def _dated(number_format: str | None, usual: str) -> str:
    """Return the column's own format for dates, if it has one."""
    return number_format if number_format and "y" in number_format else usual


def _sheet_name(title: str) -> str:
    """Return a title that Excel accepts as the name of a sheet."""
    name = "".join(" " if char in "[]:*?/\\" else char for char in clean_text(title)).strip("' \n\t")
    return name[:31].strip("' ") or "Table"
