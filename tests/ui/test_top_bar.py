"""The top of the window: what gives way where there is little room."""

from __future__ import annotations

import pytest

from crm_desktop.ui.buttons import Button
from crm_desktop.ui.page import PageAction
from crm_desktop.ui.top_bar import TopBar

TITLE, SUBTITLE = "Nobody called back", "C-00042 · Elmriso Trading · opened on 14 Nov by Ana Ruiz"

ACTIONS = [PageAction(one, "plus", lambda: None) for one in ("Postpone", "Reply", "Mark as solved")]


@pytest.fixture
def bar(qtbot):
    made = TopBar()
    qtbot.addWidget(made)
    made.show_page(TITLE, SUBTITLE, ACTIONS)
    made.show()
    return made


@pytest.mark.parametrize("width", [1228, 812])
def test_the_title_is_whole_before_the_subtitle_has_room(bar, width):
    bar.resize(width, bar.height())
    bar.layout().activate()
    assert bar._title.width() >= bar._title.fontMetrics().horizontalAdvance(TITLE)
    assert bar._subtitle.geometry().right() < bar.search.geometry().left()
    assert bar._buttons[-1].geometry().right() < width


def test_the_subtitle_takes_what_the_title_leaves(bar):
    bar.resize(812, bar.height())
    narrow = bar._subtitle.width()
    bar.show_page("Call", SUBTITLE, ACTIONS)
    bar.layout().activate()
    assert bar._subtitle.width() > narrow
    bar.resize(1600, bar.height())
    bar.layout().activate()
    assert bar._subtitle.width() >= bar._subtitle.fontMetrics().horizontalAdvance(SUBTITLE)


def test_a_subtitle_of_which_not_even_the_first_part_fits_is_left_out(bar):
    bar.show_page("Invoice shows the old address", "Service request · Normal · Closed", ACTIONS)
    first = bar._subtitle.fontMetrics().horizontalAdvance("Service request · ")
    widths = set()
    for width in range(760, 1300, 12):
        bar.resize(width, bar.height())
        bar.layout().activate()
        widths.add(bar._subtitle.width())
    assert 0 in widths
    assert max(widths) >= first
    assert not [one for one in widths if 0 < one < first]


def shown(bar: TopBar) -> list[str]:
    """Return the names of the buttons from the left."""
    bar.layout().activate()
    found = [
        one for one in bar.findChildren(Button) if one.isVisible() and one not in (bar.back, bar.forward)
    ]
    return [one.accessibleName() for one in sorted(found, key=lambda one: one.x())]


def test_each_page_has_its_own_buttons(bar):
    ran = []
    pages = [
        [PageAction(f"{name} {page}", "plus", lambda page=page, name=name: ran.append((page, name))) for name in "ABC"]
        for page in range(12)
    ]  # fmt: skip
    for page in [*range(12), 10, 0]:
        bar.show_page(f"Page {page}", "", pages[page])
        assert shown(bar) == [f"{name} {page}" for name in "ABC"]
        bar._buttons[1].click()
        assert ran[-1] == (page, "B")


def test_the_keyboard_stays_at_a_button_that_becomes_another_one(bar, qtbot):
    bar.activateWindow()
    bar._buttons[2].setFocus()
    qtbot.waitUntil(bar._buttons[2].hasFocus)
    bar.show_page(TITLE, SUBTITLE, [*ACTIONS[:2], PageAction("Open again", "plus", lambda: None)])
    assert bar.focusWidget().accessibleName() == "Open again"
    bar.show_page(TITLE, SUBTITLE, ACTIONS[:1])
    assert bar.focusWidget().accessibleName() == "Postpone"


def test_tab_goes_from_the_search_to_the_buttons(bar):
    bar.show_page(TITLE, SUBTITLE, ACTIONS[::-1])
    order, one = [], bar.search.nextInFocusChain()
    while one is not bar.search:
        order.append(one)
        one = one.nextInFocusChain()
    seen = [one.accessibleName() for one in order if isinstance(one, Button) and one.isVisible()]
    assert seen[:3] == [one.text for one in ACTIONS[::-1]]


@pytest.mark.parametrize("title", [TITLE, "Invoice shows the old address of the warehouse", "Call"])
def test_buttons_are_as_wide_as_their_words(bar, title):
    bar.show_page(title, SUBTITLE, ACTIONS)
    for width in range(760, 1300, 12):
        bar.resize(width, bar.height())
        bar.layout().activate()
        assert [one.width() for one in bar._buttons] == [one.sizeHint().width() for one in bar._buttons]
        gap = bar.layout().spacing()
        assert bar._buttons[0].x() - bar.search.geometry().right() <= gap + 1, "no hole before the buttons"
