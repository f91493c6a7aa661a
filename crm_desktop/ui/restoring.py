"""Putting a backup in the place of a customer file, also of one that can no longer be opened."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.core.errors import CrmError, PassphraseNeeded, WrongPassphrase
from crm_desktop.core.file_names import CUSTOMERS
from crm_desktop.core.i18n import _, sentences
from crm_desktop.ui.messages import Boxes


class Host(Protocol):
    """The program around: its boxes, and the file that is open."""

    boxes: Boxes

    def ask_passphrase(self, error: CrmError) -> str | None: ...
    def close(self) -> None: ...


def ask_and_restore(program: Host, path: Path, parent: QWidget | None) -> str | None:
    """Let the user choose a backup and put it in the place of ``path``, which is closed for that.

    Returns the passphrase that was given for it.
    """
    from crm_desktop.services.restoring import backup_folder

    folder = backup_folder(path)
    start = folder if folder.is_dir() else path.parent
    kinds = _("Customer files") + f" (*{CUSTOMERS})"
    name, _kind = QFileDialog.getOpenFileName(parent, _("Restore a backup"), str(start), kinds)
    kept = _("The present file is kept beside it under another name.") if path.exists() else ""
    text = _("“%(backup)s” takes the place of “%(name)s”.") % {"backup": Path(name).name, "name": path.name}
    if not name or not program.boxes.ask(
        _("Restore this backup?"), sentences(text, kept), _("Restore"), danger=True
    ):
        return None
    program.close()
    return _restore(program, Path(name), path)


def _restore(program: Host, backup: Path, path: Path) -> str | None:
    """Restore; an encrypted backup asks for its passphrase until it is right or the user gives up."""
    from crm_desktop.services.restoring import restore_backup

    passphrase: str | None = None
    while True:
        try:
            restore_backup(backup, path, passphrase)
        except (PassphraseNeeded, WrongPassphrase) as error:
            passphrase = program.ask_passphrase(error)
            if passphrase is None:
                return None
        except CrmError as error:
            program.boxes.error(error)
            return None
        else:
            return passphrase
