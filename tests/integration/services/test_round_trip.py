"""Whatever the fields of a record hold, in every format that claims it: out and in again changes nothing."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.core.query import ListQuery
from crm_desktop.services.exports import export_list
from crm_desktop.services.workspace import Workspace, open_workspace
from tests.integration.services.import_help import bring, counts, everything

WORDS = st.text(
    st.characters(categories=("L", "N", "P", "S", "Zs"), include_characters="\n\t,;\"'=+-@|\\"),
    min_size=1, max_size=40,
).map(str.strip).filter(bool)  # fmt: skip
LINES = WORDS.map(lambda text: " ".join(text.split())).filter(bool)
NAMES = st.from_regex("[a-z]{6,9}", fullmatch=True)
PHONES = st.from_regex(r"\+?[1-9][0-9]{5,13}", fullmatch=True)
EMAILS = st.from_regex(r"[a-z0-9]{1,9}@[a-z]{1,9}\.example", fullmatch=True)
WEB = st.from_regex(r"https://[a-z]{1,9}\.example/[a-z0-9?=&]{0,9}", fullmatch=True)
DAYS = st.dates(date(1850, 1, 1), date(2150, 12, 31))
MOMENTS = st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001 - the zone follows
    lambda at: at.replace(microsecond=0, tzinfo=UTC)
)
WHOLE = st.integers(-(10**12), 10**12)
OPTIONS = st.integers(1000, 1014)  # industries of every file

KINDS: dict[str, st.SearchStrategy[Any]] = {
    "text": LINES, "long_text": WORDS, "email": EMAILS, "phone": PHONES, "web": WEB,
    "number": WHOLE, "exact": WHOLE.map(lambda number: Decimal(number).scaleb(-4)), "money": WHOLE,
    "flag": st.booleans(), "option": OPTIONS, "day": DAYS, "moment": MOMENTS,
}  # fmt: skip
"""Every kind of custom field, with values of it."""

CONTACT = st.fixed_dictionaries(
    {},
    optional={
        **{f"custom_{kind}": values for kind, values in KINDS.items()},
        "email": EMAILS, "mobile": PHONES, "phone": PHONES, "wechat": NAMES,
        "birthday": st.dates(date(1900, 1, 1), date(2020, 1, 1)), "gender": st.sampled_from(["female", "male"]),
        "title": LINES, "department": LINES, "note": WORDS, "city": LINES, "street": LINES, "postcode": PHONES,
        "tags": st.lists(NAMES, min_size=1, max_size=3, unique=True),
        "level": st.sampled_from([1150, 1151, 1152]), "next_contact": st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    },
)  # fmt: skip
FURTHER = st.lists(
    st.tuples(st.sampled_from(["email", "mobile", "phone", "wechat"]), st.integers(1, 10**6), st.booleans()),
    max_size=9,
    unique_by=lambda one: one[:2],
)
"""Further addresses and numbers: their kind, what they are made of, and whether they are opted out of."""
BUSINESS = st.datetimes(datetime(1971, 1, 1), datetime(2090, 1, 1)).map(  # noqa: DTZ001 - the zone follows
    lambda at: at.replace(microsecond=0, tzinfo=UTC)
)
PAST = st.datetimes(datetime(1971, 1, 1), datetime(2025, 1, 1)).map(  # noqa: DTZ001 - the zone follows
    lambda at: at.replace(microsecond=0, tzinfo=UTC)
)
ACTIVITY = st.fixed_dictionaries(
    {"kind": st.sampled_from(["task", "call", "meeting", "message", "visit", "note", "return_visit"])},
    optional={
        "body": WORDS, "planned_at": BUSINESS, "started_at": PAST, "ended_at": BUSINESS, "done_at": PAST,
        "due_on": st.dates(date(1971, 1, 1), date(2090, 1, 1)), "reminder_at": MOMENTS, "snoozed_until": MOMENTS,
        "recurrence": st.sampled_from(["FREQ=WEEKLY;BYDAY=MO,TU", "FREQ=MONTHLY;BYMONTHDAY=31", "each spring"]),
        "priority": st.sampled_from(["low", "normal", "high", "urgent"]),
        "channel": st.sampled_from(["phone", "wechat"]),
        "direction": st.sampled_from(["incoming", "outgoing"]), "outcome": st.sampled_from(["reached", "interested"]),
    },
)  # fmt: skip


@pytest.fixture(scope="module")
def template(plain_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a custom field of each kind; it is only copied."""
    path = Path(shutil.copyfile(plain_template, tmp_path_factory.mktemp("template") / "a.crm"))
    workspace = open_workspace(path)
    for kind in KINDS:
        options = {"option_set": "industry"} if kind == "option" else {}
        workspace.records.create(
            "custom_field",
            {"entity": "contact", "key": kind, "label_en": f"Own {kind}", "kind": kind, **options},
        )
    workspace.close()
    return path


def check(workspace: Workspace, entity: str, count: int, out: Path, style: str = "") -> None:
    """Export all records, import the file, and assert that nothing at all changed."""
    export_list(workspace, ListQuery(entity), out, style=style)
    before = everything(workspace)
    assert counts(bring(workspace, out, entity)) == (0, 0, count, 0)
    assert everything(workspace) == before


def add_further(workspace: Workspace, contact: int, further: list[tuple[str, int, bool]]) -> None:
    """Give a contact further addresses and numbers; the first of a kind is the main one if it has none."""
    main = {key for key, value in workspace.records.get("contact", contact).values.items() if value}
    for kind, number, opted_out in further:
        value = f"a{number}@further.example" if kind == "email" else f"99{number:07}"
        part = {"contact": contact, "kind": kind, "value": value, "opted_out": opted_out}
        workspace.records.create("channel", {**part, "is_primary": kind not in main})
        main.add(kind)


def channels(workspace: Workspace) -> list[tuple[Any, ...]]:
    """Return all channels: whose, kind, value, whether it is the main one and whether it is opted out of."""
    sql = (
        "SELECT o.full_name, c.kind, c.value, c.is_primary, c.opted_out FROM channel AS c "
        "JOIN contact AS o ON o.id = c.contact_id WHERE c.deleted_at IS NULL ORDER BY 1, 2, 3"
    )
    return workspace.file.reader().execute(sql).fetchall()


@pytest.mark.parametrize(
    ("ending", "style"),
    [("xlsx", ""), ("csv", ""), ("csv", "plain"), ("json", ""), ("vcf", "3.0"), ("vcf", "4.0")],
)
@settings(max_examples=4)
@given(rows=st.lists(CONTACT, min_size=1, max_size=3), further=FURTHER)
def test_contacts(
    template: Path,
    tmp_path_factory: pytest.TempPathFactory,
    ending: str,
    style: str,
    rows: list[dict[str, Any]],
    further: list[tuple[str, int, bool]],
) -> None:
    folder = tmp_path_factory.mktemp("out")
    workspace = open_workspace(Path(shutil.copyfile(template, folder / "a.crm")))
    made = [
        workspace.records.create("contact", {"full_name": f"Person {chr(65 + number)} Example", **row})
        for number, row in enumerate(rows)
    ]
    add_further(workspace, made[0], further)
    check(workspace, "contact", len(rows), folder / f"out.{ending}", style)
    other = open_workspace(Path(shutil.copyfile(template, folder / "b.crm")))
    bring(other, folder / f"out.{ending}", "contact")
    assert channels(other) == channels(workspace)
    for one in (workspace, other):
        one.close()


@pytest.mark.parametrize(
    ("ending", "style"), [("xlsx", ""), ("csv", ""), ("csv", "plain"), ("json", ""), ("ics", "")]
)
@settings(max_examples=4)
@given(rows=st.lists(ACTIVITY, min_size=1, max_size=3))
def test_activities(
    template: Path,
    tmp_path_factory: pytest.TempPathFactory,
    ending: str,
    style: str,
    rows: list[dict[str, Any]],
) -> None:
    folder = tmp_path_factory.mktemp("out")
    workspace = open_workspace(Path(shutil.copyfile(template, folder / "a.crm")))
    for number, row in enumerate(rows):
        workspace.records.create("activity", {"subject": f"Subject {number}", **row})
    check(workspace, "activity", len(rows), folder / f"out.{ending}", style)
    workspace.close()
