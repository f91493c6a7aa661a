"""What address cards hold and the program has no place for is named, by property and count."""

from __future__ import annotations

from pathlib import Path

from tests.integration.exchange.test_vcard_files import card, notes, people, written

SAID = "Left out of address cards, because there is no place for it: "


def test_properties_without_a_place_are_named_and_counted(tmp_path: Path) -> None:
    ana = card(
        "N:Beltrán;Ana;;;",
        "FN:Ana Beltrán",
        "NICKNAME:Anita",
        "ANNIVERSARY:20100512",
        "X-SOCIALPROFILE;TYPE=twitter:https://twitter.com/ana",
        "X-SOCIALPROFILE;TYPE=wechat:ana_b",
        "TEL;TYPE=PAGER:123",
        "UID:1",
        "REV:20200101T000000Z",
    )
    bob = card("N:Stone;Bob;;;", "FN:Bob Stone", "NICKNAME:Bobby", "NICKNAME:")
    path = written(tmp_path, ana + bob)
    assert notes(path) == [f"{SAID}NICKNAME (2), ANNIVERSARY (1), X-SOCIALPROFILE (1), TEL (1)."]
    assert [one["Full name"] for one in people(path)] == ["Ana Beltrán", "Bob Stone"]


def test_a_card_that_comes_in_whole_needs_no_note(tmp_path: Path) -> None:
    whole = card("N:Stone;Bob;;;", "FN:Bob Stone", "TEL;TYPE=CELL:+49 170 1234567", "X-QQ:12345", "UID:2")
    assert notes(written(tmp_path, whole)) == []


def test_what_no_column_holds_any_more_is_counted(tmp_path: Path) -> None:
    numbers = [f"TEL;TYPE=CELL:0171 {at}" for at in range(102)]
    path = written(tmp_path, card("FN:Bob Stone", "ORG:One Ltd", "ORG:Two Ltd", *numbers))
    assert notes(path) == [f"{SAID}TEL (2), ORG (1)."]


def test_many_properties_are_not_all_named(tmp_path: Path) -> None:
    (note,) = notes(written(tmp_path, card("FN:Bob Stone", *(f"X-OTHER-{at}:yes" for at in range(12)))))
    assert note.count("X-OTHER-") == 8
    assert note.endswith("(1) ….")
