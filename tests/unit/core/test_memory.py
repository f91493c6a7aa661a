"""Memory that was freed goes back to the computer."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from crm_desktop.core.memory import give_back

PIECES, PIECE, KEPT = 40_000, 2_000, 40  # too large for Python's own pools; one in so many stays


def _resident() -> int:
    """Return the bytes of this process that lie in memory."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS"))


@pytest.mark.skipif(sys.platform != "linux", reason="the other systems take it back themselves")
def test_what_was_freed_between_pieces_that_stay_is_given_back() -> None:
    pieces = [bytearray(PIECE) for _number in range(PIECES)]
    kept = pieces[::KEPT]
    pieces.clear()
    before = _resident()
    give_back()
    assert before - _resident() > PIECES * PIECE // 4
    assert len(kept) == PIECES // KEPT


def test_it_may_be_asked_for_at_any_time() -> None:
    give_back()
    give_back()
