"""How sections share a page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.reports import page_fit
from crm_desktop.reports.page_fit import Section, Wish, clipped, ems, fact_columns, fitted, lines, share
from crm_desktop.reports.pdf_fonts import typeface


def test_every_section_gets_its_first_row_before_another_gets_a_second():
    sections = [Section(20, [10] * 5), Section(20, [10] * 5)]
    share(75, sections)
    assert [one.slots for one in sections] == [2, 1]


def test_nobody_gets_more_than_is_wanted():
    sections = [Section(20, [10]), Section(20, []), Section(20, [10] * 9)]
    share(1_000, sections)
    assert [one.slots for one in sections] == [1, 0, 9]


def test_a_section_without_room_for_its_heading_is_left_out():
    sections = [Section(20, [10] * 3), Section(90, [10] * 3)]
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


def test_columns_of_facts_take_what_their_texts_need():
    wide, narrow = Wish(50, 250, 250), Wish(40, 60, 60)
    (left_indent, left), (right_indent, right) = fact_columns([wide, narrow], 480)
    assert (left_indent, right_indent) == (62, 52)
    assert left >= 62 + 250
    assert right >= 52 + 60
    assert left + right == pytest.approx(480 - page_fit.FACT_GAP)


def test_a_text_of_words_gives_way_before_one_long_word():
    (indent, address), (_indent, email) = fact_columns([Wish(50, 400, 60), Wish(50, 220, 220)], 480)
    assert email == pytest.approx(62 + 220)
    assert address == pytest.approx(480 - page_fit.FACT_GAP - email)
    assert address - indent >= 60


def test_columns_without_any_room_stay_within_the_page():
    found = fact_columns([Wish(300, 900, 900), Wish(300, 900, 900)], 480)
    assert sum(width for _indent, width in found) == pytest.approx(460)
    assert all(0 < indent < width for indent, width in found)


@given(st.text("abc 陈晓梅@.-", max_size=120), st.floats(5, 60), st.integers(1, 3))
def test_a_fitted_text_takes_no_more_lines_than_asked(text, most, count):
    shown = fitted(text, most, count)
    assert lines(shown, most) <= count


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize(
    "text", ["Walked through quantities; " * 9, "近期沟通样品与付款方式，下周答复。" * 9]
)
def test_what_is_drawn_takes_no_more_lines_than_were_counted(text, count):
    shown = fitted(text, 40, count)
    assert len(typeface(bold=True).wrap(shown, 9.5, 40 * 9.5, 9)) <= lines(shown, 40) <= count
