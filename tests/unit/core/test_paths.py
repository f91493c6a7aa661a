"""Resources are found and folders obey the override."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core import paths

FOLDERS = (paths.data_folder, paths.config_folder, paths.log_folder, paths.cache_folder)


@pytest.mark.parametrize(
    "name",
    ["icons/app.svg", "icons/sun.svg", "fonts/wqy-microhei.ttc", "fonts/Inter-Regular.ttf", "pinyin.txt"],
)
def test_resources_are_there(name: str) -> None:
    assert paths.resource(name).is_file()


def test_installed_resources_go_before_those_of_a_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "crm_desktop"
    package.mkdir()
    monkeypatch.setattr(paths, "_PACKAGE", package)
    assert paths.resource("a.txt") == tmp_path / "resources" / "a.txt"
    (package / "resources").mkdir()
    assert paths.resource("a.txt") == package / "resources" / "a.txt"


def test_home_variable_moves_every_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "on a stick, 张三's"
    monkeypatch.setenv(paths.HOME_VARIABLE, str(home))
    found = [folder() for folder in FOLDERS]
    assert len(set(found)) == len(FOLDERS)
    assert all(folder.parent == home for folder in found)
    assert not home.exists(), "asking for a folder makes none"


def test_home_may_be_relative_to_where_the_program_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(paths.HOME_VARIABLE, "portable")
    assert paths.data_folder() == tmp_path / "portable" / "data"


def test_folders_of_the_person(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(paths.HOME_VARIABLE, raising=False)
    for folder in FOLDERS:
        assert folder().is_absolute()
        assert paths.APP_NAME in folder().parts


def test_frozen_is_what_the_packager_says(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not paths.frozen()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert paths.frozen()


def test_importing_is_light() -> None:
    code = "import crm_desktop.core.paths, sys; print('platformdirs' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"


@given(st.text(st.characters(categories=["L", "N"]), min_size=1))
def test_resource_stays_below_the_resources(name: str) -> None:
    assert paths.resource(name).parent == paths.resource("")
