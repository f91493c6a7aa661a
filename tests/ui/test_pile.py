"""Widgets under each other take the place that their words need."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from crm_desktop.ui.labels import label
from crm_desktop.ui.pile import Pile

GAP = 10
LONG = "A note that is so long that it stands on several lines wherever there is not much room for it. " * 3


class _Paragraph(QWidget):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.words = label(text)
        self.words.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.words)


@pytest.fixture
def area(qtbot):
    made = QScrollArea()
    qtbot.addWidget(made)
    made.setWidgetResizable(True)
    made.resize(400, 300)
    return made


@pytest.fixture
def pile(area, qtbot):
    ground = QWidget()
    column = QVBoxLayout(ground)
    column.setContentsMargins(0, 0, 0, 0)
    made = Pile(GAP)
    column.addWidget(made)
    column.addStretch(1)
    area.setWidget(ground)
    area.show()
    qtbot.waitExposed(area)
    return made


def tops(pile: Pile) -> list[int]:
    """Check that what lies in it follows each other without a hole; return where each begins."""
    shown = sorted(pile.findChildren(_Paragraph), key=lambda one: one.y())
    shown = [one for one in shown if one.isVisible()]
    expected = 0
    for one in shown:
        assert one.y() == expected
        assert (one.x(), one.width()) == (0, pile.width())
        assert one.height() >= one.words.heightForWidth(pile.width())
        expected += one.height() + GAP
    assert pile.height() == max(0, expected - GAP)
    return [one.y() for one in shown]


def test_they_stand_in_the_order_of_their_places(pile, qtbot):
    first, second, third = _Paragraph("One"), _Paragraph(LONG), _Paragraph("Three")
    for place, one in enumerate([first, third]):
        pile.put(place, one)
    pile.put(1, second)
    qtbot.waitUntil(lambda: pile.height() == third.geometry().bottom() + 1)
    assert tops(pile) == [first.y(), second.y(), third.y()]
    assert second.height() > 2 * first.height()
    pile.put(0, third)
    assert (third.y(), first.y()) == (0, third.height() + GAP)


def test_one_that_goes_leaves_no_hole(pile, qtbot):
    made = [_Paragraph(text) for text in ("One", LONG, "Three")]
    for place, one in enumerate(made):
        pile.put(place, one)
    pile.take(made[1])
    assert made[1].isHidden()
    qtbot.waitUntil(lambda: pile.height() == made[2].geometry().bottom() + 1)
    assert len(tops(pile)) == 2


def test_it_follows_words_that_change_and_the_width(pile, qtbot):
    made = [_Paragraph(text) for text in ("One", "Two", "Three")]
    for place, one in enumerate(made):
        pile.put(place, one)
    qtbot.waitUntil(lambda: pile.height() > 0)
    before = made[2].y()
    made[0].words.setText(LONG)
    qtbot.waitUntil(lambda: made[2].y() > before)
    wide = made[0].height()
    pile.window().resize(250, 300)
    qtbot.waitUntil(lambda: made[0].height() > wide and pile.height() == made[2].geometry().bottom() + 1)
    tops(pile)


def test_what_changes_while_nobody_sees_it_has_its_place_later(pile, qtbot):
    made = [_Paragraph(text) for text in ("One", "Two", "Three")]
    for place, one in enumerate(made):
        pile.put(place, one)
    pile.hide()
    pile.take(made[1])
    made[0].words.setText(LONG)
    pile.show()
    qtbot.waitUntil(lambda: pile.height() == made[2].geometry().bottom() + 1)
    assert len(tops(pile)) == 2
