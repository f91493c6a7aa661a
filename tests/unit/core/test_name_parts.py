"""The full name of a person and its parts: what a change of the one means for the others."""

from __future__ import annotations

import pytest

from crm_desktop.core.name_parts import Names, brought, parts_of
from crm_desktop.models import registry

CONTACT = registry.entity("contact")
KEYS = {"whole": "full_name", "family": "family_name", "given": "given_name"}


def after(now: tuple[str, str, str], **changed: str) -> tuple[str, str, str]:
    """Return the names of somebody who is called ``now``, after a change."""
    present = dict(zip(CONTACT.person, now, strict=True))
    said = {KEYS[key]: value or None for key, value in changed.items()}
    whole, family, given = {**present, **said, **brought(CONTACT, present, said)}.values()
    return whole or "", family or "", given or ""


@pytest.mark.parametrize(
    ("now", "changed", "whole"),
    [
        (("Abigail Ford", "Ford", "Abigail"), {"given": "Gail"}, "Gail Ford"),
        (("Abigail Ford", "Ford", "Abigail"), {"family": "Stone", "given": "Gail"}, "Gail Stone"),
        (("Abigail Ford", "Ford", "Abigail"), {"given": ""}, "Ford"),
        (("Ford", "Ford", ""), {"given": "Abigail"}, "Abigail Ford"),
        (("", "", ""), {"family": "Ford"}, "Ford"),
        (("王小明", "王", "小明"), {"given": "大明"}, "王大明"),
        (("王小明", "王", "小明"), {"family": "欧阳"}, "欧阳小明"),
        (("王小明先生", "王", "小明"), {"given": "大明"}, "王大明先生"),
        (("Dr. Ana Beltrán", "Beltrán", "Ana"), {"given": "Eva"}, "Dr. Eva Beltrán"),
        (("Prof. Dr. Weiß MBA", "Weiß", ""), {"given": "Ina"}, "Prof. Dr. Ina Weiß MBA"),
        (("Ana María Beltrán", "Beltrán", "Ana"), {"family": "Ruiz"}, "Ana María Ruiz"),
        (("Ford, Abigail", "Ford", "Abigail"), {"given": "Gail"}, "Ford, Gail"),
        (("Bob Ford", "Ford", "Robert"), {"given": "Rupert"}, "Bob Ford"),
        (("Bob Ford", "Ford", "Robert"), {"family": "Hale"}, "Bob Hale"),
        (("Mary Ann Ford", "Ford", ""), {"given": "Mary Ann"}, "Mary Ann Ford"),
        (("Dr. Ana María Beltrán Ruiz", "", ""), {"family": "Beltrán Ruiz"}, "Dr. Ana María Beltrán Ruiz"),
        (("Ann Annan", "Annan", "Ann"), {"given": "Eve"}, "Eve Annan"),
        (("Ana María Beltrán", "Beltrán", "Ana"), {"given": "Ana María"}, "Ana María Beltrán"),
        (("Dr. Thomas M. Thomas", "Thomas", "Thomas"), {"family": "Miller"}, "Dr. Thomas M. Miller"),
        (("Nagy Ana", "Nagy", "Ana"), {"family": "Kiss"}, "Kiss Ana"),
        (("Nagy Ana", "Nagy", "Ana"), {"given": "Eva"}, "Nagy Eva"),
        (("Abigail Ford", "Ford", "Abigail"), {"family": "", "given": ""}, "Abigail Ford"),
    ],
)
def test_a_part_changes_the_full_name(now: tuple[str, str, str], changed: dict[str, str], whole: str) -> None:
    assert after(now, **changed)[0] == whole


@pytest.mark.parametrize(
    ("now", "whole", "parts"),
    [
        (("Abigail Ford", "Ford", "Abigail"), "Gail Newname", ("Newname", "Gail")),
        (("Abigail Ford", "Ford", "Abigail"), "Dr. Abigail Ford", ("Ford", "Abigail")),
        (("Abigail Ford", "Ford", "Abigail"), "Abigail Mary Jane Anne Ford", ("Ford", "Abigail Mary Jane Anne")),
        (("Ana Beltrán Ruiz", "Beltrán Ruiz", "Ana"), "Anna Beltrán Ruiz", ("Beltrán Ruiz", "Anna")),
        (("Anna Berg", "Berg", "Anna"), "Anna van der Berg", ("van der Berg", "Anna")),
        (("Abigail Ford", "Ford", "Abigail"), "Dr. Ana María Beltrán Ruiz", ("", "")),
        (("Abigail Ford", "", ""), "Gail Newname", ("Newname", "Gail")),
        (("Bob Ford", "Ford", "Robert"), "Bobby Ford", ("Ford", "Robert")),
        (("王小明", "王", "小明"), "欧阳娜娜", ("欧阳", "娜娜")),
        (("王小明", "王", "小明"), "王大明先生", ("王", "大明")),
        (("", "", ""), "Ana Berg", ("Berg", "Ana")),
        (("", "", ""), "Cher", ("", "")),
        (("Wang Xiaoming", "Wang", "Xiaoming"), "Wang Xiaomin", ("Wang", "Xiaomin")),
        (("Nagy Ana", "Nagy", "Ana"), "Kiss Ana", ("Kiss", "Ana")),
        (("Nagy Ana", "Nagy", "Ana"), "Kiss Eva", ("Kiss", "Eva")),
        (("Nagy Ana", "Nagy", "Ana"), "Kiss Eva Zita", ("", "")),
    ],
)  # fmt: skip
def test_the_full_name_changes_its_parts(
    now: tuple[str, str, str], whole: str, parts: tuple[str, str]
) -> None:
    assert after(now, whole=whole) == (whole, *parts)


def test_what_somebody_says_of_both_stays() -> None:
    assert after(("Abigail Ford", "Ford", "Abigail"), whole="Gail F.", given="Gail") == (
        "Gail F.",
        "Ford",
        "Gail",
    )


def test_what_is_no_person_has_no_names() -> None:
    assert brought(registry.entity("company"), {"name": "Acme"}, {"name": "Acme GmbH"}) == {}


@pytest.mark.parametrize(
    ("names", "parts"),
    [
        (("Dr. Ana Beltrán", "Beltrán", "Ana"), ("Beltrán", "Ana")),
        (("Gail Newname", "Ford", "Gail"), ("Newname", "Gail")),
        (("Gail Newname", "", ""), ("Newname", "Gail")),
        (("Acme", "Ford", "Gail"), ("", "")),
    ],
)
def test_parts_that_are_no_other_name(names: tuple[str, str, str], parts: tuple[str, str]) -> None:
    assert parts_of(Names(*names)) == parts
