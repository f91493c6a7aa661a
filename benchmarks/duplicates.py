"""Likely duplicates: how quick they are found, and in how much memory.

``python -m benchmarks.duplicates [--records 10000 100000] [--rounds 3] [--keep FOLDER] [--file FILE …] [--cpu]``.
All pairs among generated contacts with 3 % doubled, and among those of other customer files (the files of
``benchmarks.window`` have few names and many birthdays), beside the floor: the same keys and as many comparisons with
bare dictionaries and rapidfuzz, the rows in memory, no customer file. Each is measured in a process of its own, whose
peak of memory is printed (that of the floor holds the rows). Then one record against all.

Files are made by an import, as a user would; a million takes minutes, so ``--keep`` keeps them for the next run.
How right what is found is: ``benchmarks.duplicate_quality``.
"""

from __future__ import annotations

import argparse
import csv
import math
import multiprocessing
import random
import resource
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

PROCESSES = multiprocessing.get_context("spawn")
GOAL = 2.0
ASKED = 200  # records that are compared with all


# ------------------------------------------------------------------ the customer files


def people(count: int) -> Iterable[tuple[str, str, str, str]]:
    """Yield name, mobile, e-mail address and city of made-up people, 3 % of them twice with a slip."""
    chance = random.Random(11)
    syllables = (
        "ba be bi bo da de di do fa fe ka ke ki ko la le li lo ma mi na no ra re ro sa ta te to va vi".split()
    )
    cities = ("Berlin", "Hamburg", "Wien", "Lyon", "Porto", "Leeds", "Malmo", "Gdansk")

    def word() -> str:
        return "".join(chance.choices(syllables, k=3)).title()

    for n in range(count):
        given, family, city = word(), word(), chance.choice(cities)
        phone, mail = f"+49151{n:08d}", f"{given}.{family}{n}@firm{n % 5000}.example".lower()
        yield f"{given} {family}", phone, mail, city
        if n % 33 == 0:
            yield f"{family}, {given[:-1]}", phone, "", city


def make_file(path: Path, count: int) -> None:
    """Bring people into a new customer file by an import, as a user would."""
    from crm_desktop.services import imports
    from crm_desktop.services.workspace import new_workspace

    table = path.with_suffix(".csv")
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("Name", "Mobile", "Email", "City"))
        writer.writerows(people(count))
    workspace = new_workspace(path, firm_name="Bench", currency="EUR")
    imports.run_import(workspace, imports.plan_import(workspace, table, "contact"))
    while workspace.file.tidy():  # as the program does when nobody works
        pass
    workspace.close()
    table.unlink()


# ------------------------------------------------------------------ what is measured, each in a process of its own


@dataclass
class Person:
    """What the floor knows of a contact."""

    name: str
    birthday: str
    city: str = ""
    phones: list[str] = field(default_factory=list)
    mails: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Measured:
    """What one run took and found: seconds, peak of memory in MB, how many records, pairs compared or found."""

    seconds: float
    memory: float
    records: int
    pairs: int


def read_people(path: Path) -> list[Person]:
    """Return the contacts of a customer file, read with bare SQL."""
    from sqlcipher3 import dbapi2

    connection = dbapi2.connect(f"file:{path}?mode=ro", uri=True)
    found = {
        row: Person(name, birthday or "")
        for row, name, birthday in connection.execute(
            "SELECT id, full_name, birthday FROM contact WHERE deleted_at IS NULL"
        )
    }
    for row, kind, value in connection.execute(
        "SELECT contact_id, kind, value FROM channel WHERE kind IN ('mobile', 'phone', 'email') "
        "AND contact_id IS NOT NULL AND deleted_at IS NULL"
    ):
        if row in found:
            (found[row].mails if kind == "email" else found[row].phones).append(value)
    for row, city in connection.execute(
        "SELECT contact_id, city FROM address WHERE contact_id IS NOT NULL AND deleted_at IS NULL"
    ):
        if row in found:
            found[row].city = city or ""
    connection.close()
    return list(found.values())


def floor(path: Path, now: Callable[[], float]) -> tuple[float, int, int]:
    """Compare people with dictionaries and rapidfuzz only; returns seconds, records, pairs compared."""
    from rapidfuzz.distance import JaroWinkler

    from crm_desktop.services.duplicates.blocks import NAMESAKES, paired

    rows = read_people(path)
    began = now()
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        for key in floor_keys(row):
            groups[key].append(place)
    pairs: set[tuple[int, int]] = set()
    for (kind, _value), group in groups.items():
        if len(group) > 1 and (kind != "name" or len(group) <= NAMESAKES):
            pairs.update(paired(group))
    found = 0
    for a, b in pairs:
        found += JaroWinkler.similarity(rows[a].name, rows[b].name) > 0.5
    return now() - began, len(rows), len(pairs)


def floor_keys(row: Person) -> Iterable[tuple[str, str]]:
    """Yield the keys by which the floor pairs people."""
    from crm_desktop.core.likeness import spoken_name
    from crm_desktop.core.reading import fold

    words = sorted(map(fold, row.name.split())) if row.name.isascii() else spoken_name(row.name).split()
    yield "name", "".join(words)
    for phone in row.phones:
        yield "phone", phone[-9:]
    for mail in row.mails:
        yield "mail", mail
    if row.birthday:
        for beside in {*(word[:3] for word in words), row.city} - {""}:
            yield "born", row.birthday + beside


def ours(path: Path, now: Callable[[], float]) -> tuple[float, int, int]:
    """Find the likely pairs of a customer file; returns seconds, records, pairs found."""
    from crm_desktop.services.workspace import open_workspace

    workspace = open_workspace(path, read_only=True)
    duplicates = workspace.duplicates
    began = now()
    pairs = duplicates.find("contact")
    took = now() - began
    count = workspace.lists.count("contact")
    workspace.close()
    return took, count, len(pairs)


def one_against_all(path: Path) -> list[float]:
    """Return how many milliseconds it takes to compare one record with all, for some of them, the quickest first."""
    from crm_desktop.services.workspace import open_workspace

    asked = random.Random(3).sample(read_people(path), ASKED)
    workspace = open_workspace(path, read_only=True)
    times = []
    for one in asked:
        values = {
            "full_name": one.name,
            "mobile": next(iter(one.phones), ""),
            "email": next(iter(one.mails), ""),
        }
        began = time.perf_counter()
        workspace.duplicates.like("contact", values)
        times.append((time.perf_counter() - began) * 1000)
    workspace.close()
    return sorted(times)


# ------------------------------------------------------------------ how it is measured and told


def _answer(answers: Any, work: Callable[[], Any]) -> None:
    answers.put((work(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def apart(work: Callable[[], Any]) -> tuple[Any, float]:
    """Do something in a process of its own; returns what it returned and its peak of memory in MB."""
    answers = PROCESSES.Queue()
    process = PROCESSES.Process(target=_answer, args=(answers, work))
    process.start()
    found, memory = answers.get()
    process.join()
    return found, memory


def measured(
    work: Callable[[Path, Callable[[], float]], tuple[float, int, int]], path: Path, rounds: int, cpu: bool
) -> Measured:
    """Return the median of some runs."""
    runs = [
        apart(partial(work, path, time.process_time if cpu else time.perf_counter))
        for _round in range(rounds)
    ]
    seconds = statistics.median(found[0] for found, _memory in runs)
    (_seconds, records, pairs), _memory = runs[-1]
    return Measured(seconds, max(memory for _found, memory in runs), records, pairs)


def tell(path: Path, rounds: int, cpu: bool) -> tuple[Measured, Measured]:
    """Print and return ours and the floor of one customer file."""
    least, found = measured(floor, path, rounds, cpu), measured(ours, path, rounds, cpu)
    ratio = found.seconds / least.seconds
    print(
        f"all pairs among {found.records:,}: ours {found.seconds:.2f} s, {found.memory:.0f} MB, {found.pairs:,} found; "
        f"floor {least.seconds:.2f} s, {least.memory:.0f} MB, {least.pairs:,} compared; "
        f"{ratio:.2f} × ≤ {GOAL} × {'ok' if ratio <= GOAL else 'OVER'}"
    )
    times, _memory = apart(partial(one_against_all, path))
    print(
        f"  one against all: median {statistics.median(times):.2f} ms, 99th percentile {times[-2]:.2f} ms (goal 1 ms)"
    )
    return found, least


def growth(before: Measured, after: Measured) -> float:
    """Return the exponent with which time grows from one run to a larger one."""
    return math.log(after.seconds / before.seconds) / math.log(after.records / before.records)


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="a folder that keeps the generated files")
    parser.add_argument(
        "--file", type=Path, nargs="*", default=[], help="other customer files, the smaller first"
    )
    parser.add_argument("--cpu", action="store_true", help="the time of the processor, beside other work")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        generated = []
        for count in options.records:
            path = (options.keep or Path(folder)) / f"people-{count}.crm"
            if not path.exists():
                apart(partial(make_file, path, count))
            generated.append(path)
        for files in (generated, options.file):
            told = [tell(path, options.rounds, options.cpu) for path in files]
            for (ours_before, floor_before), (ours_after, floor_after) in pairwise(told):
                print(
                    f"growth from {ours_before.records:,} to {ours_after.records:,}: "
                    f"ours n^{growth(ours_before, ours_after):.2f}, floor n^{growth(floor_before, floor_after):.2f}"
                )


if __name__ == "__main__":
    main()
