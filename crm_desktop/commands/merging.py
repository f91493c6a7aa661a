"""The command that merges records into one, and what other commands say about a merge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from crm_desktop.commands.common import (
    Front,
    dry_run_option,
    entity_named,
    front,
    json_option,
    print_json,
    say,
    table,
    tell,
)
from crm_desktop.commands.records import find
from crm_desktop.commands.speech import SpeakingCommand
from crm_desktop.core.i18n import N_, _, listed

if TYPE_CHECKING:
    from crm_desktop.services.merge_proposals import Proposal


@click.command(
    cls=SpeakingCommand,
    help=N_("Merge records that are the same into one; everything moves to it. The undo brings all back."),
)
@click.argument("entity")
@click.argument("winner", metavar="WINNER")
@click.argument("losers", metavar="LOSER", nargs=-1, required=True)
@dry_run_option
@json_option
@front
def merge(here: Front, entity: str, winner: str, losers: Sequence[str], dry_run: bool, as_json: bool) -> None:
    from crm_desktop.services import merging

    name = entity_named(entity).name
    with here.workspace(read_only=dry_run) as workspace:
        stays, *others = (find(workspace, name, text) for text in (winner, *losers))
        proposal = merging.propose(workspace, name, [stays, *others], stays)
        undo = 0 if dry_run else merging.merge(workspace, name, stays, proposal.losers)
    if as_json:
        print_json({**plain(proposal), "undo": undo or None})
        return
    headings = [_("Field"), *proposal.titles.values()]
    cells = [
        (_(field.label), *(one.texts[record][place] for record in proposal.titles))
        for one in proposal.choices
        for place, field in enumerate(one.fields)
        if any(texts[place] for texts in one.texts.values())
    ]
    say(table(headings, cells))
    tell_follows(proposal.follows)
    for what, who in proposal.objections.items():
        tell(_("Kept of %(names)s: %(what)s.") % {"names": listed(who), "what": what})
    words = {"name": proposal.titles[stays], "number": stays}
    if dry_run:
        tell(_("“%(name)s” (%(number)d) would stay; nothing was written.") % words)
    else:
        tell(_("“%(name)s” (%(number)d) stays.") % words)
        tell_undo(undo)


def plain(proposal: Proposal) -> dict[str, Any]:
    """Return a merge for JSON: who stays, who becomes it, whose value stays in each field (null: the texts of all),
    and how many rows follow by their sort."""
    return {
        "winner": proposal.winner,
        "losers": list(proposal.losers),
        "values": {one.key: one.proposed or None for one in proposal.choices if not one.is_worked_out},
        "follows": dict(proposal.follows),
        "objections": {what: list(who) for what, who in proposal.objections.items()},
    }


def tell_follows(follows: Mapping[str, int]) -> None:
    """Say how many rows follow to the one that stays."""
    from crm_desktop.models import registry

    if follows:
        counts = (f"{_(registry.entity(name).title_plural)} {count:,}" for name, count in follows.items())
        tell(_("What moves to it: %(counts)s") % {"counts": ", ".join(counts)})


def tell_undo(transaction: int) -> None:
    """Say how a merge is taken back."""
    tell(_("Take it back with: crm-desktop undo %(number)d") % {"number": transaction})
