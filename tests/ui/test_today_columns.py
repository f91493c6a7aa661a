"""The columns of the day's page end at the same height, whichever cards are shown."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from crm_desktop.ui.card import Card
from crm_desktop.ui.labels import label
from crm_desktop.ui.today_columns import TodayColumns

NAMES = ("months", "funnel", "risk", "campaigns")


@pytest.fixture
def columns(qtbot):
    due, cards = Card("Due today"), {name: Card(name) for name in NAMES}
    for card in cards.values():
        card.body.addWidget(label("A line"))
        card.body.addStretch(1)
    due.setSizePolicy(due.sizePolicy().horizontalPolicy(), cards["funnel"].sizePolicy().Policy.Expanding)
    made = TodayColumns([QWidget() for _tile in range(4)], due, cards)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    qtbot.waitExposed(made)
    return made, due, cards


def _foot(card: Card) -> int:
    return card.geometry().bottom()


def test_the_last_card_of_each_column_reaches_to_the_foot(columns):
    made, due, cards = columns
    assert _foot(cards["funnel"]) == _foot(cards["campaigns"]) == _foot(due)
    assert cards["months"].height() < cards["funnel"].height()
    made.fit(800)
    made.layout().activate()
    assert _foot(cards["campaigns"]) == _foot(due)
    assert cards["funnel"].height() == cards["months"].height()


def test_a_card_stays_in_its_place_where_the_last_one_is_not_shown(columns):
    made, due, cards = columns
    before = cards["risk"].geometry()
    cards["campaigns"].hide()
    made.layout().activate()
    assert cards["risk"].geometry() == before
    assert _foot(cards["funnel"]) == _foot(due)
