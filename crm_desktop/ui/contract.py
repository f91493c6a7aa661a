"""What the window needs of an opened customer file, and nothing else: the shapes that the services fill.

The window knows its services by these protocols, so that no module of ours that draws imports the database.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from crm_desktop.core.entity import Field
from crm_desktop.core.kinds import Colour, Locale


@dataclass(frozen=True)
class Condition:
    """One comparison of a filter: a field, one of its kind's operators, a value in stored form."""

    field: str
    operator: str
    value: object = None


@dataclass(frozen=True)
class ListQuery:
    """Which records of an entity, in which order."""

    entity: str
    search: str = ""
    sort: str = ""
    descending: bool = False
    conditions: tuple[Condition, ...] = ()
    match_all: bool = True
    trash: bool = False


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
    """One entry of the history."""

    @property
    def id(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def user(self) -> str: ...
    @property
    def undone(self) -> bool: ...


class UndoReport(Protocol):
    """What an undo did, and which later edits it kept."""

    @property
    def title(self) -> str: ...
    @property
    def restored(self) -> int: ...
    @property
    def kept(self) -> list[str]: ...


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


class Lists(Protocol):
    """Reads for lists. ``first_ids``, ``page`` and ``choices`` are quick enough for the main thread; ``ids`` is not.

    ``choices`` are the records that a reference or an option may point to, those found by ``text`` first.
    """

    def first_ids(self, query: ListQuery, limit: int = 100) -> array[int]: ...
    def ids(self, query: ListQuery, cancelled: Callable[[], bool] | None = None) -> array[int]: ...
    def page(self, entity: str, keys: Sequence[str], ids: Sequence[int]) -> Sequence[Row]: ...
    def count(self, entity: str) -> int: ...
    def fields(self, entity: str) -> tuple[Field, ...]: ...
    def choices(self, field: Field, text: str = "", limit: int = 50) -> Sequence[Named]: ...


class Records(Protocol):
    """Writes of single and many records."""

    def create(self, entity: str, values: Mapping[str, Any]) -> int: ...
    def save(self, entity: str, id: int, changes: Mapping[str, Any]) -> Any: ...
    def delete(self, entity: str, ids: Sequence[int]) -> int: ...
    def restore(self, entity: str, ids: Sequence[int]) -> Any: ...
    def set_many(self, entity: str, ids: Sequence[int], changes: Mapping[str, Any]) -> Any: ...


class History(Protocol):
    """The change log as people use it."""

    def undo(self, transaction_id: int) -> UndoReport: ...
    def last_undoable(self) -> Transaction | None: ...
    def last_redoable(self) -> Transaction | None: ...
    def recent(self, limit: int) -> Sequence[Transaction]: ...


class Views(Protocol):
    """Saved views of lists."""

    def of(self, entity: str) -> Sequence[SavedView]: ...
    def save(self, entity: str, name: str, query: ListQuery, columns: Sequence[str]) -> int: ...
    def delete(self, id: int) -> Any: ...


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
