"""The command line: every command, its answers as text and as JSON, in both languages and in any environment."""

from __future__ import annotations

import json
import shutil
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click
import pytest
from python_calamine import CalamineWorkbook

from crm_desktop.cli import COMMANDS
from crm_desktop.core import paths
from crm_desktop.core.settings import Settings
from crm_desktop.services.demo import demo_firm, make_demo
from crm_desktop.services.workspace import Workspace, new_workspace, open_workspace
from tests.conftest import PASSPHRASE, check_sound
from tests.integration.cli_help import CHINESE, Cli, assert_chinese, needs_chinese, program
from tests.integration.services.import_help import plain_csv, values, xlsx

ENTITIES = (
    "companies", "contacts", "leads", "opportunities", "products", "quotes", "orders", "activities",
    "service-requests", "campaigns", "articles",
)  # fmt: skip


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no setting of this computer decide the language."""
    monkeypatch.setenv("CRM_LANGUAGE", "en")
    for name in ("CRM_FILE", "CRM_PASSPHRASE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    """Run commands in this process."""
    return Cli(capsys)


def fill(workspace: Workspace) -> None:
    """Put a few records into a file, with something of every kind of field."""
    make = workspace.records.create
    option = {
        name: {one.name: one.id for one in workspace.lists.options(name)}
        for name in ("industry", "level", "lifecycle")
    }
    user = workspace.user
    acme = make("company", {"name": "Acme Tools", "industry": option["industry"]["Manufacturing"],
                            "level": option["level"]["A"], "city": "Köln", "employees": 120, "owner": user,
                            "email": "office@acme.example", "tags": ["vip", "fair 2026"]})  # fmt: skip
    blue = make("company", {"name": "Blue “Sky” & Sons", "employees": 8, "annual_revenue": 12_345_67})
    star = make("company", {"name": "杭州星辰科技有限公司", "city": "杭州", "employees": 45})
    ana = make("contact", {"full_name": "Ana Beltrán", "company": acme, "mobile": "+49 171 2345678",
                           "email": "ana@acme.example", "birthday": date(1988, 3, 7), "gender": "female",
                           "last_contact": datetime(2026, 3, 7, 12, 0, tzinfo=UTC)})  # fmt: skip
    make("contact", {"full_name": "Bob Stone", "company": blue, "birthday": date(1990, 1, 1)})
    make("contact", {"full_name": "Bob Stone", "email": "bob@stone.example", "note": "line one\nline two"})
    make("contact", {"full_name": "秦岚", "company": star, "mobile": "13800138000"})
    for name, amount, currency, closes in (
        ("Pumps", 1_000_00, None, date(2026, 5, 1)),
        ("Valves", 2_500_50, "USD", date(2026, 6, 1)),
        ("Gaskets", None, None, None),
    ):
        make("opportunity", {"name": name, "company": acme, "contact": ana, "amount": amount,
                             "currency": currency, "expected_close": closes})  # fmt: skip
    make("product", {"name": "Pump 7", "sku": "P-7", "price": 99_90, "active": True})
    make("product", {"name": "Pump 6", "sku": "P-6", "active": False})


@pytest.fixture(scope="session")
def filled_template(tmp_path_factory: pytest.TempPathFactory, plain_template: Path) -> Path:
    path = Path(shutil.copyfile(plain_template, tmp_path_factory.mktemp("filled") / "filled.crm"))
    workspace = open_workspace(path)
    fill(workspace)
    workspace.close()
    return path


@pytest.fixture
def filled(tmp_path: Path, filled_template: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A customer file with a few records that commands work on."""
    path = Path(shutil.copyfile(filled_template, tmp_path / "客户 'of' \"Ann\" 50%.crm"))
    monkeypatch.setenv("CRM_FILE", str(path))
    return path


@pytest.fixture(scope="session")
def demo_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.crm"
    firm = demo_firm("en")
    workspace = new_workspace(
        path, firm_name=firm.name, currency=firm.currency, user_name=firm.user, demo=True
    )
    make_demo(workspace, language="en", size=25)
    workspace.close()
    return path


@pytest.fixture
def demo(tmp_path: Path, demo_template: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small demo file that commands work on."""
    path = Path(shutil.copyfile(demo_template, tmp_path / "demo.crm"))
    monkeypatch.setenv("CRM_FILE", str(path))
    return path


# ---------------------------------------------------------------- the program itself


def test_the_version(cli: Cli) -> None:
    assert cli("--version").out.startswith("CRM Desktop ")


def test_the_version_is_quick() -> None:
    """Nothing heavy is loaded for it."""
    heavy = ("PySide6", "sqlalchemy", "sqlcipher3", "babel", "openpyxl", "reportlab", "phonenumbers")
    before = f"import atexit, sys\natexit.register(lambda: print([m for m in {heavy} if m in sys.modules]))"
    assert program("--version", before=before).out.splitlines()[1] == "[]"


def test_help_names_every_command(cli: Cli) -> None:
    said = cli("--help").out
    assert all(f"  {name} " in said for name in COMMANDS)
    assert "…" not in said
    assert "..." not in said.replace("[ARGS]...", "")
    for name in COMMANDS:
        assert cli(name, "--help").out.startswith(f"Usage: crm-desktop {name}")


def test_without_a_window_and_a_command_help_says_what_there_is(cli: Cli) -> None:
    opened: list[Path | None] = []
    assert cli("new", "--help").code == 0
    from crm_desktop import cli as program_cli

    assert program_cli.main([], open_window=lambda path: opened.append(path) or 0) == 0
    assert program_cli.main(["customers.crm"], open_window=lambda path: opened.append(path) or 0) == 0
    assert opened == [None, Path("customers.crm")]


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["lisst", "contacts"], "Did you mean “list”?"),
        (["frobnicate"], "neither a command nor a file"),
        (["list", "contakts"], "Did you mean “contacts”?"),
        (["list", "Oportunities"], "Did you mean “opportunities”?"),
        (["list", "contacts", "--where", "cty=Köln"], "Did you mean “city”?"),
        (["list", "contacts", "--sort", "brthday"], "Did you mean “birthday”?"),
        (["export", "contacts", "out.csv", "--columns", "full_name,emial"], "Did you mean “email”?"),
        (["report", "pipline", "out.pdf"], "Did you mean “pipeline”?"),
        (["report", "pipeline", "out.pdf", "--set", "gruop=owner"], "Did you mean “group”?"),
        (["report", "pipeline", "out.docx"], ".pdf or .xlsx"),
        (["report", "pipeline"], "crm-desktop report pipeline pipeline.pdf"),
        (["export", "contacts", "out.doc"], ".xlsx"),
        (["list"], "Missing argument"),
        (["list", "contacts", "--jsn"], "No such option"),
        (["list", "contacts", "--limit", "many"], "'many'"),
        (["list", "contacts", "companies"], "unexpected extra argument"),
        (["undo"], "--last"),
        (["new", "a.crm", "--currency", "EURO"], "is not a currency"),
        (["--lang", "de", "list", "contacts"], "'de'"),
        (["list", "contacts", "--where", "city"], "Write FIELD=VALUE"),
        (["list", "contacts", "--where", "birthday~x"], "It takes: = >= <= > <."),
        (["list", "contacts", "--where", "birthday=sometime"], "birthday: "),
        (["list", "companies", "--where", "level=Z"], "Known are: A, B, C"),
        (["list", "contacts", "--where", "company=Acme Tool"], "Did you mean “Acme Tools”?"),
        (["list", "contacts", "--sort", "note"], "It can be sorted by: "),
    ],
)
def test_wrong_use(cli: Cli, filled: Path, words: list[str], meant: str) -> None:
    before = filled.read_bytes()
    said = cli(*words, expect=2)
    assert said.out == ""
    assert meant in said.err
    assert filled.read_bytes() == before
    if "--json" not in words and words[0] in ("list", "undo"):
        document = cli.json(*words, expect=2)
        assert list(document) == ["error"]
        assert list(document["error"]) == ["title", "hint"]
        assert meant in " ".join(document["error"].values())


def test_the_self_test_passes() -> None:
    said = program("--self-test", expect=None)
    lines = dict(line.split(maxsplit=1)[::-1] for line in said.out.splitlines())
    failed = [name for name, state in lines.items() if state != "ok"]
    if not (Path(__file__).parents[2] / "resources/locale/zh_CN/LC_MESSAGES/crm.mo").exists():
        failed = [name for name in failed if "crm.mo" not in name and "catalogue" not in name]
    assert failed == []
    assert len(lines) >= 8


# ---------------------------------------------------------------- languages and environments


@needs_chinese
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_in_chinese(cli: Cli, command: str) -> None:
    assert_chinese(cli("--lang", "zh_CN", *([command] if command else []), "--help").out)
    assert not CHINESE.search(cli("--lang", "en", *([command] if command else []), "--help").out)


@needs_chinese
@pytest.mark.parametrize(
    "words",
    [
        ["lisst"],
        ["list"],
        ["list", "contakts"],
        ["list", "contacts", "--limit", "x"],
        ["list", "contacts", "--limit", "-1"],
        ["list", "contacts", "--limit"],
        ["list", "contacts", "--nope"],
        ["list", "contacts", "a", "b"],
        ["list", "contacts", "--where", "cty=x"],
        ["list", "contacts", "--where", "birthday~1"],
        ["list", "contacts", "--sort", "note"],
        ["report", "pipline", "a.pdf"],
        ["undo"],
        ["new", "x.crm", "--language", "de"],
        ["import", "a.csv"],
        ["show", "contacts", "Nobody Atall"],
        ["show", "contacts", "Bob Stone"],
        ["undo", "1"],
    ],
)
def test_complaints_in_chinese(cli: Cli, filled: Path, words: list[str]) -> None:
    said = cli("--lang", "zh_CN", *words, expect=1 if words[0] == "show" or words[-1] == "1" else 2)
    assert said.out == ""
    assert_chinese(said.err.replace("Bob Stone", "").replace("Nobody Atall", ""))


@needs_chinese
def test_answers_in_chinese(cli: Cli, filled: Path, tmp_path: Path) -> None:
    assert "记录" in cli("--lang", "zh_CN", "list", "联系人").err
    for words in (["check"], ["undo", "--list"], ["report", "--list"], ["backup"]):
        assert CHINESE.search(cli("--lang=zh_CN", *words).out)
    assert CHINESE.search(cli("list", "contacts", "--lang", "zh_CN").lines[0])


@needs_chinese
def test_the_language_of_this_person(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CRM_LANGUAGE")
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    Settings().change(language="zh_CN")
    assert CHINESE.search(cli("--help").out)
    assert not CHINESE.search(cli("--lang", "en", "--help").out)
    monkeypatch.setenv("CRM_LANGUAGE", "en")
    assert not CHINESE.search(cli("--help").out)


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0"},
        {"LC_ALL": "POSIX", "LANG": None, "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"LC_ALL": "zh_CN.GBK", "PYTHONIOENCODING": "gbk"},
    ],
    ids=lambda one: one["LC_ALL"],
)
def test_any_locale(tmp_path: Path, filled: Path, environment: dict[str, str | None]) -> None:
    """F-11: Chinese in paths, arguments and answers does not depend on the computer's settings."""
    out = tmp_path / "导出 '1'.json"
    environment = {**environment, "CRM_FILE": str(filled)}
    found = program("list", "contacts", "--search", "秦岚", "--json", **environment).json()
    assert [row["full_name"] for row in found["rows"]] == ["秦岚"]
    program("export", "contacts", out, "--where", "公司=杭州星辰科技有限公司", **environment)
    assert [row["Full name"] for row in json.loads(out.read_text(encoding="utf-8"))] == ["秦岚"]


def test_a_closed_pipe(filled: Path) -> None:
    """Somebody who reads the first line only hears no complaint."""
    for words in (["list", "contacts", "--json"], ["--help"]):
        for reader in ("| head -c 1", "| true"):
            said = program(*words, shell=reader, expect=None)
            assert len(said.out) <= 1
            assert said.err == ""


def test_no_display_and_no_qt(filled: Path, tmp_path: Path) -> None:
    """No command but the window and its pictures loads Qt or needs a display."""
    bare = {"DISPLAY": None, "WAYLAND_DISPLAY": None, "QT_QPA_PLATFORM": None}
    source = plain_csv(tmp_path / "people.csv", [["Full name"], ["Eva Neu"]])
    every = [
        ["new", tmp_path / "new.crm", "--demo", "--size", "1"],
        ["--file", filled, "check"],
        ["import", source, "--as", "contacts"],
        ["list", "contacts"],
        ["show", "contacts", "Eva Neu"],
        ["undo", "--last"],
        ["export", "contacts", tmp_path / "out.xlsx"],
        ["report", "pipeline", tmp_path / "out.pdf"],
        ["backup", tmp_path / "copy.crm"],
        ["restore", tmp_path / "copy.crm"],
    ]
    assert {words[0] for words in every if words[0] in COMMANDS} >= {*COMMANDS} - {
        "screenshots",
        "export-all",
        "check",
    }
    words = [[str(word) for word in one] for one in every]
    before = f"""
import sys
from crm_desktop import __main__ as program, cli
codes = [cli.main(one) for one in {words!r}]
assert not any(codes), codes
assert not any(name.startswith("PySide6") for name in sys.modules)
"""
    assert program("--version", before=before, **bare).lines[-1].startswith("CRM Desktop")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a display")
def test_the_window_without_a_display(filled: Path) -> None:
    bare = {"DISPLAY": None, "WAYLAND_DISPLAY": None, "QT_QPA_PLATFORM": None}
    said = program(filled, expect=1, **bare)
    assert "no display" in said.err
    assert len(said.err.strip().splitlines()) == 1


def test_screenshots(demo: Path, tmp_path: Path) -> None:
    bare = {"DISPLAY": None, "WAYLAND_DISPLAY": None, "QT_QPA_PLATFORM": None}
    said = program("screenshots", tmp_path / "图 1", "--page", "contacts", "--size", "1024x640", **bare)
    (picture,) = (tmp_path / "图 1").iterdir()
    assert said.lines == [str(picture)]
    head = picture.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    size = int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")
    assert size[0] * 640 == size[1] * 1024
    assert "Pages: " in program("screenshots", tmp_path, "--page", "nowhere", expect=2, **bare).err
    assert "1440x900" in program("screenshots", tmp_path, "--size", "big", expect=2, **bare).err


# ---------------------------------------------------------------- which file


def test_the_file_is_named_or_the_last_one(cli: Cli, filled: Path, path: Path, monkeypatch: Any) -> None:
    assert cli.json("--file", path, "list", "contacts")["total"] == 0  # before CRM_FILE
    assert cli.json("list", "contacts")["total"] == 4
    assert cli.json("list", "contacts", "--file", path)["total"] == 0  # wherever it stands
    monkeypatch.delenv("CRM_FILE")
    assert cli.json("list", "contacts")["total"] == 0
    cli("--file", filled, "check")
    assert cli.json("list", "contacts")["total"] == 4


def test_no_file_at_all(cli: Cli) -> None:
    assert "--file PATH" in cli("list", "contacts", expect=1).err
    assert cli.json("list", "contacts", expect=1)["error"]["hint"]


def test_a_passphrase(cli: Cli, encrypted_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRM_FILE", str(encrypted_path))
    assert "CRM_PASSPHRASE" in cli("list", "contacts", expect=1).err
    monkeypatch.setenv("CRM_PASSPHRASE", PASSPHRASE)
    assert cli.json("list", "contacts")["total"] == 0
    monkeypatch.setenv("CRM_PASSPHRASE", "something else")
    said = cli("list", "contacts", expect=1)
    assert "passphrase" in said.err
    assert PASSPHRASE not in said.err
    assert "something else" not in said.err
    assert "passphrase" in cli.json("check", expect=1)["error"]["title"]


def test_a_passphrase_is_asked_for(
    cli: Cli, encrypted_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def prompt(text: str, **how: Any) -> str:
        asked.append((text, how["hide_input"], how["confirmation_prompt"]))
        return PASSPHRASE

    monkeypatch.setattr(click, "prompt", prompt)
    monkeypatch.setattr("sys.stdin", type("Terminal", (), {"isatty": staticmethod(lambda: True)})())
    assert cli.json("list", "contacts", "--file", encrypted_path)["total"] == 0
    cli("new", tmp_path / "new.crm", "--encrypt")
    assert asked == [("Passphrase", True, False), ("Passphrase", True, True)]
    cli("check", "--file", tmp_path / "new.crm")
    cli("new", tmp_path / "new.crm", "--encrypt", expect=1)
    assert len(asked) == 3


def test_no_option_takes_a_passphrase(cli: Cli) -> None:
    for name in COMMANDS:
        assert "--pass" not in cli(name, "--help").out


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
    workspace = open_workspace(place, read_only=True)
    assert (workspace.locale.currency, workspace.settings["demo"]) == ("USD", True)
    workspace.close()


def test_a_firm_that_cannot_be_finished_leaves_no_file(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_words: object, **_more: object) -> None:
        raise RuntimeError("Ana Beltrán, ana@example.org")

    monkeypatch.setattr("crm_desktop.services.demo.make_demo", fail)
    said = cli("new", tmp_path / "demo.crm", "--demo", expect=70)
    assert not list(tmp_path.glob("demo*"))
    # A mistake of ours: one sentence, and a log without customer data.
    log = paths.log_folder() / "errors.log"
    assert str(log) in said.err
    assert "RuntimeError at " in log.read_text(encoding="utf-8")
    assert "Ana" not in log.read_text(encoding="utf-8") + said.err


def test_backup_and_restore(cli: Cli, filled: Path, tmp_path: Path) -> None:
    made = cli.json("backup")
    assert list(made) == ["backup", "at", "bytes", "verified"]
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


# ---------------------------------------------------------------- list and show


@pytest.mark.parametrize("entity", ENTITIES)
def test_every_entity_is_listed_and_shown(cli: Cli, demo: Path, entity: str) -> None:
    found = cli.json("list", entity)
    assert list(found) == ["total", "rows"]
    assert found["total"] == len(found["rows"]) > 0
    keys = list(found["rows"][0])
    assert keys[0] == "id"
    assert all(list(row) == keys for row in found["rows"])
    said = cli("list", entity, "--limit", 2)
    assert len(said.lines) == 4
    assert "the first 2 shown" in said.err
    one = cli.json("show", entity, found["rows"][0]["id"])
    assert list(one) == [*keys, "related", "history"]
    assert {key: one[key] for key in keys} == found["rows"][0]
    assert cli("show", entity, found["rows"][0]["id"]).lines
    assert cli.json("list", entity, "--limit", 0) == {"total": found["total"], "rows": []}


def names(cli: Cli, entity: str, *words: object) -> list[str]:
    key = "full_name" if entity == "contacts" else "name"
    return [row[key] for row in cli.json("list", entity, *words)["rows"]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ana", ["Ana Beltrán"]),
        ("beltran", ["Ana Beltrán"]),
        ("qin lan", ["秦岚"]),
        ("qinlan", ["秦岚"]),
        ("ql", ["秦岚"]),
        ("秦", ["秦岚"]),
        ("2345678", ["Ana Beltrán"]),
        ("nobody", []),
    ],
)
def test_search(cli: Cli, filled: Path, text: str, found: list[str]) -> None:
    assert names(cli, "contacts", "--search", text) == found


ACME, BLUE, STAR = "Acme Tools", "Blue “Sky” & Sons", "杭州星辰科技有限公司"


@pytest.mark.parametrize(
    ("entity", "conditions", "found"),
    [
        # text
        ("companies", ["city=Köln"], {ACME}),
        ("companies", ["City=Köln"], {ACME}),
        ("companies", ["city!=Köln"], {BLUE, STAR}),
        ("companies", ["name~sky"], {BLUE}),
        ("companies", ["name~星辰"], {STAR}),
        ("companies", [f"name={BLUE}"], {BLUE}),
        ("companies", ["city="], {BLUE}),
        ("companies", ["city!="], {ACME, STAR}),
        # option, in any language, and its absence
        ("companies", ["industry=Manufacturing"], {ACME}),
        ("companies", ["industry=制造业"], {ACME}),
        ("companies", ["level=a"], {ACME}),
        ("companies", ["level="], {BLUE, STAR}),
        # reference
        ("contacts", ["company=acme tools"], {"Ana Beltrán"}),
        ("contacts", [f"company={STAR}"], {"秦岚"}),
        ("contacts", ["company="], {"Bob Stone"}),
        ("opportunities", ["stage=Prospecting"], {"Pumps", "Valves", "Gaskets"}),
        # choice
        ("contacts", ["gender=Female"], {"Ana Beltrán"}),
        ("contacts", ["gender=女"], {"Ana Beltrán"}),
        # date: the day itself belongs to <= and >=
        ("contacts", ["birthday=1988-03-07"], {"Ana Beltrán"}),
        ("contacts", ["birthday<=1988-03-07"], {"Ana Beltrán"}),
        ("contacts", ["birthday<1988-03-07"], set()),
        ("contacts", ["birthday>=1990-01-01"], {"Bob Stone"}),
        ("contacts", ["birthday>1990-01-01"], set()),
        ("contacts", ["last_contact=2026-03-07"], {"Ana Beltrán"}),
        ("contacts", ["last_contact<=2026-03-07"], {"Ana Beltrán"}),
        ("contacts", ["last_contact<2026-03-07"], set()),
        # number
        ("companies", ["employees=45"], {STAR}),
        ("companies", ["employees>=45"], {ACME, STAR}),
        ("companies", ["employees>45"], {ACME}),
        ("companies", ["employees<=8", "employees>=8"], {BLUE}),
        ("companies", ["employees<8"], set()),
        ("companies", ["annual_revenue="], {ACME, STAR}),
        # money, in whole units
        ("companies", ["annual_revenue=12345.67"], {BLUE}),
        ("opportunities", ["amount>=1000"], {"Pumps", "Valves"}),
        ("opportunities", ["amount>1,000"], {"Valves"}),
        ("opportunities", ["amount<2500.50"], {"Pumps"}),
        # flag
        ("products", ["active=yes"], {"Pump 7"}),
        ("products", ["active!=yes"], {"Pump 6"}),
        ("products", ["active=否"], {"Pump 6"}),
        # tags
        ("companies", ["tags=vip"], {ACME}),
        ("companies", ["tags=fair 2026"], {ACME}),
        ("companies", ["tags!=vip"], {BLUE, STAR}),
        ("companies", ["tags="], {BLUE, STAR}),
    ],
)
def test_conditions(cli: Cli, filled: Path, entity: str, conditions: list[str], found: set[str]) -> None:
    words = [word for one in conditions for word in ("--where", one)]
    assert set(names(cli, entity, *words)) == found


def test_a_reference_that_is_not_unique_needs_an_id(cli: Cli, filled: Path) -> None:
    rows = cli.json("list", "contacts", "--where", "full_name=Bob Stone")["rows"]
    said = cli("list", "opportunities", "--where", "contact=Bob Stone", expect=2).err
    assert all(str(row["id"]) in said for row in rows)
    ana = cli.json("show", "contacts", "Ana Beltrán")["id"]
    assert len(names(cli, "opportunities", "--where", f"contact={ana}")) == 3


def test_sort(cli: Cli, filled: Path) -> None:
    assert names(cli, "companies", "--sort", "employees") == [BLUE, STAR, ACME]
    assert names(cli, "companies", "--sort", "-employees") == [ACME, STAR, BLUE]
    assert names(cli, "companies", "--sort=-name")[-1] == ACME
    assert names(cli, "opportunities", "--sort", "-amount", "--limit", 1) == ["Valves"]


def test_plain_values(cli: Cli, filled: Path) -> None:
    company = cli.json("show", "companies", ACME)
    assert company["industry"] == "Manufacturing"
    assert company["tags"] == ["fair 2026", "vip"]
    assert (company["employees"], company["note"]) == (120, None)
    assert cli.json("show", "companies", "Blue")["annual_revenue"] == 12345.67
    sale = cli.json("show", "opportunities", "Valves")
    assert (sale["amount"], sale["currency"], sale["expected_close"]) == (2500.5, "USD", "2026-06-01")
    ana = cli.json("show", "contacts", "ana")
    assert (ana["birthday"], ana["last_contact"]) == ("1988-03-07", "2026-03-07T12:00:00Z")
    assert ana["company"] == ACME
    assert {"entity": "opportunity", "field": "contact", "count": 3} in ana["related"]
    assert list(ana["history"][0]) == ["transaction", "at", "title", "user", "changes"]


def test_show_as_text(cli: Cli, filled: Path) -> None:
    said = cli("show", "contacts", "Ana Beltrán").out
    assert said.startswith("Ana Beltrán\n")
    for word in ("Acme Tools", "7 Mar 1988", "Pumps", "Ann Example"):
        assert word in said


@pytest.mark.parametrize("name", ["Bob Stone", "bob"])
def test_a_name_that_several_have(cli: Cli, filled: Path, name: str) -> None:
    ids = [row["id"] for row in cli.json("list", "contacts", "--where", "full_name=Bob Stone")["rows"]]
    said = cli("show", "contacts", name, expect=1)
    assert all(str(one) in said.err for one in ids)
    assert "秦岚" not in said.err
    assert cli("show", "contacts", ids[0]).out.startswith("Bob Stone")


@pytest.mark.parametrize("name", ["1", "912", "²", "99999999999999999999", "nobody", ""])
def test_a_record_that_is_not_there(cli: Cli, filled: Path, name: str) -> None:
    assert "no record" in cli("show", "contacts", name, expect=1).err


# ---------------------------------------------------------------- undo


def test_undo_and_redo(cli: Cli, filled: Path, tmp_path: Path) -> None:
    source = plain_csv(tmp_path / "people.csv", [["Full name"], ["Eva Neu"], ["Udo Alt"]])
    number = cli.json("import", source, "--as", "contacts")["undo"]
    listed = cli.json("undo", "--list")["transactions"]
    assert list(listed[0]) == ["id", "title", "kind", "at", "undone"]
    assert (listed[0]["id"], listed[0]["undone"]) == (number, False)
    assert listed[0]["title"] == "Import people.csv"
    report = cli.json("undo", number)
    assert list(report) == ["undone", "transaction", "restored", "kept"]
    assert report["undone"] == "Import people.csv"
    assert cli.json("list", "contacts")["total"] == 4
    assert "undone" in cli("undo", "--list").out
    cli("undo", report["transaction"])  # undoing an undo
    assert cli.json("list", "contacts")["total"] == 6
    workspace = open_workspace(filled)
    check_sound(workspace)
    workspace.close()


def test_undo_last_goes_on_backwards(cli: Cli, filled: Path, tmp_path: Path) -> None:
    for name in ("One Man", "Two Men"):
        cli("import", plain_csv(tmp_path / f"{name}.csv", [["Full name"], [name]]), "--as", "contacts")
    assert "Undone: Import Two Men.csv" in cli("undo", "--last").out
    assert "Undone: Import One Man.csv" in cli("undo", "--last").out
    assert cli.json("list", "contacts")["total"] == 4


def test_undo_keeps_later_edits(cli: Cli, filled: Path, tmp_path: Path) -> None:
    source = plain_csv(tmp_path / "firms.csv", [["Name", "City"], [ACME, "Bonn"], [STAR, "上海"]])
    number = cli.json("import", source, "--as", "companies")["undo"]
    cli("import", plain_csv(tmp_path / "more.csv", [["Name", "City"], [ACME, "Mainz"]]), "--as", "companies")
    said = cli("undo", number).out
    assert ACME in said
    assert "later edit" in said
    assert cli.json("show", "companies", ACME)["city"] == "Mainz"
    assert cli.json("show", "companies", STAR)["city"] == "杭州"


@pytest.mark.parametrize("words", [["0"], ["1"], ["99999999999999999999"], ["-5"]])
def test_undo_of_nothing(cli: Cli, filled: Path, words: list[str]) -> None:
    before = filled.read_bytes()
    assert cli("undo", *words, expect=2 if words[0][0] == "-" else 1).err
    assert filled.read_bytes() == before
    cli("undo", "--last", "1", expect=2)


# ---------------------------------------------------------------- import

PEOPLE = [
    ["姓名", "公司", "手机", "邮箱", "生日", "Shoe size"],
    ["Eva Neu", "Acme Tools", "0171 5550100", "eva@neu.example", "1985-04-03", "38"],
    ["王伟", "新公司", "13900139000", None, None, "42"],
    ["Bad Mail", None, None, "no-mail", "1985-13-45", None],
]


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """A small workbook of people with one bad row."""
    return xlsx(tmp_path / "名单 1.xlsx", PEOPLE)


def test_import(cli: Cli, filled: Path, people: Path) -> None:
    made = cli.json("import", people, "--as", "contacts", expect=1)  # a row was rejected
    assert list(made)[:5] == ["rows", "created", "updated", "unchanged", "rejected"]
    assert (made["rows"], made["created"], made["updated"], made["unchanged"]) == (3, 2, 0, 0)
    assert all(list(one) == ["row", "column", "value", "reason"] for one in made["rejected"])
    assert {(one["row"], one["column"], one["value"]) for one in made["rejected"]} == {
        (4, "邮箱", "no-mail"),
        (4, "生日", "1985-13-45"),
    }
    assert any("Shoe size" in note for note in made["notes"])
    assert made["undo"] == cli.json("undo", "--list")["transactions"][0]["id"]
    assert cli.json("show", "contacts", "Eva Neu")["company"] == ACME
    assert cli.json("show", "contacts", "王伟")["company"] == "新公司"
    again = cli.json("import", people, "--as", "contacts", expect=1)
    assert (again["created"], again["updated"], again["unchanged"], again["undo"]) == (0, 0, 2, None)
    said = cli("import", people, "--as", "联系人", expect=1)
    assert "3 rows: 0 new, 0 changed, 2 unchanged, 1 rejected" in said.out
    assert "Row 4, 邮箱: " in said.err


def test_a_dry_run_writes_nothing(cli: Cli, filled: Path, people: Path, tmp_path: Path) -> None:
    before = filled.read_bytes()
    made = cli.json("import", people, "--as", "contacts", "--dry-run", expect=1)
    assert (made["created"], made["undo"]) == (2, None)
    assert "Nothing was written." in cli("import", people, "--as", "contacts", "--dry-run", expect=1).out
    assert filled.read_bytes() == before


def test_rejects_are_corrected_and_imported(cli: Cli, filled: Path, people: Path, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.xlsx"
    cli("import", people, "--as", "contacts", "--rejects", rejects, expect=1)
    rows = CalamineWorkbook.from_path(rejects).get_sheet_by_index(0).to_python()
    assert len(rows) == 2
    assert "Bad Mail" in rows[1]
    rows[1] = ["bad@mail.example" if cell == "no-mail" else cell for cell in rows[1]]
    rows[1] = ["1985-12-24" if "1985" in str(cell) and len(str(cell)) < 20 else cell for cell in rows[1]]
    assert cli.json("import", xlsx(tmp_path / "better.xlsx", rows), "--as", "contacts")["created"] == 1


def test_rejects_never_overwrite_the_source(cli: Cli, filled: Path, people: Path, tmp_path: Path) -> None:
    before = people.read_bytes()
    cli("import", people, "--as", "contacts", "--rejects", people, expect=2)
    cli("import", people, "--as", "contacts", "--rejects", tmp_path / "rejects.txt", expect=2)
    assert people.read_bytes() == before
    # Where they cannot be written, nothing is imported.
    cli("import", people, "--as", "contacts", "--rejects", tmp_path / "no folder" / "r.xlsx", expect=1)
    assert cli.json("list", "contacts")["total"] == 4


def test_import_modes_and_keys(cli: Cli, filled: Path, tmp_path: Path) -> None:
    rows = [
        ["Name", "E-mail", "City"],
        ["ACME Renamed", "office@acme.example", "Bonn"],
        ["New GmbH", "", "Ulm"],
    ]
    source = plain_csv(tmp_path / "firms.csv", rows)

    def count(*words: str) -> tuple[int, int, int]:
        made = cli.json("import", source, "--as", "companies", "--dry-run", *words)
        return made["created"], made["updated"], made["unchanged"]

    assert count() == (2, 0, 0)
    assert count("--key", "email") == (1, 1, 0)
    assert count("--key", "E-mail") == (1, 1, 0)
    assert count("--key", "email", "--mode", "update") == (0, 1, 1)
    assert count("--key", "email", "--mode", "create") == (1, 0, 1)
    cli("import", source, "--as", "companies", "--key", "email", "--mode", "update")
    assert cli.json("show", "companies", "ACME Renamed")["city"] == "Bonn"
    assert (
        "Did you mean “email”?" in cli("import", source, "--as", "companies", "--key", "emial", expect=2).err
    )
    assert "no column" in cli("import", source, "--as", "companies", "--key", "phone", expect=2).err


def test_import_with_chosen_columns(cli: Cli, filled: Path, tmp_path: Path) -> None:
    source = plain_csv(tmp_path / "odd.csv", [["Who", "a=b", "City"], ["Odd One", "note!", "Ulm"]])
    words = ("--column", "Who=full_name", "--column", "a=b=note", "--column", "City=")
    assert cli.json("import", source, "--as", "contacts", *words)["created"] == 1
    one = cli.json("show", "contacts", "Odd One")
    assert (one["note"], one["city"]) == ("note!", None)
    assert "HEADING=FIELD" in cli("import", source, "--as", "contacts", "--column", "Who", expect=2).err
    assert "“Wer”" in cli("import", source, "--as", "contacts", "--column", "Wer=note", expect=1).err
    wrong = cli("import", source, "--as", "contacts", "--column", "Who=fulname", expect=2).err
    assert "Did you mean “full_name”?" in wrong


def test_import_with_a_saved_mapping(cli: Cli, filled: Path, tmp_path: Path) -> None:
    workspace = open_workspace(filled)
    with workspace.work("Mapping") as work:
        from crm_desktop.models import registry

        mapping = {"headings": json.dumps(["Who"]), "mapping": json.dumps({"Who": "full_name"})}
        work.add(registry.model("import_mapping"), name="Fair", entity="contact", **mapping)
    workspace.close()
    source = plain_csv(tmp_path / "fair.csv", [["Who"], ["Fair Visitor"]])
    assert cli.json("import", source, "--as", "contacts", "--mapping", "Fair")["created"] == 1
    assert "“Fare”" in cli("import", source, "--as", "contacts", "--mapping", "Fare", expect=2).err


def test_import_asks_about_likely_names(cli: Cli, filled: Path, tmp_path: Path) -> None:
    rows = [["Opportunity name", "Company", "Product"], ["Deal 1", "Acme Tools", "Pump7"]]
    workspace = open_workspace(filled)
    workspace.records.create("product", {"name": "Magnet Pump 2000"})
    workspace.close()
    rows[1][2] = "MagnetPump 2000"
    source = plain_csv(tmp_path / "deals.csv", rows)
    made = cli.json("import", source, "--as", "opportunities", "--dry-run")
    assert [list(one) for one in made["likely"]] == [["field", "text", "rows", "candidate"]]
    assert made["likely"][0]["candidate"] == "Magnet Pump 2000"
    assert "--match" in cli("import", source, "--as", "opportunities", "--dry-run").err
    match = ("import", source, "--as", "opportunities", "--match")
    assert "In doubt are: MagnetPump 2000." in cli(*match, "Other=Pump 7", expect=2).err
    assert "“Pump 9”" in cli(*match, "MagnetPump 2000=Pump 9", expect=2).err
    assert cli.json("list", "opportunities")["total"] == 3
    assert cli.json(*match, "MagnetPump 2000=Pump 7", "--dry-run")["likely"] == []
    cli(*match, "MagnetPump 2000=magnet pump 2000")
    assert cli.json("show", "opportunities", "Deal 1")["product"] == "Magnet Pump 2000"
    assert cli.json("list", "products")["total"] == 3


def test_import_of_a_sheet(cli: Cli, filled: Path, tmp_path: Path) -> None:
    source = xlsx(tmp_path / "list.xlsx", [["Full name"], ["Eva Neu"]], sheet="Leute")
    assert cli.json("import", source, "--as", "contacts", "--sheet", "Leute", "--dry-run")["created"] == 1
    assert "Leute" in cli("import", source, "--as", "contacts", "--sheet", "People", expect=1).err


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
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8")) == [
        {"Full name": "Ana Beltrán", "Company": ACME}
    ]


def test_export_of_a_view(cli: Cli, demo: Path, tmp_path: Path) -> None:
    workspace = open_workspace(demo, read_only=True)
    views = {one.name: workspace.lists.count_of(one.query) for one in workspace.views.of("opportunity")}
    either = [one.name for one in workspace.views.of("opportunity") if not one.query.match_all]
    workspace.close()
    assert views
    for name, count in views.items():
        said = cli("export", "opportunities", tmp_path / f"{name}.json", "--view", name)
        assert said.out.startswith(f"{count} ")
    for name in either:
        words = ("--view", name, "--where", "amount>=1")
        cli("export", "opportunities", tmp_path / "x.json", *words, expect=2)
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
    attached = tmp_path / "demo files"
    attached.mkdir()
    (attached / "plan.txt").write_text("plan", encoding="utf-8")
    said = cli("export-all", folder)
    written = [Path(line) for line in said.lines]
    assert {one.stem for one in written} >= set(ENTITIES)
    assert all(one.parent == folder and one.exists() for one in written)
    assert (folder / "files" / "plan.txt").read_text(encoding="utf-8") == "plan"
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
