"""Rows of an import that no key finds, but that are likely records which are there, or earlier rows of the table."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from crm_desktop.core.errors import Cancelled, UsageProblem
from crm_desktop.services import imports
from crm_desktop.services.import_choices import Choices
from crm_desktop.services.workspace import Workspace
from tests.conftest import Maker
from tests.integration.services.import_help import counts, values

HEAD = ["Full name", "Email", "Mobile", "Company"]


@pytest.fixture
def ana(make: Maker) -> int:
    """A contact that is nearly the one of ``row``."""
    return make.contact("Ana Beltrán", email="ana@laguna.example", mobile="+34 600 111 222")


@pytest.fixture
def row(sheet: Any) -> Any:
    """A table in which the same person is written in another way, and somebody else."""
    return sheet(
        HEAD,
        ["Beltran Ruiz, Ana", "ana@laguna.example", "600 111 222", None],
        ["Jan Kowalski", "jan@else.example", "+48 500 100 200", None],
    )


def planned(workspace: Workspace, source: Any, entity: str = "contact", **choices: Any) -> imports.ImportPlan:
    plan = imports.plan_import(workspace, source, entity, Choices(**choices))
    imports.find_twins(workspace, plan)
    return plan


def test_a_likely_duplicate_is_shown_and_made_new(workspace: Workspace, ana: int, row: Any) -> None:
    plan = planned(workspace, row)
    assert plan.twins is not None
    ((place, (twin,)),) = plan.twins.items()
    assert (place, twin.record, twin.name) == (0, ana, "Ana Beltrán")
    assert twin.score >= 0.9
    assert {"same e-mail address", "same phone number"} <= set(twin.why)
    assert counts(imports.run_import(workspace, plan)) == (2, 0, 0, 0)


def test_all_likely_ones_can_be_updated(workspace: Workspace, ana: int, row: Any) -> None:
    plan = planned(workspace, row, likely="update", policies={"full_name": "overwrite"})
    assert counts(plan) == (1, 1, 0, 0)
    imports.run_import(workspace, plan)
    assert values(workspace, "contact", "full_name", "email") == [
        ("Beltran Ruiz, Ana", "ana@laguna.example"),
        ("Jan Kowalski", "jan@else.example"),
    ]


def test_all_likely_ones_can_be_left_out(workspace: Workspace, ana: int, row: Any) -> None:
    result = imports.run_import(workspace, planned(workspace, row, likely="skip"))
    assert counts(result) == (1, 0, 0, 0)
    assert result.left_out == 1


def test_single_rows_are_decided_beside_the_rule_for_all(workspace: Workspace, ana: int, row: Any) -> None:
    assert counts(planned(workspace, row, likely="skip", twins={2: None})) == (2, 0, 0, 0)
    assert counts(planned(workspace, row, likely="update", twins={2: None})) == (2, 0, 0, 0)
    plan = planned(workspace, row, twins={2: ana})
    assert counts(plan) == (1, 1, 0, 0)
    assert plan.owners == [ana, None]
    for nobody in (ana + 1, -2, -17):
        assert planned(workspace, row, twins={2: nobody}).owners == [None, None]


def test_a_choice_is_changed_without_reading_again(workspace: Workspace, ana: int, row: Any) -> None:
    plan = planned(workspace, row)
    row.unlink()
    other = imports.chosen(workspace, plan, twins={2: ana}, left_out=(3,))
    assert (counts(other), other.left_out) == ((0, 1, 0, 0), 1)
    assert (counts(plan), plan.left_out) == ((2, 0, 0, 0), 0)
    assert counts(imports.chosen(workspace, other, twins={}, left_out=())) == (2, 0, 0, 0)


def test_a_row_may_be_an_earlier_row(workspace: Workspace, sheet: Any) -> None:
    source = sheet(
        HEAD,
        ["Jan Kowalski", "jan@else.example", None, None],
        ["Kowalski, Jan", "jan@else.example", "+48 500 100 200", None],
        ["Kowalski, Jan", "jan@else.example", "+48 500 100 200", None],
    )
    plan = planned(workspace, source)
    assert plan.twins is not None
    assert [(place, one[0].record) for place, one in plan.twins.items()] == [(1, -2)]
    assert counts(plan) == (2, 0, 1, 0)
    joined = imports.chosen(workspace, plan, likely="update")
    assert counts(joined) == (1, 2, 0, 0)
    imports.run_import(workspace, joined)
    assert values(workspace, "contact", "full_name", "mobile") == [("Jan Kowalski", "+48 500 100 200")]


def test_companies_are_compared_by_their_stems(workspace: Workspace, make: Maker, sheet: Any) -> None:
    known = make.company("杭州青禾纺织有限公司", phone="0571-88001122")
    source = sheet(
        ["Company", "Phone"], ["青禾纺织(杭州)集团", "057188001122"], ["O'Brien & =1+1", "030 5550100"]
    )
    plan = planned(workspace, source, "company")
    assert {place: one[0].record for place, one in (plan.twins or {}).items()} == {0: known}


def test_pinyin_and_characters_meet(workspace: Workspace, make: Maker, sheet: Any) -> None:
    known = make.contact("陈晓梅", mobile="13857123345")
    plan = planned(workspace, sheet(HEAD, ["Chen Xiaomei", None, "+86 138 5712 3345", None]))
    assert {place: one[0].record for place, one in (plan.twins or {}).items()} == {0: known}


def test_a_name_that_many_bear_is_no_reason(workspace: Workspace, make: Maker, sheet: Any) -> None:
    for number in range(15):
        make.contact("李伟", mobile=f"1390013{number:04}")
    plan = planned(workspace, sheet(HEAD, ["李伟", "li@wei.example", "13800138000", None]))
    assert plan.twins == {}


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (["Rosa Vidal", None, None, None], True),
        (["Rosa Vidal", "rosa@home.example", None, "Laguna"], True),
        (["Rosa Vidal", "rosa@home.example", None, "Nordwind"], False),
        (["Rosa Vidal", None, None, None, "1991-02-03"], False),
        (["Rosa Vidal", None, None, None, None, "Ulm"], False),
        (["Rosa Vidan", None, None, None], False),
    ],
)
def test_the_only_one_of_a_name_is_shown(
    workspace: Workspace, make: Maker, sheet: Any, cells: list[Any], found: bool
) -> None:
    firm = make.company("Laguna")
    given = {"email": "rosa@laguna.example", "birthday": date(1980, 1, 1), "city": "Vigo", "company": firm}
    rosa = workspace.records.create("contact", {"full_name": "Rosa Vidal", **given})
    table = sheet([*HEAD, "Birthday", "City", "Note"], [*cells, *[None] * (6 - len(cells)), "met again"])
    plan = planned(workspace, table)
    assert {place: one[0].record for place, one in (plan.twins or {}).items()} == ({0: rosa} if found else {})
    if found:
        ((twin,),) = (plan.twins or {}).values()
        assert (twin.why[0], twin.is_sure, plan.created) == ("same name", len([*filter(None, cells)]) > 2, 1)


def test_of_two_of_a_name_neither_is_shown(workspace: Workspace, make: Maker, sheet: Any) -> None:
    for mail in ("a@one.example", "b@two.example"):
        make.contact("Rosa Vidal", email=mail)
    assert planned(workspace, sheet([*HEAD[:1], "Note"], ["Rosa Vidal", "x"])).twins == {}


def test_the_choice_for_all_takes_nobody_of_whom_only_the_name_is_the_same(
    workspace: Workspace, make: Maker, sheet: Any
) -> None:
    rosa = make.contact("Rosa Vidal", email="rosa@laguna.example")
    table = sheet(HEAD, ["Rosa Vidal", "rosa@home.example", None, None])
    for likely in ("new", "update", "skip"):
        assert counts(planned(workspace, table, likely=likely)) == (1, 0, 0, 0)
    assert counts(planned(workspace, table, twins={2: rosa})) == (0, 1, 0, 0)


def test_what_a_key_finds_is_no_likely_duplicate(workspace: Workspace, ana: int, sheet: Any) -> None:
    source = sheet(HEAD, ["Ana Beltran", "ana@laguna.example", "+34 600 111 999", None])
    plan = planned(workspace, source)
    assert (plan.twins, counts(plan)) == ({}, (0, 1, 0, 0))


def test_other_records_are_not_compared(workspace: Workspace, sheet: Any) -> None:
    plan = planned(workspace, sheet(["Product name"], ["Lamp"], ["Lamps"]), "product")
    assert plan.twins == {}


def test_the_mode_holds_for_likely_duplicates_too(workspace: Workspace, ana: int, row: Any) -> None:
    assert counts(planned(workspace, row, mode="update")) == (0, 0, 0, 0)
    assert counts(planned(workspace, row, mode="update", likely="update")) == (0, 1, 0, 0)
    assert counts(planned(workspace, row, mode="create", likely="update")) == (1, 0, 0, 0)


def test_what_was_decided_holds_when_the_file_changed_meanwhile(
    workspace: Workspace, make: Maker, ana: int, row: Any
) -> None:
    plan = planned(workspace, row, likely="update")
    make.contact("Somebody else")
    assert counts(imports.run_import(workspace, plan)) == (1, 1, 0, 0)
    plan = planned(workspace, row, twins={2: ana})
    workspace.records.delete("contact", [ana])
    assert counts(imports.run_import(workspace, plan))[0] == 1


def test_there_are_three_ways() -> None:
    with pytest.raises(UsageProblem):
        Choices(likely="merge")


def test_looking_for_them_can_be_stopped_and_tells_how_far_it_is(
    workspace: Workspace, ana: int, row: Any
) -> None:
    plan = imports.plan_import(workspace, row, "contact")
    with pytest.raises(Cancelled):
        imports.find_twins(workspace, plan, cancelled=lambda: True)
    assert plan.twins is None
    told: list[tuple[str, int]] = []
    found = imports.with_twins(workspace, plan, progress=lambda word, rows: told.append((word, rows)))
    assert told == [("Looking for likely duplicates", 1)]
    assert (plan.twins, len(found.twins or {})) == (None, 1)


def test_a_likely_row_never_overwrites_the_record_of_another_row(
    workspace: Workspace, ana: int, sheet: Any
) -> None:
    source = sheet(
        [*HEAD, "Note"],
        ["Ana Beltrán", "ana@laguna.example", "+34 600 111 222", None, "by her keys"],
        ["Beltran Ruiz, Ana", "ana@laguna.example", "600 111 222", None, "only likely"],
    )
    plan = planned(workspace, source, likely="update", policies={"note": "overwrite"})
    assert plan.twins is not None
    assert plan.twins[1][0].record == ana
    assert plan.owners == [ana, None]
    assert planned(workspace, source, likely="update", twins={3: ana}).owners == [ana, ana]
    assert counts(plan) == (1, 1, 0, 0)
    imports.run_import(workspace, plan)
    assert values(workspace, "contact", "full_name", "note") == [
        ("Ana Beltrán", "by her keys"),
        ("Beltran Ruiz, Ana", "only likely"),
    ]
