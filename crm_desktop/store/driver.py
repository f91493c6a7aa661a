"""Connections to the customer file through the SQLCipher driver, and its errors in the user's language.

Plain and encrypted files use the same driver, so every computer runs the same SQLite. Settings that SQLite may
silently ignore are read back.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlcipher3 import dbapi2

from crm_desktop.core.errors import (
    CrmError,
    DamagedFile,
    FileInUse,
    MissingFile,
    PassphraseNeeded,
    ReadOnlyFile,
    StorageFull,
    WrongPassphrase,
)
from crm_desktop.core.i18n import _, sentences

if TYPE_CHECKING:  # the driver has the interface of the standard library's, but no types
    import sqlite3

    Connection = sqlite3.Connection
    Error = sqlite3.Error
else:
    Connection = dbapi2.Connection
    Error = dbapi2.Error

APPLICATION_ID = 0x43524D44  # "CRMD"
PLAIN_HEADER = b"SQLite format 3\x00"
PAGE = 4_096
_NOISE = 240  # different bytes in a page; noise has nearly all 256
KDF_ROUNDS = 256_000  # SQLCipher 4's default, so that other tools open the file
SALT_BYTES = 16
CACHE = 65_536  # KiB of pages that a connection keeps
FEW = 32_768  # KiB where more is hardly quicker; a resting window gives them back

_PRIMARY = 0xFF  # SQLite's extended codes carry the primary one in the low byte


class Key:
    """The raw key of an encrypted file: derived once (about 0.1 s), used for every connection.

    PBKDF2-HMAC-SHA512 with 256,000 rounds over the passphrase in NFC, salted with the file's first 16 bytes:
    the defaults of SQLCipher 4 (https://www.zetetic.net/sqlcipher/design/).
    """

    def __init__(self, passphrase: str, salt: bytes) -> None:
        import hashlib
        import unicodedata

        words = unicodedata.normalize("NFC", passphrase).encode()
        derived = hashlib.pbkdf2_hmac("sha512", words, salt, KDF_ROUNDS, 32)
        self._pragma = f"PRAGMA key = \"x'{derived.hex()}{salt.hex()}'\""

    def apply(self, connection: Connection) -> None:
        """Give the key to a new connection, before anything is read."""
        connection.execute(self._pragma)


def looks_encrypted(path: Path) -> bool:
    """Tell an encrypted file from a plain and from a damaged one without its passphrase: it begins like noise."""
    with path.open("rb") as file:
        page = file.read(PAGE)
    return not page.startswith(PLAIN_HEADER) and len(page) == PAGE and len(set(page)) > _NOISE


def key_of(path: Path, passphrase: str | None) -> Key | None:
    """Return the key for an existing file (None: it is plain). Raises PassphraseNeeded."""
    with path.open("rb") as file:
        head = file.read(SALT_BYTES)
    if head == PLAIN_HEADER:
        return None
    if not passphrase:
        raise PassphraseNeeded(
            _("“%(name)s” is encrypted, or is not a customer file.") % {"name": path.name},
            _("Enter its passphrase to open it. Nothing was changed."),
        )
    if len(head) < SALT_BYTES:
        raise _wrong_passphrase(path)
    return Key(passphrase, head)


def _wrong_passphrase(path: Path) -> WrongPassphrase:
    return WrongPassphrase(
        _("The passphrase does not open “%(name)s”, or the file is damaged.") % {"name": path.name},
        _("Try again. If you are sure of it, restore a backup. Nothing was changed."),
    )


def connect(
    path: Path, key: Key | None, *, read_only: bool = False, immutable: bool = False, to_look: bool = False
) -> Connection:
    """Open a connection with our settings. Raises CrmError for what the world does, dbapi2.Error for our bugs.

    ``to_look`` proves the key by the first page alone and sets nothing: for what stands there the schema, which takes
    SQLite ten times as long as all else, need not be read.
    """
    mode = "ro&immutable=1" if immutable else "ro" if read_only else "rw"
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    try:
        connection: Connection = dbapi2.connect(
            uri, uri=True, isolation_level=None, check_same_thread=False, timeout=5.0
        )
    except Error as error:
        raise explain(error, path) from error
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        if key is not None:
            key.apply(connection)
        if to_look:
            connection.execute("PRAGMA schema_version").fetchone()
        else:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            _settle(connection)
    except Error as error:
        connection.close()
        if key is not None and _primary(error) == 26:
            raise _wrong_passphrase(path) from error
        raise explain(error, path) from error
    return connection


def keep_few_pages(connection: Connection) -> None:
    """Let a connection keep fewer pages: of a plain file the system keeps them too, and a copy reads each but once."""
    connection.execute(f"PRAGMA cache_size = -{FEW}")


def in_memory() -> Connection:
    """Open a database of its own that lives in memory only, whatever its size."""
    connection: Connection = dbapi2.connect(":memory:", isolation_level=None)
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def connect_to_look(path: Path, key: Key | None) -> Connection:
    """Connect to read what stands on the first page, leaving nothing beside the file and what is there as it is."""
    look = partial(connect, path, key, read_only=True, to_look=True)
    if not any(path.with_name(path.name + ending).exists() for ending in ("-wal", "-journal")):
        return look(immutable=True)
    try:
        return look()
    except (MissingFile, ReadOnlyFile):  # without write access to the folder
        return look(immutable=True)
    except StorageFull:
        if has_log(path):
            raise
        return look(immutable=True)


def has_log(path: Path) -> bool:
    """Return whether anything written lies beside a file and not yet in it."""
    left = [path.with_name(path.name + ending) for ending in ("-wal", "-journal")]
    return any(one.exists() and one.stat().st_size > 0 for one in left)


def _settle(connection: Connection) -> None:
    """Set what every connection needs and read it back."""
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA cache_size = -{CACHE}")
    connection.execute("PRAGMA temp_store = MEMORY")
    for name, wanted in (
        ("trusted_schema", 0),
        ("foreign_keys", 1),
        ("synchronous", 2),
        ("secure_delete", 1),
    ):
        found = connection.execute(f"PRAGMA {name}").fetchone()[0]
        if found != wanted:
            raise RuntimeError(f"PRAGMA {name} is {found}, not {wanted}")
    if not connection.execute("PRAGMA cipher_version").fetchone():
        raise RuntimeError("the SQLite driver cannot encrypt")


# The driver's backup call gives no code, only SQLite's own words for it.
_CODES = {
    "database is locked": 5,
    "attempt to write a readonly database": 8,
    "disk I/O error": 10,
    "database disk image is malformed": 11,
    "database or disk is full": 13,
    "unable to open database file": 14,
    "file is not a database": 26,
}


def _primary(error: BaseException) -> int:
    code = getattr(error, "sqlite_errorcode", None)
    return _CODES.get(str(error), 0) if code is None else int(code) & _PRIMARY


def explain(error: BaseException, path: Path | None = None) -> CrmError:
    """Return the sentence for a driver error that is the world's fault; re-raise one that is our bug."""
    original = getattr(error, "orig", None) or error
    name = {"name": path.name if path else _("the customer file")}
    code = _primary(original)
    safe = _("Nothing was lost; what was saved before is safe.")
    if code == 13 or (code == 10 and "full" in str(original)):
        return StorageFull(
            _("The disk is full: nothing more could be written."),
            sentences(safe, _("Free some space and try again.")),
        )
    if code == 10:
        return StorageFull(
            _("The disk did not accept what was written to %(name)s.") % name,
            sentences(safe, _("The disk may be full, unplugged or failing. Try again.")),
        )
    if code in (8, 3):
        return ReadOnlyFile(
            _("%(name)s may be read but not changed.") % name, _("Save a copy of it elsewhere to work with.")
        )
    if code in (5, 6):
        return FileInUse(
            _("%(name)s is busy in another program.") % name, _("Close the other program and try again.")
        )
    if code in (11, 26):
        return damaged(path)
    if code == 14:
        return MissingFile(
            _("%(name)s cannot be opened.") % name,
            _("It may have been moved or its folder is not reachable."),
        )
    raise error


def explain_opening(error: BaseException, path: Path) -> CrmError:
    """Return the sentence for an error while a file is opened: a table that is not there is damage, not a bug."""
    return damaged(path) if _primary(error) == 1 else explain(error, path)


def damaged(path: Path | None) -> DamagedFile:
    """Return what to say of a file that is a customer file but cannot be read completely."""
    return DamagedFile(
        _("“%(name)s” is damaged and cannot be read completely.") % {"name": path.name}
        if path
        else _("The customer file is damaged and cannot be read completely."),
        _("Restore a backup. The damaged file is kept as it is."),
    )


def run_script(connection: Connection, script: str) -> None:
    """Run statements one by one inside the present transaction (``executescript`` would commit it)."""
    statement = ""
    for line in script.splitlines():
        statement += line + "\n"
        if line.rstrip().endswith(";") and dbapi2.complete_statement(statement):
            connection.execute(statement)
            statement = ""
    if statement.strip():
        raise ValueError(f"unfinished statement: {statement[:80]}")


def scalar(connection: Connection, sql: str, parameters: tuple[Any, ...] = ()) -> Any:
    """Return the first value of the first row, or None."""
    row = connection.execute(sql, parameters).fetchone()
    return row[0] if row else None
