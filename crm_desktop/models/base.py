"""What all records have in common, and the words in which an entity is described beside its mapped class.

A mapped class says what is kept; :func:`stored`, :func:`child` and :func:`computed` say what each value is to a
person. Columns marked as caches (sort keys, places in the search index) are worked out again from the others:
they are neither logged nor synchronised.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import Column as TableColumn
from sqlalchemy import Dialect, ForeignKey, Index, Integer, String, Table, TypeDecorator, text
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Mapped, mapped_column

from crm_desktop.core import clock
from crm_desktop.core.entity import Child, Column, Computed, Entity, Field, Listed, Reckoned, TagLinks
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import Kind, Moment, Reference, Tags, Text


class UtcMoment(TypeDecorator[datetime]):
    """A moment in UTC, stored as ``2026-11-21T09:12:00Z``."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> str | None:
        return None if value is None else clock.stamp(value)

    def process_result_value(self, value: str | None, _dialect: Dialect) -> datetime | None:
        return None if value is None else clock.moment(value).astimezone(UTC)


class IsoDay(TypeDecorator[date]):
    """A calendar date, stored as ``2026-11-21``."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: date | None, _dialect: Dialect) -> str | None:
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, _dialect: Dialect) -> date | None:
        return None if value is None else date.fromisoformat(value)


class Scaled(TypeDecorator[Decimal]):
    """A decimal number stored as an integer of its last place; the places are those of its ``Exact`` kind."""

    impl = Integer
    cache_ok = True

    def __init__(self, places: int = 4) -> None:
        super().__init__()
        self.places = places

    def process_bind_param(self, value: Decimal | None, _dialect: Dialect) -> int | None:
        return None if value is None else int(value.scaleb(self.places).to_integral_value())

    def process_result_value(self, value: int | None, _dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-self.places)


class Base(DeclarativeBase):
    """The registry of all mapped classes."""

    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcMoment, date: IsoDay, Decimal: Scaled}


class Named:
    """A record that is found by search and listed by name: its sort key and its place in name order (caches)."""

    name_key: Mapped[str] = mapped_column(
        String, server_default="", default="", info={"cache": True, "indexed": True}, sort_order=96
    )
    place: Mapped[int | None] = mapped_column(Integer, unique=True, info={"cache": True}, sort_order=97)


class Record(Base):
    """What every record has: identity, who made and changed it and when, deletion, the clock of its insert."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False, sort_order=-10)
    created_at: Mapped[datetime] = mapped_column(sort_order=90)
    created_by: Mapped[int | None] = mapped_column(sort_order=91)
    updated_at: Mapped[datetime] = mapped_column(sort_order=92)
    updated_by: Mapped[int | None] = mapped_column(sort_order=93)
    deleted_at: Mapped[datetime | None] = mapped_column(sort_order=94)
    clock: Mapped[str | None] = mapped_column("_clock", sort_order=99)

    moments: ClassVar[tuple[str, ...]] = ()
    """The columns by which the rows are told in the timelines of the records that they point to."""

    counted: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """Columns that the index of a reference holds as well, so that sums by that reference read no rows."""

    def __init_subclass__(cls, **keywords: Any) -> None:
        """Map the class, give each column marked as indexed its partial index, and one to what is in the trash."""
        super().__init_subclass__(**keywords)
        table = getattr(cls, "__table__", None)
        if table is None:
            return
        if issubclass(
            cls, Named
        ):  # what is listed is also listed by age; new ones are appended to that index
            table.c.created_at.info["indexed"] = True
        for column in table.columns:
            if column.info.get("indexed"):
                _index(table, column, cls.moments, cls.counted.get(column.name, ()))
        if "place" in table.columns:
            Index(f"ix_{table.name}_trash", table.c.place, sqlite_where=text("deleted_at IS NOT NULL"))

    @classmethod
    def fill(cls, values: MutableMapping[str, Any]) -> None:
        """Complete the values of a record about to be written (a full name from its parts, say).

        Gets attribute names and Python values, for a new record as for a changed one; must be cheap and pure.
        """


_WITHOUT_TIMELINE = frozenset({"user", "option", "stage"})


def _index(
    table: Table, column: TableColumn[Any], moments: tuple[str, ...], counted: tuple[str, ...]
) -> None:
    """Give a column the index that lists need: of live rows only. Empty cells are in it, so that a list sorted by the
    column finds those without a value as quickly as the others.

    The index of a reference holds every filled row, with its deletion behind it: SQLite looks children up by it when
    a foreign key is checked, and an index of live rows would not serve there. Behind them stand the ``moments``, so
    that a timeline reads the index and the rows that it shows, not all rows of a large customer, and what is
    ``counted``.
    """
    name = f"ix_{table.name}_{column.name}"
    filled = f'"{column.name}" IS NOT NULL' if column.nullable else ""
    if column.foreign_keys:
        target = next(iter(column.foreign_keys)).target_fullname.partition(".")[0]
        behind = () if target in _WITHOUT_TIMELINE else moments
        columns = (column, table.c.deleted_at, *(table.c[one] for one in (*behind, *counted)))
        Index(name, *columns, sqlite_where=text(filled) if filled else None)
    else:
        sparse = f" AND {filled}" if column.info.get("sparse") else ""
        Index(name, column, sqlite_where=text(f"deleted_at IS NULL{sparse}"))


def indexed(*arguments: Any, sparse: bool = False, **keywords: Any) -> Any:
    """Return a mapped column by which lists may be sorted and filtered quickly.

    ``sparse``: most of its cells are empty, and nobody asks for those.
    """
    info = {"indexed": True, "sparse": sparse, **keywords.pop("info", {})}
    return mapped_column(*arguments, info=info, **keywords)


def points_to(target: str, *, part: bool = False, **keywords: Any) -> Any:
    """Return an indexed foreign key to ``target`` ('company.id').

    ``part``: the row belongs to its target, is deleted and restored with it and is shown inside it.
    """
    key = ForeignKey(target, deferrable=True, initially="DEFERRED")
    return mapped_column(Integer, key, info={"indexed": True, "part": part}, **keywords)


class Owned:
    """A record for which one user is responsible."""

    owner_id: Mapped[int | None] = points_to("user.id", sort_order=80)


def stored(
    attribute: InstrumentedAttribute[Any],
    label: str,
    kind: Kind[Any],
    *,
    required: bool = False,
    listed: Listed = "offered",
    searched: bool = False,
    aliases: tuple[str, ...] = (),
    sort_on: InstrumentedAttribute[Any] | None = None,
    key: str = "",
    pointing: str = "",
) -> Field:
    """Describe a mapped column. It can be sorted when it is indexed or names an indexed column in ``sort_on``.

    The field's key is the attribute's name, without ``_id`` for references.
    """
    column = attribute.property.columns[0]
    is_reference = isinstance(kind, Reference) and attribute.key.endswith("_id")
    order = sort_on.key if sort_on is not None else str(column.name) if column.info.get("indexed") else ""
    return Field(
        key=key or (attribute.key.removesuffix("_id") if is_reference else attribute.key),
        label=label,
        kind=kind,
        source=Column(str(column.name)),
        required=required,
        listed=listed,
        searched=searched,
        aliases=aliases,
        sort_on=order,
        pointing=pointing,
    )


def child(
    key: str,
    label: str,
    kind: Kind[Any],
    link: InstrumentedAttribute[Any],
    column: InstrumentedAttribute[Any],
    *,
    where: Mapping[str, Any] | None = None,
    flag: str = "",
    listed: Listed = "offered",
    searched: bool = False,
    aliases: tuple[str, ...] = (),
    group: str = "",
) -> Field:
    """Describe a value in the record's primary child row (the main mobile, say). A reference there can be sorted."""
    table = str(link.property.columns[0].table.name)
    source = Child(table, link.key, column.key, tuple((where or {}).items()), flag)
    order = column.key if isinstance(kind, Reference) else ""
    return Field(key, label, kind, source, False, listed, searched, aliases, sort_on=order, group=group)


def computed(
    key: str,
    label: str,
    kind: Kind[Any],
    function: Callable[[Mapping[str, Any]], Any],
    columns: tuple[InstrumentedAttribute[Any], ...],
    *,
    listed: Listed = "offered",
    sort_on: InstrumentedAttribute[Any] | None = None,
    filtered: bool = False,
) -> Field:
    """Describe a value worked out from stored values of the row (``function`` gets them by column name).

    ``filtered``: what SQLite keeps in ``sort_on`` is the stored form of the value, so that lists can be filtered by it.
    """
    names = tuple(str(column.property.columns[0].name) for column in columns)
    order = sort_on.key if sort_on is not None else ""
    source = Computed(function, names, order if filtered else "")
    return Field(key, label, kind, source, False, listed, sort_on=order)


def reckoned(key: str, label: str, kind: Kind[Any], source: Reckoned, *, listed: Listed = "offered") -> Field:
    """Describe a value worked out from several tables and the present time. Lists are sorted by its own order."""
    return Field(key, label, kind, source, False, listed, sort_on=key)


def tags(*, listed: Listed = "offered") -> Field:
    """Describe the tags of a record."""
    label = N_("Tags")
    return Field(
        "tags", label, Tags(), TagLinks(), False, listed, True, ("labels", "categories", "标签", "分类")
    )


def bookkeeping(model: type[Record]) -> tuple[Field, ...]:
    """Describe what every record has: when it was made and changed."""
    return (
        stored(
            model.created_at,
            N_("Created"),
            Moment(),
            aliases=(
                *("created on", "date created", "created date", "create time", "entered on"),
                *("创建时间", "创建日期", "录入时间", "录入日期", "登记时间", "登记日期", "建档日期"),
            ),
        ),
        stored(model.updated_at, N_("Changed"), Moment(), listed="offered"),
    )


_OWNERS = ("owner name", "assigned to", "assignee", "responsible", "salesperson", "sales rep", "sales agent")
_OWNERS_OF = (
    "record",
    "account",
    "company",
    "contact",
    "lead",
    "opportunity",
    "deal",
    "case",
    "ticket",
    "task",
)
_OWNERS_ZH = ("负责人", "业务负责人", "所有者", "业务员", "跟进人", "销售", "销售人员")
_OWNER_HEADINGS = (*_OWNERS, *(f"{word} owner" for word in _OWNERS_OF), *_OWNERS_ZH)


def owner(model: Any, *, listed: Listed = "offered") -> Field:
    """Describe who is responsible for a record."""
    return stored(model.owner_id, N_("Owner"), Reference("user"), listed=listed, aliases=_OWNER_HEADINGS)


__all__ = [
    "Base",
    "Entity",
    "Named",
    "Owned",
    "Record",
    "Text",
    "bookkeeping",
    "child",
    "computed",
    "indexed",
    "owner",
    "points_to",
    "reckoned",
    "stored",
    "tags",
]
