"""Every sentence about a file can be said: the words fit the values, and none is empty."""

from __future__ import annotations

import re

import pytest

from crm_desktop.exchange import sentences

_PLACE = re.compile(r"%\((\w+)\)(.)")


@pytest.mark.parametrize("code", sentences._PROBLEMS)
def test_problems(code: str) -> None:
    title, hint = sentences._PROBLEMS[code]
    said = sentences.problem(
        code, {name: 7 if kind == "d" else "seven" for name, kind in _PLACE.findall(title + hint)}
    )
    assert said.title
    assert said.hint
    assert "%" not in str(said)


@pytest.mark.parametrize("code", sentences._NOTES)
def test_notes(code: str) -> None:
    text = sentences._NOTES[code]
    said = sentences.note(code, {name: 7 if kind == "d" else "seven" for name, kind in _PLACE.findall(text)})
    assert said
    assert "%" not in said
