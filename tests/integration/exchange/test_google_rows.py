"""A contacts file of Google gets a column for each kind of channel."""

from __future__ import annotations

from pathlib import Path

from crm_desktop.exchange.reader_process import open_table
from tests.integration.services.import_help import plain_csv

OLD = [
    "Name", "Given Name", "Family Name", "Name Prefix", "Birthday", "Notes", "Group Membership",
    "E-mail 1 - Type", "E-mail 1 - Value", "Phone 1 - Type", "Phone 1 - Value", "Phone 2 - Type", "Phone 2 - Value",
    "Organization 1 - Name",
]  # fmt: skip
ROWS = [
    [
        "Eva Neu", "Eva", "Neu", "Dr", "1985-04-03", "old friend", "Fair 2026 ::: * myContacts",
        "* Work", "eva@neu.example ::: eva@home.example", "Mobile", "+49 171 5550100 ::: +49 171 5550101",
        "Work Fax", "+49 30 1234", "Neu GmbH",
    ],
    [
        "王伟", "伟", "王", "", "--03-15", "", "* myContacts",
        "", "", "Work", "010-88001234", "手机", "13857123345", "杭州星辰科技有限公司",
    ],
]  # fmt: skip


def test_kinds_of_numbers_become_columns(tmp_path: Path) -> None:
    with open_table(plain_csv(tmp_path / "contacts.csv", [OLD, *ROWS])) as table:
        rows = [dict(zip(table.headings, row.cells, strict=True)) for row in table]
        headings = table.headings
    assert headings[-7:] == [
        "Organization 1 - Name",
        "E-mail",
        "E-mail 2",
        "Mobile",
        "Mobile 2",
        "Phone",
        "Fax",
    ]
    eva, wei = rows
    assert (eva["E-mail"], eva["E-mail 2"]) == ("eva@neu.example", "eva@home.example")
    assert (eva["Mobile"], eva["Mobile 2"], eva["Fax"]) == (
        "+49 171 5550100",
        "+49 171 5550101",
        "+49 30 1234",
    )
    assert (wei["Mobile"], wei["Phone"], wei["Fax"]) == ("13857123345", "010-88001234", None)
    assert (eva["Group Membership"], wei["Group Membership"]) == ("Fair 2026", None)


def test_a_birthday_without_a_year_goes_to_the_note(tmp_path: Path) -> None:
    with open_table(plain_csv(tmp_path / "contacts.csv", [OLD, *ROWS])) as table:
        rows = [dict(zip(table.headings, row.cells, strict=True)) for row in table]
    assert [(row["Birthday"], row["Notes"]) for row in rows] == [
        ("1985-04-03", "old friend"),
        (None, "Birthday: 03-15"),
    ]


def test_any_other_file_is_read_as_it_stands(tmp_path: Path) -> None:
    rows = [["Phone 1 - Type", "Phone 1 - Value"], ["Mobile", "1 ::: 2"]]
    with open_table(plain_csv(tmp_path / "other.csv", rows)) as table:
        assert table.headings == rows[0]
        assert [list(row.cells) for row in table] == rows[1:]


def test_short_rows_and_no_rows(tmp_path: Path) -> None:
    with open_table(plain_csv(tmp_path / "short.csv", [OLD, ["Eva Neu"]])) as table:
        assert [row.cells[0] for row in table] == ["Eva Neu"]
    with open_table(plain_csv(tmp_path / "none.csv", [OLD])) as table:
        assert list(table) == []


def test_addresses_become_columns_of_their_kind(tmp_path: Path) -> None:
    parts = ("Label", "Formatted", "Street", "City", "Postal Code", "Country", "PO Box")
    head = [
        "First Name",
        "Labels",
        "E-mail 1 - Value",
        *(f"Address {number} - {part}" for number in (1, 2) for part in parts),
    ]
    home = ["Home", "Am Wald 1\nBonn", "Am Wald 1", "Bonn", "53111", "DE", ""]
    work = ["Work", "", "Ring 1", "Ulm", "89073", "DE", "7"]
    both = ["Home", "", "Tor 1 ::: Tor 2", "Jena ::: Jena", "", "", "", *[""] * 7]
    source = plain_csv(
        tmp_path / "contacts.csv",
        [head, ["Eva", "", "", *home, *work], ["Ina", "", "", *home], ["Ute", "", "", *both]],
    )
    with open_table(source) as table:
        rows = [
            {head: cell for head, cell in zip(table.headings, row.cells, strict=True) if cell is not None}
            for row in table
        ]
    eva, ina, ute = rows
    assert (eva["Address 1 - Street"], eva["Address 1 - City"], eva["Address 2 - PO Box"]) == (
        "Ring 1",
        "Ulm",
        "7",
    )
    assert (eva["Street (home)"], eva["Postcode (home)"]) == ("Am Wald 1", "53111")
    assert ina["Address 1 - Street"] == "Am Wald 1"
    assert (ute["Address 1 - Street"], ute["Street (home)"]) == ("Tor 1", "Tor 2")
