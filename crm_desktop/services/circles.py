"""Records of one sort that belong to each other (a company and its parent): none stands above itself, over any number
of steps."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Reference

Node = TypeVar("Node", bound=Hashable)


def is_above(entity: Entity, one: Field) -> bool:
    """Tell whether a field leads to a record of the same sort, to which others belong: a parent company."""
    return one.stored and isinstance(one.kind, Reference) and one.kind.entity == entity.name


def leads_to(at: Node | None, goal: Node, above: Callable[[Node], Node | None]) -> bool:
    """Tell whether one gets from a record, by what stands ``above`` each, to another one; a record leads to itself."""
    seen: set[Node] = set()
    while at is not None and at not in seen:
        if at == goal:
            return True
        seen.add(at)
        at = above(at)
    return False


def objection(name: str) -> str:
    """Return why the record of a name cannot stand above the one that it belongs to; '' is that record itself."""
    if not name:
        return _("A record cannot stand above itself.")
    return _("“%(name)s” belongs to this record already, so it cannot stand above it.") % {"name": name}


__all__ = ["is_above", "leads_to", "objection"]
