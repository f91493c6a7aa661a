"""The table of the clipboard as spreadsheets write it."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.exchange import pasted_table
from crm_desktop.models import registry

CONTACT = registry.entity("contact")


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ("one", [["one"]]),
        ('"two\nlines"\tx', [["two\nlines", "x"]]),
        ('"a ""b"" c"\tx\n', [['a "b" c', "x"]]),
        ('"Foo" Ltd\t"Bar"\n', [['"Foo" Ltd', "Bar"]]),
        ('5" pipe\t7"\n', [['5" pipe', '7"']]),
        ("a\t\tc\n\n\n", [["a", "", "c"]]),
        ("a\rb", [["a"], ["b"]]),
        ("", []),
        ("\t\n", []),
        ('"open', [['"open']]),
    ],
)
def test_cells_are_what_stands_between_tabs(text: str, rows: list[list[str]]) -> None:
    assert pasted_table.parse(text) == rows


def test_headings_are_known_in_any_language() -> None:
    assert pasted_table.has_headings(["Full name", "E-mail", "Shoe size"], CONTACT)
    assert pasted_table.has_headings(["姓名", "手机"], CONTACT)
    assert not pasted_table.has_headings(["Ana Beltrán", "ana@lagunafoods.mx"], CONTACT)
    assert not pasted_table.has_headings(["Full name", "x", "y"], CONTACT)
    assert not pasted_table.has_headings(["E-mail"], CONTACT, least=2)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "Clipboard.tsv"
    pasted_table.write(
        path, ["Name", "Note", "City"], [["A", "two\nlines"], ["B", 'with "marks"', "Ulm", "x"]]
    )
    text = path.read_text(encoding="utf-8-sig")
    assert pasted_table.parse(text) == [
        ["Name", "Note", "City", "Column 4"],
        ["A", "two\nlines", "", ""],
        ["B", 'with "marks"', "Ulm", "x"],
    ]
