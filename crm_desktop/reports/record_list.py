"""Any list of records on paper: the records, columns and order that are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crm_desktop.core.document import Cell, Column, Document, Paper, Table
from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.kinds import LongText, Text
from crm_desktop.reports.reading import Reading

_WIDE = 180  # pixels: a column as wide on screen as a name takes more room on paper too
_UPRIGHT = 6.0  # so much of columns is read well on upright paper


def record_list(
    reading: Reading,
    entity: Entity,
    fields: Sequence[Field],
    ids: Sequence[int],
    paper: Paper,
    *,
    landscape: bool | None = None,
    about: str = "",
) -> Document:
    """Return the list; its rows are read while it is drawn. ``landscape`` None: as the columns need it; ``about``
    stands behind the number of records."""
    columns = [Column(reading.label(one), weight=_weight(one)) for one in fields]
    if landscape is None:
        landscape = sum(one.weight for one in columns) > _UPRIGHT
    count = reading.ngettext("%(count)s record", "%(count)s records", len(ids))
    return Document(
        reading.text(entity.title_plural),
        f"{count} · {about}" if about else count,
        reading.firm,
        reading.today,
        reading.language,
        [Table(columns, _Rows(reading, entity, fields, ids))],
        landscape=landscape,
        paper=paper,
        zone=reading.zone,
    )


class _Rows:
    """The rows of the list, read anew, and a part at a time, for each drawing."""

    def __init__(self, reading: Reading, entity: Entity, fields: Sequence[Field], ids: Sequence[int]) -> None:
        self._reading = reading
        self._entity = entity
        self._fields = fields
        self._ids = ids

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        return self._reading.records(self._entity, self._fields, self._ids)


def _weight(field: Field) -> float:
    wide = isinstance(field.kind, (Text, LongText)) and field.kind.width > _WIDE
    return 1.6 if wide else 1.0
