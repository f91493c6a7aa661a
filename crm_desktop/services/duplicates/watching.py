"""Long work that says how far it is and that can be stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeVar

from crm_desktop.core.errors import Cancelled
from crm_desktop.core.i18n import _

EACH = 5_000  # items after which somebody is asked

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Watch:
    """Who waits for a search: told how much is done of how much, asked whether to go on."""

    progress: Callable[[int, int], object] = lambda _done, _total: None
    cancelled: Callable[[], bool] = lambda: False

    def half(self, which: Literal[0, 1]) -> Watch:
        """Return the watch of the first or the second half of the work."""
        return Watch(lambda done, total: self.progress(done + which * total, 2 * total), self.cancelled)

    def each(self, items: Iterable[T]) -> Iterator[T]:
        """Yield items. Raises Cancelled when nobody wants them any more."""
        for at, one in enumerate(items):
            if at % EACH == 0 and self.cancelled():
                raise Cancelled(_("The search was stopped."))
            yield one

    def counted(self, items: Iterable[T], total: int) -> Iterator[T]:
        """Yield items and say how many there were. Raises Cancelled."""
        for at, one in enumerate(self.each(items)):
            if at % EACH == 0:
                self.progress(at, total)
            yield one


UNWATCHED = Watch()
