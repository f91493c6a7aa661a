"""The file formats that we read and write, by the ending of the name. A new format is one line here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from crm_desktop.core.errors import UsageProblem
from crm_desktop.core.i18n import N_, _
from crm_desktop.exchange import csv_files, xlsx_files
from crm_desktop.exchange.export import ExportColumn, Rows, Written


class TableWriter(Protocol):
    """Writes a table to a file; the file appears only when it is complete."""

    def __call__(
        self, path: Path, columns: Sequence[ExportColumn], rows: Rows, *, title: str = ""
    ) -> Written: ...


@dataclass(frozen=True, slots=True)
class FileFormat:
    """One format: its code, what people call it, its endings, whether we write it, and how tables are written.

    What is written but is no table (address cards, records, calendars) has writers of its own.
    """

    code: str
    label: str
    endings: tuple[str, ...]
    writable: bool = False
    write: TableWriter | None = None


CARDS = (".vcf", ".vcard")
"""Endings of address cards: ``vcard_files`` writes them."""
RECORDS = (".json",)
"""The ending of records with everything about them: ``json_files`` writes them."""
CALENDARS = (".ics", ".ical")
"""Endings of calendars: ``calendar_files`` writes them."""

FORMATS: tuple[FileFormat, ...] = (
    FileFormat("xlsx", N_("Excel workbook"), (".xlsx", ".xlsm"), True, xlsx_files.write_table),
    FileFormat("xls", N_("Excel 97 workbook"), (".xls",)),
    FileFormat("xlsb", N_("Excel binary workbook"), (".xlsb",)),
    FileFormat("ods", N_("OpenDocument spreadsheet"), (".ods",)),
    FileFormat("csv", N_("CSV file"), (".csv", ".tsv", ".txt"), True, csv_files.write_table),
    FileFormat("vcf", N_("Address cards (vCard)"), CARDS, True),
    FileFormat("json", N_("JSON file"), RECORDS, True),
    FileFormat("ics", N_("Calendar (iCalendar)"), CALENDARS, True),
)


def readable_endings() -> tuple[str, ...]:
    """Return the endings of the files that can be imported."""
    return tuple(ending for one in FORMATS for ending in one.endings)


def writable_formats() -> tuple[FileFormat, ...]:
    """Return the formats that can be exported to."""
    return tuple(one for one in FORMATS if one.writable)


def write_table(path: Path, columns: Sequence[ExportColumn], rows: Rows, *, title: str = "") -> Written:
    """Write a table in the format that the ending of the name says; raises UsageProblem for an unknown one."""
    ending = path.suffix.lower()
    for one in FORMATS:
        if one.write is not None and ending == one.endings[0]:
            return one.write(path, columns, rows, title=title)
    known = ", ".join(one.endings[0] for one in writable_formats())
    raise UsageProblem(
        _("Files that end in “%(ending)s” cannot be written.") % {"ending": ending or path.name},
        _("Choose one of these endings: %(known)s.") % {"known": known},
    )
