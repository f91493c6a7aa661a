"""From the start of the program to a usable window, beside a bare Qt window with an empty table, in the same run.

    python -m benchmarks.start [sizes …] [--cpu]

Both are whole processes, from the first line of Python to the first painted window: ours as ``python -m crm_desktop
FILE`` begins, painted and answering to keys (*window*), and with all numbers of the day on its page (*day*), which come
from the reading thread. Medians of several interleaved starts; memory is the peak of the process. Both find their
modules compiled, as ``pip`` and ``make run`` leave them (and as a second start does). ``--cpu`` counts the time of
the processor, of all threads: for a busy machine.
"""

from __future__ import annotations

import argparse
import compileall
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import crm_desktop
from benchmarks.customer_file import build

ROUNDS = 9
GOAL = 3.0

BARE = """
from PySide6.QtWidgets import QApplication, QTableView, QMainWindow
app = QApplication([])
window = QMainWindow()
window.setCentralWidget(QTableView())
window.resize(1440, 900)
window.show()
app.processEvents()
window.grab()
"""

OURS = """
from crm_desktop import __main__ as program

def until_painted(path):
    from crm_desktop.app import Program
    ours = Program()
    assert ours.start(path)
    window = ours.session.window
    ours.app.processEvents()
    window.grab()
    while {until_complete} and not window.page.is_complete():
        ours.app.processEvents()
    window.grab()
    end()

program.open_window = until_painted
program.main()
"""

CHILD = """
def end():
    import os, resource
    spent = resource.getrusage(resource.RUSAGE_SELF)
    peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print(spent.ru_utime + spent.ru_stime, peak, flush=True)
    os._exit(0)

{code}
end()
"""


def run(code: str, *arguments: str, cpu: bool) -> tuple[float, float]:
    """Start a process; returns the seconds until it is done (or of the processor) and its peak of memory in MB."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", CHILD.format(code=code), *arguments],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")},
    )
    seconds = time.perf_counter() - start
    spent, peak = done.stdout.split()[-2:]
    return float(spent) if cpu else seconds, int(peak) / 1024


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--cpu", action="store_true")
    options = parser.parse_args()
    print(
        f"{'start to usable window':<38}{'floor s':>9}{'ours s':>9}{'ratio':>8}{'floor MB':>10}{'ours MB':>9}"
    )
    compileall.compile_dir(crm_desktop.__path__[0], quiet=1)
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as folder:
            os.environ["CRM_DESKTOP_HOME"] = folder
            path = Path(folder) / "start.crm"
            build(path, size).close()
            bare: list[tuple[float, float]] = []
            ours: dict[str, list[tuple[float, float]]] = {"window": [], "day": []}
            for _round in range(ROUNDS):
                bare.append(run(BARE, cpu=options.cpu))
                for name, runs in ours.items():
                    code = OURS.replace("{until_complete}", str(name == "day"))
                    runs.append(run(code, str(path), cpu=options.cpu))
            floor, small = (statistics.median(values) for values in zip(*bare, strict=True))
            for name, runs in ours.items():
                mine, large = (statistics.median(values) for values in zip(*runs, strict=True))
                text = f"{name}, {size:,} contacts (goal {GOAL:g} ×)"
                print(
                    f"{text:<38}{floor:>9.2f}{mine:>9.2f}{mine / floor:>8.2f}{small:>10.0f}{large:>9.0f}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
