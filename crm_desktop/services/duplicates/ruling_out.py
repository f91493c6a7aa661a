"""Which of many pairs can reach a score, by the outlines of their records: all but those few are ruled out.

A pair is worth at most what is counted here: what the outlines tell is what comparing the facts would tell, and where
they do not tell it, the best is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from crm_desktop.core.likeness import Evidence
from crm_desktop.services.duplicates import scoring
from crm_desktop.services.duplicates.bounds import of_addresses, of_birthdays
from crm_desktop.services.duplicates.outlines import Codes, Outlines

Weighed = tuple[Codes, Evidence]
_ROUNDING = 1e-9  # by which sums of the same weights in another order may differ


def reaching(
    entity: str, outlines: Outlines, pairs: Iterable[tuple[int, int]], points: float
) -> Iterator[tuple[int, int]]:
    """Yield those of some pairs of places that can reach a sum of weights; the others cannot."""
    weighed = _weighed(entity, outlines)
    birthdays, address = outlines.birthdays, outlines.address
    is_person = entity == "contact"
    with_birthdays, with_domains = is_person and any(birthdays), not is_person and bool(outlines.domains)
    with_addresses = any(outlines.postcodes) or any(outlines.cities) or any(outlines.streets)
    for a, b in pairs:
        total = 0.0
        for codes, evidence in weighed:
            met = codes.meet(a, b)
            if met is not None:
                total += evidence.same if met else evidence.different
        if with_birthdays:
            total += of_birthdays(birthdays[a], birthdays[b])
        if with_domains:
            total += _of_domains(outlines, a, b)
        if with_addresses:
            total += of_addresses(address(a), address(b))
        if _names_reach(entity, outlines, a, b, points - total - _ROUNDING):
            yield a, b


def _weighed(entity: str, outlines: Outlines) -> list[Weighed]:
    """Return the fields that are the same or differ, with what that is worth; without those that no record fills."""
    own = (outlines.firms, scoring.FIRM) if entity == "contact" else (outlines.tax_numbers, scoring.TAX)
    found = (
        (outlines.phones, scoring.PHONE),
        (outlines.mailboxes, scoring.MAILBOX),
        (outlines.accounts, scoring.ACCOUNT),
        own,
    )
    return [one for one in found if one[0]]


def _of_domains(outlines: Outlines, a: int, b: int) -> float:
    """Return what the domains of two firms are worth: nothing more than a mailbox that they share."""
    met = outlines.domains.meet(a, b)
    if met is None or outlines.mailboxes.meet(a, b):
        return 0.0
    return scoring.DOMAIN.same if met else scoring.DOMAIN.different


def _names_reach(entity: str, outlines: Outlines, a: int, b: int, points: float) -> bool:
    """Tell whether two names can be worth so much. What takes longer to find out is asked only where it matters."""
    evidence = scoring.STEM if entity == "company" else scoring.NAME
    if evidence.same < points:
        return False
    first, second = outlines.names[a], outlines.names[b]
    if a in outlines.other_names or b in outlines.other_names or not first or not second or first == second:
        return True
    worst = max(evidence.partly or evidence.different, evidence.different)
    if worst >= points:
        return True
    if first.isascii() != second.isascii() and scoring.SOUND.same >= points:
        return True
    return evidence.similar >= points and scoring.are_similar(evidence, first, second)


__all__ = ["reaching"]
