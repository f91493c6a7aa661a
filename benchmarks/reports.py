"""Reports: the pipeline of 100,000 opportunities beside its bare SQL, and documents drawn as PDF and workbook.

Run it as ``python -m benchmarks.reports [--rounds 5] [--rows 100000]``. The floor runs the very statements that the
report ran, on the same connection, and fetches their rows: what is above it is ours.
"""

from __future__ import annotations

import argparse
import io
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from crm_desktop.core.document import Document, Table
from crm_desktop.reports.pdf import render_pdf
from crm_desktop.reports.xlsx import render_xlsx
from crm_desktop.services.reporting import make_document
from crm_desktop.services.workspace import Workspace, new_workspace

STAGES = ((2000, 10), (2001, 25), (2002, 50), (2003, 75), (2004, 100), (2005, 0), (2006, 0))
COMPANIES, PRODUCTS, OWNERS = 5_000, 200, 40
CLOSED = 2004


def fill(workspace: Workspace, count: int) -> None:
    """Insert ``count`` believable opportunities in one transaction, the same in every run."""
    chance = random.Random(7)
    with workspace.work("benchmark", "import") as work:
        named = {}
        for table, many in (("company", COMPANIES), ("product", PRODUCTS), ("user", OWNERS)):
            named[table] = list(work.writer.ids.block(many))
            work.insert_many(
                table, ["id", "name"], [(one, f"{table} {at:05d}") for at, one in enumerate(named[table])]
            )
        rows = []
        for at, one in enumerate(work.writer.ids.block(count)):
            stage, probability = chance.choice(STAGES)
            start = date(2024, 1, 1) + timedelta(chance.randrange(900))
            closed = (start + timedelta(chance.randrange(120))).isoformat() if stage >= CLOSED else None
            expected = None if closed else (start + timedelta(chance.randrange(400))).isoformat()
            links = [chance.choice(named[table]) for table in ("company", "product", "user")]
            rows.append(
                (
                    one,
                    f"Deal {at:06d}",
                    *links,
                    stage,
                    probability,
                    chance.randrange(10_000_000),
                    start.isoformat(),
                    closed,
                    expected,
                )
            )
        columns = "id name company_id product_id owner_id stage_id probability amount started_on closed_on"
        work.insert_many("opportunity", [*columns.split(), "expected_close"], rows)


def drained(document: Document) -> int:
    """Read all rows of a document, and return how many there are."""
    return sum(1 for block in document.blocks if isinstance(block, Table) for _row in block.rows)


def statements(workspace: Workspace, work: Callable[[], object]) -> list[str]:
    """Return the statements that ``work`` runs, with their values in them."""
    connection: Any = workspace.file.reader()
    found: list[str] = []
    connection.set_trace_callback(found.append)
    work()
    connection.set_trace_callback(None)
    return found


def replay(workspace: Workspace, texts: list[str]) -> None:
    """Run statements and fetch what they give."""
    connection = workspace.file.reader()
    for text in texts:
        connection.execute(text).fetchall()


def seconds(work: Callable[[], object], rounds: int) -> float:
    """Return the median time of ``work``."""
    found = []
    for _round in range(rounds):
        started = time.perf_counter()
        work()
        found.append(time.perf_counter() - started)
    return statistics.median(found)


def measure(workspace: Workspace, name: str, parameters: dict[str, Any], rounds: int) -> None:
    """Print one line: the SQL alone, the document with all its rows, the PDF, the workbook."""

    def make() -> Document:
        return make_document(workspace, name, parameters)

    texts = statements(workspace, lambda: drained(make()))
    low = seconds(lambda: replay(workspace, texts), rounds)
    own = seconds(lambda: drained(make()), rounds)
    pages = render_pdf(make(), io.BytesIO())
    pdf = seconds(lambda: render_pdf(make(), io.BytesIO()), rounds)
    xlsx = seconds(lambda: render_xlsx(make(), io.BytesIO()), 1)
    rows = drained(make())
    print(f"{name:18} {rows:7} {low:8.3f} {own:9.3f} {own / low:6.2f} {pages:6} {pdf:7.2f} {xlsx:8.2f}")


def main() -> None:
    """Make a customer file and print a line for each report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workspace = new_workspace(Path(folder) / "reports.crm", currency="EUR")
        fill(workspace, options.rows)
        heads = f"{'report':18} {'rows':>7} {'SQL s':>8} {'values s':>9} {'ratio':>6}"
        print(f"{heads} {'pages':>6} {'PDF s':>7} {'Excel s':>8}")
        measure(workspace, "pipeline", {}, options.rounds)
        measure(workspace, "pipeline", {"limit": 0}, 1)
        measure(workspace, "customer-list", {}, options.rounds)
        customer = workspace.lists.named("company", "company 00001", 1)[0].id
        measure(workspace, "customer-profile", {"record": customer}, options.rounds)
        workspace.close()


if __name__ == "__main__":
    main()
