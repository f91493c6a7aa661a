"""Lock on a file without a passphrase says why it cannot be done, in the menu as by its key."""

from __future__ import annotations

from crm_desktop.ui.context import Place


def test_lock_says_that_there_is_no_passphrase(program, path, monkeypatch):
    said = []
    monkeypatch.setattr(program.boxes, "inform", lambda title, _text: said.append(title))
    assert program.open(path)
    window = program.session.window
    assert window.menus.actions["file.lock"].isVisible()
    window.menus.actions["file.lock"].trigger()
    assert said == ["“第一天 first day.crm” has no passphrase, so it cannot be locked."]
    assert window.isVisible()
    window.open_place(Place("shortcuts"))
    assert "file.lock" not in window.page._absent
