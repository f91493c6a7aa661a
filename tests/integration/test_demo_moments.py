"""Demo data tells one story: nothing ends before it began, and nothing points to what came later."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from crm_desktop.core import clock
from crm_desktop.models import registry
from crm_desktop.services.workspace import Workspace
from tests.integration.test_demo import LANGUAGES, make, rows

# Of one record, in the order in which they must come; what is empty is left out.
ORDERS = {
    "opportunity": ("started_on", "created_at", "last_contact"),
    "lead": ("created_at", "last_contact"),
    "quote": ("created_at", "issued_on", "valid_until"),
    "sales_order": ("created_at", "ordered_on", "delivered_on"),
    "service_request": ("received_at", "created_at", "first_response_at", "resolved_at", "closed_at"),
    "campaign": ("created_at", "starts_on", "ends_on"),
    "campaign_member": ("created_at", "sent_at", "responded_at", "converted_at"),
    "campaign_step": ("planned_on", "done_at"),
    "activity": ("started_at", "ended_at", "done_at"),
    "consent": ("created_at", "given_at", "withdrawn_at"),
    "survey_answer": ("created_at", "sent_at", "answered_at"),
    "company": ("created_at", "last_contact"),
    "contact": ("created_at", "last_contact"),
    "stage_change": ("created_at", "at"),
    "status_change": ("created_at", "at"),
}
MORE_ORDERS = (
    ("opportunity", "started_on", "closed_on"),
    ("lead", "created_at", "converted_at"),
    ("sales_order", "ordered_on", "due_on"),
    ("activity", "created_at", "done_at"),
    ("activity", "created_at", "planned_at"),
    ("activity", "created_at", "due_on"),
    ("activity", "reminder_at", "planned_at"),
    ("affiliation", "started_on", "ended_on"),
)
# Of two records: (table, moment, reference, table, moment that must not come later).
ACROSS = (
    ("stage_change", "at", "opportunity_id", "opportunity", "created_at"),
    ("status_change", "at", "service_request_id", "service_request", "received_at"),
    ("request_message", "at", "service_request_id", "service_request", "received_at"),
    ("quote", "issued_on", "opportunity_id", "opportunity", "started_on"),
    ("sales_order", "ordered_on", "opportunity_id", "opportunity", "closed_on"),
    ("sales_order", "ordered_on", "quote_id", "quote", "issued_on"),
    ("sales_order", "ordered_on", "company_id", "company", "created_at"),
    ("service_request", "received_at", "sales_order_id", "sales_order", "delivered_on"),
    ("service_request", "received_at", "company_id", "company", "created_at"),
    ("survey_answer", "sent_at", "service_request_id", "service_request", "resolved_at"),
    ("activity", "started_at", "opportunity_id", "opportunity", "created_at"),
    ("activity", "started_at", "company_id", "company", "created_at"),
    ("activity", "started_at", "service_request_id", "service_request", "received_at"),
    ("campaign_member", "sent_at", "campaign_id", "campaign", "starts_on"),
    ("consent", "given_at", "contact_id", "contact", "created_at"),
    ("opportunity", "created_at", "lead_id", "lead", "converted_at"),
)
SET_UP = {"user", "option", "stage", "pipeline", "survey", "tag", "template", "work_calendar"}
BECAME = {("lead", "opportunity_id"), ("lead", "linked_company_id"), ("lead", "linked_contact_id")}
HAPPENED = ("created_at", "updated_at", "done_at", "ended_at", "received_at", "first_response_at", "resolved_at",
            "closed_at", "sent_at", "responded_at", "answered_at", "converted_at", "given_at", "withdrawn_at",
            "last_contact", "at")  # fmt: skip


@pytest.fixture(scope="module", params=LANGUAGES)
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A demo file of the usual size, made once for the whole module and only read."""
    workspace = make(tmp_path_factory.mktemp("demo") / "Demo.crm", request.param, 300)
    yield workspace
    workspace.close()


def is_moment(column: str) -> bool:
    return not column.endswith(("_on", "_until"))


def before(earlier: tuple[str, str], later: tuple[str, str]) -> str:
    """Return the condition that the later of two columns comes first, by days where one of them is a day."""
    sides = [f'{alias}."{column}"' for alias, column in (later, earlier)]
    if not (is_moment(earlier[1]) and is_moment(later[1])):
        sides = [
            f"date({side}, 'localtime')" if is_moment(column) else side
            for side, (_alias, column) in zip(sides, (later, earlier), strict=True)
        ]
    return " < ".join(sides)


PAIRS = [(table, *pair) for table, columns in ORDERS.items() for pair in pairwise(columns)]


@pytest.mark.parametrize(("table", "earlier", "later"), [*PAIRS, *MORE_ORDERS])
def test_nothing_ends_before_it_began(demo: Workspace, table: str, earlier: str, later: str) -> None:
    sql = (
        f'SELECT t."{earlier}", t."{later}" FROM "{table}" AS t WHERE {before(("t", earlier), ("t", later))}'
    )
    assert rows(demo, sql) == []


@pytest.mark.parametrize(("table", "later", "link", "other", "earlier"), ACROSS)
def test_what_follows_from_something_comes_after_it(
    demo: Workspace, table: str, later: str, link: str, other: str, earlier: str
) -> None:
    sql = f'SELECT t."{later}", o."{earlier}" FROM "{table}" AS t JOIN "{other}" AS o ON o.id = t."{link}" '
    assert rows(demo, sql + f"WHERE {before(('o', earlier), ('t', later))}") == []


def test_records_are_made_after_those_they_point_to(demo: Workspace) -> None:
    for entity in registry.ENTITIES:
        for one, target in entity.references:
            if target in SET_UP or entity.name in SET_UP or (entity.name, one.column) in BECAME:
                continue
            sql = (
                f'SELECT t.created_at, o.created_at FROM "{entity.name}" AS t JOIN "{target}" AS o '
                f'ON o.id = t."{one.column}" WHERE t.created_at < o.created_at'
            )
            assert rows(demo, sql) == [], f"{entity.name}.{one.column}"


def test_nothing_has_happened_in_the_future(demo: Workspace) -> None:
    now = clock.stamp()
    for entity in registry.ENTITIES:
        for one in entity.fields:
            if one.stored and one.column in HAPPENED:
                sql = f'SELECT "{one.column}" FROM "{entity.name}" WHERE "{one.column}" > ?'
                assert rows(demo, sql, now) == [], f"{entity.name}.{one.column}"


@pytest.mark.parametrize("table", ["company", "opportunity"])
def test_nobody_was_in_touch_after_the_last_contact(demo: Workspace, table: str) -> None:
    sql = (
        f'SELECT t.id FROM "{table}" AS t JOIN activity AS a ON a."{table}_id" = t.id '
        "WHERE a.kind IN ('call', 'meeting', 'message', 'visit', 'return_visit') "
        "AND coalesce(a.ended_at, a.started_at) > t.last_contact"
    )
    assert rows(demo, sql) == []


def test_the_way_of_an_opportunity_begins_with_it_and_ends_with_it(demo: Workspace) -> None:
    log = "SELECT {which}(at) FROM stage_change WHERE opportunity_id = t.id"
    first, last = log.format(which="min"), log.format(which="max")
    assert rows(demo, f"SELECT id FROM opportunity AS t WHERE created_at <> ({first})") == []
    ended = f"closed_on IS NOT NULL AND closed_on <> date(({last}), 'localtime')"
    assert rows(demo, f"SELECT id FROM opportunity AS t WHERE {ended}") == []
