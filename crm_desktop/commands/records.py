"""Commands about records: list, show, undo."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from crm_desktop.commands.clocks import clock_rows, plain_clocks
from crm_desktop.commands.common import (
    Front,
    entity_named,
    front,
    json_option,
    print_json,
    say,
    search_option,
    table,
    tell,
    where_option,
)
from crm_desktop.commands.speech import SpeakingCommand, WholeNumber
from crm_desktop.core.errors import RecordProblem, UsageProblem
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.core.query import ListQuery
from crm_desktop.core.reading import fold

SHOWN = 50


@click.command("list", cls=SpeakingCommand, help=N_("List records, searched, filtered and sorted."))
@click.argument("entity")
@search_option
@where_option
@click.option(
    "--sort", default="", metavar="FIELD", help=N_("Field to sort by; -FIELD for the other direction.")
)
@click.option("--limit", type=WholeNumber(0), default=None, help=N_("At most this many."))
@json_option
@front
def list_(
    here: Front, entity: str, search: str, where: Sequence[str], sort: str, limit: int | None, as_json: bool
) -> None:
    from crm_desktop.services import conditions

    description = entity_named(entity)
    with here.workspace(read_only=True) as workspace:
        query = ListQuery(
            description.name,
            search=search,
            sort=conditions.sort_key(workspace, description.name, sort.removeprefix("-")),
            descending=sort.startswith("-"),
            conditions=tuple(conditions.parse(workspace, description.name, text) for text in where),
        )
        ids = workspace.lists.ids(query)
        shown = ids[: len(ids) if limit is None and as_json else SHOWN if limit is None else limit]
        if as_json:
            print_json({"total": len(ids), "rows": _plain_rows(workspace, description.name, shown)})
            return
        fields = [one for one in workspace.lists.fields(description.name) if one.listed == "shown"]
        rows = workspace.lists.page(description.name, [one.key for one in fields], shown)
    right = {place: one.kind.align == "right" for place, one in enumerate(fields)}
    if rows:
        say(table([_(one.label) for one in fields], [row.texts for row in rows], right))
    total = ngettext("%(count)s record", "%(count)s records", len(ids)) % {"count": f"{len(ids):,}"}
    tell(
        total
        if len(shown) == len(ids)
        else _("%(total)s, the first %(shown)d shown") % {"total": total, "shown": len(shown)}
    )


def _plain_rows(workspace: Any, entity: str, ids: Sequence[int]) -> list[dict[str, Any]]:
    """Return records for JSON: ISO dates, decimal numbers in whole units, names behind references."""
    from crm_desktop.core.kinds import Money, Reference

    fields = workspace.lists.fields(entity)
    keys = [one.key for one in fields]
    names = [at for at, one in enumerate(fields) if isinstance(one.kind, Reference)]
    money = [at for at, one in enumerate(fields) if isinstance(one.kind, Money)]
    others = [(at, one.kind.plain) for at, one in enumerate(fields) if at not in (*names, *money)]
    currency_at = keys.index("currency") if "currency" in keys else None
    found = []
    for row in workspace.lists.page(entity, keys, ids):
        own = row.values[currency_at] if currency_at is not None else None
        values = list(row.values)
        for at in names:
            values[at] = None if values[at] is None else str(values[at])
        for at in money:
            values[at] = None if values[at] is None else _amount(values[at], own or workspace.locale.currency)
        for at, plain in others:
            values[at] = plain(values[at])
        found.append({"id": row.id, **dict(zip(keys, values, strict=True))})
    return found


def _amount(minor: int, currency: str) -> int | float:
    """Return an amount in whole units, as an integer where it is one."""
    from crm_desktop.core.formatting import major_units

    amount = major_units(minor, currency)
    return int(amount) if amount == int(amount) else float(amount)


@click.command(
    cls=SpeakingCommand, help=N_("Show one record: its fields, related records and what happened.")
)
@click.argument("entity")
@click.argument("record", metavar="ID|NAME")
@json_option
@front
def show(here: Front, entity: str, record: str, as_json: bool) -> None:
    description = entity_named(entity)
    with here.workspace(read_only=True) as workspace:
        record_id = find(workspace, description.name, record)
        found = workspace.records.get(description.name, record_id)
        related = [one for one in workspace.records.related(description.name, record_id) if one.count]
        entries = workspace.history.of_record(description.name, record_id)
        if as_json:
            fields = _plain_rows(workspace, description.name, [record_id])[0]
            clocks = plain_clocks(workspace, description.name, record_id)
            print_json(
                {**fields, **clocks, "related": _plain_related(related), "history": _plain_history(entries)}
            )
            return
        say(found.title)
        filled = [(_(one.label), found.texts[one.key]) for one in workspace.lists.fields(description.name)]
        filled += clock_rows(workspace, description.name, record_id)
        say(table([_("Field"), _("Value")], [pair for pair in filled if pair[1]]))
        for one in related:
            ids = workspace.records.related_ids(one.entity, one.field, record_id, 5)
            names = filter(None, _names(workspace, one.entity, ids))
            say(f"{one.label} {one.count}: {', '.join(names)}".rstrip(": "))
        say("")
        for entry in entries[:20]:
            changes = "; ".join(
                f"{f.label}: {f'{f.old} → ' if f.old else ''}{f.new}".rstrip(": ") for f in entry.fields
            )
            say(f"{entry.at.astimezone():%Y-%m-%d %H:%M}  {entry.title}  {entry.user}  {changes}".rstrip())


def _plain_related(related: Sequence[Any]) -> list[dict[str, Any]]:
    """Return for JSON how many records of which entity point to a record, and by which field."""
    return [{"entity": one.entity, "field": one.field, "count": one.count} for one in related]


def _plain_history(entries: Sequence[Any]) -> list[dict[str, Any]]:
    """Return for JSON what happened to a record, as :meth:`History.of_record` tells it."""
    return [
        {
            "transaction": one.transaction,
            "at": one.at.isoformat(timespec="seconds"),
            "title": one.title,
            "user": one.user,
            "changes": [{"field": f.label, "old": f.old, "new": f.new} for f in one.fields],
        }
        for one in entries
    ]


def _names(workspace: Any, entity: str, ids: Sequence[int]) -> list[str]:
    from crm_desktop.models import registry

    return [row.texts[0] for row in workspace.lists.page(entity, [registry.entity(entity).title_key], ids)]


def find(workspace: Any, entity: str, text: str) -> int:
    """Return the id of the record that a number or a name means; one that was merged means what it became.

    Raises RecordProblem, naming candidates.
    """
    from crm_desktop.models import registry

    title = registry.entity(entity).title_key
    if text.isdecimal() and int(text) < 2**63 and workspace.lists.page(entity, [title], [int(text)]):
        return int(workspace.records.current(entity, int(text)))
    wanted = fold(text)
    candidates = workspace.lists.named(entity, text, 20) if wanted else []
    exact = [one for one in candidates if fold(one.name) == wanted]
    chosen = exact or [one for one in candidates if wanted in fold(one.name)]
    if not chosen and any(map(str.isalpha, text)):
        chosen = candidates  # found by pinyin, say; digits alone would find telephone numbers
    if len(chosen) == 1:
        return int(chosen[0].id)
    if not chosen:
        raise RecordProblem(_("There is no record named “%(name)s”.") % {"name": text})
    listed = "\n".join(f"  {one.id}  {one.name}" for one in chosen)
    raise RecordProblem(
        _("Several records are named “%(name)s”. Use the number:") % {"name": text}, "\n" + listed
    )


@click.command(
    cls=SpeakingCommand, help=N_("Undo the last change, or the transaction ID; undoing an undo redoes it.")
)
@click.argument("transaction", metavar="[ID]", type=WholeNumber(), required=False)
@click.option("--last", is_flag=True, help=N_("Undo the last change."))
@click.option("--list", "listing", is_flag=True, help=N_("List what can be undone."))
@json_option
@front
def undo(here: Front, transaction: int | None, last: bool, listing: bool, as_json: bool) -> None:
    if not listing and last == (transaction is not None):
        raise UsageProblem(_("Say what to undo: --last, or the number that --list shows."))
    with here.workspace(read_only=listing) as workspace:
        if listing:
            _print_history(workspace, as_json)
            return
        number = min(transaction or 0, 2**63 - 1)  # SQLite knows no larger one
        report = workspace.history.undo_last() if last else workspace.history.undo(number)
    if as_json:
        kept = [
            {"name": one.name, "fields": list(one.fields), "needed_by": one.needed_by or None}
            for one in report.kept
        ]
        print_json(
            {
                "undone": report.title,
                "transaction": report.transaction,
                "restored": report.restored,
                "kept": kept,
            }
        )
        return
    if report.restored:
        text = _("Redone: %(title)s") if report.redone else _("Undone: %(title)s")
        say(text % {"title": report.title})
        say(report.words)
    else:
        say(_("Nothing was undone: everything was changed since."))
    if report.kept_count:
        text = ngettext(
            "%(count)d later edit was kept:", "%(count)d later edits were kept:", report.kept_count
        )
        say(text % {"count": report.kept_count})
        for one in report.kept:
            say(f"  {one.text}")


def _moment(milliseconds: int) -> str:
    """Return a moment as the other JSON documents have it: ISO 8601 in UTC."""
    from datetime import UTC, datetime

    return datetime.fromtimestamp(milliseconds // 1000, UTC).isoformat()


def _print_history(workspace: Any, as_json: bool) -> None:
    found = workspace.history.recent(100)
    if as_json:
        rows = [
            {
                "id": one.id,
                "title": one.text,
                "kind": one.kind,
                "at": _moment(one.at_ms),
                "undone": one.undone,
            }
            for one in found
        ]
        print_json({"transactions": rows})
        return
    from crm_desktop.core.clock import local_moment

    for one in found:
        state = _("undone") if one.undone else ""
        say(f"{one.id}  {local_moment(one.at_ms):%Y-%m-%d %H:%M}  {one.text}  {state}".rstrip())
