"""What the window needs of an opened customer file, and nothing else: the shapes that the services fill.

The window knows its services by these protocols, so that no module of ours that draws imports the database.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from crm_desktop.core.entity import Field
from crm_desktop.core.kinds import Colour, Locale
from crm_desktop.core.query import Condition, ListQuery


class Named(Protocol):
    """A record that a value points to: its id and name; for an option also its colour."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def colour(self) -> Colour: ...


class Row(Protocol):
    """One record of a list: its texts as people read them and its values, in the order of the asked keys."""

    @property
    def id(self) -> int: ...
    @property
    def texts(self) -> tuple[str, ...]: ...
    @property
    def values(self) -> tuple[Any, ...]: ...
    @property
    def deleted(self) -> bool: ...


class Changes(Protocol):
    """What a transaction has changed; None for a table means: many of its records."""

    @property
    def tables(self) -> Mapping[str, frozenset[int] | None]: ...
    @property
    def transaction(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def kind(self) -> str: ...
    def touches(self, *tables: str) -> bool: ...


class Transaction(Protocol):
    """One entry of the history; ``text`` is its title in the user's language, ``subject`` that of what it undoes."""

    @property
    def id(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def undone(self) -> bool: ...


class Kept(Protocol):
    """Something that undo left as it is because it was changed since; ``text`` names it."""

    @property
    def text(self) -> str: ...


class UndoReport(Protocol):
    """What an undo did (``words``), to how many records, and which later edits it kept."""

    @property
    def title(self) -> str: ...
    @property
    def restored(self) -> int: ...
    @property
    def trashed(self) -> int: ...
    @property
    def words(self) -> str: ...
    @property
    def kept(self) -> Sequence[Kept]: ...
    @property
    def redone(self) -> bool: ...
    @property
    def kept_count(self) -> int: ...


class SavedView(Protocol):
    """A named filter with its columns."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def query(self) -> ListQuery: ...
    @property
    def columns(self) -> tuple[str, ...]: ...


class Sum(Protocol):
    """What the values of a field add up to, by currency for amounts."""

    @property
    def field(self) -> Field: ...
    @property
    def texts(self) -> tuple[str, ...]: ...


class Lists(Protocol):
    """Reads for lists. ``options`` and ``named`` are quick enough for the main thread; so are ``first_ids`` and
    ``page`` where they are given up in time."""

    def first_ids(
        self, query: ListQuery, limit: int = 100, cancelled: Callable[[], bool] | None = None
    ) -> array[int]: ...
    def ids(self, query: ListQuery, cancelled: Callable[[], bool] | None = None) -> array[int]: ...
    def page(
        self,
        entity: str,
        keys: Sequence[str],
        ids: Sequence[int],
        cancelled: Callable[[], bool] | None = None,
    ) -> Sequence[Row]: ...
    def count(self, entity: str) -> int: ...
    def count_of(self, query: ListQuery) -> int: ...
    def fields(self, entity: str) -> tuple[Field, ...]: ...
    def sums(
        self,
        entity: str,
        keys: Sequence[str],
        ids: Sequence[int],
        cancelled: Callable[[], bool] | None = None,
    ) -> Sequence[Sum]: ...
    def options(self, set_name: str) -> Sequence[Named]: ...
    def named(self, entity: str, text: str, limit: int = 20) -> Sequence[Named]: ...


class Records(Protocol):
    """Writes that lists do; each returns its transaction. ``current`` tells what a merged record became."""

    def current(self, entity: str, record_id: int) -> int: ...
    def led_on(self, entity: str, words: Sequence[str], limit: int) -> Mapping[int, str]: ...
    def delete(self, entity: str, ids: Sequence[int]) -> int: ...
    def restore(self, entity: str, ids: Sequence[int]) -> int: ...
    def set_many(self, entity: str, ids: Sequence[int], values: Mapping[str, Any]) -> int: ...


class History(Protocol):
    """The change log as people use it."""

    def undo(self, txn: int, cancelled: Callable[[], bool] | None = None) -> UndoReport: ...
    def last_undoable(self) -> Transaction | None: ...
    def last_redoable(self) -> Transaction | None: ...


class Views(Protocol):
    """Saved views of lists."""

    def of(self, entity: str) -> Sequence[SavedView]: ...
    def save(self, entity: str, name: str, query: ListQuery, columns: Sequence[str]) -> int: ...
    def rename(self, view_id: int, name: str) -> Any: ...
    def delete(self, view_id: int) -> Any: ...


class Workspace(Protocol):
    """An opened customer file; the one thing handed to the window. ``name`` is the firm's."""

    @property
    def path(self) -> Path: ...
    @property
    def name(self) -> str: ...
    @property
    def read_only(self) -> bool: ...
    @property
    def locale(self) -> Locale: ...
    @property
    def lists(self) -> Lists: ...
    @property
    def records(self) -> Records: ...
    @property
    def history(self) -> History: ...
    @property
    def views(self) -> Views: ...
    def subscribe(self, listener: Callable[[Any], None]) -> Any: ...
    def close(self) -> Any: ...


__all__ = [
    "Changes",
    "Condition",
    "History",
    "Kept",
    "ListQuery",
    "Lists",
    "Named",
    "Records",
    "Row",
    "SavedView",
    "Sum",
    "Transaction",
    "UndoReport",
    "Views",
    "Workspace",
]
