"""A check finds what SQLite takes for sound: half-merged records, what was left behind, forms that are wrong."""

from __future__ import annotations

from crm_desktop.services import merging
from crm_desktop.services.workspace import Workspace
from tests.integration.services.merge_help import create


def test_a_check_finds_what_contradicts_itself(workspace: Workspace) -> None:
    ann = create(workspace, "contact", full_name="Ann", email="ann@x.example", mobile="13800001111")
    bob = create(workspace, "contact", full_name="Bob")
    cy = create(workspace, "contact", full_name="Cy")
    deal = create(workspace, "opportunity", name="Deal", contact=ann)
    merging.merge(workspace, "contact", ann, [bob, cy])
    assert workspace.problems() == []
    connection = workspace.file.writer.connection
    connection.execute("UPDATE contact SET deleted_at = NULL WHERE id = ?", (bob,))
    connection.execute("UPDATE opportunity SET contact_id = ? WHERE id = ?", (cy, deal))
    connection.execute("UPDATE channel SET normal = 'x'")
    assert workspace.problems() == [
        "“Bob” was merged into another record and still stands in the list.",
        f"Opportunity {deal} names “Cy”, which was merged into another record.",
        "2 numbers and addresses cannot be found by their value.",
    ]
    assert workspace.problems(quick=True) == []


def test_the_search_index_is_sound_for_who_searched_long_ago(workspace: Workspace) -> None:
    workspace.problems()
    for number in range(300):
        create(workspace, "activity", kind="note", subject=f"told {number}")
    assert workspace.problems() == []
