"""Each catalogue has every message of the source, and no other; what stands in it can be shown."""

import re
from collections.abc import Iterator
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from crm_desktop.core import i18n, paths
from tools import translations

PLACES = re.compile(r"%\(\w+\)[a-z]|%%|\{[^}]*\}")
LANGUAGES = sorted(set(i18n.LANGUAGES) - {"en"})  # the source is English

every_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What is marked in the source."""
    template = tmp_path_factory.mktemp("messages") / "crm.pot"
    translations.extract(template)
    with template.open("rb") as file:
        return read_po(file)


def path(language: str) -> Path:
    return paths.resource(f"locale/{language}/LC_MESSAGES/{i18n.DOMAIN}.po")


@pytest.fixture(scope="module")
def catalogues() -> dict[str, Catalog]:
    found = {}
    for language in LANGUAGES:
        with path(language).open("rb") as file:
            found[language] = read_po(file, locale=language, abort_invalid=True)
    return found


def messages(catalogue: Catalog) -> Iterator[Message]:
    return (one for one in catalogue if one.id)


def forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def places(text: str) -> list[str]:
    return sorted(PLACES.findall(text))


def test_each_language_has_a_catalogue() -> None:
    assert LANGUAGES
    assert [one for one in LANGUAGES if not path(one).is_file()] == []


def test_the_source_has_messages(source: Catalog) -> None:
    assert len(source) > 1000
    assert "Won" in source


@every_language
def test_every_message_is_translated(source: Catalog, catalogues: dict[str, Catalog], language: str) -> None:
    """Run ``make translations``, then translate what is empty."""
    there = {one.id: one for one in messages(catalogues[language])}
    assert [one.id for one in messages(source) if one.id not in there] == []
    assert [one.id for one in there.values() if one.fuzzy or not all(forms(one.string))] == []


@every_language
def test_no_message_is_left_over(source: Catalog, catalogues: dict[str, Catalog], language: str) -> None:
    """Run ``make translations``: it takes out what the source has no more."""
    used = {one.id for one in messages(source)}
    assert [one.id for one in messages(catalogues[language]) if one.id not in used] == []
    assert list(catalogues[language].obsolete) == []


@every_language
def test_every_place_is_kept(catalogues: dict[str, Catalog], language: str) -> None:
    """A sentence without its name or number, or with one too many, fails when it is shown."""
    catalogue = catalogues[language]
    wrong = []
    for one in messages(catalogue):
        singular, *plural = map(places, forms(one.id))
        allowed = [*plural, singular] if catalogue.num_plurals > 1 else plural or [singular]
        wrong += [(one.id, form) for form in forms(one.string) if places(form) not in allowed]
    assert wrong == []


@every_language
def test_lines_and_edges_are_kept(catalogues: dict[str, Catalog], language: str) -> None:
    """An ending "…", a line break, a space at the edge: code and eye count on them."""
    wrong = []
    for one in messages(catalogues[language]):
        text = forms(one.id)[-1]
        for form in forms(one.string):
            same = all(text.count(mark) == form.count(mark) for mark in "\n\t")
            if not same or form != form.strip() or text.endswith("…") != form.endswith("…"):
                wrong.append((text, form))
    assert wrong == []


@every_language
def test_the_compiled_catalogue_speaks(catalogues: dict[str, Catalog], language: str) -> None:
    compiled = BytesIO()
    write_mo(compiled, catalogues[language])
    compiled.seek(0)
    words = GNUTranslations(compiled)
    for one in messages(catalogues[language]):
        if isinstance(one.id, str):
            assert words.gettext(one.id) == one.string
        else:
            assert {words.ngettext(*one.id, count) for count in (0, 1, 2, 5, 100)} <= set(forms(one.string))


@every_language
def test_the_program_uses_this_catalogue(catalogues: dict[str, Catalog], language: str) -> None:
    """Run ``make translations``, or any target of ``make`` that starts the program: it compiles what changed."""
    words = i18n.words_for(language)
    stale = [
        one.id
        for one in messages(catalogues[language])
        if isinstance(one.id, str) and words.gettext(one.id) != one.string
    ]
    assert stale == []


def test_chinese_stands_in_chinese_punctuation(catalogues: dict[str, Catalog]) -> None:
    half = re.compile(r"[㐀-鿿][,;:!?]|[,;!?][㐀-鿿]")
    found = [(one.id, form) for one in messages(catalogues["zh_CN"]) for form in forms(one.string)]
    assert [pair for pair in found if half.search(pair[1])] == []
