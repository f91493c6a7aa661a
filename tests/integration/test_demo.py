"""Demo data: sound, complete, the same each time, and like a firm one knows."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.core import clock
from crm_desktop.core.kinds import Choice, Money, Option, Reference, Status
from crm_desktop.core.reading import Unreadable
from crm_desktop.models import registry
from crm_desktop.models.opportunity import OPPORTUNITY_MACHINE
from crm_desktop.models.request_states import request_machine
from crm_desktop.services.demo import demo_firm, make_demo
from crm_desktop.services.workspace import ListQuery, Workspace, new_workspace, open_workspace
from tests.conftest import OF_ITS_OWN

LANGUAGES = ("en", "zh_CN")
ABSENT = {
    "custom_field", "custom_value", "automation_rule", "import_mapping", "attachment", "calendar_exception",
    "segment_exclusion", "distinct_pair",
}  # fmt: skip


def make(path: Path, language: str, size: int = 120, **more: Any) -> Workspace:
    firm = demo_firm(language)
    workspace = new_workspace(
        path, firm_name=firm.name, currency=firm.currency, region=firm.region, user_name=firm.user, demo=True
    )
    make_demo(workspace, language=language, size=size, **more)
    return workspace


@pytest.fixture(scope="module", params=LANGUAGES)
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A demo file, made once for the whole module and only read."""
    workspace = make(tmp_path_factory.mktemp("demo") / "Demo.crm", request.param)
    workspace.language = request.param  # type: ignore[attr-defined]
    yield workspace
    workspace.close()


def rows(workspace: Workspace, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    return list(workspace.file.reader().execute(sql, values).fetchall())


def test_the_file_is_sound(demo: Workspace) -> None:
    assert demo.problems() == []


def test_every_sort_of_record_is_there(demo: Workspace) -> None:
    missing = {one.name for one in registry.ENTITIES if not demo.lists.count(one.name)}
    assert missing <= ABSENT
    assert demo.lists.count("contact") == 120
    assert demo.lists.count("user") == 4


def test_history_has_one_entry_and_undo_leaves_it_alone(demo: Workspace) -> None:
    titles = [one.title for one in demo.history.recent()]
    assert titles == ["Demo data", "New customer file"]
    assert demo.history.last_undoable() is None


@pytest.mark.parametrize("entity", registry.ENTITIES, ids=lambda one: one.name)
def test_every_value_is_one_that_the_program_itself_would_accept(demo: Workspace, entity: Any) -> None:
    fields = [one for one in entity.fields if one.writable]
    for row in demo.lists.page(
        entity.name, [one.key for one in fields], demo.lists.ids(ListQuery(entity.name))
    ):
        for one, value, text in zip(fields, row.values, row.texts, strict=True):
            if value is None:
                assert not one.required, f"{one.key} of {row.texts[0]} is empty"
            elif isinstance(one.kind, Choice):
                assert one.kind.vocabulary.term(value) is not None, f"{one.key}: {value}"
            elif (
                not isinstance(one.kind, (Reference, Money))
                and isinstance(value, str)
                and entity.name != "setting"
            ):
                try:
                    assert one.kind.read(value, demo.locale) == value
                except Unreadable as error:
                    pytest.fail(f"{one.key}: {text}: {error}")


def test_references_lead_to_records_of_the_right_sort(demo: Workspace) -> None:
    for entity in registry.ENTITIES:
        for one, target in entity.references:
            found = rows(
                demo,
                f'SELECT count(*) FROM "{entity.name}" AS t WHERE "{one.column}" IS NOT NULL '
                f'AND NOT EXISTS (SELECT 1 FROM "{target}" AS r WHERE r.id = t."{one.column}")',
            )
            assert found == [(0,)], f"{entity.name}.{one.key}"
        for one in entity.fields:
            if isinstance(one.kind, Option) and one.stored:
                sets = rows(
                    demo,
                    f'SELECT DISTINCT o.set_name FROM "{entity.name}" AS t JOIN option AS o ON o.id = t."{one.column}"',
                )
                assert set(sets) <= {(one.kind.options,)}, f"{entity.name}.{one.key}"


def test_states_have_what_they_need(demo: Workspace) -> None:
    for entity in registry.ENTITIES:
        keys = [one.key for one in entity.fields]
        for one in entity.fields:
            if not isinstance(one.kind, Status):
                continue
            for row in demo.lists.page(entity.name, keys, demo.lists.ids(ListQuery(entity.name))):
                values = dict(zip(keys, row.values, strict=True))
                machine = request_machine(values) if entity.name == "service_request" else one.kind.machine
                assert machine.missing(values[one.key], values) == [], f"{entity.name} {row.texts[0]}"


def test_opportunities_stand_at_every_stage_with_what_it_needs(demo: Workspace) -> None:
    kinds = dict(rows(demo, "SELECT id, kind FROM stage"))
    seen = Counter()
    for stage, amount, closed_on, reason in rows(
        demo, "SELECT stage_id, amount, closed_on, reason_id FROM opportunity"
    ):
        values = {"amount": amount, "closed_on": closed_on, "reason": reason}
        assert OPPORTUNITY_MACHINE.missing(kinds[stage], values) == []
        seen[stage] += 1
    assert set(seen) == set(kinds)


def test_the_log_of_stages_and_states_leads_to_where_they_are(demo: Workspace) -> None:
    last = "SELECT {to} FROM {log} WHERE {link} = t.id ORDER BY at DESC, id DESC LIMIT 1"
    stages = last.format(to="to_stage_id", log="stage_change", link="opportunity_id")
    assert rows(demo, f"SELECT id FROM opportunity AS t WHERE stage_id IS NOT ({stages})") == []
    states = last.format(to="to_status", log="status_change", link="service_request_id")
    assert rows(demo, f"SELECT number FROM service_request AS t WHERE status IS NOT ({states})") == []
    for number, moves in rows(
        demo,
        "SELECT r.number, group_concat(c.to_status, ' ' ORDER BY c.at, c.id) FROM service_request AS r "
        "JOIN status_change AS c ON c.service_request_id = r.id GROUP BY r.id",
    ):
        path = [None, *moves.split()]
        machine = request_machine({})
        assert all(machine.allows(one, two) for one, two in pairwise(path)), f"{number}: {moves}"


def test_sums_are_those_of_the_lines(demo: Workspace) -> None:
    for owner in ("sales_order", "quote"):
        wrong = rows(
            demo,
            f"SELECT o.number FROM {owner} AS o JOIN line AS l ON l.{owner}_id = o.id GROUP BY o.id "
            "HAVING o.subtotal <> sum(l.total) OR o.total <> o.subtotal + o.tax",
        )
        assert wrong == []
    assert rows(demo, "SELECT id FROM line WHERE total <> quantity * unit_price / 10000") == []
    typed = "SELECT o.id FROM opportunity AS o JOIN line AS l ON l.opportunity_id = o.id"
    assert rows(demo, f"{typed} WHERE o.amount_from_lines = 0 OR o.amount <> l.total") == []


def test_nothing_happened_in_the_future(demo: Workspace) -> None:
    now, today = clock.stamp(), clock.today().isoformat()
    for table, column in (
        ("activity", "done_at"), ("activity", "started_at"), ("service_request", "received_at"),
        ("service_request", "resolved_at"), ("stage_change", "at"), ("status_change", "at"),
        ("company", "last_contact"),
        ("survey_answer", "answered_at"), ("lead", "created_at"), ("company", "created_at"), ("consent", "given_at"),
    ):  # fmt: skip
        assert rows(demo, f"SELECT count(*) FROM {table} WHERE {column} > ?", now) == [(0,)], (
            f"{table}.{column}"
        )
    for table, column in (
        ("sales_order", "ordered_on"),
        ("opportunity", "closed_on"),
        ("quote", "issued_on"),
    ):
        assert rows(demo, f"SELECT count(*) FROM {table} WHERE {column} > ?", today) == [(0,)], (
            f"{table}.{column}"
        )


def test_there_is_something_to_do_and_something_late(demo: Workspace) -> None:
    today = clock.today()
    due = [
        row[0]
        for row in rows(demo, "SELECT due_on FROM activity WHERE done_at IS NULL AND due_on IS NOT NULL")
    ]
    assert any(day < today.isoformat() for day in due)
    assert any(today.isoformat() < day <= (today + timedelta(days=14)).isoformat() for day in due)
    late = "SELECT count(*) FROM opportunity WHERE closed_on IS NULL AND expected_close < ?"
    assert rows(demo, late, today.isoformat())[0][0] > 0
    assert (
        rows(demo, "SELECT count(*) FROM contact WHERE substr(birthday, 6) = ?", today.strftime("%m-%d"))[0][
            0
        ]
        > 0
    )


def test_two_years_of_orders_grow(demo: Workspace) -> None:
    middle = (clock.today() - timedelta(days=365)).isoformat()
    sql = "SELECT count(*), sum(subtotal) FROM sales_order WHERE status IN ('confirmed', 'delivered', 'completed')"
    before, after = (
        rows(demo, f"{sql} AND ordered_on < ?", middle)[0],
        rows(demo, f"{sql} AND ordered_on >= ?", middle)[0],
    )
    assert after[0] > before[0] > 10
    numbers = [row[0] for row in rows(demo, "SELECT number FROM sales_order ORDER BY id")]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) == len(numbers)


def test_nobody_shares_a_number_or_an_address(demo: Workspace) -> None:
    for kind in ("mobile", "phone", "email"):
        values = [
            row[0] for row in rows(demo, f"SELECT normal FROM channel WHERE kind = ? AND {OF_ITS_OWN}", kind)
        ]
        assert len(values) == len(set(values)), kind
        assert all(values)
    assert rows(demo, "SELECT value FROM channel WHERE kind = 'email' AND value NOT LIKE '%.example'") == []


def test_an_import_can_tell_opportunities_and_firms_apart(demo: Workspace) -> None:
    twice = "GROUP BY {names} HAVING count(*) > 1"
    assert rows(demo, "SELECT name FROM opportunity " + twice.format(names="name, company_id")) == []
    for table, names in (
        ("company", "name"),
        ("company", "tax_number"),
        ("product", "sku"),
        ("quote", "number"),
    ):
        assert (
            rows(demo, f"SELECT {names} FROM {table} WHERE {names} IS NOT NULL " + twice.format(names=names))
            == []
        ), f"{table}.{names}"


def test_search_finds_people_and_firms(demo: Workspace) -> None:
    for words in ("陈晓梅", "cxm", "chenxiaomei", "138 5712", "qinghe"):
        found = demo.lists.ids(ListQuery("contact", search=words))
        names = [row.texts[0] for row in demo.lists.page("contact", ["full_name"], found)]
        assert "陈晓梅" in names, words
    assert demo.lists.ids(ListQuery("company", search="青禾"))
    deal = "linen" if demo.settings["currency"] == "EUR" else "亚麻"
    assert demo.lists.ids(ListQuery("opportunity", search=deal))


def test_saved_views_work_and_are_seldom_empty(demo: Workspace) -> None:
    empty = []
    for entity in registry.MAIN:
        views = [*entity.views, *demo.views.of(entity.name)]
        assert len({one.name for one in views}) == len(views), f"{entity.name}: two views of one name"
        for view in views:
            count = demo.lists.count_of(view.query)
            assert count == len(demo.lists.ids(view.query)), (entity.name, view.name)
            if not count:
                empty.append((entity.name, view.name))
    assert len(empty) <= 6, empty


def test_the_firm_and_its_first_user_are_the_demo_s_own(demo: Workspace) -> None:
    firm = demo_firm(demo.language)  # type: ignore[attr-defined]
    assert demo.name == firm.name
    assert demo.settings["demo"] is True
    assert rows(demo, "SELECT name FROM user WHERE id = ?", demo.user) == [(firm.user,)]


def contents(workspace: Workspace) -> dict[str, list[tuple[Any, ...]]]:
    """Return all values of a file except ids and the times of writing."""
    found = {}
    for entity in registry.ENTITIES:
        columns = [
            name for name in registry.logged_columns(entity.name)
            if name != "id" and not name.endswith("_id") and name not in ("created_by", "conditions")
            and (name != "created_at" or entity.name in ("company", "lead", "sales_order"))
        ]  # fmt: skip
        quoted = ", ".join(f'"{name}"' for name in columns)
        found[entity.name] = rows(workspace, f'SELECT {quoted} FROM "{entity.name}" ORDER BY id')
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_seed_makes_the_same_firm(tmp_path: Path, language: str, fixed_clock: Any) -> None:
    made = []
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        workspace = make(tmp_path / f"{name}.crm", language, 60, seed=seed)
        made.append(contents(workspace))
        workspace.close()
    assert made[0] == made[1]
    assert made[0]["contact"] != made[2]["contact"]


@pytest.mark.parametrize("size", [1, 2, 7, 21])
def test_the_smallest_firms(tmp_path: Path, size: int) -> None:
    workspace = make(tmp_path / "small.crm", "en", size)
    assert workspace.lists.count("contact") == size
    assert workspace.problems() == []
    workspace.close()


@pytest.mark.parametrize("today", ["2026-01-01 08:00", "2028-02-29 23:59", "2026-12-31 00:01"])
def test_odd_days_to_be_made_on(tmp_path: Path, fixed_clock: Any, today: str) -> None:
    fixed_clock.set(today)
    workspace = make(tmp_path / "odd.crm", "zh_CN", 40)
    assert workspace.problems() == []
    assert rows(workspace, "SELECT count(*) FROM activity WHERE done_at > ?", clock.stamp()) == [(0,)]
    workspace.close()


def test_another_currency_has_its_own_minor_units(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path / "yen.crm", currency="JPY")
    make_demo(workspace, language="en", size=30)
    (price,) = rows(workspace, "SELECT price FROM product WHERE sku = 'NW-3020'")
    assert price == (5_580,)
    workspace.close()


@pytest.mark.slow
def test_a_large_firm(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    workspace = make(
        tmp_path / "large.crm", "en", 2_400, progress=lambda done, total: told.append((done, total))
    )
    assert workspace.lists.count("contact") == 2_400
    assert workspace.problems() == []
    assert told == sorted(told)
    assert all(done <= total for done, total in told)
    assert len(workspace.lists.ids(ListQuery("contact", search="example"))) == 2_400
    workspace.close()
    again = open_workspace(tmp_path / "large.crm")
    assert again.lists.count("sales_order") <= 2_400 * 2
    again.close()
