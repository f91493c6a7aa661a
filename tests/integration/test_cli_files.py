"""The commands about files: new, backup, restore, check, export, report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from crm_desktop.core import paths
from crm_desktop.services.demo import demo_firm
from crm_desktop.services.reporting import REPORTS
from crm_desktop.services.workspace import ListQuery, open_workspace
from tests.conftest import PASSPHRASE
from tests.integration.cli_help import ACME, Cli, needs_chinese
from tests.integration.services.import_help import plain_csv, values

ENTITIES = (
    "companies", "contacts", "leads", "opportunities", "products", "quotes", "orders", "activities",
    "service-requests", "campaigns", "articles",
)  # fmt: skip


# ---------------------------------------------------------------- new, backup, restore, check


@pytest.mark.parametrize(
    ("language", "currency", "name"), [("en", "EUR", "Acme"), ("zh_CN", "CNY", "北风贸易")]
)
def test_new(cli: Cli, tmp_path: Path, language: str, currency: str, name: str) -> None:
    place = tmp_path / "新 客户.crm"
    said = cli("new", place, "--language", language, "--name", name)
    assert said.out == f"Made: {place}\n"  # in the language of the answers, not in that of the file
    workspace = open_workspace(place)
    assert (workspace.name, workspace.locale.currency) == (name, currency)
    assert not workspace.settings["demo"]
    row = workspace.file.reader().execute("SELECT count(*) FROM stage").fetchone()
    assert row[0] > 3
    workspace.close()
    before = place.read_bytes()
    assert "already exists" in cli("new", place, "--demo", expect=1).err
    assert place.read_bytes() == before
    assert "--file" not in cli("list", "contacts").err  # the new file is the last one used


def test_new_encrypted(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "secret.crm"
    assert "CRM_PASSPHRASE" in cli("new", place, "--encrypt", expect=1).err
    assert not place.exists()
    monkeypatch.setenv("CRM_PASSPHRASE", PASSPHRASE)
    cli("new", place, "--encrypt")
    assert not place.read_bytes().startswith(b"SQLite format 3")
    assert cli.json("check", "--file", place)["ok"]


@pytest.mark.parametrize(("language", "word"), [("en", "Ana Beltrán"), ("zh_CN", "陈晓梅")])
def test_new_with_demo_data(cli: Cli, tmp_path: Path, language: str, word: str) -> None:
    place = tmp_path / "demo.crm"
    cli("new", place, "--demo", "--size", "12", "--language", language, "--currency", "usd")
    found = cli.json("list", "contacts")
    assert found["total"] == 12
    assert word in {row["full_name"] for row in found["rows"]}
    counts = cli.json("check")["records"]
    assert set(counts) == set(ENTITIES)
    assert all(counts.values())
    said = cli("check", "--lang", "zh_CN").out
    assert "服务请求：" in said or "服务请求: " in said
    assert "service-requests" not in said
    workspace = open_workspace(place, read_only=True)
    assert (workspace.locale.currency, workspace.settings["demo"]) == ("USD", True)
    workspace.close()


def test_a_firm_that_cannot_be_finished_leaves_no_file(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_words: object, **_more: object) -> None:
        raise RuntimeError("Ana Beltrán, ana@example.org")

    monkeypatch.setattr("crm_desktop.services.demo_file.make_demo", fail)
    said = cli("new", tmp_path / "demo.crm", "--demo", expect=70)
    assert not list(tmp_path.glob("demo*"))
    # A mistake of ours: one sentence, and a log without customer data.
    log = paths.log_folder() / "errors.log"
    assert str(log) in said.err
    assert "RuntimeError at " in log.read_text(encoding="utf-8")
    assert "Ana" not in log.read_text(encoding="utf-8") + said.err


def test_backup_and_restore(cli: Cli, filled: Path, tmp_path: Path) -> None:
    made = cli.json("backup")
    assert list(made) == ["backup", "at", "bytes", "verified", "lost"]
    assert Path(made["backup"]).parent.name == f"{filled.stem} backups"
    out = tmp_path / "away" / "备份.crm"
    out.parent.mkdir()
    assert str(out) in cli("backup", out).out
    assert "not overwritten" in cli("backup", out, expect=1).err
    workspace = open_workspace(filled)
    workspace.records.create("contact", {"full_name": "Later Comer"})
    workspace.close()
    said = cli("restore", out)
    assert cli.json("list", "contacts")["total"] == 4
    kept = next(one for one in tmp_path.iterdir() if "(replaced" in one.name)
    assert str(kept) in said.out
    assert cli.json("list", "contacts", "--file", kept)["total"] == 5
    assert "not found" in cli("restore", tmp_path / "gone.crm", expect=1).err


def test_backup_and_check_while_the_window_is_open(cli: Cli, filled: Path, tmp_path: Path) -> None:
    workspace = open_workspace(filled)
    workspace.records.create("contact", {"full_name": "Just Now"})
    assert cli.json("list", "contacts", "--search", "just")["total"] == 1
    assert cli.json("check")["ok"]
    cli("backup", tmp_path / "copy.crm")
    source = plain_csv(tmp_path / "people.csv", [["Full name"], ["Eva Neu"]])
    assert cli.json("import", source, "--as", "contacts", "--dry-run")["created"] == 1
    assert "open" in cli("import", source, "--as", "contacts", expect=1).err
    workspace.close()
    assert cli.json("list", "contacts", "--file", tmp_path / "copy.crm")["total"] == 5


def test_check(cli: Cli, filled: Path) -> None:
    found = cli.json("check")
    assert list(found) == ["ok", "problems", "records", "last_backup"]
    assert (found["ok"], found["problems"], found["last_backup"]) == (True, [], None)
    assert list(found["records"]) == sorted(found["records"], key=list(found["records"]).index)
    assert found["records"]["contacts"] == 4
    cli("backup")
    assert cli.json("check")["last_backup"] is not None
    assert "sound" in cli("check").out


# ---------------------------------------------------------------- export


def test_export(cli: Cli, filled: Path, tmp_path: Path) -> None:
    words = ("--columns", "full_name, Company", "--where", "company!=", "--search", "an")
    for ending in ("xlsx", "csv", "json"):
        out = tmp_path / f"out.{ending}"
        assert f"1 row written to {out}" in cli("export", "contacts", out, *words).out
    rows = CalamineWorkbook.from_path(tmp_path / "out.xlsx").get_sheet_by_index(0).to_python()
    assert rows == [["Full name", "Company"], ["Ana Beltrán", ACME]]
    text = (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    assert text.splitlines() == ["Full name,Company", f"Ana Beltrán,{ACME}"]
    (record,) = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["records"]
    assert (record["full_name"], record["company"]["name"]) == ("Ana Beltrán", ACME)


def test_everything_out_and_a_new_file_of_it(cli: Cli, filled: Path, tmp_path: Path) -> None:
    assert "companies.xlsx" in cli("export-all", tmp_path / "all").out
    again = tmp_path / "again.crm"
    assert str(again) in cli("new", again, "--from", tmp_path / "all").out
    assert cli.json("--file", again, "list", "contacts") == cli.json("--file", filled, "list", "contacts")
    assert "already exists" in cli("new", again, "--from", tmp_path / "all", expect=1).err
    assert "no folder with an export" in cli("new", tmp_path / "b.crm", "--from", tmp_path, expect=1).err
    assert "--demo" in cli("new", tmp_path / "b.crm", "--from", tmp_path / "all", "--demo", expect=2).err
    assert not (tmp_path / "b.crm").exists()


def test_export_of_a_view(cli: Cli, demo: Path, tmp_path: Path) -> None:
    workspace = open_workspace(demo, read_only=True)
    views = {one.name: workspace.lists.count_of(one.query) for one in workspace.views.of("opportunity")}
    either = [one.name for one in workspace.views.of("opportunity") if not one.query.match_all]
    sql = "SELECT count(*) FROM opportunity WHERE closed_on IS NULL AND expected_close < date('now', 'localtime')"
    overdue = workspace.file.reader().execute(sql).fetchone()[0]
    workspace.close()
    assert views
    assert overdue
    for name, count in views.items():
        said = cli("export", "opportunities", tmp_path / f"{name}.json", "--view", name)
        assert said.out.startswith(f"{count} ")
    for name in either:
        words = ("--view", name, "--where", "amount>=1")
        cli("export", "opportunities", tmp_path / "x.json", *words, expect=2)
    said = cli(
        "export", "opportunities", tmp_path / "x.json", "--view", "Overdue"
    )  # brought along, not saved
    assert said.out.startswith(f"{overdue} ")
    (tmp_path / "x.json").unlink()
    assert "“Nothing”" in cli("export", "contacts", tmp_path / "x.csv", "--view", "Nothing", expect=1).err
    assert not (tmp_path / "x.csv").exists()


def unchanged(made: dict[str, Any]) -> bool:
    return made["created"] == made["updated"] == 0 and made["rejected"] == [] and made["undo"] is None


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("entity", ["companies", "contacts"])
def test_an_export_comes_back_without_a_change(
    cli: Cli, demo: Path, tmp_path: Path, entity: str, ending: str
) -> None:
    out = tmp_path / f"out.{ending}"
    cli("export", entity, out)
    made = cli.json("import", out, "--as", entity)
    assert made["rows"] == made["unchanged"] == cli.json("list", entity)["total"]
    assert unchanged(made)


@needs_chinese
def test_a_chinese_export_comes_back_in_both_languages(cli: Cli, demo: Path, tmp_path: Path) -> None:
    out = tmp_path / "联系人.xlsx"
    cli("--lang", "zh_CN", "export", "contacts", out)
    for language in ("en", "zh_CN"):
        assert unchanged(cli.json("--lang", language, "import", out, "--as", "contacts"))


def test_export_all_goes_into_a_new_file(cli: Cli, demo: Path, tmp_path: Path) -> None:
    folder = tmp_path / "alles 全部"
    plan = tmp_path / "plan.txt"
    plan.write_text("plan", encoding="utf-8")
    workspace = open_workspace(demo)
    workspace.attachments.add("company", workspace.lists.first_ids(ListQuery("company"), 1)[0], plan)
    workspace.close()
    said = cli("export-all", folder)
    written = [Path(line) for line in said.lines]
    assert {one.stem for one in written} >= set(ENTITIES)
    assert all(one.parent == folder and one.exists() for one in written)
    (copied,) = (folder / "files").iterdir()
    assert copied.name.endswith(" plan.txt")
    assert copied.read_text(encoding="utf-8") == "plan"
    fresh = tmp_path / "fresh.crm"
    cli("new", fresh, "--currency", demo_firm("en").currency)
    for entity in ("companies", "products", "contacts"):
        made = cli.json("--file", fresh, "import", folder / f"{entity}.xlsx", "--as", entity)
        assert made["rejected"] == []
    one, other = open_workspace(demo, read_only=True), open_workspace(fresh, read_only=True)
    keys = (
        "name",
        "industry",
        "level",
        "phone",
        "email",
        "city",
        "employees",
        "annual_revenue",
        "tags",
        "note",
    )
    assert sorted(map(str, values(one, "company", *keys))) == sorted(
        map(str, values(other, "company", *keys))
    )
    keys = ("full_name", "company", "title", "email", "mobile", "birthday", "city", "tags", "note")
    assert sorted(map(str, values(one, "contact", *keys))) == sorted(
        map(str, values(other, "contact", *keys))
    )
    one.close()
    other.close()


def test_export_all_where_a_file_stands(cli: Cli, filled: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine", encoding="utf-8")
    assert "taken" in cli("export-all", tmp_path / "taken", expect=1).err
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "mine"


# ---------------------------------------------------------------- reports


def test_reports_are_listed(cli: Cli) -> None:
    said = cli("report", "--list").out
    for name in ("customer-list", "pipeline", "customer-profile"):
        assert name in said


def test_the_list_of_reports_names_every_option(cli: Cli) -> None:
    said = cli("report", "--list").out
    assert "…" not in said
    words = said.replace(",", " ").split()
    for one in REPORTS:
        assert {parameter.key for parameter in one.parameters} <= set(words)
    assert max(map(len, said.splitlines())) < 100


@pytest.mark.parametrize(
    "words",
    [
        ["pipeline", "--from", "2020-01-01", "--to", "2030-12-31", "--language", "zh_CN"],
        ["customer-list", "--owner", "{owner}"],
        ["customer-profile", "--set", "record={company}"],
    ],
    ids=lambda one: one[0],
)
@pytest.mark.parametrize("ending", ["pdf", "xlsx"])
def test_a_report(cli: Cli, demo: Path, tmp_path: Path, words: list[str], ending: str) -> None:
    company = cli.json("list", "companies", "--limit", 1)["rows"][0]
    filled = [one.format(owner=company["owner"], company=company["name"]) for one in words]
    out = tmp_path / f"报表.{ending}"
    said = cli("report", filled[0], out, *filled[1:]).out
    assert f"written to {out}" in said
    assert out.read_bytes()[:4] in (b"%PDF", b"PK\x03\x04")


def test_a_report_that_cannot_be_made(cli: Cli, filled: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    for words in (
        ["pipeline", out, "--owner", "Nobody"],
        ["pipeline", out, "--from", "someday"],
        ["pipeline", out, "--from", "2026-02-01", "--to", "2026-01-01"],
        ["pipeline", out, "--language", "xx"],
        ["pipeline", out, "--set", "group"],
        ["customer-profile", out],
    ):
        assert cli("report", *words, expect=2).err
    assert "Choose another" in cli("report", "pipeline", tmp_path / "no" / "out.pdf", expect=1).err
    assert not out.exists()
