"""How sure it is that a column means a field: a heading speaks first, then the values of the column.

A naive Bayes estimate, as for likely duplicates (``core/likeness.py``): ``1 / (1 + e^-(heading + values))``.

* *Heading*: the log odds that a field is meant where the heading is its key or label (.98), an alias (.95), one of
  these in another form (.85), almost one of them (.70), or tells nothing (.03: one of some thirty fields). What was
  chosen or saved is certain; a known export is .98.
* *Values*: ``n · (share · ln(right/wrong) + (1 − share) · ln((1−right)/(1−wrong)))``. ``share`` is how many of the
  different values the field's kind can read; ``right`` is how many it reads in a column that is meant for it,
  ``wrong`` in one that is not: nearly all texts could be a street, few are an e-mail address. Values of one column are
  like one another, so they count as no more than three (``n``).

So phone numbers outweigh the heading "E-mail", unknown words under "Industry" only make it worth a look (they may be
new), and a text can never prove that it is a note. From .85 on a match is *sure*, from .5 on to be *checked*, below it
is a *guess*.
"""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

Certainty = Literal["sure", "check", "guess", ""]
SURE = 0.85
CHECK = 0.5
_MOST = 3  # values that count
_HIGHEST = 0.99

PRIORS: dict[str, float] = {
    "key": 0.98, "label": 0.98, "export": 0.98, "alias": 0.95, "form": 0.85, "similar": 0.70, "values": 0.03,
}  # fmt: skip


class Rates(NamedTuple):
    """The share of values that can be read in a column that is meant for a kind of field, and in any other."""

    right: float
    wrong: float


def confidence(reason: str, share: float, count: int, rates: Rates | None) -> float:
    """Return how sure it is (0–1) that a column means a field, by its heading and by ``count`` different values.

    ``rates`` is None where values say nothing.
    """
    if reason not in PRIORS:
        return 1.0 if reason else 0.0
    prior = PRIORS[reason]
    odds = math.log(prior / (1 - prior))
    if rates is not None and count:
        for_it = math.log(rates.right / rates.wrong)
        against = math.log((1 - rates.right) / (1 - rates.wrong))
        odds += min(count, _MOST) * (share * for_it + (1 - share) * against)
    found = 1 / (1 + math.exp(-odds))
    # What was only almost a heading is to be confirmed, whatever stands below it.
    return round(min(found, SURE - 0.01 if reason == "similar" else _HIGHEST), 3)


def certainty(value: float) -> Certainty:
    """Return the word for a confidence: sure, check or guess."""
    return "sure" if value >= SURE else "check" if value >= CHECK else "guess"
