"""How likely two companies, or two contacts, are one; every point has a reason.

The weights are natural logarithms (see :mod:`crm_desktop.core.likeness`), set by hand from what such fields are worth
in the data of small firms and held by ``benchmarks/duplicates.py`` against labelled data. They are no secret: each pair
names what spoke for it.
"""

from __future__ import annotations

from difflib import SequenceMatcher

from rapidfuzz.distance import OSA, Indel, JaroWinkler

from crm_desktop.core.likeness import Case, Evidence, Found, Verdict, compare_sets
from crm_desktop.services.duplicates.facts import Facts

NAME = Evidence("name", same=4.0, similar=2.4, partly=-1.8, different=-5.0, alike=0.88)
STEM = Evidence("name", same=5.5, similar=3.6, different=-4.5, alike=0.92)
SOUND = Evidence("sound", same=3.6, different=0.0)
PHONE = Evidence("phone", same=4.0, different=-0.6)
MAILBOX = Evidence("mailbox", same=5.0, different=-0.5)
ACCOUNT = Evidence("account", same=5.0, different=-0.3)
DOMAIN = Evidence("domain", same=3.0, different=-0.8)
TAX = Evidence("tax", same=9.0, different=-4.0)
BORN = Evidence("birthday", same=5.0, similar=2.5, different=-3.0)
FIRM = Evidence("firm", same=2.5, different=-0.8)
CITY = Evidence("city", same=0.8, different=-1.2, similar=0.6, alike=0.9)
POSTCODE = Evidence("postcode", same=2.0, similar=0.8, different=-0.8)
STREET = Evidence("street", same=3.0, similar=2.0, different=-0.6, alike=0.85)

SAME_WORD = 0.92


def likeness(first: str, second: str, least: float = 0.0) -> float:
    """Return how alike two names are, 0 to 1 (Jaro–Winkler; of words, the mean of their best partners).

    Where that is less than ``least`` it may be told as 0.
    """
    if " " not in first and " " not in second:
        return JaroWinkler.similarity(first, second)
    one, other = first.split(), second.split()
    if len(one) > len(other):
        one, other = other, one
    missing = 0.02 * (len(other) - len(one))
    spare = (1 - missing - least) * len(one) + 1e-9  # that words may differ in all
    best = 0.0
    for word in one:
        if word in other:
            best += 1.0
            continue
        nearest = max([JaroWinkler.similarity(word, each) for each in other])
        spare -= 1.0 - nearest
        if spare < 0:
            return 0.0
        best += nearest
    return best / len(one) - missing


def are_similar(evidence: Evidence, first: str, second: str) -> bool:
    """Tell whether two names are as alike as similar ones are."""
    if first.isascii() and second.isascii():
        return likeness(first, second, evidence.alike) >= evidence.alike
    return _chinese_likeness(first, second, evidence.alike) >= evidence.alike


def _chinese_likeness(first: str, second: str, least: float) -> float:
    """Return how alike two Chinese names are; one within the other (with a city before it) is very alike.

    Where that is less than ``least`` it may be told as 0.
    """
    shorter, longer = sorted((first, second), key=len)
    if len(shorter) >= 4 and shorter in longer:
        return 0.95
    if (
        Indel.normalized_similarity(first, second) < least - 1e-9
    ):  # which is never less than what is asked then
        return 0.0
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def name_verdict(evidence: Evidence, first: Facts, second: Facts) -> Verdict | None:
    """Return how the names of two records stand to each other; the best of all their names counts."""
    if first.names & second.names:
        return "same"
    if not first.names or not second.names:
        return None
    if any(are_similar(evidence, a, b) for a in first.names for b in second.names):
        return "similar"
    return "partly" if evidence.partly and _share_a_word(first.name, second.name) else "different"


def _share_a_word(first: str, second: str) -> bool:
    """Tell whether one of the words of two names (a family name, say) is the same but for a slip."""
    return any(
        len(one) > 2 and JaroWinkler.similarity(one, other) >= SAME_WORD
        for one in first.split()
        for other in second.split()
    )


def text_verdict(evidence: Evidence, first: str, second: str) -> Verdict | None:
    """Return how two texts stand to each other; None where one is empty."""
    if not first or not second:
        return None
    if first == second:
        return "same"
    return "similar" if JaroWinkler.similarity(first, second) >= evidence.alike else "different"


def number_verdict(first: str, second: str) -> Verdict | None:
    """Return how two dates or postcodes stand to each other: one digit wrong, missing or swapped is similar."""
    if not first or not second:
        return None
    if first == second:
        return "same"
    slips = OSA.distance(first, second, score_cutoff=1)
    swapped = len(first) > 5 and first[:-5] + first[-2:] + first[-3] + first[-5:-3] == second
    return "similar" if slips <= 1 or swapped else "different"


def compare(entity: str, first: Facts, second: Facts) -> Found:
    """Return how likely two records of an entity ('company' or 'contact') are one, and why."""
    case = Case()
    _compare_names(case, entity, first, second)
    case.weigh(PHONE, compare_sets(first.phones, second.phones))
    mailboxes = compare_sets(first.mailboxes, second.mailboxes)
    case.weigh(MAILBOX, mailboxes)
    case.weigh(ACCOUNT, compare_sets(first.accounts, second.accounts))
    if entity == "company":
        case.weigh(TAX, text_verdict(TAX, first.tax_number, second.tax_number))
        if mailboxes != "same":  # the domain says nothing more
            case.weigh(DOMAIN, compare_sets(first.domains, second.domains))
    else:
        case.weigh(BORN, number_verdict(first.birthday, second.birthday))
        case.weigh(FIRM, compare_sets(first.firms, second.firms))
    case.weigh(POSTCODE, number_verdict(first.postcode, second.postcode))
    if not (first.postcode and second.postcode):
        case.weigh(CITY, text_verdict(CITY, first.city, second.city))
    case.weigh(STREET, text_verdict(STREET, first.street, second.street))
    return case.found()


def _compare_names(case: Case, entity: str, first: Facts, second: Facts) -> None:
    evidence = STEM if entity == "company" else NAME
    verdict = name_verdict(evidence, first, second)
    if verdict == "different" and _sounds_alike(first, second):
        case.weigh(SOUND, "same")
    else:
        case.weigh(evidence, verdict)


def _sounds_alike(first: Facts, second: Facts) -> bool:
    """Tell whether a Chinese name and its pinyin, in any order of family and given name, are the same."""
    if first.name.isascii() == second.name.isascii():
        return False
    one, other = (sorted("".join(facts.spoken.split())) for facts in (first, second))
    return bool(one) and one == other
