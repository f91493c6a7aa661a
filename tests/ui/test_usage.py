"""What was opened and used lately: kept by customer file, with junk counting as nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.ui.usage import HALVED_AT, KEPT_RECORDS, Usage

FILE, OTHER = Path("/home/anna/Kunden ä.crm"), Path("/home/anna/other.crm")


def test_each_file_has_its_own(state):
    Usage(state, FILE).note_record("contact", 7)
    assert Usage(state, FILE).records() == [("contact", 7)]
    assert Usage(state, OTHER).records() == []


def test_the_latest_comes_first_and_old_ones_are_forgotten(state):
    usage = Usage(state, FILE)
    for record in [*range(100), 98, 98]:
        usage.note_record("contact", record)
    assert usage.records()[:3] == [("contact", 98), ("contact", 99), ("contact", 97)]
    assert len(usage.records()) == KEPT_RECORDS


def test_older_uses_of_commands_count_less(state):
    usage = Usage(state, FILE)
    for name in ["file.print"] * (HALVED_AT - 1) + ["view.refresh"] * HALVED_AT + ["file.import"]:
        usage.note_command(name)
    assert usage.commands(["file.print", "view.refresh", "file.import"], 2) == ["view.refresh", "file.print"]
    assert usage.commands(["file.import"], 5) == ["file.import"]


@pytest.mark.parametrize(
    "junk", ["", "[]", "{", '{"opened": [[1]]}', '{"done": {"a": "b"}}', '{"opened": 5}']
)
def test_junk_counts_as_nothing(state, junk):
    Usage(state, FILE).note_record("contact", 7)
    state.set_text(Usage(state, FILE)._name, junk)
    usage = Usage(state, FILE)
    assert usage.records() == []
    usage.note_record("contact", 8)
    assert Usage(state, FILE).records() == [("contact", 8)]


def test_quitting_is_never_proposed(state):
    usage = Usage(state, FILE)
    usage.note_command("file.quit")
    usage.note_command("file.print")
    assert usage.commands(["file.quit", "file.print"], 5) == ["file.print"]
