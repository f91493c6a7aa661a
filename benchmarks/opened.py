"""The real window on a customer file with the real services, without the program around it."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtWidgets import QApplication

from benchmarks.customer_file import fill
from benchmarks.turns import Turns
from crm_desktop.services.demo import make_demo
from crm_desktop.services.workspace import new_workspace, open_workspace
from crm_desktop.ui.turns import turns

SIZE = (1440, 900)


def made_file(folder: Path, contacts: int) -> Path:
    """Return a customer file of the made-up firm with this many contacts more; made unless it is there."""
    path = folder / f"window-{contacts}.crm"
    if not path.exists():
        workspace = new_workspace(path, firm_name="Benchmark", currency="EUR", demo=True)
        make_demo(workspace, language="en")
        fill(workspace.file, contacts, block=contacts)  # at once, as an import does
        workspace.backup_if_changed()  # so that no window begins with it
        workspace.close()
    return path


class Opened:
    """A window that is shown and at rest."""

    def __init__(self, path: Path, turns: Turns) -> None:
        from crm_desktop.app import Program
        from crm_desktop.ui.session import Session

        self.program = Program()
        sys.excepthook = sys.__excepthook__  # what goes wrong here is no crash to be told to a person
        self.session = Session(self.program, open_workspace(path))
        self.window = self.session.window
        self.turns = turns
        self.window.resize(*SIZE)
        self.window.show()
        self.rest(1.0)  # what the window does behind its first page begins a little later
        self.come_to_front()

    def come_to_front(self) -> None:
        """Have the keyboard."""
        self.window.activateWindow()
        self.turns.until(self.window.isActiveWindow)

    def rest(self, quiet: float = 0.12) -> None:
        """Let everything under way come to its end."""
        self.turns.rest(lambda: self.session.tasks.is_busy() or turns().is_busy(), quiet)

    def close(self) -> None:
        """Close window and file."""
        self.session.close()
        QApplication.processEvents()


@contextmanager
def home() -> Iterator[Path]:
    """Keep the program away from this person's settings; yields a folder for files."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CRM_DESKTOP_HOME"] = folder
        yield Path(folder)
