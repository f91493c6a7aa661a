"""A JSON file as the rows of a table. Runs in the reading process.

Our own documents (``json_files``) say what their fields are and are read line by line, at any size; one that another
program has written anew is known by what it says of itself. Of others, a list of objects is read: alone, or as the
first list of objects in the document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import orjson

from crm_desktop.exchange import encodings
from crm_desktop.exchange.json_files import FIRST_LINE, FORMAT, RECORDS, VERSION
from crm_desktop.exchange.source import Order, RowSource
from crm_desktop.exchange.workbook_rows import Refused

RECORD_ID = "record_id"
"""The heading of the numbers by which our own records are known again."""

MOST_COLUMNS = 2_000
_LONGEST_HEAD = 10_000  # lines before the records
_SIGN_OF_LIFE = 10_000  # records
_LARGEST = 2**63

Record = dict[str, Any]


class JsonRows(RowSource):
    """A JSON file opened for reading: its first row is that of the headings."""

    def __init__(self, order: Order) -> None:
        super().__init__()
        self._path = Path(order.path)
        self.encoding = order.encoding or encodings.detect(self._path, order.language).encoding
        self._is_in_lines = self._is_ours = self._starts_like_ours()
        self._described: list[Record] = []
        self._records: list[Record] = []
        self._columns: dict[str, int] = {}

    def prepare(self, alive: Callable[[], object]) -> None:
        """Find the columns, which only all records tell; ``alive`` is called now and then."""
        if self._is_in_lines:
            self._described = _described(self._head())
        else:
            self._take(self._parsed())
        widths = {"id": 1} if self._is_ours else {}
        described = {one["key"]: one for one in self._described}
        several = {key for key, one in described.items() if one.get("several")}
        for number, record in enumerate(self._each()):
            if not number % _SIGN_OF_LIFE:
                alive()
            for key, value in record.items():
                if key in several and isinstance(value, list):
                    widths[key] = max(widths.get(key, 1), len(value))
                elif key not in widths:
                    widths[key] = 1
            if sum(widths.values()) > MOST_COLUMNS:
                raise Refused("json_wide", limit=MOST_COLUMNS)
        worked_out = {key for key, one in described.items() if one.get("computed")}
        order = [key for key in ("id", *described) if key in widths] + list(widths)
        self._columns = {key: widths[key] for key in order if key not in worked_out}

    def rows(self) -> Iterator[list[Any]]:
        """Yield the headings and a row for each record."""
        wide = list(self._columns.items())
        yield [self._heading(key) for key, width in wide for _place in range(width)]
        plain = all(width == 1 for _key, width in wide)  # of nothing there are several
        keys = list(self._columns)
        for record in self._each():
            if plain:
                yield [_cell(record.get(key)) for key in keys]
            else:
                yield list(chain.from_iterable(_cells(record.get(key), width) for key, width in wide))

    def _heading(self, key: str) -> str:
        return RECORD_ID if self._is_ours and key == "id" else key

    # ------------------------------------------------------------------ our own documents

    def _starts_like_ours(self) -> bool:
        with self._path.open(encoding=self.encoding, errors="replace") as file:
            return file.readline(len(FIRST_LINE) + 10).rstrip() == FIRST_LINE

    def _take(self, document: Any) -> None:
        """Take the records of a whole document: of ours, with the descriptions of their fields."""
        self._is_ours = isinstance(document, dict) and document.get("format") == FORMAT
        if not self._is_ours:
            self._records = list(map(_flat, _listed(document)))
            return
        version = document.get("version")
        if not isinstance(version, int) or version > VERSION:
            raise Refused("json_newer")
        self._described, records = _described(document), document.get("records")
        if not isinstance(records, list) or not all(isinstance(one, dict) for one in records):
            raise Refused("json_shape")
        self._records = records

    def _head(self) -> Any:
        """Return what stands before the records."""
        head: list[str] = []
        with self._path.open(encoding=self.encoding, errors="replace") as file:
            for line in file:
                if line.rstrip() == RECORDS:
                    break
                head.append(line)
                if len(head) > _LONGEST_HEAD:
                    raise Refused("json_broken", line=len(head))
        try:
            return orjson.loads("".join([*head, '"records": []}']))
        except ValueError:
            raise Refused("json_broken", line=1) from None

    def _each(self) -> Iterator[Record]:
        if not self._is_in_lines:
            yield from self._records
            return
        with self._path.open(encoding=self.encoding, errors="replace") as file:
            begun = ended = False
            number = 0
            for number, line in enumerate(file, 1):
                if not begun:
                    begun = line.rstrip() == RECORDS
                elif text := line.strip().removesuffix(","):
                    if text == "]}":
                        ended = True
                        break
                    yield _loaded(text, number)
            if not ended:
                raise Refused("json_broken", line=number)

    # ------------------------------------------------------------------ documents of others

    def _parsed(self) -> Any:
        text = self._path.read_text(encoding=self.encoding, errors="replace").removeprefix("\ufeff")
        try:
            return orjson.loads(text)
        except orjson.JSONDecodeError as error:
            if "ecursion" in error.msg:
                raise Refused("json_deep") from None
            raise Refused("json_broken", line=error.lineno) from None


def _described(document: Any) -> list[Record]:
    """Return the descriptions of the fields of a document of ours."""
    try:
        return [one for one in document["fields"] if isinstance(one["key"], str)]
    except (KeyError, TypeError):
        raise Refused("json_broken", line=1) from None


def _loaded(text: str, number: int) -> Record:
    try:
        record = orjson.loads(text)
    except ValueError:
        raise Refused("json_broken", line=number) from None
    if not isinstance(record, dict):
        raise Refused("json_broken", line=number)
    return record


def _listed(document: Any) -> list[Record]:
    """Return the records of a document: the objects of a list, of the first list of objects in it, or itself."""
    while isinstance(document, list) and len(document) == 1 and isinstance(document[0], list):
        document = document[0]
    if isinstance(document, dict):
        lists = [one for one in document.values() if isinstance(one, list) and one]
        document = next((one for one in lists if all(isinstance(record, dict) for record in one)), [document])
    if not isinstance(document, list) or not all(isinstance(record, dict) for record in document):
        raise Refused("json_shape")
    return document


def _flat(record: Record) -> Record:
    """Return a record with the values of an object in it (an address) as values of its own."""
    flat: Record = {}
    for key, value in record.items():
        if isinstance(value, dict) and "name" not in value:
            flat.update({f"{key} {part}": inner for part, inner in value.items()})
        else:
            flat[key] = value
    return flat


def _cells(value: Any, width: int) -> list[Any]:
    """Return the cells of a field with several columns."""
    values = value if isinstance(value, list) else [value]
    if width == 1:
        return [_cell(value)]
    found = [_cell(one) for one in values[:width]]
    return found + [None] * (width - len(found))


def _cell(value: Any) -> Any:
    """Return a value as a cell: of what has a name, the name; of a list, its values in a row, or below
    each other where one holds a comma."""
    if type(value) is str or value is None or type(value) is bool or type(value) is float:
        return value
    if isinstance(value, int):
        return value if -_LARGEST <= value < _LARGEST else str(value)
    if isinstance(value, dict):
        return value["name"] if isinstance(value.get("name"), str) else orjson.dumps(value).decode()
    texts = [str(_cell(one)) for one in value if one is not None]
    return ("\n" if any("," in one for one in texts) else ", ").join(texts)


__all__ = ["RECORD_ID", "JsonRows"]
