"""A process that works out search texts while this one writes rows: two threads of one interpreter only take turns."""

from __future__ import annotations

import marshal
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from crm_desktop.core.processes import spawn
from crm_desktop.store.record_texts import Columns, RecordTexts, Texts

CHUNK = 2_000  # records in one answer
_MARSHAL = 2  # without references: half the time of the later versions


class Gone(Exception):
    """The process has ended before its work was done."""


class TextProcess:
    """Takes rows and gives texts as :class:`RecordTexts` does. Raises Gone when the process has ended."""

    def __init__(self) -> None:
        self._process, self._connection = spawn(serve, name="search-texts")
        # A full pipe holds up only this thread, which does nothing but send.
        self._sender = ThreadPoolExecutor(1, thread_name_prefix="send-texts")

    def take(self, table: str, columns: Columns) -> None:
        """Take rows by column."""
        self._say("take", table, dict(columns))

    def missing(self) -> dict[str, list[int]]:
        """Return the records whose names are needed, by table."""
        self._say("missing")
        found: dict[str, list[int]] = self._answer()
        return found

    def add_titles(self, table: str, titles: Mapping[int, str]) -> None:
        """Take the names of records that were there before."""
        self._say("add_titles", table, dict(titles))

    def texts(self, table: str, ids: Sequence[int]) -> Iterator[Texts]:
        """Yield the tokens of the names and the other tokens of :data:`CHUNK` records after the other."""
        parts = range(0, len(ids), CHUNK)
        for start in parts:
            self._say("texts", table, list(ids[start : start + CHUNK]))
        for _start in parts:
            yield self._answer()

    def close(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._sender.shutdown(wait=True, cancel_futures=True)
        self._connection.close()
        self._process.join(5)

    def _say(self, *message: Any) -> None:
        self._sender.submit(self._send, message)

    def _send(self, message: tuple[Any, ...]) -> None:
        with suppress(OSError):  # that the process has ended shows when its answer is awaited
            self._connection.send_bytes(marshal.dumps(message, _MARSHAL))

    def _answer(self) -> Any:
        try:
            return marshal.loads(self._connection.recv_bytes())  # noqa: S302 - plain data from our own process
        except (EOFError, OSError) as error:
            raise Gone from error


def serve(connection: Connection) -> None:
    """Answer until the other side closes the pipe."""
    texts = RecordTexts()
    with suppress(EOFError, OSError):
        while True:
            what, *arguments = marshal.loads(connection.recv_bytes())  # noqa: S302 - plain data from our parent
            answer = getattr(texts, what)(*arguments)
            if answer is not None:
                connection.send_bytes(marshal.dumps(answer, _MARSHAL))
