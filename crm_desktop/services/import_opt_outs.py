"""No import clears an opt-out: a channel that nobody may write to stays, also when a table has another one or none."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from crm_desktop.core import clock
from crm_desktop.core.entity import Child, Field
from crm_desktop.core.i18n import N_, _, listed
from crm_desktop.core.kinds import Flag
from crm_desktop.services.import_present import primary_rows
from crm_desktop.store.driver import Connection
from crm_desktop.store.sql import chunks, marks

if TYPE_CHECKING:
    from crm_desktop.services.import_table import ImportTable
    from crm_desktop.store.unit_of_work import UnitOfWork

CHANNEL = "channel"
ENTITIES = ("contact", "lead")
SHOWN = 10  # rows that a note names

MAIL = "opted_out"
KINDS: dict[str, tuple[str, ...]] = {"calls_opted_out": ("phone", "mobile"), "faxes_opted_out": ("fax",)}
"""The kinds of channels of which columns speak that are of an import alone; that of e-mail is a field of records."""
_WORDS = {
    "calls_opted_out": (
        N_("Calls opted out"),
        ("do not call", "call opt out", "phone opt out", "no calls", "请勿来电", "拒绝来电", "免打扰"),
    ),
    "faxes_opted_out": (
        N_("Faxes opted out"), ("fax opt out", "has opted out of fax", "do not fax"),
    ),
}  # fmt: skip
_NOTHING = {
    MAIL: N_("Without an e-mail address there was nothing to opt out: row %(rows)s."),
    "calls_opted_out": N_("Without a phone number there was no call to opt out of: row %(rows)s."),
    "faxes_opted_out": N_("Without a fax number there was no fax to opt out of: row %(rows)s."),
}


def erasable(connection: Connection, one: Field, records: Sequence[int], erased: Sequence[int]) -> list[int]:
    """Return which of the places in ``records`` may lose the value of a field: not those who opted out there."""
    source = one.source
    if not erased or not isinstance(source, Child) or source.table != CHANNEL:
        return list(erased)
    group = (source.table, source.link, source.where, source.flag)
    rows = primary_rows(connection, group, ["opted_out"], [records[at] for at in erased])
    return [at for at in erased if not rows.get(records[at], (0,))[0]]


def opted_out(connection: Connection, source: Child, present: Mapping[int, int]) -> dict[int, int]:
    """Return the records, with their channels, of ``present`` ones who opted out there."""
    if source.table != CHANNEL:
        return {}
    found: set[int] = set()
    for part in chunks(list(present.values())):
        sql = f"SELECT id FROM channel WHERE id IN ({marks(part)}) AND opted_out = 1"
        found.update(row[0] for row in connection.execute(sql, part))
    return {record: channel for record, channel in present.items() if channel in found}


def fields_of(entity: str) -> tuple[Field, ...]:
    """Return the fields by which a table says that records want no calls, or no faxes; lists do not show them."""
    return tuple(_field(entity, key, kinds[0]) for key, kinds in KINDS.items()) if entity in ENTITIES else ()


def by_key(entity: str) -> dict[str, Field]:
    """Return these fields by key, those of further kinds of channels among them."""
    if entity not in ENTITIES:
        return {}
    return {_key(key, kind): _field(entity, key, kind) for key, kinds in KINDS.items() for kind in kinds}


def part_kinds(table: ImportTable) -> None:
    """Let a column that speaks of several kinds of channels (calls: phones and mobiles) be one for each."""
    for key, (_first, *others) in KINDS.items():
        if key in table.columns:
            table.columns.update({_key(key, kind): list(table.columns[key]) for kind in others})


def _key(key: str, kind: str) -> str:
    return key if kind == KINDS[key][0] else f"{key}.{kind}"


def _field(entity: str, key: str, kind: str) -> Field:
    source = Child(CHANNEL, f"{entity}_id", "opted_out", (("kind", kind),), "is_primary")
    label, aliases = _WORDS[key]
    return Field(_key(key, kind), label, Flag(), source, listed="hidden", aliases=aliases)


def is_kept(one: Field) -> bool:
    """Tell whether a field says that somebody opted out, also the own one of a channel: an import never clears it."""
    return one.key == MAIL or is_opt_out(one)


def is_opt_out(one: Field) -> bool:
    """Tell whether a field of a record says that it opted out of a kind of channels."""
    return isinstance(one.source, Child) and (one.source.table, one.source.column) == (CHANNEL, "opted_out")


def _kind(one: Field) -> str:
    assert isinstance(one.source, Child)
    return str(dict(one.source.where)["kind"])


def with_address(
    table: ImportTable, one: Field, old: Sequence[Any], rows: Sequence[Sequence[int]], places: Sequence[int]
) -> list[int]:
    """Return which of the ``places`` among present records can opt out: those with an address or number, also a new
    one.

    ``rows`` are those of each record; of other fields all places are returned.
    """
    if not is_opt_out(one) or (isinstance(one.source, Child) and one.source.further):
        return list(places)
    given = table.columns.get(_kind(one))
    return [at for at in places if old[at] is not None or (given and any(given[row] for row in rows[at]))]


def opt_out(work: UnitOfWork, one: Field, records: Sequence[int]) -> None:
    """Let contacts or leads opt out at all their channels of the kind that a field speaks of."""
    assert isinstance(one.source, Child)
    at, user = clock.stamp(), work.writer.user
    for part in chunks(records):
        work.connection.execute(
            "UPDATE channel SET opted_out = 1, updated_at = ?, updated_by = ? WHERE kind = ? "
            f'AND opted_out = 0 AND deleted_at IS NULL AND "{one.source.link}" IN ({marks(part)})',
            (at, user, _kind(one), *part),
        )


def notes(connection: Connection, table: ImportTable, owners: Sequence[int | None]) -> list[str]:
    """Return notes on the rows that opt out of channels of which they have none; ``owners`` are the records of the
    rows."""
    found = []
    for key, sentence in _NOTHING.items():
        told = [one for one in table.fields if is_opt_out(one) and one.key.partition(".")[0] == key]
        bare = [at for at, cell in enumerate(table.columns[told[0].key]) if cell] if told else []
        for one in told:
            bare = _without(connection, table, one, owners, bare)
        numbers = [str(table.numbers[at]) for at in bare]
        if numbers:
            rows = {"rows": listed(numbers[:SHOWN]) + (" …" if len(numbers) > SHOWN else "")}
            found.append(_(sentence) % rows)
    return found


def _without(
    connection: Connection,
    table: ImportTable,
    one: Field,
    owners: Sequence[int | None],
    places: Sequence[int],
) -> list[int]:
    """Return those of some rows that have no channel of a kind, nor their records."""
    assert isinstance(one.source, Child)
    given = table.columns.get(_kind(one))
    bare = [at for at in places if not (given and given[at])]
    group = (one.source.table, one.source.link, one.source.where, one.source.flag)
    owned = {owner for at in bare if (owner := owners[at]) is not None and owner >= 0}
    reached = primary_rows(connection, group, ["id"], sorted(owned))
    return [at for at in bare if owners[at] not in reached]


def set_aside(connection: Connection, channels: Collection[int], at: str, user: int | None) -> None:
    """Let channels be further ones, so that another one becomes the primary one and they stay as they are."""
    connection.executemany(
        "UPDATE channel SET is_primary = 0, updated_at = ?, updated_by = ? WHERE id = ?",
        [(at, user, channel) for channel in channels],
    )
