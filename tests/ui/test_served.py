"""A number or an address that no program of the computer serves: the window says so, and what to copy."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from crm_desktop.ui import links, served

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="other desktops ask by themselves"
)


@pytest.fixture
def desktop(tmp_path, monkeypatch):
    """A desktop that has a mail program, and nothing that calls."""
    asker = tmp_path / "xdg-mime"
    asker.write_text('#!/bin/sh\ncase "$3" in */mailto) echo mail.desktop;; esac\n')
    asker.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()) or True)
    return opened


def test_what_nobody_serves_is_told_with_the_number_to_copy(desktop, window):
    assert not links.follow(QUrl("tel:+8657187203345"), window)
    assert desktop == []
    assert window.toast.text() == "This computer has no program for calls: +8657187203345"
    window.toast.act()
    assert QGuiApplication.clipboard().text() == "+8657187203345"


def test_what_is_served_is_opened_without_a_word(desktop, window):
    assert links.follow(QUrl("mailto:ana@example.com"), window)
    assert desktop == ["mailto:ana@example.com"]
    assert not window.toast.isVisible()


def test_a_program_that_does_not_start_is_told_too(desktop, window, monkeypatch):
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    assert not links.follow(QUrl("mailto:ana@example.com"), window)
    assert window.toast.text() == "This computer has no program for e-mail: ana@example.com"


def test_a_desktop_that_does_not_answer_is_trusted(desktop, tmp_path):
    (tmp_path / "xdg-mime").write_text("#!/bin/sh\nexit 1\n")
    assert served.is_served("tel")
