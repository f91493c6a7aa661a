"""Commands for files that go out: export, export-all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from crm_desktop.commands.common import (
    PATH,
    Front,
    entity_named,
    front,
    say,
    search_option,
    tell,
    where_option,
)
from crm_desktop.commands.speech import SpeakingCommand
from crm_desktop.core.errors import RecordProblem, UsageProblem
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.core.query import Condition, ListQuery


@click.command(
    cls=SpeakingCommand, help=N_("Export a list to xlsx, csv, json, vcf or ics, by the ending of OUT.")
)
@click.argument("entity")
@click.argument("out", type=PATH)
@click.option("--view", help=N_("A saved view, by name."))
@click.option("--columns", help=N_("Fields, separated by commas."))
@click.option(
    "--plain", is_flag=True, help=N_("CSV for other programs than Excel: no mark, texts as they are.")
)
@search_option
@where_option
@front
def export(
    here: Front,
    /,
    entity: str,
    out: Path,
    view: str | None,
    columns: str | None,
    plain: bool,
    search: str,
    where: Sequence[str],
) -> None:
    from crm_desktop.services import conditions, exports

    description = entity_named(entity)
    with here.workspace(read_only=True) as workspace:
        query, chosen = ListQuery(description.name), tuple((columns or "").split(",")) if columns else ()
        if view:
            saved = workspace.views.named(description.name, view)
            if saved is None:
                raise RecordProblem(_("There is no saved view named “%(name)s”.") % {"name": view})
            query, chosen = saved.query, chosen or saved.columns
        query = _narrowed(
            query, search, [conditions.parse(workspace, description.name, one) for one in where]
        )
        keys = [conditions.field_named(workspace, description.name, word).key for word in chosen]
        written = exports.export_list(workspace, query, out, columns=keys, style="plain" if plain else "")
    text = ngettext("%(count)s row written to %(path)s", "%(count)s rows written to %(path)s", written.rows)
    say(text % {"count": f"{written.rows:,}", "path": out})
    for note in written.notes:
        tell(note)


def _narrowed(query: ListQuery, search: str, extra: Sequence[Condition]) -> ListQuery:
    """Return a query with a search and with more conditions. Raises UsageProblem where they cannot be added."""
    if extra and query.conditions and not query.match_all:
        raise UsageProblem(_("This view joins its conditions with “or”; --where cannot be added to them."))
    return replace(
        query,
        search=search or query.search,
        conditions=(*query.conditions, *extra),
        match_all=query.match_all or bool(extra),
    )


@click.command(
    "export-all",
    cls=SpeakingCommand,
    help=N_(
        "Export everything into a folder: workbooks to read, and what “new --from” makes a file of again."
    ),
)
@click.argument("folder", type=PATH)
@front
def export_all(here: Front, folder: Path) -> None:
    from crm_desktop.services import archive

    with here.workspace(read_only=True) as workspace:
        written = archive.export_all(workspace, folder)
    for path in written:
        say(str(path))
