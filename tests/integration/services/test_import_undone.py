"""An import that is undone was never there, whatever the table said and was chosen, and whatever else was edited."""

from __future__ import annotations

import csv
from itertools import count
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.core.query import ListQuery
from crm_desktop.services import imports
from crm_desktop.services.import_choices import LIKELY, MODES, Choices
from crm_desktop.services.import_outcome import STATES
from crm_desktop.services.workspace import Workspace
from tests.integration.store.store_help import live, state

HEADINGS = [
    "Full name",
    "Email",
    "Mobile",
    "Mobile 2",
    "Company",
    "Job title",
    "City",
    "Tags",
    "Note",
    "Level",
]
CELLS: dict[str, list[str]] = {
    "Full name": ["Ana Beltrán", "Beltran, Ana", "张三", "Zhang San", "O'Brien", "=1+1", ""],
    "Email": ["ana@laguna.example", "zs@example.com", "no-mail", ""],
    "Mobile": ["+34 600 111 222", "600111222", "13800138000", ""],
    "Mobile 2": ["+34 600 999 999", "13800138000", ""],
    "Company": ["Acme Tools", "Acme Tool", "星辰科技有限公司", ""],
    "Job title": ["Buyer", "采购", ""],
    "City": ["Hamburg", "杭州", ""],
    "Tags": ["VIP", "VIP, old", ""],
    "Note": ["met at the fair", "line\nline", ""],
    "Level": ["A", "Unheard-of", ""],
}
ROW = st.tuples(*(st.sampled_from(CELLS[heading]) for heading in HEADINGS))
POLICIES = st.dictionaries(
    st.sampled_from(["title", "city", "tags", "note", "level", "mobile", "company"]),
    st.sampled_from(["fill", "overwrite", "erase"]),
    max_size=3,
)
CHOICES = st.fixed_dictionaries(
    {
        "mode": st.sampled_from(MODES),
        "likely": st.sampled_from(LIKELY),
        "policies": POLICIES,
        "left_out": st.sets(st.one_of(st.integers(2, 9), st.sampled_from(STATES)), max_size=2),
    }
)
_numbers = count()


def brought(workspace: Workspace, folder: Path, rows: list[tuple[str, ...]], answers: dict[str, Any]) -> int:
    """Import generated rows; returns the transaction, 0 when nothing was written."""
    path = folder / f"table{next(_numbers)}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADINGS, *rows])
    plan = imports.plan_import(workspace, path, "contact", Choices(**answers))
    result = imports.run_import(workspace, plan)
    done = result.created + result.updated + result.unchanged + result.rejected + result.left_out
    assert done == result.rows == len(rows)
    return result.undo


@settings(max_examples=25)
@given(
    first=st.lists(ROW, max_size=4),
    rows=st.lists(ROW, min_size=1, max_size=8),
    answers=CHOICES,
)
def test_undo_is_neutral(
    workspace: Workspace,
    tmp_path: Path,
    first: list[tuple[str, ...]],
    rows: list[tuple[str, ...]],
    answers: dict[str, Any],
) -> None:
    if first:
        brought(workspace, tmp_path, first, {})
    before = live(state(workspace.file.reader()))
    transaction = brought(workspace, tmp_path, rows, answers)
    if not transaction:
        assert live(state(workspace.file.reader())) == before
        return
    after = live(state(workspace.file.reader()))
    report = workspace.history.undo(transaction)
    assert report.kept == []
    assert live(state(workspace.file.reader())) == before
    workspace.history.undo(report.transaction)
    assert live(state(workspace.file.reader())) == after
    workspace.history.undo_last()
    assert workspace.problems(quick=True) == []


@settings(max_examples=20)
@given(
    first=st.lists(ROW, max_size=4),
    rows=st.lists(ROW, min_size=1, max_size=6),
    answers=CHOICES,
    at=st.integers(0, 20),
    edit=st.sampled_from([{"note": "mine"}, {"title": "mine"}, {"mobile": "0171 9999999"}, {"city": "Mine"}]),
)
def test_what_was_edited_since_stays_and_is_named_and_the_rest_is_as_it_was(
    workspace: Workspace,
    tmp_path: Path,
    first: list[tuple[str, ...]],
    rows: list[tuple[str, ...]],
    answers: dict[str, Any],
    at: int,
    edit: dict[str, Any],
) -> None:
    bystander = workspace.records.create("contact", {"full_name": f"Bystander {next(_numbers)}"})
    if first:
        brought(workspace, tmp_path, first, {})
    before = live(state(workspace.file.reader()))
    transaction = brought(workspace, tmp_path, rows, answers)
    ids = list(workspace.lists.ids(ListQuery("contact")))
    edited = ids[at % len(ids)]
    workspace.records.save("contact", edited, edit)
    workspace.records.save("contact", bystander, {"note": "edited meanwhile"})
    if not transaction:
        return
    report = workspace.history.undo(transaction)
    values = workspace.records.get("contact", edited).values
    assert not workspace.records.get("contact", edited).deleted
    (key,) = edit
    if edited != bystander or key != "note":
        assert values[key] == edit[key]
    after = live(state(workspace.file.reader()))
    is_new = ("contact", edited) not in before
    assert bool(report.kept) or not is_new
    if is_new:
        name = workspace.records.get("contact", edited).title
        assert any(name in one.name for one in report.kept)
    # A record that nobody has touched since is as it was, and those that were made are gone.
    companies = {row for table, row in before if table == "company"}
    for table, row in after.keys() | before.keys():
        if table == "contact" and row not in (edited, bystander):
            assert after.get((table, row)) == before.get((table, row))
        if table == "company" and row in companies:
            assert after[table, row] == before[table, row]
    assert workspace.problems(quick=True) == []
