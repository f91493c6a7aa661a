"""``python -m crm_desktop`` and the ``crm-desktop`` command: joins the command line and the window."""

from __future__ import annotations

import multiprocessing
import os
import sys
from pathlib import Path
from typing import Any

from crm_desktop import cli
from crm_desktop.core.errors import DataProblem
from crm_desktop.core.i18n import _


def _open_window(path: Path | None) -> int:
    from crm_desktop import app

    if not app.has_display():
        raise DataProblem(
            _("There is no display to open the window on."),
            _(
                "The commands need none: crm-desktop --help. Pictures of the pages: crm-desktop screenshots FOLDER"
            ),
        )
    return app.open_window(path)


def _first_run_demo() -> int:
    from crm_desktop import app

    return app.first_run_demo()


def _render_screenshots(*arguments: Any) -> list[Path]:
    from crm_desktop import app

    return app.render_screenshots(*arguments)


def _understand_every_name() -> None:
    """Begin anew in UTF-8 where the locale knows ASCII only: Chinese arguments and file names arrive broken there."""
    if sys.getfilesystemencoding() != "ascii" or hasattr(sys, "frozen") or "CRM_BEGUN_ANEW" in os.environ:
        return
    os.environ.update(PYTHONUTF8="1", CRM_BEGUN_ANEW="1")
    os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606


def main() -> None:
    """Run the program and exit with its code."""
    multiprocessing.freeze_support()
    _understand_every_name()
    code = cli.main(
        open_window=_open_window, first_run_demo=_first_run_demo, render_screenshots=_render_screenshots
    )
    sys.exit(code)


if __name__ == "__main__":
    main()
