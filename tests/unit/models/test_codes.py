"""Codes that people read as words: languages, sorts of records, lists of options."""

from __future__ import annotations

import pytest

from crm_desktop.core.kinds import Locale, Text
from crm_desktop.models import codes, registry
from crm_desktop.models.option import OPTION_SETS

LOCALE = Locale()


def test_the_words_for_sorts_of_records_are_those_of_their_descriptions() -> None:
    assert [(one.code, one.label) for one in codes.RECORDS.terms] == [
        (one.name, one.title_plural) for one in registry.MAIN
    ]


@pytest.mark.parametrize("typed", ["zh_CN", "zh-cn", "Chinese (simplified)", "简体中文", "中文", " chinese "])
def test_a_language_is_known_by_any_of_its_names(typed: str) -> None:
    kind = codes.spoken()
    assert kind.read(typed, LOCALE) == "zh_CN"
    assert kind.show("zh_CN", LOCALE) == "Chinese (simplified)"
    assert kind.cell("zh_CN", LOCALE) == "Chinese (simplified)"


def test_an_unknown_language_stays_as_typed() -> None:
    kind = codes.spoken()
    assert kind.read("Esperanto", LOCALE) == "Esperanto"
    assert kind.show("Esperanto", LOCALE) == "Esperanto"
    assert kind.read("  ", LOCALE) is None
    assert kind.show(None, LOCALE) == ""


def test_every_field_with_codes_shows_words() -> None:
    """A plain text must not hold what the program writes as a code."""
    bare = [
        (entity.name, field.key)
        for entity in registry.ENTITIES
        for field in entity.fields
        if field.key in {"language", "entity", "set_name"} and isinstance(field.kind, Text)
    ]
    assert bare == []
    listed = registry.entity("option").field("set_name").kind
    assert [listed.show(one.name, LOCALE) for one in OPTION_SETS] == [one.label for one in OPTION_SETS]
