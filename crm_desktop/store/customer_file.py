"""The customer file: made, opened, refused with a sentence, closed.

Opening proves the key, checks what the file is and its version, takes the lock of one instance per file, and looks
closer after an unclean end. A newer file is refused; an older one is upgraded (``upgrades.py``).
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

from crm_desktop.core import files
from crm_desktop.core.errors import (
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
from crm_desktop.store import leftovers, places_of_files, schema, upgrades
from crm_desktop.store.driver import (
    APPLICATION_ID,
    SALT_BYTES,
    Connection,
    Error,
    Key,
    connect,
    connect_to_look,
    damaged,
    explain,
    explain_opening,
    has_log,
    keep_few_pages,
    key_of,
    scalar,
)
from crm_desktop.store.lock import FileLock
from crm_desktop.store.writer import Changes, Writer

LOG_PAGES = 4_000  # of the write-ahead log, from which a commit writes them into the file
CLOSING_SECONDS = 1.0  # of merging the search index when a file is closed

_OUTSIDE = "SELECT indexed_seq IS NOT NULL AND indexed_seq <> seq FROM sync_state"


def create(path: Path, passphrase: str | None = None, fill: Callable[[Writer], None] | None = None) -> None:
    """Make a new customer file; never over an existing one. Raises FileExists and what the disk does.

    ``fill`` writes its first records. The file gets its name when all of them are in it.
    """
    if path.exists():
        raise FileExists(
            _("“%(name)s” already exists and is not overwritten.") % {"name": path.name},
            _("Choose another name, or open the existing file."),
        )
    if not path.parent.is_dir():
        raise MissingFile(_("The folder “%(name)s” does not exist.") % {"name": str(path.parent)})
    files.sweep(path.parent, path.stem)
    fresh = files.draft_of(path)
    try:
        _write_new(fresh, Key(passphrase, os.urandom(SALT_BYTES)) if passphrase else None, fill)
        _put_in_place(fresh, path)
    except OSError as error:
        raise files.storage_problem(error, path) from error
    except Error as error:
        raise explain(error, path) from error
    finally:
        files.discard(fresh)


def _write_new(path: Path, key: Key | None, fill: Callable[[Writer], None] | None) -> None:
    """Write a file with the whole schema and its first records."""
    import secrets

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
        if fill is not None:
            fill(Writer(connection, lambda _changes: None))
    finally:
        connection.close()
    files.flush(path)


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
    files.flush_folder(path.parent)


def _check_there(path: Path) -> None:
    """Refuse a folder, nothing at all, and an empty file. Raises MissingFile, EmptyFile, ForeignFile."""
    if path.is_dir():
        raise ForeignFile(_("“%(name)s” is a folder, not a customer file.") % {"name": path.name})
    if not path.exists():
        raise MissingFile(
            _("“%(name)s” was not found.") % {"name": str(path)},
            _("It may have been moved or renamed. Find it, or restore a backup."),
        )
    if path.stat().st_size == 0:
        raise EmptyFile(
            _("“%(name)s” is empty.") % {"name": path.name},
            _("Nothing was changed. Restore a backup, or make a new file elsewhere."),
        )


def inspect(path: Path, passphrase: str | None = None) -> tuple[Key | None, int]:
    """Look at a file without changing it; returns its key and schema version.

    Raises MissingFile, EmptyFile, ForeignFile, PassphraseNeeded, WrongPassphrase, DamagedFile, NewerFile.
    """
    _check_there(path)
    name = {"name": path.name}
    try:
        key = key_of(path, passphrase)
    except PermissionError as error:
        raise ReadOnlyFile(_("“%(name)s” may not be read.") % name) from error
    connection = connect_to_look(path, key)
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
            _(
                "It has file format %(theirs)d; this version reads formats up to %(ours)d. "
                "Install a version that reads format %(theirs)d. Nothing was changed."
            )
            % {"theirs": version, "ours": schema.VERSION},
        )
    return key, version


def reading_only(path: Path) -> ReadOnlyFile:
    """Return what is said when a file that is open for reading only is to be changed."""
    return ReadOnlyFile(
        _("“%(name)s” is open for reading only.") % {"name": path.name},
        _("Save a copy of it elsewhere to work with."),
    )


class CustomerFile:
    """An open customer file: one write connection, a reading connection for each thread, the lock.

    ``copy`` is what is read in place of a file that may not be upgraded; closing removes it.
    """

    def __init__(self, path: Path, key: Key | None, *, read_only: bool, copy: Path | None = None) -> None:
        self.path = path
        self._copy = copy
        self._place = copy or path
        self.key = key
        self.read_only = read_only
        self.encrypted = key is not None
        self._lock = FileLock(path)
        self._local = threading.local()
        self._readers: list[Connection] = []
        self._released: list[Connection] = []
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
        self.unclean = has_log(self._place)
        log = self._place.with_name(self._place.name + "-wal")
        closed = not os.access(self._place.parent, os.W_OK) and not log.exists()
        self._immutable = self.read_only and closed
        try:
            connection = self._connect()
        except StorageFull:  # there is no room even for the index of a log: read the file alone
            if not self.read_only or self.unclean:
                raise
            self._immutable = True
            connection = self._connect()
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

    def has_outside_changes(self) -> bool:
        """Tell whether other programs wrote what search does not know yet."""
        return bool(scalar(self.reader(), _OUTSIDE))

    def _index_outside_changes(self, connection: Connection) -> None:
        """Bring the caches up to date with what other programs wrote while the file was closed."""
        if not scalar(connection, _OUTSIDE):
            return
        indexed = scalar(connection, "SELECT indexed_seq FROM sync_state")
        from crm_desktop.store import change_log, index

        connection.execute("BEGIN IMMEDIATE")
        index.refresh(connection, change_log.touched_since(connection, indexed))
        connection.execute("UPDATE sync_state SET indexed_seq = seq")
        connection.execute("COMMIT")

    def reader(self) -> Connection:
        """Return this thread's reading connection."""
        found: Connection | None = getattr(self._local, "connection", None)
        if found is None:
            try:
                found = self._released.pop()
            except IndexError:
                found = self._connect_reader()
            self._local.connection = found
        return found

    def fresh_reader(self) -> Connection:
        """Return a new reading connection, which the caller closes: one that has read nothing before."""
        made = self._connect()
        made.execute("PRAGMA query_only = ON")
        return made

    def _connect(self) -> Connection:
        return connect(self._place, self.key, read_only=self.read_only, immutable=self._immutable)

    def _connect_reader(self) -> Connection:
        made = self.fresh_reader()
        if self.key is None:
            keep_few_pages(made)
        self._readers.append(made)
        return made

    def release_reader(self) -> None:
        """Leave this thread's reading connection to the next thread that asks for one."""
        found: Connection | None = getattr(self._local, "connection", None)
        if found is not None:
            self._local.connection = None
            self._released.append(found)

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
            raise reading_only(self.path)
        try:
            same = self._stat() == self._identity
        except OSError:
            same = False
        if not same:
            raise MissingFile(
                _("“%(name)s” was moved or replaced while it was open.") % {"name": self.path.name},
                _("Your last change was not saved. Put the file back, or open it at its new place."),
            )

    def let_go(self) -> None:
        """Idle-time work: forget the pages of a plain file that were read; the system still has them."""
        if self.key is None and not self._closing:
            for reader in self._readers:
                reader.execute("PRAGMA shrink_memory")

    def tidy(self) -> bool:
        """Idle-time work: write the log into the file, merge the search index; returns whether there is more."""
        if self.read_only or self._closing:
            return False
        from crm_desktop.store import index

        with self.writer.lock:
            if self.writer.connection.in_transaction:
                return True
            more = index.merge_a_little(self.writer.connection)
            self.writer.connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
            # A large load had put this off to now.
            self.writer.connection.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")
            if not more:  # merging has read a large part of the index, which the next save does not need
                self.writer.connection.execute("PRAGMA shrink_memory")
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
        if self._copy is not None:
            files.discard(self._copy)
        elif self.read_only and not self._immutable:
            leftovers.remove_empty_log(self.path, self.key)
        self._lock.release()


def open_file(path: Path, passphrase: str | None = None, *, read_only: bool = False) -> CustomerFile:
    """Open a customer file. Raises a FileProblem with a sentence.

    An older file is upgraded first; when it may only be read, an upgraded copy is read and the file stays as it is.
    """
    path = Path(path).resolve()
    key, version = inspect(path, passphrase)
    read_only = read_only or not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))
    if not read_only:
        files.sweep(path.parent, path.stem)
    if version == schema.VERSION:
        return CustomerFile(path, key, read_only=read_only)
    if not read_only:
        upgrades.upgrade(path, key)
        return CustomerFile(path, key, read_only=False)
    copy = upgrades.copy_for_reading(path, key)
    try:
        return CustomerFile(path, key, read_only=True, copy=copy)
    except BaseException:
        files.discard(copy)
        raise
