"""The only reader of the time. Tests replace :data:`now_ms`."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, tzinfo

now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000  # noqa: E731 - replaced as a whole by tests


def now() -> datetime:
    """Return the present moment in UTC, to the second."""
    return datetime.fromtimestamp(now_ms() // 1000, UTC)


def today() -> date:
    """Return the date on the user's calendar."""
    return local_now().date()


def local_now() -> datetime:
    """Return the time on the user's clock, to the second, without a zone."""
    return local_moment(now_ms())


def local_moment(milliseconds: int) -> datetime:
    """Return a moment (Unix time in ms) on the user's clock, to the second, without a zone."""
    return datetime.fromtimestamp(milliseconds // 1000, zone()).replace(tzinfo=None)


def zone() -> tzinfo:
    """Return the time zone of the computer."""
    local = datetime.fromtimestamp(now_ms() / 1000, UTC).astimezone().tzinfo
    assert local is not None
    return local


def stamp(moment: datetime | None = None) -> str:
    """Return a moment (UTC; default now) as it is stored: ``2026-11-21T09:12:00Z``."""
    return (moment or now()).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(text: str) -> datetime:
    """Return the moment (UTC) that :func:`stamp` wrote as ``text``; raises ValueError on anything else."""
    return datetime.fromisoformat(text).astimezone(UTC)
