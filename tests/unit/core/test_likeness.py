"""Forms of names, and the evidence that fields give."""

from __future__ import annotations

import math

import pytest

from crm_desktop.core.likeness import (
    PRIOR,
    Case,
    Evidence,
    company_stem,
    compare_sets,
    legal_forms,
    mailbox,
    own_domain,
    person_key,
    spoken_name,
)


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Müller & Co. KG", "muller"),
        ("Atelier Leduc S.A.R.L.", "atelier leduc"),
        ("ACME Inc.", "acme"),
        ("Acme, Incorporated", "acme"),
        ("Pirelli S.p.A.", "pirelli"),
        ("Jensen A/S", "jensen"),
        ("Fischer Metallbau GmbH & Co. KG", "fischer metallbau"),
        ("Bosphorus Ceramics Ltd. Şti.", "bosphorus ceramics"),
        ("Doyle & Sons", "doyle sons"),
        ("杭州青禾纺织有限公司", "杭州青禾纺织"),
        ("青禾纺织（杭州）有限责任公司", "青禾纺织"),
        ("The Co", "the co"),
        ("公司", "公司"),
        ("", ""),
    ],
)
def test_a_firm_without_its_legal_form(name, stem):
    assert company_stem(name) == stem


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Laguna", set()),
        ("The Laguna Limited", {"ltd"}),
        ("Stone G.m.b.H. & Co. KG", {"gmbh", "co", "kg"}),
        ("成都云帆食品股份有限公司", {"股份有限公司"}),
        ("Stone Group", None),
        ("云帆分公司", None),
    ],
)
def test_the_legal_form_of_a_firm(name, forms):
    assert legal_forms(name) == forms


def test_a_person_in_any_order():
    assert person_key("Lim, Grace") == person_key("grace  LIM") == "grace lim"
    assert person_key("José") == person_key("jose")
    assert spoken_name("陈晓梅") == "chen mei xiao"


def test_the_mailbox_behind_an_address():
    assert mailbox(" J.Doe+shop@GoogleMail.com ") == "jdoe@gmail.com"
    assert mailbox("j.doe@acme.example") == "j.doe@acme.example"


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("https://www.acme.example:8080/contact?x=1", "acme.example"),
        ("info@acme.example", "acme.example"),
        ("somebody@qq.com", ""),
        ("localhost", ""),
        ("", ""),
    ],
)
def test_only_the_domain_of_a_firm_tells_something(address, domain):
    assert own_domain(address) == domain


def test_the_score_is_the_estimate_of_the_weights():
    case = Case()
    case.weigh(Evidence("phone", same=4.0, different=-1.0), "same")
    case.weigh(Evidence("name", same=4.0, different=-5.0, similar=2.0), "similar")
    case.weigh(Evidence("city", same=1.0, different=-1.5), "different")
    case.weigh(Evidence("street", same=1.0, different=-1.0), None)
    found = case.found()
    assert found.score == pytest.approx(1 / (1 + math.exp(-(PRIOR + 4 + 2 - 1.5))))
    assert found.reasons == ("same phone", "similar name")


def test_sets_say_nothing_where_one_is_empty():
    assert compare_sets({"1"}, set()) is None
    assert compare_sets({"1", "2"}, {"2"}) == "same"
    assert compare_sets({"1"}, {"2"}) == "different"
