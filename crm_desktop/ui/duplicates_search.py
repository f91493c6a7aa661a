"""The search for likely duplicates of one file: run in the background, once for each sort of records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crm_desktop.core.errors import Cancelled, CrmError
from crm_desktop.core.formatting import format_percent
from crm_desktop.core.i18n import _, labelled, language, listed
from crm_desktop.services import merging
from crm_desktop.services.duplicates.groups import Group
from crm_desktop.services.duplicates.pairs import Pair, reason_words
from crm_desktop.services.duplicates.watching import Watch
from crm_desktop.services.merge_proposals import Proposal, propose
from crm_desktop.ui.duplicates_model import Line
from crm_desktop.ui.tasks import Task

_BECOMES = "  ←  "  # the first name stays, the others become it
LEAST = 0.7  # how likely a pair must be to be kept at all: a lower bound of what can be chosen


@dataclass(frozen=True)
class Planned:
    """What would be merged: the groups as lines, and which record stays in each."""

    lines: tuple[Line, ...]
    merges: tuple[merging.Merge, ...]


class DuplicateSearch:
    """Works for a page; everything that reads the file is called on a worker's thread."""

    def __init__(self, workspace: Any) -> None:
        self._workspace = workspace
        self.pairs: dict[str, Sequence[Pair]] = {}

    def find(self, entity: str, task: Task) -> Sequence[Pair]:
        """Return the likely pairs of an entity. Raises Cancelled."""
        watch = Watch(task.progress, task.is_cancelled)
        found: Sequence[Pair] = self._workspace.duplicates.find(entity, LEAST, watch=watch)
        return found

    def lines(self, entity: str, least: float) -> list[Line]:
        """Return the groups that are likely enough, as lines."""
        pairs = [one for one in self.pairs.get(entity, ()) if one.score >= least]
        groups: Sequence[Group] = self._workspace.duplicates.groups(entity, pairs)
        return [
            Line(entity, one.ids, percent(one.score), listed(map(reason_words, one.reasons)), one.is_complete)
            for one in groups
        ]

    def apart(self, entities: Sequence[str]) -> list[Line]:
        """Return the pairs of which somebody said that they are two, as lines."""
        return [
            Line(entity, (one.first, one.second), note=one.id)
            for entity in entities
            for one in self._workspace.duplicates.distinct(entity)
        ]

    def plan(self, lines: Sequence[Line], task: Task) -> Planned:
        """Return what a merge of groups would do. Groups that can no longer be merged are left out.

        Raises Cancelled.
        """
        planned, merges = [], []
        for at, line in enumerate(lines):
            if task.is_cancelled():
                raise Cancelled(_("The search was stopped."))
            task.progress(at, len(lines))
            try:
                found = propose(self._workspace, line.entity, line.ids)
            except CrmError:
                continue
            ids = (found.winner, *found.losers)
            planned.append(
                Line(line.entity, ids, line.score, _differing(found), line.is_sure, between=_BECOMES)
            )
            merges.append(merging.Merge(found.winner, found.losers))
        return Planned(tuple(planned), tuple(merges))

    def merge(self, entity: str, merges: Sequence[merging.Merge], task: Task) -> int:
        """Merge groups in one step; returns the transaction. Raises Cancelled."""
        return merging.merge_groups(self._workspace, entity, merges, task.progress, task.is_cancelled)


def percent(share: float) -> str:
    """Return how likely something is, in whole percent; only what is certain is called 100 %."""
    return format_percent(min(99, int(share * 100)), language())


def _differing(proposal: Proposal) -> str:
    """Return in which fields records differ, in words."""
    fields = [_(one.fields[0].label) for one in proposal.choices if one.differs and not one.is_worked_out]
    return labelled(_("Differs in"), listed(fields)) if fields else _("Nothing differs")


__all__ = ["LEAST", "DuplicateSearch", "Planned", "percent"]
