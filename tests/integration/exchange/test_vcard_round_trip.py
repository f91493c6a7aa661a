"""Address cards that go out come back as they were, in both versions (vCard 3.0 and 4.0)."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.exchange import vcard_cards, vcard_lines
from crm_desktop.exchange.vcard_files import Version, folded, lines_of, write_cards

_WORDS = st.text(
    st.characters(blacklist_categories=["Cs", "Cc", "Zl", "Zp", "Zs"]) | st.sampled_from(" \\;,:=\"'"),
    min_size=1,
    max_size=90,
).map(str.strip).filter(lambda text: text.isprintable() and bool(text))  # fmt: skip
_NOTE = st.lists(_WORDS, min_size=1, max_size=3).map("\n".join)
_NUMBERS = st.from_regex(r"\+?[0-9]{3,15}", fullmatch=True)
_MAILS = st.from_regex(r"[a-z]{1,9}@[a-z]{1,9}\.example", fullmatch=True)


def _several(one: st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(one, min_size=1, max_size=3, unique=True)


CARD = st.fixed_dictionaries(
    {"full_name": _WORDS.map(lambda text: [text])},
    optional={
        **{
            key: _WORDS.map(lambda text: [text])
            for key in ("family_name", "given_name", "company", "title", "level")
        },
        **{
            key: _WORDS.map(lambda text: [text])
            for key in ("street", "city", "province", "postcode", "country")
        },
        "note": _NOTE.map(lambda text: [text]),
        "tags": _several(_WORDS.filter(lambda text: "," not in text)),
        "mobile": _several(_NUMBERS),
        "phone": _several(_NUMBERS),
        "fax": _several(_NUMBERS),
        "email": _several(_MAILS),
        "wechat": _several(st.from_regex(r"[a-z][a-z0-9_]{2,12}", fullmatch=True)),
        "birthday": st.dates().map(lambda day: [day.isoformat()]),
    },
)


@pytest.mark.parametrize("version", ["3.0", "4.0"])
@settings(max_examples=150, deadline=None)
@given(card=CARD)
def test_every_card_comes_back_as_it_was(version: Version, card: dict[str, list[str]]) -> None:
    text = "".join(map(folded, lines_of(card, version)))
    (raw,) = vcard_lines.split(text.splitlines(keepends=True))
    found = vcard_cards.read(raw)
    found.pop(vcard_cards.KIND, None)  # who is called like the firm is said to be a person
    assert found == card
    assert not vcard_cards.is_firm(vcard_cards.read(raw))


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=300))
def test_no_line_is_longer_than_75_octets_and_no_character_is_cut(text: str) -> None:
    line = text.replace("\r", "").replace("\n", "").encode("utf-8", "replace").decode()
    pieces = folded(f"NOTE:{line}").split("\r\n")
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == f"NOTE:{line}"


def test_a_firm_is_a_card_of_its_own_kind(tmp_path: Path) -> None:
    for version, mark in (("3.0", "X-ABSHOWAS:COMPANY"), ("4.0", "KIND:org")):
        path = tmp_path / f"firm-{version}.vcf"
        write_cards(path, [{"company": ["Weber GmbH"], "phone": ["+49 30 1"]}], version)  # type: ignore[arg-type]
        lines = path.read_bytes().decode().split("\r\n")
        assert mark in lines
        assert "FN:Weber GmbH" in lines
        assert lines[-1] == ""
