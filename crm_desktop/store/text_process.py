"""A process that works out search texts and indexes while this one writes rows: two threads of one interpreter only
take turns."""

from __future__ import annotations

import gc
import marshal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from crm_desktop.core.processes import spawn
from crm_desktop.store.index_pages import Declaration, IndexInMemory, Pages
from crm_desktop.store.record_texts import Columns, RecordTexts

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

CHUNK = 2_000  # records in one answer
_MARSHAL = 2  # without references: half the time of the later versions


class Gone(Exception):
    """The process has ended before its work was done."""


class TextProcess:
    """Takes rows and answers as :class:`RecordTexts` does, in the order of the questions.

    Questions return how many answers they will have. Raises Gone when the process has ended before an answer.
    """

    def __init__(self) -> None:
        from concurrent.futures import ThreadPoolExecutor

        self._process, self._connection = spawn(serve, name="search-texts")
        # A full pipe holds up only this thread, which does nothing but send.
        self._sender = ThreadPoolExecutor(1, thread_name_prefix="send-texts")

    def take(self, table: str, columns: Columns) -> None:
        """Take rows by column."""
        self._say("take", table, dict(columns))

    def add_titles(self, table: str, titles: Mapping[int, str]) -> None:
        """Take the names of records that were there before."""
        self._say("add_titles", table, dict(titles))

    def ask_texts(self, table: str, ids: Sequence[int]) -> int:
        """Ask for the tokens of the names and the other tokens of :data:`CHUNK` records after the other."""
        parts = range(0, len(ids), CHUNK)
        for start in parts:
            self._say("texts", table, list(ids[start : start + CHUNK]))
        return len(parts)

    def ask_pages(self, table: str, declared: Declaration, ids: Sequence[int], places: Sequence[int]) -> int:
        """Ask for the pages of a search index that holds these records at their places, which rise."""
        self._say("pages", table, declared, list(ids), list(places), CHUNK)
        return len(range(0, len(ids), CHUNK)) + 1

    def answers(self, count: int) -> Iterator[Any]:
        """Yield the next answers."""
        for _answer in range(count):
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


class _Texts(RecordTexts):
    """The texts of new records, and whole indexes of them."""

    def pages(
        self, table: str, declared: Declaration, ids: Sequence[int], places: Sequence[int], size: int
    ) -> Iterator[Pages]:
        """Yield the pages of a search index part by part."""
        index = IndexInMemory(table, declared)
        for start in range(0, len(ids), size):
            names, others = self.texts(table, ids[start : start + size])
            yield index.add(zip(places[start : start + size], names, others, strict=True))
        yield index.finish()


def serve(connection: Connection) -> None:
    """Answer until the other side closes the pipe.

    What has been worked out waits for the other side in this process, which goes on with its work meanwhile.
    """
    from concurrent.futures import ThreadPoolExecutor

    gc.disable()  # millions of small values, and no cycles among them
    texts = _Texts()
    with ThreadPoolExecutor(1) as sender, suppress(EOFError, OSError):
        while True:
            what, *arguments = marshal.loads(connection.recv_bytes())  # noqa: S302 - plain data from our parent
            answer = getattr(texts, what)(*arguments)
            if answer is not None:
                for one in answer if isinstance(answer, Iterator) else (answer,):
                    sender.submit(_reply, connection, marshal.dumps(one, _MARSHAL))


def _reply(connection: Connection, answer: bytes) -> None:
    with suppress(OSError):  # that the other side has closed the pipe shows when it is listened to
        connection.send_bytes(answer)
