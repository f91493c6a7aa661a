"""JSON in and out: our own documents line by line, those of others as a table, broken ones with a sentence."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.core.errors import SourceProblem, StorageFull
from crm_desktop.exchange import json_files
from crm_desktop.exchange.reader_process import open_table
from crm_desktop.exchange.source import Limits

FIELDS = [
    {"key": "name", "label": "Name", "kind": "text"},
    {"key": "email", "label": "E-mail", "kind": "email", "several": True},
    {"key": "tags", "label": "Tags", "kind": "tags"},
    {"key": "age", "label": "Age", "kind": "number", "computed": True},
    {"key": "company", "label": "Company", "kind": "reference", "entity": "company"},
]


def rows(path: Path, limits: Limits | None = None) -> list[dict[str, object]]:
    """Return the rows of a file by heading, without empty cells."""
    with open_table(path, limits=limits) as table:
        return [
            {head: cell for head, cell in zip(table.headings, row.cells, strict=True) if cell is not None}
            for row in table
        ]


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding, "surrogatepass"))
    return path


def ours(path: Path, *records: dict[str, Any]) -> Path:
    json_files.write_records(path, "contact", FIELDS, records)
    return path


def test_a_document_of_ours(tmp_path: Path) -> None:
    path = ours(
        tmp_path / "out.json",
        {
            "id": 7 << 60 >> 3,
            "name": "王\n“x”\u2028y",
            "email": ["a@x.de", "b@x.de"],
            "tags": ["A", "B"],
            "age": 3,
        },
        {"id": 2, "name": "=1+1", "email": "c@x.de", "company": {"id": 5, "name": "Acme"}},
    )
    document = json.loads(path.read_text(encoding="utf-8"))
    assert (document["format"], document["version"]) == ("crm-desktop records", 1)
    assert (document["entity"], document["fields"]) == ("contact", FIELDS)
    assert rows(path) == [
        {"record_id": 7 << 60 >> 3, "name": "王\n“x”\u2028y", "email": "a@x.de", "email (2)": "b@x.de", "tags": "A, B"},
        {"record_id": 2, "name": "=1+1", "email": "c@x.de", "company": "Acme"},
    ]  # fmt: skip


@pytest.mark.parametrize("indent", [None, 4])
def test_a_document_of_ours_that_another_program_wrote_anew(tmp_path: Path, indent: int | None) -> None:
    record = {"id": 2, "name": "Li", "email": ["a@x.de", "b@x.de"], "company": {"id": 5, "name": "Acme"}}
    path = ours(tmp_path / "out.json", record, {"id": 3, "name": "Bo"})
    before = rows(path)
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")), indent=indent), encoding="utf-8")
    assert rows(path) == before


def test_values_that_json_has_no_type_for(tmp_path: Path) -> None:
    values = {
        "day": date(2026, 1, 2), "at": datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), "whole": Decimal("12.00"),
        "exact": Decimal("0.1"), "long": Decimal("92233720368547758.07"), "half": "x\ud83dy",
    }  # fmt: skip
    json_files.write_records(tmp_path / "out.json", "x", [], [values])
    (record,) = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["records"]
    assert record == {
        "day": "2026-01-02", "at": "2026-01-02T03:04:05Z", "whole": 12, "exact": 0.1,
        "long": "92233720368547758.07", "half": "x?y",
    }  # fmt: skip


def test_a_failure_leaves_the_old_file(tmp_path: Path) -> None:
    path = write(tmp_path / "out.json", "old")
    with pytest.raises(StorageFull):
        json_files.write_records(path, "x", [], (_full() for _once in range(1)))
    assert (path.read_text(encoding="utf-8"), list(tmp_path.iterdir())) == ("old", [path])


def _full() -> dict[str, object]:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize(
    "text",
    [
        '[{"name": "Zoë", "city": "Bonn"}, {"name": "王", "active": true}]',
        '{"total": 2, "none": [], "rows": [\n{"name": "Zoë", "city": "Bonn"},\n{"name": "王", "active": true}]}',
        '[[{"name": "Zoë", "city": "Bonn"}, {"name": "王", "active": true}]]',
    ],
)
def test_documents_of_others(tmp_path: Path, text: str, encoding: str) -> None:
    path = write(tmp_path / "people.json", text, encoding)
    assert rows(path) == [{"name": "Zoë", "city": "Bonn"}, {"name": "王", "active": True}]


def test_objects_and_lists_within_records(tmp_path: Path) -> None:
    address, named = '{"city": "Bonn", "geo": {"x": 1}}', '{"name": "Acme", "id": 3}'
    text = f'[{{"a": {address}, "b": [1, "2", null], "c": {named}, "id": "u-1"}}]'
    assert rows(write(tmp_path / "a.json", text)) == [
        {"a city": "Bonn", "a geo": '{"x":1}', "b": "1, 2", "c": "Acme", "id": "u-1"}
    ]


HEAD = '{"format": "crm-desktop records", "version": 1,\n "entity": "x", "fields": [],\n "records": [\n'
BROKEN = [
    ('[{"a": 1}', "line 1"),
    ('[{"a": 1},\n{"b": nan}]', "line 2"),
    ('[{"a": ' + "[" * 100_000 + "]" * 100_000 + "}]", "breaks"),
    ('[{"a": 1}, 5]', "no list of records"),
    ('{"format": "crm-desktop records", "version": 1,\n', "breaks"),
    (HEAD + '  {"a": 1},\n  {"a": 2', "line 5"),
    (HEAD + '  {"a": 1}\n', "line 4"),
    (HEAD + "  [1]\n ]}\n", "line 4"),
    (HEAD.replace("[]", "[1]") + " ]}\n", "line 1"),
    (HEAD.replace('"version": 1', '"version": 9') + " ]}\n", "newer version"),
    ('{"format": "crm-desktop records", "version": 1, "records": []}', "line 1"),
    ('{"format": "crm-desktop records", "version": 1, "fields": [], "records": [3]}', "no list of records"),
    ("[{" + ",".join(f'"k{n}": 1' for n in range(2_001)) + "}]", "2,000 different values"),
    ("{}", "holds no table"),
]


@pytest.mark.parametrize(("text", "says"), BROKEN, ids=range(len(BROKEN)))
def test_broken_documents_end_with_a_sentence(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(SourceProblem, match=says) as caught:
        rows(write(tmp_path / "broken.json", text))
    assert caught.value.hint


def test_control_characters_nulls_and_large_numbers_are_values(tmp_path: Path) -> None:
    numbers = '"c": 123456789012345678901234567890, "e": 9223372036854775807'
    text = f'[{{"a": "x\\u0000\\u001b", "b": null, "d": "=cmd()", {numbers}}}]'
    (found,) = rows(write(tmp_path / "odd.json", text))
    assert (found["d"], found["e"], found.get("b")) == ("=cmd()", 2**63 - 1, None)
    assert str(found["a"]).startswith("x")


def test_a_document_that_is_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceProblem, match="larger than"):
        rows(ours(tmp_path / "a.json", {"name": "x"}), Limits(json_bytes=10))
