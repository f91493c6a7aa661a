"""Where and how nearly a text answers a search: what is marked in it, and how results are put in order.

A word of the search is found as it is written (without case and accents), as the pinyin or the initials of Chinese
characters, and among the digits of a number; see ``search_text.py`` for what the search index knows.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from crm_desktop.core.pinyin import syllables
from crm_desktop.core.search_text import STARTS, dialled, parts, shortened

_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
_NUMBER = re.compile(r"\+?\d(?:[\d\s()./-]*\d)?")
_DIGITS_OF_A_PHONE = 7  # at least: other numbers beside each other in a text are not one

Spans = tuple[tuple[int, int], ...]
"""Parts of a text: where each starts and how long it is."""

WHOLE_WORD = 1  # the nearness of a title that begins with the whole of what is looked for
ELSEWHERE = 5  # the nearness of what is not found in the text itself


def folded_words(text: str) -> tuple[str, ...]:
    """Return the words of a search text, folded as :func:`spans` wants them."""
    return tuple(folded for word in text.split() if (folded := _folded(word)[0]))


@lru_cache(maxsize=8_000)
def spans(text: str, words: tuple[str, ...], *, spoken: bool = True, person: bool = False) -> Spans:
    """Return where the folded ``words`` stand in ``text``, in order and without overlaps.

    ``spoken``: also as pinyin and initials; ``person`` reads a Chinese surname as one.
    """
    found: list[tuple[int, int]] = []
    for word in words:
        found += _written(text, word)
        if spoken and word.isascii() and not text.isascii():
            found += _spoken(text, word, person)
        if word.isdigit():
            found += _among_digits(text, word)
    return _merged(found)


def _merged(found: list[tuple[int, int]]) -> Spans:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return tuple((start, end - start) for start, end in merged)


def _written(text: str, word: str) -> list[tuple[int, int]]:
    folded, places = _folded(text)
    found = []
    at = folded.find(word)
    while at >= 0:
        found.append((places[at], places[at + len(word) - 1] + 1))
        at = folded.find(word, at + len(word))
    return found


def _spoken(text: str, word: str, person: bool) -> list[tuple[int, int]]:
    found = []
    for run in _CHINESE.finditer(text):
        reading = syllables(run[0], person=person)
        heard = _heard(reading, word, person)
        if heard is not None and len(reading) == len(run[0]):
            at, count = heard
            found.append((run.start() + at, run.start() + at + count))
    return found


def _heard(reading: list[str], word: str, person: bool) -> tuple[int, int] | None:
    """Return from which syllable on, and for how many of them, ``word`` is their pinyin or their initials; of a person
    also the first syllables written out and initials of the others."""
    initials = "".join(one[0] for one in reading)
    for at in range(min(len(reading), STARTS)):
        spelt = ""
        for count, syllable in enumerate(reading[at:], 1):
            spelt += syllable
            if spelt.startswith(word):
                return at, count
        if initials.startswith(word, at):
            return at, len(word)
    for count, mixed in enumerate(shortened(reading) if person else (), 1):
        if mixed.startswith(word):
            return 0, count + len(word) - len("".join(reading[:count]))
    return None


def _among_digits(text: str, word: str) -> list[tuple[int, int]]:
    """Return where a number stands in those of a text, however these are written: "13857" in "+86 138 5712 3345"."""
    found = []
    for run in _NUMBER.finditer(text):
        places = [at for at in range(run.start(), run.end()) if text[at].isdigit()]
        digits = "".join(text[place] for place in places)
        at, one = next(((at, one) for one in dialled(word) if (at := digits.find(one)) >= 0), (-1, word))
        if at >= 0 and (len(digits) >= _DIGITS_OF_A_PHONE or run[0] == text.strip()):
            found.append((places[at], places[at + len(one) - 1] + 1))
    return found


@lru_cache(maxsize=4_000)
def _folded(text: str) -> tuple[str, tuple[int, ...]]:
    """Return a text without case and accents, and the place in the text of each of its characters."""
    chars: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for part in unicodedata.normalize("NFKD", char).casefold():
            if not unicodedata.combining(part):
                chars.append(part)
                places.append(place)
    return "".join(chars), tuple(places)


def nearness(title: str, search: str, *, person: bool = False) -> tuple[int, int]:
    """Return how near a title is to a search, the nearest first: the worst of the words searched for, and their sum.

    0 the whole title, 1 a whole word at its start, 2 its start, 3 a whole word, 4 the start of a word (or any part
    of a Chinese name), 5 not in the title.
    """
    words, own = parts(search), parts(title)
    if words and (begins := _begins(own, words)) is not None:
        return begins, begins
    each = [_nearness(own, word, person) for word in words] or [ELSEWHERE]
    if len(each) == len(own) == 1 and each[0] == 1:
        return 0, 0
    return max(each), sum(each)


def _begins(own: list[str], words: list[str]) -> int | None:
    """Return how near a title is that begins with the words in their order, None for one that does not."""
    head = own[: len(words)]
    if head == words:
        return 0 if len(own) == len(words) else 1
    typed = len(head) == len(words) and head[:-1] == words[:-1] and head[-1].startswith(words[-1])
    return 2 if typed else None


def _nearness(own: list[str], word: str, person: bool) -> int:
    best = ELSEWHERE
    for place, part in enumerate(own):
        if word.isascii() and not part.isascii():
            reading = syllables(part, person=person)
            heard = _heard(reading, word, person)
            if heard is None:
                continue
            at = heard[0]
            whole = at == 0 and word in {
                "".join(reading),
                "".join(one[0] for one in reading),
                *shortened(reading),
            }
        else:
            at = part.find(word)
            if at < 0 or (at and part.isascii()):
                continue
            whole = part == word
        at_start = place == 0 and at == 0
        best = min(best, (1 if whole else 2) if at_start else (3 if whole else 4))
    return best
