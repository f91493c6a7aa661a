"""What is ruled out before names are compared could not have been a likely duplicate."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.services.duplicates.bounds import may_reach, points_of
from crm_desktop.services.duplicates.facts import Facts
from crm_desktop.services.duplicates.outlines import Outlines
from crm_desktop.services.duplicates.ruling_out import reaching
from crm_desktop.services.duplicates.scoring import compare

FEW = st.sets(st.sampled_from(["030 1234567", "a@b.example", "c@b.example", "0171 7654321"]), max_size=2)
NAMES = st.sampled_from(
    ["", "Ana Beltrán", "Beltran, Ana", "陈晓梅", "Chen Xiaomei", "O'Brien GmbH", "=1+1", "张三"]
)
TEXTS = st.sampled_from(["", "Hamburg", "Hamburgo", "20095", "20099", "1980-03-04", "1980-04-03", "x"])


@st.composite
def facts(draw: st.DrawFn, entity: str) -> Facts:
    """Somebody of whom anything may be known."""
    one = Facts(1)
    one.set_name(entity, draw(NAMES))
    one.other_names = tuple(draw(st.sets(NAMES, max_size=1)))
    one.phones, one.mailboxes, one.accounts, one.domains = (tuple(draw(FEW)) for _set in range(4))
    one.firms = tuple(draw(st.sets(NAMES, max_size=1)))
    one.tax_number, one.birthday = draw(TEXTS), draw(TEXTS)
    one.set_address(draw(TEXTS), draw(TEXTS), draw(TEXTS))
    return one


@given(st.data(), st.sampled_from(["company", "contact"]), st.floats(0.01, 0.99))
def test_nothing_that_reaches_a_score_is_ruled_out(data: st.DataObject, entity: str, least: float) -> None:
    first, second = data.draw(facts(entity)), data.draw(facts(entity))
    outlines = Outlines()
    outlines.extend([Facts(0), first])
    outlines.extend([second])
    if compare(entity, first, second).score >= least:
        assert may_reach(entity, first, second, points_of(least) - 1e-9)
        assert list(reaching(entity, outlines, [(1, 2)], points_of(least))) == [(1, 2)]


def test_a_pair_that_differs_in_all_but_a_birthday_is_ruled_out() -> None:
    first, second = Facts(1), Facts(2)
    for one, name, phone in ((first, "Ana Beltrán", "600111222"), (second, "Jan Nowak", "500100200")):
        one.set_name("contact", name)
        one.phones, one.mailboxes, one.accounts = (phone,), (name,), (phone,)
        one.birthday, one.street, one.firms = "1980-03-04", name, (name,)
    outlines = Outlines()
    outlines.extend([first, second])
    assert not may_reach("contact", first, second, points_of(0.9))
    assert list(reaching("contact", outlines, [(0, 1)], points_of(0.9))) == []
    second.firms = ("Ana Beltrán",)
    assert may_reach("contact", first, second, points_of(0.9))


def test_the_ends_of_the_scale() -> None:
    assert points_of(0) == -math.inf
    assert points_of(1) == math.inf


def test_postcodes_of_any_length_are_compared() -> None:
    first, second = Facts(1), Facts(2)
    first.set_address("", "1", "")
    second.set_address("", "12345", "")
    assert compare("contact", first, second).score < 0.1
