"""A customer file of the made-up firm is made whole, or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from crm_desktop import app
from crm_desktop.services import demo_file
from crm_desktop.services.workspace import open_workspace


def test_a_file_of_half_a_firm_does_not_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken_off(*_arguments: Any, **_options: Any) -> int:
        raise KeyboardInterrupt

    path = tmp_path / "demo.crm"
    with monkeypatch.context() as patched:
        patched.setattr(demo_file, "make_demo", broken_off)
        with pytest.raises(KeyboardInterrupt):
            app._make_demo(path)
    assert list(tmp_path.iterdir()) == []
    demo_file.make_demo_file(path, language="en", size=3, currency="USD")
    made = open_workspace(path)
    assert (made.settings["demo"], made.settings["currency"], made.lists.count("contact")) == (True, "USD", 3)
    made.close()
