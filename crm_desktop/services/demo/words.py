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

_POSTAL_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"  # of the second half of a British postcode
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
        self.country = words["country"][shown_in]
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
                self.country, province, name + "市", pick(random, districts), street, code, area.lstrip("0")
            )
        name, province, area, post = city
        return Place(self.country, province, name, "", street, self._postcode(random, post), area)

    def _postcode(self, random: Random, post: str) -> str:
        """Return a postcode of a town: one of its codes (``10115-14199``), or one that begins with its letters."""
        form = str(self._words["postcode"])
        if not post[0].isdigit():
            return marked(random, form.replace("{p}", post))
        low, dash, high = pick(random, post.split(",")).partition("-")
        code = low if not dash else f"{int(low) + int(random.random() * (int(high) - int(low) + 1)):05d}"
        digits = iter(code)
        return "".join(next(digits) if sign == "#" else sign for sign in form)

    def tax_number(self, random: Random, place: Place) -> str:
        """Return something that looks like the number of a tax office."""
        form = f"91{place.postcode}MA#######%" if self.chinese else str(self._words["tax_number"])
        return marked(random, form)

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


def marked(random: Random, form: str) -> str:
    """Return a form with a digit for each ``#``, one that is not zero for ``%``, and a letter for ``X``."""
    return "".join(_mark(random, sign) for sign in form)


def _mark(random: Random, sign: str) -> str:
    if sign == "#":
        return str(int(random.random() * 10))
    if sign == "%":
        return str(1 + int(random.random() * 9))
    return pick(random, _POSTAL_LETTERS) if sign == "X" else sign
