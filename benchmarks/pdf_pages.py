"""PDF: 1,000 pages of 40 rows and 7 columns with the Chinese font, ours beside a bare ReportLab canvas.

Run it as ``python -m benchmarks.pdf_pages [--rounds 5] [--pages 100 1000]``. Both draw the same values; the floor
gets them already as texts and draws one text object per column and page, left aligned, without measuring, clipping,
lines or headings. Each run is a process of its own, so that the peak of memory is that run's.
"""

from __future__ import annotations

import argparse
import math
import random
import resource as usage
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from crm_desktop.core.document import Amount, Column, Document, Percent, Table
from crm_desktop.core.paths import resource

ROWS, COLUMNS = 40, 7
GOAL = 1.5
_FAMILY, _GIVEN = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "伟芳娜敏静秀强磊军洋勇艳杰娟涛明超兰霞平"
_FIRMS = ("星辰科技", "青禾纺织", "启航电子", "Bosphorus Ceramics", "Fischer Metallbau", "Meridian Clinics")
_CITIES = ("杭州", "深圳", "上海", "Hamburg", "Kraków", "İzmir")


def rows(count: int) -> Iterator[tuple[str, str, str, str, Amount, Percent, date]]:
    """Yield believable rows, the same in every run."""
    chance = random.Random(7)
    for n in range(count):
        person = chance.choice(_FAMILY) + chance.choice(_GIVEN) + chance.choice(_GIVEN)
        firm = f"{chance.choice(_FIRMS)} {n:05d}"
        money = Amount(chance.randrange(100, 9_000_000) * 100, "EUR")
        day = date(2026, 1, 1) + timedelta(chance.randrange(700))
        yield f"Q-2026-{n:05d}", person, firm, chance.choice(_CITIES), money, Percent(n % 100), day


def ours(pages: int, out: Path) -> None:
    """Draw a Document: format, measure, align, clip, lines, repeated headings, page numbers."""
    from crm_desktop.reports.pdf import render_pdf

    columns = [Column(text) for text in ("编号", "联系人", "客户", "城市", "金额", "概率", "预计成交")]
    table = Table(columns, rows(pages * ROWS))
    render_pdf(Document("商机明细", "2026", "北风贸易", date(2026, 11, 21), "zh_CN", [table]), out)


def floor(pages: int, out: Path) -> None:
    """Draw the same texts with nothing around them."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(TTFont("wqy", str(resource("fonts/wqy-microhei.ttc")), subfontIndex=0))
    canvas = Canvas(str(out), pagesize=A4, pageCompression=1)
    source = as_texts(pages * ROWS)
    for _page in range(pages):
        page = [next(source) for _row in range(ROWS)]
        for column in range(COLUMNS):
            text = canvas.beginText(40 + column * 75, 790)
            text.setFont("wqy", 8, 17)
            for row in page:
                text.textLine(row[column])
            canvas.drawText(text)
        canvas.showPage()
    canvas.save()


def as_texts(count: int) -> Iterator[tuple[str, ...]]:
    """Yield the rows as ready texts."""
    for number, person, firm, city, money, percent, day in rows(count):
        amount = f"€ {money.minor // 100:,}"
        yield number, person, firm, city, amount, f"{percent.points} %", day.isoformat()


def measured(name: str, pages: int) -> tuple[float, float]:
    """Run one variant in a process of its own; return seconds and the peak of memory in MB."""
    command = [sys.executable, "-m", "benchmarks.pdf_pages", "--run", name, "--pages", str(pages)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, peak = done.stdout.split()
    return float(seconds), float(peak)


def run_once(name: str, pages: int) -> None:
    """Draw once and print seconds and peak; building the rows counts for both alike."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "pages.pdf"
        started = time.perf_counter()
        {"ours": ours, "floor": floor}[name](pages, out)
        seconds = time.perf_counter() - started
    per_unit = 1024 if sys.platform != "darwin" else 1024 * 1024
    print(seconds, usage.getrusage(usage.RUSAGE_SELF).ru_maxrss / per_unit)


def main() -> None:
    """Print a line for each number of pages, then how time and memory grow."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--run", choices=("ours", "floor"))
    options = parser.parse_args()
    if options.run:
        run_once(options.run, options.pages[0])
        return
    print(
        f"{'pages':>7} {'floor s':>9} {'ours s':>9} {'ratio':>7} {'goal':>6} {'floor MB':>9} {'ours MB':>8}"
    )
    medians: list[tuple[int, float]] = []
    for pages in options.pages:
        runs = [(measured("floor", pages), measured("ours", pages)) for _round in range(options.rounds)]
        low = statistics.median(run[0][0] for run in runs)
        own = statistics.median(run[1][0] for run in runs)
        low_peak, own_peak = max(run[0][1] for run in runs), max(run[1][1] for run in runs)
        medians.append((pages, own))
        print(f"{pages:7} {low:9.2f} {own:9.2f} {own / low:7.2f} {GOAL:6} {low_peak:9.0f} {own_peak:8.0f}")
    if len(medians) > 1:
        (a, x), (b, y) = medians[0], medians[-1]
        print(f"time grows with pages to the power of {math.log(y / x) / math.log(b / a):.2f}")


if __name__ == "__main__":
    main()
