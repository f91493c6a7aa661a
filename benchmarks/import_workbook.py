"""Import of a workbook of contacts, its dry run and its undo, each beside the least that a program could do.

Run it as ``python -m benchmarks.import_workbook [--rows 10000 100000] [--rounds 3]``. The generated workbook has
20 columns (name, company, job, e-mail, phones, address, birthday, note …), the same in every run. Every measurement
is a process of its own, so that nothing is warm and the peak of memory is that run's. Measured in the same run:

* import and dry run: calamine reads the same workbook, and the driver's ``executemany`` puts its cells into one table;
* undo: a bare DELETE of the same rows from the same tables with their indexes, without history, triggers and search.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource as usage
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

HEADINGS = (
    "Full name", "Company", "Job title", "Department", "E-mail", "Mobile", "Phone", "WeChat", "Gender", "Birthday",
    "Level", "Source", "Country", "Province", "City", "Street", "Postcode", "Language", "Next contact", "Note",
)  # fmt: skip
FIRM_SIZE = 8  # people in one company, on average
GOALS = {"import": 4.0, "plan again": 1.6, "undo": 3.0}
MEMORY_GOAL = 400
_FAMILY, _GIVEN = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "伟芳娜敏静秀强磊军洋勇艳杰娟涛明超兰霞平"
_FIRST = (
    "Anna Jonas Marta Piotr Elif Kemal Zoë Luca Ingrid Tomás Chloé Henrik Sofia Mehmet Greta Pavel".split()
)
_LAST = "Fischer Nowak Yılmaz Rossi Beltrán Lindqvist Petrova Marchand Kowalska Schäfer Novák Øster".split()
_WORDS = "Metallbau Ceramics Textil Logistics Optik Marine Books Clinics Software Holzwerk Papier".split()
_TOWNS = (
    ("China", "浙江", "杭州"),
    ("China", "广东", "深圳"),
    ("Germany", "Hamburg", "Hamburg"),
    ("Poland", "", "Kraków"),
)
_NOTES = ("prefers to be called in the morning", "met at the fair, wants the catalogue", "老客户，月结", "")


def people(count: int) -> Iterator[tuple[Any, ...]]:
    """Yield believable contacts, the same in every run."""
    chance = random.Random(11)
    firms = [_firm(chance, n) for n in range(max(1, count // FIRM_SIZE))]
    for n in range(count):
        country, province, city = chance.choice(_TOWNS)
        chinese = country == "China"
        name = (
            chance.choice(_FAMILY) + chance.choice(_GIVEN) + chance.choice(_GIVEN)
            if chinese
            else f"{chance.choice(_FIRST)} {chance.choice(_LAST)}"
        )
        mobile = f"13{chance.randrange(10**9):09}" if chinese else f"+49 151 {chance.randrange(10**8):08}"
        yield (
            name, chance.choice(firms), chance.choice(("Buyer", "Manager", "采购经理", "Engineer")),
            chance.choice(("Sales", "Purchasing", "生产部", "")), f"person{n}@example{n % 97}.com", mobile,
            f"0571-{chance.randrange(10**8):08}" if chinese else "", f"wx_{n:07}" if chinese else "",
            chance.choice(("female", "male", "")), date(1950, 1, 1) + timedelta(chance.randrange(18_000)),
            chance.choice("ABC"), chance.choice(("Referral", "Trade fair", "Website")), country, province, city,
            f"{chance.choice(_WORDS)} Street {chance.randrange(200)}", f"{chance.randrange(10**6):06}",
            "zh" if chinese else "en", date(2026, 1, 1) + timedelta(chance.randrange(365)), chance.choice(_NOTES),
        )  # fmt: skip


def _firm(chance: random.Random, n: int) -> str:
    if n % 2:
        return f"{chance.choice(_LAST)} {chance.choice(_WORDS)} {n} GmbH"
    return f"{''.join(chance.choices('星辰青禾启航云帆鼎新华瑞', k=3))}科技{n}有限公司"


def make_workbook(path: Path, count: int) -> None:
    """Write the contacts as Excel would: texts, and dates as dates."""
    from xlsxwriter import Workbook

    book = Workbook(str(path), {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("Contacts")
    sheet.write_row(0, 0, HEADINGS)
    for line, row in enumerate(people(count), 1):
        for place, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(line, place, value)
            elif value:
                sheet.write_string(line, place, value)
    book.close()


# ---------------------------------------------------------------- what is measured, each in a process of its own


def _floor(source: Path, folder: Path, *, insert: bool) -> float:
    """Read the workbook with calamine alone and, for an import, put its cells into one table."""
    from python_calamine import CalamineWorkbook
    from sqlcipher3 import dbapi2

    started = time.perf_counter()
    rows = iter(CalamineWorkbook.from_path(str(source)).get_sheet_by_index(0).iter_rows())
    next(rows)
    if not insert:
        for _row in rows:
            pass
        return time.perf_counter() - started
    connection = dbapi2.connect(str(folder / "floor.db"), isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    names = ", ".join(f"c{place}" for place in range(len(HEADINGS)))
    connection.execute(f"CREATE TABLE t (id INTEGER PRIMARY KEY, {names})")
    connection.execute("BEGIN IMMEDIATE")
    statement = f"INSERT INTO t ({names}) VALUES ({', '.join('?' * len(HEADINGS))})"
    connection.executemany(statement, ([_bare(cell) for cell in row] for row in rows))
    connection.execute("COMMIT")
    connection.close()
    return time.perf_counter() - started


def _bare(cell: Any) -> Any:
    return cell if isinstance(cell, (str, float)) else str(cell)


def floor_import(source: Path, folder: Path) -> dict[str, float]:
    return {"seconds": _floor(source, folder, insert=True)}


def floor_parse(source: Path, folder: Path) -> dict[str, float]:
    return {"seconds": _floor(source, folder, insert=False)}


def ours_import(source: Path, folder: Path) -> dict[str, float]:
    from crm_desktop.services import imports, workspace

    customers = folder / "customers.crm"
    customers.unlink(missing_ok=True)
    opened = workspace.new_workspace(customers, firm_name="Benchmark", user_name="Ann")
    started = time.perf_counter()
    plan = imports.plan_import(opened, source, "contact")
    planned = time.perf_counter() - started
    result = imports.run_import(opened, plan)
    took = time.perf_counter() - started
    assert result.created == result.rows > 0, result
    opened.close()
    return {"seconds": took, "plan": planned, "run": took - planned, "undo": result.undo}


def ours_again(source: Path, folder: Path) -> dict[str, float]:
    """Plan the same workbook against the file that holds all of it."""
    from crm_desktop.services import imports, workspace

    opened = workspace.open_workspace(folder / "customers.crm")
    started = time.perf_counter()
    plan = imports.plan_import(opened, source, "contact")
    took = time.perf_counter() - started
    assert plan.created == plan.updated == 0, (plan.created, plan.updated)
    opened.close()
    return {"seconds": took}


def ours_likely(source: Path, folder: Path) -> dict[str, float]:
    """Look who all rows likely are, in the file that holds all of it and among themselves; then tell one of them."""
    from crm_desktop.services import import_likely_rows, imports, workspace

    opened = workspace.open_workspace(folder / "customers.crm")
    plan = imports.plan_import(opened, source, "contact")
    started = time.perf_counter()
    found = import_likely_rows.find_twins(opened, plan.table, range(len(plan.table)))
    took = time.perf_counter() - started
    assert len(found) == len(plan.table), len(found)
    started = time.perf_counter()
    entries = plan.diff.entries(("unchanged",))
    plan.diff.row(entries[-1])
    told = time.perf_counter() - started
    opened.close()
    return {"seconds": took, "diff": told}


def _copied(folder: Path) -> Path:
    copy = folder / "copy.crm"
    for old in folder.glob("copy.crm*"):
        old.unlink()
    return Path(shutil.copyfile(folder / "customers.crm", copy))


def ours_undo(source: Path, folder: Path) -> dict[str, float]:
    from crm_desktop.services import workspace

    opened = workspace.open_workspace(_copied(folder))
    last = opened.history.last_undoable()
    assert last is not None
    started = time.perf_counter()
    report = opened.history.undo(last.id)
    took = time.perf_counter() - started
    assert opened.lists.count("contact") == 0, report
    opened.close()
    return {"seconds": took}


def floor_undo(source: Path, folder: Path) -> dict[str, float]:
    """Delete the same rows from the same tables."""
    from crm_desktop.services import workspace
    from crm_desktop.store.change_log import changes_of

    copy = _copied(folder)
    opened = workspace.open_workspace(copy)
    last = opened.history.last_undoable()
    assert last is not None
    ids: dict[str, list[int]] = {}
    for change in changes_of(opened.file.reader(), last.id):
        if change.op == "B":
            ids.setdefault(change.table, []).extend(change.data["ids"])
    opened.close()
    from sqlcipher3 import dbapi2

    connection = dbapi2.connect(str(copy), isolation_level=None)
    connection.execute("PRAGMA synchronous=FULL")
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in names:
        connection.execute(f'DROP TRIGGER "{name}"')
    started = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    for table, rows in ids.items():
        connection.executemany(f'DELETE FROM "{table}" WHERE id = ?', ((one,) for one in rows))
    connection.execute("COMMIT")
    took = time.perf_counter() - started
    connection.close()
    return {"seconds": took}


STEPS: dict[str, Callable[[Path, Path], dict[str, float]]] = {
    "floor-import": floor_import,
    "floor-parse": floor_parse,
    "import": ours_import,
    "plan again": ours_again,
    "likely": ours_likely,
    "undo": ours_undo,
    "floor-undo": floor_undo,
}


def _child(step: str, source: Path, folder: Path) -> None:
    """Do one step and print what came of it, with the peak of memory of this process and of its reader."""
    found = STEPS[step](source, folder)
    found["memory"] = usage.getrusage(usage.RUSAGE_SELF).ru_maxrss / 1024
    found["reader"] = usage.getrusage(usage.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(json.dumps(found))


def _measure(step: str, source: Path, folder: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.import_workbook", "--child", step, str(source), str(folder)]
    os.sync()  # what the step before has written must not be paid for in this one
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _rounds(rows: int, rounds: int, folder: Path) -> dict[str, dict[str, float]]:
    """Measure every step in turn, several times, and return the medians."""
    source = folder / f"contacts-{rows}.xlsx"
    make_workbook(source, rows)
    runs: dict[str, list[dict[str, float]]] = {step: [] for step in STEPS}
    for _round in range(rounds):
        for old in folder.glob("floor.db*"):
            old.unlink()
        for step in STEPS:
            runs[step].append(_measure(step, source, folder))
    return {
        step: {key: statistics.median(one[key] for one in found) for key in found[0]}
        for step, found in runs.items()
    }


def _print(rows: int, found: dict[str, dict[str, float]]) -> None:
    print(
        f"\n{rows:,} rows × {len(HEADINGS)} columns        ours     floor    ratio  goal      memory (and reader)"
    )
    for step, floor in (("import", "floor-import"), ("plan again", "floor-parse"), ("undo", "floor-undo")):
        ours, least = found[step], found[floor]
        ratio = ours["seconds"] / least["seconds"]
        memory = f"{ours['memory']:.0f} MB ({ours['reader']:.0f} MB), floor {least['memory']:.0f} MB"
        print(
            f"  {step:<28} {ours['seconds']:6.2f} s  {least['seconds']:6.2f} s  {ratio:5.2f} × ≤ {GOALS[step]} ×"
            f"  {'ok  ' if ratio <= GOALS[step] else 'OVER'}  {memory}"
        )
    likely = found["likely"]
    print(
        f"  likely duplicates, rows × records {likely['seconds']:.2f} s, {likely['memory']:.0f} MB; "
        f"the diff of all rows {likely['diff'] * 1000:.0f} ms"
    )
    whole = found["import"]
    print(
        f"    of the import: plan {whole['plan']:.2f} s, run {whole['run']:.2f} s; memory goal ≤ {MEMORY_GOAL} MB"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--child", nargs=3, metavar=("STEP", "SOURCE", "FOLDER"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        _child(options.child[0], Path(options.child[1]), Path(options.child[2]))
        return
    with tempfile.TemporaryDirectory() as folder:
        for rows in options.rows:
            _print(rows, _rounds(rows, options.rounds, Path(folder)))


if __name__ == "__main__":
    main()
