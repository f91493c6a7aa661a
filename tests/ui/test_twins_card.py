"""Who may be the same, on the page of a customer."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from crm_desktop.ui.buttons import Button
from crm_desktop.ui.customer_page import CustomerPage
from crm_desktop.ui.twins_card import TwinsCard
from tests.ui.record_kit import ENTITIES, make_context


@pytest.fixture
def context(workspace, state):
    return make_context(workspace, state)


@pytest.fixture
def firms(make):
    return make.company("Acme GmbH", phone="+49 89 2180340"), make.company("ACME", phone="+49 89 2180340")


@pytest.fixture
def card(context, firms, workspace, qtbot):
    page = CustomerPage(context, ENTITIES["company"], firms[0])
    qtbot.addWidget(page)
    workspace.subscribe(page.on_changes)
    page.resize(1200, 800)
    page.show()
    qtbot.waitExposed(page)
    (found,) = (one for one in page.sections.all if isinstance(one, TwinsCard))
    return found


def buttons(card):
    return [one for one in card.findChildren(Button) if one.isVisible()]


def test_a_likely_twin_is_shown_with_its_reasons_opened_and_merged(card, context, firms):
    assert card.isVisible()
    assert "same name, same phone number" in [one.text() for one in card.findChildren(QLabel)]
    link, merge, _part = buttons(card)
    link.click()
    merge.click()
    assert context.window.opened == [("company", firms[1]), ("merge company", *firms)]


def test_not_a_duplicate_is_remembered_until_it_is_undone(card, context, workspace):
    buttons(card)[2].click()
    assert card.isHidden()
    assert context.window.toasts == ["Not a duplicate: ACME"]
    workspace.history.undo(workspace.history.last_undoable().id)
    assert card.isVisible()


def test_who_is_alone_has_no_card(card, workspace, firms):
    workspace.records.delete("company", [firms[1]])
    card.page.refresh()
    assert card.isHidden()
