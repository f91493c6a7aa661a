"""The top of the window: what gives way where there is little room."""

from __future__ import annotations

import pytest

from crm_desktop.ui.page import PageAction
from crm_desktop.ui.top_bar import TopBar

TITLE, SUBTITLE = "Nobody called back", "C-00042 · Elmriso Trading · opened on 14 Nov by Ana Ruiz"


@pytest.fixture
def bar(qtbot):
    made = TopBar()
    qtbot.addWidget(made)
    actions = [PageAction(one, "plus", lambda: None) for one in ("Postpone", "Reply", "Mark as solved")]
    made.set_actions(actions)
    made.set_title(TITLE, SUBTITLE)
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
    bar.set_title("Call", SUBTITLE)
    bar.layout().activate()
    assert bar._subtitle.width() > narrow
    bar.resize(1600, bar.height())
    bar.layout().activate()
    assert bar._subtitle.width() >= bar._subtitle.fontMetrics().horizontalAdvance(SUBTITLE)


def test_a_subtitle_of_which_not_even_the_first_part_fits_is_left_out(bar):
    bar.set_title("Invoice shows the old address", "Service request · Normal · Closed")
    first = bar._subtitle.fontMetrics().horizontalAdvance("Service request · ")
    widths = set()
    for width in range(760, 1300, 12):
        bar.resize(width, bar.height())
        bar.layout().activate()
        widths.add(bar._subtitle.width())
    assert 0 in widths
    assert max(widths) >= first
    assert not [one for one in widths if 0 < one < first]
