"""The command that writes reports and lists them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import wrap
from typing import Any

import click

from crm_desktop.commands.common import LONGEST, PATH, Front, front, say, table
from crm_desktop.commands.speech import SpeakingCommand
from crm_desktop.core.errors import UsageProblem
from crm_desktop.core.i18n import N_, _, ngettext


@click.command(cls=SpeakingCommand, help=N_("Write a report as PDF or workbook, or list the reports."))
@click.argument("name", required=False)
@click.argument("out", type=PATH, required=False)
@click.option("--list", "listing", is_flag=True, help=N_("List the reports."))
@click.option("--from", "since", metavar="D", help=N_("First day."))
@click.option("--to", "until", metavar="D", help=N_("Last day."))
@click.option("--owner", help=N_("Only of this owner."))
@click.option("--language", help=N_("Language of the report."))
@click.option(
    "--set", "others", multiple=True, metavar="NAME=VALUE", help=N_("Another option of the report.")
)
@front
def report(
    here: Front, /, name: str | None, out: Path | None, listing: bool, others: Sequence[str], **usual: Any
) -> None:
    from crm_desktop.services import reporting

    if listing:
        _list_reports()
        return
    if name is not None:
        reporting.report_of(name)  # a wrong name is told before anything else
    if name is None or out is None:
        raise UsageProblem(_("Name a report and a file: crm-desktop report pipeline pipeline.pdf"))
    parameters = _parameters(usual, others)
    with here.workspace(read_only=True) as workspace:
        count = reporting.write_report(workspace, name, out, parameters)
    text = (
        ngettext("%(count)s page written to %(path)s", "%(count)s pages written to %(path)s", count)
        if out.suffix.lower() == ".pdf"
        else ngettext("%(count)s row written to %(path)s", "%(count)s rows written to %(path)s", count)
    )
    say(text % {"count": f"{count:,}", "path": out})


def _list_reports() -> None:
    """Print the reports with their options."""
    from crm_desktop.services import reporting

    rows = []
    for one in reporting.report_names():
        found = reporting.report_of(one)
        options = wrap(", ".join(parameter.key for parameter in found.parameters), LONGEST)
        rows.append((one, _(found.title), options[0]))
        rows += [("", "", line) for line in options[1:]]
    say(table([_("Report"), _("Title"), _("Options")], rows))


def _parameters(usual: Mapping[str, str | None], others: Sequence[str]) -> dict[str, str]:
    """Return the options of a report by name. Raises UsageProblem for one without a value."""
    named = {"from": "since", "to": "until", "owner": "owner", "language": "language"}
    found = {key: value for key, word in named.items() if (value := usual[word])}
    for pair in others:
        key, sign, value = pair.partition("=")
        if not sign:
            raise UsageProblem(_("“%(text)s” is not NAME=VALUE.") % {"text": pair})
        found[key] = value
    return found
