"""What programs and phones write on address cards beyond the plain things: firms, all addresses, odd character sets."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.core.errors import SourceProblem
from crm_desktop.exchange.reader_process import open_table
from tests.integration.exchange.test_vcard_files import written

Row = dict[str, object]

MAC = """BEGIN:VCARD
VERSION:3.0
PRODID:-//Apple Inc.//macOS 14.4//EN
N:;;;;
FN:Weber & Söhne GmbH
ORG:Weber & Söhne GmbH;
TEL;type=MAIN;type=pref:+49 30 5550
item1.ADR;type=WORK;type=pref:;;Hauptstraße 5\\nHinterhaus;Berlin;BE;10115;Deutschland
item1.X-ABADR:de
item2.URL;type=pref:https://weber.example
item2.X-ABLabel:_$!<HomePage>!$_
X-ABShowAs:COMPANY
END:VCARD
BEGIN:VCARD
VERSION:3.0
N:Weber;Jörg;Paul;Dr.;Jr.
FN:Dr. Jörg Paul Weber Jr.
NICKNAME:Jogi
ORG:Weber & Söhne GmbH;Einkauf
item1.EMAIL;type=INTERNET:jp@club.example
item1.X-ABLabel:Verein
TEL;type=IPHONE;type=CELL;type=VOICE;type=pref:+49 171 7654321
TEL;type=HOME;type=FAX:+49 30 77
ADR;type=HOME:;;Am Wald 1;Potsdam;;14467;Deutschland
ADR;type=WORK:;;Hauptstraße 5;Berlin;;10115;Deutschland
NOTE:One\\nTwo\\, with comma\\; and semicolon
BDAY;X-APPLE-OMIT-YEAR=1604:1604-04-12
item4.X-ABDATE;type=pref:2010-05-12
item4.X-ABLabel:_$!<Anniversary>!$_
PHOTO;VALUE=uri:https://weber.example/p.jpg
END:VCARD
"""
OUTLOOK = """BEGIN:VCARD
VERSION:2.1
N;CHARSET=Windows-1252;ENCODING=QUOTED-PRINTABLE:M=FCller;J=F6rg
FN;CHARSET=Windows-1252;ENCODING=QUOTED-PRINTABLE:J=F6rg M=FCller
ORG;ENCODING=QUOTED-PRINTABLE;CHARSET=utf-8:M=C3=BCller=20=26=20Co=2E;Vertrieb
NOTE;ENCODING=QUOTED-PRINTABLE:Erste Zeile=0D=0A=
=0D=0A=
Dritte Zeile; mit Semikolon
TEL;WORK;VOICE:+49 89 1
TEL;HOME;VOICE:+49 89 2
ADR;WORK;PREF;ENCODING=QUOTED-PRINTABLE:;B=FCro 3;Stra=DFe 1=0D=0AHinterhaus;M=FCnchen;BY;80331;Deutschland
LABEL;WORK;PREF;ENCODING=QUOTED-PRINTABLE:Stra=DFe 1=0D=0A80331 M=FCnchen
ADR;HOME:;;Weg 2;Ulm;;89073;Deutschland
X-MS-ANNIVERSARY;VALUE=DATE:20100512
EMAIL;TLX:123
AGENT:
BEGIN:VCARD
VERSION:2.1
FN:Assistant
TEL:999
END:VCARD
EMAIL;PREF;INTERNET:joerg@mueller.example
END:VCARD
"""
ANDROID = """BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E6=9D=8E;=E5=9B=9B;;;
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E6=9D=8E=E5=9B=9B
TEL;CELL;PREF:139-0000-1111
TEL;X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,=E5=85=AC=E5=8F=B8):0755
BDAY:--04-12
END:VCARD
BEGIN:VCARD
VERSION:2.1
N:;;;;
FN:Pizza Roma
ORG:Pizza Roma
TEL;WORK:0300 1
END:VCARD
"""
GOOGLE = """BEGIN:VCARD
VERSION:3.0
FN:Pat O'Brien
N:O'Brien;Pat;;Mr;
ADR;TYPE=HOME:;;2 Low Street;Leeds;;LS1 4AP;GB;2 Low Street\\nLeeds LS1 4AP\\nGB
ADR;TYPE=WORK:;;12 High Street;London;;EC1A 9PN;GB
item2.URL:https\\://obrien.example
item2.X-ABLabel:PROFILE
CATEGORIES:Suppliers,myContacts
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:O'Brien Ltd
N:;;;;
ORG:O'Brien Ltd
END:VCARD
"""
THUNDERBIRD = """BEGIN:VCARD
VERSION:4.0
KIND:org
FN:Novák s.r.o.
ADR:;;Dlouhá 3;Praha;;110 00;Česko
END:VCARD
BEGIN:VCARD
VERSION:4.0
N:Novák;Petr;;;
FN:Petr Novák
BDAY;VALUE=DATE:--0412
PHOTO;VALUE=URL:data:image/gif;base64,R0lGODlhAQABAAAAACw=
TEL;TYPE=cell;VALUE=TEXT:+420 777
END:VCARD
BEGIN:VCARD
VERSION:4.0
KIND:group
FN:Friends
MEMBER:urn:uuid:1
END:VCARD
"""


def read(folder: Path, text: str, records: str) -> tuple[list[Row], str]:
    """Return the rows of a file that become such records, by heading, and its notes as one text."""
    with open_table(written(folder, text), records=records) as table:
        rows = [
            {head: cell for head, cell in zip(table.headings, row.cells, strict=True) if cell is not None}
            for row in table
        ]
        return rows, " ".join(table.notes)


@pytest.mark.parametrize(
    ("text", "person", "firm"),
    [
        (MAC, {
            "Full name": "Dr. Jörg Paul Weber Jr.", "Family name": "Weber", "Given name": "Jörg Paul",
            "Salutation": "Dr.", "Company": "Weber & Söhne GmbH", "Department": "Einkauf",
            "E-mail": "jp@club.example", "Mobile": "+49 171 7654321", "Fax": "+49 30 77", "Country": "Deutschland",
            "City": "Berlin", "Street": "Hauptstraße 5", "Postcode": "10115",
            "Note": "One\nTwo, with comma; and semicolon\nBirthday: 04-12",
            "Country (home)": "Deutschland", "City (home)": "Potsdam",
            "Street (home)": "Am Wald 1", "Postcode (home)": "14467",
        }, {
            "Company": "Weber & Söhne GmbH", "Phone": "+49 30 5550", "Website": "https://weber.example",
            "Country": "Deutschland", "Province": "BE", "City": "Berlin", "Street": "Hauptstraße 5, Hinterhaus",
            "Postcode": "10115",
        }),
        (ANDROID, {
            "Full name": "李四", "Family name": "李", "Given name": "四", "Mobile": "139-0000-1111", "Phone": "0755",
            "Note": "Birthday: 04-12",
        }, {"Company": "Pizza Roma", "Phone": "0300 1"}),
        (GOOGLE, {
            "Full name": "Pat O'Brien", "Family name": "O'Brien", "Given name": "Pat", "Salutation": "Mr",
            "Website": "https://obrien.example", "Country": "GB", "City": "London", "Street": "12 High Street",
            "Postcode": "EC1A 9PN", "Tags": "Suppliers", "Country (home)": "GB",
            "City (home)": "Leeds", "Street (home)": "2 Low Street",
            "Postcode (home)": "LS1 4AP",
        }, {"Company": "O'Brien Ltd"}),
        (THUNDERBIRD, {
            "Full name": "Petr Novák", "Family name": "Novák", "Given name": "Petr", "Mobile": "+420 777",
            "Note": "Birthday: 04-12", "record_picture": "R0lGODlhAQABAAAAACw=",
        }, {
            "Company": "Novák s.r.o.", "Country": "Česko", "City": "Praha", "Street": "Dlouhá 3", "Postcode": "110 00",
        }),
    ],
    ids=["Mac", "Android", "Google", "Thunderbird"],
)  # fmt: skip
def test_people_are_people_and_firms_are_firms(tmp_path: Path, text: str, person: Row, firm: Row) -> None:
    people, told = read(tmp_path, text, "contact")
    assert people == [person]
    assert f"companies that were left out here: 1 ({firm['Company']})" in told
    firms, told = read(tmp_path, text, "company")
    assert firms == [firm]
    assert "people that were left out here: 1." in told


def test_an_old_outlook_names_no_character_set(tmp_path: Path) -> None:
    (found,), told = read(tmp_path, OUTLOOK, "contact")
    assert found == {
        "Full name": "Jörg Müller", "Family name": "Müller", "Given name": "Jörg", "Company": "Müller & Co.",
        "Department": "Vertrieb", "E-mail": "joerg@mueller.example", "Phone": "+49 89 1", "Phone (2)": "+49 89 2",
        "Country": "Deutschland", "Province": "BY", "City": "München", "Street": "Straße 1, Hinterhaus, Büro 3",
        "Postcode": "80331", "Note": "Erste Zeile\n\nDritte Zeile; mit Semikolon",
        "Country (home)": "Deutschland", "City (home)": "Ulm", "Street (home)": "Weg 2",
        "Postcode (home)": "89073",
    }  # fmt: skip
    assert told.endswith("no place for it: X-MS-ANNIVERSARY (1), EMAIL (1).")


def test_a_file_of_firms_says_what_it_is(tmp_path: Path) -> None:
    firm = ANDROID[ANDROID.rindex("BEGIN") :]
    with pytest.raises(SourceProblem, match="holds address cards of companies, not of people") as caught:
        read(tmp_path, firm, "contact")
    assert caught.value.hint == "Import it as companies."
    assert read(tmp_path, firm, "company") == ([{"Company": "Pizza Roma", "Phone": "0300 1"}], "")


def test_of_people_their_firms_can_be_had(tmp_path: Path) -> None:
    (found,), told = read(tmp_path, MAC[MAC.rindex("BEGIN") :], "company")
    assert found["Company"] == "Weber & Söhne GmbH"
    assert "left out here" not in told
