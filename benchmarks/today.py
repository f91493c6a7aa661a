"""The page of the day over a million orders: each part beside its bare SQL, and all parts together.

Run it as ``python -m benchmarks.today [--orders 1000000] [--rounds 5] [--plans]``. The floor runs the very statements
of a part on the same connection and fetches their rows; ``--plans`` shows how SQLite answers them. The goals are 1.2 ×
for each part and 300 ms for the page.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from benchmarks.reports import replay, seconds, statements
from crm_desktop.core import clock
from crm_desktop.services.today import PARTS
from crm_desktop.services.workspace import Workspace, new_workspace

GOAL, PAGE_GOAL_MS = 1.2, 300
OPEN, WON, LOST = (2000, 2001, 2002, 2003), 2004, 2005
DAYS = 730


def fill(workspace: Workspace, orders: int) -> None:
    """Insert believable records, the same in every run: a tenth as many opportunities as orders, and so on."""
    chance, today = random.Random(7), clock.today()

    def day(within: int = DAYS) -> str:
        return (today - timedelta(chance.randrange(within))).isoformat()

    def moment(within: int = DAYS) -> str:
        return clock.stamp(datetime.now(UTC) - timedelta(minutes=chance.randrange(within * 1440)))

    with workspace.work("benchmark", "import") as work:

        def insert(table: str, columns: str, rows: Iterator[tuple[Any, ...]], many: int) -> list[int]:
            ids = list(work.writer.ids.block(many))
            work.insert_many(
                table, ["id", *columns.split()], [(one, *row) for one, row in zip(ids, rows, strict=False)]
            )
            return ids

        companies = insert("company", "name", ((f"Firm {at:06d}",) for at in count()), max(10, orders // 20))
        contacts = insert(
            "contact",
            "full_name birthday",
            ((f"Person {at:06d}", f"{1940 + at % 65}-{day()[5:]}") for at in count()),
            max(10, orders // 10),
        )
        states = ("confirmed", "delivered", "completed", "completed", "completed", "cancelled")
        insert(
            "sales_order",
            "number company_id ordered_on status total",
            (
                (f"O-{at}", chance.choice(companies), day(), chance.choice(states), chance.randrange(900_000))
                for at in count()
            ),
            orders,
        )
        stages = [chance.choice((*OPEN, WON, WON, LOST, LOST)) for _at in range(orders // 10)]
        begun = [day() for _stage in stages]
        deals = insert(
            "opportunity",
            "name company_id stage_id amount started_on closed_on",
            (
                (f"Deal {at}", chance.choice(companies), stage, chance.randrange(9_000_000), start,
                 None if stage in OPEN else min(day(), today.isoformat()))
                for at, (stage, start) in enumerate(zip(stages, begun, strict=True))
            ),
            len(stages),
        )  # fmt: skip
        log = [
            (deal, stage, f"{start}T10:00:00Z", 1)
            for deal, last, start in zip(deals, stages, begun, strict=True)
            for stage in dict.fromkeys((OPEN[0], chance.choice(OPEN), last))
        ]
        insert("stage_change", "opportunity_id to_stage_id at amount", iter(log), len(log))
        insert("lead", "title status created_at", (
            (f"Lead {at}", chance.choice(("new", "working", "qualified", "converted")), moment()) for at in count()
        ), orders // 20)  # fmt: skip
        insert(
            "activity",
            "kind subject due_on done_at contact_id company_id",
            (
                ("task", f"Task {at}", day(), None if at % 400 == 0 else moment(),
                 chance.choice(contacts), chance.choice(companies))
                for at in count()
            ),
            orders // 5,
        )  # fmt: skip
        insert(
            "service_request",
            "number title kind status company_id received_at first_response_at",
            (
                (f"SR-{at}", "Broken", "complaint" if at % 7 == 0 else "fault",
                 "new" if at % 200 == 0 else "closed", chance.choice(companies), moment(), clock.stamp())
                for at in count()
            ),
            orders // 20,
        )  # fmt: skip
        survey = work.execute("SELECT id FROM survey").fetchone()[0]
        insert("survey_answer", "survey_id overall recommend answered_at", (
            (survey, 1 + chance.randrange(5), chance.randrange(11), moment()) for _at in count()
        ), orders // 20)  # fmt: skip


def parts(workspace: Workspace) -> dict[str, Callable[[], object]]:
    """Return what reads each part of the page."""
    found: dict[str, Callable[[], object]] = {"due": lambda: workspace.today.due(mine=True)}
    return found | {name: lambda name=name: workspace.today.part(name) for name in PARTS}


def show_plans(workspace: Workspace, texts: list[str]) -> None:
    """Print how SQLite answers statements."""
    for text in texts:
        print(f"    {text[:110]}…" if len(text) > 110 else f"    {text}")
        for row in workspace.file.reader().execute(f"EXPLAIN QUERY PLAN {text}"):
            print(f"      {row[3]}")


def main() -> None:
    """Make a customer file and print a line for each part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--plans", action="store_true")
    parser.add_argument("--file", type=Path, help="keep the customer file here, and take it if it is there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.file or Path(folder) / "today.crm"
        if path.exists():
            from crm_desktop.services.workspace import open_workspace

            workspace = open_workspace(path)
        else:
            workspace = new_workspace(path, currency="EUR")
            fill(workspace, options.orders)
        print(f"{'part':<16}{'SQL ms':>9}{'ours ms':>9}{'ratio':>8}   (goal {GOAL} ×)")
        for name, read in parts(workspace).items():
            texts = statements(workspace, read)
            low = seconds(partial(replay, workspace, texts), options.rounds)
            own = seconds(read, options.rounds)
            print(f"{name:<16}{low * 1000:>9.1f}{own * 1000:>9.1f}{own / low:>8.2f}")
            if options.plans:
                show_plans(workspace, texts)
        whole = seconds(lambda: [read() for read in parts(workspace).values()], options.rounds)
        print(f"{'the page':<16}{'':>9}{whole * 1000:>9.1f}{'':>8}   (goal {PAGE_GOAL_MS} ms)")
        workspace.close()


if __name__ == "__main__":
    main()
