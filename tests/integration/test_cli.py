"""The command line itself: help, wrong use, languages, environments, which file and passphrase."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from PySide6.QtCore import QSettings

from crm_desktop.cli import COMMANDS
from crm_desktop.core.paths import config_folder
from crm_desktop.core.settings import Settings
from crm_desktop.ui.import_recent import remember
from crm_desktop.ui.window_state import WindowState
from tests.conftest import PASSPHRASE
from tests.integration.cli_help import CHINESE, Cli, assert_chinese, needs_chinese, program
from tests.integration.services.import_help import plain_csv

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
        (["list", "contacts", "--where", "birthday=sometime"], "Birthday: "),
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
    records = json.loads(out.read_text(encoding="utf-8"))["records"]
    assert [row["full_name"] for row in records] == ["秦岚"]


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
        ["duplicates", "contacts"],
        ["merge", "contacts", "Eva Neu", "秦岚", "--dry-run"],
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
    pictures = sorted((tmp_path / "图 1").iterdir())
    assert sorted(said.lines) == [str(one) for one in pictures]
    looks = ["dark-en", "dark-zh_CN", "light-en", "light-zh_CN"]
    assert [one.name for one in pictures] == [f"contacts-{look}.png" for look in looks]
    assert len({one.read_bytes() for one in pictures}) == 4
    head = pictures[0].read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    size = int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")
    assert size[0] * 640 == size[1] * 1024


def test_one_look_of_a_page(demo: Path, tmp_path: Path) -> None:
    look = ("--theme", "dark", "--language", "en", "--page", "settings")
    assert program("screenshots", tmp_path / "one", *look).lines == [str(tmp_path / "one" / "settings.png")]


def test_pictures_do_not_show_how_somebody_left_the_window(demo: Path, tmp_path: Path) -> None:
    look = ("--theme", "light", "--language", "en", "--page", "import")
    program("screenshots", tmp_path / "before", *look)
    kept = QSettings(str(config_folder() / "window.ini"), QSettings.Format.IniFormat)
    remember(WindowState(kept), plain_csv(tmp_path / "lately.csv", [["Name"], ["Ana"]]))
    kept.sync()
    program("screenshots", tmp_path / "after", *look)
    before, after = (tmp_path / one / "import.png" for one in ("before", "after"))
    assert before.read_bytes() == after.read_bytes()


def test_pictures_of_what_is_no_page(demo: Path, tmp_path: Path) -> None:
    names = ["filter", "lock", "search", "unlock", "welcome"]
    asked = [word for name in names for word in ("--page", name)]
    said = program("screenshots", tmp_path / "scenes", "--theme", "light", "--language", "en", *asked)
    assert said.err == ""
    pictures = sorted((tmp_path / "scenes").iterdir())
    assert [one.stem for one in pictures] == names
    assert len({one.read_bytes() for one in pictures}) == len(names)


def test_a_wrong_size_of_screenshots(cli: Cli, filled: Path, tmp_path: Path) -> None:
    assert "1440x900" in cli("screenshots", tmp_path, "--size", "big", expect=2).err


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
