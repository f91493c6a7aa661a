"""This person's options: defaults, junk, other programs, and a disk that refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crm_desktop.core import paths
from crm_desktop.core.errors import MissingFile
from crm_desktop.core.settings import RECENT, Setting, Settings


@pytest.fixture
def options(tmp_path: Path) -> Path:
    return tmp_path / "config" / "options.json"


def test_without_a_file_all_options_have_their_defaults(options: Path) -> None:
    settings = Settings(options)
    for one in Settings.declared():
        assert getattr(settings, one.key) == one.default
    assert not options.exists()


def test_the_file_lies_in_the_folder_of_this_person() -> None:
    assert Settings().path.parent == paths.config_folder()


def test_a_change_is_there_for_the_next_program(options: Path) -> None:
    Settings(options).theme = "dark"
    assert Settings(options).theme == "dark"


@pytest.mark.parametrize(
    ("key", "junk"),
    [
        ("theme", "purple"),
        ("theme", 3),
        ("theme", None),
        ("language", "xx"),
        ("open_last", 1),
        ("open_last", "true"),
        ("lock_minutes", -1),
        ("lock_minutes", True),
        ("lock_minutes", 1.5),
        ("recent_files", "a"),
        ("recent_files", ["a", 1]),
        ("recent_files", ["a"] * 1_000),
    ],
)
def test_junk_falls_back_to_the_default_and_is_logged(
    options: Path, key: str, junk: object, caplog: pytest.LogCaptureFixture
) -> None:
    options.parent.mkdir()
    options.write_text(json.dumps({key: junk, "reminders": False}), encoding="utf-8")
    settings = Settings(options)
    assert getattr(settings, key) == getattr(Settings, key).default
    assert settings.reminders is False, "the others are kept"
    assert key in caplog.text


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff\xfe\x00", b"null", b"[" * 100_000])
def test_a_file_that_is_no_options_is_no_reason_to_stop(options: Path, content: bytes) -> None:
    options.parent.mkdir()
    options.write_bytes(content)
    settings = Settings(options)
    assert settings.theme == "system"
    settings.theme = "light"
    assert Settings(options).theme == "light"


def test_what_a_newer_version_wrote_stays(options: Path) -> None:
    options.parent.mkdir()
    options.write_text('{"from_the_future": [1, 2]}', encoding="utf-8")
    Settings(options).theme = "dark"
    assert json.loads(options.read_text(encoding="utf-8"))["from_the_future"] == [1, 2]


def test_two_programs_do_not_undo_each_others_changes(options: Path) -> None:
    one, two = Settings(options), Settings(options)
    one.theme = "dark"
    two.language = "zh_CN"
    third = Settings(options)
    assert (third.theme, third.language) == ("dark", "zh_CN")


def test_a_wrong_value_of_a_program_is_a_mistake_of_the_program(options: Path) -> None:
    settings = Settings(options)
    with pytest.raises(ValueError, match="theme"):
        settings.theme = "purple"
    with pytest.raises(KeyError):
        settings.change(unknown=1)
    assert not options.exists()


def test_recent_files_are_newest_first_without_repeats_and_few(options: Path, tmp_path: Path) -> None:
    settings = Settings(options)
    for number in range(RECENT + 5):
        settings.remember_file(tmp_path / f"客户 {number}.crm")
    settings.remember_file(tmp_path / "客户 7.crm")
    assert settings.last_file == str(tmp_path / "客户 7.crm")
    assert settings.recent_files[0] == settings.last_file
    assert len(settings.recent_files) == len(set(settings.recent_files)) == RECENT
    settings.forget_file(tmp_path / "客户 7.crm")
    assert settings.last_file == ""
    assert str(tmp_path / "客户 7.crm") not in settings.recent_files


def test_a_path_that_is_no_text_survives(options: Path, tmp_path: Path) -> None:
    settings = Settings(options)
    odd = tmp_path / "caf\udce9.crm"  # the bytes of another encoding, as Python names them
    settings.remember_file(odd)
    assert Settings(options).last_file == str(odd)


def test_a_folder_that_cannot_be_made_does_not_stop_the_program(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file, not a folder", encoding="utf-8")
    settings = Settings(tmp_path / "config" / "options.json")
    settings.remember_file(tmp_path / "x.crm")
    assert settings.last_file == str(tmp_path / "x.crm"), "known for as long as the program runs"
    with pytest.raises((OSError, MissingFile)):
        settings.change(theme="dark")


def test_options_that_are_offered_have_a_label() -> None:
    labelled = [one.key for one in Settings.declared() if one.label]
    assert labelled[:2] == ["language", "theme"]
    assert all(isinstance(one, Setting) for one in Settings.declared())
