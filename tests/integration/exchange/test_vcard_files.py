"""Address cards as phones and mail programs write them, read as a table of people by the reading process (F-45)."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.core.errors import SourceProblem
from crm_desktop.exchange import vcard_lines
from crm_desktop.exchange.reader_process import open_table
from crm_desktop.exchange.source import Limits

CARDS = Path(__file__).parents[2] / "data" / "exchange" / "cards"


def people(path: Path, language: str = "en") -> list[dict[str, object]]:
    """Return the rows of a file by heading, without empty cells."""
    with open_table(path, language=language) as table:
        return [
            {head: cell for head, cell in zip(table.headings, row.cells, strict=True) if cell is not None}
            for row in table
        ]


def notes(path: Path) -> list[str]:
    """Return what is told about a file."""
    with open_table(path) as table:
        list(table)
        return table.notes


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    """Write a file of cards."""
    path = folder / "cards.vcf"
    path.write_bytes(text.replace("\n", "\r\n").encode(encoding))
    return path


def card(*lines: str) -> str:
    """Return one card of version 3.0."""
    return "\n".join(["BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", ""])


def test_outlook_writes_several_character_sets_and_lines_that_go_on() -> None:
    (found,) = people(CARDS / "outlook-2.1.vcf", "zh_CN")
    assert found["姓名"] == "王小明"
    assert found["公司"], found["部门"] == ("星辰科技有限公司", "销售部")
    assert found["职务"] == "销售经理"
    assert found["手机"] == "138 0013 8000"
    assert found["传真"] == "010-1"
    assert (found["电子邮件"], found["电子邮件 (2)"]) == ("wang@xc.cn", "wang2@xc.cn")
    assert (found["详细地址"], found["城市"], found["邮编"]) == ("中关村, 大街1号", "北京", "100080")
    assert found["备注"] == "a;b;c\nsecond"


def test_android_writes_kinds_without_their_name() -> None:
    chinese, english = people(CARDS / "android-2.1.vcf")
    assert chinese == {
        "Full name": "李四", "Family name": "李", "Given name": "四", "Company": "远航贸易",
        "E-mail": "li@example.cn", "Mobile": "13900001111", "Mobile (2)": "13900002222", "Phone": "021-5555",
        "QQ": "12345678", "Country": "中国", "City": "上海", "Street": "南京路1号", "Postcode": "200001",
        "Birthday": "1990-02-03",
    }  # fmt: skip
    assert english["Mobile"] == "+44 7700 900123"


def test_iphone_writes_groups_labels_and_what_is_preferred() -> None:
    (found,) = people(CARDS / "iphone-3.0.vcf")
    assert (found["Mobile"], found["Mobile (2)"]) == ("+49 171 7654321", "+49 170 1234567")
    assert (found["E-mail"], found["E-mail (2)"]) == ("joerg@weber.example", "jp@home.example")
    assert (found["Phone"], found["Fax"]) == ("+49 30 5550", "+49 30 5551")
    assert (found["Company"], found["Department"], found["Job title"]) == (
        "Weber & Söhne GmbH",
        "Einkauf",
        "Leiter",
    )
    assert (found["Given name"], found["Family name"], found["Salutation"]) == ("Jörg Paul", "Weber", "Dr.")
    assert (found["Street"], found["City"], found["Province"]) == (
        "Hauptstraße 5, Hinterhaus",
        "Berlin",
        "BE",
    )
    assert (found["QQ"], found["WeChat"]) == ("998877", "jweber_wx")
    assert found["LinkedIn"] == "https://www.linkedin.com/in/jweber"
    assert found["Tags"] == "Messe 2025, VIP"
    assert found["Note"] == (
        "Prefers a call, not mail; back on Monday.\n"
        "Second line that is so long that the phone folded it here, in the middle of a word.\n"
        "Birthday: 04-12"
    )
    assert "Birthday" not in found  # the phone knows no year
    assert any("Birthdays without a year: 1." in note for note in notes(CARDS / "iphone-3.0.vcf"))


def test_google_writes_an_address_with_a_part_too_many() -> None:
    (found,) = people(CARDS / "google-3.0.vcf")
    assert (found["Street"], found["City"], found["Country"]) == ("Calle Mayor 1", "Madrid", "Spain")
    assert found["Website"] == "https://garcia.example"
    assert found["Gender"] == "F"


def test_thunderbird_writes_addresses_of_the_web_and_kinds_in_quotes() -> None:
    (found,) = people(CARDS / "thunderbird-4.0.vcf")
    assert (found["Mobile"], found["Phone"]) == ("+420-777-123-456", "+420 222 333")
    assert (found["E-mail"], found["E-mail (2)"]) == ("petr@novak.example", "novak@old.example")
    assert (found["Birthday"], found["Gender"]) == ("1979-01-31", "M")


def test_pictures_are_left_out_and_counted() -> None:
    assert "Pictures on address cards that were left out: 1." in notes(CARDS / "iphone-3.0.vcf")


def test_one_bad_card_costs_one_card(tmp_path: Path) -> None:
    bad = card("N:;;;;", "PHOTO;ENCODING=b:!!!", "no colon here")
    path = written(tmp_path, card("FN:Ann") + bad + card("FN:Bo", "TEL:1"))
    assert [one["Full name"] for one in people(path)] == ["Ann", "Bo"]
    (note,) = [one for one in notes(path) if "2 of 3" in one]
    assert "line 5" in note


def test_a_card_without_its_end_is_read_and_named(tmp_path: Path) -> None:
    path = written(tmp_path, "BEGIN:VCARD\nVERSION:3.0\nFN:Ann\nTEL:12\n" + card("FN:Bo"))
    assert [one["Full name"] for one in people(path)] == ["Ann", "Bo"]
    assert any("without an end" in one and "line 1" in one for one in notes(path))


def test_a_card_within_a_card_is_not_a_person_of_its_own(tmp_path: Path) -> None:
    agent = "AGENT:\nBEGIN:VCARD\nVERSION:2.1\nFN:Secretary\nTEL:99\nEND:VCARD"
    path = written(
        tmp_path, f"BEGIN:VCARD\nVERSION:2.1\nFN:Boss\n{agent}\nTEL:11\nEND:VCARD\n" + card("FN:Next")
    )
    assert [one["Full name"] for one in people(path)] == ["Boss", "Next"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_encodings_are_found(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, card("FN:王小明", "ORG:星辰科技有限公司", "NOTE:老客户,每年下单两次"), encoding)
    (found,) = people(path, "zh_CN")
    assert found["公司"] == "星辰科技有限公司"


def test_hostile_cards_end_neither_the_reader_nor_its_memory(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        card("FN:Ann")
        + "BEGIN:VCARD\n" * 20_000
        + card("FN:Long", "NOTE:" + "x" * 6_000_000)
        + card("FN:Many", *["TEL:1"] * 5_000)
        + card("FN:Photo", "PHOTO;ENCODING=b:" + "A" * 5_000_000)
        + card("FN:Last"),
    )
    found = people(path)
    assert [one["Full name"] for one in found] == ["Ann", "Long", "Many", "Photo", "Last"]
    assert len(str(found[1]["Note"])) < vcard_lines.LONGEST_LINE


def test_a_file_of_cards_without_any_content_says_so(tmp_path: Path) -> None:
    with pytest.raises(SourceProblem, match="holds no table"):
        people(written(tmp_path, "BEGIN:VCARD\nEND:VCARD\n"))


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, card("FN:Ann"))
    with pytest.raises(SourceProblem, match="larger than"):
        open_table(path, limits=Limits(card_bytes=10))


def test_cards_are_known_by_their_content(tmp_path: Path) -> None:
    path = tmp_path / "people.txt"
    path.write_text(card("FN:Ann"), encoding="utf-8")
    assert people(path) == [{"Full name": "Ann"}]


def test_many_thousand_cards(tmp_path: Path) -> None:
    path = written(
        tmp_path, "".join(card(f"FN:Person {n}", f"TEL;TYPE=CELL:+49 170 {n:07}") for n in range(10_000))
    )
    with open_table(path) as table:
        assert sum(1 for _row in table) == 10_000


@pytest.mark.parametrize(
    ("day", "note"),
    [("BDAY:--0412", "04-12"), ("BDAY:--04-12", "04-12"), ("BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-29", "02-29"),
     ("BDAY:19850302", None)],
)  # fmt: skip
def test_a_birthday_without_a_year_stands_in_the_note(tmp_path: Path, day: str, note: str | None) -> None:
    (found,) = people(written(tmp_path, card("FN:Ann", day)))
    assert found.get("Note") == (f"Birthday: {note}" if note else None)
    assert found.get("Birthday") == (None if note else "1985-03-02")
