"""Records as JSON with all about them: numbers, references by number and name, typed values (``docs/json.md``)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm_desktop.core.entity import Field
from crm_desktop.core.errors import Cancelled
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Exact, Flag, Kind, Money, Option, Reference
from crm_desktop.core.query import ListQuery
from crm_desktop.exchange import json_files
from crm_desktop.exchange.export import Written
from crm_desktop.exchange.mapping import takes_several
from crm_desktop.models import registry
from crm_desktop.services import card_export, import_opt_out_lists, import_opt_outs, opt_outs
from crm_desktop.store import pages
from crm_desktop.store.sql import chunks

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace

PAGE = 2_000  # records read at a time


def export_records(
    workspace: Workspace,
    query: ListQuery,
    fields: Sequence[Field],
    out: Path,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Written:
    """Write the records of a list, in its order, with these fields. Raises Cancelled, and what the disk does."""
    ids = workspace.lists.ids(query, cancelled)
    records = _records(workspace, query.entity, fields, ids, progress, cancelled)
    lists = import_opt_out_lists.fields_of(query.entity) if any(map(takes_several, fields)) else ()
    return json_files.write_records(out, query.entity, map(_description, (*fields, *lists)), records)


def _description(one: Field) -> dict[str, object]:
    """Return what the document says of a field."""
    described: dict[str, object] = {"key": one.key, "label": _(one.label), "kind": _kind_word(one.kind)}
    if isinstance(one.kind, Option):
        described["options"] = one.kind.options
    elif isinstance(one.kind, Reference):
        described["entity"] = one.kind.entity
    if import_opt_out_lists.is_list(one):
        described["kind"] = "texts"
    if takes_several(one):
        described["several"] = True
    if not one.writable:
        described["computed"] = True
    return described


def _kind_word(kind: Kind[Any]) -> str:
    """Return the name of a kind of value: 'text', 'long_text', 'money' …"""
    name = type(kind).__name__
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


def _records(
    workspace: Workspace,
    entity: str,
    fields: Sequence[Field],
    ids: Sequence[int],
    progress: Callable[[int, int], None] | None,
    cancelled: Callable[[], bool] | None,
) -> Iterator[dict[str, object]]:
    """Yield what is filled of each record, page by page."""
    description = registry.entity(entity)
    several = [one.key for one in fields if takes_several(one)]
    keys = [one.key for one in fields]
    done = 0
    for part in chunks(ids, PAGE):
        if cancelled is not None and cancelled():
            raise Cancelled(_("The export was cancelled. No file was written."))
        found = pages.read_columns(workspace.file.reader(), description, fields, part)
        columns = [
            _column(workspace, one, values, found.currencies)
            for one, values in zip(fields, found.values, strict=True)
        ]
        more: dict[int, dict[str, list[str]]] = defaultdict(dict)
        untold: dict[int, list[str]] = {}
        if several:
            more.update(card_export.channels_of(workspace, entity, found.ids))
            told = {import_opt_outs.MAIL}.intersection(keys)
            untold = opt_outs.untold(workspace.file.reader(), entity, found.ids, told)
        for record_id, row in zip(found.ids, zip(*columns, strict=True), strict=True):
            record = {"id": record_id, **{k: v for k, v in zip(keys, row, strict=True) if v is not None}}
            channels = more.get(record_id, {})
            record |= {key: channels[key] for key in several if len(channels.get(key, ())) > 1}
            if record_id in untold:
                record[import_opt_out_lists.KEY] = untold[record_id]
            yield record
        done += len(part)
        if progress is not None:
            progress(done, len(ids))


def _column(
    workspace: Workspace, one: Field, values: Sequence[Any], currencies: Sequence[str | None]
) -> Sequence[Any]:
    """Return a column as JSON has it."""
    kind = one.kind
    if isinstance(kind, Reference):
        return pages.each(_named, values)
    if isinstance(kind, Money):
        locale = workspace.locale
        return [
            kind.decimal(value, currency or locale.currency)
            for value, currency in zip(values, currencies, strict=True)
        ]
    if isinstance(kind, (Exact, Flag)) or any(isinstance(value, date) for value in values):
        return values  # the writer knows their types
    return [kind.plain(value) if value is not None else None for value in values]


def _named(value: pages.Named) -> dict[str, object]:
    """Return a reference: number and name, and of an option or a stage the kind that rules know it by."""
    named: dict[str, object] = {"id": value.id, "name": value.name}
    return named | {"kind": value.kind} if value.kind else named


__all__ = ["export_records"]
