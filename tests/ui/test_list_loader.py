"""The ids of a list: at once where they are found in a moment, else from the reading thread."""

from __future__ import annotations

import pytest
import shiboken6
from PySide6.QtCore import QObject

from crm_desktop.core.errors import DamagedFile
from crm_desktop.core.query import ListQuery
from crm_desktop.ui.list_loader import ListLoader
from crm_desktop.ui.tasks import TaskRunner


@pytest.fixture
def shown():
    return []


@pytest.fixture
def failed():
    return []


@pytest.fixture
def owner(qapp):
    return QObject()


@pytest.fixture
def loader(owner, fake, shown, failed):
    tasks = TaskRunner(failed.append)
    yield ListLoader(
        owner,
        fake.lists,
        tasks,
        lambda ids, complete, _again: shown.append((len(ids), complete)),
        failed.append,
    )
    assert tasks.close(10)


def test_what_is_found_in_a_moment_is_shown_before_load_returns(loader, shown):
    loader.load(ListQuery("contact"))
    assert shown == [(40, True)]


def test_what_takes_long_is_found_without_the_main_thread(loader, fake, shown, qtbot):
    fake.lists.is_slow = True
    loader.load(ListQuery("contact"))
    assert shown == [], "the window waits for nothing"
    qtbot.waitUntil(lambda: shown == [(40, True)])


def test_a_slow_query_that_is_overtaken_is_never_shown(loader, fake, shown, qtbot):
    fake.lists.is_slow = True
    loader.load(ListQuery("contact"))
    fake.lists.is_slow = False
    loader.load(ListQuery("contact", search="no such person"))
    qtbot.wait(30)
    assert shown == [(0, True)]


def test_a_page_that_was_deleted_meanwhile_hears_nothing(loader, owner, fake, shown, qtbot):
    fake.lists.is_slow = True
    loader.load(ListQuery("contact"))
    shiboken6.delete(owner)
    qtbot.wait(30)
    assert shown == []


def test_a_slow_query_that_fails_shows_an_empty_list_and_says_why(loader, fake, shown, failed, qtbot):
    fake.lists.is_slow = True
    fake.lists.broken = DamagedFile("The file cannot be read.")
    loader.load(ListQuery("contact"))
    qtbot.waitUntil(lambda: len(failed) == 1)
    assert shown == [(0, True)]
