"""Search tokens and sort keys: what makes names be found and put in order. Pure functions.

A text becomes tokens separated by spaces. Latin words are case-folded and lose their accents; each Chinese
character is a token, so that phrases find any substring; the pinyin of a Chinese run is added from each of its
first characters on, whole and as initials (星辰科技: ``xingchenkeji chenkeji … xckj ckj …``), that of a person's name
also with the surname alone written out (陈晓梅: ``chenxm``); a phone number adds the endings of its digits, so that a
prefix of an ending finds any fragment.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from operator import itemgetter

from crm_desktop.core.pinyin import syllables

_WORDS = re.compile(r"[^\W_]+")
_TYPED = re.compile(r"[^\s,;|]+")
_RUNS = re.compile(r"([\u3400-\u9fff\uf900-\ufaff]+)|([^\u3400-\u9fff\uf900-\ufaff]+)")
_ACCENT = re.compile(r"[\u0300-\u036f]")
ONLY_CHINESE = re.compile(r"[\u3400-\u9fff]+")  # nothing to fold
STARTS = 8  # Chinese characters of a run from which its pinyin may be typed
SHORTEST_ENDING = 4  # digits
LONGEST_KEY = 200  # characters of a sort key


def _plain(text: str) -> str:
    """Return text in NFKD, case-folded, without accents."""
    if text.isascii():
        return text.lower()
    return _ACCENT.sub("", unicodedata.normalize("NFKD", text.casefold()))


def tokens(text: str, *, person: bool = False) -> str:
    """Return the search tokens of ``text``; ``person`` reads a Chinese surname as one.

    The index itself takes plain ASCII apart at everything that is no letter or digit, so that such a text stays whole.
    """
    if text.isascii():
        return text.lower()
    return _mixed_tokens(text, person)


@lru_cache(maxsize=50_000)
def _mixed_tokens(text: str, person: bool) -> str:
    """Return the tokens of a text that has characters beyond ASCII."""
    found: list[str] = []
    for word in _WORDS.findall(_plain(text)):
        if word.isascii():
            found.append(word)
            continue
        for chinese, other in _RUNS.findall(word):
            if chinese:
                found.extend(chinese)
                found.append(_readings(chinese, person))
            else:
                found.append(other)
    return " ".join(found)


@lru_cache(maxsize=20_000)
def _readings(run: str, person: bool) -> str:
    """Return the pinyin tokens of a run of Chinese characters."""
    spoken = syllables(run, person=person)
    initials = "".join(one[0] for one in spoken)
    starts = range(min(len(spoken), STARTS))
    mixed = shortened(spoken) if person else ()
    return " ".join([*("".join(spoken[at:]) for at in starts), *(initials[at:] for at in starts), *mixed])


def shortened(spoken: Sequence[str]) -> list[str]:
    """Return how a name is typed whose first syllables are written out and whose others are initials.

    The last one alone as an initial is the beginning of the whole name, and not among them.
    """
    rest = "".join(one[0] for one in spoken)
    return ["".join(spoken[:count]) + rest[count:] for count in range(1, min(len(spoken) - 1, STARTS))]


def digit_tokens(text: str) -> str:
    """Return the digits of a number and all its endings of at least four digits."""
    digits = text[1:] if text[1:].isdecimal() and text[0] == "+" else _NOT_DIGIT.sub("", text)
    return " ".join(_endings(len(digits))(digits)) if len(digits) > SHORTEST_ENDING else digits


@lru_cache(maxsize=100)
def _endings(length: int) -> Callable[[str], tuple[str, ...]]:
    """Return what gives all endings of a text of so many digits, at once."""
    return itemgetter(*(slice(at, None) for at in range(length - SHORTEST_ENDING + 1)))


def parts(text: str) -> list[str]:
    """Return the words of a text, folded; a run of Chinese characters is a word of its own."""
    plain = _plain(text)
    if plain.isascii():
        return _WORDS.findall(plain)
    return [chinese or other for word in _WORDS.findall(plain) for chinese, other in _RUNS.findall(word)]


@lru_cache(maxsize=1_000)
def match_expression(text: str) -> str:
    """Return the FTS5 expression for what a person typed, or '' when nothing searchable is in it.

    Every word must be found as the beginning of a token; a Chinese run as a phrase, and so what signs hold together
    (``li@qq.com``); a number also when typed with spaces or dashes. Quotes and operators of FTS5 are never passed on.
    """
    plain = _plain(text)
    digits = "".join(ch for ch in plain if ch.isdigit())
    if digits and not any(ch.isalpha() for ch in plain):
        words = _WORDS.findall(plain)
        ways = [f'"{one}"*' for one in dialled(digits)]
        if len(words) > 1:
            # A phone number written with spaces, or a number of ours written with dashes.
            written = " AND ".join(f'"{word}"*' for word in words)
            ways.append(f"({written})")
        return ways[0] if len(ways) == 1 else f"({' OR '.join(ways)})"
    return " AND ".join(one for typed in _TYPED.findall(plain) for one in _phrases(typed))


def _phrases(typed: str) -> list[str]:
    """Return the FTS5 phrases for what was typed without a space or a comma in it."""
    words = _WORDS.findall(typed)
    if typed.isascii():
        return [f'"{" ".join(words)}"*'] if words else []
    return [
        f'"{" ".join(chinese)}"' if chinese else f'"{other}"*'
        for word in words
        for chinese, other in _RUNS.findall(word)
    ]


def dialled(digits: str) -> list[str]:
    """Return the digits that somebody may mean: numbers are kept as +49 151 …, and dialled as 0151 … or 0049 151 …"""
    bare = digits.removeprefix("00") if digits.startswith("00") else digits.removeprefix("0")
    return [digits] if bare == digits or len(bare) < SHORTEST_ENDING else [digits, bare]


@lru_cache(maxsize=2_000)
def _spoken(text: str, person: bool) -> str:
    return " ".join(syllables(text, person=person))


_CHINESE_RUN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
_NUMBER = re.compile(r"\d+")
_NOT_DIGIT = re.compile(r"\D+")


def sort_key(text: str | None, *, person: bool = False) -> str:
    """Return the key that puts names in the order of a telephone book: case and accents ignored, Chinese by its
    pinyin among the Latin names, numbers by their value. Punctuation in front is skipped. Empty sorts first."""
    if not text:
        return ""
    if ONLY_CHINESE.fullmatch(text):
        return _spoken(text, person)[:LONGEST_KEY]
    plain = _plain(text)
    if not plain.isascii():
        plain = _CHINESE_RUN.sub(lambda run: f" {_spoken(run[0], person)} ", plain)
    if _NUMBER.search(plain):
        plain = _NUMBER.sub(lambda run: run[0].zfill(10), plain)
    return " ".join(_WORDS.findall(plain))[:LONGEST_KEY]
