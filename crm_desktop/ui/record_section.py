"""Cards that the pages of some records have besides their fields and lists; each reads on the reading thread.

A section is told of a page only what stands here, so that pages and sections need not know each other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar, Literal, Protocol

from crm_desktop.core.entity import Entity
from crm_desktop.core.query import Condition, ListQuery
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.card import Card
from crm_desktop.ui.context import Context
from crm_desktop.ui.contract import Changes
from crm_desktop.ui.portions import Portions
from crm_desktop.ui.record_contract import Record
from crm_desktop.ui.tasks import Task

Side = Literal["top", "left", "middle", "right"]


class SectionPage(Protocol):
    """The page of a record, as its sections see it."""

    context: Context
    entity: Entity
    record_id: int
    record: Record | None

    def refresh(self) -> None: ...
    def may_write(self) -> bool: ...
    def add_related(self, key: str) -> None: ...
    def log_activity(self, means: str = "") -> None: ...
    def show_tab(self, key: str) -> None: ...


class Section(Card):
    """A card of a record's page. Subclasses say what they read and how they show it.

    ``tables`` are those after whose changes it is read again. What it shows needs no other place on the page: no
    ``fields`` in the form, and no list of the records named in ``lists``.
    """

    side: ClassVar[Side] = "right"
    tables: ClassVar[frozenset[str]] = frozenset()
    fields: ClassVar[frozenset[str]] = frozenset()
    lists: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, page: SectionPage) -> None:
        super().__init__()
        self.page = page
        self._task: Task | None = None
        self.hide()  # until there is something to show

    def read(self) -> Any:
        """Return what is shown; called on the reading thread."""
        raise NotImplementedError

    def show_found(self, found: Any) -> None:
        """Show what :meth:`read` has returned."""
        raise NotImplementedError

    def read_again(self) -> None:
        """Read and show."""
        if self._task is not None:
            self._task.cancel()
        self._task = self.page.context.tasks.read(
            lambda _task: self.read(),
            done=while_alive(self, self.show_found),
            failed=while_alive(self, lambda _error: self.hide()),  # the page itself says what is wrong
        )

    def open_rows(self, entity: str, conditions: Sequence[Condition], name: str) -> None:
        """Open what is behind a number of the page's record: as a list, or its tab where there is no such list."""
        page = self.page
        if page.context.entities[entity].section:
            own = Condition(page.entity.name, "is", page.record_id)
            title = page.record.title if page.record is not None else ""
            query = ListQuery(entity, conditions=(own, *conditions))
            page.context.window.open_rows(query, f"{name} · {title}")
        else:
            page.show_tab(f"{entity}.{page.entity.name}")


MakeSection = Callable[[SectionPage], Section]
"""A class of sections, or a part of its call."""


def _class_of(make: MakeSection) -> type[Section]:
    found = make.func if isinstance(make, partial) else make
    assert isinstance(found, type)
    assert issubclass(found, Section)
    return found


class Sections:
    """All sections of one page, made in portions; ``place`` puts each where it belongs, then it reads."""

    def __init__(
        self,
        page: SectionPage,
        portions: Portions,
        made: Sequence[MakeSection],
        place: Callable[[Section], object],
    ) -> None:
        self._page, self._portions, self._place = page, portions, place
        self._made: list[Section] = []
        self._classes = [_class_of(one) for one in made]
        portions.begin(partial(self._make, one) for one in made)

    def _make(self, make: MakeSection) -> None:
        section = make(self._page)
        self._made.append(section)
        self._place(section)
        if self._page.record is not None:
            section.read_again()

    @property
    def all(self) -> list[Section]:
        """The sections from the top; those that are still to come are made at once."""
        self._portions.finish()
        return self._made

    @property
    def fields(self) -> frozenset[str]:
        """The fields that the form may leave to them."""
        return frozenset().union(*(one.fields for one in self._classes))

    @property
    def lists(self) -> frozenset[str]:
        """The entities whose short lists they stand for."""
        return frozenset().union(*(one.lists for one in self._classes))

    def read_again(self) -> None:
        """Read and show those that are there; the others will when they are made."""
        for one in self._made:
            one.read_again()

    def on_changes(self, changes: Changes) -> None:
        """Read again what a commit concerns."""
        for one in self._made:
            if changes.touches(*one.tables):
                one.read_again()
