"""Names of files made from data (T-07)."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.core.file_names import LONGEST, safe_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Offer 7.pdf", "Offer 7.pdf"),
        ("报价单 2026.xlsx", "报价单 2026.xlsx"),
        ("..\\..\\x.exe", "_.._x.exe"),
        ("/etc/passwd", "_etc_passwd"),
        ("C:x", "C_x"),
        ("a:b", "a_b"),
        ("CON", "_CON"),
        ("com1.txt", "_com1.txt"),
        ("nul .tar.gz", "_nul .tar.gz"),
        ("x.\u202egpj.exe", "x.gpj.exe"),
        ("a\u200bb\x00c\x1f.txt", "abc.txt"),
        ("tab\tand\nline.txt", "tab and line.txt"),
        (".bashrc", "bashrc"),
        ("name. ", "name"),
        ("...", "file"),
        ("", "file"),
        (".pdf", "pdf"),
    ],
)
def test_names(text: str, name: str) -> None:
    assert safe_name(text) == name


@pytest.mark.parametrize(
    "text", ["x" * 300 + ".pdf", "报" * 300 + ".docx", "💾" * 90 + ".x", "." * 300, "a" * 300]
)
def test_long_names_keep_their_ending_and_fit(text: str, tmp_path: Path) -> None:
    name = safe_name(text)
    assert len(name.encode()) <= LONGEST
    assert Path(name).suffix == (Path(text).suffix if text.strip(".") else "")
    (tmp_path / name).touch()
    assert safe_name(name) == name
