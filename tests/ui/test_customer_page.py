"""The page of a customer: the line beside the name, the cards, and the rows behind their numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt

from crm_desktop.ui import language
from crm_desktop.ui.customer_page import CustomerPage
from crm_desktop.ui.own_pages import page_of
from crm_desktop.ui.peek_panel import ValueLabel
from tests.ui.record_kit import ENTITIES, make_context, nameless

NOW = "2026-11-20 12:00"


@pytest.fixture
def context(workspace, state):
    return make_context(workspace, state)


@pytest.fixture
def acme(make, workspace, fixed_clock):
    fixed_clock.set(NOW)
    level = workspace.lists.options("level")[0].id
    return make.company("Acme", level=level, industry=workspace.lists.options("industry")[0].id)


@pytest.fixture
def open_page(qtbot, context):
    def show(entity, record_id):
        page = page_of(ENTITIES[entity])(context, ENTITIES[entity], record_id)
        qtbot.addWidget(page)
        workspace = context.workspace
        workspace.subscribe(page.on_changes)
        page.resize(1235, 800)
        page.show()
        qtbot.waitExposed(page)
        return page

    return show


def order(workspace, company, day, total):
    values = {"company": company, "ordered_on": day, "total": total, "status": "completed"}
    return workspace.records.create("sales_order", values)


def section(page, name):
    return next(one for one in page.sections.all if type(one).__name__ == name)


def facts(page):
    card = section(page, "CustomerCard")
    return {
        one.accessibleName().split(": ")[0]: one for one in card.findChildren(ValueLabel) if one.isVisible()
    }


def test_how_a_customer_stands(open_page, acme, workspace, context, qtbot):
    order(workspace, acme, date(2024, 10, 10), 100_00)
    order(workspace, acme, date(2026, 11, 8), 250_00)
    page = open_page("company", acme)
    industry, level = (workspace.lists.options(one)[0].name for one in ("industry", "level"))
    qtbot.waitUntil(lambda: page.subtitle() == f"Customer since 2024 · level {level} · {industry}")
    shown = {name: one.text() for name, one in facts(page).items()}
    assert shown == {
        "Last order": "12 days ago",
        "Orders": "2 orders, every 759 days",
        "Bought in total": "€\u202f350",
    }
    for one in facts(page).values():
        assert one.toolTip(), "each number tells its formula"
    assert nameless(page) == []


def test_each_number_opens_its_rows(open_page, acme, workspace, context, qtbot):
    order(workspace, acme, date(2026, 11, 8), 250_00)
    workspace.records.create("sales_order", {"company": acme, "status": "draft", "total": 1})
    page = open_page("company", acme)
    qtbot.mouseClick(facts(page)["Bought in total"], Qt.MouseButton.LeftButton)
    query, name = context.navigator.rows[-1]
    assert workspace.lists.count_of(query) == 1
    assert name.endswith("Acme")
    months = section(page, "OrdersByMonth")
    assert months.isVisible()
    assert [bar.size for bar in months.bars.bars][-1] == 250_00
    months.bars.chosen.emit(months.bars.bars[-1])
    query, name = context.navigator.rows[-1]
    assert (workspace.lists.count_of(query), name) == (1, "November 2026 · Acme")
    months.bars.chosen.emit(months.bars.bars[-2])
    assert workspace.lists.count_of(context.navigator.rows[-1][0]) == 0


def test_satisfaction_says_of_how_many_answers_it_is(open_page, acme, workspace, context, qtbot):
    survey = workspace.records.create("survey", {"name": "After service", "subject": "company"})
    for overall in (5, 4):
        answer = {"survey": survey, "company": acme, "overall": overall, "recommend": 9}
        workspace.records.create(
            "survey_answer", {**answer, "answered_at": datetime(2026, 11, 1, tzinfo=UTC)}
        )
    page = open_page("company", acme)
    assert facts(page)["Satisfaction"].text() == "4.5 / 5 · NPS 9 · 2 answers"
    qtbot.mouseClick(facts(page)["Satisfaction"], Qt.MouseButton.LeftButton)
    assert page.tabs.current == "survey_answer.company"


def test_who_bought_nothing_has_no_numbers(open_page, acme):
    page = open_page("company", acme)
    assert section(page, "CustomerCard").isHidden()
    assert section(page, "OrdersByMonth").isHidden()
    assert page.subtitle().startswith("Company · level ")


def test_open_opportunities_stand_first_with_their_stages(open_page, acme, workspace, context):
    for name in ("Linen", "Wool"):
        workspace.records.create("opportunity", {"name": name, "company": acme, "amount": 64_000_00})
    lost = next(one for one in workspace.lists.named("stage", "") if one.name == "Won")
    workspace.records.create(
        "opportunity",
        {"name": "Old", "company": acme, "stage": lost.id, "amount": 1, "closed_on": date(2026, 1, 1)},
    )
    page = open_page("company", acme)
    card = section(page, "OpenOpportunities")
    assert [row.row.texts[0] for row in card.shown.rows] == ["Linen", "Wool"]
    assert card.shown.rows[0].row.values[1].kind == "open"
    card.shown.rows[0].click()
    assert context.navigator.opened[-1][0] == "opportunity"
    assert all(one.related.entity.name != "opportunity" for one in page.overview.related.cards)


def test_what_comes_next_is_done_by_its_box(open_page, acme, workspace, context):
    for subject, due in (("Send samples", date(2026, 11, 19)), ("Review", date(2026, 12, 4))):
        workspace.records.create(
            "activity", {"kind": "task", "subject": subject, "company": acme, "due_on": due}
        )
    page = open_page("company", acme)
    card = section(page, "NextCard")
    assert [row.step.subject for row in card.rows] == ["Send samples", "Review"]
    assert card.rows[0].due._words == (("Yesterday", "red"),)
    assert card.rows[1].due._words[0][1] == "grey"
    card.rows[0].box.click()
    assert [row.step.subject for row in card.rows] == ["Review"]
    assert context.navigator.toasts, "with the way back"
    card.rows[0].subject._on_followed()
    assert context.navigator.opened[-1][0] == "activity"


def test_only_what_is_touched_is_read_again(open_page, acme, workspace, make, monkeypatch):
    page = open_page("company", acme)
    read = []
    monkeypatch.setattr(page, "refresh", lambda: read.append("page"))
    for one in page.sections.all:
        monkeypatch.setattr(one, "read_again", lambda one=one: read.append(type(one).__name__))
    other = make.company("Other")
    workspace.records.save("company", other, {"note": "x"})
    assert read == []
    workspace.records.create("opportunity", {"name": "Linen", "company": other})
    assert read == ["OpenOpportunities"]
    workspace.records.save("company", acme, {"note": "x"})
    assert read[-1] == "page"


def test_a_contact_has_it_too_in_both_languages(open_page, acme, make, workspace, qtbot):
    ana = make.contact("Ana", company=acme, title="Buyer")
    values = {
        "company": acme,
        "contact": ana,
        "ordered_on": date(2026, 11, 8),
        "total": 5,
        "status": "completed",
    }
    workspace.records.create("sales_order", values)
    page = open_page("contact", ana)
    assert isinstance(page, CustomerPage)
    qtbot.waitUntil(lambda: page.subtitle() == "Customer since 2026 · Buyer · Acme")
    language.switch("zh_CN")
    page.retranslate()
    assert facts(page)["最近订单"].text() == "12 天前"
    assert page.subtitle().startswith("2026 年起的客户")
