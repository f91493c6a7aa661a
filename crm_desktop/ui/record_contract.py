"""What the page of a record needs of an opened customer file beyond ``contract.py``: the shapes the services fill."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol, cast

from crm_desktop.core.entity import Entity
from crm_desktop.ui import contract
from crm_desktop.ui.context import Context
from crm_desktop.ui.contract import Named, Row


class Record(Protocol):
    """One record: values and texts by the keys of its fields."""

    @property
    def entity(self) -> str: ...
    @property
    def id(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def values(self) -> Mapping[str, Any]: ...
    @property
    def texts(self) -> Mapping[str, str]: ...
    @property
    def deleted(self) -> bool: ...


class Related(Protocol):
    """Records of another entity that point to a record through one of their fields."""

    @property
    def entity(self) -> str: ...
    @property
    def field(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def count(self) -> int: ...


class FieldChange(Protocol):
    """One field that a transaction changed, from what to what in one ``line``."""

    @property
    def label(self) -> str: ...
    @property
    def line(self) -> str: ...


class Entry(Protocol):
    """One transaction's part in the history of a record."""

    @property
    def kind(self) -> str: ...
    @property
    def at(self) -> datetime: ...


class Event(Protocol):
    """One thing that happened to a record, in words. See ``services/timeline/event.py``."""

    @property
    def key(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def is_day(self) -> bool: ...
    @property
    def icon(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def meta(self) -> tuple[str, ...]: ...
    @property
    def body(self) -> str: ...
    @property
    def about(self) -> tuple[str, int] | None: ...
    @property
    def due(self) -> date | None: ...
    @property
    def transaction(self) -> int: ...
    @property
    def change(self) -> str: ...
    @property
    def undone(self) -> bool: ...


class EventPage(Protocol):
    """Some events, newest first, and the cursor of the earlier ones."""

    @property
    def events(self) -> Sequence[Event]: ...
    @property
    def earlier(self) -> Any: ...


class Timeline(Protocol):
    """What happened to records, in one stream."""

    def groups(self, entity: str) -> Mapping[str, str]: ...
    def page(
        self, entity: str, record_id: int, group: str = "", after: Any = None, limit: int = 25
    ) -> EventPage: ...


class RecordChange(Protocol):
    """What one transaction did to one record and its parts."""

    @property
    def entity(self) -> str: ...
    @property
    def id(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def created(self) -> bool: ...
    @property
    def fields(self) -> Sequence[FieldChange]: ...


class Transaction(contract.Transaction, Protocol):
    """One entry of the history of the file, with when and by whom."""

    @property
    def at_ms(self) -> int: ...
    @property
    def user(self) -> Any: ...


class UndoReport(contract.UndoReport, Protocol):
    """What an undo did, with its own transaction."""

    @property
    def transaction(self) -> int: ...


class Backup(Protocol):
    """A backup of the file."""

    @property
    def path(self) -> Path: ...
    @property
    def at(self) -> datetime: ...
    @property
    def size(self) -> int: ...
    @property
    def verified(self) -> bool: ...


class Lists(contract.Lists, Protocol):
    """Reads for lists and pickers."""

    def entity(self, entity: str) -> Entity: ...


class Records(contract.Records, Protocol):
    """Single records."""

    def get(self, entity: str, record_id: int) -> Record: ...
    def create(self, entity: str, values: Mapping[str, Any]) -> int: ...
    def create_together(self, entity: str, listed: Sequence[Mapping[str, Any]]) -> Sequence[int]: ...
    def save(self, entity: str, record_id: int, values: Mapping[str, Any]) -> int: ...
    def related(self, entity: str, record_id: int) -> Sequence[Related]: ...
    def related_ids(self, entity: str, field: str, record_id: int, limit: int = 200) -> Sequence[int]: ...


class History(contract.History, Protocol):
    """The change log as people use it, also that of one record."""

    def recent(self, limit: int = 100, before: int | None = None) -> Sequence[Transaction]: ...
    def of_transaction(self, txn: int) -> tuple[Sequence[RecordChange], bool]: ...
    def of_record(self, entity: str, record_id: int, *, limit: int) -> Sequence[Entry]: ...
    def undo(self, txn: int, cancelled: Callable[[], bool] | None = None) -> UndoReport: ...
    def undo_last(self) -> UndoReport: ...
    def redo_last(self) -> UndoReport: ...


class Attached(Protocol):
    """A file of a record; ``there`` tells whether its content is where it should be."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def at(self) -> datetime: ...
    @property
    def there(self) -> bool: ...


class Attachments(Protocol):
    """The files of records, which lie in ``folder``."""

    @property
    def folder(self) -> Path: ...
    def add(self, entity: str, record_id: int, source: Path) -> int: ...
    def of_record(self, entity: str, record_id: int) -> Sequence[Attached]: ...
    def open_path(self, attachment: int) -> Path: ...
    def save_as(self, attachment: int, target: Path) -> None: ...


class Likely(Protocol):
    """A record that is likely the one asked about, and why."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def reasons(self) -> tuple[str, ...]: ...


class LikelyPair(Protocol):
    """Two records that are likely one."""

    @property
    def a(self) -> int: ...
    @property
    def b(self) -> int: ...


class Duplicates(Protocol):
    """Records that are likely the same."""

    def find(self, entity: str) -> Sequence[LikelyPair]: ...
    def like(self, entity: str, values: Mapping[str, Any]) -> Sequence[Likely]: ...


class Today(Protocol):
    """What is due today, and how things stand. See ``services/today``."""

    def part(self, name: str) -> Any: ...
    def due(self, *, mine: bool) -> Any: ...
    def listed(self, rows: Any) -> contract.ListQuery: ...
    def congratulate(self, contact: int, name: str) -> Any: ...


class CustomerFile(contract.Workspace, Protocol):
    """An opened customer file with all that pages of records and settings ask of it."""

    @property
    def settings(self) -> Mapping[str, Any]: ...
    @property
    def user(self) -> int | None: ...
    @property
    def user_name(self) -> str: ...
    @property
    def today(self) -> Today: ...
    @property
    def encrypted(self) -> bool: ...
    @property
    def lists(self) -> Lists: ...
    @property
    def records(self) -> Records: ...
    @property
    def history(self) -> History: ...
    @property
    def timeline(self) -> Timeline: ...
    @property
    def attachments(self) -> Attachments: ...
    @property
    def duplicates(self) -> Duplicates: ...
    def change_settings(self, **values: Any) -> None: ...
    def backups(self) -> Sequence[Backup]: ...
    def backup(self, target: Path | None = None, cancelled: Callable[[], bool] | None = None) -> Backup: ...
    def check_backup(self, backup: Path) -> None: ...
    def problems(self, *, quick: bool = False) -> Sequence[str]: ...


def file_of(context: Context) -> CustomerFile:
    """Return the opened file with all that record pages ask of it."""
    return cast("CustomerFile", context.workspace)


def plain(value: Any) -> Any:
    """Return a value as it is written: the id of a reference."""
    return getattr(value, "id", value)


__all__ = [
    "Attached",
    "Backup",
    "CustomerFile",
    "Entry",
    "Event",
    "EventPage",
    "History",
    "Lists",
    "Named",
    "Record",
    "RecordChange",
    "Records",
    "Related",
    "Row",
    "Timeline",
    "Transaction",
    "UndoReport",
    "file_of",
    "plain",
]
