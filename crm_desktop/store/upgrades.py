"""Files of older schema versions: upgraded as a copy, or, where they may only be read, an upgraded copy to read."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from crm_desktop.core import clock, files
from crm_desktop.core.errors import DamagedFile
from crm_desktop.core.i18n import _
from crm_desktop.core.paths import cache_folder
from crm_desktop.store import schema
from crm_desktop.store.driver import Connection, Error, Key, connect, connect_to_look, explain, scalar
from crm_desktop.store.lock import FileLock


def upgrade(path: Path, key: Key | None) -> None:
    """Upgrade a copy of the file, verify it and swap it in; the old one stays beside it with its version."""
    lock = FileLock(path)
    lock.take()
    copy = files.draft_of(path)
    try:
        with contextlib.closing(connect(path, key)) as old:
            version = schema.version_of(old)
            old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            _write_upgraded(old, copy, key, path)
        _keep(path, version)
        for ending in files.COMPANIONS:
            path.with_name(path.name + ending).unlink(missing_ok=True)
        files.put_in_place(copy, path)
    except OSError as error:
        raise files.storage_problem(error, path) from error
    except Error as error:
        raise explain(error, path) from error
    finally:
        files.discard(copy)
        lock.release()


def copy_for_reading(path: Path, key: Key | None) -> Path:
    """Return an upgraded copy of a file that stays as it is; whoever reads it removes it afterwards.

    It lies among what the program can make again, readable by this person only, and is encrypted like the file.
    """
    folder = cache_folder() / "reading"
    copy = files.draft_of(folder / path.name)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        files.sweep(folder, "")
        with contextlib.closing(connect_to_look(path, key)) as old:
            _write_upgraded(old, copy, key, path)
    except BaseException as error:
        files.discard(copy)
        if isinstance(error, OSError):
            raise files.storage_problem(error, copy) from error
        if isinstance(error, Error):
            raise explain(error, path) from error
        raise
    return copy


def _write_upgraded(old: Connection, copy: Path, key: Key | None, path: Path) -> None:
    """Write the upgraded and verified copy of an open file."""
    copy.touch(mode=0o600)
    with contextlib.closing(connect(copy, key)) as fresh:
        old.backup(fresh)
        fresh.execute("PRAGMA journal_mode = DELETE")
        schema.upgrade(fresh)
        schema.refresh_triggers(fresh)
        sound = scalar(fresh, "PRAGMA quick_check(1)") == "ok"
        if not sound or fresh.execute("PRAGMA foreign_key_check").fetchone():
            raise DamagedFile(
                _("“%(name)s” could not be upgraded and was left as it was.") % {"name": path.name}
            )


def _keep(path: Path, version: int) -> None:
    """Keep the old file under a name of its own."""
    kept = path.with_name(
        f"{path.stem} (before upgrade from version {version} on {clock.today()}){path.suffix}"
    )
    if kept.exists():
        return
    try:
        os.link(path, kept)
    except OSError:  # no hard links on this file system
        files.copy_as(path, kept)
