"""Lists, search and saving at 10,000, 100,000 and 1,000,000 contacts, each beside its floor in the same run.

    python -m benchmarks.customer_file [sizes …]

The floors are what the driver does for the same answer without us: an index scan, one indexed read, the raw FTS5
query, the bare update with ``synchronous=FULL``. Times are medians; the last table fits the growth between sizes.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from math import log
from pathlib import Path
from typing import Any

from crm_desktop.core.kinds import Locale
from crm_desktop.core.query import ListQuery
from crm_desktop.core.search_text import match_expression
from crm_desktop.models import registry
from crm_desktop.models.channel_forms import normal_form
from crm_desktop.store import customer_file, lists, pages
from crm_desktop.store.customer_file import CustomerFile
from crm_desktop.store.unit_of_work import UnitOfWork

BLOCK = 50_000
SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林罗高"
GIVEN = "晓梅伟芳娜敏静磊强洋艳勇军杰娟涛明超秀兰霞平刚"
FIRST = "Ana Elif Daniel Grace Hugo Jonas Liam Noah Maya Olivia Rosa Samir Tove Ines Paulo Katarina".split()
LAST = (
    "Beltrán Kaya Okafor Lim Martins Berg Doyle Fischer Cohen Grant Weber Haddad Lund Novák Reis Holm".split()
)
SEARCHES = {
    "Latin, 1 letter": "k",
    "Latin, 2": "ka",
    "Latin, 3": "kay",
    "Latin, 6": "martin",
    "Chinese, 1 character": "梅",
    "Chinese, 2": "晓梅",
    "pinyin, 4": "xiao",
    "initials, 3": "wxm",
    "digits, 3": "138",
    "digits, 6": "138571",
}

Result = tuple[str, int, float, float]


def contacts(count: int, seed: int = 7) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield (name, birthday, note, mobile, e-mail) of made-up people."""
    rnd = random.Random(seed)
    for place in range(count):
        if rnd.random() < 0.4:
            name = rnd.choice(SURNAMES) + rnd.choice(GIVEN) + rnd.choice(GIVEN)
        else:
            name = f"{rnd.choice(FIRST)} {rnd.choice(LAST)} {rnd.randrange(9_999)}"
        birthday = f"{rnd.randrange(1950, 2004)}-{rnd.randrange(1, 13):02}-{rnd.randrange(1, 28):02}"
        mobile = f"1{rnd.randrange(3, 9)}{rnd.randrange(10**8, 10**9)}"
        yield (
            name,
            birthday,
            f"met at fair no. {place % 1000}",
            mobile,
            f"person{place}@firm{place % 977}.example",
        )


def build(path: Path, size: int) -> CustomerFile:
    """Make a customer file with ``size`` contacts of two channels each, and open it."""
    customer_file.create(path)
    file = customer_file.open_file(path)
    fill(file, size)
    return file


def fill(file: CustomerFile, size: int, block: int = BLOCK) -> None:
    """Add ``size`` contacts of two channels each, and bring the file in order as idle time would."""
    source = contacts(size)
    for start in range(0, size, block):
        count = min(block, size - start)
        with UnitOfWork(file.writer, "Benchmark data", "setup") as work:
            ids = work.writer.ids.block(count)
            people = [next(source) for _place in range(count)]
            rows = [(i, p[0], p[1], p[2]) for i, p in zip(ids, people, strict=True)]
            work.insert_many("contact", ["id", "full_name", "birthday", "note"], rows)
            channels = []
            for new, (i, p) in zip(work.writer.ids.block(count), zip(ids, people, strict=True), strict=True):
                channels.append((new, i, "mobile", p[3], normal_form("mobile", p[3]), 1))
            for new, (i, p) in zip(work.writer.ids.block(count), zip(ids, people, strict=True), strict=True):
                channels.append((new, i, "email", p[4], normal_form("email", p[4]), 1))
            work.insert_many(
                "channel", ["id", "contact_id", "kind", "value", "normal", "is_primary"], channels
            )
    file.tidy_for(120)


def timed(work: Callable[[], Any], rounds: int = 15) -> float:
    """Return the median time of ``work`` in milliseconds, after one round to warm up."""
    work()
    spans = []
    for _round in range(rounds):
        start = time.perf_counter()
        work()
        spans.append((time.perf_counter() - start) * 1_000)
    return statistics.median(spans)


def list_results(file: CustomerFile) -> Iterator[Result]:
    """Yield (operation, floor ms, ours ms) of lists."""
    reader = file.reader()
    entity = registry.entity("contact")
    fields = entity.listed
    query = ListQuery("contact")
    every = lists.ids(reader, query)
    size = len(every)
    key_scan = (
        "SELECT max(id) FROM (SELECT id FROM contact WHERE deleted_at IS NULL ORDER BY name_key LIMIT -1)"
    )
    day_scan = (
        "SELECT max(id) FROM (SELECT id FROM contact WHERE deleted_at IS NULL AND birthday IS NOT NULL "
        "ORDER BY birthday LIMIT -1)"
    )
    first = "SELECT id, full_name FROM contact WHERE deleted_at IS NULL ORDER BY name_key LIMIT 100"

    def page(ids: Any) -> None:
        pages.page(reader, entity, fields, ids, Locale())

    def read(ids: Any) -> None:
        reader.execute(
            f"SELECT * FROM contact WHERE id IN ({','.join('?' * len(ids))})", list(ids)
        ).fetchall()

    def run(sql: str) -> Callable[[], Any]:
        return lambda: reader.execute(sql).fetchall()

    yield "first ids", size, timed(run(first)), timed(lambda: lists.first_ids(reader, query))
    yield "all ids by name", size, timed(run(key_scan), 5), timed(lambda: lists.ids(reader, query), 5)
    by_day = ListQuery("contact", sort="birthday", descending=True)
    yield "all ids by birthday", size, timed(run(day_scan), 5), timed(lambda: lists.ids(reader, by_day), 5)
    yield "page of 100 at the end", size, timed(lambda: read(every[-100:])), timed(lambda: page(every[-100:]))
    middle = every[size // 2 : size // 2 + 100]
    yield "page of 100 in the middle", size, timed(lambda: read(middle)), timed(lambda: page(middle))


def search_results(file: CustomerFile) -> Iterator[Result]:
    """Yield (operation, floor ms, ours ms) of the first hundred matches for a key press."""
    reader = file.reader()
    size = lists.count(reader, ListQuery("contact"))
    raw = "SELECT rowid FROM search_contact WHERE search_contact MATCH ? ORDER BY rowid LIMIT 100"
    for name, text in SEARCHES.items():
        expression = match_expression(text)
        floor = timed(lambda wanted=expression: reader.execute(raw, (wanted,)).fetchall())  # type: ignore[misc]
        ours = timed(lambda wanted=text: lists.first_ids(reader, ListQuery("contact", search=wanted)))  # type: ignore[misc]
        yield f"search: {name}", size, floor, ours


def save_results(file: CustomerFile, rounds: int = 400) -> Iterator[Result]:
    """Yield the median, 99th percentile and maximum of saving one searched field."""
    connection = file.writer.connection
    file.writer.prepare()  # as the window does once somebody seems to write
    reader, entity = file.reader(), registry.entity("contact")
    every = lists.ids(reader, ListQuery("contact"))
    rnd = random.Random(1)
    connection.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, note TEXT, filler TEXT)")
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO bare VALUES (?, ?, ?)", ((one, "note", "x" * 200) for one in every))
    connection.execute("COMMIT")

    def show(one: int) -> None:
        """Read the record first, as whoever changes it has it on the screen."""
        pages.page(reader, entity, entity.fields, [one], Locale())
        reader.execute("SELECT * FROM bare WHERE id = ?", (one,)).fetchall()

    def bare(one: int) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE bare SET note = ? WHERE id = ?", (f"changed {one}", one))
        connection.execute("COMMIT")

    def ours(one: int) -> None:
        with UnitOfWork(file.writer, "Benchmark") as work:
            work.execute("UPDATE contact SET note = ? WHERE id = ?", (f"changed {one}", one))

    spans: list[list[float]] = []
    for save in (bare, ours):
        found = []
        for place in range(rounds):
            one = rnd.choice(every)
            show(one)
            start = time.perf_counter()
            save(one)
            found.append((time.perf_counter() - start) * 1_000)
            if place % 20 == 19:
                file.tidy()
        spans.append(sorted(found))
    connection.execute("DROP TABLE bare")
    for name, place in (("median", rounds // 2), ("99 of 100", int(rounds * 0.99)), ("longest", -1)):
        yield f"save one field, {name}", len(every), spans[0][place], spans[1][place]


def main(sizes: list[int]) -> None:
    """Print the table for each size and the growth."""
    growth: dict[str, list[tuple[int, float]]] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            file = build(Path(folder) / "benchmark.crm", size)
            print(f"\n{size:,} contacts (made in {time.perf_counter() - start:.1f} s)")
            print(f"{'operation':<34}{'floor ms':>12}{'ours ms':>12}{'ratio':>8}")
            for source in (list_results, search_results, save_results):
                for name, _size, floor, ours in source(file):
                    print(f"{name:<34}{floor:>12.3f}{ours:>12.3f}{ours / max(floor, 1e-6):>8.2f}")
                    growth.setdefault(name, []).append((size, ours))
            file.close()
    if len(sizes) > 1:
        print(f"\n{'growth exponent, fitted':<34}")
        for name, points in growth.items():
            (small, first), (large, last) = points[0], points[-1]
            print(f"{name:<34}{log(last / first) / log(large / small):>12.2f}")


if __name__ == "__main__":
    main([int(text) for text in sys.argv[1:]] or [10_000, 100_000, 1_000_000])
