"""Pictures on address cards: in as attached files of their records, undone with the import, and out again."""

from __future__ import annotations

import base64
import shutil
from pathlib import Path

import pytest

from crm_desktop.core.query import ListQuery
from crm_desktop.exchange import vcard_pictures
from crm_desktop.exchange.vcard_files import Version
from crm_desktop.services import imports
from crm_desktop.services.card_export import export_cards
from crm_desktop.services.import_choices import Choices
from crm_desktop.services.workspace import Workspace, open_workspace
from tests.conftest import Maker
from tests.integration.services.import_help import bring, counts, everything

JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
TEXT = base64.b64encode(JPEG).decode()
FOLDED = "\n ".join(TEXT[at : at + 70] for at in range(0, len(TEXT), 70))
BARE = "\n".join(TEXT[at : at + 70] for at in range(0, len(TEXT), 70))


def cards(path: Path, *bodies: str, version: str = "3.0") -> Path:
    lines = [
        f"BEGIN:VCARD\nVERSION:{version}\nFN:Person {at}\n{body}\nEND:VCARD\n"
        for at, body in enumerate(bodies)
    ]
    path.write_text("".join(lines), encoding="utf-8")
    return path


def pictures(workspace: Workspace) -> dict[str, bytes]:
    """Return the attached pictures by the names of their contacts."""
    rows = workspace.file.reader().execute(
        "SELECT c.full_name, a.id FROM attachment AS a JOIN contact AS c ON c.id = a.row_id "
        "WHERE a.deleted_at IS NULL AND a.name LIKE 'photo.%'"
    )
    return {name: workspace.attachments.open_path(one).read_bytes() for name, one in rows.fetchall()}


@pytest.mark.parametrize(
    ("version", "line"),
    [
        ("2.1", f"PHOTO;ENCODING=BASE64;JPEG:\n {FOLDED}\n"),
        ("2.1", f"PHOTO;TYPE=JPEG;ENCODING=BASE64:{BARE}\n"),
        ("3.0", f"PHOTO;ENCODING=b;TYPE=JPEG:{FOLDED}"),
        ("3.0", f"item1.PHOTO;TYPE=JPEG;ENCODING=BASE64:{TEXT}"),
        ("4.0", f"PHOTO:data:image/jpeg;base64,{FOLDED}"),
        ("4.0", f"PHOTO:data:image/jpeg;base64\\,{TEXT}"),
    ],
)
def test_each_version_has_its_way(workspace: Workspace, tmp_path: Path, version: str, line: str) -> None:
    assert counts(bring(workspace, cards(tmp_path / "a.vcf", line, version=version), "contact")) == (
        1,
        0,
        0,
        0,
    )
    assert pictures(workspace) == {"Person 0": JPEG}


def test_what_is_no_picture_is_left_out_with_a_sentence(workspace: Workspace, tmp_path: Path) -> None:
    script = base64.b64encode(b"<svg onload=x>").decode()
    path = cards(
        tmp_path / "a.vcf",
        "PHOTO;VALUE=URI:http://example.com/a.jpg",
        "PHOTO:data:image/svg+xml;base64," + script,
        "PHOTO;ENCODING=b:!!!",
        "PHOTO;ENCODING=b;TYPE=JPEG:" + "/9j/" * (3 << 20),
        f"PHOTO;ENCODING=b;TYPE=JPEG:{TEXT}",
    )
    plan = imports.plan_import(workspace, path, "contact", Choices())
    assert "Pictures on address cards that were left out: 4." in plan.notes
    imports.run_import(workspace, plan)
    assert pictures(workspace) == {"Person 4": JPEG}


def test_a_picture_goes_with_the_undo_of_its_import(workspace: Workspace, tmp_path: Path) -> None:
    ann = Maker(workspace).contact("Person 0")
    result = bring(workspace, cards(tmp_path / "a.vcf", f"PHOTO;ENCODING=b;TYPE=JPEG:{TEXT}"), "contact")
    assert counts(result) == (0, 0, 1, 0)
    assert [one.name for one in workspace.attachments.of_record("contact", ann)] == ["photo.jpg"]
    workspace.history.undo(result.undo)
    assert workspace.attachments.of_record("contact", ann) == []


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_pictures_go_out_and_come_back(
    workspace: Workspace, plain_template: Path, tmp_path: Path, version: Version
) -> None:
    make = Maker(workspace)
    for name, data in (("Ann", JPEG), ("Bo", PNG)):
        path = tmp_path / f"photo.{vcard_pictures.ending_of(data)}"
        path.write_bytes(data)
        workspace.attachments.add("contact", make.contact(name), path)
    make.contact("Cy")
    out = tmp_path / "out.vcf"
    export_cards(workspace, ListQuery("contact"), out, version=version)
    before = everything(workspace)
    assert counts(bring(workspace, out, "contact")) == (0, 0, 3, 0)
    assert everything(workspace) == before
    other = open_workspace(Path(shutil.copyfile(plain_template, tmp_path / "other.crm")))
    try:
        assert counts(bring(other, out, "contact")) == (3, 0, 0, 0)
        assert pictures(other) == {"Ann": JPEG, "Bo": PNG}
    finally:
        other.close()
