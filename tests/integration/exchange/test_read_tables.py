"""Real files in every format, made by LibreOffice and others, arrive exactly."""

# ruff: noqa: DTZ001 - a cell has no zone

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from datetime import date, datetime
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from crm_desktop.core.errors import Cancelled, SourceProblem
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Locale
from crm_desktop.core.reading import text_of
from crm_desktop.exchange.mapping import match_headings
from crm_desktop.exchange.reader_process import open_table
from crm_desktop.exchange.row_parser import RowParser
from crm_desktop.exchange.source import Limits
from crm_desktop.models.contact import CONTACT

DATA = Path(__file__).parents[2] / "data" / "exchange"


def test_a_binary_workbook_of_excel() -> None:
    """A file of the tests of python-calamine, under its licence (LICENSE-types.xlsb.txt)."""
    with open_table(DATA / "types.xlsb", header_row=0) as table:
        (row,) = table
        assert (table.format, table.sheets) == ("xlsb", ["Sheet1", "Sheet2", "Sheet3", "Merged Cells"])
    assert row.cells == (
        "String", 1, 1.1, True, False, date(2010, 10, 10), datetime(2010, 10, 10, 10, 10, 10),
        "10:10:10", "10:10:10", "255:10:10",
    )  # fmt: skip


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_a_workbook_of_libreoffice(ending: str) -> None:
    with open_table(DATA / f"people.{ending}") as table:
        rows = list(table)
        assert (table.format, table.sheet, table.sheets) == (ending, "Kunden 客户", ["Kunden 客户", "Other"])
        assert (table.header_row, table.headings[:3]) == (3, ["Full name", "Mobile", "Postcode"])
        assert any("2 sheets" in note for note in table.notes)
    assert [row.number for row in rows] == [4, 5, 7]
    assert rows[0].cells == (
        "Zoë Müller", "+49 30 1234567", "01067", date(1985, 3, 2), datetime(2026, 5, 4, 9, 30), 1234.5, 0.25, True,
        "line one\nline two",
    )  # fmt: skip
    assert rows[1].cells[1:3] == (13800138000, "00100")
    assert rows[1].cells[8] == "=1+1 is no formula"
    assert rows[2].cells == (
        "Elif Şahin",
        "0049 30 7654321",
        "99999",
        date(2000, 2, 29),
        None,
        0,
        0.5,
        None,
        None,
    )


def test_the_same_as_csv() -> None:
    with open_table(DATA / "people.csv") as table:
        rows = list(table)
        assert (table.format, table.encoding, table.separator, table.header_row) == ("csv", "utf-8", ",", 3)
        assert table.notes == []
    assert [row.number for row in rows] == [4, 5, 7]
    assert rows[0].cells[:3] == ("Zoë Müller", "+49 30 1234567", "01067")
    assert rows[0].cells[8] == "line one\nline two"


def test_another_sheet_and_another_row_can_be_asked_for() -> None:
    with open_table(DATA / "people.xlsx", sheet="Other", header_row=0) as table:
        assert [(row.number, row.cells) for row in table] == [(2, ("x",))]
        assert table.headings == ["B"]
        assert table.notes == []
    with pytest.raises(SourceProblem, match=r"no sheet “None”.*Kunden 客户, Other"):
        open_table(DATA / "people.xlsx", sheet="None")


def test_every_value_of_the_messy_list_arrives_exactly() -> None:
    expected = json.loads((DATA / "messy-customers.json").read_text(encoding="utf-8"))
    with open_table(DATA / "messy-customers.xlsx", known=CONTACT.headings(_)) as table:
        assert table.header_row == 3
        parser = RowParser(match_headings(table.headings, CONTACT), Locale(), table.facts)
        parsed = [parser.parse(chunk) for chunk in table.chunks()]
    good = [row for part in parsed for _number, row in part.rows()]
    bad = [problem for part in parsed for row in part.rejected for problem in row.problems]
    assert len(good) + len({problem.row for problem in bad}) == expected["rows"]
    assert sum(problem.column == "姓名" for problem in bad) == expected["no_name"]
    assert sum(problem.column == "E-mail" for problem in bad) == expected["bad_email"]
    assert sum(problem.column == "生日" for problem in bad) == expected["bad_birthday"]
    found = {row["email"]: row for row in good}
    for person in expected["people"]:
        row = found[person["email"]]
        assert (row["full_name"], row["company"]) == (person["name"], person["company"])
        assert (row["mobile"], row["postcode"]) == (person["mobile"], person["postcode"])
        assert row["birthday"].isoformat() == person["birthday"]
    assert sum(row["postcode"].startswith("0") for row in found.values()) > 250
    assert "=1+1 不是公式" in {row["note"] for row in good}


@pytest.mark.parametrize(
    ("name", "count", "headings"),
    [
        ("accounts", 85, ["account", "sector", "year_established", "revenue"]),
        ("products", 7, ["product", "series", "sales_price"]),
        ("sales_pipeline", 199, ["opportunity_id", "sales_agent", "product", "account"]),
    ],
)
def test_the_sales_files(name: str, count: int, headings: list[str]) -> None:
    with open_table(DATA / f"{name}.csv") as table:
        assert table.headings[: len(headings)] == headings
        assert len(list(table)) == count


def test_a_sample_uses_nothing_up(tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    path.write_text("n\n" + "".join(f"{n}\n" for n in range(50)), encoding="utf-8")
    with open_table(path, limits=Limits(chunk_rows=7)) as table:
        assert [row.cells for row in table.sample(20)] == [(str(n),) for n in range(20)]
        assert [row.cells for row in table] == [(str(n),) for n in range(50)]
        with pytest.raises(RuntimeError):
            list(table.chunks())


def test_whole_columns_are_looked_at_while_chunks_are_on_their_way(tmp_path: Path) -> None:
    path = tmp_path / "days.csv"
    path.write_text("day,share\n" + "1/2/2026,x\n" * 500 + "1/30/2026,y\n", encoding="utf-8")
    with open_table(path, limits=Limits(chunk_rows=50)) as table:
        chunks = table.chunks()
        numbers = next(chunks).numbers
        assert table.facts(0).day_order == "mdy"
        assert table.facts(1).day_order is None
        assert numbers + [n for chunk in chunks for n in chunk.numbers] == list(range(2, 503))
        assert table.facts(0).day_order == "mdy"


def test_fractions_of_a_column() -> None:
    with open_table(DATA / "people.xlsx") as table:
        share = table.headings.index("Share")
        assert table.facts(share).fractions
        assert not table.facts(share - 1).fractions
        assert table.facts(99).day_order is None


def test_titles_gaps_and_far_rows_keep_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "gaps.xlsx"
    with Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(4, 2, ["Name", "City"])
        sheet.write_row(99, 2, ["Ann", "Oslo"])
        sheet.write_row(5_000, 2, ["Ben", 0])
    with open_table(path) as table:
        assert (table.header_row, table.headings) == (5, ["Name", "City"])
        assert [(row.number, row.cells) for row in table] == [(100, ("Ann", "Oslo")), (5_001, ("Ben", 0))]


def test_damaged_numbers_and_errors_of_formulas_are_noted(tmp_path: Path) -> None:
    path = tmp_path / "numbers.xlsx"
    with Workbook(path) as book:
        sheet = book.add_worksheet("One")
        sheet.write_row(0, 0, ["Name", "Card"])
        sheet.write_row(1, 0, ["Ann", 622848031234567890])
        sheet.write_row(2, 0, ["Ben", 13800138000])
        sheet.write_formula(3, 0, "=1/0", None, "#DIV/0!")
        sheet.write_string(3, 1, "6228480312345678901")
    with open_table(path) as table:
        cells = [row.cells for row in table]
        notes = " ".join(table.notes)
    assert cells[1:] == [("Ben", 13800138000), (None, "6228480312345678901")]
    assert text_of(cells[0][1]).startswith("622848031234567")
    assert "“Card”: 1" in notes
    assert "#N/A" in notes


def test_hidden_and_empty_sheets_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "sheets.xlsx"
    with Workbook(path) as book:
        hidden = book.add_worksheet("Hidden")
        hidden.write(0, 0, "secret")
        book.add_worksheet("Empty").activate()
        book.add_worksheet("Data").write_column(0, 0, ["Name", "Ann"])
        hidden.hide()
    with open_table(path) as table:
        assert (table.sheet, [row.cells for row in table]) == ("Data", [("Ann",)])


def test_a_workbook_by_another_name_is_read(tmp_path: Path) -> None:
    renamed = {"a.xls": "people.xlsx", "b.xlsx": "people.xls", "c.csv": "people.ods", "d.xlsx": "people.csv"}
    for name, source in renamed.items():
        path = tmp_path / name
        path.write_bytes((DATA / source).read_bytes())
        with open_table(path) as table:
            assert table.headings[0] == "Full name"
            assert table.format == source.split(".")[1]
            assert any("named like" in note for note in table.notes)


def test_one_bad_cell_does_not_make_a_sheet_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "bad.xlsx"
    _rewritten(DATA / "people.xlsx", path, b't="b"', b't="b" x="" ><v>maybe</v></c><c r="I9" t="b"')
    with open_table(path) as table:
        rows = list(table)
        notes = " ".join(table.notes)
    assert rows[0].cells[:3] == ("Zoë Müller", "+49 30 1234567", "01067")
    assert rows[0].cells[3] == date(1985, 3, 2)
    assert rows[0].cells[7] is None
    assert [row.number for row in rows][:2] == [4, 5]
    assert "slower" in notes
    assert "H4" in notes


def _rewritten(source: Path, target: Path, old: bytes, new: bytes) -> None:
    """Copy a workbook with one change in its sheets."""
    from zipfile import ZipFile

    with ZipFile(source) as before, ZipFile(target, "w") as after:
        for part in before.namelist():
            content = before.read(part)
            after.writestr(part, content.replace(old, new, 1) if "worksheets/sheet1" in part else content)


def test_cancelling_takes_less_than_a_second(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("a,b\n" + "x,y\n" * 400_000, encoding="utf-8")
    stop = threading.Event()
    with open_table(path, cancelled=stop.is_set) as table:
        chunks = table.chunks()
        next(chunks)
        stop.set()
        start = time.monotonic()
        with pytest.raises(Cancelled):
            list(chunks)
        assert time.monotonic() - start < 1


def test_a_closed_table_leaves_no_process_behind() -> None:
    table = open_table(DATA / "people.xlsx")
    process = table._reader._process
    table.close()
    assert not process.is_alive()
    table.close()


def test_the_reading_process_starts_light() -> None:
    code = (
        "import sys, crm_desktop.exchange.reader_child\n"
        "heavy = {'PySide6', 'sqlalchemy', 'openpyxl', 'xlsxwriter', 'babel', 'rapidfuzz', 'phonenumbers',"
        " 'crm_desktop.core.kinds'}\n"
        "print(*heavy & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_the_main_module_is_not_imported_again(tmp_path: Path) -> None:
    script = tmp_path / "main.py"
    script.write_text(
        "import pathlib, sys\n"
        "print('imported', __name__)\n"
        "from crm_desktop.exchange.reader_process import open_table\n"
        "if __name__ == '__main__':\n"
        "    with open_table(pathlib.Path(sys.argv[1])) as table:\n"
        "        print(len(list(table)))\n",
        encoding="utf-8",
    )
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, str(script), str(DATA / "people.xlsx")],
        capture_output=True, text=True, check=True, env={"PYTHONPATH": str(root), "PATH": "/usr/bin"},
    )  # fmt: skip
    assert done.stdout.split("\n")[:2] == ["imported __main__", "3"]
