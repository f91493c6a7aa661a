"""The command that lists records which are likely the same."""

from __future__ import annotations

import click

from crm_desktop.commands.common import Front, entity_named, front, json_option, print_json, say, table, tell
from crm_desktop.commands.speech import Share, SpeakingCommand
from crm_desktop.core.i18n import N_, _, listed, ngettext


@click.command(
    cls=SpeakingCommand, help=N_("List companies or contacts that are likely the same, with the reasons.")
)
@click.argument("entity")
@click.option("--threshold", type=Share(), default=0.9, help=N_("How likely at least, from 0 to 1."))
@json_option
@front
def duplicates(here: Front, entity: str, threshold: float, as_json: bool) -> None:
    from crm_desktop.services.duplicates.scoring import REASONS, reason_words

    description = entity_named(entity)
    with here.workspace(read_only=True) as workspace:
        pairs = workspace.duplicates.find(description.name, threshold)
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
        ids = list(dict.fromkeys(id_ for one in pairs for id_ in (one.a, one.b)))
        rows = workspace.lists.page(description.name, [description.title_key], ids)
    names = {row.id: row.texts[0] for row in rows}
    if pairs:
        cells = [
            (f"{one.score:.0%}", names[one.a], names[one.b], listed(map(reason_words, one.reasons)))
            for one in pairs
        ]
        say(table([_("Likely"), _("Record"), _("Other record"), _("Reasons")], cells, {0: True}))
    tell(
        ngettext("%(count)s likely pair", "%(count)s likely pairs", len(pairs)) % {"count": f"{len(pairs):,}"}
    )
