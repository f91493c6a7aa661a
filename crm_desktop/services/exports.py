"""Export of lists as they stand: names and labels, not ids and keys; re-importable headings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm_desktop.core.entity import Field
from crm_desktop.core.errors import Cancelled, UsageProblem
from crm_desktop.core.i18n import _, listed
from crm_desktop.core.kinds import Choice, Kind, Locale, Moment, Money, Reference
from crm_desktop.core.query import ListQuery
from crm_desktop.exchange import csv_files, formats
from crm_desktop.exchange.export import ExportColumn, Written
from crm_desktop.exchange.vcard_files import Version
from crm_desktop.models import registry
from crm_desktop.services import (
    calendar_export,
    card_export,
    import_opt_out_lists,
    import_opt_outs,
    opt_outs,
    record_export,
)
from crm_desktop.services.export_channels import Further, further
from crm_desktop.store import pages
from crm_desktop.store.sql import chunks

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace

PAGE = 2_000  # records read at a time
Progress = Callable[[int, int], None]


def export_list(
    workspace: Workspace,
    query: ListQuery,
    out: Path,
    *,
    columns: Sequence[str] = (),
    style: str = "",
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Written:
    """Write the records of a list, in its order, with ``columns`` (default: all), to xlsx, csv, json, vcf or ics.

    Without ``columns`` a table has further ones for the second, third … number of a kind (“Mobile 2”).
    Address cards (vcf, of contacts and companies) and calendars (ics, of activities) have no columns: they hold
    whatever they can.
    ``style``: 'plain' is CSV for other programs than Excel, '4.0' that version of address cards.
    Raises UsageProblem for an unknown column or ending, Cancelled, and what the disk does.
    """
    if out.suffix.lower() in formats.CARDS:
        version: Version = "4.0" if style == "4.0" else "3.0"
        return card_export.export_cards(
            workspace, query, out, version=version, progress=progress, cancelled=cancelled
        )
    if out.suffix.lower() in formats.CALENDARS:
        return calendar_export.export_calendar(workspace, query, out, progress=progress, cancelled=cancelled)
    fields = _fields(workspace, query.entity, columns)
    if out.suffix.lower() in formats.RECORDS:
        return record_export.export_records(workspace, query, fields, out, progress, cancelled)
    ids = workspace.lists.ids(query, cancelled)
    more = further(workspace.file.reader(), () if columns else fields)
    headings = [
        ExportColumn(label, _number_format(workspace, one), one.kind.width)
        for one in fields
        for label in (_(one.label), *(f"{_(one.label)} {number}" for number in more.after(one)))
    ]
    title = _(registry.entity(query.entity).title_plural)
    has_list = not columns and opt_outs.are_untold(workspace.file.reader(), query.entity)
    if has_list:
        (one,) = import_opt_out_lists.fields_of(query.entity)
        headings.append(ExportColumn(_(one.label), None, one.kind.width))
    rows = _rows(workspace, query.entity, fields, more, ids, progress, cancelled, has_list=has_list)
    if style == "plain" and out.suffix.lower() == ".csv":
        return csv_files.write_plain_table(out, headings, rows)
    return formats.write_table(out, headings, rows, title=title)


def _fields(workspace: Workspace, entity: str, columns: Sequence[str]) -> list[Field]:
    every = [one for one in workspace.lists.fields(entity) if one.listed != "hidden"]
    if not columns:
        return every
    by_key = {one.key: one for one in every}
    unknown = [key for key in columns if key not in by_key]
    if unknown:
        raise UsageProblem(
            _("“%(name)s” is not a field of this list.") % {"name": unknown[0]},
            _("Fields: %(names)s") % {"names": listed(by_key)},
        )
    return [by_key[key] for key in columns]


def _number_format(workspace: Workspace, one: Field) -> str | None:
    """Return Excel's format of a column. Amounts of several currencies show their number; the currency has its own
    column."""
    return "#,##0.00" if isinstance(one.kind, Money) else one.kind.number_format(workspace.locale)


def _rows(
    workspace: Workspace,
    entity: str,
    fields: Sequence[Field],
    more: Further,
    ids: Sequence[int],
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
    *,
    has_list: bool,
) -> Iterator[tuple[object, ...]]:
    """Yield the cells of the records, page by page; those of ``has_list`` say what somebody opted out of."""
    description = registry.entity(entity)
    done = 0
    for part in chunks(ids, PAGE):
        if cancelled is not None and cancelled():
            raise Cancelled(_("The export was cancelled. No file was written."))
        reader = workspace.file.reader()
        found = pages.read_columns(reader, description, fields, part)
        others = more.read(reader, part)
        cells = []
        for one, values in zip(fields, found.values, strict=True):
            cells.append(_cells(one, values, found.currencies, workspace.locale))
            cells += more.columns(one, part, others)
        if has_list:
            said = opt_outs.untold(reader, entity, part, {import_opt_outs.MAIL})
            cells.append([import_opt_out_lists.BETWEEN.join(said.get(record, ())) or None for record in part])
        yield from zip(*cells, strict=True)
        done += len(part)
        if progress is not None:
            progress(done, len(ids))


def _cells(one: Field, values: list[Any], currencies: list[str | None], locale: Locale) -> list[Any]:
    """Return a column as it goes out."""
    kind = one.kind
    if isinstance(kind, Reference):
        return [None if value is None else value.name for value in values]
    if type(kind).cell is Kind.cell:
        return values
    if isinstance(kind, (Moment, Choice)):  # many of one value, and no amounts
        return pages.each(lambda value: kind.cell(value, locale), values)
    return [
        None if value is None else kind.cell(value, locale.of_currency(currency))
        for value, currency in zip(values, currencies, strict=True)
    ]


__all__ = ["export_list"]
