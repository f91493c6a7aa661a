"""The manual: chapters in both languages, every link and picture there, and small enough for the repository."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crm_desktop.core.i18n import LANGUAGES

ROOT = Path(__file__).parents[2]
MANUAL = ROOT / "docs" / "manual"
PAGES = [ROOT / "README.md", *sorted(MANUAL.glob("*/*.md"))]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)]+)\)")
PICTURE, ALL_PICTURES = 120_000, 3_000_000  # bytes


def targets(page: Path) -> list[Path]:
    """Return the files to which a page leads, as far as they are ours."""
    found = LINK.findall(page.read_text("utf-8"))
    return [(page.parent / one.split("#")[0]).resolve() for one in found if "://" not in one]


@pytest.mark.parametrize("page", PAGES, ids=lambda one: f"{one.parent.name}/{one.name}")
def test_every_link_and_picture_exists(page):
    assert [str(one) for one in targets(page) if not one.is_file()] == []


def test_every_chapter_is_there_in_every_language():
    chapters = {code: sorted(one.name for one in (MANUAL / code).glob("*.md")) for code in LANGUAGES}
    assert chapters["en"] == chapters["zh_CN"]
    for code in LANGUAGES:
        listed = {one.name for one in targets(MANUAL / code / "README.md")}
        assert set(chapters[code]) - {"README.md"} <= listed
        led_to = [
            one for page in (MANUAL / code).glob("*.md") for one in targets(page) if one.suffix == ".md"
        ]
        assert {one.name for one in led_to} >= set(chapters[code])


def test_pictures_are_small_and_none_is_left_over():
    used = {one for page in PAGES for one in targets(page) if one.suffix == ".png"}
    kept = {one.resolve(): one.stat().st_size for one in MANUAL.rglob("*.png")}
    assert set(kept) == {one for one in used if one.is_relative_to(MANUAL)}
    assert max(kept.values()) < PICTURE
    assert sum(kept.values()) < ALL_PICTURES


def test_pictures_of_a_chapter_show_its_own_language():
    for code in LANGUAGES:
        shown = [
            one for page in (MANUAL / code).glob("*.md") for one in targets(page) if one.suffix == ".png"
        ]
        assert [one for one in shown if one.parent.parent.name != code] == []
