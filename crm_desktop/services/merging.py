"""Merging records that are the same: one stays with the best of all, everything follows to it, the others lead there.

:func:`propose` shows the records side by side and says which one would stay; nothing is written. :func:`merge` writes
in one transaction. Un-merging is the undo of that transaction: both records are as they were, and what was edited since
is kept and named. A record that was merged stays in the file as a redirect: who asks for it gets the one that it
became.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm_desktop.core import clock
from crm_desktop.core.entity import Child, Field
from crm_desktop.core.errors import RecordProblem, UsageProblem
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import LongText, Reference, Tags
from crm_desktop.models import registry
from crm_desktop.services.merge_following import SCOPES, Following, links_to
from crm_desktop.store import names, pages, record_rows
from crm_desktop.store.customer_file import reading_only
from crm_desktop.store.driver import Connection
from crm_desktop.store.sql import marks

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace

ENTITIES = ("company", "contact", "lead", "product")
MOST = 20  # records that are merged into one at a time
BOTH = 0
"""Chosen in the place of a record: keep the texts of all of them, one below the other."""

_WORKED_OUT = {"last_contact": max, "next_contact": min}
"""Fields that nobody chooses: the last contact of all of them, the next one of all of them."""
_NEVER = frozenset({"created_at", "updated_at"})


@dataclass(frozen=True, slots=True)
class Choice:
    """Fields side by side that are chosen together: one field, or those of an address or of a place of work.

    ``texts`` are what each record says, by its id, in the order of ``fields``; ``proposed`` is whose is
    proposed, or BOTH.
    """

    fields: tuple[Field, ...]
    texts: Mapping[int, tuple[str, ...]]
    proposed: int

    @property
    def key(self) -> str:
        """The key by which it is chosen: that of its first field."""
        return self.fields[0].key

    @property
    def differs(self) -> bool:
        """Whether the records disagree, so that there is something to choose."""
        return len({texts for texts in self.texts.values() if any(texts)}) > 1


@dataclass(frozen=True, slots=True)
class Proposal:
    """Records of one entity side by side. ``follows`` counts what points to the losers, by the table's plural title."""

    entity: str
    winner: int
    titles: Mapping[int, str]
    choices: tuple[Choice, ...]
    follows: Mapping[str, int]

    @property
    def losers(self) -> tuple[int, ...]:
        """The records that are to become the winner."""
        return tuple(one for one in self.titles if one != self.winner)


def propose(workspace: Workspace, entity: str, ids: Sequence[int], winner: int | None = None) -> Proposal:
    """Return records side by side, with the one that would stay (the fullest, then the oldest) unless it is given.

    Raises UsageProblem for fewer than two, too many, or records that cannot be merged; RecordProblem for one that is
    gone or in the trash.
    """
    different = list(dict.fromkeys(ids))
    _check(entity, different)
    connection = workspace.file.reader()
    description = registry.entity(entity)
    fields = _fields(workspace, entity)
    rows = {one.id: one for one in pages.page(connection, description, fields, different, workspace.locale)}
    if len(rows) < len(different) or any(row.deleted for row in rows.values()):
        raise RecordProblem(_("One of these records no longer exists."))
    stays = winner if winner in rows else _fullest(connection, entity, rows)
    order = [stays, *(one for one in different if one != stays)]
    choices = []
    for group in _grouped(fields):
        places = [fields.index(one) for one in group]
        texts = {record: tuple(rows[record].texts[place] for place in places) for record in order}
        if any(any(said) for said in texts.values()):
            choices.append(Choice(tuple(group), texts, _proposed(group[0], texts)))
    titles = {record: names.of_row(connection, entity, record) for record in order}
    return Proposal(entity, stays, titles, tuple(choices), _follows(connection, entity, order[1:]))


def merge(
    workspace: Workspace,
    entity: str,
    winner: int,
    losers: Sequence[int],
    chosen: Mapping[str, int] | None = None,
) -> int:
    """Merge records into one; returns the transaction, whose undo is the un-merge.

    ``chosen`` says by field key whose value stays (BOTH: the texts of all); where it says nothing, the proposal holds.
    Raises what :func:`propose` raises; nothing is written then.
    """
    if workspace.read_only:
        raise reading_only(workspace.path)
    proposal = propose(workspace, entity, [winner, *losers], winner)
    description = registry.entity(entity)
    title = N_("Merge %(count)d records into %(name)s")
    name = proposal.titles[winner]
    with workspace.work(title, "merge", count=len(proposal.losers), name=name) as work:
        at = clock.stamp()
        values, primary = _taken(workspace, proposal, chosen or {})
        following = Following(work, entity, winner, proposal.losers, at, workspace.locale.region)
        following.run()
        for table, link, row in primary:
            following.make_primary(table, link, row)
        work.assign_many(entity, proposal.losers, {"deleted_at": at, "merged_into_id": winner})
        record_rows.save(work, description, winner, values)
    return work.id


def current(connection: Connection, entity: str, record: int) -> int:
    """Return the record that a merged one became; any other is itself."""
    if entity not in ENTITIES:
        return record
    seen = {record}
    while True:
        row = connection.execute(
            f'SELECT merged_into_id FROM "{entity}" WHERE id = ? AND deleted_at IS NOT NULL', (record,)
        ).fetchone()
        if row is None or row[0] is None or row[0] in seen:
            return record
        record = row[0]
        seen.add(record)


def _check(entity: str, ids: Sequence[int]) -> None:
    if entity not in ENTITIES:
        title = _(registry.entity(entity).title_plural)
        raise UsageProblem(_("%(records)s cannot be merged.") % {"records": title})
    if len(ids) < 2:
        raise UsageProblem(_("Choose at least two records to merge."))
    if len(ids) > MOST:
        raise UsageProblem(_("At most %(count)d records can be merged into one.") % {"count": MOST})


def _fields(workspace: Workspace, entity: str) -> list[Field]:
    return [
        one
        for one in workspace.lists.fields(entity)
        if one.writable and one.key not in _NEVER and not isinstance(one.kind, Tags)
    ]


def _fullest(connection: Connection, entity: str, rows: Mapping[int, pages.Row]) -> int:
    """Return the record that says most, with most that points to it; of equal ones the oldest."""
    pointing = {record: sum(_follows(connection, entity, [record]).values()) for record in rows}
    said = {record: sum(map(bool, row.texts)) for record, row in rows.items()}
    return min(rows, key=lambda record: (-said[record] - pointing[record], record))


def _grouped(fields: Sequence[Field]) -> list[list[Field]]:
    """Return the fields that are chosen together: those of one row beside the record."""
    groups: dict[Any, list[Field]] = {}
    for one in fields:
        groups.setdefault(_row_of(one) or one.key, []).append(one)
    return list(groups.values())


def _row_of(one: Field) -> record_rows.Group | None:
    """Return in which primary row beside the record a field stands, where there is one of several."""
    source = one.source
    if isinstance(source, Child) and source.table in SCOPES:
        return source.table, source.link, source.where, source.flag
    return None


def _proposed(one: Field, texts: Mapping[int, tuple[str, ...]]) -> int:
    """Return whose value is proposed: the winner's if it has one; of notes all."""
    filled = [record for record, said in texts.items() if any(said)]
    if isinstance(one.kind, LongText) and len({texts[record] for record in filled}) > 1:
        return BOTH
    return filled[0]


def _follows(connection: Connection, entity: str, records: Sequence[int]) -> dict[str, int]:
    """Count the live rows that point to records, by the plural title of their kind."""
    found: dict[str, int] = {}
    for link in links_to(entity):
        where = f'"{link.column}" IN ({marks(records)}) AND deleted_at IS NULL'
        sql = f'SELECT count(*) FROM "{link.table}" WHERE {where}'
        number = connection.execute(sql, list(records)).fetchone()[0]
        if number:
            title = _(registry.entity(link.table).title_plural)
            found[title] = found.get(title, 0) + number
    return found


def _taken(
    workspace: Workspace, proposal: Proposal, chosen: Mapping[str, int]
) -> tuple[dict[str, Any], list[tuple[str, str, int]]]:
    """Return the values that the winner gets from others, and the rows of others that become its primary ones.

    Raises UsageProblem for a choice that cannot be.
    """
    _check_choices(proposal, chosen)
    reader = workspace.file.reader()
    order = [proposal.winner, *proposal.losers]
    values: dict[str, Any] = {}
    primary: list[tuple[str, str, int]] = []
    for one in proposal.choices:
        whose = chosen.get(one.key, one.proposed)
        group = _row_of(one.fields[0])
        if group is not None:
            if whose != proposal.winner and (row := record_rows.primary_id(reader, whose, group)) is not None:
                primary.append((group[0], group[1], row))
            continue
        (field,) = one.fields
        found = pages.read(reader, registry.entity(proposal.entity), [field], order)
        given = {record: pages.plain(found[record][0][0]) for record in order}
        if one.key in _WORKED_OUT:
            value = _WORKED_OUT[one.key](each for each in given.values() if each is not None)
        else:
            value = _joined(given.values()) if whose == BOTH else given[whose]
        points_to_itself = isinstance(field.kind, Reference) and value in proposal.titles
        if value != given[proposal.winner] and value not in (None, "") and not points_to_itself:
            values[field.key] = value
    return values, primary


def _check_choices(proposal: Proposal, chosen: Mapping[str, int]) -> None:
    by_key = {one.key: one for one in proposal.choices}
    for key, record in chosen.items():
        is_text = key in by_key and isinstance(by_key[key].fields[0].kind, LongText)
        if key not in by_key or not (record in proposal.titles or (record == BOTH and is_text)):
            raise UsageProblem(_("“%(name)s” is not a field of this list.") % {"name": key})


def _joined(texts: Any) -> str:
    return "\n\n".join(dict.fromkeys(text.strip() for text in texts if text))


__all__ = ["BOTH", "ENTITIES", "Choice", "Proposal", "current", "merge", "propose"]
