"""Backups of a customer file that is not open, as it may be damaged or lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.store import backups

if TYPE_CHECKING:
    from pathlib import Path


def restore_backup(backup: Path, path: Path, passphrase: str | None = None) -> Path | None:
    """Put a backup in the place of a customer file; returns where the present one is kept."""
    return backups.restore(backup, path, passphrase)


def backup_folder(path: Path) -> Path:
    """Return the folder of a file's backups."""
    return backups.folder_of(path)
