"""Measuring, clipping and wrapping; which characters the fonts have."""

import unicodedata

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.core.paths import resource
from crm_desktop.reports import opentype
from crm_desktop.reports.pdf_fonts import MISSING, typeface

WEIGHTS = [False, True]


@pytest.mark.parametrize("bold", WEIGHTS)
def test_every_character_that_a_cleaned_text_can_hold_is_in_a_font(bold: bool) -> None:
    face = typeface(bold)
    everything = "".join(chr(code) for code in range(0x20, 0x3_0000))
    assert all(face.font_of(char) >= 0 for char in set(face.clean(everything)))


@pytest.mark.parametrize(
    "text",
    ["€ ¥ £ ₹ ₽ – — “ ” … · ★ →", "Łódź Zażółć İzmir Ñandú Ça façade", "Ελλάδα Москва", "北京市朝阳区龘"],
)
def test_what_people_write_has_glyphs(text: str) -> None:
    for bold in WEIGHTS:
        assert typeface(bold).clean(text).split() == text.split()


def test_cleaning() -> None:
    clean = typeface().clean
    assert clean("plain ASCII (1)\\") == "plain ASCII (1)\\"
    assert clean("a\tb\nc\u00a0d\u202fe\u3000f") == "a b c d e f"
    assert clean("a\x00b\x1b\u200b\ufeff\u202ec\ufe0f") == "abc"
    assert clean("\ud800") == MISSING
    assert clean("😀") == MISSING
    assert clean(unicodedata.normalize("NFD", "Łódź é")) == "Łódź é"


def test_digits_have_one_width_like_the_feature_of_the_font() -> None:
    for bold, name in ((False, "Regular"), (True, "SemiBold")):
        face = typeface(bold)
        assert len({face.width(digit, 10) for digit in "0123456789"}) == 1
        font = TTFont(str(resource(f"fonts/Inter-{name}.ttf")))
        expected = font["hmtx"][_tabular_one(font)][0] * 10 / font["head"].unitsPerEm
        assert face.width("1", 10) == pytest.approx(expected)


def _tabular_one(font: TTFont) -> str:
    gsub = font["GSUB"].table
    records = [r for r in gsub.FeatureList.FeatureRecord if r.FeatureTag == "tnum"]
    lookup = gsub.LookupList.Lookup[records[0].Feature.LookupListIndex[0]]
    return lookup.SubTable[0].mapping[font.getBestCmap()[ord("1")]]


def test_a_font_without_the_feature_has_no_substitutes() -> None:
    data = resource("fonts/Inter-Regular.ttf").read_bytes()
    places = opentype.tables(data)
    assert opentype.single_substitutes(data, places, b"zzzz") == {}
    assert opentype.single_substitutes(data, {}, b"tnum") == {}


def test_clipping() -> None:
    face = typeface()
    assert face.clip("short", 10, 100) == "short"
    clipped = face.clip("a rather long text that cannot fit", 10, 60)
    assert clipped.endswith("…")
    assert face.width(clipped, 10) <= 60
    assert face.clip("anything", 10, 1) == ""


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300), st.floats(4, 300))
def test_a_clipped_text_always_fits(text: str, room: float) -> None:
    face = typeface()
    assert face.width(face.clip(face.clean(text), 9, room), 9) <= room + 0.02


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300), st.floats(20, 300), st.integers(1, 6))
def test_wrapped_lines_always_fit_and_are_never_too_many(text: str, room: float, most: int) -> None:
    face = typeface()
    lines = face.wrap(text, 9, room, most)
    assert 1 <= len(lines) <= most
    assert all(face.width(line, 9) <= room + 0.02 or len(line) <= 2 for line in lines)


def test_wrapping_keeps_words_and_line_breaks() -> None:
    face = typeface()
    assert face.wrap("one two three", 10, 45, 9) == ["one two", "three"]
    assert face.wrap("a\n\nb", 10, 100, 9) == ["a", "", "b"]
    assert face.wrap("", 10, 100, 3) == [""]
    assert "".join(face.wrap("请尽快回复谢谢", 10, 30, 9)) == "请尽快回复谢谢"
    assert not any(line.startswith("。") for line in face.wrap("三个字。三个字。三个字。", 10, 31, 9))
    assert face.wrap("one two three four", 10, 52, 1) == ["one two…"]


def test_a_word_of_140_000_characters_is_capped() -> None:
    lines = typeface().wrap("x" * 140_000, 10, 400, 5)
    assert len(lines) == 5
    assert lines[-1].endswith("…")
