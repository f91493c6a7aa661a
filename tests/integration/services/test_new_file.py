"""What a new customer file begins with."""

from __future__ import annotations

import getpass
from pathlib import Path

import pytest

from crm_desktop.core import i18n
from crm_desktop.services.workspace import new_workspace


@pytest.fixture
def nameless(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise OSError

    monkeypatch.setattr(getpass, "getuser", nobody)


@pytest.mark.usefixtures("nameless")
@pytest.mark.parametrize(("language", "name"), [("en", "Me"), ("zh_CN", "我")])
def test_the_first_user_has_a_name_where_the_system_knows_none(
    tmp_path: Path, language: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    i18n.install(language)
    made = new_workspace(tmp_path / "new.crm")
    assert made.user_name == name
    made.close()
