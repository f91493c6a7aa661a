"""Words in the user's language, through gettext.

Texts are marked with :func:`N_` where they are written and translated with :func:`_` where they are shown,
never at import time, so that the language can be switched while the program runs. A document may have a
language of its own: :func:`words_for`.
"""

from __future__ import annotations

import gettext as _gettext
import locale
import os
from collections.abc import Iterable
from functools import cache

from crm_desktop.core.paths import resource

DOMAIN = "crm"
LANGUAGES: dict[str, str] = {"en": "English", "zh_CN": "简体中文"}

_current: _gettext.NullTranslations = _gettext.NullTranslations()
_language = "en"


def N_(message: str) -> str:
    """Mark ``message`` for translation and return it unchanged."""
    return message


def _(message: str) -> str:
    """Return ``message`` in the language of the program."""
    return _current.gettext(message) if message else ""


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the form of the message that fits ``count`` in the language of the program."""
    return _current.ngettext(singular, plural, count)


@cache
def words_for(language: str) -> _gettext.NullTranslations:
    """Return the catalogue of ``language``; English is the language of the source and needs none."""
    if normalised(language) == "en":
        return _gettext.NullTranslations()
    return _gettext.translation(DOMAIN, resource("locale"), [normalised(language)], fallback=True)


def normalised(language: str | None) -> str:
    """Return the code of the nearest language that we speak ('en' or 'zh_CN')."""
    return "zh_CN" if (language or "").lower().startswith("zh") else "en"


def system_language() -> str:
    """Return the nearest language to the one that the computer is set to."""
    named = os.environ.get("CRM_LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LANG")
    return normalised(named or locale.getlocale()[0])


def install(language: str | None) -> str:
    """Switch the program to ``language`` (None: the computer's) and return the code that is now in use."""
    global _current, _language
    _language = normalised(language) if language else system_language()
    _current = words_for(_language)
    return _language


def listed(words: Iterable[str]) -> str:
    """Return words in a row as the language of the program writes them: with its comma between."""
    return ("、" if _language == "zh_CN" else ", ").join(words)


def labelled(name: str, text: object) -> str:
    """Return a text behind what it is, with the colon of the language of the program."""
    return f"{name}：{text}" if _language == "zh_CN" else f"{name}: {text}"


def sentences(*several: str) -> str:
    """Return sentences in a row, without the empty ones; Chinese has no space between."""
    return ("" if _language == "zh_CN" else " ").join(one for one in several if one)


def language() -> str:
    """Return the code of the language in use."""
    return _language
