"""What the page of a record reads in one go on the reading thread: its related lists and how many files it has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from crm_desktop.core.entity import Child, Entity, Field
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Choice, Day, Moment, Money, Option, Reference, Status
from crm_desktop.ui.record_contract import CustomerFile, Related, Row

FIRST_ROWS = 5
_MOST_COLUMNS = 4
_NEWEST = 25  # entries of the history, among which a deletion is looked for


@dataclass(frozen=True)
class RelatedList:
    """One list of records that point to the record: its number, its first rows in ``fields``.

    ``is_one_of_several``: such records point here in another way, too, or the record is one itself.
    """

    entity: Entity
    field: str
    count: int
    fields: tuple[Field, ...] = ()
    rows: tuple[Row, ...] = ()
    is_part: bool = False
    is_one_of_several: bool = False

    @property
    def key(self) -> str:
        """The name of the list on this page."""
        return f"{self.entity.name}.{self.field}"

    @property
    def label(self) -> str:
        """What the list is called, in the language in use, by what it lists: of several lists of one entity one that
        has no name of its own is told apart by its field."""
        link = self.entity.field(self.field)
        is_told_apart = self.is_one_of_several and not link.pointing
        return f"{self.plain_label} · {_(link.label)}" if is_told_apart else self.plain_label

    @property
    def plain_label(self) -> str:
        """What its records are called together."""
        return _(self.entity.field(self.field).pointing or self.entity.title_plural)


@dataclass(frozen=True)
class Reading:
    """Everything around a record; ``deleted`` is when it went to the trash, if that can be told."""

    related: tuple[RelatedList, ...]
    files: int = 0
    deleted: datetime | None = None


def read_around(
    file: CustomerFile, entities: Mapping[str, Entity], record: tuple[str, int], *, is_deleted: bool
) -> Reading:
    """Read what stands around a record."""
    entity = entities[record[0]]
    counted = [one for one in file.records.related(*record) if one.entity in entities]
    parts = parts_of(entity)
    names = [entity.name, *(one.entity for one in counted)]
    around = frozenset(name for name in _pointed_to(entity) if name in entities and entities[name].section)
    related = tuple(
        replace(
            _list(file, entities[one.entity], record[1], one, around),
            is_part=one.entity in parts,
            is_one_of_several=names.count(one.entity) > 1,
        )
        for one in counted
    )
    entries = file.history.of_record(*record, limit=_NEWEST) if is_deleted else ()
    files = len(file.attachments.of_record(*record))
    return Reading(related, files, next((one.at for one in entries if one.kind == "delete"), None))


def _list(
    file: CustomerFile, entity: Entity, record_id: int, related: Related, around: frozenset[str]
) -> RelatedList:
    fields = columns_of(entity, related.field, around)
    rows: tuple[Row, ...] = ()
    if related.count:
        ids = file.records.related_ids(entity.name, related.field, record_id, FIRST_ROWS)
        rows = tuple(file.lists.page(entity.name, [one.key for one in fields], ids))
        told = [at for at in range(len(fields)) if at == 0 or any(row.texts[at] for row in rows)]
        if len(told) < len(fields):  # a column that is empty in all rows tells nothing
            fields = tuple(fields[at] for at in told)
            rows = tuple(file.lists.page(entity.name, [one.key for one in fields], ids))
    return RelatedList(entity, related.field, related.count, fields, rows)


def parts_of(entity: Entity) -> frozenset[str]:
    """Return the tables in which values of a record lie beside its own."""
    return frozenset(one.source.table for one in entity.fields if isinstance(one.source, Child))


def _pointed_to(entity: Entity) -> set[str]:
    """Return the names of an entity and of those that its records point to."""
    kinds = (one.kind for one in entity.fields)
    return {entity.name, *(one.entity for one in kinds if isinstance(one, Reference))}


def columns_of(entity: Entity, link: str, around: frozenset[str] = frozenset()) -> tuple[Field, ...]:
    """Return the columns of a short list: those of the description, else title, how it stands, amount or day.

    What would be the same in each row is left out: the record itself (``link``) and, in lists of main records,
    what the record points to (``around``: a contact's own company).
    """
    if own := dict(entity.short_of).get(link):
        return tuple(entity.by_key[key] for key in own)
    if entity.short:
        known = around if entity.section else frozenset()
        return tuple(
            one
            for one in entity.in_a_line
            if one.key != link and not (isinstance(one.kind, Reference) and one.kind.entity in known)
        )[:_MOST_COLUMNS]
    rest = [one for one in entity.listed if one.key not in {entity.title_key, link}]

    def first(fits: Callable[[Field], bool]) -> Field | None:
        return next((one for one in rest if fits(one)), None)

    state = (
        first(lambda one: isinstance(one.kind, Status))
        or first(lambda one: isinstance(one.kind, Option | Choice))
        or first(lambda one: isinstance(one.kind, Reference))
        or first(lambda one: one.kind.align == "left")
    )
    rest = [one for one in rest if one is not state]
    amount = (
        first(lambda one: isinstance(one.kind, Money))
        or first(lambda one: isinstance(one.kind, Day | Moment))
        or first(lambda one: True)
    )
    chosen = [one for one in (state, amount) if one is not None]
    order = {one.key: place for place, one in enumerate(entity.fields)}
    chosen.sort(key=lambda one: (one.kind.align == "right", order[one.key]))
    return (entity.title_field, *chosen)
