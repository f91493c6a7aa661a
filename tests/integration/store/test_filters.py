"""What the conditions of a list mean, alone, together and with search, order and trash."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from crm_desktop.core.errors import UsageProblem
from crm_desktop.services.workspace import Condition, Workspace
from tests.conftest import FixedClock, Maker
from tests.integration.store.store_help import ids


@pytest.fixture
def three(workspace: Workspace, make: Maker, fixed_clock: FixedClock) -> dict[str, int]:
    size = workspace.lists.options("size")
    return {
        "a": make.company(
            "Äpfel GmbH", note="50 % off", employees=0, next_contact=date(2026, 11, 19), size=size[0].id
        ),
        "b": make.company(
            "birnen AG", note="", employees=5, next_contact=date(2026, 11, 21), size=size[1].id, tags=["x"]
        ),
        "c": make.company("星辰科技", employees=None, phone="030 1", tags=["x", "y"]),
    }


CASES: list[tuple[str, str, Any, str]] = [
    ("name", "contains", "pfel", "a"),
    ("name", "contains", "äpfel", "a"),
    ("name", "contains", "BIRNEN", "b"),
    ("name", "contains", "辰科", "c"),
    ("name", "contains", "%", ""),
    ("note", "contains", "50 %", "a"),
    ("note", "contains", "_", ""),
    ("name", "starts", "BIR", "b"),
    ("name", "starts", "星", "c"),
    ("name", "starts", "irnen", ""),
    ("name", "is", "birnen AG", "b"),
    ("name", "is", "Birnen AG", ""),
    ("name", "is_not", "birnen AG", "ac"),
    ("note", "empty", None, "bc"),
    ("note", "filled", None, "a"),
    ("note", "is_not", "50 % off", "bc"),
    ("employees", "is", 0, "a"),
    ("employees", "empty", None, "c"),
    ("employees", "at_least", 0, "ab"),
    ("employees", "at_most", 4, "a"),
    ("next_contact", "on", "2026-11-21", "b"),
    ("next_contact", "before", "2026-11-21", "a"),
    ("next_contact", "after", "2026-11-19", "b"),
    ("next_contact", "after", date(2026, 11, 18), "ab"),
    ("next_contact", "within_days", -1, "a"),
    ("next_contact", "within_days", 1, "b"),
    ("next_contact", "within_days", 0, ""),
    ("next_contact", "empty", None, "c"),
    ("phone", "filled", None, "c"),
    ("phone", "empty", None, "ab"),
    ("phone", "contains", "030", "c"),
    ("phone", "is_not", "030 1", "ab"),
    ("tags", "has", "x", "bc"),
    ("tags", "has_not", "y", "ab"),
    ("tags", "has", "X", ""),
    ("tags", "empty", None, "a"),
    ("name", "contains", "' OR 1=1 --", ""),
]


@pytest.mark.parametrize(
    ("field", "operator", "value", "wanted"), CASES, ids=[f"{a}-{b}-{c}" for a, b, c, _d in CASES]
)
def test_what_a_filter_means(
    workspace: Workspace, three: dict[str, int], field: str, operator: str, value: Any, wanted: str
) -> None:
    got = ids(workspace, "company", conditions=(Condition(field, operator, value),))
    assert sorted(got) == sorted(three[letter] for letter in wanted)


def test_options_are_filtered_by_several(workspace: Workspace, three: dict[str, int]) -> None:
    size = [one.id for one in workspace.lists.options("size")]
    for chosen, wanted in (([], ""), (size[:1], "a"), (size[:2], "ab"), (size, "ab")):
        got = ids(workspace, "company", conditions=(Condition("size", "any_of", chosen),))
        assert sorted(got) == sorted(three[letter] for letter in wanted)


def test_all_or_any_condition(workspace: Workspace, three: dict[str, int]) -> None:
    both = (Condition("tags", "has", "x"), Condition("phone", "filled"))
    assert ids(workspace, "company", conditions=both) == [three["c"]]
    assert len(ids(workspace, "company", conditions=both, match_all=False)) == 2
    workspace.records.delete("company", [three["c"]])
    assert ids(workspace, "company", conditions=both, match_all=False) == [three["b"]]


def test_filters_go_together_with_search_order_and_trash(workspace: Workspace, three: dict[str, int]) -> None:
    tagged = (Condition("tags", "has", "x"),)
    assert ids(workspace, "company", conditions=tagged, search="birnen") == [three["b"]]
    assert ids(workspace, "company", conditions=tagged, search="äpfel") == []
    assert ids(workspace, "company", conditions=tagged, sort="employees", descending=True) == [
        three["b"],
        three["c"],
    ]
    workspace.records.delete("company", [three["b"]])
    assert ids(workspace, "company", conditions=tagged, trash=True) == [three["b"]]


@pytest.mark.parametrize(
    "condition",
    [
        Condition("nonsense", "is", 1),
        Condition("name; DROP TABLE company", "is", 1),
        Condition("name", "like", "%"),
        Condition("name", "at_least", 1),
        Condition("name", "", 1),
        Condition("next_contact", "on", "soon"),
        Condition("next_contact", "on", None),
        Condition("last_contact", "before", datetime(2026, 11, 20, 12, tzinfo=UTC)),
        Condition("next_contact", "within_days", "x"),
        Condition("next_contact", "within_days", None),
        Condition("size", "any_of", 5),
    ],
)
def test_a_filter_that_there_is_not(workspace: Workspace, condition: Condition) -> None:
    """T-14."""
    with pytest.raises(UsageProblem):
        ids(workspace, "company", conditions=(condition,))


def test_a_day_of_moments_is_that_of_the_user(
    workspace: Workspace, make: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = [datetime(2026, 11, 19, 15, 59, tzinfo=UTC), datetime(2026, 11, 19, 16, 0, tzinfo=UTC)]
    made = [make.contact(f"C {at}", last_contact=one) for at, one in enumerate(moments)]
    import time

    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        on = (Condition("last_contact", "on", "2026-11-20"),)
        assert ids(workspace, "contact", conditions=on) == made[1:]
    finally:
        monkeypatch.undo()
        time.tzset()
