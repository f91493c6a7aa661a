"""What the search for likely duplicates finds: pairs, how likely each is, and why.

Apart from the search itself, whose libraries are loaded when something is compared.
"""

from __future__ import annotations

from dataclasses import dataclass

from crm_desktop.core.i18n import N_, _

THRESHOLD = 0.9
TELLING = frozenset({"same phone", "same mailbox", "same account", "same tax"})
"""Reasons that are worth telling while a record is typed, whatever its name is so far."""

REASONS = {
    "same name": N_("same name"),
    "similar name": N_("similar name"),
    "same sound": N_("name sounds the same"),
    "same phone": N_("same phone number"),
    "same mailbox": N_("same e-mail address"),
    "same account": N_("same account"),
    "same domain": N_("same web domain"),
    "same tax": N_("same tax number"),
    "same birthday": N_("same birthday"),
    "similar birthday": N_("similar birthday"),
    "same firm": N_("same company"),
    "same city": N_("same city"),
    "similar city": N_("similar city"),
    "same postcode": N_("same postcode"),
    "similar postcode": N_("similar postcode"),
    "same street": N_("same street"),
    "similar street": N_("similar street"),
}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that are likely one: the older first, how likely (0 to 1) and why (see ``reason_words``)."""

    a: int
    b: int
    score: float
    reasons: tuple[str, ...]


def reason_words(reason: str) -> str:
    """Return a reason in the language of the program."""
    return _(REASONS[reason])
