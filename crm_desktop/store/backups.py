"""Backups that are verified by opening them, thinned by age, and a restore that cannot make things worse.

A backup is written to a temporary name through SQLite's backup API, reopened with its key, checked and counted; its
SHA-256 is stored beside it (plain SQLite does not notice a flipped bit), then it gets its name. None is taken of a
damaged file, so that a bad file never pushes a good one out. Attached files go into one folder for all backups.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from crm_desktop.core import clock, files
from crm_desktop.core.errors import Cancelled, CrmError, DamagedFile, FileExists, FileProblem, MissingFile
from crm_desktop.core.i18n import _
from crm_desktop.core.ids import MAX_REPLICA
from crm_desktop.models import registry
from crm_desktop.store import attached_files, change_log
from crm_desktop.store.customer_file import CustomerFile, inspect
from crm_desktop.store.driver import (
    Connection,
    Error,
    Key,
    connect,
    connect_to_look,
    explain,
    keep_few_pages,
    looks_encrypted,
    scalar,
)
from crm_desktop.store.lock import FileLock

PAGES = 2_000  # copied between two looks at "cancelled"
DAILY, WEEKLY, MONTHLY = 12, 10, 9
_NAME = re.compile(r"(.+) (\d{4}-\d{2}-\d{2}) (\d{2})-(\d{2})-(\d{2})(?: \d+)?")


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup on disk. ``verified`` says that its stored checksum file is there (it was checked when made).

    ``lost`` names the attached files that could not be taken along, when it was made just now.
    """

    path: Path
    at: datetime
    size: int
    verified: bool
    lost: tuple[str, ...] = ()


def folder_of(path: Path) -> Path:
    """Return the folder of a file's backups, beside it."""
    return path.with_name(f"{path.stem} backups")


def found(path: Path) -> list[Backup]:
    """Return the backups of a file, newest first."""
    backups = []
    folder = folder_of(path)
    for one in folder.glob(f"*{path.suffix}") if folder.is_dir() else ():
        match = _NAME.fullmatch(one.stem)
        if match and match[1] == path.stem:
            try:
                at = datetime.fromisoformat(f"{match[2]}T{match[3]}:{match[4]}:{match[5]}")
            except ValueError:
                continue  # somebody's own name that looks like one of ours
            backups.append(Backup(one, at, one.stat().st_size, _checksum_path(one).exists()))
    return sorted(backups, key=lambda backup: (backup.at, backup.path.name), reverse=True)


def holds(backup: Path, key: Key | None, transaction: int) -> bool:
    """Tell whether a backup has a transaction. Times do not tell it: clocks are set back, and time zones change."""
    try:
        with contextlib.closing(connect_to_look(backup, key)) as connection:
            return scalar(connection, "SELECT 1 FROM txn WHERE id = ?", (transaction,)) is not None
    except (CrmError, Error):  # it cannot be read: then it holds nothing
        return False


def _checksum_path(backup: Path) -> Path:
    return backup.with_name(backup.name + ".sha256")


def _sha256(path: Path) -> str:
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def take(
    file: CustomerFile, target: Path | None = None, cancelled: Callable[[], bool] | None = None
) -> Backup:
    """Make a verified backup of an open file, in its backup folder or at ``target``.

    Raises DamagedFile when the file or the copy does not pass its check (nothing is kept then), FileExists (no file
    is ever overwritten), StorageFull, ReadOnlyFile and Cancelled.
    """
    if target is not None and target.exists():
        raise FileExists(
            _("“%(name)s” already exists and is not overwritten.") % {"name": target.name},
            _("Choose another name, or open the existing file."),
        )
    now = clock.local_now()
    place = target or _free_name(file.path, now)
    partial = files.draft_of(place)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        files.sweep(place.parent, target.name if target else f"{file.path.stem} ")
        partial.touch(mode=0o600)
        expected = _copy(file.reader(), partial, file.key, cancelled)
        verify(partial, file.key, expected)
        lost = attached_files.copy_all(
            file.reader(),
            attached_files.folder_of(file.path),
            attached_files.folder_of(place),
            quick=True,
            cancelled=cancelled or (lambda: False),
        )
        _write_checksum(partial, place)
        files.put_in_place(partial, place)
    except OSError as error:
        raise files.storage_problem(error, place) from error
    except Error as error:
        raise explain(error, file.path) from error
    finally:
        files.discard(partial)
    if target is None:
        thin(file.path, now.date())
    return Backup(place, now, place.stat().st_size, True, tuple(lost))


def _free_name(path: Path, now: datetime) -> Path:
    folder = folder_of(path)
    name = f"{path.stem} {now:%Y-%m-%d %H-%M-%S}"
    place, number = folder / f"{name}{path.suffix}", 2
    while place.exists():
        place, number = folder / f"{name} {number}{path.suffix}", number + 1
    return place


def _copy(
    source: Connection, target: Path, key: Key | None, cancelled: Callable[[], bool] | None
) -> dict[str, int]:
    """Copy one state of an open file, whatever is written meanwhile; returns its numbers of rows."""

    def step(_status: int, _remaining: int, _total: int) -> None:
        if cancelled is not None and cancelled():
            raise Cancelled(_("The backup was cancelled."))

    copy = connect(target, key)
    keep_few_pages(copy)
    try:
        source.execute("BEGIN")
        present = counts(source)
        source.backup(copy, pages=PAGES, progress=step)
        copy.execute("PRAGMA journal_mode = DELETE")
    finally:
        if source.in_transaction:
            source.execute("ROLLBACK")
        copy.close()
    return present


def counts(connection: Connection) -> dict[str, int]:
    """Return the number of rows of each table of records."""
    return {one.name: scalar(connection, f'SELECT count(*) FROM "{one.name}"') for one in registry.ENTITIES}


def verify(path: Path, key: Key | None, expected: dict[str, int] | None = None) -> None:
    """Open a copy and check it. Raises DamagedFile."""
    connection = connect(path, key, read_only=True)
    keep_few_pages(connection)
    try:
        problems = problems_of(connection, quick=True, encrypted=key is not None)
        if not problems and expected is not None:
            present = counts(connection)
            problems = [name for name in expected if present[name] != expected[name]]
    except Error as error:
        raise explain(error, path) from error
    finally:
        connection.close()
    if problems:
        raise DamagedFile(
            _("The customer file did not pass its check, so no backup was taken."),
            _("Earlier backups are kept. Run “check” and restore the last good backup.")
            + f" ({problems[0]})",
        )


def check(backup: Path, key: Key | None) -> None:
    """Read the whole of a backup again. Raises DamagedFile when it changed since, and MissingFile."""
    if not backup.exists():
        raise MissingFile(_("The backup “%(name)s” was not found.") % {"name": str(backup)})
    _verify_checksum(backup)
    try:
        with contextlib.closing(connect(backup, key, read_only=True)) as connection:
            problems = problems_of(connection, quick=False, encrypted=key is not None)
    except Error as error:
        raise explain(error, backup) from error
    if problems:
        raise DamagedFile(
            _("The backup “%(name)s” is damaged.") % {"name": backup.name},
            _("Your customer file is not touched by this. Make a new backup now."),
        )


def problems_of(connection: Connection, *, quick: bool, encrypted: bool) -> list[str]:
    """Return what SQLite and SQLCipher find wrong with an open file; empty is sound."""
    found = []
    if encrypted and not quick:
        found += [row[0] for row in connection.execute("PRAGMA cipher_integrity_check")]
    pragma = "quick_check" if quick else "integrity_check"
    found += [row[0] for row in connection.execute(f"PRAGMA {pragma}") if row[0] != "ok"]
    if not quick:
        for table, row, target, _key in connection.execute("PRAGMA foreign_key_check"):
            names = {"record": _title(table), "id": row, "other": _title(target)}
            found.append(_("%(record)s %(id)s names a record that does not exist: %(other)s") % names)
    return found


def _title(table: str) -> str:
    return _(registry.entity(table).title)


def _write_checksum(partial: Path, place: Path) -> None:
    """Store the checksum of a finished backup beside it, flushed to disk."""
    files.flush(partial)
    with _checksum_path(place).open("w", encoding="utf-8", errors="surrogateescape") as file:
        file.write(f"{_sha256(partial)}  {place.name}\n")
        file.flush()
        os.fsync(file.fileno())


def survivors(backups: Sequence[tuple[str, datetime]], today: date) -> set[str]:
    """Return which backups (name, time) stay: all of today, yesterday and the future; then the newest of each of
    12 days, 10 weeks and 9 months; always the newest of all."""
    newest_first = sorted(backups, key=lambda backup: backup[1], reverse=True)
    kept = {name for name, _at in newest_first[:1]}
    recent = today - timedelta(days=1)
    kept |= {name for name, at in newest_first if at.date() >= recent}
    older = [(name, at) for name, at in newest_first if at.date() < recent]
    for count, period in (
        (DAILY, lambda at: at.date()),
        (WEEKLY, lambda at: at.isocalendar()[:2]),
        (MONTHLY, lambda at: (at.year, at.month)),
    ):
        seen: set[object] = set()
        for name, at in older:
            if period(at) not in seen and len(seen) < count:
                seen.add(period(at))
                kept.add(name)
    return kept


def thin(path: Path, today: date) -> list[Path]:
    """Remove backups that are no longer needed; returns what was removed. Unverified ones never push others out."""
    backups = [backup for backup in found(path) if backup.verified]
    kept = survivors([(backup.path.name, backup.at) for backup in backups], today)
    removed = [backup.path for backup in backups if backup.path.name not in kept]
    for one in removed:
        with contextlib.suppress(OSError):
            one.unlink()
            _checksum_path(one).unlink(missing_ok=True)
    return removed


def restore(backup: Path, path: Path, passphrase: str | None = None) -> Path | None:
    """Put a backup in the place of the customer file, which must not be open; returns the copy of the present one.

    The source is verified first, the present file is kept under a name that says so, and its ``-wal``, ``-shm``
    and ``-journal`` are moved aside (a restored file with a foreign ``-wal`` is malformed). Raises MissingFile,
    DamagedFile, WrongPassphrase, FileInUse, FileProblem when the file is encrypted and the backup is not.
    """
    path = Path(path).resolve()
    if not backup.exists():
        raise MissingFile(_("The backup “%(name)s” was not found.") % {"name": str(backup)})
    key, _version = inspect(backup, passphrase)
    _refuse_exposure(path, key)
    _verify_checksum(backup)
    verify(backup, key)
    lock = FileLock(path)
    lock.take()
    files.sweep(path.parent, path.stem)
    partial = files.draft_of(path)
    try:
        partial.touch(mode=0o600)
        shutil.copyfile(backup, partial)
        _fork(partial, key)
        with contextlib.closing(connect(partial, key, read_only=True)) as connection:
            present = attached_files.folder_of(path)
            attached_files.copy_all(connection, attached_files.folder_of(backup), present, quick=False)
        kept = _set_aside(path, passphrase)
        files.put_in_place(partial, path)
    except OSError as error:
        raise files.storage_problem(error, path) from error
    finally:
        files.discard(partial)
        lock.release()
    inspect(path, passphrase)
    verify(path, key)
    return kept


def _refuse_exposure(path: Path, key: Key | None) -> None:
    """Refuse to put a plain backup in the place of an encrypted file: from then on everybody could read it."""
    if key is None and path.exists() and looks_encrypted(path):
        raise FileProblem(
            _("“%(name)s” is encrypted, and the backup is not: everybody could read the restored file.")
            % {"name": path.name},
            _("Restore the backup as a file of another name. Nothing was changed."),
        )


def _verify_checksum(backup: Path) -> None:
    """Compare a backup with its stored checksum, where there is one. Raises DamagedFile."""
    stored = _checksum_path(backup)
    if stored.exists() and stored.read_text(encoding="utf-8", errors="replace")[:64] != _sha256(backup):
        raise DamagedFile(
            _("The backup “%(name)s” was changed or damaged after it was made.") % {"name": backup.name},
            _("Choose another backup. Nothing was changed."),
        )


def _fork(path: Path, key: Key | None) -> None:
    """Give a restored file an identity of its own, so that a synchronisation does not take it for the old one."""
    import secrets

    connection = connect(path, key)
    try:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("BEGIN IMMEDIATE")
        change_log.absorb(connection)
        connection.execute(
            "UPDATE sync_state SET replica = ?, device = ?, seq = 0, indexed_seq = 0, absorbed_seq = 0, "
            "muted = 0, txn = NULL",
            (secrets.randbelow(MAX_REPLICA) + 1, secrets.token_hex(16)),
        )
        connection.execute("COMMIT")
    finally:
        connection.close()


def _set_aside(path: Path, passphrase: str | None) -> Path | None:
    """Keep the present file under another name and move its companions away; returns that name.

    The file itself stays in its place until the restored one replaces it, so that a crash leaves one or the other;
    a second name for it would not do, as both would go on to change.
    """
    if not path.exists():
        return None
    _fold_in(path, passphrase)
    now = clock.local_now()
    stem, number = f"{path.stem} (replaced {now:%Y-%m-%d %H-%M-%S}", 1
    kept = path.with_name(f"{stem}){path.suffix}")
    while kept.exists():
        number += 1
        kept = path.with_name(f"{stem} {number}){path.suffix}")
    companions = [path.with_name(path.name + ending) for ending in files.COMPANIONS]
    for present in companions:
        if present.exists():
            files.copy_as(present, kept.with_name(kept.name + present.name.removeprefix(path.name)))
    files.copy_as(path, kept)
    for present in companions:
        present.unlink(missing_ok=True)
    return kept


def _fold_in(path: Path, passphrase: str | None) -> None:
    """Take what an unclean end left in the log into the file; one that is damaged or has another key stays as it is."""
    with contextlib.suppress(CrmError, Error):
        key, _version = inspect(path, passphrase)
        with contextlib.closing(connect(path, key)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


__all__ = ["Backup", "folder_of", "found", "problems_of", "restore", "survivors", "take", "thin", "verify"]
