"""How long somebody waits for an answer."""

from __future__ import annotations

from time import perf_counter


class Patience:
    """Asked whether it has come to its end, it says so after ``seconds``; it begins when it is made.

    What reads with it asks often, so that it ends on time.
    """

    def __init__(self, seconds: float) -> None:
        self._end = perf_counter() + seconds

    def __call__(self) -> bool:
        return perf_counter() > self._end
