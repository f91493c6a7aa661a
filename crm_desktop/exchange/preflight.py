"""Looking at a file from outside before a reader touches it.

``identify`` needs only the first bytes and the directory of the archive. ``scan`` goes through the whole
content of a workbook for what would exhaust the reader; it runs while the reading process already works.
"""

from __future__ import annotations

import errno
import os
import stat
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from lzma import LZMAError
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from crm_desktop.exchange import encodings
from crm_desktop.exchange.sentences import problem
from crm_desktop.exchange.source import MEGABYTE, Format, Limits
from crm_desktop.exchange.text_kinds import OTHERS, foreign_text, looks_like_rows

_HEAD = 65_536
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = (
    b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"MZ", b"Rar!", b"7z\xbc\xaf", b"SQLite format 3",
    b"\x7fELF", b"BZh", b"\xfd7zXZ", b"{\\rtf",
)  # fmt: skip
_ENDINGS: dict[str, Format] = {
    ".xlsx": "xlsx", ".xlsm": "xlsx", ".xltx": "xlsx", ".xltm": "xlsx",
    ".vcf": "vcf", ".vcard": "vcf", ".json": "json", ".ics": "ics", ".ical": "ics",
    ".xlsb": "xlsb", ".xls": "xls", ".xlt": "xls", ".ods": "ods", ".ots": "ods",
}  # fmt: skip
_LIMITS: dict[Format, str] = {
    "csv": "csv_bytes", "vcf": "card_bytes", "json": "json_bytes", "ics": "calendar_bytes",
}  # fmt: skip
_TEXTS: dict[str | None, Format] = {"vcf": "vcf", "json": "json", "ics": "ics"}


@dataclass(frozen=True, slots=True)
class Identified:
    """What a file is by its content. ``unpacked`` is the size that its archive declares."""

    path: Path
    format: Format
    size: int
    unpacked: int = 0

    @property
    def renamed(self) -> bool:
        """Whether the name promises another format than the content has."""
        return _ENDINGS.get(self.path.suffix.lower(), "csv") != self.format


def identify(path: Path, limits: Limits) -> Identified:
    """Return what ``path`` is. Raises SourceProblem for anything that is not a table within the limits."""
    size = _size(path)
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise _unreadable(path, error) from error
    if head.startswith(b"PK\x03\x04"):
        return _archive(path, size, limits)
    if head.startswith(_OLE):
        return _compound(path, size, limits)
    found = _text_of(path, head)
    limit = getattr(limits, _LIMITS[found])
    if size > limit:
        raise problem("large", {"name": path.name, "limit": limit // MEGABYTE})
    return Identified(path, found, size)


def _size(path: Path) -> int:
    """Return the size of a plain file that is there and not empty."""
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise problem("missing", {"name": path.name}) from None
    except OSError as error:
        raise _unreadable(path, error) from error
    if stat.S_ISDIR(found.st_mode):
        raise problem("folder", {"name": path.name or str(path)})
    if not stat.S_ISREG(found.st_mode):
        raise problem("not_a_table", {"name": path.name})
    if not found.st_size:
        raise problem("empty", {"name": path.name})
    return found.st_size


def _unreadable(path: Path, error: OSError) -> Exception:
    if isinstance(error, PermissionError):
        return problem("forbidden", {"name": path.name})
    return problem(
        "unreadable", {"name": path.name, "reason": error.strerror or os.strerror(error.errno or 5)}
    )


def _text_of(path: Path, head: bytes) -> Format:
    """Return what a text is, 'csv' for one in rows; raises for pictures, programs and web pages.

    Text with the name of another format must look like rows: that it is not of that format is all that is known.
    """
    name = {"name": path.name}
    named = _ENDINGS.get(path.suffix.lower(), "csv")
    unlike = f"no_{named}" if named in _TEXTS else ""
    if head.startswith(_FOREIGN):
        raise problem(unlike or "not_a_table", name)
    if not head.strip(b"\0 \t\r\n"):
        raise problem("empty", name)
    wide = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else encodings.wide_encoding(head)
    if not wide:
        strange = sum(head.count(code) for code in (*range(1, 9), *range(14, 27), *range(28, 32)))
        if strange > len(head) // 50:
            raise problem(unlike or "not_a_table", name)
    text = head.decode(wide or "latin-1", "ignore").removeprefix("\xef\xbb\xbf").removeprefix("\ufeff")
    kind = foreign_text(text)
    if kind in _TEXTS:
        return _TEXTS[kind]
    if kind in OTHERS:
        raise problem("other_table", name | {"format": OTHERS[kind]})
    if (
        kind is None
        and path.suffix.lower() in _ENDINGS
        and not looks_like_rows(text, whole=len(head) < _HEAD)
    ):
        if named == "json" and text.lstrip()[:1] in ("[", "{"):
            return "json"
        kind = unlike or "text"
    if kind is not None:
        raise problem(kind, name)
    return "csv"


def _compound(path: Path, size: int, limits: Limits) -> Identified:
    """Return an old Excel file, by the names in its directory."""
    _check_size(path, size, limits)
    data = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise problem("encrypted", {"name": path.name})
    if not any(name.encode("utf-16-le") in data for name in ("Workbook", "WORKBOOK", "Book", "BOOK")):
        raise problem("not_a_table", {"name": path.name})
    return Identified(path, "xls", size)


def _check_size(path: Path, size: int, limits: Limits) -> None:
    if size > limits.workbook_bytes:
        raise problem("large", {"name": path.name, "limit": limits.workbook_bytes // MEGABYTE})


def _archive(path: Path, size: int, limits: Limits) -> Identified:
    """Return a workbook in an archive, by the parts that it has."""
    _check_size(path, size, limits)
    name = {"name": path.name}
    with _opened(path) as archive:
        parts = archive.infolist()
        if len(parts) > limits.parts:
            raise problem("parts", name | {"limit": limits.parts})
        if any(part.flag_bits & 1 for part in parts):
            raise problem("encrypted", name)
        found = _workbook_format(path, archive, {part.filename for part in parts})
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits.unpacked_bytes:
        raise problem("unpacked", name | {"limit": limits.unpacked_bytes // MEGABYTE})
    return Identified(path, found, size, unpacked)


@contextmanager
def _opened(path: Path) -> Iterator[ZipFile]:
    """Open an archive for a look; what is wrong with it, or with the disk, arrives as SourceProblem."""
    try:
        with ZipFile(path) as archive:
            yield archive
    except (BadZipFile, zlib.error, LZMAError, EOFError, NotImplementedError, UnicodeDecodeError) as error:
        raise problem("damaged", {"name": path.name}) from error
    except OverflowError as error:  # a place beyond what any file has
        raise problem("damaged", {"name": path.name}) from error
    except OSError as error:
        if error.errno not in (None, errno.EINVAL):  # these say that the archive names impossible places
            raise _unreadable(path, error) from error
        raise problem("damaged", {"name": path.name}) from error


def _workbook_format(path: Path, archive: ZipFile, parts: set[str]) -> Format:
    lowered = {part.lower() for part in parts}
    if "xl/workbook.bin" in lowered:
        return "xlsb"
    if any(part.startswith("xl/") and part.endswith(".xml") for part in lowered):
        return "xlsx"
    if "mimetype" in parts and "content.xml" in parts:
        with archive.open("mimetype") as file:
            kind = file.read(100)
        if b"opendocument.spreadsheet" in kind:
            if "META-INF/manifest.xml" in parts:
                with archive.open("META-INF/manifest.xml") as file:
                    if b"encryption-data" in file.read(MEGABYTE):
                        raise problem("encrypted", {"name": path.name})
            return "ods"
    numbers = any(part.endswith(".iwa") for part in lowered)
    raise problem("numbers" if numbers else "not_a_table", {"name": path.name})


def scan(found: Identified, limits: Limits, cancelled: Callable[[], bool] = lambda: False) -> dict[str, int]:
    """Go through a workbook's content; return how many cells of each sheet show the error of a formula.

    Raises SourceProblem for a DTD, for cells outside of the grid, for a sheet that spans too many cells, for a
    text without end and for an archive that unpacks to more than it says. Stops early when cancelled.
    """
    if found.format in _LIMITS or found.format == "xls":
        return {}
    from crm_desktop.exchange.package_scan import scan_package

    with _opened(found.path) as archive:
        return scan_package(found.path.name, archive, limits, cancelled)
