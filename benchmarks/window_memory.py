"""The memory of a window on a long list, beside a bare window with an array of as many ids."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_BARE = """
from array import array
from PySide6.QtWidgets import QApplication, QTableView, QMainWindow
app = QApplication([])
window = QMainWindow()
window.setCentralWidget(QTableView())
window.resize(1440, 900)
window.show()
ids = array("q", range(int(sys.argv[2])))
for _turn in range(20):
    app.processEvents()
"""

_OURS = """
from pathlib import Path
from benchmarks.opened import Opened
from benchmarks.turns import Turns
opened = Opened(Path(sys.argv[1]), Turns())
opened.window.open_list("contact")
opened.rest()
assert len(opened.window.page.table.records.ids) > int(sys.argv[2])
"""

_TOLD = """
import os, resource
pages = int(open("/proc/self/statm").read().split()[1])
print(pages * resource.getpagesize() / 2**20, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, flush=True)
os._exit(0)
"""


def _memory(code: str, path: Path, count: int) -> tuple[float, float]:
    """Return what a process occupies in the end and at its peak, in MB."""
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\n{_TOLD}", str(path), str(count)],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ,
    )
    now, peak = done.stdout.split()[-2:]
    return float(now), float(peak)


def line(path: Path, count: int) -> str:
    """Return the line of the table."""
    (floor, floor_peak), (ours, peak) = (_memory(code, path, count) for code in (_BARE, _OURS))
    return (
        f"{'memory with all contacts open, MB':<40}{floor:>9.0f}{ours:>9.0f}{ours - floor:>+7.0f}"
        f"   peak {floor_peak:.0f} and {peak:.0f}"
    )
