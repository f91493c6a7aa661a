"""How heading and values add up to a confidence."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.exchange.confidence import PRIORS, Rates, certainty, confidence

MAIL = Rates(0.97, 0.02)
TEXT = Rates(0.97, 0.60)


def test_the_heading_alone() -> None:
    assert confidence("label", 0, 0, MAIL) == 0.98
    assert confidence("form", 1, 9, None) == 0.85
    assert confidence("chosen", 0, 9, MAIL) == 1.0
    assert confidence("saved", 0, 9, MAIL) == 1.0
    assert confidence("", 1, 9, MAIL) == 0.0


def test_values_confirm_or_contradict() -> None:
    assert confidence("label", 0, 9, MAIL) < 0.01
    assert confidence("values", 1, 9, MAIL) > 0.9
    assert 0.03 < confidence("values", 1, 9, TEXT) < 0.2
    assert certainty(confidence("similar", 1, 9, MAIL)) == "check"


@given(st.sampled_from(sorted(PRIORS)), st.floats(0, 1), st.floats(0, 1), st.integers(0, 100))
def test_more_readable_values_never_make_it_less_sure(reason: str, a: float, b: float, count: int) -> None:
    low, high = sorted((a, b))
    assert 0 <= confidence(reason, low, count, MAIL) <= confidence(reason, high, count, MAIL) <= 0.99
