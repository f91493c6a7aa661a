"""A customer file is opened on a thread of its own, and belongs to the caller afterwards."""

from __future__ import annotations

import threading

import pytest

from crm_desktop.core.errors import MissingFile, PassphraseNeeded, WrongPassphrase
from crm_desktop.services.opening import Opening
from crm_desktop.services.workspace import new_workspace
from tests.conftest import PASSPHRASE


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "mine.crm"
    workspace = new_workspace(made, firm_name="Northwind")
    workspace.records.create("contact", {"full_name": "Ana Beltrán"})
    workspace.close()
    return made


def test_the_opened_file_is_read_and_written_by_the_caller(path):
    workspace = Opening(path).result()
    assert workspace.name == "Northwind"
    assert workspace.lists.count("contact") == 1
    workspace.records.create("contact", {"full_name": "Bob Stone"})
    assert workspace.lists.count("contact") == 2
    workspace.close()


def test_the_connection_of_the_opening_goes_to_the_next_thread_and_to_no_other(path):
    workspace = Opening(path).result()
    here = workspace.file.reader()
    assert workspace.file.reader() is here
    others = []
    thread = threading.Thread(target=lambda: others.append(workspace.file.reader()))
    thread.start()
    thread.join()
    assert others[0] is not here
    assert len(workspace.file._readers) == 2
    workspace.close()


def test_what_stands_in_the_way_is_raised_where_the_result_is_asked_for(tmp_path):
    with pytest.raises(MissingFile):
        Opening(tmp_path / "nowhere.crm").result()
    secret = tmp_path / "secret.crm"
    new_workspace(secret, passphrase=PASSPHRASE).close()
    with pytest.raises(PassphraseNeeded):
        Opening(secret).result()
    with pytest.raises(WrongPassphrase):
        Opening(secret, "something else").result()
    Opening(secret, PASSPHRASE).result().close()
