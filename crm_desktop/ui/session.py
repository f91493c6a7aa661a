"""One open customer file with its window: what its menus do beyond the pages, and what goes on behind them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6 import QtWidgets  # for a dialog: PySide makes each class when it is first named
from PySide6.QtCore import QSettings, QTimer

from crm_desktop.core import paths
from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import N_, _
from crm_desktop.models import registry
from crm_desktop.ui import record_pages
from crm_desktop.ui.ahead import IMPORT_PAGE, import_ahead, when_imported
from crm_desktop.ui.before_writing import BeforeWriting
from crm_desktop.ui.collecting import Collecting
from crm_desktop.ui.context import Context, Handlers, Place, Selection
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.merge_pages import merge_action
from crm_desktop.ui.messages import Boxes
from crm_desktop.ui.page import Page
from crm_desktop.ui.pages import PageSpec
from crm_desktop.ui.record_action import DoneAction, RecordAction
from crm_desktop.ui.resting import Resting
from crm_desktop.ui.single_instance import Doorbell
from crm_desktop.ui.tasks import TaskRunner
from crm_desktop.ui.times import backup_words
from crm_desktop.ui.today_page import make_today_page
from crm_desktop.ui.turns import turns
from crm_desktop.ui.window_state import WindowState

if TYPE_CHECKING:
    from crm_desktop.core.entity import Entity
    from crm_desktop.core.settings import Settings
    from crm_desktop.services.workspace import Backup, Workspace
    from crm_desktop.ui.locking import Locking
    from crm_desktop.ui.peek_panel import PeekPanel
    from crm_desktop.ui.reminders import Reminders

IDLE_MS = 3_000
FIRST_WORK_MS = 400  # after the window is there


class Host(Protocol):
    """The program around the window: other files, this person's options, boxes."""

    options: Settings
    boxes: Boxes
    session: Session | None

    def ask_and_create(self) -> None: ...
    def ask_and_open(self) -> None: ...
    def open(self, path: Path) -> bool: ...
    def choose(self, choice: str, lost: Path | None = None) -> None: ...
    def restore_backup(self, path: Path) -> None: ...
    def close(self) -> None: ...


class Session:
    """One open customer file with its window, which looks as it was left: see the folder ``remembered``, or this
    person's."""

    def __init__(
        self, program: Host, workspace: Workspace, *, idle: bool = True, remembered: Path | None = None
    ) -> None:
        self.program = program
        self.workspace = workspace
        self.tasks = TaskRunner(program.boxes.error)
        entities = {one.name: one for one in registry.ENTITIES}
        kept = (remembered or paths.config_folder()) / "window.ini"
        state = WindowState(QSettings(str(kept), QSettings.Format.IniFormat))
        handlers = self._handlers()
        self.context = Context(workspace, entities, self.tasks, program.boxes, state, handlers)
        self.window = MainWindow(self.context, self._pages(), Place("today"))
        program.boxes.parent = self.window
        self.doorbell: Doorbell | None = None
        self.reminders: Reminders | None = None
        self.locking = self._made_locking() if workspace.file.encrypted else None
        self._timers: list[QTimer] = []
        self._stale = True
        workspace.subscribe(lambda _changes: self._mark_stale())
        self._collecting: Collecting | None = None
        self._resting: Resting | None = None
        self._before_writing: BeforeWriting | None = None
        if idle:
            self._collecting = Collecting(self.window)
            self._resting = Resting(self.tasks, workspace.file.let_go, self.window)
            if not workspace.read_only:
                prepare = workspace.file.writer.prepare
                self._before_writing = BeforeWriting(self.tasks, prepare, self.window)
                self.context.expect_writing = self._before_writing.expect
            self._begin_idle_work()

    def _made_locking(self) -> Locking:
        from crm_desktop.ui.locking import Locking

        options = self.program.options
        made = Locking(
            self.window, self.workspace.path.name, self._problem_with, lambda: options.lock_minutes
        )
        self.window.closed.connect(made.end)
        return made

    def _problem_with(self, passphrase: str) -> str:
        """Return what is wrong with a passphrase for the open file, '' when it is right."""
        try:
            self.workspace.try_passphrase(passphrase)
        except CrmError as error:
            return str(error)
        return ""

    def _pages(self) -> list[PageSpec]:
        reports = PageSpec("reports", N_("Reports"), _report_page, "chart-column", "insight", leads=True)
        printed = PageSpec("print", N_("Print"), _list_print_page)
        imported = PageSpec("import", N_("Import"), _import_page)
        profile = RecordAction(
            N_("Print profile"), "printer", self.print_profile, frozenset({"company", "contact"})
        )
        done = DoneAction(N_("Mark as done"), "check", self.finish_activity, frozenset({"activity"}))
        today = PageSpec("today", N_("Today"), make_today_page, "sun", leads=True)
        lists = PageSpec("list", N_("List"), _list_page)
        actions = (profile,) if self.workspace.read_only else (profile, merge_action(self.context), done)
        self.context.record_actions = actions
        return [today, lists, reports, printed, imported, *record_pages.pages(actions, self.program.options)]

    def _handlers(self) -> Handlers:
        options = self.program.options
        return Handlers(
            new_file=self.program.ask_and_create,
            open_file=lambda path: self.program.open(path) if path else self.program.ask_and_open(),
            locate_file=self._locate,
            recent_files=lambda: [Path(one) for one in options.recent_files],
            import_into=self.import_into,
            import_file=self.import_into,
            export=self.export,
            export_all=self.export_all,
            print=self.print_here,
            backup=self.backup,
            restore_backup=self.restore_backup,
            new_record=lambda entity: self.context.window.open_place(Place("record", entity)),
            language_changed=lambda code: options.change(language=code),
            lock=self.lock,
            theme_changed=lambda mode: options.change(theme=mode),
            status_text=self.status_text,
        )

    def _locate(self, lost: Path) -> None:
        """Look for a recent file that is gone; when another was opened for it, forget where it was."""
        program = self.program
        program.choose("locate", lost)
        if program.session is not self:
            program.options.forget_file(lost)

    def lock(self) -> None:
        """Hide the customers until the passphrase is given; say so where there is none."""
        if self.locking is not None:
            self.locking.lock()
            return
        self.program.boxes.inform(
            _("“%(name)s” has no passphrase, so it cannot be locked.") % {"name": self.workspace.path.name},
            _("A passphrase is chosen when a file is made: File → New customer file."),
        )

    def _come_to_front(self) -> None:
        if self.locking is not None and self.locking.come_to_front():
            return
        self.window.setWindowState(self.window.windowState() & ~self.window.windowState().WindowMinimized)
        self.window.raise_()
        self.window.activateWindow()
        if (
            question := QtWidgets.QApplication.activeModalWidget()
        ) is not None:  # it would lie under its own window
            question.raise_()
            question.activateWindow()

    def status_text(self) -> str:
        """Return what stands at the bottom of the navigation: where the data is, and when it was last backed up."""
        made = self.workspace.backups()
        if self.workspace.read_only:
            return _("Read only")
        backup = backup_words(made[0].at) if made else _("No backup yet")
        place = _("Sample data") if self.workspace.settings["demo"] else _("Only on this computer")
        return "\n".join((place, backup))

    # Background

    def _mark_stale(self) -> None:
        self._stale = True

    def _begin_idle_work(self) -> None:
        for single, wait, work in ((False, IDLE_MS, self._on_idle), (True, FIRST_WORK_MS, self._on_shown)):
            timer = QTimer(self.window)
            timer.setSingleShot(single)
            timer.setInterval(wait)
            timer.timeout.connect(work)
            timer.start()
            self._timers.append(timer)

    def _on_shown(self) -> None:
        """Do what the first window need not wait for."""
        from crm_desktop.services import file_warnings

        if self.locking is not None:
            self.locking.watch()
        if not self.workspace.read_only:
            self.doorbell = Doorbell(self.workspace.path, self._come_to_front, self.window)
        self.tasks.run(lambda _task: self._first_backup(), done=lambda _made: self.window.show_state())
        self._begin_reminders()
        import_ahead(self.tasks)
        for warning in file_warnings.of(self.workspace):
            self.window.show_toast(warning)

    def _begin_reminders(self) -> None:
        from crm_desktop.ui.reminders import Reminders

        self.reminders = Reminders(self.context, self.window, self.program.options)
        self.window.changes.changed.connect(self.reminders.on_changes)
        self.reminders.look()

    def _first_backup(self) -> None:
        if not self.workspace.backups():
            self.workspace.backup_if_changed()

    def _on_idle(self) -> None:
        if self.tasks.is_busy():
            return
        if self._collecting is not None:
            self._collecting.on_quiet()
        if self._stale:
            self._stale = False
            self.tasks.run(lambda _task: self.workspace.file.tidy(), done=self._on_tidied)
        elif self._resting is not None:
            self._resting.on_quiet()

    def _on_tidied(self, more: bool) -> None:
        self._stale = self._stale or more

    # Handlers

    def import_into(self, entity: str, path: Path | None = None) -> None:
        """Go to the import of an entity, with a file that was chosen already or without."""

        def go() -> None:
            from crm_desktop.ui.import_page import open_import

            open_import(self.context, entity, path)

        when_imported(self.tasks, IMPORT_PAGE, go)

    def print_profile(self, entity: str, record_id: int) -> None:
        """Open the profile of a customer, ready to print."""
        self.window.open_place(Place("reports", entity, record_id))

    def finish_activity(self, _entity: str, record_id: int) -> None:
        """Note that an activity was done and ask what comes next, or that it is still to be done."""
        from crm_desktop.ui.finishing import finish_or_reopen

        finish_or_reopen(self.context, self.window, record_id)

    def print_here(self, selection: Selection | None) -> None:
        """Print the pages in front; of a list or a record show first what would be printed."""
        from crm_desktop.ui.printing import print_page

        print_page(self.window, selection)

    def export(self, selection: object) -> None:
        """Ask how and where to, and export a list."""
        from crm_desktop.ui.exporting import export_list

        assert isinstance(selection, Selection)
        export_list(self.context, selection, self.window)

    def export_all(self) -> None:
        """Ask for a folder, and export everything into it."""
        from crm_desktop.ui.exporting import export_everything

        export_everything(self.context, self.window)

    def _on_backup(self, made: Backup) -> None:
        self._say(_("Backup made and verified: %(name)s"), made.path.name)
        self.window.show_state()

    def _say(self, text: str, name: str) -> None:
        self.window.show_toast(text % {"name": name})

    def backup(self) -> None:
        """Make a backup now."""
        self.tasks.run(
            lambda task: self.workspace.backup(cancelled=task.is_cancelled),
            done=self._on_backup,
            title=_("Backup"),
        )

    def restore_backup(self) -> None:
        """Let the user choose a backup and put it in the place of the file."""
        self.program.restore_backup(self.workspace.path)

    def close(self) -> None:
        """End: cancel what can be cancelled, take the backup of the day's work, close the file."""
        for timer in self._timers:
            timer.stop()
        if self._before_writing is not None:
            self._before_writing.stop()
        if self.reminders is not None:
            self.reminders.stop()
        if self.doorbell is not None:
            self.doorbell.close()
        self.program.boxes.parent = None
        self.window.close()
        self.tasks.close()
        turns().forget()
        try:
            self.workspace.backup_if_changed()
        except CrmError as error:
            self.program.boxes.error(error)
        self.workspace.close()
        self.window.deleteLater()
        if self._collecting is not None:
            self._collecting.end()


def _list_page(context: Context, place: Place) -> Page:
    from crm_desktop.ui.list_ways import ManyWaysPage
    from crm_desktop.ui.record_list_page import RecordListPage
    from crm_desktop.ui.ways import WAYS

    entity = context.entities[place.entity]
    if entity.name == "service_request":
        from crm_desktop.ui.service_desk_page import ServiceDeskPage

        return ServiceDeskPage(context, entity)
    if entity.name in WAYS:
        return ManyWaysPage(context, entity, WAYS[entity.name], _preview_panel)
    return RecordListPage(context, entity, _preview_panel)


def _preview_panel(context: Context, entity: Entity) -> PeekPanel:
    from crm_desktop.ui.previews import preview_of

    return preview_of(context, entity)


def _list_print_page(context: Context, place: Place) -> Page:
    from crm_desktop.ui.list_print_page import ListPrintPage

    return ListPrintPage(context, place)


def _import_page(context: Context, place: Place) -> Page:
    from crm_desktop.ui.import_page import ImportPage

    context.expect_writing()
    return ImportPage(context, place)


def _report_page(context: Context, place: Place) -> Page:
    from crm_desktop.ui.report_page import make_report_page

    return make_report_page(context, place)
