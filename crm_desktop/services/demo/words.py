"""The words that demo data is made of: names, towns and texts, read from ``resources/demo``.

Names are put together from parts, so that a million people differ.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any, TypeVar

from crm_desktop.core.paths import resource
from crm_desktop.core.pinyin import syllables
from crm_desktop.services.demo.numbers import Numbers

T = TypeVar("T")

_SPECIAL = str.maketrans(
    {"ß": "ss", "ø": "o", "æ": "ae", "đ": "d", "ł": "l", "ı": "i", "ä": "ae", "ö": "oe", "ü": "ue"}
)


def pick(random: Random, choices: Sequence[T]) -> T:
    """Return one of the choices; quicker than ``Random.choice``, which counts for millions."""
    return choices[int(random.random() * len(choices))]


def load(name: str) -> dict[str, Any]:
    """Return one file of words."""
    found: dict[str, Any] = json.loads(resource(f"demo/{name}.json").read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=50_000)
def latin(text: str) -> str:
    """Return a name in small Latin letters, as it stands in addresses of mail and web."""
    plain = unicodedata.normalize("NFC", text.lower()).translate(_SPECIAL)
    plain = unicodedata.normalize("NFKD", plain)
    return "".join(ch for ch in plain if "a" <= ch <= "z" or (ch.isascii() and ch.isdigit()))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a name, and the part before the @ of an address."""

    full: str
    given: str
    family: str
    female: bool
    mailbox: str


@dataclass(frozen=True, slots=True)
class Place:
    """A postal address; ``area`` is the dialling code."""

    country: str
    province: str
    city: str
    district: str
    street: str
    postcode: str
    area: str


class Culture:
    """How people, firms and streets are called in one country."""

    def __init__(
        self,
        code: str,
        words: dict[str, Any],
        shared: dict[str, Any],
        shown_in: str,
        taken: Collection[str] = (),
    ) -> None:
        self.code = code
        self.chinese = code == "cn"
        self.language = str(words["language"])
        self.titles: list[list[str]] = words.get("titles") or shared["west_titles"]
        self._words = words
        self._shared = shared
        self._country = words["country"][shown_in]
        self.numbers = Numbers(code, words, taken)

    def person(self, random: Random) -> Person:
        """Return a person."""
        words = self._words
        female = random.random() < 0.5
        family, given = pick(random, words["family"]), pick(random, words["female" if female else "male"])
        if self.chinese:
            if len(given) == 1 and random.random() < 0.45:
                given += pick(random, words["female" if female else "male"])[:1]
            spoken = syllables(family + given, person=True)
            mailbox = spoken[0] + "." + "".join(spoken[1:])
            return Person(family + given, given, family, female, mailbox)
        if random.random() < 0.06:
            given = f"{given} {chr(65 + int(random.random() * 26))}."
        first = given.split()[0]
        return Person(f"{given} {family}", given, family, female, f"{latin(first)}.{latin(family)}")

    def place(self, random: Random) -> Place:
        """Return an address."""
        words = self._words
        city = pick(random, words["cities"])
        street = words["street"].format(
            street=pick(random, words["streets"]), n=1 + int(random.random() * 240)
        )
        if self.chinese:
            name, province, area, post, districts = city
            code = f"{post}{int(random.random() * 1000):03d}"
            return Place(
                self._country, province, name + "市", pick(random, districts), street, code, area.lstrip("0")
            )
        name, province, area, post = city
        code = str(words["postcode"]).replace("{p}", post)
        code = "".join(_mark(random, sign) for sign in code)
        return Place(self._country, province, name, "", street, code, area)

    def company(self, random: Random, industry: int, city: str) -> tuple[str, str, str]:
        """Return a firm's name, its short name and the name of its web site."""
        words = self._words
        trade, form = pick(random, words["industries"][industry]), pick(random, words["forms"])
        if self.chinese:
            brand = pick(random, words["brand_a"]) + pick(random, words["brand_b"])
            site = "".join(syllables(brand)) + "-" + "".join(syllables(trade))
            return f"{city.removesuffix('市')}{brand}{trade}{form}", brand + trade, site
        brand = pick(random, self._shared["brand_a"]) + pick(random, self._shared["brand_b"])
        family = pick(random, words["family"])
        pattern = pick(random, words["company"])
        name = pattern.format(family=family, trade=trade, form=form, brand=brand, city=city)
        short = name.removesuffix(form).strip()
        return name, short, "-".join(filter(None, map(latin, short.replace("&", " ").split())))


def _mark(random: Random, sign: str) -> str:
    """Return a digit for ``#``, a letter for ``X``, everything else as it is."""
    if sign == "#":
        return str(int(random.random() * 10))
    return chr(65 + int(random.random() * 24)) if sign == "X" else sign
