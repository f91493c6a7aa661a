"""Where the user has been: a trail to walk back and forward on."""

from __future__ import annotations

from crm_desktop.ui.context import Place

_LONGEST = 60


class Trail:
    """Places in the order of their visits; a new place cuts off what lay ahead."""

    def __init__(self) -> None:
        self._places: list[Place] = []
        self._at = -1

    @property
    def here(self) -> Place | None:
        """The place where the user is."""
        return self._places[self._at] if self._at >= 0 else None

    @property
    def can_go_back(self) -> bool:
        """Whether there is a way back."""
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether there is a way forward."""
        return self._at + 1 < len(self._places)

    def visit(self, place: Place) -> None:
        """Go to a place; staying is no step, and a passing place is no step on the way back."""
        if place != self.here:
            behind = [one for one in self._places[: self._at + 1] if not one.is_passing]
            behind = behind[:-1] if behind[-1:] == [place] else behind
            self._places = [*behind, place][-_LONGEST:]
            self._at = len(self._places) - 1

    def replace(self, place: Place) -> None:
        """Take another place for the one where the user is; beside an equal one it is no step of its own."""
        self._places[self._at] = place
        if self._at and self._places[self._at - 1] == place:
            del self._places[self._at]
            self._at -= 1
        if self.peek(1) == place:
            del self._places[self._at + 1]

    def peek(self, steps: int) -> Place | None:
        """Return the place so many steps away."""
        at = self._at + steps
        return self._places[at] if 0 <= at < len(self._places) else None

    def move(self, steps: int) -> None:
        """Walk so many steps."""
        if self.peek(steps) is not None:
            self._at += steps
