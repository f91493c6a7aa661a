"""The installed program on a real X server: somebody types and clicks, and the file says what came of it."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crm_desktop.services.workspace import open_workspace
from crm_desktop.ui.navigation import ITEM_HEIGHT
from tests.e2e.desk import SIZE, Desk, Reader, missing

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(missing()), reason=missing() or "nothing is missing")]

NAVIGATION = [(90, y) for y in range(96, 640, ITEM_HEIGHT)]  # no item is missed
PRIMARY_BUTTON = (SIZE[0] - 90, 49)
LIVING = "SELECT full_name FROM contact WHERE deleted_at IS NULL ORDER BY id"

SitDown = Callable[..., Desk]


@pytest.fixture
def sit_down(tmp_path: Path) -> Iterator[SitDown]:
    """Sit down at a screen of one's own, with a keyboard for some letters."""
    desks: list[Desk] = []

    def make(language: str, letters: str) -> Desk:
        made = Desk(tmp_path, language)
        desks.append(made)
        made.learn(letters)
        return made

    yield make
    for one in desks:
        one.leave()


def first_start(desk: Desk, path: Path) -> None:
    """Begin with an empty file without a passphrase, and name it."""
    desk.start()
    desk.window("Welcome to CRM Desktop")
    desk.press("Return")
    asked = desk.window("New customer file")
    desk.press("Return")
    desk.window("New customer file", other_than=asked)
    desk.press("ctrl+a")
    desk.type(str(path))
    desk.press("Return")
    desk.window("– mine$")


def new_contact(desk: Desk, file: Reader, name: str) -> None:
    """Write down somebody new."""

    def write() -> None:
        desk.press("ctrl+a")
        desk.type(name)
        desk.press("ctrl+Return")

    write()
    desk.wait_for(lambda: (name,) in file.rows(LIVING), f"the contact {name}", again=write)
    desk.window(f"^{name} – ")


def change_title(desk: Desk, file: Reader, title: str) -> None:
    """Say in place what somebody does: the second field of a contact, behind the company."""

    def write() -> None:
        desk.press("Escape", "F2", "Tab", "ctrl+a")
        desk.type(title)
        desk.press("Return")

    write()
    titles = "SELECT title FROM affiliation WHERE title = ?"
    desk.wait_for(lambda: file.rows(titles, [title]), f"the title {title}", again=write)


def find(desk: Desk, words: str, name: str) -> None:
    """Find a record from anywhere."""

    def search() -> None:
        desk.press("ctrl+k")
        desk.type(words)
        desk.wait(0.5)
        desk.press("Return")

    search()
    desk.window(f"^{name} – ", again=search)


def end(desk: Desk) -> None:
    """Quit the program and see that it ended well."""
    desk.press("ctrl+q")
    assert desk.program is not None
    assert desk.program.wait(60) == 0
    assert desk.said() == ""


def test_a_first_day_in_english(sit_down: SitDown, tmp_path: Path) -> None:
    path = tmp_path / "mine.crm"
    desk, file = sit_down("en", "á陈晓梅"), Reader(path)
    first_start(desk, path)
    desk.look_for("^Contacts – ", NAVIGATION)
    desk.press("ctrl+n")
    desk.window("^New contact – ")
    new_contact(desk, file, "Ana Beltrán")
    desk.press("ctrl+shift+c")
    desk.window("^New contact – ")
    new_contact(desk, file, "陈晓梅")

    desk.look_for("^Contacts – ", NAVIGATION)
    desk.press("ctrl+f")
    desk.type("beltran")
    desk.wait(0.5)
    desk.press("Return", "Return")
    desk.window("^Ana Beltrán – ", again=lambda: desk.press("Return"))
    change_title(desk, file, "Head of sales")

    find(desk, "chenxiaomei", "陈晓梅")
    desk.click(*PRIMARY_BUTTON)
    desk.press(*["shift+Tab"] * 5, "space")  # back from the text over the other means to “Call”
    desk.type("Wants the price list")
    desk.press("Tab")
    desk.type("Send the price list")
    desk.press("Return")
    calls = "SELECT kind, subject FROM activity WHERE deleted_at IS NULL ORDER BY kind"
    written = [("call", "Wants the price list"), ("task", "Send the price list")]
    desk.wait_for(lambda: file.rows(calls) == written, "the call and the task")
    desk.press("ctrl+z")
    desk.wait_for(lambda: file.rows(calls) == [], "the activities to be taken back")
    desk.press("ctrl+shift+z")
    desk.wait_for(lambda: file.rows(calls) == written, "the activities again")
    end(desk)

    workspace = open_workspace(path)
    assert workspace.problems() == []
    assert [one.name for one in workspace.lists.named("contact", "chenxiaomei")] == ["陈晓梅"]
    told = [one.title for one in workspace.history.recent(20)]
    assert told[:2] == ["Redo: %(title)s", "Undo: %(title)s"]
    assert next(one.verified for one in workspace.backups())
    workspace.close()


def test_what_was_saved_is_there_after_a_crash(sit_down: SitDown, tmp_path: Path) -> None:
    path = tmp_path / "mine.crm"
    desk, file = sit_down("en", ""), Reader(path)
    first_start(desk, path)
    for name in ("Ana", "Bob", "Eve"):
        desk.press("ctrl+shift+c")
        desk.window("^New contact – ")
        new_contact(desk, file, name)
    desk.press("F2", "Tab")
    desk.type("Not yet saved")
    assert desk.program is not None
    desk.program.send_signal(signal.SIGKILL)
    desk.program.wait()

    desk.start()
    desk.window("– mine$")
    assert file.rows(LIVING) == [("Ana",), ("Bob",), ("Eve",)]
    find(desk, "Eve", "Eve")
    change_title(desk, file, "Buyer")
    end(desk)
    workspace = open_workspace(path)
    assert workspace.problems() == []
    workspace.close()


def test_looking_around_in_chinese(sit_down: SitDown, tmp_path: Path) -> None:
    path = tmp_path / "data" / "示例客户.crm"
    desk, file = sit_down("zh_CN", "李青禾样品已收到"), Reader(path)
    desk.start()
    desk.window("欢迎")
    desk.press("Tab", "space")
    desk.window("– 北风贸易$")
    known = len(file.rows(LIVING))
    assert known > 100
    desk.press("ctrl+shift+c")
    desk.window("^新建联系人 – ")
    new_contact(desk, file, "李青禾")
    assert len(file.rows(LIVING)) == known + 1

    def write_note() -> None:
        desk.press("Escape")
        desk.click(*PRIMARY_BUTTON)
        desk.wait(0.5)
        desk.press("ctrl+a")
        desk.type("样品已收到")
        desk.press("ctrl+Return")

    write_note()
    notes = "SELECT kind FROM activity WHERE subject = ?"
    desk.wait_for(lambda: file.rows(notes, ["样品已收到"]) == [("note",)], "the note", again=write_note)
    find(desk, "liqinghe", "李青禾")
    desk.look_for("^联系人 – ", NAVIGATION)
    end(desk)
    workspace = open_workspace(path)
    assert workspace.problems() == []
    workspace.close()
