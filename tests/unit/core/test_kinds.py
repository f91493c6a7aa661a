"""Kinds show values in the user's language and read what they show."""

from collections.abc import Iterator

import pytest

from crm_desktop.core import i18n
from crm_desktop.core.kinds import Locale, Minutes


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    i18n.install("en")


@pytest.mark.parametrize(("language", "shown"), [("en", "1,440 min"), ("zh_CN", "1,440 分钟")])
def test_minutes_are_read_as_they_are_shown(language: str, shown: str) -> None:
    i18n.install(language)
    kind, locale = Minutes(), Locale(language)
    assert kind.show(1440, locale) == shown
    assert kind.show(None, locale) == ""
    for text in (shown, "1440", "1,440 min", 1440):
        assert kind.read(text, locale) == 1440
    assert kind.read("", locale) is None
