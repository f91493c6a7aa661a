"""What the pages of customers need of an opened file beyond ``record_contract.py``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol, cast

from crm_desktop.ui import record_contract
from crm_desktop.ui.context import Context


class Mean(Protocol):
    """An average, and of how many."""

    @property
    def value(self) -> float: ...
    @property
    def count(self) -> int: ...


class Standing(Protocol):
    """What the orders and answers of a customer say; see ``services/customers.py``."""

    @property
    def orders(self) -> int: ...
    @property
    def first(self) -> date | None: ...
    @property
    def last(self) -> date | None: ...
    @property
    def every(self) -> float | None: ...
    @property
    def total(self) -> int: ...
    @property
    def unrated(self) -> int: ...
    @property
    def months(self) -> Mapping[date, int]: ...
    @property
    def overall(self) -> Mean | None: ...
    @property
    def recommends(self) -> Mean | None: ...


class Allowed(Protocol):
    """What a person allowed for one channel."""

    @property
    def channel(self) -> str: ...
    @property
    def given(self) -> bool | None: ...
    @property
    def at(self) -> datetime | None: ...


class Customers(Protocol):
    """How customers stand."""

    def standing(self, entity: str, record_id: int) -> Standing: ...
    def open_opportunities(self, entity: str, record_id: int) -> Sequence[int]: ...
    def consents(self, contact: int) -> Sequence[Allowed]: ...


class NextStep(Protocol):
    """One activity to come."""

    @property
    def id(self) -> int: ...
    @property
    def subject(self) -> str: ...
    @property
    def day(self) -> date | None: ...
    @property
    def at(self) -> datetime | None: ...


class NextSteps(Protocol):
    """The first of what is to come, and how many there are in all."""

    @property
    def first(self) -> Sequence[NextStep]: ...
    @property
    def count(self) -> int: ...


class CustomerFile(record_contract.CustomerFile, Protocol):
    """An opened customer file that knows how customers stand."""

    @property
    def customers(self) -> Customers: ...
    def next_steps(self, entity: str, record_id: int, limit: int) -> NextSteps: ...


def customer_file(context: Context) -> CustomerFile:
    """Return the opened file with what the pages of customers ask of it."""
    return cast("CustomerFile", context.workspace)
