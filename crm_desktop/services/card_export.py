"""Contacts and companies as address cards: everything by which they are reached, and what else a card can hold."""

from __future__ import annotations

import base64
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm_desktop.core.entity import Field
from crm_desktop.core.errors import Cancelled, CrmError, UsageProblem
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Birthday, Reference, Tags
from crm_desktop.core.query import ListQuery
from crm_desktop.exchange import further_addresses, vcard_pictures
from crm_desktop.exchange.export import Written
from crm_desktop.exchange.mapping import takes_several
from crm_desktop.exchange.vcard_cards import COLUMNS
from crm_desktop.exchange.vcard_files import Version, write_cards
from crm_desktop.models import registry
from crm_desktop.services import import_opt_out_lists, import_opt_outs, import_pictures, opt_outs
from crm_desktop.store import pages
from crm_desktop.store.sql import chunks, marks

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace

PAGE = 2_000  # records read at a time
ENTITIES = ("contact", "company")
_OF_FIRMS = {"name": "company"}
_KINDS = {"web": "website"}
"""Channels whose kind is called otherwise on a card."""

Cells = dict[str, list[str]]


def export_cards(
    workspace: Workspace,
    query: ListQuery,
    out: Path,
    *,
    version: Version = "3.0",
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Written:
    """Write the contacts or companies of a list, in its order, as address cards.

    Raises UsageProblem for other records, Cancelled, and what the disk does.
    """
    if query.entity not in ENTITIES:
        raise UsageProblem(
            _("Only contacts and companies can be written as address cards."), _("Choose xlsx, csv or json.")
        )
    ids = workspace.lists.ids(query, cancelled)
    return write_cards(out, _cards(workspace, query.entity, ids, progress, cancelled), version)


def _cards(
    workspace: Workspace,
    entity: str,
    ids: Sequence[int],
    progress: Callable[[int, int], None] | None,
    cancelled: Callable[[], bool] | None,
) -> Iterator[Cells]:
    description = registry.entity(entity)
    renamed = _OF_FIRMS if entity == "company" else {}
    own = {import_opt_outs.MAIL}  # which is told of all channels
    fields = [
        one for one in description.fields if renamed.get(one.key, one.key) in COLUMNS and one.key not in own
    ]
    pictures = partial(_picture, workspace, _pictured(workspace, entity))
    done = 0
    for part in chunks(ids, PAGE):
        if cancelled is not None and cancelled():
            raise Cancelled(_("The export was cancelled. No file was written."))
        found = pages.read_columns(workspace.file.reader(), description, fields, part)
        beside = [read(workspace, entity, found.ids) for read in (channels_of, _addresses_of, _opt_outs_of)]
        rows = zip(*found.values, strict=True)
        for record, row in zip(found.ids, rows, strict=True):
            card = {
                renamed.get(one.key, one.key): texts
                for one, value in zip(fields, row, strict=True)
                if not takes_several(one) and (texts := _texts(workspace, one, value))
            }
            for one in beside:
                card |= one.get(record, {})
            yield card | pictures(record)
        done += len(part)
        if progress is not None:
            progress(done, len(ids))


def _texts(workspace: Workspace, one: Field, value: Any) -> list[str]:
    """Return a value as it stands on a card."""
    if value is None or value == "":
        return []
    if isinstance(one.kind, Tags):
        return list(value)
    if isinstance(one.kind, Reference):
        return [value.name]
    if isinstance(one.kind, Birthday):
        return [value.isoformat()]
    if one.key == "gender":
        return [str(value)[:1].upper()]
    return [one.kind.show(value, workspace.locale)]


def channels_of(workspace: Workspace, entity: str, ids: Sequence[int]) -> dict[int, Cells]:
    """Return all channels of records by the columns of a card, the primary ones first."""
    found: dict[int, Cells] = defaultdict(lambda: defaultdict(list))
    for record, kind, value in _channel_rows(workspace, entity, ids, "value"):
        found[record][_KINDS.get(kind, kind)].append(value)
    return found


def _channel_rows(
    workspace: Workspace, entity: str, ids: Sequence[int], column: str
) -> Iterator[tuple[int, str, Any]]:
    """Yield the record, the kind and one column of each channel, the primary ones first."""
    link = f"{entity}_id"
    for part in chunks(ids):
        yield from workspace.file.reader().execute(
            f'SELECT "{link}", kind, "{column}" FROM channel WHERE "{link}" IN ({marks(part)}) '
            "AND deleted_at IS NULL ORDER BY is_primary DESC, id",
            part,
        )


def _addresses_of(workspace: Workspace, entity: str, ids: Sequence[int]) -> dict[int, Cells]:
    """Return the addresses of records beside the primary one, by the columns of a card.

    Where none is the primary one, no other stands for it.
    """
    found: dict[int, Cells] = defaultdict(dict)
    primary: set[int] = set()
    parts = tuple(further_addresses.PARTS)
    for some in chunks(ids):
        rows = workspace.file.reader().execute(
            f'SELECT "{entity}_id", is_primary, kind, {", ".join(parts)} FROM address '
            f'WHERE "{entity}_id" IN ({marks(some)}) AND deleted_at IS NULL ORDER BY is_primary DESC, id',
            some,
        )
        for record, is_primary, kind, *texts in rows:
            if is_primary and record not in primary:
                primary.add(record)
                continue
            code = kind if kind in further_addresses.KINDS else "other"
            for part, text in zip(parts, texts, strict=True):
                found[record].setdefault(further_addresses.key(code, part), []).append(text or "")
    for record in found.keys() - primary:
        found[record] |= {part: [] for part in parts}
    return found


def _opt_outs_of(workspace: Workspace, entity: str, ids: Sequence[int]) -> dict[int, Cells]:
    """Return of what records opted out, by the columns of a card."""
    reader = workspace.file.reader()
    found: dict[int, Cells] = defaultdict(dict)
    for record, keys in opt_outs.of(reader, entity, ids).items():
        found[record] = {key: ["1"] for key in sorted(keys)}
    for record, values in opt_outs.untold(reader, entity, ids, opt_outs.KINDS).items():
        found[record][import_opt_out_lists.KEY] = [import_opt_out_lists.BETWEEN.join(values)]
    return found


def _pictured(workspace: Workspace, entity: str) -> dict[int, int]:
    """Return the attached picture of each record that has one."""
    rows = workspace.file.reader().execute(
        "SELECT row_id, id FROM attachment WHERE entity = ? AND name LIKE ? AND size <= ? AND deleted_at IS NULL "
        "ORDER BY id",
        (entity, f"{import_pictures.STEM}.%", vcard_pictures.LARGEST),
    )
    return dict(rows.fetchall())


def _picture(workspace: Workspace, pictured: Mapping[int, int], record: int) -> Cells:
    """Return the picture of a record as text; nothing of one that is not there or not whole."""
    if record not in pictured:
        return {}
    try:
        with tempfile.TemporaryDirectory(prefix="crm-") as folder:
            place = Path(folder) / import_pictures.STEM
            workspace.attachments.save_as(pictured[record], place)
            return {"picture": [base64.b64encode(place.read_bytes()).decode("ascii")]}
    except CrmError:
        return {}


__all__ = ["ENTITIES", "channels_of", "export_cards"]
