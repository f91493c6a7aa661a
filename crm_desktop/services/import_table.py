"""A foreign table as it is on its way in: parsed by column, rejected rows apart, and what becomes of each row."""

from __future__ import annotations

import collections.abc
import gc
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.errors import Cancelled, SourceProblem, UsageProblem
from crm_desktop.core.i18n import _, language, listed
from crm_desktop.core.kinds import Locale
from crm_desktop.core.search_text import ONLY_CHINESE
from crm_desktop.exchange.mapping import Mapping
from crm_desktop.exchange.open_dates import OpenDates
from crm_desktop.exchange.reader_process import SourceTable, open_table
from crm_desktop.exchange.row_parser import ParsedChunk, Problem, RejectedRow, RowParser
from crm_desktop.exchange.source import SourceChunk
from crm_desktop.models import registry
from crm_desktop.services import (
    import_addresses,
    import_channels,
    import_column_notes,
    import_fields,
    import_identity,
    import_opt_out_lists,
    import_opt_outs,
    import_people,
    import_pictures,
    import_targets,
)
from crm_desktop.services.import_choices import Choices
from crm_desktop.services.import_fields import NewField

if TYPE_CHECKING:
    from crm_desktop.services.import_ahead import Ahead

_WORDS = re.compile(r"[^\W_]+")
_ACCENT = re.compile(r"[\u0300-\u036f]")
Progress = Callable[[str, int], None]
"""Told what is being done (a translated word) and how many rows are through."""


class ColumnMeanings(Protocol):
    """Tells what the columns of an opened table mean; knows the choices completely once it has."""

    choices: Choices
    known: collections.abc.Collection[str]

    def match(self, opened: SourceTable, custom: tuple[Field, ...], /) -> Mapping:
        """Return what the columns mean; ``custom`` are the fields beyond those of the entity."""


@dataclass
class ImportTable:
    """The good rows of a table as columns of stored values (references as names), and everything else.

    ``incomplete`` are rows, by their place, that lack what a new record must have: they can only change records.
    ``nameless`` ones of these are about a joined record alone. ``open_dates`` are the columns of which somebody
    should say whether the day or the month comes first.
    ``new_fields`` are the custom fields that its columns become, ``proposed`` the kinds for columns that fill no field.
    ``ahead`` is what was read of the records meanwhile, ``further`` are channels that stood in one cell with others;
    in ``moved_up`` rows a further channel stands in the place of the primary one, which they do not name.
    """

    source: Path
    sheet: str
    entity: Entity
    mapping: Mapping
    headings: list[str]
    numbers: list[int] = field(default_factory=list)
    columns: dict[str, list[Any]] = field(default_factory=dict)
    rejected: list[RejectedRow] = field(default_factory=list)
    incomplete: dict[int, RejectedRow] = field(default_factory=dict)
    nameless: set[int] = field(default_factory=set)
    record_ids: list[int | None] = field(default_factory=list)
    format: str = ""
    pictures: dict[int, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    open_dates: list[OpenDates] = field(default_factory=list)
    new_fields: list[NewField] = field(default_factory=list)
    proposed: dict[str, str] = field(default_factory=dict)
    ahead: Ahead | None = None
    further: dict[str, Field] = field(default_factory=dict)
    moved_up: dict[str, set[int]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.numbers)

    def take(self, parsed: ParsedChunk) -> None:
        """Add the rows of a chunk. A column that only some chunks have (an inferred currency) is empty elsewhere."""
        for key, values in parsed.columns.items():
            column = self.columns.setdefault(key, [])
            column += [None] * (len(self) - len(column))
            column += values
        self.numbers += parsed.numbers
        self.rejected += parsed.rejected
        for shorter in self.columns.values():
            shorter.extend([None] * (len(self) - len(shorter)))

    @property
    def fields(self) -> list[Field]:
        """The fields that the table fills."""
        by_key = import_opt_outs.by_key(self.entity.name)
        by_key.update(self.further)
        by_key.update({one.key: one for one in (*self.entity.fields, *self.mapping.fields)})
        return [by_key[key] for key in self.columns]

    @property
    def rows(self) -> int:
        """All rows of the table, good and rejected."""
        return len(self.numbers) + len(self.rejected)


def same_name(text: str) -> str:
    """Return the form in which two names are the same: case, width, accents and punctuation aside, words kept
    apart ('GTXPro' is not 'GTX Pro')."""
    if ONLY_CHINESE.fullmatch(text):
        return text
    plain = (
        text.lower() if text.isascii() else _ACCENT.sub("", unicodedata.normalize("NFKD", text.casefold()))
    )
    return " ".join(_WORDS.findall(plain)) or text.strip().casefold()


def stop_if(cancelled: Callable[[], bool] | None) -> None:
    """End the import here when the user asked for it. Raises Cancelled."""
    if cancelled is not None and cancelled():
        raise Cancelled(_("The import was cancelled. Nothing was changed."))


@contextmanager
def without_collector() -> Iterator[None]:
    """Keep Python from looking for cycles while millions of small values are made: it would find none."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def read_table(
    source: Path,
    entity: Entity,
    locale: Locale,
    choices: Choices,
    custom: tuple[Field, ...],
    columns: ColumnMeanings,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ImportTable:
    """Read a table through the reader process, as ``choices`` say; ``custom`` are the user's own fields.

    ``columns`` tell what its columns mean, and complete the choices by what the table was recognised as.

    Raises SourceProblem with a sentence, also when no column is recognised or none names the record.
    """
    with open_table(
        source, sheet=choices.sheet, encoding=choices.encoding, separator=choices.separator,
        header_row=choices.heading_row, language=language(), cancelled=cancelled, known=columns.known,
        records=entity.name,
    ) as opened:  # fmt: skip
        import_people.check(opened.format, entity, source.name)
        custom = import_identity.described(custom, opened.format)
        mapping = import_column_notes.settled(_chosen(columns.match(opened, custom), choices.mapping, custom))
        choices = columns.choices
        import_fields.check(opened.headings, choices.new_fields)
        open_places = [one.place for one in mapping if not one.field or one.heading in choices.new_fields]
        proposed = import_fields.proposals(opened, open_places, locale)
        mapping, wanted = import_fields.taken(mapping, choices.new_fields, proposed, custom)
        fields = import_fields.described(entity, wanted, proposed, custom)
        mapping = import_addresses.told_apart(import_fields.mapped(mapping, fields))
        _check_mapping(mapping, source)
        _check_headings(mapping, choices.date_orders)
        table = ImportTable(source, opened.sheet or "", entity, mapping, list(opened.headings))
        table.new_fields, table.proposed = fields, proposed
        table.columns = {one.key: [] for one in mapping.fields}
        _take_rows(table, opened, locale, choices, progress, cancelled)
        import_identity.take_numbers(table)
        import_pictures.take_pictures(table)
        import_opt_outs.part_kinds(table)
        import_opt_out_lists.go_first(table)
        table.format = opened.format
    return table


def _take_rows(
    table: ImportTable,
    opened: SourceTable,
    locale: Locale,
    choices: Choices,
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
) -> None:
    """Parse all rows of an opened file into the table."""
    mapping, entity = table.mapping, table.entity
    required = _required(entity, mapping)
    filled = {one.key for one in mapping.fields}
    apart = not _found_by_name_only(mapping, choices.keys) or import_targets.leading(entity.name, filled)
    fill = registry.model(entity.name).fill
    parser = RowParser(
        mapping, locale, opened.facts,
        stored=True, fill=fill, required=() if apart else required, orders=choices.date_orders,
    )  # fmt: skip
    for chunk in opened.chunks():
        stop_if(cancelled)
        parsed = parser.parse(chunk)
        if apart:
            _set_apart(table, chunk.shaped(len(mapping.columns)), parsed, required)
        table.take(parsed)
        if progress is not None:
            progress(_("Reading"), table.rows)
    table.further = parser.further_fields
    table.moved_up = import_channels.close_ranks(table.fields, table.columns)
    table.open_dates = parser.open_dates
    table.notes = [
        *opened.notes,
        *parser.notes,
        *import_column_notes.notes(mapping),
        *import_fields.notes(table.new_fields),
    ]


def _chosen(
    mapping: Mapping, chosen: collections.abc.Mapping[str, str], custom: tuple[Field, ...]
) -> Mapping:
    """Apply the user's choices to a mapping. Raises UsageProblem for a heading or field that does not exist."""
    fields = {one.key: one for one in (*mapping.entity.fields, *custom)}
    fields.update(import_targets.fields_of(mapping.entity.name))
    for heading, key in chosen.items():
        column = next((one for one in mapping if one.heading == heading), None)
        if column is None or (key and key not in fields):
            missing = heading if column is None else key
            raise UsageProblem(_("There is no column or field “%(name)s”.") % {"name": missing})
        mapping = mapping.choose(column.place, fields[key] if key else None)
    return mapping


def _check_headings(mapping: Mapping, headings: collections.abc.Iterable[str]) -> None:
    """Raise UsageProblem for a heading that the table does not have."""
    present = {one.heading for one in mapping}
    for heading in headings:
        if heading not in present:
            raise UsageProblem(_("There is no column or field “%(name)s”.") % {"name": heading})


def _check_mapping(mapping: Mapping, source: Path) -> None:
    if not mapping.matched:
        raise SourceProblem(
            _("No column of “%(name)s” was recognised.") % {"name": source.name},
            _("The first row must hold headings such as: %(fields)s.")
            % {"fields": listed(_(one.label) for one in mapping.entity.listed)},
        )


def _required(entity: Entity, mapping: Mapping) -> list[str]:
    """Return what may not be empty: required fields that a column fills, and the name of the record.

    Records that are named by the program when they have no name (an opportunity, a numbered order) need none; a
    field with a default (a status) takes that.
    """
    columns = registry.table(entity.name).columns
    keys = [
        one.key
        for one in mapping.fields
        if one.required and not (one.stored and columns[one.column].server_default is not None)
    ]
    return list(dict.fromkeys([*keys, entity.title_key] if entity.title_field.required else keys))


def _found_by_name_only(mapping: Mapping, keys: Sequence[str]) -> bool:
    """Tell whether the name of a record is needed to find it: then a row without one cannot mean any."""
    filled = {one.key for one in mapping.fields}
    groups = [tuple(keys)] if keys else mapping.entity.match_on
    title = mapping.entity.title_key
    return all(title in group or not filled.issuperset(group) for group in groups)


def _set_apart(table: ImportTable, chunk: SourceChunk, parsed: ParsedChunk, required: Sequence[str]) -> None:
    """Complete rows in which a required value is missing; those where that fails can only change records."""
    size = len(parsed.numbers)
    columns = [parsed.columns.setdefault(key, [None] * size) for key in required]
    lacking = sorted({at for column in columns if None in column for at, v in enumerate(column) if v is None})
    fill = registry.model(table.entity.name).fill
    for at in lacking:
        row = {key: column[at] for key, column in parsed.columns.items()}
        fill(row)
        for key, value in row.items():
            if key in parsed.columns:
                parsed.columns[key][at] = None if value == "" else value
            elif value:
                parsed.columns[key] = [None] * size
                parsed.columns[key][at] = value
        missing = [key for key, column in zip(required, columns, strict=True) if column[at] is None]
        if missing:
            number = parsed.numbers[at]
            place = chunk.numbers.index(number)
            cells = tuple(column[place] for column in chunk.columns)
            problems = tuple(_must_be_filled(table.mapping, number, key) for key in missing)
            table.incomplete[len(table) + at] = RejectedRow(number, cells, problems)


def _must_be_filled(mapping: Mapping, number: int, key: str) -> Problem:
    column = mapping.column_of(key)
    heading = column.heading if column is not None else _(mapping.entity.field(key).label)
    return Problem(number, heading, "", _("This must be filled in."))
