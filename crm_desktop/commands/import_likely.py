"""What the command line says about rows of an import that are likely records which are there already."""

from __future__ import annotations

from typing import Any

import click

from crm_desktop.commands.common import tell
from crm_desktop.core.i18n import N_, _, listed, ngettext

likely_option = click.option(
    "--likely",
    type=click.Choice(["new", "update", "skip"]),
    default="new",
    help=N_("What becomes of rows that are likely a record already: new, update it, or skip them."),
)


def plain(plan: Any) -> list[dict[str, Any]]:
    """Return the likely duplicates of a plan as plain values; ``id`` is None where it is an earlier row."""
    return [
        {
            "row": plan.table.numbers[place],
            "id": one.record if one.record > 0 else None,
            "other_row": None if one.record > 0 else -one.record,
            "candidate": one.name,
            "score": round(one.score, 4),
            "why": list(one.why),
        }
        for place, twins in (plan.twins or {}).items()
        for one in twins
    ]


def doubled_rows(plan: Any) -> list[int]:
    """Return the numbers of the rows that are new beside a record that they almost certainly are."""
    from crm_desktop.services.import_doubled import doubled

    return doubled(plan)


def made_beside(plan: Any) -> list[str]:
    """Return sentences about the records that a plan makes beside those of its rows."""
    from crm_desktop.services import import_beside

    return import_beside.made(plan)


def report(plan: Any, most: int) -> None:
    """Say which rows are likely duplicates, what became of them, and how to have it otherwise."""
    rows = [(plan.table.numbers[place], twins[0]) for place, twins in (plan.twins or {}).items()]
    sure = sum(one.is_sure for _number, one in rows)
    if sure:
        text = ngettext(
            "%(count)s row is likely a duplicate: %(became)s.",
            "%(count)s rows are likely duplicates: %(became)s.",
            sure,
        )
        tell(text % {"count": f"{sure:,}", "became": _became(plan.choices.likely)})
    if count := len(doubled_rows(plan)):
        text = ngettext(
            "%(count)s of them is there already, almost for certain, and is doubled: --likely update joins the two.",
            "%(count)s of them are there already, almost for certain, and are doubled: --likely update joins them.",
            count,
        )
        tell(text % {"count": f"{count:,}"})
    if len(rows) > sure:
        text = ngettext(
            "%(count)s row has the name of a record, but little else in common with it; it was not taken for that.",
            "%(count)s rows have the names of records, but little else in common; they were not taken for these.",
            len(rows) - sure,
        )
        tell(text % {"count": f"{len(rows) - sure:,}"})
    for number, one in rows[:most]:
        values = {"row": number, "name": one.name, "percent": one.percent, "why": listed(one.why)}
        if one.record > 0:
            tell(_("Row %(row)d: likely “%(name)s” (%(percent)s: %(why)s)") % values)
        else:
            values["other"] = -one.record
            tell(_("Row %(row)d: likely row %(other)d, “%(name)s” (%(percent)s: %(why)s)") % values)
    if len(rows) > most:
        tell(_("… and %(count)s more; --json names them all.") % {"count": f"{len(rows) - most:,}"})


def _became(likely: str) -> str:
    return {
        "new": _("made new; --likely update or --likely skip does otherwise"),
        "update": _("taken for the likeliest one"),
        "skip": _("left out"),
    }[likely]
