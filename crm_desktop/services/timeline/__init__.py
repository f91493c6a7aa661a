"""The timeline of a record: everything that happened to it in one stream, newest first, by page and by sort."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING

from crm_desktop.services.timeline import activities, campaigns, sales, service
from crm_desktop.services.timeline.changes import Changes
from crm_desktop.services.timeline.event import GROUPS, Event
from crm_desktop.services.timeline.sources import START, Head, Moments, Position, Source
from crm_desktop.services.timeline.telling import Telling

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace

PAGE = 25
Cursor = Mapping[str, Position]
"""Where each source goes on; sources that are at their end are not in it."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some events, newest first; ``earlier`` is the cursor of the next page, None at the end."""

    events: tuple[Event, ...]
    earlier: Cursor | None


class Timeline:
    """Reads what happened to records. Safe from several threads."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def groups(self, entity: str) -> dict[str, str]:
        """Return the sorts of events that records of an entity can have, with their marked names, in order."""
        possible = {one.group for one in _sources(entity)}
        return {key: words for key, words in GROUPS.items() if key in possible}

    def page(
        self, entity: str, record_id: int, group: str = "", after: Cursor | None = None, limit: int = PAGE
    ) -> Page:
        """Return ``limit`` events of a record, of one sort or ('') of all, from ``after`` on.

        Each source is asked for one event more than fits and goes on after its last event that was shown, so nothing is
        skipped or told twice, whatever happens at the same second or is written between two pages.
        """
        file = self._workspace
        telling = Telling(file, entity, record_id, file.locale, file.file.reader())
        sources = {
            one.name: one
            for one in _sources(entity, brief=group == "")
            if group in ("", one.group) and (after is None or one.name in after)
        }
        positions = dict(after) if after is not None else dict.fromkeys(sources, START)
        heads = {name: source.heads(telling, positions[name], limit + 1) for name, source in sources.items()}
        shown = list(islice(merge(*map(_named, heads, heads.values()), key=_newest_first), limit))
        taken: dict[str, list[Head]] = {}
        for name, head in shown:
            taken.setdefault(name, []).append(head)
            positions[name] = head.position
        told = {name: sources[name].told(telling, part) for name, part in taken.items()}
        events = [
            _placed(told[name][head.position], sources[name], head)
            for name, head in shown
            if head.position in told[name]
        ]
        earlier = {
            name: positions[name] for name, part in heads.items() if len(part) > len(taken.get(name, ()))
        }
        return Page(tuple(events), earlier or None)


def _sources(entity: str, *, brief: bool = True) -> list[Source]:
    """Return the sources that records of an entity have."""
    moments: tuple[Moments, ...] = (
        *activities.SOURCES,
        *sales.SOURCES,
        *service.sources(entity),
        *campaigns.sources(entity),
    )
    of_entity = [one for one in moments if one.scope(entity)]
    return [*of_entity, Changes(brief)]


def _named(name: str, heads: list[Head]) -> Iterator[tuple[str, Head]]:
    return ((name, one) for one in heads)


def _newest_first(head: tuple[str, Head]) -> float:
    return -head[1].at.timestamp()


def _placed(event: Event, source: Source, head: Head) -> Event:
    key = f"{source.name}:{head.position[1]}"
    return replace(event, group=source.group, key=key, at=head.at, is_day=head.is_day)


__all__ = ["GROUPS", "PAGE", "Cursor", "Event", "Page", "Timeline"]
