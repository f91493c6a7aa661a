"""Records side by side before they are merged: which one would stay, whose value is proposed, what would follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crm_desktop.core.entity import Child, Field
from crm_desktop.core.errors import RecordProblem, UsageProblem
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import LongText, Tags
from crm_desktop.models import registry
from crm_desktop.services import import_opt_outs, opt_outs
from crm_desktop.services.merge_following import SCOPES, links_to
from crm_desktop.store import names, pages, record_rows
from crm_desktop.store.driver import Connection
from crm_desktop.store.sql import marks

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace

ENTITIES = ("company", "contact", "lead", "product")
MOST = 20  # records that are merged into one at a time
BOTH = 0
"""Chosen in the place of a record: keep the texts of all of them, one below the other."""

WORKED_OUT = {"last_contact": max, "next_contact": min}
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
    def is_worked_out(self) -> bool:
        """Whether nobody chooses it: it follows from all of the records."""
        return self.key in WORKED_OUT

    @property
    def is_kept_together(self) -> bool:
        """Whether the texts of all records can stay, one below the other."""
        return isinstance(self.fields[0].kind, LongText)

    @property
    def differs(self) -> bool:
        """Whether the records disagree, so that there is something to choose."""
        return len({texts for texts in self.texts.values() if any(texts)}) > 1


@dataclass(frozen=True, slots=True)
class Proposal:
    """Records of one entity side by side. ``follows`` counts the live rows that point to the losers, by their table.

    ``objections`` are what the record that stays objects to, by the label, with the names of those who do.
    """

    entity: str
    winner: int
    titles: Mapping[int, str]
    choices: tuple[Choice, ...]
    follows: Mapping[str, int]
    objections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def losers(self) -> tuple[int, ...]:
        """The records that are to become the winner."""
        return tuple(one for one in self.titles if one != self.winner)


def propose(
    workspace: Workspace,
    entity: str,
    ids: Sequence[int],
    winner: int | None = None,
    connection: Connection | None = None,
) -> Proposal:
    """Return records side by side, with the one that would stay (the fullest, then the oldest) unless it is given.

    ``connection`` reads what a transaction that is under way has written. Raises UsageProblem for fewer than two, too
    many, or records that cannot be merged; RecordProblem for one that is gone or in the trash.
    """
    different = list(dict.fromkeys(ids))
    check(entity, different)
    connection = connection or workspace.file.reader()
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
    follows = _follows(connection, entity, order[1:])
    return Proposal(entity, stays, titles, tuple(choices), follows, _objections(connection, entity, titles))


def check(entity: str, ids: Sequence[int]) -> None:
    """Raise UsageProblem where these records cannot be merged into one: too few, too many, of another kind."""
    if entity not in ENTITIES:
        title = _(registry.entity(entity).title_plural)
        raise UsageProblem(_("%(records)s cannot be merged.") % {"records": title})
    if len(ids) < 2:
        raise UsageProblem(_("Choose at least two records to merge."))
    if len(ids) > MOST:
        raise UsageProblem(_("At most %(count)d records can be merged into one.") % {"count": MOST})


def _fields(workspace: Workspace, entity: str) -> list[Field]:
    """Return the fields that somebody chooses; objections of all stay, and are none of them."""
    return [
        one
        for one in workspace.lists.fields(entity)
        if one.writable
        and one.key not in _NEVER
        and not (isinstance(one.kind, Tags) or import_opt_outs.is_opt_out(one))
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
        groups.setdefault(row_of(one) or one.key, []).append(one)
    return list(groups.values())


def row_of(one: Field) -> record_rows.Group | None:
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


def _objections(connection: Connection, entity: str, titles: Mapping[int, str]) -> dict[str, tuple[str, ...]]:
    """Return who of some records objects to what, by its label."""
    found = opt_outs.of(connection, entity, list(titles))
    return {
        opt_outs.label(entity, key): who
        for key in opt_outs.KINDS
        if (who := tuple(name for record, name in titles.items() if key in found.get(record, ())))
    }


def _follows(connection: Connection, entity: str, records: Sequence[int]) -> dict[str, int]:
    """Count the live rows that point to records, by their table."""
    found: dict[str, int] = {}
    for link in links_to(entity):
        where = f'"{link.column}" IN ({marks(records)}) AND deleted_at IS NULL'
        sql = f'SELECT count(*) FROM "{link.table}" WHERE {where}'
        number = connection.execute(sql, list(records)).fetchone()[0]
        if number:
            found[link.table] = found.get(link.table, 0) + number
    return found


__all__ = ["BOTH", "ENTITIES", "MOST", "WORKED_OUT", "Choice", "Proposal", "check", "propose", "row_of"]
