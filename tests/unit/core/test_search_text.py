"""Search tokens, sort keys and search expressions: what a person types finds what a person means."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlcipher3 import dbapi2

from crm_desktop.core.search_text import digit_tokens, match_expression, sort_key, tokens


def found(typed: str, *documents: str) -> list[int]:
    """Return which documents (texts of tokens) a search finds, asked of the real FTS5 table."""
    connection = dbapi2.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE s USING fts5(name, other, content='', contentless_delete=1, "
        "tokenize='ascii', prefix='1 2 3', detail=full)"
    )
    rows = [(at, text, "") for at, text in enumerate(documents)]
    connection.executemany("INSERT INTO s (rowid, name, other) VALUES (?, ?, ?)", rows)
    expression = match_expression(typed)
    if not expression:
        return []
    rows = connection.execute("SELECT rowid FROM s WHERE s MATCH ? ORDER BY rowid", (expression,)).fetchall()
    connection.close()
    return [row[0] for row in rows]


def finds(typed: str, name: str, *, person: bool = False) -> bool:
    return found(typed, tokens(name, person=person)) == [0]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("xckj", "星辰科技"),
        ("xingchen", "星辰科技"),
        ("kj", "星辰科技"),
        ("keji", "星辰科技"),
        ("辰科", "星辰科技"),
        ("星辰科技", "杭州星辰科技有限公司"),
        ("hzxckj", "杭州星辰科技有限公司"),
        ("beltran", "Ana Beltrán AG"),
        ("BELTRÁN", "ana beltran"),
        ("ag ana", "Ana Beltrán AG"),
        ("HAUPTSTRASSE", "Hauptstraße 5"),
        ("o'brien", "O'Brien & Co"),
        ("brien", "O'Brien & Co"),
        ("müller", "MULLER GMBH"),
        ("acme东", "ACME东方"),
        ("东方", "ACME东方"),
        ("df", "ACME东方"),
        ("ＡＣＭＥ", "acme"),
        ("İstanbul", "istanbul"),
        ("ﬁne", "Fine Arts"),
        ("한국", "한국전자"),
        ("株式会社", "株式会社トヨタ"),
        ("li@qq.com", "Li@QQ.com"),
        ("li@q", "li@qq.com"),
        ("www.laguna.example", "https://www.laguna.example/shop"),
        ("beltran,ana", "Ana Beltrán"),
    ],
)
def test_finds(typed: str, name: str) -> None:
    assert finds(typed, name)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("辰星", "星辰科技"),
        ("kjxc", "星辰科技"),
        ("chme", "Acme"),
        ("acme gmbh", "Acme"),
        ("技星", "星辰科技"),
        ("li@qq.com", "lin@qq.com"),
        ("a@b.example", "adam.bell@example.com"),
        ("xingckj", "星辰科技"),
    ],
)
def test_does_not_find(typed: str, name: str) -> None:
    assert not finds(typed, name)


@pytest.mark.parametrize(
    ("typed", "name"),
    [("chenxm", "陈晓梅"), ("chenx", "陈晓梅"), ("ouyangnn", "欧阳娜娜"), ("zhangw", "张伟"), ("w", "王")],
)
def test_a_surname_may_be_written_out_before_initials(typed: str, name: str) -> None:
    assert finds(typed, name, person=True)


def test_a_surname_is_read_as_one_only_for_people() -> None:
    assert finds("zengli", "曾丽", person=True)
    assert not finds("cengli", "曾丽", person=True)
    assert finds("shan", "单雄信", person=True)


@pytest.mark.parametrize(
    "typed", ["5712", "138 5712", "138-5712-3345", "+86 138", "3345", "8571233", "（138）5712"]
)
def test_phone_fragments(typed: str) -> None:
    assert found(typed, digit_tokens("+86 138 5712 3345")) == [0]


@pytest.mark.parametrize("typed", ["0151135", "0151 135", "0049 151", "+49151", "151135", "00491511"])
def test_numbers_as_they_are_dialled(typed: str) -> None:
    assert found(typed, digit_tokens("+49 151 1357911")) == [0]


@pytest.mark.parametrize("typed", ["0", "00", "01", "013"])
def test_a_zero_alone_is_no_prefix(typed: str) -> None:
    assert found(typed, digit_tokens("+49 151 1357911")) == []


def test_fragments_of_three_digits_are_found_at_the_beginning_only() -> None:
    assert found("861", digit_tokens("+8613857123345")) == [0]
    assert found("345", digit_tokens("+8613857123345")) == []


@given(st.text("0123456789", min_size=4, max_size=20), st.data())
def test_every_fragment_of_four_digits_finds_a_number(digits: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(digits) - 4))
    end = data.draw(st.integers(start + 4, len(digits)))
    assert found(digits[start:end], digit_tokens(digits)) == [0]


CHINESE = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)


@given(st.text(CHINESE, min_size=2, max_size=24), st.data())
def test_every_substring_of_two_characters_finds_a_name(name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(name) - 2))
    end = data.draw(st.integers(start + 2, len(name)))
    assert finds(name[start:end], name)
    assert finds(name[start:end], f"ACME {name} GmbH")


@given(st.text(max_size=40), st.text(max_size=40))
@example('"* OR NEAR(', "a")
@example("name:x", "x")
@example("-a ^b {c} (d) NOT e*", "a")
@example("\x00a\x00", "a")
@example("½ ²", "1")
@example("𠮷野家", "𠮷野家")
@example("㐀", "㐀")
@example("䷀", "䷀")
def test_nothing_that_is_typed_raises(typed: str, name: str) -> None:
    found(typed, tokens(name), digit_tokens(name))


@pytest.mark.parametrize("typed", ["", " ", '"', "*", "---", "。，", "_", "()", "\t\n", "＂"])
def test_nothing_searchable_is_an_empty_expression(typed: str) -> None:
    assert match_expression(typed) == ""


_QUOTED = r'"[^"]+"\*?(?: AND "[^"]+"\*?)*'
_PLAIN_EXPRESSION = re.compile(rf'{_QUOTED}|\("[0-9]+"\* OR \({_QUOTED}\)\)')


@given(st.text(min_size=1, max_size=60))
def test_an_expression_is_made_of_quoted_words_only(typed: str) -> None:
    """T-14: no operator of FTS5 is ever passed on."""
    expression = match_expression(typed)
    assert not expression or _PLAIN_EXPRESSION.fullmatch(expression)


@given(st.text(st.characters(max_codepoint=0x24F), max_size=60))
def test_latin_tokens_know_neither_case_nor_accents(text: str) -> None:
    assert tokens(text.upper()) == tokens(text.upper().lower())


def test_a_number_with_dashes_is_found_as_it_is_written() -> None:
    assert finds("2026-0031", "Q-2026-0031")


# ---------------------------------------------------------------- order


def test_a_telephone_book() -> None:
    book = [
        "“3M” Deutschland",
        "Aaron",
        "阿里巴巴",
        "Álvarez",
        "北京银行",
        "Bern",
        "Straße 2",
        "Strasse 10",
        "重庆火锅",
        "Zebra",
    ]
    shuffled = sorted(book, reverse=True)
    in_order = sorted(shuffled, key=sort_key)
    assert in_order.index("Álvarez") < in_order.index("北京银行") < in_order.index("Bern")
    assert in_order.index("Straße 2") < in_order.index("Strasse 10") < in_order.index("Zebra")
    assert sort_key("重庆火锅").startswith("chong qing")
    assert sort_key("Álvarez") == sort_key("ALVAREZ") == sort_key("  “alvarez”")


def test_sort_keys_of_nothing_and_of_much() -> None:
    assert sort_key(None) == sort_key("") == sort_key("…") == ""
    assert len(sort_key("x" * 100_000)) <= 200


@given(st.text(max_size=80))
def test_a_sort_key_survives_utf8_and_case(text: str) -> None:
    key = sort_key(text)
    assert key == key.strip()
    if text.isascii():
        assert key == sort_key(text.upper())


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_numbers_in_names_go_by_value(one: int, other: int) -> None:
    assert (sort_key(f"Shop {one}") < sort_key(f"Shop {other}")) == (one < other)
