"""The columns of the short lists on a record's page: those of the description that tell something there."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from crm_desktop.core.kinds import Reference
from crm_desktop.models import registry
from crm_desktop.ui.record_reading import columns_of, read_around
from crm_desktop.ui.record_related import RelatedCard
from tests.ui.record_kit import ENTITIES


def keys(entity, link, *around):
    return [one.key for one in columns_of(ENTITIES[entity], link, frozenset(around))]


@pytest.mark.parametrize(
    ("entity", "link", "wanted"),
    [
        ("activity", "company", ["subject", "kind", "happens", "done_at"]),
        ("opportunity", "company", ["name", "stage", "amount", "expected_close"]),
        ("sales_order", "company", ["number", "ordered_on", "total", "status"]),
        ("contact", "company", ["full_name", "title", "mobile"]),
    ],
)
def test_what_stands_on_the_page_of_a_company(entity, link, wanted):
    assert keys(entity, link, "company") == wanted


def test_what_the_record_points_to_itself_is_not_repeated():
    assert "company" in keys("opportunity", "product", "product")
    assert "company" not in keys("opportunity", "contact", "contact", "company")
    assert "contact" in keys("opportunity_contact", "opportunity", "opportunity", "company", "contact")


def test_the_lines_of_a_product_say_where_they_stand_not_what_they_sell():
    assert keys("line", "product") == ["sales_order", "quote", "opportunity", "total"]
    assert keys("line", "sales_order")[0] == "text"
    assert keys("survey_answer", "company")[0] == "contact"


@pytest.mark.parametrize("entity", registry.ENTITIES, ids=lambda one: one.name)
def test_every_short_list_has_columns(entity):
    for link in (one.key for one in entity.fields if isinstance(one.kind, Reference)):
        found = columns_of(entity, link, frozenset({"company", "contact"}))
        assert 1 <= len(found) <= 4
        assert len({one.key for one in found}) == len(found)


def test_rows_begin_with_the_newest_and_the_last_columns_give_way(qtbot, workspace, make):
    acme, create = make.company("Acme"), workspace.records.create
    create(
        "opportunity",
        {
            "name": "Old deal of a company",
            "company": acme,
            "amount": 100,
            "expected_close": date(2026, 12, 1),
        },
    )
    early = create("activity", {"subject": "First", "company": acme, "due_on": date(2026, 11, 1)})
    late = create(
        "activity", {"subject": "Last", "company": acme, "planned_at": datetime(2027, 1, 1, tzinfo=UTC)}
    )
    noted = create("activity", {"subject": "Between", "company": acme, "due_on": date(2026, 12, 1)})
    related = {
        one.key: one for one in read_around(workspace, ENTITIES, ("company", acme), is_deleted=False).related
    }
    assert [row.id for row in related["activity.company"].rows] == [late, noted, early]
    card = RelatedCard(related["opportunity.company"], may_add=True)
    qtbot.addWidget(card)
    card.resize(340, 200)
    card.show()
    assert card.rows[0].shown_columns() == 3
    card.resize(700, 200)
    qtbot.waitUntil(lambda: card.rows[0].shown_columns() == 4)
    assert "Expected close" in card.rows[0].accessibleName()
