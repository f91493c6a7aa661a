"""The sheet of a day: what stands at which hour, what is left to do, whose birthday it is."""

from datetime import UTC, date, datetime, timedelta

import pytest
from pypdf import PdfReader

from crm_desktop.core.document import Ruled, Table
from crm_desktop.services.reporting import make_document, write_report

TODAY = date(2026, 11, 20)


def at(hour: int, minute: int = 0, days: int = 0) -> datetime:
    local = datetime(2026, 11, 20, hour, minute)  # noqa: DTZ001 - the user's clock
    return (local + timedelta(days=days)).astimezone(UTC)


@pytest.fixture
def day(workspace, make, fixed_clock):
    """A day with a little of everything."""
    company = make.company("杭州青禾纺织")
    ana = make.contact("Ana Beltrán", company=company, mobile="+34 600 111 222", birthday=date(1976, 11, 20))
    create = workspace.records.create
    create("activity", {"kind": "visit", "subject": "On site", "planned_at": at(14, 30), "contact": ana})
    create("activity", {"kind": "call", "subject": "Early bird", "planned_at": at(6), "company": company})
    create("activity", {"kind": "task", "subject": "Left over", "due_on": TODAY - timedelta(days=3)})
    create("activity", {"kind": "task", "subject": "Today", "due_on": TODAY})
    create("activity", {"kind": "meeting", "subject": "Tomorrow", "planned_at": at(9, 0, 1)})
    return workspace


def tables(workspace, **parameters):
    document = make_document(workspace, "day-sheet", parameters)
    return document, {
        one.title: [tuple(row) for row in one.rows] for one in document.blocks if isinstance(one, Table)
    }


def test_every_hour_has_a_line_to_write_on(day):
    document, found = tables(day)
    assert document.subtitle == "Friday 20 November 2026 · All owners"
    hours = [row[0] for row in found["Appointments"]]
    assert hours == [
        "06:00",
        *(f"{hour:02d}:00" for hour in range(8, 14)),
        "14:30",
        "15:00",
        "16:00",
        "17:00",
        "18:00",
    ]
    visit = found["Appointments"][hours.index("14:30")]
    assert visit == ("14:30", "Visit: On site", "Ana Beltrán", "+34 600 111 222", "")
    assert found["Appointments"][1] == ("08:00", "", "", "", "")
    assert [row[:2] for row in found["To do"]] == [
        (date(2026, 11, 17), "Task: Left over"), (TODAY, "Task: Today"),
    ]  # fmt: skip
    assert found["Birthdays"] == [("Ana Beltrán", "杭州青禾纺织", 50, "+34 600 111 222", "")]
    assert document.blocks[-1] == Ruled("Notes")


def test_of_another_day_in_chinese_without_birthdays(day):
    document, found = tables(day, day="2026-11-21", language="zh_CN")
    assert document.subtitle.startswith("2026年11月21日 星期六")
    assert "会议：Tomorrow" in [row[1] for row in found["约定时间"]]
    assert "生日" not in found


def test_of_one_person(day):
    bo = day.records.create("user", {"name": "Bo Berg"})
    day.records.create("activity", {"kind": "task", "subject": "Bo’s", "due_on": TODAY, "owner": bo})
    document, found = tables(day, owner="Bo Berg")
    assert document.subtitle.endswith("Bo Berg")
    assert [row[1] for row in found["To do"]] == ["Task: Bo’s"]


def test_of_the_user_of_this_computer_where_the_file_knows_several(day):
    assert tables(day)[0].subtitle.endswith("All owners")
    day.records.create("user", {"name": "Bo Berg"})
    assert tables(day)[0].subtitle.endswith(day.user_name)
    assert tables(day, owner=None)[0].subtitle.endswith("All owners")
    assert tables(day, owner="all")[0].subtitle.endswith("All owners")


def test_all_its_tables_stand_in_one_size_of_type(day):
    document, _found = tables(day)
    assert {one.size for one in document.blocks if isinstance(one, Table)} == {9.0}


@pytest.mark.parametrize("tasks", [0, 8, 16, 40])
def test_room_to_write_never_takes_a_page_of_its_own(day, tmp_path, tasks):
    for number in range(tasks):
        day.records.create("activity", {"kind": "task", "subject": f"快递样品 {number}", "due_on": TODAY})
    out = tmp_path / "day.pdf"
    write_report(day, "day-sheet", out, {"language": "zh_CN"})
    pages = [page.extract_text() for page in PdfReader(out).pages]
    assert all(any(word in text for word in ("任务", "约定时间", "生日")) for text in pages)
