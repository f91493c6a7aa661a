"""The command that imports a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from crm_desktop.commands import import_likely
from crm_desktop.commands.common import (
    PATH,
    Front,
    dry_run_option,
    entity_named,
    front,
    json_option,
    print_json,
    say,
    tell,
)
from crm_desktop.commands.import_answers import (
    field_key,
    questions,
    spoken_questions,
    value_answers,
    value_options,
)
from crm_desktop.commands.import_likely import likely_option
from crm_desktop.commands.speech import SpeakingCommand
from crm_desktop.core.errors import UsageProblem
from crm_desktop.core.i18n import N_, _, listed, ngettext

MODES = ("create", "update", "both")
TOLD = 20  # problems that are spelt out


@click.command(
    "import",
    cls=SpeakingCommand,
    help=N_(
        "Import a workbook, CSV, JSON, vCard or calendar file; the whole import can be undone in one step."
    ),
)
@click.argument("source", type=PATH)
@click.option(
    "--as", "entity", required=True, metavar="ENTITY", help=N_("What the rows are: contacts, companies …")
)
@click.option("--sheet", help=N_("The sheet to read."))
@click.option("--encoding", help=N_("The encoding of a CSV file."))
@click.option("--separator", help=N_("The separator of a CSV file."))
@click.option(
    "--heading-row",
    type=click.IntRange(min=0),
    metavar="N",
    help=N_("The row that holds the headings; 0: there is none."),
)
@click.option(
    "--mapping",
    metavar="NAME",
    help=N_("A saved mapping of columns, by name; “” for none. Without it, the one that fits is used."),
)
@click.option(
    "--save-mapping",
    metavar="NAME",
    help=N_("Keep what the columns mean under this name; a file with the same headings is recognised then."),
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="HEADING=FIELD",
    help=N_("What a column means; HEADING= leaves it out."),
)
@click.option(
    "--key", "keys", multiple=True, metavar="FIELD", help=N_("A field by which records are found again.")
)
@click.option(
    "--mode",
    type=click.Choice(["create", "update", "both"]),
    help=N_("Create, update, or both."),
)
@click.option(
    "--match",
    "matches",
    multiple=True,
    metavar="TEXT=NAME",
    help=N_("Take TEXT for the record NAME; TEXT= makes it new."),
)
@click.option(
    "--policy",
    "policies",
    multiple=True,
    metavar="FIELD=POLICY",
    help=N_("What a cell does to a filled field: overwrite, fill (only empty ones), append, or erase."),
)
@value_options
@likely_option
@dry_run_option
@click.option("--rejects", type=PATH, help=N_("Write the rows that cannot go in to this workbook."))
@json_option
@front
def import_(
    here: Front, /, source: Path, entity: str, dry_run: bool, rejects: Path | None, as_json: bool, **how: Any
) -> None:
    from crm_desktop.services import imports
    from crm_desktop.services.import_choices import Choices

    description = entity_named(entity)
    if rejects is not None:
        _check_rejects(rejects, source)
    with here.workspace(read_only=dry_run) as workspace:
        choices = Choices(
            sheet=how["sheet"],
            encoding=how["encoding"],
            separator=how["separator"],
            heading_row=how["heading_row"],
            keys=_keys(workspace, description.name, how["keys"]),
            mode=how["mode"] or "",
            mapping=_columns(workspace, description.name, how["columns"]),
            saved=how["mapping"],
            policies=_policies(workspace, description.name, how["policies"]),
            **value_answers(workspace, description.name, how),
            likely=how["likely"],
        )
        plan = imports.plan_import(workspace, source, description.name, choices)
        if how["matches"]:
            _decide(workspace, plan, how["matches"])
        if plan.twins is None:
            imports.find_twins(workspace, plan)
        if rejects is not None and plan.rejected:
            plan.write_rejects(rejects)  # first: where this fails, nothing is imported
        undo = 0 if dry_run else imports.run_import(workspace, plan).undo
        if how["save_mapping"] and not dry_run:
            columns = replace(plan.choices, mapping=plan.table.mapping.by_heading)
            workspace.import_mappings.save(
                description.name, how["save_mapping"], plan.table.headings, columns
            )
    _report(plan, undo, as_json=as_json, dry_run=dry_run)


def _check_rejects(rejects: Path, source: Path) -> None:
    """Refuse a place for the rejected rows that is no workbook or is the source itself. Raises UsageProblem."""
    if rejects.suffix.lower() != ".xlsx":
        raise UsageProblem(_("Give the workbook of rejected rows a name that ends in .xlsx."))
    if rejects.resolve() == source.resolve():
        raise UsageProblem(_("The rejected rows would overwrite the file they come from."))


def _keys(workspace: Any, entity: str, words: Sequence[str]) -> list[str]:
    from crm_desktop.services import conditions

    return [conditions.field_named(workspace, entity, word).key for word in words]


def _columns(workspace: Any, entity: str, pairs: Sequence[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        heading, word = _halves(pair, _("“%(text)s” is not HEADING=FIELD."))
        found[heading] = field_key(workspace, entity, word) if word else ""
    return found


def _halves(pair: str, otherwise: str) -> tuple[str, str]:
    """Return what stands before and behind the last “=”. Raises UsageProblem with a sentence about ``text``."""
    before, sign, behind = pair.rpartition("=")
    if not sign:
        raise UsageProblem(otherwise % {"text": pair})
    return before, behind


def _policies(workspace: Any, entity: str, pairs: Sequence[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        word, policy = _halves(pair, _("“%(text)s” is not FIELD=POLICY."))
        found[field_key(workspace, entity, word)] = policy
    return found


def _decide(workspace: Any, plan: Any, matches: Sequence[str]) -> None:
    """Apply the answers to likely names and compare anew. Raises UsageProblem for an answer that answers nothing."""
    from crm_desktop.services import imports
    from crm_desktop.services.import_table import same_name

    in_doubt = [*plan.likely, *plan.unknown_words]
    for pair in matches:
        said = same_name(pair.partition("=")[0])
        texts = {one.text for one in in_doubt if pair.startswith(f"{one.text}=")}
        texts = texts or {one.text for one in in_doubt if same_name(one.text) == said}  # in other letters
        if not texts:
            raise UsageProblem(
                _("“%(text)s” is not in doubt.") % {"text": pair.partition("=")[0]},
                _("In doubt are: %(names)s.") % {"names": listed(one.text for one in in_doubt) or "–"},
            )
        text = max(texts, key=len)
        for field in {one.field for one in in_doubt if one.text == text}:
            answer = pair[len(text) + 1 :] if pair.startswith(f"{text}=") else pair.partition("=")[2]
            plan.decided.setdefault(field, {})[text] = answer or None
    imports.compare(workspace, plan)
    for field, answers in plan.decided.items():
        in_table = {one.name for one in in_doubt if one.field == field and not getattr(one, "candidate", 1)}
        made = {same_name(name) for name in plan.resolved[field].fresh if name not in in_table}
        unknown = next((name for name in answers.values() if name and same_name(name) in made), None)
        if unknown:
            raise UsageProblem(_("There is no record named “%(name)s”.") % {"name": unknown})


def _report(plan: Any, undo: int, *, as_json: bool, dry_run: bool) -> None:
    likely = [
        {"field": o.field, "text": o.text, "rows": o.rows, "candidate": o.name, "others": list(o.others)}
        for o in plan.likely
    ]
    if as_json:
        rejected = [
            {"row": one.row, "column": one.column, "value": one.value, "reason": one.reason}
            for one in plan.rejected
        ]
        print_json(
            {
                "rows": plan.rows,
                "created": plan.created,
                "updated": plan.updated,
                "unchanged": plan.unchanged,
                "rejected": rejected,
                "likely": likely,
                **questions(plan),
                "duplicates": import_likely.plain(plan),
                "made": {key: len(names) for key, names in plan.made.items()},
                "doubled": import_likely.doubled_rows(plan),
                "left_out": plan.left_out,
                "notes": plan.notes,
                "undo": undo or None,
            }
        )
    else:
        _print_plan(plan, undo, dry_run=dry_run)
    if plan.rejected:
        raise SystemExit(1)


def _print_plan(plan: Any, undo: int, *, dry_run: bool) -> None:
    values = {
        "rows": f"{plan.rows:,}",
        "created": f"{plan.created:,}",
        "updated": f"{plan.updated:,}",
        "unchanged": f"{plan.unchanged:,}",
        "rejected": f"{len({one.row for one in plan.rejected}):,}",
    }
    text = ngettext(
        "%(rows)s row: %(created)s new, %(updated)s changed, %(unchanged)s unchanged, %(rejected)s rejected",
        "%(rows)s rows: %(created)s new, %(updated)s changed, %(unchanged)s unchanged, %(rejected)s rejected",
        plan.rows,
    )
    said = text % values
    if plan.left_out:
        said = _("%(rows)s, %(left_out)s left out") % {"rows": said, "left_out": f"{plan.left_out:,}"}
    say(said)
    for note in [*import_likely.made_beside(plan), *plan.notes]:
        tell(note)
    for question in spoken_questions(plan):
        tell(question)
    for one in plan.likely:
        text = ngettext(
            '“%(text)s” (%(rows)s row) may be “%(name)s”; it was left open. Use --match "%(text)s=%(name)s".',
            '“%(text)s” (%(rows)s rows) may be “%(name)s”; it was left open. Use --match "%(text)s=%(name)s".',
            one.rows,
        )
        tell(text % {"text": one.text, "rows": f"{one.rows:,}", "name": one.name})
        if one.others:
            tell(_("It may also be: %(names)s.") % {"names": listed(one.others)})
    import_likely.report(plan, TOLD)
    for one in plan.rejected[:TOLD]:
        tell(
            _("Row %(row)d, %(column)s: %(reason)s")
            % {"row": one.row, "column": one.column, "reason": one.reason}
        )
    if len(plan.rejected) > TOLD:
        tell(
            _("… and %(count)s more; write them to a workbook with --rejects.")
            % {"count": f"{len(plan.rejected) - TOLD:,}"}
        )
    if dry_run:
        say(_("Nothing was written."))
    elif undo:
        say(_("To take it back: crm-desktop undo %(number)d") % {"number": undo})
