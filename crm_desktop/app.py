"""The window's composition root: options, customer file, services, pages, window.

In this order things come alive: the Qt application with its look and language, the customer file (with questions when
it is missing, locked or encrypted), the window on it, and behind it the first backup and idle-time work.
"""

from __future__ import annotations

import crm_desktop.ui.plain_imports  # noqa: F401 - before anything else of Qt

# isort: split
import gc
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtWidgets  # for dialogs: PySide makes each class when it is first named
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.core import paths
from crm_desktop.core.errors import CrmError, FileInUse, FileProblem, PassphraseNeeded, WrongPassphrase
from crm_desktop.core.file_names import CUSTOMERS
from crm_desktop.core.i18n import _, language
from crm_desktop.core.settings import Settings
from crm_desktop.ui import theme
from crm_desktop.ui.crash import CrashReporter
from crm_desktop.ui.language import switch
from crm_desktop.ui.messages import Boxes
from crm_desktop.ui.qt_messages import leave_out_no_news
from crm_desktop.ui.single_instance import knock

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace
    from crm_desktop.ui.session import Session

TRIES = 3  # at a passphrase


def has_display() -> bool:
    """Return whether a window can be shown on this computer."""
    named = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    return sys.platform != "linux" or named


def application() -> QApplication:
    """Return the Qt application, with our name, look and language."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        QApplication.setApplicationName("CRM Desktop")
        QApplication.setOrganizationName("CRM Desktop")
        app = QApplication([*sys.argv[:1], *theme.STYLE])
        leave_out_no_news()
        theme.prepare(app)
    return app


class Program:
    """The running window program: at most one customer file open at a time."""

    def __init__(self, options: Settings | None = None) -> None:
        self.options = options or Settings()
        self.app = application()
        theme.apply(self.app, self.options.theme)  # type: ignore[arg-type]
        switch(language())  # the command line has chosen it: from its options, else from this person's
        self.crashes = CrashReporter()
        self.crashes.install()
        self.boxes = Boxes()
        self.session: Session | None = None
        self.handed_over = False  # the file asked for is open in another window, which came to the front

    def start(self, path: Path | None) -> bool:
        """Open a file, or ask what to do; returns whether there is a window of this program now."""
        last = self.options.last_file if self.options.open_last else ""
        wanted = path or (Path(last) if last else None)
        if (
            wanted is not None and wanted.exists()
        ):  # else the welcome says that it is gone, and what can be done
            self.open(wanted)
        if self.session is None and not self.handed_over:
            self._welcome(wanted)
        return self.session is not None

    def _welcome(self, lost: Path | None) -> None:
        """Ask what to do until there is a window, here or elsewhere, or the user has enough.

        ``lost`` is the file that was wanted and could not be opened.
        """
        from crm_desktop.ui.start_dialog import StartDialog

        while self.session is None and not self.handed_over:
            dialog = StartDialog(lost=lost)
            dialog.exec()
            if not dialog.choice:
                return
            self.choose(dialog.choice, lost)

    def choose(self, choice: str, lost: Path | None = None) -> None:
        """Do what the first question was answered with."""
        if choice == "restore" and lost is not None:
            self.restore_backup(lost)
        elif choice == "archive":
            from crm_desktop.ui.exporting import make_from_export

            make_from_export(self, self._parent)
        elif choice in ("open", "locate"):
            self.ask_and_open(lost.parent if lost is not None and lost.parent.is_dir() else None)
        elif choice == "demo":
            self.open_demo()
        else:
            self.ask_and_create()
        if choice == "import" and self.session is not None:
            QTimer.singleShot(0, self.session.window, partial(self.session.import_into, "contact"))

    def ask_and_open(self, folder: Path | None = None) -> None:
        """Let the user choose a customer file and open it."""
        kinds = _("Customer files") + f" (*{CUSTOMERS});;" + _("All files") + " (*)"
        name, _kind = QtWidgets.QFileDialog.getOpenFileName(
            self._parent, _("Open a customer file"), str(folder or Path.home()), kinds
        )
        if name:
            self.open(Path(name))

    def open_demo(self) -> None:
        """Open the sample data, which lies in a file among those of the program; make it if it is not there yet."""
        path = paths.data_folder() / (_("Sample customers") + CUSTOMERS)
        if not path.exists() and not self._made(path, _make_demo):
            return
        self.open(path)

    def _made(self, path: Path, make: Callable[[Path], object]) -> bool:
        """Make a customer file; tell whether that was possible, else the user has been told why not."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            make(path)
        except OSError as error:
            self.boxes.error(FileProblem(_("The file could not be made."), str(error)))
        except CrmError as error:
            self.boxes.error(error)
        else:
            return True
        return False

    def ask_and_create(self) -> None:
        """Let the user choose a passphrase and name a new customer file; make it and open it."""
        from crm_desktop.ui.new_file_dialog import NewFileDialog

        dialog = NewFileDialog(self._parent)
        if not dialog.exec():
            return
        passphrase = dialog.passphrase
        kinds = _("Customer files") + f" (*{CUSTOMERS})"
        place = Path.home() / (_("My customers") + CUSTOMERS)
        name, _kind = QtWidgets.QFileDialog.getSaveFileName(
            self._parent,
            _("New customer file"),
            str(place),
            kinds,
            options=QtWidgets.QFileDialog.Option.DontConfirmOverwrite,
        )
        if not name:
            return
        path = Path(name) if name.endswith(CUSTOMERS) else Path(name + CUSTOMERS)
        if self._made(path, partial(_make_empty, passphrase=passphrase)):
            self.open(path, passphrase)

    def restore_backup(self, path: Path) -> None:
        """Let the user choose a backup, put it in the place of a customer file and open that."""
        from crm_desktop.ui.restoring import ask_and_restore

        passphrase = ask_and_restore(self, path, self._parent)
        if self.session is None and path.exists():
            self.open(path, passphrase)

    @property
    def _parent(self) -> QWidget | None:
        return self.session.window if self.session is not None else None

    def open(self, path: Path, passphrase: str | None = None) -> bool:
        """Open a file in place of the present one; what stands in the way is told. Returns whether it is open here.

        A file that is open in another window is handed over: that window comes to the front.
        """
        self.handed_over = False
        workspace = self._opened(path, passphrase)
        if workspace is None:
            return False
        from crm_desktop.ui.session import Session

        self.close()
        self.session = Session(self, workspace)
        self.options.remember_file(path)
        self.session.window.show()
        return True

    def _opened(self, path: Path, passphrase: str | None) -> Workspace | None:
        """Return the opened file, or None when that was not possible or the user gave up."""
        from crm_desktop.services.opening import Opening

        tries, read_only = 0, False
        while True:
            opening = Opening(path, passphrase, read_only=read_only)
            import crm_desktop.ui.session  # noqa: F401 - meanwhile

            try:
                return opening.result()
            except (PassphraseNeeded, WrongPassphrase) as error:
                if tries == TRIES:
                    self.boxes.error(error)
                    return None
                tries += 1
                passphrase = self.ask_passphrase(error)
                if passphrase is None:
                    return None
            except FileInUse as error:
                if read_only:
                    self.boxes.error(error)
                    return None
                self.handed_over = knock(path)
                if self.handed_over or not self._asks_to_read(error):
                    return None
                read_only = True
            except CrmError as error:
                self.boxes.error(error)
                return None

    def _asks_to_read(self, error: FileInUse) -> bool:
        """Tell that a file is in use by somebody who cannot be asked to come; returns whether to read it then."""
        return self.boxes.ask(error.title, error.hint, _("Open for reading only"))

    def ask_passphrase(self, error: CrmError) -> str | None:
        """Ask for the passphrase of a file, saying why; None when the user gave up."""
        from crm_desktop.ui.unlock_dialog import UnlockDialog

        dialog = UnlockDialog(error.title, error.hint, self._parent)
        return dialog.passphrase if dialog.exec() else None

    def close(self) -> None:
        """Close the present file, with a backup when it was changed."""
        if self.session is not None:
            self.session.close()
            self.session = None


def open_window(path: Path | None = None) -> int:
    """Open the window and stay until it is closed; returns the exit code of the program."""
    program = Program()
    if not program.start(path):
        return 0
    gc.freeze()  # what the start has made; see ui/collecting.py
    code = program.app.exec()
    program.close()
    return code


def _make_empty(path: Path, passphrase: str | None) -> None:
    """Make a customer file with nothing but our lists in it. Raises CrmError."""
    from crm_desktop.services.workspace import new_workspace

    currency, region = ("CNY", "CN") if language() == "zh_CN" else ("EUR", "")
    new_workspace(path, currency=currency, region=region, passphrase=passphrase).close()


def _make_demo(path: Path) -> None:
    """Make a customer file of the made-up firm in the language in use. Raises CrmError."""
    from crm_desktop.services.demo_file import make_demo_file

    make_demo_file(path, language=language())


def first_run_demo(folder: Path | None = None) -> int:
    """Make a demo customer file and open the window on it; without a display render pages and a report instead."""
    place = folder or Path("demo")
    place.mkdir(parents=True, exist_ok=True)
    path = place / ("示例客户.crm" if language() == "zh_CN" else "demo.crm")
    if not path.exists():
        print(_("Making a demo customer file: %(path)s") % {"path": path}, flush=True)  # noqa: T201
        _make_demo(path)
    if has_display():
        return open_window(path)
    print(_("There is no display here, so no window can be opened."), flush=True)  # noqa: T201
    pages = render_screenshots(path, place / "pages")
    from crm_desktop.services.reporting import write_report
    from crm_desktop.services.workspace import open_workspace

    workspace = open_workspace(path, read_only=True)
    report = place / "pages" / "pipeline.pdf"
    write_report(workspace, "pipeline", report, {})
    workspace.close()
    text = _("The pages (%(count)d pictures) and a report were rendered into %(folder)s.")
    print(text % {"count": len(pages), "folder": place / "pages"}, flush=True)  # noqa: T201
    return 0


def render_screenshots(
    path: Path,
    folder: Path,
    pages: Sequence[str] = (),
    size: tuple[int, int] = (1440, 900),
    themes: Sequence[str] = ("light",),
    languages: Sequence[str] = (),
    passphrase: str | None = None,
) -> list[Path]:
    """Render the real window on a file into pictures; needs no display."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # whatever the display is, or is said to be
    from crm_desktop.services.workspace import open_workspace
    from crm_desktop.ui.page_pictures import render

    program = Program()
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary) / path.name
        original = open_workspace(path, passphrase, read_only=True)
        original.backup(copy)  # so that the pages look as they do for somebody who may write
        original.close()
        from crm_desktop.ui.session import Session

        session = Session(program, open_workspace(copy, passphrase), idle=False, remembered=Path(temporary))
        try:
            return render(session, folder, pages, size, themes, languages or (language(),))
        finally:
            session.tasks.close()
            session.window.deleteLater()
            session.workspace.close()
