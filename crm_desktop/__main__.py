"""``python -m crm_desktop`` and the ``crm-desktop`` command: joins the command line and the window.

Who asks only for the window gets it without the command line being imported: that takes as long as a bare Qt window.
"""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm_desktop.core import i18n, paths
from crm_desktop.core.errors import DataProblem
from crm_desktop.core.file_names import CUSTOMERS
from crm_desktop.core.i18n import _
from crm_desktop.core.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence


def open_window(path: Path | None) -> int:
    """Open the window on a file (None: the last one) and stay; returns the exit code of the program."""
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
    if sys.getfilesystemencoding() != "ascii" or paths.frozen() or "CRM_BEGUN_ANEW" in os.environ:
        return
    os.environ.update(PYTHONUTF8="1", CRM_BEGUN_ANEW="1")
    os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606


def _be_a_worker() -> None:
    """Do a worker's part where the packaged program was started as one (the reader of foreign files)."""
    if paths.frozen():
        import multiprocessing

        multiprocessing.freeze_support()


def asks_only_for_the_window(arguments: Sequence[str]) -> bool:
    """Tell whether there is nothing for the command line to understand: no words, or one customer file."""
    if "CRM_FILE" in os.environ or len(arguments) > 1:
        return False
    return all(word.lower().endswith(CUSTOMERS) and not word.startswith("-") for word in arguments)


def _just_open(arguments: Sequence[str]) -> int:
    """Open the window; all that its start makes stays, so Python need not look through it for garbage meanwhile."""
    gc.disable()
    i18n.install(None if os.environ.get("CRM_LANGUAGE") else Settings().language)
    try:
        return open_window(Path(arguments[0]) if arguments else None)
    except Exception as error:  # noqa: BLE001 - told and noted like one of a command
        from crm_desktop import cli

        return cli.failed(error)


def main() -> None:
    """Run the program and exit with its code."""
    _be_a_worker()
    _understand_every_name()
    if asks_only_for_the_window(sys.argv[1:]):
        sys.exit(_just_open(sys.argv[1:]))
    from crm_desktop import cli

    code = cli.main(
        open_window=open_window, first_run_demo=_first_run_demo, render_screenshots=_render_screenshots
    )
    sys.exit(code)


if __name__ == "__main__":
    main()
