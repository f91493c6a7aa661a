"""The records that bulk work leaves in the change log: short as they are kept, whole as they are read."""

from __future__ import annotations

import zlib

import orjson

from crm_desktop.store.change_log import decoded, encoded

FIRST = 912_449_290_598_823_936


def test_a_batch_is_read_as_it_was_made() -> None:
    ids = [FIRST, FIRST + 1, FIRST + 1024, FIRST + 4_194_304]
    names, note = ["Ann", None, "Bo", "名"], "the same in all rows"
    content = decoded("B", encoded(ids, {"cols": ["full_name", "note"], "data": [names, note]}))
    assert content == {"ids": ids, "cols": ["full_name", "note"], "data": [names, [note] * 4]}


def test_an_assignment_is_read_as_it_was_made() -> None:
    ids = [7, FIRST]
    content = {"set": {"level_id": None}, "old": {"level_id": [1150, 1151]}}
    assert decoded("S", encoded(ids, content)) == {"ids": ids, **content}


def test_one_row_is_a_batch_too() -> None:
    content = decoded("B", encoded([FIRST], {"cols": ["name"], "data": ["Acme"]}))
    assert content == {"ids": [FIRST], "cols": ["name"], "data": [["Acme"]]}


def test_the_form_of_earlier_files_is_read() -> None:
    content = {"ids": [FIRST, FIRST + 9], "cols": ["name"], "data": [["Acme", "Bolt"]]}
    assert decoded("B", zlib.compress(orjson.dumps(content))) == content
