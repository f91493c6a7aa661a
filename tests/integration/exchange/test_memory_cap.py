"""Where the system keeps no limit on memory, a watchdog ends the process that grows too far."""

from __future__ import annotations

import subprocess
import sys

import pytest

from crm_desktop.exchange.memory_cap import OVER_MEMORY

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows uses a job object")

_GROW = (
    "data = []\nfor _n in range(400):\n    data.append(bytearray(b'x' * (1 << 20)))\n    time.sleep(0.002)\n"
)


def run(code: str) -> subprocess.CompletedProcess[str]:
    lines = f"import sys, threading, time\nfrom crm_desktop.exchange import memory_cap as m\n{code}"
    # A new process begins with the peak of memory of the one that starts it, so a small one must: not this.
    command = ["sh", "-c", '"$0" -c "$1"; exit $?', sys.executable, lines]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_watchdog() -> None:
    start = "threading.Thread(target=m._watch, args=(m._resident(), 60 << 20), daemon=True).start()\n"
    assert run(start + _GROW).returncode == OVER_MEMORY


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux keeps the limit")
def test_the_limit_of_the_system() -> None:
    done = run("m.cap_memory(60 << 20)\n" + _GROW)
    assert done.returncode == 1
    assert "MemoryError" in done.stderr
