"""What the stream of a record says of an import, of a deletion that was undone."""

from __future__ import annotations

from crm_desktop.ui.timeline import happening_of


def test_an_import_tells_what_it_brought(workspace, make):
    options = workspace.lists.options("industry")
    with workspace.work("Import %(name)s", "import", name="list.xlsx") as work:
        company, channel = work.writer.ids.block(2)
        columns = ["id", "name", "short_name", "industry_id", "annual_revenue", "currency"]
        work.insert_many("company", columns, [(company, "张三 GmbH", "张三", options[0].id, 123_450, "CNY")])
        columns = ["id", "company_id", "kind", "value", "is_primary"]
        work.insert_many("channel", columns, [(channel, company, "phone", "030 123", 1)])
    (entry,) = workspace.history.of_record("company", company)
    assert entry.created
    told = happening_of(entry)
    assert told.title == "Import list.xlsx"
    lines = told.body.splitlines()
    assert {"Name: 张三 GmbH", "Short name: 张三", f"Industry: {options[0].name}", "Phone: 030 123"} <= set(
        lines
    )
    assert "Annual revenue: ¥ 1,234.50" in lines, "in the currency of the record"


def test_a_record_made_by_hand_tells_only_that(workspace, make):
    (entry,) = workspace.history.of_record("company", make.company("Acme", note="new"))
    told = happening_of(entry)
    assert (told.title, told.body) == ("Record created", "")


def test_a_deletion_that_was_undone_says_so_once(workspace, make):
    company = make.company("Acme", phone="030 1", email="a@example.com", city="Berlin")
    workspace.history.undo(workspace.records.delete("company", [company]))
    undone, deleted, _made = map(happening_of, workspace.history.of_record("company", company))
    assert (undone.title, undone.body) == ("Undo: Delete Acme", "Restored")
    assert (deleted.title, deleted.body) == ("Delete Acme", "")
