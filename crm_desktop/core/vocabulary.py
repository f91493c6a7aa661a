"""Vocabularies: closed lists of words that the program's rules know, with their labels and colours."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from crm_desktop.core import reading
from crm_desktop.core.i18n import LANGUAGES, words_for

Colour = Literal["grey", "blue", "green", "orange", "red", "purple"]


@dataclass(frozen=True)
class Term:
    """One word of a vocabulary: the code that is stored and tested, its label, its colour, other spellings."""

    code: str
    label: str
    colour: Colour = "grey"
    aliases: tuple[str, ...] = ()


@cache
def _every_label(label: str) -> frozenset[str]:
    """Return a label in each of our languages, folded: a Chinese export comes back into an English program."""
    return frozenset(reading.fold(words_for(language).gettext(label)) for language in LANGUAGES)


@dataclass(frozen=True)
class Vocabulary:
    """A closed list of words that the program's rules know: states, channels, priorities."""

    name: str
    terms: tuple[Term, ...]
    _by_code: dict[str, Term] = field(init=False, repr=False, compare=False)
    _by_word: dict[str, Term] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_code", {term.code: term for term in self.terms})
        object.__setattr__(
            self,
            "_by_word",
            {reading.fold(word): t for t in self.terms for word in (t.code, t.label, *t.aliases)},
        )

    def term(self, code: str | None) -> Term | None:
        """Return the term with this code."""
        return self._by_code.get(code or "")

    def find(self, text: str) -> Term | None:
        """Return the term that a person means by ``text``: its code, its label in any language, an alias."""
        folded = reading.fold(text)
        found = self._by_word.get(folded)
        if found is None:
            found = next((term for term in self.terms if folded in _every_label(term.label)), None)
        return found

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes in their order."""
        return tuple(self._by_code)
