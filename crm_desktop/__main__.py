"""``python -m crm_desktop`` and the ``crm-desktop`` command: joins the command line and the window."""

from __future__ import annotations

import multiprocessing
import sys
from pathlib import Path
from typing import Any

from crm_desktop import cli


def _open_window(path: Path | None) -> int:
    from crm_desktop import app

    return app.open_window(path)


def _first_run_demo() -> int:
    from crm_desktop import app

    return app.first_run_demo()


def _render_screenshots(*arguments: Any) -> list[Path]:
    from crm_desktop import app

    return app.render_screenshots(*arguments)


def main() -> None:
    """Run the program and exit with its code."""
    multiprocessing.freeze_support()
    code = cli.main(
        open_window=_open_window, first_run_demo=_first_run_demo, render_screenshots=_render_screenshots
    )
    sys.exit(code)


if __name__ == "__main__":
    main()
