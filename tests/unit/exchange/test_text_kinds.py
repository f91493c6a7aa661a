"""What a text is by its beginning."""

from __future__ import annotations

import pytest

from crm_desktop.exchange.text_kinds import foreign_text, looks_like_rows


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<p>Hello</p>", "html"),
        ("  <!-- made by X --><table>", "html"),
        ("<TABLE border=1>", "html"),
        ("<note/>", "xml"),
        ('<?xml version="1.0"?>\n\n<office:document xmlns:x="urn:x">', "fods"),
        ('<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook>', "xml2003"),
        ('TABLE\r\n0,1\r\n"Customers"\r\n', "dif"),
        ('ID;PCALCOOO32\nC;X1;Y1;K"Name"\n', "sylk"),
        ("ID;Phone\nC7;0711\n", None),
        ("MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n", "html"),
        ("<gpx version='1.1'>", "xml"),
        ('{"a": 1}', "json"),
        ('[[{"a\\"b": 1}]]', "json"),
        ("[]", "json"),
        ("begin:vcard\n", "vcf"),
        ("BEGIN:VCALENDAR\n", "ics"),
        ("<5,Name\n<10,Ann\n", None),
        ("<Name>,City\nAnn,Bonn", None),
        ("{Name},City\n", None),
        ("[Name];[City]\n", None),
        ('"{""a"": 1}",City\n', None),
        ("Name,City\n", None),
        ("", None),
    ],
)
def test_kinds_of_texts(text: str, kind: str | None) -> None:
    assert foreign_text(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "Name,City\nAcme,Bonn\n",
        "Name\tCity",
        "Customers 2026\n\nName;City\nAcme;Bonn\nBlue;Köln\nStar;Bern\n",
        'Name,Note\nAcme,"one\ntwo, three\nfour"\nBlue,x\n',
        'Name,Note\nAcme,6" pipe\nBlue,x\n',
        "sep=;\nName\n",
        "a|b\r\nc|d\r\n",
    ],
)
def test_what_looks_like_rows(text: str) -> None:
    assert looks_like_rows(text, whole=True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "Name\nAcme\nBlue\n",
        "Dear Ann,\nthank you.\nYours, Bob",
        "import os, sys\nprint(os, sys, 1)\n\nx = 1\ny = 2\n",
    ],
)
def test_what_does_not_look_like_rows(text: str) -> None:
    assert not looks_like_rows(text, whole=True)


def test_a_cut_last_line_does_not_count() -> None:
    assert looks_like_rows("a,b\nc,d\ne", whole=False)
    assert not looks_like_rows("a,b", whole=False)
