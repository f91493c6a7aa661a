"""What makes two records likely to be the same: forms of names, and the evidence that fields give. Pure functions.

The score is a naive Bayes estimate after Fellegi and Sunter (1969): each field that both records fill adds or takes
away a weight, the natural logarithm of how much more often it agrees (or differs) within one person or firm than
between two. ``score = 1 / (1 + e^-(PRIOR + Σ weights))``. A field that only one of the two fills says nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from crm_desktop.core.search_text import parts, sort_key

Verdict = Literal["same", "similar", "partly", "different"]

PRIOR = -3.0  # of two records that share a key at all, about one pair in twenty is one

# Legal forms and words that firms add and leave out as they like, folded.
_FORMS = frozenset(
    """
    ab ag aps as asa bhd bv bvba co company corp corporation cv dba doo eirl eood ev eurl gbr gmbh group holding
    holdings inc incorporated kft kg kgaa kk lda limitada limited llc llp lp ltd ltda mbh nv oao og ohg ood ooo oy oyj
    plc pllc pte pty ptyltd pvt sa sab saoc sarl sas sasu sc sca scs sdn se sicav sl slu snc sociedad spa spj spk
    sprl srl sro sti ug und vof zoo zrt and et y e the
    """.split()
)
_CHINESE_FORMS = re.compile(
    r"(?:有限责任公司|有限責任公司|股份有限公司|集团有限公司|集團有限公司|有限公司|集团公司|股份公司|总公司|分公司|子公司|公司|集团|集團"
    r"|个体工商户|工作室|合伙企业|\(?有限合伙\)?|事务所|经营部|商行)"
)
# Of these, words that tell more than a legal form: a group, its holding and a branch are firms of their own.
_TELLING = frozenset(
    "dba group holding holdings 分公司 子公司 总公司 集团 集團 工作室 事务所 经营部 商行".split()
)
_FILLING = frozenset(("and", "et", "y", "e", "the"))
_SAME_FORMS = {
    "limited": "ltd",
    "incorporated": "inc",
    "corporation": "corp",
    "company": "co",
    "limitada": "ltda",
}
_BRACKETED = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


@lru_cache(maxsize=50_000)
def company_stem(name: str) -> str:
    """Return what names a firm, without its legal form, brackets, case and accents: ``Müller & Co. KG`` → ``muller``.

    A Chinese name loses 有限公司 and its like, and spaces. A name that is nothing but such words stays as it is.
    """
    bare = _BRACKETED.sub(" ", name)
    if _CHINESE.search(bare):
        stem = "".join(parts(_CHINESE_FORMS.sub("", bare)))
        return stem or "".join(parts(name))
    words = parts(_dotted_forms(bare))
    stem = " ".join(one for one in words if one not in _FORMS)
    return stem or " ".join(words or parts(name))


def legal_forms(name: str) -> frozenset[str] | None:
    """Return the words of a name that are its legal form, short: ``Laguna Limited`` → ``{'ltd'}``; None where some of
    the words that :func:`company_stem` leaves out tell more than a form (a group, a branch)."""
    if _CHINESE.search(name):
        found = _CHINESE_FORMS.findall(name)
        telling = any(word in one for one in found for word in _TELLING)
    else:
        found = [_SAME_FORMS.get(one, one) for one in parts(_dotted_forms(name)) if one in _FORMS]
        telling = not _TELLING.isdisjoint(found)
    return None if telling else frozenset(found) - _FILLING


def _dotted_forms(name: str) -> str:
    """Return a name with the dots of abbreviations taken out: ``S.p.A.``, ``G.m.b.H``, ``A/S``, ``S. de R.L.``"""
    return re.sub(r"(?<=\b\w)[./](?=\w\b|\s|$|[,)])", "", name)


@lru_cache(maxsize=50_000)
def person_key(name: str) -> str:
    """Return a person's name without order, case, accents and the dots of initials: ``Lim, Grace`` → ``grace lim``.

    A Chinese name stays in its characters.
    """
    return " ".join(sorted(parts(name)))


@lru_cache(maxsize=50_000)
def spoken_name(name: str) -> str:
    """Return a name as it sounds in pinyin, its syllables in order of the alphabet: 陈晓梅 → ``chen mei xiao``."""
    return " ".join(sorted(sort_key(name, person=True).split()))


def mailbox(address: str) -> str:
    """Return the mailbox that an e-mail address leads to: lower case, without ``+tag``, for Gmail without dots."""
    local, _at, domain = address.strip().casefold().rpartition("@")
    local = local.partition("+")[0]
    if domain in ("gmail.com", "googlemail.com"):
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"


_SHARED_HOSTS = frozenset(
    """
    126.com 139.com 163.com 189.cn aliyun.com aol.com foxmail.com gmail.com gmx.de gmx.net googlemail.com hotmail.com
    icloud.com live.com mail.com mail.ru me.com msn.com outlook.com proton.me protonmail.com qq.com sina.com sohu.com
    t-online.de web.de yahoo.com yandex.ru yeah.net
    """.split()
)


def own_domain(address: str) -> str:
    """Return the domain of an e-mail or web address if it is a firm's own, '' for those of mail providers."""
    text = address.strip().casefold()
    if "/" in text or ":" in text:
        text = re.sub(r"^[a-z]+://", "", text).rpartition("@")[2].partition("/")[0].partition(":")[0]
    text = text.rpartition("@")[2].removeprefix("www.")
    return "" if text in _SHARED_HOSTS or "." not in text else text


@dataclass(frozen=True)
class Evidence:
    """What a field says when both records fill it: a weight for each verdict about the two values."""

    name: str
    same: float
    different: float
    similar: float = 0.0
    partly: float = 0.0
    alike: float = 1.1  # from which likeness (0 to 1) on values count as similar; above 1: never


@dataclass(frozen=True)
class Found:
    """How likely two records are one (0 to 1), and the names of what spoke for it, the strongest first."""

    score: float
    reasons: tuple[str, ...]


@dataclass
class Case:
    """Collects what speaks for and against two records being one."""

    total: float = PRIOR
    reasons: list[tuple[float, str]] = field(default_factory=list)

    def weigh(self, evidence: Evidence, verdict: Verdict | None) -> None:
        """Count a verdict about a field; None when nothing can be said."""
        if verdict is None:
            return
        weight = getattr(evidence, verdict)
        self.total += weight
        if weight > 0:
            self.reasons.append((weight, f"{verdict} {evidence.name}"))

    def found(self) -> Found:
        """Return the score and its reasons."""
        score = 1 / (1 + math.exp(-max(-50.0, min(50.0, self.total))))
        return Found(score, tuple(one for _weight, one in sorted(self.reasons, key=lambda one: -one[0])))


def compare_sets(first: Iterable[str], second: Iterable[str]) -> Verdict | None:
    """Return whether two records share one of their values (phones, mailboxes); None where one has none."""
    one, other = set(first), set(second)
    if not one or not other:
        return None
    return "same" if one & other else "different"
