"""What follows the losers of a merge to its winner: every row that points to them, none twice.

Where rows of winner and loser say the same (a phone number, a tag, a membership), the loser's goes to the trash with
it; all others point to the winner from now on. Each column that can point to a record is named here: a test fails when
a new one is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm_desktop.core.reading import phone_key
from crm_desktop.models import registry
from crm_desktop.models.channel_forms import NUMBERED
from crm_desktop.services import circles
from crm_desktop.store.sql import marks

if TYPE_CHECKING:
    from crm_desktop.store.unit_of_work import UnitOfWork

_ADDRESS = ("kind", "country", "province", "city", "district", "street", "postcode")

UNITED: dict[str, tuple[str, ...]] = {
    "channel": ("kind", "normal"),
    "address": _ADDRESS,
    "affiliation": ("contact_id", "company_id"),
    "tag_link": ("tag_id",),
    "custom_value": ("field_id",),
    "campaign_member": ("campaign_id",),
    "segment_member": ("segment_id",),
    "segment_exclusion": ("segment_id",),
    "opportunity_contact": ("opportunity_id",),
    "participant": ("activity_id",),
}
"""Tables in which a record has no two rows that agree in these columns."""

MOVED: frozenset[tuple[str, str]] = frozenset(
    {
        ("company", "parent_id"), ("company", "merged_into_id"), ("contact", "merged_into_id"),
        ("lead", "merged_into_id"), ("product", "merged_into_id"), ("lead", "linked_company_id"),
        ("lead", "linked_contact_id"), ("consent", "contact_id"), ("opportunity", "company_id"),
        ("opportunity", "contact_id"), ("opportunity", "product_id"), ("opportunity", "lead_id"),
        ("quote", "company_id"), ("quote", "contact_id"), ("sales_order", "company_id"),
        ("sales_order", "contact_id"), ("line", "product_id"), ("service_request", "company_id"),
        ("service_request", "contact_id"), ("service_request", "product_id"), ("activity", "company_id"),
        ("activity", "contact_id"), ("activity", "lead_id"), ("article", "product_id"),
        ("request_message", "contact_id"), ("survey_answer", "company_id"), ("survey_answer", "contact_id"),
        ("attachment", "row_id"),
    }
)  # fmt: skip
"""Columns whose rows all go to the winner."""

PAIRED = "distinct_pair"
"""Pairs of records that somebody said to be two: both columns hold a record of any kind."""

_FLAGS = ("opted_out", "is_invalid")  # what is true of one of two equal channels is true of it
SCOPES: dict[str, tuple[str, ...]] = {"channel": ("kind",), "address": (), "affiliation": ()}
"""Tables with a primary row of each record, and among which of its rows: one of each kind of channels."""


@dataclass(frozen=True, slots=True)
class Link:
    """A column that points to records of an entity; ``loose`` ones to any record, by its id alone."""

    table: str
    column: str
    loose: bool = False


def links_to(entity: str) -> list[Link]:
    """Return every column that can point to a record of an entity."""
    own = [Link(table, column) for table, column in registry.foreign_keys_to(entity)]
    return own + [Link(table, column, loose=True) for table, column in registry.loose_links()]


class Following:
    """Lets everything follow from some records to one, in a unit of work.

    ``at`` is the moment at which the losers go to the trash; ``region`` that of phone numbers without a country.
    """

    def __init__(
        self, work: UnitOfWork, entity: str, winner: int, losers: Sequence[int], at: str, region: str
    ) -> None:
        self._work = work
        self._entity = entity
        self._winner = winner
        self._losers = list(losers)
        self._at = at
        self._region = region
        self._kept: dict[int, int] = {}  # rows that went, each with the one that says the same

    def run(self) -> None:
        """Move and unite all rows."""
        for link in links_to(self._entity):
            if link.table == PAIRED:
                continue
            if link.table in UNITED:
                self._unite(link)
            else:
                self._move(link)
        self._pair_anew()

    def _move(self, link: Link) -> None:
        """Let rows point to the winner, also those in the trash; the winner never points to itself."""
        rows = self._rows(link, self._losers, live=False)
        own = link.table == self._entity
        ids = [row["id"] for row in rows if not (own and row["id"] in (self._winner, *self._losers))]
        self._work.assign_many(link.table, ids, {link.column: self._winner})
        if own and any(row["id"] == self._winner for row in rows):
            self._work.assign_many(link.table, [self._winner], {link.column: None})

    def _unite(self, link: Link) -> None:
        """Move the rows that say something new; of the others keep what they know beyond.

        Those in the trash come after the live ones and go with those of the same moment: their record may come back.
        """
        identity = [one for one in UNITED[link.table] if one != link.column] + ["deleted_at"]
        known = {self._said(row, identity): row for row in self._rows(link, [self._winner], live=False)}
        primary = {
            _scope(link, row) for row in known.values() if row.get("is_primary") and row["deleted_at"] is None
        }
        for row in sorted(
            self._rows(link, self._losers, live=False), key=lambda row: row["deleted_at"] or ""
        ):
            said = self._said(row, identity)
            same = known.get(said)
            if same is not None:
                self._absorb(link.table, same, row)
                continue
            values: dict[str, Any] = {link.column: self._winner}
            if row.get("is_primary") and link.table in SCOPES and self._is_owners(link):
                if _scope(link, row) in primary:
                    values["is_primary"] = 0
                elif row["deleted_at"] is None:
                    primary.add(_scope(link, row))
            self._work.assign_many(link.table, [row["id"]], values)
            known[said] = row

    def _said(self, row: dict[str, Any], identity: Sequence[str]) -> tuple[Any, ...]:
        """Return what a row says; a number is the same with the code of its country and without."""
        said = tuple(row[name] if row[name] != "" else None for name in identity)
        if row.get("kind") in NUMBERED and row.get("value"):
            form = phone_key(row["value"], self._region)
            return tuple(form if name == "normal" else one for name, one in zip(identity, said, strict=True))
        return said

    def _is_owners(self, link: Link) -> bool:
        """Tell whether the primary mark is this record's: that of an affiliation is the contact's."""
        return link.table != "affiliation" or link.column == "contact_id"

    def _absorb(self, table: str, kept: dict[str, Any], given: dict[str, Any]) -> None:
        """Put a row that says the same as another into the trash; what only it knows goes to the other."""
        fresh = {
            name: value
            for name, value in given.items()
            if name in kept and name not in _OWN and value is not None and kept[name] is None
        }
        fresh |= {name: 1 for name in _FLAGS if given.get(name) and not kept.get(name)}
        mine = table == "affiliation" and given["contact_id"] == kept["contact_id"]
        if mine and given["is_primary"] and not kept["is_primary"]:
            fresh["is_primary"] = 1
        if fresh:
            self._work.assign_many(table, [kept["id"]], fresh)
            kept.update(fresh)
        self._work.assign_many(table, [given["id"]], {"deleted_at": self._at})
        self._kept[given["id"]] = kept["id"]

    def make_primary(self, table: str, link: str, row: int) -> None:
        """Let a row, or the one that says the same, be the winner's primary one of its kind."""
        row = self._kept.get(row, row)
        rows = {one["id"]: one for one in self._rows(Link(table, link), [self._winner])}
        if row not in rows:
            return
        scope = _scope(Link(table, link), rows[row])
        others = [
            one
            for one, values in rows.items()
            if one != row and values["is_primary"] and _scope(Link(table, link), values) == scope
        ]
        self._work.assign_many(table, others, {"is_primary": 0})
        self._work.assign_many(table, [row], {"is_primary": 1})

    def break_circles(self) -> None:
        """Let the winner stand below nothing that stands below it: a firm is no daughter of its daughter's."""
        for table, column in registry.foreign_keys_to(self._entity):
            if table == self._entity and self._leads_back(column):
                self._work.assign_many(table, [self._winner], {column: None})

    def _leads_back(self, column: str) -> bool:
        """Tell whether a column leads from the winner over others back to it."""
        sql = f'SELECT "{column}" FROM "{self._entity}" WHERE id = ?'

        def above(at: int) -> int | None:
            row = self._work.execute(sql, (at,)).fetchone()
            return row[0] if row is not None else None

        return circles.leads_to(above(self._winner), self._winner, above)

    def _pair_anew(self) -> None:
        """Keep what was said of the losers: they are not the same as some others, and neither is the winner."""
        together = {self._winner, *self._losers}
        rows = self._work.execute(
            f'SELECT id, first_id, second_id FROM "{PAIRED}" WHERE deleted_at IS NULL AND entity = ?',
            (self._entity,),
        ).fetchall()
        known = {(first, second) for _id, first, second in rows}
        for row, first, second in rows:
            if not {first, second} & set(self._losers):
                continue
            others = {first, second} - together
            pair = (min(self._winner, *others), max(self._winner, *others)) if len(others) == 1 else None
            if pair is None or pair in known:
                self._work.assign_many(PAIRED, [row], {"deleted_at": self._at})
            else:
                known.add(pair)
                self._work.assign_many(PAIRED, [row], {"first_id": pair[0], "second_id": pair[1]})

    def _rows(self, link: Link, owners: Iterable[int], *, live: bool = True) -> list[dict[str, Any]]:
        """Return the rows that point to some records, the primary ones first."""
        wanted = list(owners)
        where = f'"{link.column}" IN ({marks(wanted)})'
        names = registry.column_names(link.table)
        parameters: list[Any] = [*wanted]
        if link.loose and "entity" in names:
            where += " AND entity = ?"
            parameters.append(self._entity)
        if live:
            where += " AND deleted_at IS NULL"
        order = "is_primary DESC, id" if "is_primary" in names else "id"
        listed = ", ".join(f'"{name}"' for name in sorted(names))
        rows = self._work.execute(
            f'SELECT {listed} FROM "{link.table}" WHERE {where} ORDER BY {order}', parameters
        )
        return [dict(zip(sorted(names), row, strict=True)) for row in rows.fetchall()]


_OWN = frozenset(
    {"id", "created_at", "created_by", "updated_at", "updated_by", "deleted_at", "_clock", "is_primary"}
    | {"company_id", "contact_id", "lead_id", "row_id", "entity"}
)
"""What a row is by itself and never takes from another one."""


def _scope(link: Link, row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in SCOPES.get(link.table, ()))


__all__ = ["MOVED", "PAIRED", "SCOPES", "UNITED", "Following", "Link", "links_to"]
