"""How the columns of a list share the room."""

from __future__ import annotations

from crm_desktop.ui.column_widths import shared_widths


def test_columns_share_the_room_and_the_name_is_not_cut():
    assert sum(shared_widths([100, 200, 100], 800)) <= 800
    assert shared_widths([180, 300, 120, 300], 700, [180, 84, 84, 84]) == [180, 200, 120, 200]


def test_columns_are_narrowed_further_before_the_list_scrolls_sideways():
    needs, usual, tight = [200, 200, 120], [160, 84, 120], [110, 64, 80]
    assert shared_widths(needs, 370, usual, tight) == [160, 90, 120]
    assert sum(shared_widths(needs, 300, usual, tight)) == 300
    assert shared_widths(needs, 200, usual, tight) == usual, "it scrolls: then as well with the usual widths"
