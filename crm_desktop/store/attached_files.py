"""The contents of attached files: a folder beside the customer file, each content under a name made from its hash.

A content is written once and never changed or removed; copies of the customer file that lie beside it (kept by a
restore or an upgrade) share its contents, and so do all backups in one folder. Beside an encrypted file contents are
sealed with AES-256-GCM under keys that lie in the customer file, so that neither they nor their hashes can be read.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop.core import files
from crm_desktop.store.driver import Connection

if TYPE_CHECKING:
    from hashlib import _Hash

Cancelled = Callable[[], bool]

BLOCK = 1 << 20  # bytes that are sealed together
_MARK = b"CRMSEAL1"
_TAG = 16  # bytes that sealing adds to a block
_COPY = re.compile(
    r"(.+?)(?: \d{4}-\d{2}-\d{2} \d{2}-\d{2}-\d{2}(?: \d+)?| \((?:replaced|before upgrade) [^()]*\))+"
)


@dataclass(frozen=True, slots=True)
class Content:
    """What a row says of its content: the hash, the key in hexadecimal (None: not sealed), the size unsealed."""

    sha256: str
    seal: str | None
    size: int

    @property
    def name(self) -> str:
        """The name that it has in the folder; of a sealed one it tells nothing about the content."""
        if self.seal is None:
            return self.sha256
        return _sha256(bytes.fromhex(self.seal) + bytes.fromhex(self.sha256)).hexdigest()

    @property
    def stored_size(self) -> int:
        """The size that it has in the folder."""
        if self.seal is None:
            return self.size
        return len(_MARK) + self.size + _TAG * (self.size // BLOCK + 1)

    def place(self, folder: Path) -> Path:
        """Return where it lies in a folder of contents."""
        return folder / self.name[:2] / self.name


def folder_of(path: Path) -> Path:
    """Return the folder of a customer file's contents; backups and kept copies have that of their original's name."""
    copy = _COPY.fullmatch(path.stem)
    return path.with_name(f"{copy[1] if copy else path.stem} files")


def of_rows(connection: Connection) -> dict[Content, str]:
    """Return every content that a customer file knows of, also in the trash, with one of its names."""
    rows = connection.execute("SELECT sha256, seal, size, name FROM attachment ORDER BY id")
    return {Content(sha256, seal, size): name for sha256, seal, size, name in rows}


def _sha256(data: bytes = b"") -> _Hash:
    """Begin a hash. Only who has attached files needs the library for it (OpenSSL, 4 MB)."""
    import hashlib

    return hashlib.sha256(data)


def look(source: Path, limit: int) -> tuple[str, int]:
    """Return hash and size of a file. Raises OSError, and ValueError when it is larger than ``limit``."""
    digest, size = _sha256(), 0
    with source.open("rb") as reading:
        while block := reading.read(BLOCK):
            digest.update(block)
            size += len(block)
            if size > limit:
                raise ValueError(size)
    return digest.hexdigest(), size


def new_seal() -> str:
    """Return a key for one content."""
    import secrets

    return secrets.token_hex(32)


def put_in(source: Path, content: Content, folder: Path) -> None:
    """Copy a file into the folder. Raises OSError, and ValueError when it is not that content any more."""
    place = content.place(folder)
    folder.mkdir(exist_ok=True, mode=0o700)  # the mode is that of the last folder alone
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    files.sweep(place.parent, "")
    draft = files.draft_of(place)
    digest = _sha256()

    def blocks() -> Iterator[bytes]:
        with source.open("rb") as reading:
            while block := reading.read(BLOCK):
                digest.update(block)
                yield block

    try:
        draft.touch(mode=0o600)
        with draft.open("wb") as writing:
            writing.writelines(_sealed(blocks(), content.seal) if content.seal else blocks())
        if digest.hexdigest() != content.sha256:
            raise ValueError(source)
        files.put_in_place(draft, place)
    finally:
        files.discard(draft)


def write_out(content: Content, folder: Path, target: Path) -> bool:
    """Write a content, unsealed, into a new file; returns whether it is whole. Raises OSError."""
    digest = _sha256()
    with target.open("xb") as writing:
        for block in _blocks(content, folder):
            digest.update(block)
            writing.write(block)
    return digest.hexdigest() == content.sha256


def is_whole(content: Content, folder: Path, *, quick: bool = False) -> bool:
    """Return whether a content lies in the folder as it was put there; ``quick`` looks at its size only."""
    place = content.place(folder)
    try:
        if quick or place.stat().st_size != content.stored_size:
            return place.stat().st_size == content.stored_size
        digest = _sha256()
        for block in _blocks(content, folder):
            digest.update(block)
    except OSError:
        return False
    return digest.hexdigest() == content.sha256


def copy_all(
    connection: Connection, source: Path, target: Path, *, quick: bool, cancelled: Cancelled = lambda: False
) -> list[str]:
    """Bring every content of a customer file from one folder into another, where it is not whole yet.

    ``quick`` takes what has the right size there for whole. A damaged content never takes the place of a good one.
    Returns the names of those that are whole in neither. Raises OSError; ends early when cancelled.
    """
    lost = []
    for content, name in of_rows(connection).items():
        if cancelled():
            break
        if is_whole(content, target, quick=quick):
            continue
        if not is_whole(content, source):
            lost.append(name)
            continue
        place = content.place(target)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        files.copy_as(content.place(source), place)
    return lost


def _blocks(content: Content, folder: Path) -> Iterator[bytes]:
    """Yield a content unsealed; ends early where it is damaged."""
    with content.place(folder).open("rb") as reading:
        if content.seal is None:
            while block := reading.read(BLOCK):
                yield block
            return
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        cipher = AESGCM(bytes.fromhex(content.seal))
        if reading.read(len(_MARK)) != _MARK:
            return
        with contextlib.suppress(InvalidTag):
            for number in range(content.size // BLOCK + 1):
                yield cipher.decrypt(_nonce(number), reading.read(BLOCK + _TAG), _MARK)


def _sealed(blocks: Iterator[bytes], seal: str) -> Iterator[bytes]:
    """Yield the sealed form of blocks: each with its number, the last one, maybe empty, shorter than the others.

    A key is used for one content only, so that a block's number serves as its nonce.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    cipher = AESGCM(bytes.fromhex(seal))
    yield _MARK
    number, full = 0, True
    for block in blocks:
        yield cipher.encrypt(_nonce(number), block, _MARK)
        number, full = number + 1, len(block) == BLOCK
    if full:
        yield cipher.encrypt(_nonce(number), b"", _MARK)


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")
