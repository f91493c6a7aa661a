"""Demo data that can be believed: telephone numbers, and records that are there before what happens to them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.services.demo import demo_firm, make_demo
from crm_desktop.services.demo.numbers import Numbers
from crm_desktop.services.demo.words import load
from crm_desktop.services.workspace import Workspace, new_workspace
from tests.conftest import OF_ITS_OWN


@pytest.fixture(scope="module", params=("en", "zh_CN"))
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A demo file of the usual size, made once for the whole module and only read."""
    firm = demo_firm(request.param)
    workspace = new_workspace(
        tmp_path_factory.mktemp("demo") / "Demo.crm", firm_name=firm.name, currency=firm.currency, demo=True
    )
    make_demo(workspace, language=request.param, size=300)
    yield workspace
    workspace.close()


def rows(workspace: Workspace, sql: str) -> list[tuple[Any, ...]]:
    return list(workspace.file.reader().execute(sql).fetchall())


def test_the_next_contact_of_a_customer_is_what_is_planned_with_it(demo: Workspace) -> None:
    planned = (
        "(SELECT min(coalesce(date(a.planned_at, 'localtime'), a.due_on)) FROM activity AS a WHERE a.{0}_id = t.id "
        "AND a.done_at IS NULL AND a.started_at IS NULL)"
    )
    for table in ("company", "contact", "opportunity"):
        wrong = f"SELECT id FROM {table} AS t WHERE next_contact IS NOT {planned.format(table)}"
        assert rows(demo, wrong) == []
        assert rows(demo, f"SELECT count(*) > 5 FROM {table} WHERE next_contact IS NOT NULL") == [(1,)]


# ---------------------------------------------------------------- numbers


def test_no_two_numbers_end_alike(demo: Workspace) -> None:
    numbers = [
        row[0]
        for row in rows(
            demo, f"SELECT normal FROM channel WHERE kind IN ('mobile', 'phone') AND {OF_ITS_OWN}"
        )
    ]
    ends = Counter(number[-7:] for number in numbers)
    assert len(numbers) > 400
    assert len(set(numbers)) == len(numbers)
    assert max(ends.values()) <= 2, ends.most_common(3)
    assert sum(count - 1 for count in ends.values()) <= len(numbers) // 100


def test_most_leads_have_a_telephone_number_that_their_list_shows(demo: Workspace) -> None:
    ((leads,),) = rows(demo, "SELECT count(*) FROM lead")
    ((called,),) = rows(
        demo, "SELECT count(DISTINCT lead_id) FROM channel WHERE kind = 'phone' AND lead_id > 0"
    )
    assert leads * 0.6 < called < leads


def test_reserved_numbers_come_first_and_the_others_never_repeat_them() -> None:
    words = load("cultures")["cultures"]
    london = "+44 20 7946 0990"
    numbers = Numbers("gb", words["gb"], {london})
    first = [numbers.mobile() for _one in range(1_000)]
    assert all(one.startswith("+44 7700 900") for one in first)
    more = [numbers.mobile() for _one in range(2_000)]
    assert not any(one.startswith("+44 7700") for one in more)
    offices = [numbers.phone("20") for _one in range(1_500)]
    assert sum(one.startswith("+44 20 7946 0") for one in offices) == 999, (
        "one of them is written down elsewhere"
    )
    assert london not in offices
    assert len({*first, *more, *offices}) == 4_500


@pytest.mark.parametrize("country", ["cn", "de", "gb", "fr", "es", "it", "se"])
def test_many_thousand_numbers_of_a_country_differ(country: str) -> None:
    words = load("cultures")["cultures"][country]
    numbers = Numbers(country, words, ())
    areas = [city[2] for city in words["cities"]]
    made = [numbers.mobile() for _one in range(5_000)]
    made += [numbers.phone(areas[place % len(areas)].lstrip("0")) for place in range(5_000)]
    plain = {one.replace(" ", "") for one in made}
    assert len(plain) == 10_000
    assert all(one.removeprefix("+").isdigit() for one in plain)


# ---------------------------------------------------------------- duplicates


def test_some_customers_were_typed_twice(demo: Workspace) -> None:
    found = {}
    for entity, title in (("company", "name"), ("contact", "full_name")):
        named = dict(rows(demo, f"SELECT id, {title} FROM {entity}"))
        found[entity] = [(named[pair.a], named[pair.b]) for pair in demo.duplicates.find(entity)]
    twice = load("en" if demo.name.isascii() else "zh_CN")["twice"]
    assert {one["name"] for one in twice["companies"]} <= {name for pair in found["company"] for name in pair}
    assert {one["name"] for one in twice["people"]} <= {name for pair in found["contact"] for name in pair}
    assert all(len(each) <= 4 for each in found.values()), found


# ---------------------------------------------------------------- time


def test_nothing_happens_to_a_record_before_it_is_there(demo: Workspace) -> None:
    for owner in ("company", "contact", "opportunity", "lead"):
        for table, moment in (
            ("activity", "done_at"), ("activity", "created_at"), ("opportunity", "created_at"),
            ("opportunity", "started_on"), ("sales_order", "ordered_on"), ("quote", "issued_on"),
            ("service_request", "received_at"), ("campaign_member", "responded_at"),
        ):  # fmt: skip
            columns = {row[1] for row in rows(demo, f"PRAGMA table_info({table})")}
            if f"{owner}_id" in columns:
                early = (
                    f"SELECT count(*) FROM {table} AS t JOIN {owner} AS o ON o.id = t.{owner}_id "
                    f"WHERE substr(t.{moment}, 1, 10) < substr(o.created_at, 1, 10)"
                )
                assert rows(demo, early) == [(0,)], f"{table}.{moment} before {owner}"


def test_a_record_says_it_was_created_when_its_field_says_so(demo: Workspace) -> None:
    ((company, created),) = rows(demo, "SELECT id, created_at FROM company ORDER BY id LIMIT 1")
    (entry,) = [one for one in demo.history.of_record("company", company) if one.created]
    assert entry.at.isoformat() == created.replace("Z", "+00:00")
    done = rows(demo, f"SELECT min(done_at) FROM activity WHERE company_id = {company}")[0][0]
    assert entry.at.isoformat() < done


def test_an_import_keeps_the_time_of_the_import_whatever_the_file_says(
    workspace: Workspace, tmp_path: Path
) -> None:
    with workspace.work("Import %(name)s", "import", name="list.xlsx") as work:
        (company,) = work.writer.ids.block(1)
        work.insert_many("company", ["id", "name", "created_at"], [(company, "张三", "2019-03-01T08:00:00Z")])
    (entry,) = workspace.history.of_record("company", company)
    assert entry.at.year > 2019


# ---------------------------------------------------------------- requests


def test_a_duplicate_asks_the_same_for_the_same_customer(demo: Workspace) -> None:
    pairs = rows(
        demo,
        "SELECT d.title, o.title, d.company_id, o.company_id, d.received_at, o.received_at, o.status "
        "FROM service_request AS d JOIN service_request AS o ON o.id = d.duplicate_of_id",
    )
    assert pairs
    for title, original, company, other, received, before, status in pairs:
        assert (title, company) == (original, other)
        assert received > before
        assert status in ("solved", "closed", "in_progress")
