"""Which pairs are worth comparing at all: those that can reach a score, were their names as alike as they can be.

Comparing names takes ten times as long as all the rest, and most pairs that share a key (a birthday, a common name) are
ruled out by the rest.
"""

from __future__ import annotations

import math

from crm_desktop.core.likeness import PRIOR
from crm_desktop.services.duplicates import scoring
from crm_desktop.services.duplicates.facts import Address, Facts, meet
from crm_desktop.services.duplicates.scoring import number_verdict, text_verdict

SAME_NAMES = {"contact": scoring.NAME.same, "company": scoring.STEM.same}
SIMILAR_NAMES = {"contact": scoring.NAME.similar, "company": scoring.STEM.similar}
"""What two names that are not the same can be worth at most, unless one is the other in pinyin."""


def points_of(least: float) -> float:
    """Return the sum of weights that a score needs; ``least`` lies between 0 and 1."""
    if not 0 < least < 1:
        return -math.inf if least <= 0 else math.inf
    return math.log(least / (1 - least)) - PRIOR


def may_reach(entity: str, first: Facts, second: Facts, points: float) -> bool:
    """Tell whether two records can reach a sum of weights; those of which it is false cannot."""
    total = _of_names(entity, first, second) + _of_channels(entity, first, second)
    if entity == "contact":
        if first.firms and second.firms:
            total += scoring.FIRM.different if not meet(first.firms, second.firms) else scoring.FIRM.same
        total += of_birthdays(first.birthday, second.birthday)
    elif first.tax_number and second.tax_number:
        same = first.tax_number == second.tax_number
        total += scoring.TAX.same if same else scoring.TAX.different
    return total + of_addresses(first.address, second.address) >= points


def _of_names(entity: str, first: Facts, second: Facts) -> float:
    if (
        first.name == second.name
        or first.other_names
        or second.other_names
        or not (first.name and second.name)
    ):
        return SAME_NAMES[entity]
    in_one_script = first.name.isascii() == second.name.isascii()
    return SIMILAR_NAMES[entity] if in_one_script else max(SIMILAR_NAMES[entity], scoring.SOUND.same)


def _of_channels(entity: str, first: Facts, second: Facts) -> float:
    total = 0.0
    if first.phones and second.phones:
        differ = not meet(first.phones, second.phones)
        total += scoring.PHONE.different if differ else scoring.PHONE.same
    if first.accounts and second.accounts:
        differ = not meet(first.accounts, second.accounts)
        total += scoring.ACCOUNT.different if differ else scoring.ACCOUNT.same
    share = False
    if first.mailboxes and second.mailboxes:
        share = meet(first.mailboxes, second.mailboxes)
        total += scoring.MAILBOX.same if share else scoring.MAILBOX.different
    if entity == "company" and not share and first.domains and second.domains:
        differ = not meet(first.domains, second.domains)
        total += scoring.DOMAIN.different if differ else scoring.DOMAIN.same
    return total


def of_birthdays(first: str, second: str) -> float:
    """Return what two birthdays are worth."""
    return getattr(scoring.BORN, number_verdict(first, second) or "different") if first and second else 0.0


def of_addresses(first: Address, second: Address) -> float:
    """Return what two addresses are worth."""
    (postcode, city, street), (other_postcode, other_city, other_street) = first, second
    total = 0.0
    if postcode and other_postcode:
        total += getattr(scoring.POSTCODE, number_verdict(postcode, other_postcode) or "different")
    elif city and other_city:
        total += getattr(scoring.CITY, text_verdict(scoring.CITY, city, other_city) or "different")
    if street and other_street:
        total += getattr(scoring.STREET, text_verdict(scoring.STREET, street, other_street) or "different")
    return total


__all__ = ["may_reach", "of_addresses", "of_birthdays", "points_of"]
