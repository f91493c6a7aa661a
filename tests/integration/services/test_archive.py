"""Everything in a folder, and a customer file made of it again: the same, whatever it holds; or a sentence."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.core import i18n
from crm_desktop.core.errors import Cancelled, CrmError, FileExists, NewerFile, SourceProblem
from crm_desktop.core.kinds import Choice, Day, Moment
from crm_desktop.core.query import ListQuery
from crm_desktop.models import registry
from crm_desktop.services import archive, archive_reading
from crm_desktop.services.demo import demo_firm, make_demo
from crm_desktop.services.workspace import Workspace, new_workspace, open_workspace
from crm_desktop.store.bulk import Load
from tests.conftest import Maker, check_sound
from tests.integration.services.import_help import DATA

Content = dict[str, list[tuple[Any, ...]]]


def content(workspace: Workspace) -> Content:
    """Return every row of every kind of record, those in the trash too, as they are stored."""
    found = {}
    for entity in registry.ENTITIES:
        columns = ", ".join(f'"{name}"' for name in archive.columns_of(entity.name))
        rows = workspace.file.reader().execute(f'SELECT {columns} FROM "{entity.name}" ORDER BY id')
        found[entity.name] = rows.fetchall()
    return found


def made_again(folder: Path, path: Path, passphrase: str | None = None) -> Workspace:
    archive_reading.make_file(folder, path, passphrase)
    return open_workspace(path, passphrase)


# ---------------------------------------------------------------- the made-up firm


@pytest.fixture(scope="module", params=["en", "zh_CN"])
def firm(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a made-up firm with attached files, custom fields, merged records and a trash; it is only copied."""
    i18n.install(request.param)
    made_up = demo_firm(request.param)
    path = tmp_path_factory.mktemp("firm") / "firm.crm"
    workspace = new_workspace(
        path, firm_name=made_up.name, currency=made_up.currency, user_name="Ann", demo=True
    )
    make_demo(workspace, language=request.param, size=30)
    create = workspace.records.create
    create("custom_field", {"entity": "company", "key": "tier", "label_en": "Tier", "kind": "text"})
    ids = sorted(workspace.lists.ids(ListQuery("company")))
    workspace.records.save("company", ids[0], {"custom_tier": "=Gold 金"})
    for company in ids[:2]:
        workspace.attachments.add("company", company, DATA / "exchange" / "people.csv")
    workspace.attachments.add("company", ids[1], DATA / "exchange" / "people.ods")
    from crm_desktop.services.merging import merge

    merge(workspace, "company", ids[2], [ids[3]])
    workspace.records.delete("company", [ids[4]])
    workspace.records.delete("contact", sorted(workspace.lists.ids(ListQuery("contact")))[:3])
    workspace.close()
    return path


@pytest.fixture
def opened(firm: Path, tmp_path: Path) -> Workspace:
    shutil.copytree(firm.with_name("firm files"), tmp_path / "firm files")
    return open_workspace(Path(shutil.copyfile(firm, tmp_path / "firm.crm")))


@pytest.mark.parametrize("secret", [None, "correct horse"])
def test_a_firm_comes_back_whole(opened: Workspace, tmp_path: Path, secret: str | None) -> None:
    folder = tmp_path / "out"
    workbooks = archive.export_all(opened, folder)
    assert folder / "companies.xlsx" in workbooks
    assert all(path.exists() for path in workbooks)
    again = made_again(folder, tmp_path / "again.crm", secret)
    try:
        before, after = content(opened), content(again)
        assert before == after
        assert [
            row for row in before["company"] if row[list(archive.columns_of("company")).index("deleted_at")]
        ]
        check_sound(again)
        assert again.settings == opened.settings
        for word in ("an", "GmbH", "有限", "de", "1"):
            for entity in registry.searchable_entities():
                query = ListQuery(entity, search=word)
                assert list(again.lists.ids(query)) == list(opened.lists.ids(query))
        company = opened.file.reader().execute("SELECT row_id FROM attachment ORDER BY id DESC").fetchone()[0]
        files = again.attachments.of_record("company", company)
        assert [(one.name, one.there) for one in files] == [("people.ods", True), ("people.csv", True)]
        shown = again.attachments.open_path(files[0].id)
        assert shown.read_bytes() == (DATA / "exchange" / "people.ods").read_bytes()
        new = again.records.create("company", {"name": "New"})
        assert new > max(row[0] for row in before["company"])
    finally:
        again.close()
        opened.close()


# ---------------------------------------------------------------- anything that a file can hold

ROWS = 2  # of each kind
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=30)


class Anything:
    """Rows of every kind of record with values of the sorts that their columns hold."""

    def __init__(self, texts: list[str], chance: random.Random, first: int) -> None:
        self._texts = texts
        self._chance = chance
        self._numbers = count(first)
        self._ids = {one.name: [next(self._numbers) for _row in range(ROWS)] for one in registry.ENTITIES}

    def load(self, entity: str) -> Load:
        """Return some rows of one kind of record."""
        columns = {
            name: [self._value(entity, name) for _row in range(ROWS)] for name in archive.columns_of(entity)
        }
        return Load(entity, columns | {"id": self._ids[entity]}, ROWS)

    def _value(self, entity: str, name: str) -> Any:
        targets = registry.targets_of(entity)
        if registry.is_nullable(entity, name) and entity != "setting" and self._chance.random() < 0.4:
            return None
        if name in targets:
            return self._chance.choice(self._ids[targets[name]])
        if str(registry.table(entity).columns[name].type) in ("INTEGER", "BOOLEAN"):
            return self._chance.choice([0, 1, -7, 10**15, 2**62])
        return self._text(entity, name)

    def _text(self, entity: str, name: str) -> str:
        described = [one for one in registry.entity(entity).fields if one.stored and one.column == name]
        kind = described[0].kind if described else None
        day = date(1970, 1, 1) + timedelta(days=self._chance.randrange(40_000))
        if name == "entity":
            return self._chance.choice(registry.ENTITIES).name
        if isinstance(kind, Moment) or name.endswith("_at"):
            return f"{day}T01:02:03Z"
        if isinstance(kind, Day):
            return day.isoformat()
        if isinstance(kind, Choice):
            return self._chance.choice(kind.vocabulary.terms).code
        text = self._chance.choice(self._texts)
        if entity == "setting":
            return json.dumps(text) if name == "value" else f"{text} {next(self._numbers)}"
        return text


@settings(max_examples=5)
@given(st.lists(WORDS, min_size=1, max_size=6), st.integers(0, 10**9))
def test_anything_comes_back(
    plain_template: Path, tmp_path_factory: pytest.TempPathFactory, texts: list[str], seed: int
) -> None:
    folder = tmp_path_factory.mktemp("archive")
    workspace = open_workspace(Path(shutil.copyfile(plain_template, folder / "a.crm")))
    anything = Anything(texts, random.Random(seed), workspace.file.writer.ids.next())
    every = [one.name for one in registry.ENTITIES]
    with workspace.work("Anything") as work:
        work.insert_tables(map(anything.load, every))
    (folder / archive.DATA).mkdir()
    rows = {one: archive.write_table(workspace.file.reader(), one, folder / archive.DATA) for one in every}
    archive.write_about(folder / archive.ABOUT, rows)
    before = content(workspace)
    assert all(before.values())
    workspace.close()
    archive_reading.make_file(folder, folder / "b.crm")
    again = open_workspace(folder / "b.crm")
    after = content(again)
    again.close()
    assert after == before


# ---------------------------------------------------------------- what is no export, or a broken one


@pytest.fixture
def folder(workspace: Workspace, tmp_path: Path) -> Path:
    """A small export of everything."""
    make = Maker(workspace)
    make.contact("Ana Beltrán", company=make.company("Acme"), tags=["VIP"])
    archive.export_all(workspace, tmp_path / "out")
    return tmp_path / "out"


def changed(path: Path, change: Callable[[str], str]) -> None:
    before = path.read_text(encoding="utf-8")
    after = change(before)
    assert before != after
    path.write_text(after, encoding="utf-8")


def row(change: Callable[[list[Any], list[str]], None]) -> Callable[[str], str]:
    """Return a change to the first row of a table; it gets the row and the names of its columns."""

    def changing(text: str) -> str:
        document = json.loads(text)
        change(document["rows"][0], document["columns"])
        lines = text.splitlines()
        lines[3] = "  " + json.dumps(document["rows"][0]) + ("," if len(document["rows"]) > 1 else "")
        return "\n".join(lines)

    return changing


def put(name: str, value: Any) -> Callable[[str], str]:
    return row(lambda values, names: values.__setitem__(names.index(name), value))


BROKEN: list[Any] = [
    ("company", lambda text: text[: len(text) // 2]),
    ("company", lambda text: text.removesuffix(" ]}\n")),
    ("company", lambda text: text.replace('"columns": ["id"', '"columns": ["no", "id"')),
    ("company", lambda text: text.replace('"table": "company"', '"table": "contact"')),
    ("company", lambda _text: "\x00" * 50),
    ("company", lambda _text: "[" * 100_000),
    ("company", put("id", -1)),
    ("company", put("id", 2**70)),
    ("company", put("name", 5)),
    ("company", put("name", None)),
    ("company", put("name", {"a": [1]})),
    ("company", put("created_at", "yesterday")),
    ("company", put("next_contact", "2026-02-30")),
    ("company", put("employees", "12")),
    ("company", put("owner_id", 99)),
    ("setting", put("key", "currency")),
    ("setting", put("value", "{")),
    ("tag_link", put("entity", "nothing")),
    ("channel", lambda text: text.replace("\n ]}", ",\n  [1]\n ]}")),
    ("option", lambda text: text.replace("\n ]}", ",\n" + text.splitlines()[3].rstrip(",") + "\n ]}")),
]


@pytest.mark.parametrize(("table", "change"), BROKEN, ids=range(len(BROKEN)))
def test_a_broken_table_makes_no_file(
    folder: Path, tmp_path: Path, table: str, change: Callable[[str], str]
) -> None:
    changed(folder / archive.DATA / f"{table}.json", change)
    with pytest.raises(CrmError) as caught:
        archive_reading.make_file(folder, tmp_path / "new.crm")
    assert caught.value.title
    assert caught.value.hint
    assert not list(tmp_path.glob("new*"))


def test_a_missing_table_and_a_folder_that_is_something_else(folder: Path, tmp_path: Path) -> None:
    (folder / archive.DATA / "line.json").unlink()
    with pytest.raises(SourceProblem, match=r"line\.json.* is damaged"):
        archive_reading.make_file(folder, tmp_path / "new.crm")
    with pytest.raises(SourceProblem, match="no folder with an export"):
        archive_reading.make_file(tmp_path / "nowhere", tmp_path / "new.crm")
    changed(folder / archive.ABOUT, lambda text: text.replace('"schema": 1', '"schema": 999'))
    with pytest.raises(NewerFile):
        archive_reading.make_file(folder, tmp_path / "new.crm")
    assert not (tmp_path / "new.crm").exists()


def test_it_is_never_made_over_a_file(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "old.crm").write_text("mine", encoding="utf-8")
    with pytest.raises(FileExists):
        archive_reading.make_file(folder, tmp_path / "old.crm")
    assert (tmp_path / "old.crm").read_text(encoding="utf-8") == "mine"


def test_an_export_that_is_given_up_is_no_export(workspace: Workspace, folder: Path) -> None:
    with pytest.raises(Cancelled):
        archive.export_all(workspace, folder, cancelled=lambda: True)
    assert not archive_reading.is_archive(folder)


def test_files_that_are_not_there_or_not_the_same_are_named(workspace: Workspace, tmp_path: Path) -> None:
    company = Maker(workspace).company("Acme")
    for name in ("one.txt", "two.txt", "three.txt"):
        (tmp_path / name).write_text(name, encoding="utf-8")
        workspace.attachments.add("company", company, tmp_path / name)
    archive.export_all(workspace, tmp_path / "out")
    files = sorted((tmp_path / "out" / archive.FILES).iterdir(), key=lambda path: path.name[13:])
    files[0].unlink()
    files[2].write_text("something else", encoding="utf-8")
    made = archive_reading.make_file(tmp_path / "out", tmp_path / "new.crm")
    assert sorted(made.lost) == [files[0].name[13:], files[2].name[13:]]
