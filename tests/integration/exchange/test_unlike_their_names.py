"""Files that are not what their names say, and those that have lost their letters: the sentence names the trouble."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.core.errors import SourceProblem
from crm_desktop.exchange.reader_process import open_table

RANDOM = bytes((31 * place + 7) % 256 for place in range(3_000))
LETTER = b"Dear Ann,\nthank you for the call.\nYours\n"
PICTURE = b"\x89PNG\r\n\x1a\n" + RANDOM


def told(path: Path, content: bytes) -> str:
    """Return the sentence about a file that cannot be read."""
    path.write_bytes(content)
    with pytest.raises(SourceProblem) as problem, open_table(path) as table:
        list(table)
    assert ".csv" not in problem.value.hint
    return problem.value.title


@pytest.mark.parametrize("content", [RANDOM, LETTER, PICTURE])
@pytest.mark.parametrize(
    ("name", "format_"),
    [
        ("a.vcf", "a file of address cards (vCard)"),
        ("a.vcard", "a file of address cards (vCard)"),
        ("a.ics", "a calendar (iCalendar)"),
        ("a.json", "a JSON file"),
    ],
)
def test_the_format_that_the_name_promises_is_named(
    tmp_path: Path, content: bytes, name: str, format_: str
) -> None:
    assert told(tmp_path / name, content) == f"“{name}” is not {format_}, as its name says."


@pytest.mark.parametrize(
    "content", [b"[" * 100_000, b"[" * 5_000 + b"]" * 5_000, b'{"a":' * 5_000 + b"1" + b"}" * 5_000]
)
def test_deep_json_is_called_json(tmp_path: Path, content: bytes) -> None:
    assert "JSON" in told(tmp_path / "deep.json", content)


def notes(path: Path, text: str, encoding: str = "ascii") -> list[str]:
    """Return what is told about a CSV file."""
    path.write_text(text, encoding=encoding, errors="replace")
    with open_table(path) as table:
        list(table)
        return [note for note in table.notes if "question marks" in note]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_lost_chinese_is_told(tmp_path: Path, separator: str) -> None:
    rows = ["姓名,Phone,城市", "张伟,13800138000,上海", "王芳,13800138001,北京", "李小娜,13800138002,深圳"]
    text = "\n".join(rows).replace(",", separator) + "\n"
    (note,) = notes(tmp_path / "lost.csv", text)
    assert note.startswith("Rows with cells of question marks only: 4. ")
    assert "UTF-8" in note
    assert notes(tmp_path / "whole.csv", text, "utf-8") == []


def test_questions_are_no_lost_letters(tmp_path: Path) -> None:
    asked = 'Name,Note\nAna,why??\nBob,"really??"\nEva,what?? no\n'
    assert notes(tmp_path / "asked.csv", asked) == []
    one = "Name,Note\nAna,??\n" + "Bob,fine\n" * 10
    assert notes(tmp_path / "one.csv", one) == []
