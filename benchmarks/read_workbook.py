"""Reading a workbook of 100,000 × 20: the bare parse, our reading process, and with the rows parsed into values.

python -m benchmarks.read_workbook [rows] [runs]
"""

from __future__ import annotations

import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Locale
from crm_desktop.exchange.mapping import match_headings
from crm_desktop.exchange.reader_process import open_table
from crm_desktop.exchange.row_parser import RowParser
from crm_desktop.models.contact import CONTACT

HEADINGS = (
    "Full name", "Company", "Job title", "E-mail", "Mobile", "Phone", "WeChat", "Lifecycle", "Level", "Family name",
    "Given name", "Gender", "Birthday", "Department", "City", "Street", "Postcode", "Owner", "Next contact", "Note",
)  # fmt: skip


def make_workbook(path: Path, rows: int) -> None:
    from xlsxwriter import Workbook

    chance = random.Random(1)
    book = Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("Contacts")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, HEADINGS)
    for number in range(1, rows + 1):
        for place, cell in enumerate(_row(chance, number)):
            if isinstance(cell, date):
                sheet.write_datetime(number, place, cell, day)
            elif isinstance(cell, int):
                sheet.write_number(number, place, cell)
            elif cell:
                sheet.write_string(number, place, cell)
    book.close()


def _row(chance: random.Random, number: int) -> list[object]:
    family = chance.choice("王李张刘陈杨赵黄周吴徐孙胡朱高")
    given = "".join(chance.choices("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平", k=2))
    city = chance.choice(("上海", "北京", "Berlin", "Lyon", "Porto", "苏州", "杭州"))
    return [
        family + given, f"{city}公司{chance.randrange(20_000)}", chance.choice(("经理", "CEO", "Buyer")),
        f"user{number}@example.com", 13_000_000_000 + chance.randrange(10**9), f"021-{number:08d}",
        f"wx_{number}", chance.choice(("Customer", "Prospect")), chance.choice("ABC"), family, given,
        chance.choice("男女"), date(1950, 1, 1) + timedelta(days=chance.randrange(20_000)),
        chance.choice(("Sales", "IT")), city,
        f"Street {chance.randrange(1_000)}", f"{chance.randrange(10**6):06d}", chance.choice(("Anna", "Bert")),
        date(2026, 1, 1) + timedelta(days=chance.randrange(300)), f"note {number}" if number % 3 else "",
    ]  # fmt: skip


def bare_parse(path: Path) -> int:
    from python_calamine import CalamineWorkbook

    return sum(1 for _row in CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).iter_rows()) - 1


def our_reading(path: Path) -> int:
    with open_table(path) as table:
        return sum(map(len, table.chunks()))


def our_parsing(path: Path, *, stored: bool = False) -> int:
    with open_table(path, known=CONTACT.headings(_)) as table:
        mapping = match_headings(table.headings, CONTACT)
        parser = RowParser(mapping, Locale(), table.facts, stored=stored)
        return sum(1 for chunk in table.chunks() for _row in parser.parse(chunk).rows())


def median(work: Callable[[Path], int], path: Path, rows: int, runs: int) -> float:
    times = []
    for _run in range(runs):
        start = time.perf_counter()
        assert work(path) == rows
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main(rows: int = 100_000, runs: int = 5) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "contacts.xlsx"
        make_workbook(path, rows)
        print(f"{rows:,} rows × {len(HEADINGS)} columns, {path.stat().st_size >> 20} MB, median of {runs}")
        works: tuple[tuple[str, Callable[[Path], int]], ...] = (
            ("bare calamine parse", bare_parse),
            ("open_table, all chunks", our_reading),
            ("… and parsed into values", our_parsing),
        )
        floor = 0.0
        for name, work in works:
            taken = median(work, path, rows, runs)
            floor = floor or taken
            print(f"{name:<28} {taken:6.2f} s  {taken / floor:5.2f} ×")
        usage = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        print(f"memory of the reading process {usage // 1024} MB")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
