"""The change log of a record as events: what was changed, from what to what, and how to take it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crm_desktop.core.i18n import _, listed
from crm_desktop.core.transaction_kinds import KIND_ICONS
from crm_desktop.services.change_words import FieldChange
from crm_desktop.services.history import Entry
from crm_desktop.services.timeline.event import Event
from crm_desktop.services.timeline.sources import Head, Position
from crm_desktop.services.timeline.telling import Telling

_NAMED = frozenset({"undo", "redo", "merge", "convert", "import"})
"""Kinds of transactions that say more than what they changed here."""


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes of a record and its parts. ``brief`` ones leave out what activities and moves tell already."""

    brief: bool
    name: str = "change"
    group: str = "changes"

    def heads(self, telling: Telling, after: Position, limit: int) -> list[Head]:
        """Return the newest changes after a position, told."""
        entries = telling.workspace.history.of_record(
            telling.seen_from, telling.record_id, before=after[1], limit=limit, brief=self.brief
        )
        return [Head(one.at, False, ("", one.transaction), event_of(one)) for one in entries]

    def told(self, _telling: Telling, heads: Sequence[Head]) -> Mapping[Position, Event]:
        """Return the events of these places, by position."""
        return {one.position: one.event for one in heads if one.event is not None}


def event_of(entry: Entry) -> Event:
    """Return an entry of the history as an event."""
    # A flag of a new part says nothing.
    fields = [one for one in entry.fields if one.old or one.new != _("No")]
    title, lists = _title(entry, fields)
    is_new = entry.created and entry.kind != "import"
    return Event(
        icon="plus" if is_new else KIND_ICONS.get(entry.kind, "pencil"),
        title=title,
        meta=(entry.user,) if entry.user else (),
        body="\n".join(one.line for one in fields) if lists else "",
        transaction=entry.transaction if entry.kind != "setup" else 0,
        change=entry.kind,
        undone=entry.undone,
    )


def _title(entry: Entry, fields: Sequence[FieldChange]) -> tuple[str, bool]:
    """Return the title of an entry, and whether its fields are listed under it."""
    if entry.created:
        is_import = entry.kind == "import"
        return (entry.title if is_import else _("Record created")), is_import
    is_bare = not any(
        one.old or one.new for one in fields
    )  # the record itself went to the trash or came back
    if not fields or (is_bare and entry.kind in {"delete", "restore"}):
        return entry.title, False
    if entry.kind in _NAMED:
        return entry.title, True
    if len(fields) == 1:
        return fields[0].line, False
    if not any(one.old for one in fields):  # a part was added: a phone number, an address
        return entry.title, True
    labels = dict.fromkeys(one.label for one in fields)
    return _("Changed: %(fields)s") % {"fields": listed(labels)}, True
