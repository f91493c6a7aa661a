"""The customer file: made, opened, upgraded as a copy, refused with a sentence, closed.

Opening proves the key, checks what the file is and its version, takes the lock of one instance per file, and looks
closer after an unclean end. A newer file is refused; an older one is copied, upgraded as a copy, verified and swapped.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import threading
import time
from collections.abc import Callable
from glob import escape
from pathlib import Path

from crm_desktop.core import clock
from crm_desktop.core.errors import (
    CrmError,
    DamagedFile,
    EmptyFile,
    FileExists,
    ForeignFile,
    MissingFile,
    NewerFile,
    ReadOnlyFile,
    StorageFull,
)
from crm_desktop.core.i18n import _
from crm_desktop.core.ids import MAX_REPLICA
from crm_desktop.store import change_log, index, places_of_files, schema
from crm_desktop.store.driver import (
    APPLICATION_ID,
    SALT_BYTES,
    Connection,
    Error,
    Key,
    connect,
    damaged,
    explain,
    explain_opening,
    key_of,
    scalar,
)
from crm_desktop.store.lock import FileLock
from crm_desktop.store.unit_of_work import Changes, Writer

ENDING = ".crm"
LOG_PAGES = 4_000  # of the write-ahead log, from which a commit writes them into the file
CLOSING_SECONDS = 1.0  # of merging the search index when a file is closed


def create(path: Path, passphrase: str | None = None) -> None:
    """Make a new, empty customer file; never over an existing one. Raises FileExists and what the disk does."""
    if path.exists():
        raise FileExists(
            _("“%(name)s” already exists and is not overwritten.") % {"name": path.name},
            _("Choose another name, or open the existing file."),
        )
    if not path.parent.is_dir():
        raise MissingFile(_("The folder “%(name)s” does not exist.") % {"name": str(path.parent)})
    fresh = path.with_name(f".{path.name}.new-{secrets.token_hex(4)}")
    try:
        _write_new(fresh, Key(passphrase, secrets.token_bytes(SALT_BYTES)) if passphrase else None)
        _put_in_place(fresh, path)
    except OSError as error:
        raise explain_os(error, path) from error
    except Error as error:
        raise explain(error, path) from error
    finally:
        fresh.unlink(missing_ok=True)


def _write_new(path: Path, key: Key | None) -> None:
    """Write an empty file with the whole schema."""
    path.touch(mode=0o600, exist_ok=False)
    connection = connect(path, key)
    try:
        connection.execute("PRAGMA page_size = 4096")
        connection.execute("PRAGMA journal_mode = DELETE")
        schema.upgrade(connection)
        schema.refresh_triggers(connection)
        connection.execute(
            "INSERT INTO sync_state (id, replica, device) VALUES (1, ?, ?)",
            (secrets.randbelow(MAX_REPLICA) + 1, secrets.token_hex(16)),
        )
    finally:
        connection.close()
    _sync_to_disk(path)


def _put_in_place(fresh: Path, path: Path) -> None:
    """Give the finished file its name, failing if somebody was quicker."""
    try:
        os.link(fresh, path)
    except FileExistsError:
        raise FileExists(
            _("“%(name)s” already exists and is not overwritten.") % {"name": path.name}
        ) from None
    except OSError:  # no hard links on this file system
        if path.exists():
            raise FileExists(
                _("“%(name)s” already exists and is not overwritten.") % {"name": path.name}
            ) from None
        fresh.rename(path)


def _sync_to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def explain_os(error: OSError, path: Path) -> CrmError:
    """Return the sentence for what the disk did when a file was made, upgraded or copied."""
    if isinstance(error, PermissionError) or error.errno in (errno.EACCES, errno.EROFS):
        return ReadOnlyFile(_("The folder “%(name)s” may not be written to.") % {"name": str(path.parent)})
    if error.errno in (errno.ENOSPC, errno.EFBIG, errno.EIO, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return StorageFull(_("The disk is full. The file was not made."), _("Free some space and try again."))
    return MissingFile(_("“%(name)s” cannot be written.") % {"name": str(path)}, str(error.strerror or ""))


def inspect(path: Path, passphrase: str | None = None) -> tuple[Key | None, int]:
    """Look at a file without changing it; returns its key and schema version.

    Raises MissingFile, EmptyFile, ForeignFile, PassphraseNeeded, WrongPassphrase, DamagedFile, NewerFile.
    """
    name = {"name": path.name}
    if path.is_dir():
        raise ForeignFile(_("“%(name)s” is a folder, not a customer file.") % name)
    if not path.exists():
        raise MissingFile(
            _("“%(name)s” was not found.") % {"name": str(path)},
            _("It may have been moved or renamed. Find it, or restore a backup."),
        )
    if path.stat().st_size == 0:
        raise EmptyFile(
            _("“%(name)s” is empty.") % name,
            _("Nothing was changed. Restore a backup, or make a new file elsewhere."),
        )
    try:
        key = key_of(path, passphrase)
    except PermissionError as error:
        raise ReadOnlyFile(_("“%(name)s” may not be read.") % name) from error
    connection = _connect_to_look(path, key)
    try:
        if scalar(connection, "PRAGMA application_id") != APPLICATION_ID:
            raise ForeignFile(
                _("“%(name)s” is a database of another program.") % name,
                _("It was not changed. To bring its data in, export it there to Excel and import that."),
            )
        version = schema.version_of(connection)
    except Error as error:
        raise explain(error, path) from error
    finally:
        connection.close()
    if version > schema.VERSION:
        raise NewerFile(
            _("“%(name)s” was written by a newer version of CRM Desktop.") % name,
            _("Install the newest version to open it. Nothing was changed."),
        )
    return key, version


def _connect_to_look(path: Path, key: Key | None) -> Connection:
    """Connect for reading only, leaving nothing beside the file and what is beside it as it is."""
    if not any(path.with_name(path.name + ending).exists() for ending in ("-wal", "-journal")):
        return connect(path, key, read_only=True, immutable=True)
    try:
        return connect(path, key, read_only=True)
    except (MissingFile, ReadOnlyFile):  # without write access to the folder
        return connect(path, key, read_only=True, immutable=True)


class CustomerFile:
    """An open customer file: one write connection, a reading connection for each thread, the lock."""

    def __init__(self, path: Path, key: Key | None, *, read_only: bool) -> None:
        self.path = path
        self.key = key
        self.read_only = read_only
        self.encrypted = key is not None
        self._lock = FileLock(path)
        self._local = threading.local()
        self._readers: list[Connection] = []
        self._listeners: list[Callable[[Changes], None]] = []
        self._closing = False
        self.unclean = False
        self.writer: Writer
        if not read_only:
            self._lock.take()
        try:
            self._open()
        except BaseException:
            self._lock.release()
            raise

    def _open(self) -> None:
        left = [self.path.with_name(self.path.name + ending) for ending in ("-wal", "-journal")]
        self.unclean = any(one.exists() and one.stat().st_size > 0 for one in left)
        self._immutable = self.read_only and not os.access(self.path.parent, os.W_OK) and not left[0].exists()
        connection = connect(self.path, self.key, read_only=self.read_only, immutable=self._immutable)
        try:
            if not self.read_only:
                self._prepare(connection)
            if scalar(connection, "SELECT replica FROM sync_state") is None:
                raise damaged(self.path)
            self.writer = Writer(connection, self._publish)
        except BaseException as error:
            connection.close()
            if isinstance(error, Error):
                raise explain_opening(error, self.path) from error
            raise
        self.writer.before_commit = self._still_there
        self._identity = self._stat()

    def _prepare(self, connection: Connection) -> None:
        """Set up the write connection and bring what depends on the descriptions up to date."""
        wanted = "DELETE" if places_of_files.on_network(self.path) else "WAL"
        found = scalar(connection, f"PRAGMA journal_mode = {wanted}")
        if str(found).upper() != wanted:
            connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")
        if self.unclean and scalar(connection, "PRAGMA quick_check(1)") != "ok":
            raise DamagedFile(
                _("“%(name)s” is damaged after an unexpected end.") % {"name": self.path.name},
                _("Restore the last backup. The damaged file is kept as it is."),
            )
        schema.refresh_triggers(connection)
        self._index_outside_changes(connection)

    def _index_outside_changes(self, connection: Connection) -> None:
        """Bring the caches up to date with what other programs wrote while the file was closed."""
        indexed = scalar(connection, "SELECT indexed_seq FROM sync_state")
        if indexed is None or indexed == scalar(connection, "SELECT seq FROM sync_state"):
            return
        connection.execute("BEGIN IMMEDIATE")
        index.refresh(connection, change_log.touched_since(connection, indexed))
        connection.execute("UPDATE sync_state SET indexed_seq = seq")
        connection.execute("COMMIT")

    def reader(self) -> Connection:
        """Return this thread's reading connection."""
        found: Connection | None = getattr(self._local, "connection", None)
        if found is None:
            found = connect(self.path, self.key, read_only=self.read_only, immutable=self._immutable)
            found.execute("PRAGMA query_only = ON")
            self._local.connection = found
            self._readers.append(found)
        return found

    def subscribe(self, listener: Callable[[Changes], None]) -> None:
        """Have ``listener`` called after each commit, on the thread that wrote."""
        self._listeners.append(listener)

    def _publish(self, changes: Changes) -> None:
        """Tell every listener, also when one of them raises."""
        with contextlib.ExitStack() as calls:
            for listener in reversed(self._listeners):
                calls.callback(listener, changes)

    def _stat(self) -> tuple[int, int]:
        found = self.path.stat()
        return found.st_dev, found.st_ino

    def _still_there(self) -> None:
        """Refuse to write when the file was moved or replaced underneath. Raises MissingFile, ReadOnlyFile."""
        if self.read_only:
            raise ReadOnlyFile(
                _("“%(name)s” is open for reading only.") % {"name": self.path.name},
                _("Save a copy of it elsewhere to work with."),
            )
        try:
            same = self._stat() == self._identity
        except OSError:
            same = False
        if not same:
            raise MissingFile(
                _("“%(name)s” was moved or replaced while it was open.") % {"name": self.path.name},
                _("Your last change was not saved. Put the file back, or open it at its new place."),
            )

    def tidy(self) -> bool:
        """Idle-time work: write the log into the file, merge the search index; returns whether there is more."""
        if self.read_only or self._closing:
            return False
        with self.writer.lock:
            if self.writer.connection.in_transaction:
                return True
            more = index.merge_a_little(self.writer.connection)
            self.writer.connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
            # A large load had put this off to now.
            self.writer.connection.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")
        return more

    def tidy_for(self, seconds: float) -> None:
        """Do idle-time work for at most about ``seconds``."""
        end = time.monotonic() + seconds
        while self.tidy() and time.monotonic() < end:
            pass

    def close(self) -> None:
        """Close everything; what was committed is in the file."""
        if self._closing:
            return
        with contextlib.suppress(Error):
            self.tidy_for(CLOSING_SECONDS)
        self._closing = True
        for reader in self._readers:
            with contextlib.suppress(Error):
                reader.close()
        with self.writer.lock:
            if not self.read_only:
                with contextlib.suppress(Error):
                    self.writer.connection.execute("PRAGMA optimize")
                    self.writer.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self.writer.connection.close()
        if self.read_only:
            self._leave_nothing()
        self._lock.release()

    def _leave_nothing(self) -> None:
        """Have SQLite remove the empty log that reading made; a connection for reading only may not.

        One that may write does it when it is closed as the last one, and leaves alone what somebody else works with.
        """
        log = self.path.with_name(self.path.name + "-wal")
        if self._immutable or not log.exists() or log.stat().st_size or not os.access(self.path, os.W_OK):
            return
        with contextlib.suppress(Error, CrmError, OSError):
            connect(self.path, self.key).close()


def open_file(path: Path, passphrase: str | None = None, *, read_only: bool = False) -> CustomerFile:
    """Open a customer file, upgrading it first when it is older. Raises a FileProblem with a sentence."""
    path = Path(path).resolve()
    key, version = inspect(path, passphrase)
    read_only = read_only or not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))
    if version < schema.VERSION:
        if read_only:
            raise ReadOnlyFile(
                _("“%(name)s” must be upgraded before it is opened, but may only be read.")
                % {"name": path.name}
            )
        _upgrade_as_copy(path, key)
    return CustomerFile(path, key, read_only=read_only)


def _upgrade_as_copy(path: Path, key: Key | None) -> None:
    """Upgrade a copy of the file, verify it and swap it in; the old one stays beside it with its version."""
    lock = FileLock(path)
    lock.take()
    copy = path.with_name(f".{path.name}.upgrading-{secrets.token_hex(4)}")
    try:
        _remove_upgrades(path)
        version = _write_upgraded(path, key, copy)
        _sync_to_disk(copy)
        _keep(path, version, copy)
        for ending in ("-wal", "-shm", "-journal"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
        Path(copy).replace(path)
    except OSError as error:
        raise explain_os(error, path) from error
    except Error as error:
        raise explain(error, path) from error
    finally:
        _remove_upgrades(path)
        lock.release()


def _remove_upgrades(path: Path) -> None:
    """Remove what an upgrade that did not end left behind."""
    for leftover in path.parent.glob(f".{escape(path.name)}.upgrading-*"):
        leftover.unlink(missing_ok=True)


def _write_upgraded(path: Path, key: Key | None, copy: Path) -> int:
    """Write the upgraded and verified copy of a file; returns the version that the file has."""
    copy.touch(mode=0o600)
    with contextlib.closing(connect(path, key)) as old, contextlib.closing(connect(copy, key)) as fresh:
        version = schema.version_of(old)
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        old.backup(fresh)
        fresh.execute("PRAGMA journal_mode = DELETE")
        schema.upgrade(fresh)
        schema.refresh_triggers(fresh)
        sound = scalar(fresh, "PRAGMA quick_check(1)") == "ok"
        if not sound or fresh.execute("PRAGMA foreign_key_check").fetchone():
            raise DamagedFile(
                _("“%(name)s” could not be upgraded and was left as it was.") % {"name": path.name}
            )
    return version


def _keep(path: Path, version: int, copy: Path) -> None:
    """Keep the old file under a name of its own, whole or not at all."""
    name = f"{path.stem} (before upgrade from version {version} on {clock.today()}){path.suffix}"
    kept = path.with_name(name)
    if kept.exists():
        return
    try:
        os.link(path, kept)
    except OSError:  # no hard links on this file system
        half = copy.with_name(copy.name + "-old")
        shutil.copy2(path, half)
        half.rename(kept)
