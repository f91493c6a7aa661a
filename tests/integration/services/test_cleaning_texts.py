"""What the cleaning tools do to one text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.reading import phone_key
from crm_desktop.services.cleaning import texts


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("  ACME   Ltd\u200b ", "ACME Ltd"),
        ("Ａcme　１２３", "Acme 123"),
        ("a\r\nb  \n\n\n\nc", "a\nb\n\nc"),
        ("杭州，青禾（纺织）", "杭州，青禾（纺织）"),
        ("1\u202f000\u2028net", "1 000\nnet"),
        ("\u0645\u06cc\u200c\u062e", "\u0645\u06cc\u200c\u062e"),
        ("", ""),
    ],
)
def test_takes_needless_spaces_away(text: str, clean: str) -> None:
    assert texts.trimmed(text) == clean


@given(st.text())
def test_a_trimmed_text_stays_as_it_is(text: str) -> None:
    once = texts.trimmed(text)
    assert texts.trimmed(once) == once


@pytest.mark.parametrize(
    ("text", "way", "changed"),
    [
        ("JOHN VAN DER BERG", "title", "John van der Berg"),
        ("Ronald McDonald", "title", "Ronald McDonald"),
        ("o'neill and sons", "title", "O'Neill and Sons"),
        ("IBM germany", "title", "IBM Germany"),
        ("MÜNCHEN GMBH", "title", "München GmbH"),
        ("USA TRADING LLC", "title", "USA Trading LLC"),
        ("MCDONALD & SONS", "title", "McDonald & Sons"),
        ("macy's", "title", "Macy's"),
        ("Ronald McDonald", "sentence", "Ronald McDonald"),
        ("SIEMENS", "sentence", "Siemens"),
        ("«rose»", "sentence", "«Rose»"),
        ("Straße", "upper", "STRASSE"),
        ("Ana", "lower", "ana"),
        ("陈晓梅", "title", "陈晓梅"),
        ("BMW", "title", "BMW"),
        ("AT&T", "title", "AT&T"),
        ("KPMG", "title", "KPMG"),
        ("SAP SE", "title", "SAP SE"),
        ("HSBC BANK", "title", "HSBC Bank"),
        ("SIEMENS", "title", "Siemens"),
        ("ßtraße", "title", "ßtraße"),
        ("ßTRASSE", "sentence", "ßTRASSE"),
    ],
)
def test_changes_capitals(text: str, way: str, changed: str) -> None:
    assert texts.cased(text, way) == changed


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("ANNA LI", "Anna Li"),
        ("NG", "Ng"),
        ("ana BELTRÁN", "Ana Beltrán"),
        ("JEAN-PAUL II", "Jean-Paul II"),
        ("TOM HALE PHD", "Tom Hale PhD"),
    ],
)
def test_names_of_people_hold_no_abbreviations(name: str, changed: str) -> None:
    assert texts.cased(name, "title", person=True) == changed


@pytest.mark.parametrize(
    "several",
    [
        "138 0000 1111/139 0000 2222",
        "13800001111 13900002222",
        "010-12345678, 010-87654321",
        "138 0000 1111 or 12345678",
        "138 0000 1111 / 2",
        "13800001111，备用",
        "13800001111 (Li)",
    ],
)
@pytest.mark.parametrize("style", ["international", "national", "digits"])
def test_no_number_is_lost_where_there_are_two(several: str, style: str) -> None:
    assert texts.dialled(several, "CN", style) == several


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("+49 (0)151 2345678", "CN"),
        ("０１３８ ５７１２ ３３４５", "CN"),
        ("0039 06 1234 5678", "DE"),
        ("030 1234567", "DE"),
    ],
)
def test_zeros_and_wide_digits_are_no_second_number(text: str, region: str) -> None:
    assert texts.dialled(text, region, "international") != text


@pytest.mark.parametrize(
    ("text", "international", "national", "digits"),
    [
        ("13857123345", "+86 138 5712 3345", "138 5712 3345", "+8613857123345"),
        ("(020) 8765 4321 转 12", "+86 20 8765 4321 ext. 12", "020 8765 4321 ext. 12", "+862087654321 ext. 12"),
        ("0049 30 123456", "+49 30 123456", "+49 30 123456", "+4930123456"),
        ("12", "12", "12", "12"),
        ("12345", "12345", "12345", "12345"),
        ("ask at the desk", "ask at the desk", "ask at the desk", "ask at the desk"),
    ],
)  # fmt: skip
def test_writes_phone_numbers_alike(text: str, international: str, national: str, digits: str) -> None:
    styles = ("international", "national", "digits")
    assert [texts.dialled(text, "CN", one) for one in styles] == [international, national, digits]


@pytest.mark.parametrize("text", ["138 5712 3345", "+52 55 4162 9910", "(020) 8765 4321", "+1 415 555 2671"])
def test_a_number_stays_the_same_number(text: str) -> None:
    for style in ("international", "national", "digits"):
        assert phone_key(texts.dialled(text, "CN", style), "CN") == phone_key(text, "CN")


def test_replaces_what_is_found() -> None:
    assert texts.replaced("Acme ltd, Ltd.", "ltd", "GmbH") == "Acme GmbH, GmbH."
    assert texts.replaced("Acme ltd, Ltd.", "ltd", "GmbH", match_case=True) == "Acme GmbH, Ltd."
    assert texts.replaced("cart art", "art", "x", whole_words=True) == "cart x"
    assert texts.replaced("a.b", ".", r"\1") == r"a\1b"
    assert texts.replaced("same", "", "x") == "same"


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("a@gmial.com", "a@gmail.com"),
        ("B@hotmail.con", "B@hotmail.com"),
        ("c@qq.con", "c@qq.com"),
        ("d@yahooo.com", "d@yahoo.com"),
        ("e@mail.com", "e@mail.com"),
        ("f@ymail.com", "f@ymail.com"),
        ("g@gmail.co", "g@gmail.co"),
        ("h@laguna.example", "h@laguna.example"),
        ("nothing", "nothing"),
    ],
)
def test_corrects_slips_in_the_names_of_large_providers(address: str, meant: str) -> None:
    assert texts.corrected_mail(address) == meant
