"""Single records: values wherever they lie, required fields, states, numbers, trash, many at once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from crm_desktop.core import clock
from crm_desktop.core.errors import RecordProblem
from crm_desktop.core.new_record import NewRecord
from crm_desktop.models import registry
from crm_desktop.services.workspace import Condition, ListQuery, Workspace, open_workspace
from crm_desktop.store.driver import scalar
from tests.conftest import FixedClock, Maker, check_sound
from tests.integration.services.record_help import rows, statuses, texts

# ---------------------------------------------------------------- values


def test_every_value_comes_back(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme")
    level = workspace.lists.options("level")[1]
    values = {
        "full_name": "Ann Example",
        "company": company,
        "title": "Buyer",
        "email": "ann@example.com",
        "mobile": "+49 171 1234567",
        "wechat": "ann_wx",
        "level": level.id,
        "gender": "female",
        "birthday": date(1980, 2, 29),
        "city": "Berlin",
        "street": "Hauptstr. 1",
        "last_contact": datetime(2026, 11, 1, 9, 30, tzinfo=UTC),
        "tags": ["b", "a"],
        "note": "first\nsecond",
    }
    contact = workspace.records.create("contact", values)
    record = workspace.records.get("contact", contact)
    plain = {key: getattr(record.values[key], "id", record.values[key]) for key in values}
    assert plain == {**values, "tags": ["a", "b"]}
    assert record.title == "Ann Example"
    assert record.texts["company"] == "Acme"
    assert record.texts["level"] == level.name
    assert not record.deleted


def test_numbers_with_decimals_and_amounts(workspace: Workspace) -> None:
    order = workspace.records.create(
        "sales_order", {"total": 123_456, "currency": "JPY", "rate": Decimal("0.00612345")}
    )
    record = workspace.records.get("sales_order", order)
    assert record.values["rate"] == Decimal("0.00612345")
    assert record.values["total"] == 123_456
    assert "123,456" in record.texts["total"]


def test_child_values_are_written_to_the_primary_row(workspace: Workspace, make: Maker) -> None:
    contact = make.contact("Ann", mobile="0171 1", email="a@b.com")
    with workspace.work("Second") as work:
        channel = registry.model("channel")
        work.add(channel, contact_id=contact, kind="mobile", value="0172 2", is_primary=False)
    workspace.records.save("contact", contact, {"mobile": "0173 3"})
    sql = "SELECT value, is_primary, normal FROM channel WHERE contact_id = ? AND kind = 'mobile' ORDER BY id"
    assert [row[:2] for row in rows(workspace, sql, contact)] == [("0173 3", 1), ("0172 2", 0)]
    assert rows(workspace, sql, contact)[0][2] == "01733"
    workspace.records.save("contact", contact, {"mobile": None})
    assert texts(workspace, "contact", contact)["mobile"] == "0172 2", "the next number moves up"
    assert texts(workspace, "contact", contact)["email"] == "a@b.com"
    workspace.records.save("contact", contact, {"email": ""})
    assert "email" not in texts(workspace, "contact", contact)
    workspace.records.save("contact", contact, {"email": "c@d.com"})
    assert texts(workspace, "contact", contact)["email"] == "c@d.com"
    assert workspace.problems() == []


def test_nothing_is_made_for_an_empty_child_value(workspace: Workspace, make: Maker) -> None:
    contact = make.contact("Ann", mobile=None, email="", city=None, company=None)
    for table in ("channel", "address", "affiliation"):
        assert scalar(workspace.file.reader(), f"SELECT count(*) FROM {table}") == 0
    assert workspace.records.save("contact", contact, {"mobile": None}) == 0


def test_saving_the_same_values_is_no_change(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme", tags=["a", "b"], phone="030 1", annual_revenue=5)
    before = workspace.history.recent(1)[0].id
    record = workspace.records.get("company", company)
    values = {
        one.key: getattr(record.values[one.key], "id", record.values[one.key])
        for one in registry.entity("company").fields
        if one.writable
    }
    assert workspace.records.save("company", company, values) == 0
    assert workspace.history.recent(1)[0].id == before


def test_tags(workspace: Workspace, make: Maker) -> None:
    one = make.company("Acme", tags=["VIP", " vip ", "Zürich", ""])
    other = make.company("Zebra", tags=["ＶＩＰ", "zurich"])
    assert workspace.lists.count("tag") == 2
    assert workspace.records.get("company", one).texts["tags"] == "VIP, Zürich"
    assert workspace.records.get("company", other).texts["tags"] == "VIP, Zürich"
    workspace.records.save("company", one, {"tags": ["Zürich", "New"]})
    assert workspace.records.get("company", one).texts["tags"] == "New, Zürich"
    assert workspace.records.get("company", other).texts["tags"] == "VIP, Zürich"
    workspace.records.save("company", one, {"tags": None})
    assert "tags" not in texts(workspace, "company", one)
    assert workspace.lists.count("tag") == 3, "a tag stays when nobody has it"
    assert scalar(workspace.file.reader(), "SELECT count(*) FROM tag_link WHERE deleted_at IS NULL") == 2


def test_a_record_that_there_is_not(workspace: Workspace) -> None:
    for act in (
        lambda: workspace.records.get("company", 4711),
        lambda: workspace.records.save("company", 4711, {"name": "x"}),
    ):
        with pytest.raises(RecordProblem, match="no longer exists"):
            act()
    assert workspace.records.delete("company", [4711]) == 0
    assert workspace.records.restore("company", [4711]) == 0


# ---------------------------------------------------------------- required values


@pytest.mark.parametrize("entity", [one.name for one in registry.MAIN])
def test_what_is_required_is_asked_for_or_given(workspace: Workspace, entity: str) -> None:
    """A record is made with everything that is required, or refused with the names of what is missing."""
    required = [one for one in registry.entity(entity).fields if one.required and one.stored]
    before = workspace.history.recent(1)[0].id
    for empty in (
        {},
        dict.fromkeys((one.key for one in required), None),
        dict.fromkeys((one.key for one in required), ""),
    ):
        try:
            made = workspace.records.create(entity, empty)
        except RecordProblem as problem:
            assert any(one.label in problem.title for one in required)  # noqa: PT017
            assert workspace.history.recent(1)[0].id == before
            assert workspace.lists.count(entity) == 0
        else:
            values = workspace.records.get(entity, made).values
            assert all(values[one.key] not in (None, "") for one in required)
            workspace.history.undo_last()
            before = workspace.history.recent(1)[0].id


@pytest.mark.parametrize("empty", [None, ""])
def test_what_is_required_cannot_be_emptied(workspace: Workspace, make: Maker, empty: str | None) -> None:
    company = make.company("Acme")
    with pytest.raises(RecordProblem, match="“Name” cannot be empty"):
        workspace.records.save("company", company, {"name": empty, "note": "x"})
    with pytest.raises(RecordProblem, match="“Name” cannot be empty"):
        workspace.records.set_many("company", [company], {"name": empty, "note": "x"})
    assert texts(workspace, "company", company)["name"] == "Acme"
    assert "note" not in texts(workspace, "company", company)


def test_a_contact_is_named_by_its_parts(workspace: Workspace) -> None:
    names = [("Example", "Ann", "Ann Example"), ("陈", "晓梅", "陈晓梅"), (None, "Ann", "Ann")]
    for family, given, wanted in names:
        contact = workspace.records.create("contact", {"family_name": family, "given_name": given})
        assert workspace.records.get("contact", contact).title == wanted


# ---------------------------------------------------------------- many at once


def test_many_records_in_one_transaction(workspace: Workspace, make: Maker) -> None:
    ids = [make.company(name, tags=["old"]) for name in "ABC"]
    size = workspace.lists.options("size")[0].id
    values = {"size": size, "next_contact": date(2026, 12, 1), "tags": ["new"], "phone": "030 1"}
    txn = workspace.records.set_many("company", ids, values)
    assert workspace.history.recent(1)[0].text == "Change 3 records"
    for company in ids:
        record = workspace.records.get("company", company)
        assert record.values["size"].id == size
        assert record.values["next_contact"] == date(2026, 12, 1)
        assert (record.texts["tags"], record.texts["phone"]) == ("new", "030 1")
    assert len(workspace.lists.ids(ListQuery("company", search="new"))) == 3
    workspace.history.undo(txn)
    for company in ids:
        assert set(texts(workspace, "company", company)) == {
            "name",
            "tags",
            "owner",
            "created_at",
            "updated_at",
        } | {key for key in texts(workspace, "company", company) if key == "currency"}
        assert texts(workspace, "company", company)["tags"] == "old"
    check_sound(workspace)


def test_one_that_may_not_stops_all(workspace: Workspace) -> None:
    ids = [workspace.records.create("service_request", {"title": str(at)}) for at in range(3)]
    for one in ids[:2]:
        workspace.records.save("service_request", one, {"status": "in_progress"})
    with pytest.raises(RecordProblem):
        workspace.records.set_many("service_request", ids, {"status": "solved"})
    states = {workspace.records.get("service_request", one).values["status"] for one in ids}
    assert states == {"in_progress", "new"}
    workspace.records.set_many("service_request", ids[:2], {"status": "solved"})
    assert statuses(workspace, ids[0])[-1] == ("in_progress", "solved")


@pytest.mark.slow
def test_more_records_than_one_statement_takes(workspace: Workspace, make: Maker) -> None:
    make.many(33_000)
    ids = list(workspace.lists.ids(ListQuery("company")))
    assert workspace.records.set_many("company", ids, {"note": "x"})
    assert workspace.records.delete("company", ids)
    assert workspace.lists.count("company") == 0
    assert workspace.records.restore("company", ids)
    assert (
        workspace.lists.count_of(ListQuery("company", conditions=(Condition("note", "is", "x"),))) == 33_000
    )


# ---------------------------------------------------------------- trash


def test_restoring_brings_back_what_was_deleted_together(
    workspace: Workspace, make: Maker, fixed_clock: FixedClock
) -> None:
    contact = make.contact(
        "Ann", mobile="0171 1", email="a@b.com", city="Berlin", company=make.company("Acme")
    )
    fixed_clock.advance(60)
    workspace.records.save("contact", contact, {"email": None})
    fixed_clock.advance(60)
    txn = workspace.records.delete("contact", [contact])
    assert workspace.history.transaction(txn)
    gone = workspace.records.get("contact", contact)
    assert gone.deleted
    assert (gone.texts["mobile"], gone.texts["city"], gone.texts["company"]) == ("0171 1", "Berlin", "Acme")
    assert not gone.texts["email"], "what went before it is not shown as if it were its own"
    assert workspace.history.recent()[0].text == "Delete Ann"
    assert scalar(workspace.file.reader(), "SELECT count(*) FROM channel WHERE deleted_at IS NULL") == 0
    fixed_clock.advance(60)
    assert workspace.records.delete("contact", [contact]) == 0, "twice is no change"
    workspace.records.restore("contact", [contact])
    found = texts(workspace, "contact", contact)
    assert (found["mobile"], found["city"], found["company"]) == ("0171 1", "Berlin", "Acme")
    assert "email" not in found, "what was deleted before stays deleted"
    assert workspace.history.recent()[0].text == "Restore Ann"
    assert workspace.records.restore("contact", [contact]) == 0
    assert workspace.lists.count("company") == 1
    check_sound(workspace)


def test_an_undo_that_takes_seconds_keeps_records_and_their_parts_together(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = iter(range(1_780_000_000_000, 1_790_000_000_000, 1_500))
    monkeypatch.setattr(clock, "now_ms", lambda: next(at))
    with workspace.work("Import", "import") as work:
        contact, channel = work.writer.ids.next(), work.writer.ids.next()
        work.insert_many("contact", ["id", "full_name"], [(contact, "Ann")])
        work.insert_many(
            "channel",
            ["id", "contact_id", "kind", "value", "normal", "is_primary"],
            [(channel, contact, "mobile", "0171 1", "01711", 1)],
        )
    workspace.history.undo(work.id)
    assert workspace.records.get("contact", contact).texts["mobile"] == "0171 1"
    workspace.records.restore("contact", [contact])
    assert texts(workspace, "contact", contact)["mobile"] == "0171 1"


def test_what_points_to_a_deleted_record_still_shows_its_name(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme")
    contact = make.contact("Ann", company=company)
    workspace.records.delete("company", [company])
    assert texts(workspace, "contact", contact)["company"] == "Acme"
    assert workspace.lists.count("contact") == 1


def test_related_records(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme")
    contacts = [make.contact(name, company=company) for name in ("Ann", "Bob")]
    workspace.records.create("opportunity", {"name": "Big", "company": company})
    gone = workspace.records.create("opportunity", {"name": "Gone", "company": company})
    workspace.records.delete("opportunity", [gone])
    counted = {(one.entity, one.field): one.count for one in workspace.records.related("company", company)}
    assert counted["contact", "company"] == 2
    assert counted["opportunity", "company"] == 1
    assert counted["company", "parent"] == 0
    assert workspace.records.related_ids("contact", "company", company) == contacts[::-1]
    assert workspace.records.related_ids("contact", "company", company, limit=1) == contacts[1:]


# ---------------------------------------------------------------- custom fields


@pytest.fixture
def colour(workspace: Workspace) -> str:
    with workspace.work("Field") as work:
        model = registry.model("custom_field")
        work.add(
            model, entity="company", key="colour", label_en="Colour", label_zh="颜色", kind="text", position=1
        )
    return "custom_colour"


def test_a_custom_field_is_written_and_shown(workspace: Workspace, make: Maker, colour: str) -> None:
    company = make.company("Acme", **{colour: "teal"})
    assert workspace.records.get("company", company).texts[colour] == "teal"
    txn = workspace.records.save("company", company, {colour: "red"})
    assert workspace.records.get("company", company).texts[colour] == "red"
    workspace.history.undo(txn)
    assert workspace.records.get("company", company).texts[colour] == "teal"
    workspace.records.save("company", company, {colour: None})
    assert workspace.records.get("company", company).texts[colour] == ""


def test_a_custom_field_is_filtered_and_searched(workspace: Workspace, make: Maker, colour: str) -> None:
    company = make.company("Acme", **{colour: "teal"})
    query = ListQuery("company", conditions=(Condition(colour, "is", "teal"),))
    assert list(workspace.lists.ids(query)) == [company]
    assert list(workspace.lists.ids(ListQuery("company", search="teal"))) == [company]


def test_a_custom_field_is_set_on_many(workspace: Workspace, make: Maker, colour: str) -> None:
    ids = [make.company("A"), make.company("B")]
    workspace.records.set_many("company", ids, {colour: "teal"})
    assert {workspace.records.get("company", one).texts[colour] for one in ids} == {"teal"}


# ---------------------------------------------------------------- after a restart


def test_everything_is_there_after_a_restart(workspace: Workspace, make: Maker) -> None:
    contact = make.contact("Ann", mobile="0171 1", tags=["VIP"], company=make.company("Acme"))
    before = workspace.records.get("contact", contact)
    workspace.close()
    again = open_workspace(workspace.path)
    assert again.records.get("contact", contact) == before
    again.close()


def test_a_record_and_the_one_it_points_to_are_made_and_undone_in_one_step(
    workspace: Workspace, make: Maker
) -> None:
    new = NewRecord("company", "Tradng Ltd", (("name", "Tradng Ltd"),))
    ann = workspace.records.create("contact", {"full_name": "Ann Lee", "company": new})
    assert workspace.records.get("contact", ann).texts["company"] == "Tradng Ltd"
    workspace.history.undo_last()
    assert (workspace.lists.count("company"), workspace.lists.count("contact")) == (0, 0)

    bob = make.contact("Bob")
    changed = workspace.records.save("contact", bob, {"company": new})
    assert workspace.records.get("contact", bob).texts["company"] == "Tradng Ltd"
    workspace.history.undo(changed)
    assert workspace.lists.count("company") == 0
    assert workspace.records.get("contact", bob).values["company"] is None
