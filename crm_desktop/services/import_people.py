"""Contacts that a table names by their e-mail address, as calendars do: found by it, never made of it in a calendar."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from crm_desktop.core.errors import SourceProblem
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Reference
from crm_desktop.services.calendar_export import ENTITY
from crm_desktop.store.driver import Connection
from crm_desktop.store.sql import chunks, marks

if TYPE_CHECKING:
    from crm_desktop.core.entity import Entity
    from crm_desktop.services.import_references import Resolved
    from crm_desktop.services.import_table import ImportTable

_ADDRESS = re.compile(r"[^\s;,<>]+@[^\s;,<>]+")


def check(format_: str, entity: Entity, name: str) -> None:
    """Refuse a calendar that is to become anything but activities. Raises SourceProblem."""
    if format_ == "ics" and entity.name != ENTITY:
        raise SourceProblem(
            _("“%(name)s” is a calendar; its entries are activities.") % {"name": name},
            _("Import it as activities."),
        )


def find_people(connection: Connection, table: ImportTable, resolved: Mapping[str, Resolved]) -> None:
    """Let texts that are addresses mean the contacts who have them; in a calendar others mean nobody."""
    for names in resolved.values():
        if not isinstance(names.field.kind, Reference) or names.field.kind.entity != "contact":
            continue
        texts = [text for text in {*names.fresh, *names.spellings} if _ADDRESS.search(text)]
        known = _by_address(connection, [one for text in texts for one in _ADDRESS.findall(text)])
        nobody = set()
        for text in texts:
            found = next(
                (known[one] for one in map(str.casefold, _ADDRESS.findall(text)) if one in known), None
            )
            if found is not None:
                names.ids[text] = found
            if found is not None or table.format == "ics":
                names.fresh = [one for one in names.fresh if one != text]
                names.spellings.pop(text, None)
            if found is None and table.format == "ics":
                nobody.add(text)
        if nobody:
            column = table.columns[names.field.key]
            table.columns[names.field.key] = [None if cell in nobody else cell for cell in column]


def _by_address(connection: Connection, addresses: Sequence[str]) -> dict[str, int]:
    """Return the contact of each address (in small letters), the oldest of several."""
    found: dict[str, int] = {}
    for part in chunks(sorted({one.casefold() for one in addresses})):
        rows = connection.execute(
            "SELECT c.normal, c.contact_id FROM channel AS c JOIN contact AS p ON p.id = c.contact_id "
            f"WHERE c.kind = 'email' AND c.normal IN ({marks(part)}) AND c.deleted_at IS NULL "
            "AND p.deleted_at IS NULL ORDER BY c.contact_id",
            part,
        )
        for address, contact in rows:
            found.setdefault(address, contact)
    return found


__all__ = ["check", "find_people"]
