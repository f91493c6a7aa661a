"""All benchmarks, one after the other: python -m benchmarks (``make bench``). Each prints ours beside its floor."""

from __future__ import annotations

import subprocess
import sys

ALL = (
    "start",
    "window",
    "customer_file",
    "read_workbook",
    "import_workbook",
    "exports",
    "reports",
    "pdf_pages",
    "duplicates",
    "board",
)


def main() -> int:
    """Run each in a process of its own, so that none warms the next; returns how many failed."""
    failed = 0
    for name in ALL:
        print(f"\n=== {name}", flush=True)
        failed += subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
