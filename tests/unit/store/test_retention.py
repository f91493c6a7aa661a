"""F-15: which backups stay. A table, as Anki's ``thinning_manual``, and what must hold for any dates."""

# ruff: noqa: DTZ001 - backups are named by the user's clock
from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.store.backups import survivors

TODAY = date(2026, 11, 20)  # a Friday


def kept(*times: str, today: date = TODAY) -> set[str]:
    return survivors([(text, datetime.fromisoformat(text)) for text in times], today)


def test_all_of_today_and_yesterday_stay() -> None:
    times = [f"2026-11-{day} {hour:02}:00" for day in (19, 20) for hour in range(24)]
    assert kept(*times) == set(times)


def test_older_days_keep_their_newest() -> None:
    times = [f"2026-11-{day:02} {hour:02}:30" for day in range(7, 19) for hour in (8, 12, 18)]
    assert kept(*times, "2026-11-20 09:00") == {f"2026-11-{day:02} 18:30" for day in range(7, 19)} | {
        "2026-11-20 09:00"
    }


def test_two_years_of_daily_backups() -> None:
    every = [(datetime(2026, 11, 20, 9) - timedelta(days=back)) for back in range(730)]
    stay = kept(*(f"{at:%Y-%m-%d %H:%M}" for at in every))
    days = sorted((TODAY - datetime.fromisoformat(text).date()).days for text in stay)
    assert days[:14] == list(range(14))  # today, yesterday and twelve days before
    assert len(days) <= 2 + 12 + 10 + 9
    assert any(56 <= back <= 70 for back in days)  # the tenth week
    assert not any(71 <= back <= 80 for back in days)
    assert 225 <= days[-1] <= 275  # the ninth month
    assert len(days) >= 25


@pytest.mark.parametrize(
    ("times", "today", "expected"),
    [
        pytest.param((), TODAY, set(), id="none"),
        pytest.param(("2020-01-01 00:00",), TODAY, {"2020-01-01 00:00"}, id="the newest stays however old"),
        pytest.param(
            ("2027-11-20 09:00", "2027-11-21 09:00", "2026-11-10 09:00"),
            TODAY,
            {"2027-11-20 09:00", "2027-11-21 09:00", "2026-11-10 09:00"},
            id="clock set back a year: future ones are not deleted",
        ),
        pytest.param(
            ("2024-02-29 10:00", "2024-02-29 11:00", "2024-02-28 10:00", "2024-03-02 10:00"),
            date(2024, 3, 2),
            {"2024-02-29 11:00", "2024-02-28 10:00", "2024-03-02 10:00"},
            id="29 February",
        ),
        pytest.param(
            ("2025-12-29 10:00", "2026-01-02 10:00", "2026-01-10 10:00"),
            date(2026, 1, 10),
            {"2025-12-29 10:00", "2026-01-02 10:00", "2026-01-10 10:00"},
            id="one ISO week over New Year",
        ),
    ],
)
def test_table(times: tuple[str, ...], today: date, expected: set[str]) -> None:
    assert kept(*times, today=today) == expected


def test_two_backups_in_one_second_both_stay_today() -> None:
    at = datetime(2026, 11, 20, 9)
    assert survivors([("a", at), ("b", at)], TODAY) == {"a", "b"}


MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31))


@given(st.lists(MOMENTS, max_size=80), st.dates(date(2024, 1, 1), date(2027, 12, 31)))
def test_what_holds_for_any_dates(moments: list[datetime], today: date) -> None:
    named = [(str(at), moment) for at, moment in enumerate(moments)]
    stay = survivors(named, today)
    by_name = dict(named)
    if named:
        assert max(moments) in {by_name[name] for name in stay}
    recent = {name for name, moment in named if moment.date() >= today - timedelta(days=1)}
    assert recent <= stay
    assert len(stay - recent) <= 12 + 10 + 9 + 1
    again = survivors([(name, by_name[name]) for name in stay], today)
    assert again == stay  # thinning twice removes nothing more
