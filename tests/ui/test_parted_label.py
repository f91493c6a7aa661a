"""Facts on several lines have no dot where a line ends."""

from __future__ import annotations

from itertools import pairwise

import pytest

from crm_desktop.ui.parted_label import DOT, PartedLabel

FACTS = ["6 Nov", "€ 76,160", "1 line", "Sent", "valid until 7 Dec 2026"]


@pytest.fixture
def label(qtbot):
    made = PartedLabel(FACTS, tone="muted")
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize("width", [60, 140, 220, 300, 600])
def test_lines_are_full_and_end_with_a_fact(label, width):
    found = label.lines(width)
    assert DOT.join(found) == label.text() == DOT.join(FACTS)
    assert all(line.strip() == line.strip(" ·") and line for line in found)
    for line, following in pairwise(found):
        longer = line + DOT + following.split(DOT)[0]
        assert label.fontMetrics().horizontalAdvance(longer) > width


def test_it_is_as_high_as_its_lines(label, qtbot):
    label.resize(150, 200)
    label.show()
    qtbot.waitExposed(label)
    one = label.heightForWidth(2_000)
    assert label.heightForWidth(150) == len(label.lines(150)) * one
    assert len(label.lines(150)) > 1
    assert label.accessibleName() == DOT.join(FACTS)


def test_its_height_follows_its_font(label):
    before = label.heightForWidth(140)
    font = label.font()
    font.setPixelSize(2 * label.fontInfo().pixelSize())
    label.setFont(font)
    assert label.heightForWidth(140) > 2 * before
