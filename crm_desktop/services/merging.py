"""Merging records that are the same: one stays with the best of all, everything follows to it, the others lead there.

``merge_proposals.propose`` shows the records side by side and says which one would stay; nothing is written.
:func:`merge` and :func:`merge_groups` write in one transaction. Un-merging is the undo of that transaction: all records
are as they were, and what was edited since is kept and named. A record that was merged stays in the file as a redirect:
who asks for it gets the one that it became.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from crm_desktop.core import clock, name_parts
from crm_desktop.core.errors import Cancelled, UsageProblem
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import Reference
from crm_desktop.core.reading import fold
from crm_desktop.models import registry
from crm_desktop.services import kept_conditions, opt_outs
from crm_desktop.services.merge_following import Following
from crm_desktop.services.merge_proposals import (
    BOTH,
    ENTITIES,
    WORKED_OUT,
    Proposal,
    check,
    propose,
    row_of,
)
from crm_desktop.store import names, pages, record_rows
from crm_desktop.store.customer_file import reading_only
from crm_desktop.store.driver import Connection
from crm_desktop.store.merge_order import current

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace
    from crm_desktop.store.unit_of_work import UnitOfWork

_LOOKED_AT = 2_000  # merged records, among which a name is looked for
_ONE = {
    "company": N_("Merge %(count)d companies: %(name)s"),
    "contact": N_("Merge %(count)d contacts: %(name)s"),
    "lead": N_("Merge %(count)d leads: %(name)s"),
    "product": N_("Merge %(count)d products: %(name)s"),
}
_MANY = {
    "company": N_("Merge %(count)d companies into %(left)d"),
    "contact": N_("Merge %(count)d contacts into %(left)d"),
    "lead": N_("Merge %(count)d leads into %(left)d"),
    "product": N_("Merge %(count)d products into %(left)d"),
}


@dataclass(frozen=True, slots=True)
class Merge:
    """Which record stays, which ones become it, and by field key whose value stays (BOTH: the texts of all); where
    ``chosen`` says nothing, the proposal holds."""

    winner: int
    losers: Sequence[int]
    chosen: Mapping[str, int] = field(default_factory=dict)


def merge(
    workspace: Workspace,
    entity: str,
    winner: int,
    losers: Sequence[int],
    chosen: Mapping[str, int] | None = None,
) -> int:
    """Merge records into one; returns the transaction, whose undo is the un-merge.

    Raises what ``propose`` raises, and UsageProblem for a choice that cannot be; nothing is written then.
    """
    return merge_groups(workspace, entity, [Merge(winner, losers, chosen or {})])


def merge_groups(
    workspace: Workspace,
    entity: str,
    merges: Sequence[Merge],
    progress: Callable[[int, int], object] = lambda _done, _total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> int:
    """Merge several groups of records, each into one, in one transaction; returns it.

    Raises what :func:`merge` raises, UsageProblem for a record that stands in two groups, and Cancelled; nothing is
    written then.
    """
    if workspace.read_only:
        raise reading_only(workspace.path)
    together = [record for one in merges for record in dict.fromkeys((one.winner, *one.losers))]
    if not merges or len(set(together)) < len(together):
        raise UsageProblem(_("A record can be merged into one other only."))
    for one in merges:
        check(entity, list(dict.fromkeys((one.winner, *one.losers))))
    title = (_ONE if len(merges) == 1 else _MANY)[entity]
    with workspace.work(title, "merge", count=len(together), left=len(merges), name="") as work:
        name = ""
        for done, one in enumerate(merges):
            if cancelled():
                raise Cancelled(_("Nothing was merged."))
            progress(done, len(merges))
            name = _merge(workspace, work, entity, one)
        kept_conditions.follow(
            workspace,
            work,
            lambda kind: kind.entity == entity,
            {loser: one.winner for one in merges for loser in one.losers},
        )
        if len(merges) == 1:
            work.args["name"] = name
    return work.id


def _merge(workspace: Workspace, work: UnitOfWork, entity: str, one: Merge) -> str:
    """Merge one group within a transaction; returns what the winner was called."""
    proposal = propose(workspace, entity, [one.winner, *one.losers], one.winner, work.connection)
    at = clock.stamp()
    values, primary = _taken(work.connection, proposal, one.chosen)
    values |= _fitting_names(work.connection, proposal, one.chosen, values)
    together = [proposal.winner, *proposal.losers]
    objections = opt_outs.of(work.connection, entity, together).values()
    following = Following(work, entity, one.winner, proposal.losers, at, workspace.locale.region)
    following.run()
    for table, link, row in primary:
        following.make_primary(table, link, row)
    work.assign_many(entity, proposal.losers, {"deleted_at": at, "merged_into_id": one.winner})
    record_rows.save(work, registry.entity(entity), one.winner, values)
    following.break_circles()
    opt_outs.keep(work, entity, one.winner, set().union(*objections))
    return proposal.titles[one.winner]


def led_on(connection: Connection, entity: str, words: Sequence[str], limit: int) -> dict[int, str]:
    """Return the records that merged ones became in whose names all ``words`` (folded) stand: by their ids, what the
    merged ones were called. Of very many merged records only the newest are looked at."""
    if entity not in ENTITIES or not words:
        return {}
    title = names.title_expression(entity)
    rows = connection.execute(
        f'SELECT id, {title} FROM "{entity}" WHERE merged_into_id IS NOT NULL AND deleted_at IS NOT NULL '
        "ORDER BY id DESC LIMIT ?",
        (_LOOKED_AT,),
    )
    found: dict[int, str] = {}
    for record, called in rows.fetchall():
        if len(found) < limit and all(word in fold(called or "") for word in words):
            found.setdefault(current(connection, entity, record), called)
    return found


def _taken(
    connection: Connection, proposal: Proposal, chosen: Mapping[str, int]
) -> tuple[dict[str, Any], list[tuple[str, str, int]]]:
    """Return the values that the winner gets from others, and the rows of others that become its primary ones.

    Raises UsageProblem for a choice that cannot be.
    """
    _check_choices(proposal, chosen)
    order = [proposal.winner, *proposal.losers]
    values: dict[str, Any] = {}
    primary: list[tuple[str, str, int]] = []
    for one in proposal.choices:
        whose = chosen.get(one.key, one.proposed)
        group = row_of(one.fields[0])
        if group is not None:
            if (
                whose != proposal.winner
                and (row := record_rows.primary_id(connection, whose, group)) is not None
            ):
                primary.append((group[0], group[1], row))
            continue
        (only,) = one.fields
        found = pages.read(connection, registry.entity(proposal.entity), [only], order)
        given = {record: pages.plain(found[record][0][0]) for record in order}
        if one.is_worked_out:
            value = WORKED_OUT[one.key](each for each in given.values() if each is not None)
        else:
            value = _joined(given.values()) if whose == BOTH else given[whose]
        points_to_itself = isinstance(only.kind, Reference) and value in proposal.titles
        if value != given[proposal.winner] and value not in (None, "") and not points_to_itself:
            values[only.key] = value
    return values, primary


def _fitting_names(
    connection: Connection, proposal: Proposal, chosen: Mapping[str, int], values: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the parts of the name that stays, where those of the winner and the values it gets would be of another
    one, and nobody chose them: the parts of the record whose name it is, else what the name says."""
    entity = registry.entity(proposal.entity)
    if not name_parts.concerns(entity, values) or any(key in chosen for key in entity.person[1:]):
        return {}
    fields = [entity.field(key) for key in entity.person]
    found = pages.read(connection, entity, fields, [proposal.winner, *proposal.losers])
    by_record = {
        record: dict(zip(entity.person, map(pages.plain, row[0]), strict=True))
        for record, row in found.items()
    }
    became = name_parts.of(entity, {**by_record[proposal.winner], **values})
    if became.agree:
        return {}
    whose = [one for one in by_record.values() if name_parts.of(entity, one).whole == became.whole]
    known = next((one for one in map(partial(name_parts.of, entity), whose) if one.made), became)
    family, given = name_parts.parts_of(known)
    return dict(zip(entity.person[1:], (family or None, given or None), strict=True))


def _check_choices(proposal: Proposal, chosen: Mapping[str, int]) -> None:
    by_key = {one.key: one for one in proposal.choices}
    for key, record in chosen.items():
        may_be_both = key in by_key and by_key[key].is_kept_together
        if key not in by_key or not (record in proposal.titles or (record == BOTH and may_be_both)):
            raise UsageProblem(_("“%(name)s” is not a field of this list.") % {"name": key})


def _joined(texts: Any) -> str:
    return "\n\n".join(dict.fromkeys(text.strip() for text in texts if text))


__all__ = ["BOTH", "ENTITIES", "Merge", "Proposal", "current", "led_on", "merge", "merge_groups", "propose"]
