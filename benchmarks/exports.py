"""Exports: 100,000 rows as workbook, CSV, JSON, cards, beside the bare library that writes the same cells.

Run it as ``python -m benchmarks.exports [--rows 100000] [--rounds 3]``. The floor of a workbook is XlsxWriter in
constant memory, that of CSV the module of Python; both are handed the very cells that our writers get. The last lines
are whole exports of a customer file of as many contacts. Times are those of the processor, so it may run beside other
work; memory is the peak of the process of each.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.import_workbook import HEADINGS, make_workbook, people

PROCESSES = multiprocessing.get_context("spawn")
WRITERS = ("xlsx floor", "xlsx ours", "csv floor", "csv ours")
LISTS = ("xlsx", "csv", "json", "vcf")


def write(way: str, folder: str, count: int) -> None:
    """Write the cells of so many contacts in one of :data:`WRITERS`."""
    cells = people(count)
    out = Path(folder) / f"out.{way.partition(' ')[0]}"
    if way == "xlsx floor":
        from xlsxwriter import Workbook

        book = Workbook(str(out), {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet()
        for line, row in enumerate(cells):
            sheet.write_row(line, 0, row)
        book.close()
    elif way == "csv floor":
        import csv

        with out.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(cells)
    else:
        from crm_desktop.exchange.export import ExportColumn
        from crm_desktop.exchange.formats import write_table

        write_table(out, [ExportColumn(heading) for heading in HEADINGS], cells)


def only_cells(_way: str, _folder: str, count: int) -> None:
    """Make the cells and write nothing: what is to be taken off the others."""
    for _row in people(count):
        pass


def export(ending: str, folder: str, _count: int) -> None:
    """Export the list of contacts of the customer file in the folder."""
    from crm_desktop.core.query import ListQuery
    from crm_desktop.services.exports import export_list
    from crm_desktop.services.workspace import open_workspace

    workspace = open_workspace(Path(folder) / "customers.crm", read_only=True)
    export_list(workspace, ListQuery("contact"), Path(folder) / f"list.{ending}")
    workspace.close()


def _measured(answer: Any, work: Callable[[str, str, int], None], way: str, folder: str, count: int) -> None:
    if work is write:
        write(way, folder, 1)  # what is imported once is no part of it
    started = time.process_time()
    work(way, folder, count)
    answer.put((time.process_time() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024))


def measured(
    work: Callable[[str, str, int], None], way: str, folder: str, count: int, rounds: int
) -> tuple[float, int]:
    """Return the median time of the processor and the peak of memory in MB, each round in a process of its own."""
    found = []
    for _round in range(rounds):
        answer = PROCESSES.Queue()
        process = PROCESSES.Process(target=_measured, args=(answer, work, way, folder, count))
        process.start()
        found.append(answer.get())
        process.join()
    return statistics.median(one for one, _peak in found), max(peak for _one, peak in found)


def make_customers(folder: Path, count: int) -> None:
    """Make a customer file of so many contacts."""
    from crm_desktop.services import imports
    from crm_desktop.services.workspace import new_workspace

    make_workbook(folder / "contacts.xlsx", count)
    workspace = new_workspace(folder / "customers.crm", user_name="Ann")
    imports.run_import(workspace, imports.plan_import(workspace, folder / "contacts.xlsx", "contact"))
    workspace.close()


def main() -> None:
    """Print a line for each way."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bare, _peak = measured(only_cells, "", folder, chosen.rows, chosen.rounds)
        floor = 0.0
        for way in WRITERS:
            seconds, peak = measured(write, way, folder, chosen.rows, chosen.rounds)
            seconds -= bare
            floor = seconds if way.endswith("floor") else floor
            print(f"{way:12} {seconds:6.2f} s  {seconds / floor:5.2f} ×  {peak:5} MB")
        make_customers(Path(folder), chosen.rows)
        for ending in LISTS:
            seconds, peak = measured(export, ending, folder, chosen.rows, chosen.rounds)
            print(f"list {ending:7} {seconds:6.2f} s           {peak:5} MB")


if __name__ == "__main__":
    main()
