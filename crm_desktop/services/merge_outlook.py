"""What a merged record will have: the numbers, addresses and tags of all, each once, and what follows to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.core.i18n import _, labelled, listed
from crm_desktop.core.kinds import Locale
from crm_desktop.core.reading import fold, phone_key
from crm_desktop.models import registry
from crm_desktop.models.channel_forms import NUMBERED
from crm_desktop.services.merge_following import PAIRED, links_to
from crm_desktop.services.merge_proposals import Proposal
from crm_desktop.store import names
from crm_desktop.store.driver import Connection
from crm_desktop.store.sql import marks

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace

_SHOWN = frozenset({"channel", "address", "tag_link", "affiliation", "custom_value", PAIRED})
"""What is told by its values, or is none of a person's business."""


@dataclass(frozen=True, slots=True)
class United:
    """Values of one sort that the merged record will have: a label and the values of all, each once."""

    label: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What becomes of a merge: values that are united, and how many rows follow, by the plural title of their kind."""

    united: tuple[United, ...]
    follows: Mapping[str, int]


def outlook(workspace: Workspace, proposal: Proposal) -> Outlook:
    """Return what the record that stays will have beyond its fields."""
    connection, entity = workspace.file.reader(), proposal.entity
    ids = [proposal.winner, *proposal.losers]
    tables = {link.table: link.column for link in links_to(entity)}
    united: list[United] = []
    if "channel" in tables:
        united += _channels(connection, tables["channel"], ids, workspace.locale)
    if "address" in tables:
        united += _one(_("Addresses"), _addresses(connection, tables["address"], ids))
    if entity == "contact":
        united += _one(_(registry.entity("company").title_plural), _companies(connection, ids))
    united += _one(_("Tags"), _tags(connection, entity, ids))
    kept = [labelled(what, listed(who)) for what, who in proposal.objections.items()]
    united += _one(_("Objections, which stay"), kept)
    follows = {
        _(registry.entity(table).title_plural): count
        for table, count in proposal.follows.items()
        if table not in _SHOWN
    }
    return Outlook(tuple(united), follows)


def _one(label: str, values: Sequence[str]) -> list[United]:
    return [United(label, tuple(values))] if values else []


def _rows(connection: Connection, sql: str, ids: Sequence[int]) -> list[tuple[str, ...]]:
    """Return rows of texts in the order of the records: the winner's first."""
    rows = connection.execute(sql.format(ids=marks(ids)), list(ids)).fetchall()
    order = {record: place for place, record in enumerate(ids)}
    rows.sort(key=lambda row: order[row[0]])
    return [tuple(str(value or "") for value in row[1:]) for row in rows]


def _channels(connection: Connection, link: str, ids: Sequence[int], locale: Locale) -> list[United]:
    sql = (
        f'SELECT "{link}", kind, value FROM channel WHERE "{link}" IN ({{ids}}) AND deleted_at IS NULL '
        "ORDER BY is_primary DESC, id"
    )
    found: dict[str, dict[str, str]] = {}
    for kind, value in _rows(connection, sql, ids):
        form = phone_key(value, locale.region) if kind in NUMBERED else fold(value)
        found.setdefault(kind, {}).setdefault(form, value)
    word = registry.entity("channel").field("kind").kind
    return [United(word.show(kind, locale), tuple(values.values())) for kind, values in found.items()]


def _addresses(connection: Connection, link: str, ids: Sequence[int]) -> list[str]:
    sql = (
        f'SELECT "{link}", street, postcode, city, province, country FROM address '
        f'WHERE "{link}" IN ({{ids}}) AND deleted_at IS NULL ORDER BY is_primary DESC, id'
    )
    lines = (", ".join(filter(None, parts)) for parts in _rows(connection, sql, ids))
    return list(dict.fromkeys(line for line in lines if line))


def _companies(connection: Connection, ids: Sequence[int]) -> list[str]:
    sql = (
        "SELECT contact_id, company_id FROM affiliation WHERE contact_id IN ({ids}) AND company_id IS NOT NULL "
        "AND deleted_at IS NULL ORDER BY is_primary DESC, id"
    )
    companies = list(dict.fromkeys(int(company) for (company,) in _rows(connection, sql, ids)))
    called = names.of_rows(connection, "company", companies)
    return [called[one] for one in companies if one in called]


def _tags(connection: Connection, entity: str, ids: Sequence[int]) -> list[str]:
    sql = (
        "SELECT l.row_id, t.name FROM tag_link AS l JOIN tag AS t ON t.id = l.tag_id "
        f"WHERE l.row_id IN ({{ids}}) AND l.entity = '{entity}' AND l.deleted_at IS NULL ORDER BY t.name_key"
    )
    return list(dict.fromkeys(name for (name,) in _rows(connection, sql, ids)))


__all__ = ["Outlook", "United", "outlook"]
