"""The first look at a table: where its headings stand, and what lies above and below them."""

from __future__ import annotations

from pathlib import Path

from crm_desktop.services.import_look import look_at
from crm_desktop.services.workspace import Workspace
from tests.integration.services.import_help import bring, plain_csv, values

TITLED = [
    ["Kundenliste", "", ""],
    ["Stand", "Mai", "2026"],
    ["Full name", "E-mail", "City"],
    ["Eva Neu", "eva@neu.example", "Ulm"],
    ["王伟", "wei@wang.example", "杭州"],
]


def test_title_lines_are_skipped_and_shown(workspace: Workspace, tmp_path: Path) -> None:
    look = look_at(workspace, plain_csv(tmp_path / "people.csv", TITLED), "contact")
    assert look.heading_row == 3
    assert look.top[:3] == [
        (1, ("Kundenliste", "", "")),
        (2, ("Stand", "Mai", "2026")),
        (3, ("Full name", "E-mail", "City")),
    ]
    assert look.samples[0] == ("Eva Neu", "王伟")


def test_the_row_of_headings_can_be_chosen(workspace: Workspace, tmp_path: Path) -> None:
    source = plain_csv(tmp_path / "people.csv", [["Full name", "E-mail"], *[row[:2] for row in TITLED[2:]]])
    look = look_at(workspace, source, "contact", heading_row=2)
    assert (look.heading_row, look.samples[0]) == (2, ("Eva Neu", "王伟"))
    assert bring(workspace, source, "contact", heading_row=2).created == 2
    assert values(workspace, "contact", "full_name") == [("Eva Neu",), ("王伟",)]


def test_without_headings_every_row_is_a_record(workspace: Workspace, tmp_path: Path) -> None:
    source = plain_csv(tmp_path / "people.csv", [row[:2] for row in TITLED[3:]])
    look = look_at(workspace, source, "contact")
    assert (look.heading_row, [one.heading for one in look.mapping]) == (0, ["A", "B"])
    result = bring(workspace, source, "contact", heading_row=0, mapping={"A": "full_name", "B": "email"})
    assert result.created == 2


def test_each_column_says_how_sure_it_is(workspace: Workspace, tmp_path: Path) -> None:
    rows = [
        ["Full name", "Phone", "Level", "Employer", "Ort", "Nr"],
        ["Eva Neu", "eva@neu.example", "gold", "Neu GmbH", "Ulm", "1"],
        ["王伟", "wei@wang.example", "silver", "杭州星辰科技有限公司", "杭州", "2"],
        ["O'Brien", "pat@obrien.example", "none", "O'Brien Ltd", "London", "3"],
    ]
    look = look_at(workspace, plain_csv(tmp_path / "people.csv", rows), "contact")
    assert [(one.field.key if one.field else "", one.certainty) for one in look.mapping] == [
        ("full_name", "sure"),
        ("email", "check"),
        ("level", "check"),
        ("company", "sure"),
        ("city", "check"),
        ("", ""),
    ]


def test_words_and_names_of_the_file_are_known(workspace: Workspace, tmp_path: Path) -> None:
    for name in ("Blue Sky", "Green Field"):
        workspace.records.create("company", {"name": name})
    rows = [["1", "Blue Sky", "C"], ["2", "Green Field", "A"], ["3", "blue sky", "B"]]
    look = look_at(workspace, plain_csv(tmp_path / "deals.csv", rows), "contact", heading_row=0)
    assert [one.field.key if one.field else "" for one in look.mapping] == ["", "company", "level"]
