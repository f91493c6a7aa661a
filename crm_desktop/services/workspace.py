"""An opened customer file with everything that people do with it: what the window and the command line hold.

Made by :func:`open_workspace` and :func:`new_workspace`; both fronts use the same services.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import N_, language
from crm_desktop.core.kinds import Locale
from crm_desktop.core.query import Condition, ListQuery
from crm_desktop.models import registry
from crm_desktop.services.listing import Lists
from crm_desktop.store import customer_file
from crm_desktop.store.customer_file import CustomerFile
from crm_desktop.store.driver import Error, explain
from crm_desktop.store.pages import Named, Row
from crm_desktop.store.writer import Changes, Writer

if TYPE_CHECKING:
    from crm_desktop.services.activities import Activities
    from crm_desktop.services.agenda import Agenda
    from crm_desktop.services.attachments import Attachments
    from crm_desktop.services.customers import Customers
    from crm_desktop.services.duplicates.service import Duplicates
    from crm_desktop.services.figures import Figures
    from crm_desktop.services.history import History
    from crm_desktop.services.import_mappings import ImportMappings
    from crm_desktop.services.next_steps import NextSteps
    from crm_desktop.services.records import Records
    from crm_desktop.services.reminders import Reminders
    from crm_desktop.services.service_desk import ServiceDesk
    from crm_desktop.services.timeline import Timeline
    from crm_desktop.services.today import Today
    from crm_desktop.services.views import Views
    from crm_desktop.store.backups import Backup
    from crm_desktop.store.unit_of_work import UnitOfWork

DEFAULTS: dict[str, Any] = {
    "firm_name": "",
    "currency": "EUR",
    "region": "",
    "demo": False,
    "date_order": "dmy",
}
_LAST_BACKUPS = (
    3  # that are asked for what was written last: where clocks go back, it is not in the newest by name
)


class Workspace:
    """An opened customer file. Close it when done; everything committed is safe whatever happens."""

    def __init__(self, file: CustomerFile) -> None:
        self.file = file
        self.path = file.path
        self.read_only = file.read_only
        self.settings = self._read_settings()
        self.lists = Lists(self)
        file.writer.follow = _follow
        self._settle_user()

    # What the first page does without is imported with its first use.

    @cached_property
    def records(self) -> Records:
        """Single records."""
        from crm_desktop.services.records import Records

        return Records(self)

    @cached_property
    def history(self) -> History:
        """What happened, undo and redo."""
        from crm_desktop.services.history import History

        return History(self)

    @cached_property
    def timeline(self) -> Timeline:
        """What happened to records, in one stream."""
        from crm_desktop.services.timeline import Timeline

        return Timeline(self)

    @cached_property
    def service(self) -> ServiceDesk:
        """The service desk."""
        from crm_desktop.services.service_desk import ServiceDesk

        return ServiceDesk(self)

    @cached_property
    def activities(self) -> Activities:
        """Finishing, postponing and moving activities."""
        from crm_desktop.services.activities import Activities

        return Activities(self)

    @cached_property
    def agenda(self) -> Agenda:
        """Activities and birthdays by day."""
        from crm_desktop.services.agenda import Agenda

        return Agenda(self)

    @cached_property
    def today(self) -> Today:
        """What is due today, and how things stand."""
        from crm_desktop.services.today import Today

        return Today(self)

    @cached_property
    def customers(self) -> Customers:
        """How customers stand."""
        from crm_desktop.services.customers import Customers

        return Customers(self)

    @cached_property
    def figures(self) -> Figures:
        """What products and campaigns come to."""
        from crm_desktop.services.figures import Figures

        return Figures(self)

    def next_steps(self, entity: str, record_id: int, limit: int) -> NextSteps:
        """Return what is still to be done for a record."""
        from crm_desktop.services import next_steps

        return next_steps.of_record(self, entity, record_id, limit)

    @cached_property
    def reminders(self) -> Reminders:
        """Of which activities to remind, and when."""
        from crm_desktop.services.reminders import Reminders

        return Reminders(self)

    @cached_property
    def duplicates(self) -> Duplicates:
        """Records that are likely the same."""
        from crm_desktop.services.duplicates.service import Duplicates

        return Duplicates(self)

    @cached_property
    def attachments(self) -> Attachments:
        """Files attached to records."""
        from crm_desktop.services.attachments import Attachments

        return Attachments(self)

    @cached_property
    def views(self) -> Views:
        """Saved views of lists."""
        from crm_desktop.services.views import Views

        return Views(self)

    @cached_property
    def import_mappings(self) -> ImportMappings:
        """Saved meanings of the columns of foreign files."""
        from crm_desktop.services.import_mappings import ImportMappings

        return ImportMappings(self)

    @property
    def name(self) -> str:
        """The firm's name, or the file's."""
        return str(self.settings["firm_name"] or self.path.stem)

    @property
    def locale(self) -> Locale:
        """How values are shown now: the language of the program, the currency of the file."""
        return Locale(
            language=language(),
            currency=str(self.settings["currency"]),
            region=str(self.settings["region"]),
            date_order=str(self.settings["date_order"]),
        )

    @property
    def encrypted(self) -> bool:
        """Whether a passphrase protects the file."""
        return self.file.encrypted

    def _read_settings(self) -> dict[str, Any]:
        rows = self.file.reader().execute("SELECT key, value FROM setting WHERE deleted_at IS NULL")
        return {**DEFAULTS, **{key: json.loads(value) for key, value in rows}}

    def _settle_user(self) -> None:
        """Take the first active user as the one who works here; see the issue of teams for more."""
        row = (
            self.file.reader()
            .execute("SELECT id, name FROM user WHERE active = 1 AND deleted_at IS NULL ORDER BY id LIMIT 1")
            .fetchone()
        )
        self.user: int | None = row[0] if row else None
        self.user_name: str = row[1] if row else ""
        self.file.writer.user = self.user

    def subscribe(self, listener: Callable[[Changes], None]) -> None:
        """Have ``listener`` called after each commit, on the thread that wrote."""
        self.file.subscribe(listener)

    def work(self, title: str, kind: str = "edit", **args: Any) -> UnitOfWork:
        """Return a unit of work on this file; ``args`` fill the title."""
        from crm_desktop.store.unit_of_work import UnitOfWork

        return UnitOfWork(self.file.writer, title, kind, args=args)

    def change_settings(self, **values: Any) -> None:
        """Change business settings (currency, firm name …), which lie in the file."""
        setting: Any = registry.model("setting")
        with self.work(N_("Change settings")) as work:
            for key, value in values.items():
                row = work.execute("SELECT id FROM setting WHERE key = ?", (key,)).fetchone()
                text = json.dumps(value, ensure_ascii=False)
                if row:
                    work.session.get_one(setting, row[0]).value = text
                else:
                    work.add(setting, key=key, value=text)
        self.settings = self._read_settings()

    def backup(self, target: Path | None = None, cancelled: Callable[[], bool] | None = None) -> Backup:
        """Make a verified backup now."""
        from crm_desktop.store import backups

        return backups.take(self.file, target, cancelled)

    def backups(self) -> list[Backup]:
        """Return the backups of this file, newest first."""
        from crm_desktop.store import backups

        return backups.found(self.path)

    def check_backup(self, backup: Path) -> None:
        """Read the whole of a backup again. Raises DamagedFile, MissingFile."""
        from crm_desktop.store import backups

        backups.check(backup, self.file.key)

    def backup_if_changed(self) -> Backup | None:
        """Make a backup when anything was written that none of the last ones has."""
        from crm_desktop.store import backups

        newest = self.history.recent(1)
        if self.read_only or not newest:
            return None
        made = [one.path for one in self.backups() if one.verified][:_LAST_BACKUPS]
        is_kept = any(backups.holds(one, self.file.key, newest[0].id) for one in made)
        return None if is_kept else self.backup()

    def try_passphrase(self, passphrase: str) -> None:
        """Look into the file with a passphrase. Raises WrongPassphrase when it is not its own."""
        from crm_desktop.store.customer_file import inspect

        inspect(self.path, passphrase)

    def problems(self, *, quick: bool = False) -> list[str]:
        """Check the file and the files attached to it; returns what is wrong, nothing when all is sound."""
        from crm_desktop.store import backups, soundness

        try:
            # A connection that read the search index long ago takes what it does not know of for damage.
            with closing(self.file.fresh_reader()) as reader:
                found = backups.problems_of(reader, quick=quick, encrypted=self.file.encrypted)
                if not found and not quick:
                    found = soundness.problems_of(reader)
            return found or self.attachments.problems(quick=quick)
        except Error as error:
            raise explain(error, self.path) from error

    def close(self) -> None:
        """Close the file, and remove the copies of attached files that were opened."""
        if "attachments" in vars(self):  # else nothing was opened
            self.attachments.close()
        self.file.close()


def _follow(work: UnitOfWork) -> None:
    """Write what follows from what a transaction wrote."""
    from crm_desktop.services import next_contacts

    next_contacts.follow(work)


def open_workspace(path: Path, passphrase: str | None = None, *, read_only: bool = False) -> Workspace:
    """Open a customer file. Raises a FileProblem with a sentence."""
    file = customer_file.open_file(path, passphrase, read_only=read_only)
    try:
        return Workspace(file)
    except BaseException:
        file.close()
        raise


def open_for_reading(path: Path, passphrase: str | None = None) -> Workspace:
    """Open a customer file for reading; what other programs wrote into it is made findable first, where that may be.

    Raises a FileProblem with a sentence.
    """
    opened = open_workspace(path, passphrase, read_only=True)
    if not opened.file.has_outside_changes():
        return opened
    opened.close()
    with suppress(CrmError):  # somebody has it open, or it may not be written: then it is read as it is
        open_workspace(path, passphrase).close()
    return open_workspace(path, passphrase, read_only=True)


def new_workspace(
    path: Path, *, firm_name: str = "", currency: str = "EUR", region: str = "", passphrase: str | None = None,
    user_name: str = "", demo: bool = False,
) -> Workspace:  # fmt: skip
    """Make a new customer file with its lists of options, pipeline, calendar and first user, and open it."""
    from crm_desktop.services import new_file

    def fill(writer: Writer) -> None:
        new_file.fill(
            writer, firm_name=firm_name, currency=currency, region=region, user_name=user_name, demo=demo
        )

    customer_file.create(path, passphrase, fill)
    return open_workspace(path, passphrase)


__all__ = [
    "Backup",
    "Changes",
    "Condition",
    "ListQuery",
    "Lists",
    "Named",
    "Row",
    "Workspace",
    "new_workspace",
    "open_workspace",
]
