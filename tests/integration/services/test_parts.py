"""What the program is made of: everything that is installed with it is named, with a licence to read."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from crm_desktop.services.parts import LIBRARIES, OWN, facts, licence_text, parts

NOTICE = Path(__file__).parents[3] / "NOTICE"
TOOLS = {"pip"}  # sqlite-utils asks for it, and it is no part of the program


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def installed_with(name: str, found: set[str]) -> set[str]:
    """Return the distributions that come with one, itself included."""
    if plain(name) not in found | TOOLS:
        found.add(plain(name))
        for text in metadata.requires(name) or []:
            needed = Requirement(text)
            if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                installed_with(needed.name, found)
    return found


def test_every_library_is_named():
    ours = {plain(one.distribution) for one in LIBRARIES}
    assert installed_with(OWN, set()) - {OWN} <= ours
    listed = plain(NOTICE.read_text("utf-8").replace("_", "-"))
    assert [name for name in ours if name not in listed] == []


@pytest.mark.parametrize("part", parts("6.0"), ids=lambda one: one.name)
def test_its_licence_can_be_read(part):
    if part.name in {"Python", "SQLite"}:  # beside Python there may be none; SQLite has none
        return
    text = licence_text(part)
    assert len(text) > 500
    assert part.version or part.texts


def test_our_own_licence_leads_to_those_of_others():
    text = licence_text(parts("6.0")[0])
    assert "Apache License" in text
    assert "SQLCipher (in sqlcipher3)" in text


def test_what_sqlcipher_is_under_is_its_own_licence():
    (cipher,) = (one for one in parts("6.0") if one.name == "SQLCipher")
    assert "ZETETIC LLC" in licence_text(cipher)


def test_the_versions_are_told_in_a_report():
    lines = facts(parts("6.11.3")).splitlines()
    assert "Qt 6.11.3 · LGPL-3.0-only" in lines
    assert any(re.fullmatch(r"SQLCipher 4\S* .*BSD-3-Clause", line) for line in lines)
