"""Going through the parts of a zipped workbook in blocks: what would exhaust its reader is found before it can.

The reader of workbooks takes memory for the whole rectangle between the first cell and the last one; a file of
two kilobytes with a cell in each corner of the sheet asks for 512 GB.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import PurePosixPath
from zipfile import ZipFile

from crm_desktop.exchange.sentences import problem
from crm_desktop.exchange.source import MEGABYTE, Limits

_BLOCK = MEGABYTE
_LONG_TEXT = 8 * MEGABYTE
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_DTD_WIDE = re.compile(rb"<\0!\0(?:D\0O\0C|E\0N\0T)|\0<\0!\0(?:D\0O\0C|E\0N\0T)")
_ROW = re.compile(rb"<row [^>]*?\br=\"(\d+)\"")
_PREFIXED_ROW = re.compile(rb"<\w+:row [^>]*?\br=\"(\d+)\"")  # many times slower to look for
# Columns of one letter need no look: 26 columns of a full sheet are within every limit.
_FAR_CELL = re.compile(rb" r=\"([A-Za-z]{2,})(\d+)\"([^>]*>)")
_ANY_CELL = re.compile(rb" r=\"[A-Za-z]+(\d+)\"")
_ERROR_CELL = b' t="e"'
_SHEET = re.compile(r"<(?:\w+:)?sheet [^>]*>")
_ATTRIBUTE = re.compile(r"([\w:]+)=\"([^\"]*)\"")


class _Extent:
    """How far the cells of one sheet reach."""

    def __init__(self) -> None:
        self.rows = 1
        self.columns = 26
        self.errors = 0

    def take(self, block: bytes) -> None:
        """Look at the next whole tags of the sheet."""
        rows = _ROW.findall(block)
        if b":row " in block:
            rows += _PREFIXED_ROW.findall(block)
        if rows:
            # A number of many digits would take quadratic time to read.
            self.rows = max(self.rows, *(int(number[:12]) for number in rows))
        elif found := _ANY_CELL.search(block):
            self.rows = max(self.rows, int(found[1][:12]))
        for letters, number, rest in _FAR_CELL.findall(block):
            if not rest.endswith(b"/>"):
                self.columns = max(self.columns, _column_number(letters))
                self.rows = max(self.rows, int(number[:12]))
        self.errors += block.count(_ERROR_CELL)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters[:8].upper():
        number = number * 26 + letter - 64
    return number


def scan_package(
    name: str, archive: ZipFile, limits: Limits, cancelled: Callable[[], bool]
) -> dict[str, int]:
    """Go through every XML part; return the number of error cells by the name of the sheet."""
    sheets = _sheet_names(archive)
    errors: dict[str, int] = {}
    unpacked = 0
    for part in archive.infolist():
        if not part.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        extent = _Extent() if "worksheets/" in part.filename.lower() else None
        for block in _blocks(name, archive, part.filename):
            if cancelled():
                return errors
            unpacked += len(block)
            if unpacked > limits.unpacked_bytes:
                raise problem("unpacked", {"name": name, "limit": limits.unpacked_bytes // MEGABYTE})
            if _DTD.search(block) or (b"\0" in block and _DTD_WIDE.search(block)):
                raise problem("dtd", {"name": name})
            if extent is not None:
                extent.take(block)
        if extent is not None:
            sheet = sheets.get(part.filename, PurePosixPath(part.filename).stem)
            _check(name, sheet, extent, limits)
            errors[sheet] = extent.errors
    return errors


def _check(name: str, sheet: str, extent: _Extent, limits: Limits) -> None:
    """Raise when a sheet reaches beyond the grid or spans more cells than we read."""
    if extent.rows > _LAST_ROW or extent.columns > _LAST_COLUMN:
        where = f"{min(extent.rows, 10**10)} × {min(extent.columns, 10**10)}"
        raise problem("grid", {"name": name, "where": where})
    if extent.rows * extent.columns > limits.cells:
        raise problem("sparse", {"sheet": sheet, "rows": extent.rows, "columns": extent.columns})


def _blocks(name: str, archive: ZipFile, part: str) -> Iterator[bytes]:
    """Yield the content of a part in blocks that end before a tag begins, so that no tag is cut in two."""
    rest: list[bytes] = []
    waiting = 0
    with archive.open(part) as file:
        while True:
            block = file.read(_BLOCK)
            if not block:
                break
            cut = block.rfind(b"<")
            if cut < 0:
                rest.append(block)
                waiting += len(block)
                if waiting > _LONG_TEXT:
                    raise problem("long_text", {"name": name, "limit": _LONG_TEXT // MEGABYTE})
                continue
            yield b"".join((*rest, block[:cut]))
            rest = [block[cut:]]
            waiting = len(rest[0])
    yield b"".join(rest)


def _sheet_names(archive: ZipFile) -> dict[str, str]:
    """Return the name of each sheet by the part that holds it, as far as the usual places tell it."""
    try:
        with archive.open("xl/workbook.xml") as file:
            workbook = file.read(MEGABYTE).decode("utf-8", "replace")
        with archive.open("xl/_rels/workbook.xml.rels") as file:
            relations = file.read(MEGABYTE).decode("utf-8", "replace")
    except KeyError:
        return {}
    targets: dict[str, str] = {}
    for tag in re.findall(r"<(?:\w+:)?Relationship [^>]*>", relations):
        values = dict(_ATTRIBUTE.findall(tag))
        target = values.get("Target", "")
        targets[values.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    names: dict[str, str] = {}
    for tag in _SHEET.findall(workbook):
        values = dict(_ATTRIBUTE.findall(tag))
        identifier = next((value for key, value in values.items() if key.endswith(":id")), "")
        names[targets.get(identifier, "")] = unescape(values.get("name", ""))
    return names
