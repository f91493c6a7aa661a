"""What is marked in a result, and which results come first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.matches import ELSEWHERE, folded_words, nearness, spans


def marked(text: str, search: str, **how: bool) -> list[str]:
    found = spans(text, folded_words(search), **how)
    return [text[start : start + length] for start, length in found]


@pytest.mark.parametrize(
    ("text", "search", "wanted"),
    [
        ("Ana Beltrán", "BELTRAN", ["Beltrán"]),
        ("Straße", "strasse", ["Straße"]),
        ("杭州青禾纺织", "青禾", ["青禾"]),
        ("张伟", "zhangwei", ["张伟"]),
        ("张伟", "zhang", ["张"]),
        ("张伟", "zhangw", ["张伟"]),
        ("张伟", "zw", ["张伟"]),
        ("张伟", "wei", ["伟"]),
        ("杭州青禾纺织有限公司", "qhfz", ["青禾纺织"]),
        ("重庆火锅 Chongqing", "chongqing", ["重庆", "Chongqing"]),
        ("星辰科技", "xckj", ["星辰科技"]),
        ("Ana 张伟 GmbH", "zw gmbh", ["张伟", "GmbH"]),
        ("+86 138 5712 3345", "1385712", ["138 5712"]),
        ("+49 151 1357911", "0151135", ["151 135"]),
        ("+49 151 1357911", "0049151", ["49 151"]),
        ("030 1234567", "030 1234", ["030", "1234"]),
        ("杭州 · +86 138 5712 3345 · 2026", "13857", ["138 57"]),
        ("Buyer, phone (030) 123 45-67", "0301234567", ["030) 123 45-67"]),
        ("+49 30 1234567 +49 151 1357911", "67491", []),
        ("+49 30 1234567, +49 151 1357911", "151135", ["151 135"]),
        ("12 34 Elm Street", "1234", []),
        ("Łukasz O'Brien", "o'brien", ["O'Brien"]),
        ("张伟", "li", []),
        ("=1+1", "zw", []),
    ],
)
def test_what_is_marked(text: str, search: str, wanted: list[str]) -> None:
    assert marked(text, search) == wanted


def test_a_surname_is_read_as_one() -> None:
    assert marked("陈晓梅 Chen", "chenxm", person=True) == ["陈晓梅"]
    assert marked("欧阳娜娜", "ouyangn", person=True) == ["欧阳娜"]
    assert marked("星辰科技", "xingckj") == []
    assert marked("单雄信", "shan", person=True) == ["单"]
    assert marked("单雄信", "shan") == []
    assert marked("张伟", "zw", spoken=False) == []


@given(st.text(max_size=40), st.text(max_size=12))
def test_marks_lie_in_the_text_and_do_not_overlap(text: str, search: str) -> None:
    end = 0
    for start, length in spans(text, folded_words(search)):
        assert start >= end
        assert length > 0
        end = start + length
    assert end <= len(text)


@pytest.mark.parametrize(
    ("search", "titles"),
    [
        ("ana", ["Ana", "Ana Beltrán", "Anatol Kern", "Rosa Ana Ruiz", "Eva Anand", "Bo Meier"]),
        ("zhangwei", ["张伟", "张伟国", "小张伟", "李强"]),
        ("zw", ["张伟", "张伟国", "小张伟"]),
        ("青禾", ["青禾", "青禾纺织", "杭州青禾纺织"]),
        (
            "acme trading",
            ["ACME Trading", "Acme Trading Ltd", "Acme Northern Trading", "Trading with nobody"],
        ),
        (
            "ana bel",
            ["Ana Beltrán", "Bel Ana Anders", "Ana Rosa Belinski"],
        ),
    ],
)
def test_the_nearest_come_first(search: str, titles: list[str]) -> None:
    mixed = titles[::-1]
    assert sorted(mixed, key=lambda one: nearness(one, search)) == titles


def test_what_is_found_elsewhere_comes_last() -> None:
    assert nearness("Bo Meier", "ana")[0] == ELSEWHERE
    assert nearness("", "ana")[0] == ELSEWHERE
    assert nearness("Ana", "") == (ELSEWHERE, ELSEWHERE)
