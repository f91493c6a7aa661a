"""CSV files of every origin are read completely, and nothing about them is guessed in silence (F-43, F-44)."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from crm_desktop.core.errors import SourceProblem
from crm_desktop.exchange import encodings
from crm_desktop.exchange.reader_process import open_table

CHINESE = "姓名,城市,备注\n张伟,上海,老客户，月结\n王芳,北京,请在下午联系\n李娜,深圳,展会认识的客户\n"
TRADITIONAL = "姓名,城市,備註\n張偉,臺北,老客戶，月結\n王芳,高雄,請在下午聯絡\n李娜,臺中,展覽會認識的客戶\n"
WESTERN = "Name;City;Note\nJürgen Müller;Köln;Größe “L” – 5 €\nZoë François;Orléans;déjà vu\nCrème brûlée;Nîmes;créée\n"
NORDIC = "Navn;By\nBjørn Åberg;Malmö\nSøren Kjær;Århus\n"


def read(
    path: Path, content: bytes | str, **options: str
) -> tuple[list[tuple[object, ...]], list[str], str | None]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with open_table(path, **options) as table:  # type: ignore[arg-type]
        rows = [tuple(table.headings), *(row.cells for row in table)]
        return rows, table.notes, table.encoding


def cells(text: str, separator: str) -> list[tuple[str, ...]]:
    return [tuple(line.split(separator)) for line in text.strip().split("\n")]


@pytest.mark.parametrize(
    ("text", "encoding", "language", "found"),
    [
        (CHINESE, "utf-8", "en", "utf-8"),
        (CHINESE, "utf-8-sig", "en", "utf-8-sig"),
        (CHINESE, "utf-16", "en", "utf-16"),
        (CHINESE, "utf-16-le", "en", "utf-16-le"),
        (CHINESE, "utf-16-be", "zh_CN", "utf-16-be"),
        (CHINESE, "gb18030", "zh_CN", "gb18030"),
        (CHINESE, "gb18030", "en", "gb18030"),
        ("姓名\n张三\n李四\n", "gbk", "zh_CN", "gb18030"),
        (TRADITIONAL, "big5", "zh_CN", "big5"),
        (TRADITIONAL, "big5", "en", "big5"),
        (WESTERN, "cp1252", "en", "cp1252"),
        (WESTERN, "cp1252", "zh_CN", "cp1252"),
        (NORDIC, "cp1252", "zh_CN", "cp1252"),
        (WESTERN, "utf-16-le", "en", "utf-16-le"),
        ("Name,City\nAnn,Oslo\n", "ascii", "zh_CN", "utf-8"),
    ],
)
def test_encodings(tmp_path: Path, text: str, encoding: str, language: str, found: str) -> None:
    separator = ";" if ";" in text else ","
    rows, notes, used = read(tmp_path / "a.csv", text.encode(encoding), language=language)
    assert rows == cells(text, separator)
    assert used == found
    certain = found in ("utf-8", "utf-8-sig", "utf-16")
    assert bool(notes) is not certain
    if not certain:
        assert encodings.label(found) in notes[0]


def test_the_user_decides_about_the_encoding(tmp_path: Path) -> None:
    text = "Имя,Город\nИван,Москва\n"
    rows, notes, _used = read(tmp_path / "a.csv", text.encode("cp1251"), encoding="cp1251")
    assert rows == cells(text, ",")
    assert notes == []
    for wrong in ("no-such-code", "rot13", "zlib"):
        with pytest.raises(SourceProblem, match="encoding"):
            read(tmp_path / "a.csv", text, encoding=wrong)


def test_bytes_that_do_not_fit_are_noted(tmp_path: Path) -> None:
    rows, notes, _used = read(tmp_path / "a.csv", "n,m\nä,b\nc,d\n".encode("cp1252"), encoding="utf-8")
    assert rows[1] == ("�", "b")
    assert "Line 2" in notes[0]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends(tmp_path: Path, separator: str, line_end: str) -> None:
    lines = [("Name", "Note", "Sum"), ("Ann", "one", "1"), ("Ben", "two", "2")]
    content = line_end.join(separator.join(line) for line in lines)
    assert read(tmp_path / "a.csv", content)[0] == lines


def test_commas_inside_of_texts_do_not_confuse(tmp_path: Path) -> None:
    rows = read(tmp_path / "a.csv", "Name;Address\nAnn;Main St 1, Oslo\nBen;Hill 2, Bergen, Norway\n")[0]
    assert rows[2] == ("Ben", "Hill 2, Bergen, Norway")


def test_the_separator_line_of_excel(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(codecs.BOM_UTF8 + b'"sep=|"\r\na|b\r\n1,5|2\r\n')
    with open_table(path) as table:
        assert (table.separator, table.header_row, table.headings) == ("|", 2, ["a", "b"])
        assert [(row.number, row.cells) for row in table] == [(3, ("1,5", "2"))]


def test_one_column(tmp_path: Path) -> None:
    assert read(tmp_path / "a.csv", "E-mail\na@example.com\nb@example.com\n")[0][1:] == [
        ("a@example.com",),
        ("b@example.com",),
    ]


def test_rows_of_different_length_and_blank_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b,c\n1\n\n1,2,3,4,5\n,,\n x ,,\n", encoding="utf-8")
    with open_table(path) as table:
        assert table.headings == ["a", "b", "c", "D", "E"]
        assert [(row.number, row.cells) for row in table] == [
            (2, ("1", None, None, None, None)),
            (4, ("1", "2", "3", "4", "5")),
            (6, (" x ", None, None, None, None)),
        ]


def test_an_unterminated_quote_does_not_swallow_the_rest(tmp_path: Path) -> None:
    lines = ["id,text"] + [f"{n},text {n}" for n in range(2, 10_001)]
    lines[4_999] = '5000,"an open quote'
    lines[7_999] = '8000,"inch 5" wide"'
    rows, notes, _used = read(tmp_path / "a.csv", "\n".join(lines))
    assert len(rows) == 10_000
    assert rows[4_999] == ("5000", '"an open quote')
    assert rows[5_000] == ("5001", "text 5001")
    assert rows[-1] == ("10000", "text 10000")
    assert "Line 5,000" in notes[0]
    assert notes[1].endswith("1.")


def test_quotes_that_are_in_order(tmp_path: Path) -> None:
    content = 'a,b\n"x ""y"" z","line one\r\nline two"\n"",5" pipe\n'
    rows, notes, _used = read(tmp_path / "a.csv", content)
    assert rows[1:] == [('x "y" z', "line one\nline two"), (None, '5" pipe')]
    assert notes == []


def test_a_quoted_text_that_runs_over_many_lines_is_noted(tmp_path: Path) -> None:
    content = 'a,b\n1,"' + "line\n" * 300 + '"\n2,x\n'
    rows, notes, _used = read(tmp_path / "a.csv", content)
    assert len(rows) == 3
    assert "line 2" in notes[0]


def test_zero_bytes_are_left_out(tmp_path: Path) -> None:
    rows, notes, _used = read(tmp_path / "a.csv", b"a,b\nx\0y,1\n\0z,2\nq,3\n" * 3)
    assert rows[1:4] == [("xy", "1"), ("z", "2"), ("q", "3")]
    assert "NUL" in notes[0]


def test_texts_of_megabytes(tmp_path: Path) -> None:
    long = "ü" * (9 << 20)
    rows, notes, _used = read(tmp_path / "a.csv", f'a,b\n1,"{long}"\n2,{long}\n3,x\n')
    assert [len(str(row[1])) for row in rows[1:]] == [len(long), len(long), 1]
    assert notes == []


def test_a_text_beyond_every_limit_costs_only_its_line(tmp_path: Path) -> None:
    rows, notes, _used = read(tmp_path / "a.csv", "a,b\n1," + "x" * (11 << 20) + "\n2,y\n")
    assert len(str(rows[1][1])) < 11 << 20
    assert rows[2] == ("2", "y")
    assert "cut" in notes[0]


@pytest.mark.parametrize(
    ("cell", "text"),
    [("'=1+1", "=1+1"), ("'+cmd", "+cmd"), ("'-x", "-x"), ("'@SUM", "@SUM"), ("''=1", "'=1"), ("'tis", "'tis"),
     ("'", "'"), ("O'Brien", "O'Brien"), ("+86 138", "+86 138"), ("-5", "-5")],
)  # fmt: skip
def test_the_guard_of_our_exports_is_taken_away(tmp_path: Path, cell: str, text: str) -> None:
    assert read(tmp_path / "a.csv", f"a,b\n{cell},z\n")[0][1] == (text, "z")
