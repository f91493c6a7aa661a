"""Columns of stored values for the comparison with a table: exactly what stands there, in the order of the ids."""

from __future__ import annotations

import pytest

from crm_desktop.models import registry
from crm_desktop.services.import_present import StoredColumns, stored_columns
from crm_desktop.services.workspace import Workspace
from crm_desktop.store import packed_columns
from tests.conftest import Maker

KEYS = ("full_name", "note", "created_at", "email", "mobile", "company", "city")
ODD = 'say "no"\\ \U0001f600\u2028\x1f ü'


@pytest.mark.parametrize("portion", [1, 2, 25_000])
def test_columns_stand_in_the_order_of_the_ids(
    workspace: Workspace, make: Maker, monkeypatch: pytest.MonkeyPatch, portion: int
) -> None:
    monkeypatch.setattr(packed_columns, "PORTION", portion)
    firm = make.company("Acme")
    ana = make.contact("Ana", email="ana@example.com", note=ODD, company=firm)
    ben = make.contact("Ben", mobile="+49 151 1", city="Bonn")
    entity, connection = registry.entity("contact"), workspace.file.reader()
    fields = [entity.field(key) for key in KEYS]
    found = stored_columns(connection, entity, fields, [ben, 4711, ana, ben])
    del found["created_at"]
    assert found == {
        "full_name": ["Ben", None, "Ana", "Ben"],
        "note": [None, None, ODD, None],
        "email": [None, None, "ana@example.com", None],
        "mobile": ["+49 151 1", None, None, "+49 151 1"],
        "company": [None, None, firm, None],
        "city": ["Bonn", None, None, "Bonn"],
    }
    assert stored_columns(connection, entity, fields, []) == {key: [] for key in KEYS}


def test_of_several_channels_the_primary_one_is_told_and_deleted_ones_are_none(
    workspace: Workspace, make: Maker
) -> None:
    ids = [make.contact(f"Ana {n}", email=f"ana{n}@example.com", mobile=f"+49 151 {n}") for n in range(3)]
    with workspace.work("Channels") as work:
        for at, (value, primary, gone) in enumerate(
            [("b@example.com", 0, None), ("c@example.com", 0, "2026-01-01 00:00:00")]
        ):
            work.execute(
                "INSERT INTO channel (id, contact_id, kind, value, normal, is_primary, deleted_at, "
                "created_at, updated_at) "
                "SELECT ?, contact_id, kind, ?, ?, ?, ?, created_at, updated_at FROM channel "
                "WHERE contact_id = ? AND kind = 'email'",
                (at + 1, value, value, primary, gone, ids[1 + at]),
            )
    entity = registry.entity("contact")
    fields = [entity.field("email"), entity.field("mobile")]
    connection = workspace.file.reader()
    stored = StoredColumns(connection, entity, fields, ids)
    assert stored.of(connection, fields[0]) == [f"ana{n}@example.com" for n in range(3)]
    assert stored.of(connection, fields[1]) == [f"+49 151 {n}" for n in range(3)]
    assert [stored.has_several(one) for one in fields] == [True, False]
