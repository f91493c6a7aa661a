"""What goes out can be opened by every program, runs nowhere, and comes back unchanged (T-01, T-02, T-03)."""

# ruff: noqa: DTZ001 - a cell has no zone

from __future__ import annotations

import csv
import errno
import gc
import io
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.core.errors import MissingFile, ReadOnlyFile, StorageFull, UsageProblem
from crm_desktop.core.files import write_atomically
from crm_desktop.exchange.export import ExportColumn
from crm_desktop.exchange.formats import readable_endings, writable_formats, write_table
from crm_desktop.exchange.reader_process import open_table
from crm_desktop.exchange.row_parser import Problem
from crm_desktop.exchange.xlsx_files import write_rejects

COLUMNS = [
    ExportColumn("Name", "@"), ExportColumn("Phone", "@"), ExportColumn("Born", "yyyy-mm-dd"),
    ExportColumn("Last", "yyyy-mm-dd hh:mm"), ExportColumn("Sum", "#,##0.00"), ExportColumn("Open"),
]  # fmt: skip
ROWS: list[list[object]] = [
    ["王小明", "+86 138 0013 8000", date(1990, 12, 31), datetime(2026, 1, 2, 9, 30), Decimal("12.50"), True],
    ["=1+1", "00123", date(1850, 1, 1), None, -7, False],
    ["http://example.com", "13800138000", None, None, 0, None],
]
LIVE = [
    "=cmd|'/c calc'!A1",
    '=HYPERLINK("x")',
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "＝1",
    "'=1",
    "''+x",
    "-",
    "+86 138-0013 (8)",
]


def test_a_workbook_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    assert write_table(path, COLUMNS, ROWS, title="Contacts: all/2026").rows == 3
    with open_table(path) as table:
        assert table.sheet == "Contacts  all 2026"
        assert table.headings == [column.heading for column in COLUMNS]
        rows = [row.cells for row in table]
    assert rows[0] == (
        "王小明",
        "+86 138 0013 8000",
        date(1990, 12, 31),
        datetime(2026, 1, 2, 9, 30),
        12.5,
        True,
    )
    assert rows[1] == ("=1+1", "00123", "1850-01-01", None, -7, False)
    assert rows[2] == ("http://example.com", "13800138000", None, None, 0, None)


def test_nothing_in_a_workbook_is_alive(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_table(
        path,
        [ExportColumn("=1+1")],
        [[text] for text in [*LIVE, "http://a.b", "mailto:a@b.c", "file:///etc"]],
    )
    with ZipFile(path) as archive:
        for part in archive.namelist():
            content = archive.read(part)
            assert b"<f>" not in content
            assert b"<hyperlink " not in content
            assert b"relationships/hyperlink" not in content
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}


def test_csv_cells_do_not_run(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    write_table(path, [ExportColumn("a"), ExportColumn("b")], [[text, "x"] for text in LIVE])
    with path.open(encoding="utf-8-sig", newline="") as file:
        written = [row[0] for row in csv.reader(file)][1:]
    for text in written:
        assert text[0] not in "=@\t\r＝"
    assert written[-1] == "+86 138-0013 (8)"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with open_table(path) as table:
        assert [row.cells[0] for row in table] == LIVE


def test_csv_values(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    write_table(path, COLUMNS, [*ROWS, ["a\r\nb", None, datetime(2026, 1, 2), None, 1.5, None]])
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[1][2:] == ["1990-12-31", "2026-01-02 09:30:00", "12.50", "TRUE"]
    assert rows[4] == ["a\nb", "", "2026-01-02", "", "1.5", ""]


def test_dirt_is_cleaned_and_long_texts_are_cut_with_a_note(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    done = write_table(
        path, [ExportColumn("a\ud800")], [["x\x00\x1b\ud83dy"], ["z" * 40_000], ["𠮷" * 20_000], [10**17]]
    )
    assert len(done.notes) == 1
    assert "2" in done.notes[0]
    with open_table(path) as table:
        texts = [row.cells[0] for row in table]
    assert texts[0] == "xy"
    assert [len(str(text)) for text in texts[1:3]] == [32_767, 16_383]
    assert texts[3] == str(10**17)
    write_table(tmp_path / "out.csv", [ExportColumn("a")], [["x\ud83dy"]])


def test_full_sheets_are_continued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm_desktop.exchange.xlsx_files.LAST_ROW", 3)
    done = write_table(tmp_path / "out.xlsx", [ExportColumn("n")], [[n] for n in range(5)], title="N")
    assert (done.rows, len(done.notes)) == (5, 1)
    with open_table(tmp_path / "out.xlsx", sheet="N 3") as table:
        assert [row.cells for row in table] == [(4,)]


def test_moments_lose_their_zone_only_for_excel(tmp_path: Path) -> None:
    write_table(tmp_path / "out.xlsx", [ExportColumn("t")], [[datetime(2026, 1, 2, 3, 4, tzinfo=UTC)]])
    with open_table(tmp_path / "out.xlsx") as table:
        assert [row.cells for row in table] == [(datetime(2026, 1, 2, 3, 4),)]


def test_rejected_rows_come_back_with_reasons(tmp_path: Path) -> None:
    path = tmp_path / "rejects.xlsx"
    problems = [Problem(7, "E-mail", "x", "not an address"), Problem(7, "Born", "y", "not a date")]
    write_rejects(path, ["Name", "Postcode", "Born"], [(("=Ann", "00123", date(2026, 1, 2)), problems)])
    with open_table(path) as table:
        assert table.headings == ["Name", "Postcode", "Born", "Import: row", "Import: reason"]
        (row,) = table
    assert row.cells == ("=Ann", "00123", "2026-01-02", 7, "E-mail: not an address\nBorn: not a date")


def test_formats() -> None:
    assert {".xlsx", ".xls", ".ods", ".csv"} <= set(readable_endings())
    assert [one.code for one in writable_formats()] == ["xlsx", "csv", "vcf", "json", "ics"]
    with pytest.raises(UsageProblem, match=r"\.doc.*\.xlsx, \.csv, \.vcf, \.json"):
        write_table(Path("x.doc"), [], [])


_TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\t\n"), max_size=30)


@settings(max_examples=25)
@given(rows=st.lists(st.lists(_TEXTS.filter(bool), min_size=2, max_size=2), min_size=1, max_size=8))
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_any_texts_come_back(
    tmp_path_factory: pytest.TempPathFactory, ending: str, rows: list[list[str]]
) -> None:
    path = tmp_path_factory.mktemp("out") / f"out.{ending}"
    rows = [[text.replace("\ufffe", "").replace("\uffff", "") or "x" for text in row] for row in rows]
    write_table(path, [ExportColumn("Name", "@"), ExportColumn("Note", "@")], rows)
    with open_table(path, header_row=1) as table:
        assert [list(row.cells) for row in table] == rows
    path.unlink()


def _failing(error: OSError | None) -> Iterator[list[object]]:
    yield ["a"]
    if error is not None:
        raise error


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_failure_leaves_the_old_file_and_no_other(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"out.{ending}"
    path.write_bytes(b"old")
    with pytest.raises(StorageFull, match="disk is full"):
        write_table(path, [ExportColumn("a")], _failing(OSError(errno.ENOSPC, "No space left on device")))
    with pytest.raises(ZeroDivisionError):
        write_table(path, [ExportColumn("a")], (1 / 0 for _once in range(1)))  # type: ignore[misc]
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_folder_that_is_not_there(tmp_path: Path, ending: str) -> None:
    with pytest.raises(MissingFile):
        write_table(tmp_path / "no" / f"out.{ending}", [ExportColumn("a")], [["x"]])


def test_failures_of_the_disk_have_a_sentence_each(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    for number, kind in ((errno.ENOSPC, StorageFull), (errno.EACCES, ReadOnlyFile), (errno.EROFS, ReadOnlyFile),
                         (errno.ENOENT, MissingFile), (errno.ENOTDIR, StorageFull)):  # fmt: skip
        with pytest.raises(kind) as caught, write_atomically(path):
            raise OSError(number, os.strerror(number))
        assert caught.value.hint
    with write_atomically(path) as draft:
        draft.write_text("done", encoding="utf-8")
    assert path.read_text(encoding="utf-8") == "done"
    assert list(tmp_path.iterdir()) == [path]


def test_a_real_full_disk() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with pytest.raises(OSError, match="space"), Path("/dev/full").open("w", encoding="utf-8") as file:
        file.write("x" * 100_000)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_workbook_that_is_given_up_on_a_full_disk_fails_once() -> None:
    """An archive writes its end when it is thrown away; Python would tell of that a second time."""
    from crm_desktop.exchange.xlsx_files import _Draft

    def write() -> None:
        with _Draft(io.FileIO("/dev/full", "w")) as file:
            archive = ZipFile(file, "w")
            for part in range(4):  # some go into the buffer before the disk is asked
                archive.writestr(f"{part}.xml", b"x" * 3_000)

    with pytest.raises(OSError, match="No space"):
        write()
    gc.collect()
