"""Periods as people call them, and what holds for every report of the catalogue."""

from datetime import date

import pytest

from crm_desktop.core.kinds import Kind
from crm_desktop.reports.catalogue import REPORTS
from crm_desktop.reports.parameters import period_text


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (None, None, "All dates"),
        (date(2026, 10, 1), date(2026, 12, 31), "Q4 2026"),
        (date(2026, 2, 1), date(2026, 4, 30), "1 Feb 2026 – 30 Apr 2026"),
        (date(2026, 1, 1), date(2026, 12, 31), "Year 2026"),
        (date(2026, 7, 1), date(2027, 6, 30), "1 Jul 2026 – 30 Jun 2027"),
        (date(2028, 2, 1), date(2028, 2, 29), "February 2028"),
        (date(2026, 2, 1), date(2026, 2, 27), "1 Feb 2026 – 27 Feb 2026"),
        (date(2026, 2, 1), None, "Since 1 Feb 2026"),
        (None, date(2026, 2, 1), "Until 1 Feb 2026"),
    ],
)
def test_periods(first, last, said):
    assert period_text(first, last, "en") == said


def test_a_month_in_chinese():
    assert period_text(date(2026, 11, 1), date(2026, 11, 30), "zh_CN") == "2026年11月"


@pytest.mark.parametrize("report", REPORTS, ids=lambda one: one.name)
def test_every_report_is_fully_described(report):
    keys = [one.key for one in report.parameters]
    assert len(keys) == len(set(keys))
    assert {"language", "paper"} <= set(keys)
    assert report.title
    assert report.description
    assert all(isinstance(one.kind, Kind) and one.label for one in report.parameters)


def test_names_are_unique():
    assert len({one.name for one in REPORTS}) == len(REPORTS)
