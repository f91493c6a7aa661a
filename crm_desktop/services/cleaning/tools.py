"""The cleaning tools: what each is for, which fields it fits, what it asks, and the plan of what it would change.

A plan is one of :mod:`crm_desktop.services.bulk_edit`, which writes it. Phone numbers, e-mail addresses and the like
are cleaned wherever a record has them, not only the first of each kind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crm_desktop.core.entity import Child, Field
from crm_desktop.core.errors import UsageProblem
from crm_desktop.core.full_names import full_name
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import Email, LongText, Phone, Status, Text, Web
from crm_desktop.core.person_names import parted_name
from crm_desktop.core.reading import Unreadable, email
from crm_desktop.services import bulk_edit
from crm_desktop.services.bulk_edit import BulkPlan
from crm_desktop.services.cleaning import texts
from crm_desktop.store.sql import chunks, marks

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace

Fits = Callable[[Field], bool]
Asked = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool: its marked name and explanation, the fields that it fits, and what else it needs to know.

    ``ways`` are its styles, by code, with marked words. ``asks`` names attributes of :class:`Cleaning` that have to be
    filled. ``each``: it can clean all fields that it fits at once.
    """

    name: str
    label: str
    about: str
    fits: Fits
    ways: Mapping[str, str] = field(default_factory=dict)
    asks: Asked = ()
    each: bool = False


@dataclass(frozen=True, slots=True)
class Cleaning:
    """What somebody wants cleaned: a tool, the keys of fields (none: all that it fits), and its answers."""

    tool: str
    fields: tuple[str, ...] = ()
    way: str = ""
    find: str = ""
    replacement: str = ""
    match_case: bool = False
    whole_words: bool = False
    value: Any = None


def _is_text(one: Field) -> bool:
    return isinstance(one.kind, Text) and one.writable


def _is_line(one: Field) -> bool:
    return _is_text(one) and not isinstance(one.kind, (LongText, Phone, Web))


def _is_phone(one: Field) -> bool:
    return isinstance(one.kind, Phone) and one.writable


def _is_mail(one: Field) -> bool:
    return isinstance(one.kind, Email) and one.writable


def _is_full_name(one: Field) -> bool:
    return one.key == "full_name"


_PARTS_OF_NAMES = ("full_name", "family_name", "given_name")


def _is_channel(one: Field) -> bool:
    return isinstance(one.source, Child) and one.source.table == "channel"


def _can_be_filled(one: Field) -> bool:
    return (
        one.writable and not isinstance(one.kind, Status) and one.key != "currency" and not _is_channel(one)
    )


TOOLS: tuple[Tool, ...] = (
    Tool(
        "trim",
        N_("Remove needless spaces"),
        N_(
            "Spaces around and doubled ones within, invisible characters, and letters and digits of full width."
        ),
        _is_text,
        each=True,
    ),
    Tool(
        "case",
        N_("Change capital letters"),
        N_("Words that are mixed already, such as McDonald, stay as they are."),
        _is_line,
        {
            "title": N_("Each Word Begins Large"),
            "sentence": N_("The first letter is large"),
            "upper": N_("ALL LARGE"),
            "lower": N_("all small"),
        },
    ),
    Tool(
        "phone",
        N_("Write phone numbers alike"),
        N_("What is no possible number, or more than one, stays as it is."),
        _is_phone,
        {
            "international": "+86 138 5712 3345",
            "national": N_("Without country code inside the country"),
            "digits": "+8613857123345",
        },
        each=True,
    ),
    Tool(
        "mail",
        N_("Correct slips in e-mail addresses"),
        N_("Mistyped names of large providers (gmial.com, hotmail.con)."),
        _is_mail,
        each=True,
    ),
    Tool(
        "invalid",
        N_("Mark invalid e-mail addresses"),
        N_("What cannot be an address is marked and left out of campaigns; the text stays."),
        lambda one: _is_mail(one) and _is_channel(one),
        each=True,
    ),
    Tool(
        "split",
        N_("Split full names"),
        N_("Fills family and given name where they are empty. Names that cannot be split stay as they are."),
        _is_full_name,
    ),
    Tool(
        "join",
        N_("Make full names from their parts"),
        N_("Family and given name become the full name, in the order of their language."),
        _is_full_name,
    ),
    Tool(
        "replace",
        N_("Find and replace"),
        N_("Replaces a text wherever it stands in the field."),
        _is_text,
        asks=("find",),
    ),
    Tool("fill", N_("Fill empty fields"), N_("Filled ones stay."), _can_be_filled, asks=("value",)),
)
BY_NAME = {one.name: one for one in TOOLS}


def fields_of(workspace: Workspace, entity: str, tool: str) -> list[Field]:
    """Return the fields of an entity, the user's own among them, that a tool fits."""
    return [one for one in workspace.lists.fields(entity) if BY_NAME[tool].fits(one)]


def tools_for(workspace: Workspace, entity: str) -> list[Tool]:
    """Return the tools that fit some field of an entity."""
    return [one for one in TOOLS if fields_of(workspace, entity, one.name)]


def plan(
    workspace: Workspace,
    entity: str,
    ids: Sequence[int],
    wanted: Cleaning,
    cancelled: Callable[[], bool] | None = None,
) -> BulkPlan:
    """Say what a cleaning of these records would change. Raises UsageProblem, Cancelled."""
    chosen = _chosen(workspace, entity, wanted)
    if all(map(_is_channel, chosen)):
        rows = _channel_rows(workspace, chosen, ids)
        found = bulk_edit.plan_worked_out(
            workspace, "channel", list(rows), _CHANNEL_KEYS[wanted.tool == "invalid"],
            lambda _row, before: _cleaned_channel(workspace, wanted, before), cancelled=cancelled,
        )  # fmt: skip
        found.belong_to(rows)
        found.samples = [(name.removesuffix(f" – {old}"), old, new) for name, old, new in found.samples]
    else:
        keys = tuple(one.key for one in chosen)
        more = ("family_name", "given_name") if wanted.tool in ("split", "join") else ()
        found = bulk_edit.plan_worked_out(
            workspace, entity, ids, (*keys, *more),
            lambda _record, before: _cleaned(workspace, wanted, keys, before), cancelled=cancelled,
        )  # fmt: skip
    found.titles = N_("Clean %(name)s"), N_("Clean %(count)d records")
    return found


def _chosen(workspace: Workspace, entity: str, wanted: Cleaning) -> list[Field]:
    """Return the fields that are cleaned: those that were named, else all channels, or all that are none."""
    tool = BY_NAME[wanted.tool]
    fitting = fields_of(workspace, entity, tool.name)
    if wanted.fields:
        chosen = [one for one in fitting if one.key in wanted.fields]
    else:
        channels = [one for one in fitting if _is_channel(one)]
        others = [one for one in fitting if one not in channels]
        chosen = (channels or others) if tool.name in _OF_CHANNELS else (others or channels)
    if not chosen or (len(chosen) > 1 and not tool.each):
        raise UsageProblem(_("Choose a field."))
    return chosen


_OF_CHANNELS = ("phone", "mail", "invalid")
_CHANNEL_KEYS = {False: ("value",), True: ("value", "is_invalid")}


def _channel_rows(workspace: Workspace, fields: Sequence[Field], ids: Sequence[int]) -> dict[int, int]:
    """Return the ids of all channels of these kinds that some records have, each with its record."""
    source = fields[0].source
    assert isinstance(source, Child)
    kinds = [dict(one.source.where)["kind"] for one in fields if isinstance(one.source, Child)]
    reader = workspace.file.reader()
    found: dict[int, int] = {}
    for some in chunks(ids):
        found.update(
            reader.execute(
                f'SELECT id, "{source.link}" FROM channel WHERE "{source.link}" IN ({marks(some)}) '
                f"AND kind IN ({marks(kinds)}) AND deleted_at IS NULL ORDER BY id",
                (*some, *kinds),
            ).fetchall()
        )
    return found


def _cleaned_channel(workspace: Workspace, wanted: Cleaning, before: Mapping[str, Any]) -> dict[str, Any]:
    if wanted.tool == "invalid":
        return {"is_invalid": before["is_invalid"] or not _is_address(before["value"])}
    return {"value": _cleaned_text(workspace, wanted, before["value"] or "") or before["value"]}


def _is_address(text: str) -> bool:
    try:
        return bool(email(text))
    except Unreadable:
        return False


def _cleaned(
    workspace: Workspace, wanted: Cleaning, keys: Sequence[str], before: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the values of one record after the cleaning."""
    if wanted.tool == "split":
        family, given = parted_name(before["full_name"] or "")
        free = not before["family_name"] and not before["given_name"] and family
        return {"family_name": family, "given_name": given or None} if free else {}
    if wanted.tool == "join":
        name = full_name(before["family_name"], before["given_name"])
        return {"full_name": name} if before["family_name"] and before["given_name"] else {}
    if wanted.tool == "fill":
        return {key: wanted.value for key in keys if before[key] in (None, "", [])}
    return {key: _cleaned_text(workspace, wanted, before[key], key) or None for key in keys if before[key]}


def _cleaned_text(workspace: Workspace, wanted: Cleaning, text: str, key: str = "") -> str:
    match wanted.tool:
        case "trim":
            return texts.trimmed(text)
        case "case":
            return texts.cased(text, wanted.way, person=key in _PARTS_OF_NAMES)
        case "phone":
            return texts.dialled(text, workspace.locale.region, wanted.way)
        case "mail":
            return texts.corrected_mail(text)
    return texts.replaced(
        text, wanted.find, wanted.replacement, match_case=wanted.match_case, whole_words=wanted.whole_words
    )


__all__ = ["TOOLS", "Cleaning", "Tool", "fields_of", "plan", "tools_for"]
