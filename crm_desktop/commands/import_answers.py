"""What the import command asks about values, and how it is answered: order of dates, new words of lists, new fields."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any, TypeVar

import click

from crm_desktop.core.errors import UsageProblem
from crm_desktop.core.i18n import N_, _
from crm_desktop.exchange.open_dates import OpenDates

Command = TypeVar("Command", bound=Callable[..., Any])
OPTIONS = (
    click.option(
        "--date-order",
        "date_orders",
        multiple=True,
        metavar="HEADING=ORDER",
        help=N_("Whether day or month comes first in a column of dates: dmy, mdy or ymd."),
    ),
    click.option(
        "--add-options",
        "new_options",
        multiple=True,
        metavar="FIELD",
        help=N_(
            "Add unknown words to the list of this field (created_by: users), of others not (none: of no field)."
        ),
    ),
    click.option(
        "--new-field",
        "new_fields",
        multiple=True,
        metavar="HEADING[=KIND]",
        help=N_("Make a custom field of a column; without KIND its values decide."),
    ),
)


def value_options(command: Command) -> Command:
    """Give a command the options that answer questions about values."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def value_answers(workspace: Any, entity: str, how: dict[str, Any]) -> dict[str, Any]:
    """Return what the options say as fields of ``Choices``. Raises UsageProblem."""
    return {
        "date_orders": _pairs(how["date_orders"], _("“%(text)s” is not HEADING=ORDER.")),
        "new_options": _new_options(workspace, entity, how["new_options"]),
        "new_fields": dict(map(_new_field, how["new_fields"])),
    }


def _new_field(text: str) -> tuple[str, str]:
    """Return the heading and the kind of a new field; a heading may hold “=” itself."""
    from crm_desktop.models.custom_field import CUSTOM_KINDS

    heading, sign, kind = text.rpartition("=")
    if sign and (not kind or CUSTOM_KINDS.term(kind) is not None):
        return heading, kind
    return text, ""


def _new_options(workspace: Any, entity: str, words: Sequence[str]) -> list[str] | None:
    """Return the fields whose lists take new words; None: all."""
    if not words:
        return None
    return [field_key(workspace, entity, word) for word in words if word != "none"]


def field_key(workspace: Any, entity: str, word: str) -> str:
    """Return the key of the field that a word means, also of one of joined records ('company.phone').

    Raises UsageProblem.
    """
    from crm_desktop.core.reading import fold
    from crm_desktop.services import conditions, import_targets

    for one in import_targets.fields_of(entity).values():
        if word == one.key or fold(word) == fold(one.label):
            return one.key
    return conditions.field_named(workspace, entity, word).key


def _pairs(texts: Sequence[str], otherwise: str) -> dict[str, str]:
    """Return what stands before and behind the last “=” of each text."""
    found = {}
    for text in texts:
        before, sign, behind = text.rpartition("=")
        if not sign:
            raise UsageProblem(otherwise % {"text": text})
        found[before] = behind
    return found


def questions(plan: Any) -> dict[str, Any]:
    """Return the questions about values that a plan leaves, as they stand in JSON."""
    return {
        "joined": {one.plan.table.entity.slug: _joined(one.plan) for one in plan.joined},
        "new_fields": [{"column": one.label, "kind": one.kind} for one in plan.table.new_fields],
        "unmatched": [
            {"column": one.heading, "kind": plan.table.proposed.get(one.heading, "text")}
            for one in plan.table.mapping.unmatched
        ],
        "open_dates": [_open_dates(one) for one in plan.open_dates],
        "unknown_words": [{**asdict(one), "label": _(one.label)} for one in plan.unknown_words],
    }


def _joined(plan: Any) -> dict[str, int]:
    return {"created": plan.created, "updated": len(plan.changes)}


def _open_dates(one: OpenDates) -> dict[str, Any]:
    return {
        "column": one.heading,
        "order": one.order,
        "answered": one.answered,
        "examples": [
            {"text": text, **{order: day.isoformat() for order, day in read.items()}}
            for text, read in one.examples
        ],
    }


def spoken_questions(plan: Any) -> list[str]:
    """Return the questions about values that nobody has answered, as sentences that name the option."""
    found = []
    for one in plan.open_dates:
        if not one.answered:
            text, read = one.examples[0]
            ways = " / ".join(f"{order} = {day.isoformat()}" for order, day in read.items())
            told = {"column": one.heading, "text": text, "ways": ways}
            found.append(_("“%(text)s” in “%(column)s” may be %(ways)s. Use --date-order.") % told)
    for word in plan.unknown_words:
        if word.near:
            text = _(
                "“%(text)s” is new in the list of “%(field)s”; it may be “%(near)s”. Use --match"
                ' "%(text)s=%(near)s".'
            )
            found.append(text % {"text": word.text, "field": _(word.label), "near": word.near})
    return found
