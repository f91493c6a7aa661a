"""Ids are unique, in time order, and fit SQLite's rowid and PostgreSQL's bigint."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from crm_desktop.core import clock
from crm_desktop.core.ids import EPOCH_MS, FIRST_FREE, MAX_REPLICA, IdSource, milliseconds
from tests.conftest import FixedClock


def test_an_id_holds_its_time_and_its_replica(fixed_clock: FixedClock) -> None:
    found = IdSource(0xABC).next()
    assert milliseconds(found) == fixed_clock()
    assert (found >> 10) & MAX_REPLICA == 0xABC
    assert FIRST_FREE < found < 1 << 63


def test_ids_of_two_computers_never_meet(fixed_clock: FixedClock) -> None:
    one, other = IdSource(1).block(5_000), IdSource(2).block(5_000)
    assert not set(one) & set(other)


def test_a_burst_borrows_from_the_next_millisecond(fixed_clock: FixedClock) -> None:
    source = IdSource(7)
    found = [*source.block(1_500), source.next(), *source.block(3_000), source.next()]
    assert found == sorted(set(found))
    assert all((one >> 10) & MAX_REPLICA == 7 for one in found)
    assert milliseconds(found[-1]) - fixed_clock() == len(found) // 1_024


def test_ids_rise_when_the_clock_is_turned_back(fixed_clock: FixedClock) -> None:
    source = IdSource(1)
    first = source.next()
    fixed_clock.advance(-365 * 86_400)
    assert source.next() > first


def test_ids_jump_ahead_with_the_clock(fixed_clock: FixedClock) -> None:
    source = IdSource(1)
    source.next()
    fixed_clock.advance(60)
    assert milliseconds(source.next()) == fixed_clock()


def test_the_last_day_of_ids_is_far_away() -> None:
    assert ((1 << 41) - 1 + EPOCH_MS) / 1000 / 86_400 / 365.25 + 1970 > 2089


@pytest.mark.parametrize("replica", [-1, MAX_REPLICA + 1])
def test_a_replica_beyond_twelve_bits_is_refused(replica: int) -> None:
    with pytest.raises(ValueError, match="12 bits"):
        IdSource(replica)


def test_threads_get_different_ids() -> None:
    source = IdSource(3)
    with ThreadPoolExecutor(8) as pool:
        blocks = list(pool.map(lambda _n: source.block(50), range(200)))
    found = [one for block in blocks for one in block]
    assert len(set(found)) == len(found)


def test_time_is_read_in_one_place(fixed_clock: FixedClock) -> None:
    fixed_clock.set("2026-02-28 23:59:59")
    assert clock.today().isoformat() == "2026-02-28"
    fixed_clock.advance(1)
    assert clock.today().isoformat() == "2026-03-01"
    assert clock.moment(clock.stamp()) == clock.now()
    assert clock.stamp().endswith("Z")
    with pytest.raises(ValueError, match="nonsense"):
        clock.moment("nonsense")
