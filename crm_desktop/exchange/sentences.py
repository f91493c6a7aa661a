"""What the user is told about a file from outside. The reading process sends codes; the words are put here.

Problems end the reading, notes accompany it. All texts are literals, so that they can be translated.
"""

from __future__ import annotations

from collections.abc import Mapping

from crm_desktop.core.errors import SourceProblem
from crm_desktop.core.formatting import format_number
from crm_desktop.core.i18n import N_, _, language

_SAVE_AGAIN = N_("Open it in Excel or LibreOffice, save it as .xlsx and choose that file.")
_COPY_AGAIN = N_("Ask for the file again or copy it once more; nothing was imported.")
_EXPORT_AGAIN = N_("Export it once more from the program that it comes from; nothing was imported.")
_SPLIT = N_("Split it into smaller files, or save the sheet as CSV; nothing was imported.")

_PROBLEMS: dict[str, tuple[str, str]] = {
    "missing": (N_("There is no file “%(name)s”."), N_("Check the name and the folder.")),
    "folder": (N_("“%(name)s” is a folder, not a file."), N_("Choose one file in it.")),
    "forbidden": (
        N_("“%(name)s” may not be read."),
        N_("Close it if another program has it open, or ask its owner for the right to read it."),
    ),
    "unreadable": (N_("“%(name)s” cannot be read: %(reason)s"), _COPY_AGAIN),
    "empty": (N_("“%(name)s” is empty."), _COPY_AGAIN),
    "no_rows": (
        N_("“%(name)s” holds no table."),
        N_("Choose a sheet with one row of headings and rows below it."),
    ),
    "large": (N_("“%(name)s” is larger than %(limit)s MB."), _SPLIT),
    "not_a_table": (
        N_("“%(name)s” is not a workbook or a CSV file."),
        N_("Files in the formats xlsx, xls, xlsb, ods, csv, json, vcf and ics can be read."),
    ),
    "no_vcf": (N_("“%(name)s” is not a file of address cards (vCard), as its name says."), _EXPORT_AGAIN),
    "no_ics": (N_("“%(name)s” is not a calendar (iCalendar), as its name says."), _EXPORT_AGAIN),
    "no_json": (N_("“%(name)s” is not a JSON file, as its name says."), _EXPORT_AGAIN),
    "html": (N_("“%(name)s” is a web page, not a workbook."), _SAVE_AGAIN),
    "other_table": (
        N_("“%(name)s” is a table in the format %(format)s, which cannot be read."),
        _SAVE_AGAIN,
    ),
    "xml": (N_("“%(name)s” is an XML file, not a workbook."), _SAVE_AGAIN),
    "json_shape": (
        N_("“%(name)s” holds no list of records."),
        N_("A JSON file needs a list of objects, each a record with its values by name."),
    ),
    "json_newer": (
        N_("A newer version of this program wrote this JSON file."),
        N_("Update the program, or export again from the newer one as an Excel workbook."),
    ),
    "json_broken": (
        N_("“%(name)s” is not whole: its JSON breaks off or breaks the rules in line %(line)s."),
        _COPY_AGAIN,
    ),
    "json_deep": (
        N_("The JSON of “%(name)s” has values within values, too many levels deep."),
        N_("A JSON file needs a list of objects, each a record with its values by name."),
    ),
    "json_wide": (
        N_("The records of “%(name)s” have more than %(limit)s different values."),
        N_("A table needs records that are alike; nothing was imported."),
    ),
    "text": (
        N_("“%(name)s” is a text without columns, with the name of a workbook."),
        N_("If it is a list, give its name the ending .csv and choose it again; nothing was imported."),
    ),
    "numbers": (N_("“%(name)s” was made by Apple Numbers."), N_("In Numbers, choose Export To > Excel.")),
    "encrypted": (
        N_("“%(name)s” is protected with a password."),
        N_("Open it in Excel, save a copy without the password and choose that copy."),
    ),
    "damaged": (N_("“%(name)s” is damaged or incomplete."), _COPY_AGAIN),
    "parts": (N_("“%(name)s” has more than %(limit)s parts, which no table needs."), _SAVE_AGAIN),
    "unpacked": (N_("“%(name)s” would unpack to more than %(limit)s MB."), _SPLIT),
    "dtd": (
        N_("“%(name)s” contains a document type definition, which no spreadsheet program writes."),
        _SAVE_AGAIN,
    ),
    "long_text": (N_("“%(name)s” contains a single text of more than %(limit)s MB."), _SAVE_AGAIN),
    "grid": (
        N_("“%(name)s” has cells outside of what a sheet can hold (%(where)s)."),
        _SAVE_AGAIN,
    ),
    "sparse": (
        N_("The sheet “%(sheet)s” spans %(rows)s rows and %(columns)s columns."),
        N_("Probably one stray cell lies far from the table. Delete it in Excel and save the file."),
    ),
    "no_sheet": (N_("There is no sheet “%(sheet)s” in “%(name)s”."), N_("It has these: %(sheets)s.")),
    "only_firms": (
        N_("“%(name)s” holds address cards of companies, not of people."),
        N_("Import it as companies."),
    ),
    "too_many_entries": (N_("“%(name)s” holds more than %(limit)s entries of a calendar."), _SPLIT),
    "too_many_cards": (N_("“%(name)s” holds more than %(limit)s address cards."), _SPLIT),
    "encoding": (
        N_("“%(name)s” cannot be read with the encoding %(encoding)s."),
        N_("Choose another encoding, or save the file as xlsx."),
    ),
    "memory": (N_("“%(name)s” needs more memory than a table may use."), _SPLIT),
    "time": (N_("Reading “%(name)s” took too long and was stopped."), _SPLIT),
    "died": (
        N_("“%(name)s” cannot be read: it is damaged, or needs more memory than a table may use."),
        _SAVE_AGAIN,
    ),
    "not_readable": (N_("“%(name)s” is damaged in a way that makes it unreadable."), _SAVE_AGAIN),
}

_NOTES: dict[str, str] = {
    "encoding": N_("The file does not say how its letters are encoded; it was read as %(encoding)s."),
    "lost_letters": N_(
        "Rows with cells of question marks only: %(count)s. The program that saved the file has lost its characters"
        " (Chinese, for instance). Save the original again as UTF-8 or as a workbook."
    ),
    "bad_bytes": N_("Line %(line)s has characters that are not %(encoding)s; they appear as �."),
    "quote": N_(
        "Line %(line)s has a quotation mark without its partner or out of place; it was read as it stands."
    ),
    "more_quotes": N_("Further lines with quotation marks out of place: %(count)s."),
    "long_field": N_(
        "The text that begins in line %(line)s runs over %(count)s lines; is a quotation mark missing?"
    ),
    "cut_field": N_("A text of more than %(limit)s MB in line %(line)s was cut."),
    "nuls": N_("Characters without meaning (NUL) were left out, first in line %(line)s."),
    "cards_skipped": N_(
        "Address cards: %(read)s of %(count)s were read. Nothing could be made of the others, which begin in line"
        " %(lines)s."
    ),
    "cards_unended": N_(
        "Address cards without an end, of which what is there was read, begin in line %(lines)s."
    ),
    "pictures": N_("Pictures on address cards that were left out: %(count)s."),
    "firms": N_(
        "Address cards of companies that were left out here: %(count)s (%(names)s). Import the file as companies too."
    ),
    "people": N_(
        "Address cards of people that were left out here: %(count)s. Import the file as contacts too."
    ),
    "properties": N_("Left out of address cards, because there is no place for it: %(properties)s."),
    "entries_skipped": N_(
        "Entries of the calendar: %(read)s of %(count)s were read. Nothing could be made of the others, which begin in"
        " line %(lines)s."
    ),
    "repeating": N_(
        "Repeating entries: %(count)s. Each comes in once, at its next time, and keeps the rule by which it repeats."
    ),
    "cancelled_entries": N_("Cancelled entries of the calendar that were left out: %(count)s."),
    "yearless": N_(
        "Birthdays without a year: %(count)s. They stand in the note, as a birthday needs its year."
    ),
    "renamed": N_("The file is named like %(named)s but is %(format)s, and was read as that."),
    "several_sheets": N_("The workbook has %(count)s sheets; “%(sheet)s” was read."),
    "slow_reader": N_("Some cells break the rules of the format; a slower, more forgiving reader was used."),
    "bad_cells": N_("Cells that could not be read and count as empty: %(count)s, the first in %(where)s."),
    "formula_errors": N_("Cells that show an error (such as #N/A) and count as empty: %(count)s."),
    "damaged_numbers": N_(
        "Numbers of more than 15 digits in column “%(column)s”: %(count)s. Excel had already damaged them: it keeps"
        " 15 digits and turns the last ones into zeros. Compare them with the original."
    ),
    "shortened_numbers": N_(
        "Numbers in column “%(column)s” that Excel had shortened to their first digits, such as 1.39E+10: %(count)s."
        " The others are lost. Take them from the original, or format the column as text and save the file again."
    ),
    "several_values": N_(
        "Cells of column “%(column)s” that hold several numbers or addresses: %(count)s. Each becomes one of its own."
    ),
    "dates_both": N_(
        "Column “%(column)s” has dates with the day first and dates with the month first; those that could be"
        " either were read as %(order)s."
    ),
    "dates_open": N_(
        "Column “%(column)s” does not show whether day or month comes first; read as %(order)s."
    ),
}

_ORDERS = {"dmy": N_("day/month/year"), "mdy": N_("month/day/year"), "ymd": N_("year/month/day")}


def problem(code: str, values: Mapping[str, object]) -> SourceProblem:
    """Return the exception that tells the user why a file cannot be read."""
    title, hint = _PROBLEMS[code]
    shown = _as_people_write(values)
    return SourceProblem(_(title) % shown, _(hint) % shown)


def note(code: str, values: Mapping[str, object]) -> str:
    """Return the sentence of a note."""
    return _(_NOTES[code]) % _as_people_write(values)


def _as_people_write(values: Mapping[str, object]) -> dict[str, object]:
    """Return the values of a sentence with their numbers parted in thousands."""
    return {
        key: format_number(value, language()) if isinstance(value, int) else value
        for key, value in values.items()
    }


def order_words(order: str) -> str:
    """Return an order of day, month and year in words."""
    return _(_ORDERS.get(order, _ORDERS["dmy"]))
