"""The command about records that are likely the same: it lists them, parts them for good, or merges the surest."""

from __future__ import annotations

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
from crm_desktop.commands.merging import tell_undo
from crm_desktop.commands.records import find
from crm_desktop.commands.speech import Share, SpeakingCommand
from crm_desktop.core.errors import UsageProblem
from crm_desktop.core.i18n import N_, _, listed, ngettext

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace


@click.command(
    cls=SpeakingCommand, help=N_("List companies or contacts that are likely the same, with the reasons.")
)
@click.argument("entity")
@click.option("--threshold", type=Share(), default=0.9, help=N_("How likely at least, from 0 to 1."))
@click.option(
    "--merge-above",
    "least",
    type=Share(),
    default=None,
    help=N_("Merge those that are at least so likely, in one step."),
)
@click.option(
    "--distinct",
    nargs=2,
    metavar="A B",
    default=None,
    help=N_("Remember that these two are not the same."),
)
@dry_run_option
@json_option
@front
def duplicates(
    here: Front,
    entity: str,
    threshold: float,
    least: float | None,
    distinct: tuple[str, str] | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    name = entity_named(entity).name
    if distinct is not None and least is not None:
        raise UsageProblem(_("Say either --distinct or --merge-above."))
    if distinct is not None:
        _part(here, name, distinct, dry_run=dry_run, as_json=as_json)
    elif least is not None:
        _merge_all(here, name, least, dry_run=dry_run, as_json=as_json)
    else:
        _list(here, name, threshold, as_json=as_json)


def _list(here: Front, entity: str, threshold: float, *, as_json: bool) -> None:
    from crm_desktop.services.duplicates.pairs import REASONS, reason_words

    with here.workspace(read_only=True) as workspace:
        pairs = workspace.duplicates.find(entity, threshold)
        names = _names(workspace, entity, [id_ for one in pairs for id_ in (one.a, one.b)])
    if as_json:
        print_json(
            {
                "pairs": [
                    {
                        "a": one.a,
                        "b": one.b,
                        "score": round(one.score, 4),
                        "why": [REASONS[reason] for reason in one.reasons],
                    }
                    for one in pairs
                ]
            }
        )
        return
    if pairs:
        cells = [
            (f"{one.score:.0%}", names[one.a], names[one.b], listed(map(reason_words, one.reasons)))
            for one in pairs
        ]
        say(table([_("Likely"), _("Record"), _("Other record"), _("Reasons")], cells, {0: True}))
    tell(
        ngettext("%(count)s likely pair", "%(count)s likely pairs", len(pairs)) % {"count": f"{len(pairs):,}"}
    )


def _part(here: Front, entity: str, texts: tuple[str, str], *, dry_run: bool, as_json: bool) -> None:
    """Remember that two records are not the same."""
    with here.workspace(read_only=dry_run) as workspace:
        first, second = (find(workspace, entity, text) for text in texts)
        if first == second:
            raise UsageProblem(_("This is the same record twice."))
        undo = 0 if dry_run else workspace.duplicates.set_distinct(entity, first, second)
        names = _names(workspace, entity, [first, second])
    if as_json:
        print_json({"distinct": [first, second], "undo": undo or None})
        return
    say(
        _("“%(first)s” and “%(second)s” are two different records.")
        % {"first": names[first], "second": names[second]}
    )
    if undo:
        tell_undo(undo)


def _merge_all(here: Front, entity: str, least: float, *, dry_run: bool, as_json: bool) -> None:
    """Merge the groups in which each record is so likely each other one."""
    from crm_desktop.services import merging

    with here.workspace(read_only=dry_run) as workspace:
        pairs = workspace.duplicates.find(entity, least)
        groups = [one for one in workspace.duplicates.groups(entity, pairs) if one.is_complete]
        proposals = [merging.propose(workspace, entity, one.ids) for one in groups]
        merges = [merging.Merge(one.winner, one.losers) for one in proposals]
        undo = merging.merge_groups(workspace, entity, merges) if merges and not dry_run else 0
    scores = [one.score for one in groups]
    if as_json:
        told = [
            {"winner": one.winner, "losers": list(one.losers), "score": round(score, 4)}
            for one, score in zip(proposals, scores, strict=True)
        ]
        print_json({"merged": told, "undo": undo or None})
        return
    if proposals:
        cells = [
            (f"{score:.0%}", one.titles[one.winner], listed(one.titles[each] for each in one.losers))
            for one, score in zip(proposals, scores, strict=True)
        ]
        say(table([_("Likely"), _("Stays"), _("Becomes it")], cells, {0: True}))
    count = sum(len(one.losers) for one in proposals)
    words = {"count": f"{count:,}"}
    if dry_run or not merges:
        tell(
            ngettext("%(count)s record would be merged.", "%(count)s records would be merged.", count) % words
        )
    else:
        tell(ngettext("%(count)s record was merged.", "%(count)s records were merged.", count) % words)
        tell_undo(undo)


def _names(workspace: Workspace, entity: str, ids: list[int]) -> dict[int, Any]:
    from crm_desktop.models import registry

    rows = workspace.lists.page(entity, [registry.entity(entity).title_key], list(dict.fromkeys(ids)))
    return {row.id: row.texts[0] for row in rows}
