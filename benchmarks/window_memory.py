"""The memory of a window on a long list, beside a bare window with an array of as many ids."""

from __future__ import annotations

import compileall
import os
import subprocess
import sys
from pathlib import Path

import crm_desktop

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
from crm_desktop.app import Program
from benchmarks.turns import Turns
program = Program()
sys.excepthook = sys.__excepthook__
assert program.start(Path(sys.argv[1]))
window, turns = program.session.window, Turns()
window.resize(1440, 900)
turns.rest(program.session.tasks.is_busy, 1.0)
window.open_list("contact")
turns.rest(program.session.tasks.is_busy, 4.0)  # with what is done in quiet moments
assert len(window.page.table.records.ids) > int(sys.argv[2])
"""

# A process begins with the peak of the one that started it, as getrusage tells it: the system's own page of the process
# does not.
_TOLD = """
import os
def told(page):
    return {key: int(rest.split()[0]) / 1024 for key, rest in (
        line.split(":") for line in open(f"/proc/self/{page}") if line.endswith("kB\\n"))}
rollup = told("smaps_rollup")
private = rollup["Private_Clean"] + rollup["Private_Dirty"]
print(rollup["Rss"], private, told("status")["VmHWM"], flush=True)
os._exit(0)
"""


def _memory(code: str, path: Path, count: int) -> tuple[float, float, float]:
    """Return what a process occupies in the end, how much of it no other process shares, and its peak, in MB."""
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\n{_TOLD}", str(path), str(count)],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ,
    )
    now, private, peak = map(float, done.stdout.split()[-3:])
    return now, private, peak


def _tidy(path: Path) -> None:
    """Merge what the edits of other measurements left in the search index: a window does it in quiet moments."""
    from crm_desktop.store.customer_file import open_file

    file = open_file(path)
    while file.tidy():
        pass
    file.close()


def line(path: Path, count: int) -> str:
    """Return the line of the table."""
    compileall.compile_dir(crm_desktop.__path__[0], quiet=1)  # as pip and a second start leave the modules
    _tidy(path)
    _memory("import crm_desktop.models.registry", path, count)  # as at any start but the very first
    (floor, *floors), (ours, *more) = (_memory(code, path, count) for code in (_BARE, _OURS))
    return (
        f"{'memory with all contacts open, MB':<40}{floor:>9.0f}{ours:>9.0f}{ours - floor:>+7.0f}"
        + "".join(
            f"   {name} {small:.0f} and {large:.0f}"
            for name, small, large in zip(("private", "peak"), floors, more, strict=True)
        )
    )
