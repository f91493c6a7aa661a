"""The sections of the settings about safety: the file itself, and its backups."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from crm_desktop.core.formatting import format_size
from crm_desktop.core.i18n import N_, _, language, ngettext
from crm_desktop.ui.labels import label
from crm_desktop.ui.record_contract import Backup
from crm_desktop.ui.settings_rows import SettingRow, go
from crm_desktop.ui.times import exact_words, moment_words

if TYPE_CHECKING:
    from crm_desktop.ui.settings_page import SettingsPage

_SHOWN_BACKUPS = 8
_NONE_YET = N_("There is no verified backup of this file yet.")
_LAST = N_("Last verified backup: %(when)s")
_VERIFIED = N_("A verified backup has been opened and checked.")
_KEPT = N_(
    "Beside your file. All backups of today and yesterday are kept, then one a day for 12 days, "
    "one a week for 10 weeks and one a month for 9 months."
)


def the_file(page: SettingsPage) -> list[QWidget]:
    """Return where the customer file lies, how it is protected, and the check of it."""
    file = page.file
    state = _("Protected with a passphrase.") if file.encrypted else _("Not protected with a passphrase.")
    attached = file.attachments.folder
    return [
        SettingRow(
            "file",
            _("Customer file"),
            f"{file.path}\n{state}",
            _folder_button(_("Open the folder of the file"), file.path.parent),
            (N_("Customer file"),),
        ),
        SettingRow(
            "attached",
            _("Attached files"),
            str(attached) if attached.is_dir() else _("Nothing was attached to a record yet."),
            _folder_button(_("Open the folder of attached files"), attached),
            (N_("Attached files"),),
        ),
        SettingRow(
            "check",
            _("Check the file"),
            _("Reads the whole file and says whether all is sound."),
            go(_("Check"), _("Check the file"), page.safety.check_file),
            (N_("Check the file"), N_("Reads the whole file and says whether all is sound.")),
        ),
    ]


def backups(page: SettingsPage) -> list[QWidget]:
    """Return when the last verified backup was made, and what can be done about it."""
    found = page.backups
    handlers = page.context.handlers
    folder = found[0].path.parent if found else None
    offered = (
        ("verify", N_("Verify the newest backup"), N_("Reads the whole of it again, as a restore would."),
         go(_("Verify"), _("Verify the newest backup"), page.safety.check_newest, enabled=bool(found))),
        ("restore", N_("Go back to a backup"), N_("The present file is kept beside it."),
         go(_("Restore…"), _("Restore a backup…"), handlers.restore_backup or page.nothing,
            enabled=handlers.restore_backup is not None)),
        ("backup_folder", N_("Folder of the backups"), _KEPT,
         _folder_button(_("Open the folder of the backups"), folder)),
    )  # fmt: skip
    rows = [SettingRow(key, _(title), _(hint), button, (title, hint)) for key, title, hint, button in offered]
    return [_newest(page), *rows, *_listed(page, found)]


def _newest(page: SettingsPage) -> QWidget:
    """Return the row that says when the last verified backup was made, with the button that makes one now."""
    last = next((one for one in page.backups if one.verified), None)
    when = _LAST if last is not None else _NONE_YET
    state = _(when)
    if last is not None:
        state %= {"when": moment_words(_at(last), page.file.locale, inside=True)}
    button = go(_("Back up now"), _("Back up now"), page.back_up, look="primary")
    return SettingRow("backup_now", state, _(_VERIFIED), button, (when, _VERIFIED, N_("Back up now")))


def _listed(page: SettingsPage, found: Sequence[Backup]) -> list[QWidget]:
    """Return a line for each of the newest backups, and how many more there are."""
    rows: list[QWidget] = []
    for one in found[:_SHOWN_BACKUPS]:
        verified = _("verified") if one.verified else _("not verified")
        when = moment_words(_at(one), page.file.locale)
        told = label(
            f"{when} · {format_size(one.size, language())} · {verified}", tone="muted", scale="small"
        )
        told.setToolTip(exact_words(_at(one), page.file.locale.zone))
        rows.append(told)
    more = len(found) - _SHOWN_BACKUPS
    if more > 0:
        text = ngettext("and %(count)d older", "and %(count)d older", more) % {"count": more}
        rows.append(label(text, tone="muted", scale="small"))
    return rows


def _at(backup: Backup) -> datetime:
    return backup.at if backup.at.tzinfo is not None else backup.at.replace(tzinfo=UTC)


def _folder_button(name: str, folder: Path | None) -> QWidget:
    """Return a button that shows a folder in the system's own window."""
    is_there = folder is not None and folder.is_dir()
    return go(_("Open folder"), name, lambda: show_folder(folder), enabled=is_there)


def show_folder(folder: Path | None) -> None:
    """Show a folder in the system's own window."""
    if folder is not None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


class Safety:
    """The checks that the page offers; each says what it found."""

    def __init__(self, page: SettingsPage) -> None:
        self._page = page

    def check_file(self) -> None:
        """Read the whole file and say whether it is sound."""
        file = self._page.file
        self._page.context.tasks.run(
            lambda _task: file.problems(), done=self._on_checked, title=_("Check the file")
        )

    def _on_checked(self, problems: Sequence[str]) -> None:
        if not problems:
            self._page.context.window.show_toast(_("The file is sound."))
            return
        count = len(problems)
        found = ngettext(
            "%(count)d thing is wrong with the file.", "%(count)d things are wrong with the file.", count
        )
        hint = _("Make a copy of the file, then restore the last good backup.")
        self._page.context.messages.inform(found % {"count": count}, "\n".join([hint, "", *problems[:10]]))

    def check_newest(self) -> None:
        """Read the newest backup again."""
        page = self._page
        newest = page.backups[0].path
        self._run(lambda: page.file.check_backup(newest), newest.name)

    def _run(self, check: Callable[[], None], name: str) -> None:
        self._page.context.tasks.run(
            lambda _task: check(),
            done=lambda _done: self._page.context.window.show_toast(
                _("“%(name)s” is sound.") % {"name": name}
            ),
            title=_("Verify"),
        )
