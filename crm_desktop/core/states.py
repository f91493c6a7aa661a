"""State machines as data: which state may follow which, and what a state needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class StateMachine:
    """The states of a record and the moves between them.

    ``moves`` names for each state those that may follow it. ``needs`` names for a state the fields that must
    have a value before it is entered. ``by_service`` are states that only a service (a conversion, say)
    enters, never a plain edit.
    """

    initial: str
    moves: Mapping[str, tuple[str, ...]]
    needs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    by_service: frozenset[str] = frozenset()

    def allows(self, old: str | None, new: str) -> bool:
        """Return whether a record may go from ``old`` (None: it is new) to ``new``."""
        if old is None or old == new:
            return new in self.moves
        return new in self.moves.get(old, ())

    def missing(self, state: str, values: Mapping[str, object]) -> list[str]:
        """Return the fields that ``state`` needs and that ``values`` leaves empty."""
        return [name for name in self.needs.get(state, ()) if values.get(name) in (None, "")]
