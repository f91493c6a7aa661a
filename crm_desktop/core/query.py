"""Which records a list shows, and in which order: what screens, saved views and the command line ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crm_desktop.core.i18n import _


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a filter: a field, one of its kind's operators, a value in stored form."""

    field: str
    operator: str
    value: Any = None


@dataclass(frozen=True, slots=True)
class ListQuery:
    """Which records of an entity, and their order. ``sort`` is a field key; empty is the order of the description.

    ``descending`` turns the order round, also that of the description. ``among`` keeps the list to some records: those
    behind a number.
    """

    entity: str
    search: str = ""
    sort: str = ""
    descending: bool = False
    conditions: tuple[Condition, ...] = ()
    match_all: bool = True
    trash: bool = False
    among: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class ReadyView:
    """A view that a list brings along: in the language of the program, never deleted.

    ``text`` is its marked name. ``counted``: with the number of its records, where there are any.
    """

    key: str
    text: str
    query: ListQuery
    counted: bool = False
    columns: tuple[str, ...] = ()
    id: int = 0

    @property
    def name(self) -> str:
        """The name in the language of the program."""
        return _(self.text)
