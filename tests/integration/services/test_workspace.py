"""An opened customer file: when what was done is backed up by itself."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone
from pathlib import Path

import pytest

from crm_desktop.core import clock
from crm_desktop.services.workspace import Workspace, open_workspace
from tests.conftest import FixedClock, Maker


@pytest.mark.parametrize("file", ["workspace", "encrypted_workspace"])
def test_a_backup_is_made_only_of_what_no_backup_has(request: pytest.FixtureRequest, file: str) -> None:
    either: Workspace = request.getfixturevalue(file)
    either.records.create("company", {"name": "Acme"})
    first = either.backup_if_changed()
    assert first is not None
    assert either.backup_if_changed() is None
    either.records.create("company", {"name": "张三公司"})
    second = either.backup_if_changed()
    assert second is not None
    assert {one.path for one in either.backups()} == {first.path, second.path}


def test_what_was_done_west_of_the_last_backup_is_backed_up(
    workspace: Workspace, make: Maker, fixed_clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "zone", lambda: UTC)
    make.company("Acme")
    assert workspace.backup_if_changed() is not None
    monkeypatch.setattr(clock, "zone", lambda: timezone(timedelta(hours=-8)))
    fixed_clock.advance(3600)
    make.company("O'Brien Ltd")
    assert workspace.backup_if_changed() is not None
    assert workspace.backup_if_changed() is None


def test_a_backup_that_cannot_be_opened_does_not_count(workspace: Workspace, make: Maker) -> None:
    make.company("Acme")
    taken = workspace.backup_if_changed()
    assert taken is not None
    taken.path.write_bytes(b"nothing")
    assert workspace.backup_if_changed() is not None


def test_what_may_only_be_read_is_not_backed_up(workspace: Workspace, path: Path) -> None:
    workspace.close()
    reading = open_workspace(path, read_only=True)
    assert reading.backup_if_changed() is None
    assert reading.backups() == []
    reading.close()
