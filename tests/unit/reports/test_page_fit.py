"""How sections share a page."""

import pytest

from crm_desktop.reports import page_fit
from crm_desktop.reports.page_fit import Section, clipped, ems, share
from crm_desktop.reports.pdf_fonts import typeface


def test_every_section_gets_its_first_row_before_another_gets_a_second():
    sections = [Section(5, 20, 10), Section(5, 20, 10)]
    share(75, sections)
    assert [one.slots for one in sections] == [2, 1]


def test_nobody_gets_more_than_is_wanted():
    sections = [Section(1, 20, 10), Section(0, 20, 10), Section(9, 20, 10)]
    share(1_000, sections)
    assert [one.slots for one in sections] == [1, 0, 9]


def test_a_section_without_room_for_its_heading_is_left_out():
    sections = [Section(3, 20, 10), Section(3, 90, 10)]
    share(60, sections)
    assert [one.slots for one in sections] == [3, 0]


@pytest.mark.parametrize(
    "text",
    [
        "Alexander Konstantinopoulos",
        "MWMWMWMWMW",
        "陈晓梅采购经理",
        "https://qinghe-textile.cn/en",
        "Ωμέγα Жанна",
        "12,345.67 %",
    ],
)
def test_texts_are_measured_rather_too_wide_than_too_narrow(text):
    for bold in (False, True):
        face = typeface(bold)
        assert ems(text) >= face.width(face.clean(text), 1) * 0.99


def test_a_clipped_text_is_one_line_and_no_wider_than_asked():
    assert clipped("two\nlines", 20) == "two lines"
    cut = clipped("a long text that does not fit", 8)
    assert cut.endswith("…")
    assert ems(cut) <= 8


def test_a_long_title_takes_from_the_page():
    assert page_fit.room("Letter", "Acme") - page_fit.room("Letter", "Acme " * 20) >= 23
