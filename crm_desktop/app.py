"""The window's composition root: options, customer file, services, pages, window.

In this order things come alive: the Qt application with its look and language, the customer file (with questions when
it is missing, locked or encrypted), the window on it, and behind it the first backup and idle-time work.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog, QLineEdit, QWidget

from crm_desktop.core import paths
from crm_desktop.core.errors import CrmError, FileInUse, PassphraseNeeded, WrongPassphrase
from crm_desktop.core.i18n import _, language
from crm_desktop.core.settings import Settings
from crm_desktop.ui import theme
from crm_desktop.ui.context import Context, Handlers, Place
from crm_desktop.ui.crash import CrashReporter
from crm_desktop.ui.language import switch
from crm_desktop.ui.messages import Boxes
from crm_desktop.ui.page import Page
from crm_desktop.ui.pages import PageSpec
from crm_desktop.ui.single_instance import Doorbell, knock
from crm_desktop.ui.tasks import TaskRunner
from crm_desktop.ui.window_state import WindowState

ENDING = ".crm"
IDLE_MS = 3_000
FIRST_WORK_MS = 400  # after the window is there
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
        app = QApplication(sys.argv[:1])
        theme.prepare(app)
    return app


class Program:
    """The running window program: at most one customer file open at a time."""

    def __init__(self, options: Settings | None = None) -> None:
        self.options = options or Settings()
        self.app = application()
        theme.apply(self.app, self.options.theme)  # type: ignore[arg-type]
        switch(self.options.language or language())
        self.crashes = CrashReporter()
        self.crashes.install()
        self.boxes = Boxes()
        self.session: Session | None = None

    def start(self, path: Path | None) -> bool:
        """Open a file, or ask what to do; returns whether there is a window now."""
        last = self.options.last_file if self.options.open_last else ""
        wanted = path or (Path(last) if last and Path(last).exists() else None)
        if wanted is not None and self.open(wanted):
            return True
        return self.session is not None or self._welcome()

    def _welcome(self) -> bool:
        from crm_desktop.ui.start_dialog import StartDialog

        while self.session is None:
            dialog = StartDialog()
            dialog.exec()
            if not dialog.choice:
                return False
            self.choose(dialog.choice)
        return True

    def choose(self, choice: str) -> None:
        """Do what the first question was answered with."""
        if choice == "open":
            self.ask_and_open()
        else:
            self.ask_and_create(demo=choice == "demo")
        if choice == "import" and self.session is not None:
            QTimer.singleShot(0, self.session.window, partial(self.session.import_into, "contact"))

    def ask_and_open(self) -> None:
        """Let the user choose a customer file and open it."""
        kinds = _("Customer files") + f" (*{ENDING});;" + _("All files") + " (*)"
        name, _kind = QFileDialog.getOpenFileName(
            self._parent, _("Open a customer file"), str(Path.home()), kinds
        )
        if name:
            self.open(Path(name))

    def ask_and_create(self, *, demo: bool = False) -> None:
        """Let the user name a new customer file, make it and open it."""
        from crm_desktop.services.demo import demo_firm, make_demo
        from crm_desktop.services.workspace import new_workspace

        suggested = _("Sample customers") if demo else _("My customers")
        kinds = _("Customer files") + f" (*{ENDING})"
        place = str(Path.home() / (suggested + ENDING))
        name, _kind = QFileDialog.getSaveFileName(
            self._parent,
            _("New customer file"),
            place,
            kinds,
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if not name:
            return
        path = Path(name) if name.endswith(ENDING) else Path(name + ENDING)
        currency = "CNY" if language() == "zh_CN" else "EUR"
        try:
            if demo:
                firm = demo_firm(language())
                made = new_workspace(
                    path, firm_name=firm.name, currency=firm.currency, region=firm.region, demo=True
                )
                make_demo(made, language=language())
            else:
                made = new_workspace(path, currency=currency, region="CN" if currency == "CNY" else "")
            made.close()
        except CrmError as error:
            self.boxes.error(error)
            return
        self.open(path)

    @property
    def _parent(self) -> QWidget | None:
        return self.session.window if self.session is not None else None

    def open(self, path: Path) -> bool:
        """Open a file in place of the present one; what stands in the way is told. Returns whether it is open."""
        from crm_desktop.services.workspace import open_workspace

        passphrase: str | None = None
        for _attempt in range(TRIES + 1):
            try:
                workspace = open_workspace(path, passphrase)
            except (PassphraseNeeded, WrongPassphrase) as error:
                passphrase = self._ask_passphrase(error)
                if passphrase is None:
                    return False
            except FileInUse as error:
                if not knock(path):
                    self.boxes.error(error)
                return False
            except CrmError as error:
                self.boxes.error(error)
                return False
            else:
                self.close()
                self.session = Session(self, workspace)
                self.options.remember_file(path)
                self.session.window.show()
                return True
        return False

    def _ask_passphrase(self, error: CrmError) -> str | None:
        text, accepted = QInputDialog.getText(
            self._parent, _("Passphrase"), str(error), QLineEdit.EchoMode.Password
        )
        return text if accepted and text else None

    def close(self) -> None:
        """Close the present file, with a backup when it was changed."""
        if self.session is not None:
            self.session.close()
            self.session = None


class Session:
    """One open customer file with its window."""

    def __init__(self, program: Program, workspace: object, *, idle: bool = True) -> None:
        from crm_desktop.models import registry
        from crm_desktop.services.workspace import Workspace
        from crm_desktop.ui.main_window import MainWindow

        assert isinstance(workspace, Workspace)
        self.program = program
        self.workspace = workspace
        self.tasks = TaskRunner(program.boxes.error)
        entities = {one.name: one for one in registry.ENTITIES}
        state = WindowState(QSettings(str(paths.config_folder() / "window.ini"), QSettings.Format.IniFormat))
        handlers = self._handlers()
        self.context = Context(workspace, entities, self.tasks, program.boxes, state, handlers)
        self.window = MainWindow(self.context, self._pages(), Place("list", "contact"))
        program.boxes.parent = self.window
        self.doorbell = (
            None if workspace.read_only else Doorbell(workspace.path, self._come_to_front, self.window)
        )
        self._stale = True
        workspace.subscribe(lambda _changes: self._mark_stale())
        if idle:
            self._begin_idle_work()

    def _pages(self) -> list[PageSpec]:
        from crm_desktop.core.i18n import N_
        from crm_desktop.ui import record_pages
        from crm_desktop.ui.record_page import RecordAction

        reports = PageSpec("reports", N_("Reports"), _report_page, "chart-column", "insight", leads=True)
        profile = RecordAction(
            N_("Print profile"), "printer", self.print_profile, frozenset({"company", "contact"})
        )
        lists = PageSpec("list", N_("List"), _list_page)
        return [lists, reports, *record_pages.pages((profile,), self.program.options)]

    def _handlers(self) -> Handlers:
        options = self.program.options
        return Handlers(
            new_file=self.program.ask_and_create,
            open_file=lambda path: self.program.open(path) if path else self.program.ask_and_open(),
            recent_files=lambda: [Path(one) for one in options.recent_files],
            import_into=self.import_into,
            export=self.export,
            print=lambda _selection: self.print_here(),
            backup=self.backup,
            restore_backup=self.restore_backup,
            new_record=lambda entity: self.context.window.open_place(Place("record", entity)),
            language_changed=lambda code: options.change(language=code),
            theme_changed=lambda mode: options.change(theme=mode),
            status_text=self.status_text,
        )

    def _come_to_front(self) -> None:
        self.window.setWindowState(self.window.windowState() & ~self.window.windowState().WindowMinimized)
        self.window.raise_()
        self.window.activateWindow()

    def status_text(self) -> str:
        """Return what stands at the bottom of the navigation: the file, and when it was last backed up."""
        made = self.workspace.backups()
        if self.workspace.read_only:
            return _("Read only")
        if not made:
            return _("No backup yet")
        from crm_desktop.core.formatting import format_day

        day = format_day(made[0].at.date(), language())
        return _("Backup %(day)s %(time)s") % {"day": day, "time": f"{made[0].at:%H:%M}"}

    # Background

    def _mark_stale(self) -> None:
        self._stale = True

    def _begin_idle_work(self) -> None:
        self._timer = QTimer(self.window)
        self._timer.setInterval(IDLE_MS)
        self._timer.timeout.connect(self._on_idle)
        self._timer.start()
        QTimer.singleShot(
            FIRST_WORK_MS, self.window, lambda: self.tasks.run(lambda _task: self._first_backup())
        )

    def _first_backup(self) -> None:
        self.workspace.file.writer.prepare()  # the first save must not wait for SQLAlchemy
        if not self.workspace.backups():
            self.workspace.backup_if_changed()

    def _on_idle(self) -> None:
        if self._stale and not self.tasks.is_busy():
            self._stale = False
            self.tasks.run(lambda _task: self.workspace.file.tidy(), done=self._on_tidied)

    def _on_tidied(self, more: bool) -> None:
        self._stale = self._stale or more

    # Handlers

    def import_into(self, entity: str) -> None:
        """Open the import for an entity."""
        from crm_desktop.ui.import_dialog import open_import

        open_import(self.context, entity)

    def print_profile(self, entity: str, record_id: int) -> None:
        """Open the profile of a customer, ready to print."""
        self.window.open_place(Place("reports", entity, record_id))

    def print_here(self) -> None:
        """Print the report in front; from any other page go to the reports."""
        from crm_desktop.ui.report_page import ReportPage

        page = self.window.page
        if isinstance(page, ReportPage):
            page.output.print_pages()
        else:
            self.window.open_place(Place("reports"))

    def export(self, selection: object) -> None:
        """Ask where to, and export a list as it stands."""
        from crm_desktop.services import exports
        from crm_desktop.ui.context import Selection

        assert isinstance(selection, Selection)
        entity = self.context.entities[selection.query.entity]
        kinds = _("Excel workbook") + " (*.xlsx);;CSV (*.csv);;JSON (*.json)"
        place = str(Path.home() / f"{_(entity.title_plural)}.xlsx")
        name, _kind = QFileDialog.getSaveFileName(self.window, _("Export"), place, kinds)
        if not name:
            return
        query, columns = selection.query, selection.columns
        self.tasks.run(
            lambda task: exports.export_list(
                self.workspace,
                query,
                Path(name),
                columns=columns,
                progress=task.progress,
                cancelled=task.is_cancelled,
            ),
            done=lambda _written: self.window.show_toast(
                _("Exported to %(name)s") % {"name": Path(name).name}
            ),
            title=_("Export"),
        )

    def _say(self, text: str, name: str) -> None:
        self.window.show_toast(text % {"name": name})

    def backup(self) -> None:
        """Make a backup now."""
        self.tasks.run(
            lambda task: self.workspace.backup(cancelled=task.is_cancelled),
            done=lambda made: self.window.show_toast(
                _("Backup made and verified: %(name)s") % {"name": made.path.name}
            ),
            title=_("Backup"),
        )

    def restore_backup(self) -> None:
        """Let the user choose a backup and put it in the place of the file."""
        from crm_desktop.store import backups

        folder = backups.folder_of(self.workspace.path)
        start = folder if folder.is_dir() else self.workspace.path.parent
        kinds = _("Customer files") + f" (*{ENDING})"
        name, _kind = QFileDialog.getOpenFileName(self.window, _("Restore a backup"), str(start), kinds)
        question = _("Restore this backup?")
        text = _("The present file is kept beside it under another name.")
        if not name or not self.program.boxes.ask(question, text, _("Restore"), danger=True):
            return
        path, program = self.workspace.path, self.program
        key_needed = self.workspace.file.encrypted
        passphrase = program._ask_passphrase(PassphraseNeeded(_("Passphrase"))) if key_needed else None  # noqa: SLF001
        program.close()
        try:
            backups.restore(Path(name), path, passphrase)
        except CrmError as error:
            program.boxes.error(error)
        program.open(path)

    def close(self) -> None:
        """End: cancel what can be cancelled, take the backup of the day's work, close the file."""
        if self.doorbell is not None:
            self.doorbell.close()
        self.program.boxes.parent = None
        self.window.close()
        self.tasks.close()
        try:
            self.workspace.backup_if_changed()
        except CrmError as error:
            self.program.boxes.error(error)
        self.workspace.close()
        self.window.deleteLater()


def _list_page(context: Context, place: Place) -> Page:
    from crm_desktop.ui.record_list_page import RecordListPage
    from crm_desktop.ui.record_peek import RecordPeek

    return RecordListPage(context, context.entities[place.entity], RecordPeek)


def _report_page(context: Context, place: Place) -> Page:
    from crm_desktop.ui.report_page import make_report_page

    return make_report_page(context, place)


def open_window(path: Path | None = None) -> int:
    """Open the window and stay until it is closed; returns the exit code of the program."""
    program = Program()
    if not program.start(path):
        return 0
    code = program.app.exec()
    program.close()
    return code


def first_run_demo(folder: Path | None = None) -> int:
    """Make a demo customer file and open the window on it; without a display render pages and a report instead."""
    from crm_desktop.services.demo import demo_firm, make_demo
    from crm_desktop.services.workspace import new_workspace

    place = folder or Path("demo")
    place.mkdir(parents=True, exist_ok=True)
    path = place / ("示例客户.crm" if language() == "zh_CN" else "demo.crm")
    if not path.exists():
        firm = demo_firm(language())
        print(_("Making a demo customer file: %(path)s") % {"path": path}, flush=True)  # noqa: T201
        workspace = new_workspace(
            path, firm_name=firm.name, currency=firm.currency, region=firm.region, demo=True
        )
        make_demo(workspace, language=language())
        workspace.close()
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
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from crm_desktop.services.workspace import open_workspace
    from crm_desktop.ui.page_pictures import render

    program = Program()
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary) / path.name
        original = open_workspace(path, passphrase, read_only=True)
        original.backup(copy)  # so that the pages look as they do for somebody who may write
        original.close()
        session = Session(program, open_workspace(copy, passphrase), idle=False)
        try:
            return render(session, folder, pages, size, themes, languages or (language(),))
        finally:
            session.tasks.close()
            session.window.deleteLater()
            session.workspace.close()
