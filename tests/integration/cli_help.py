"""What the tests of the command line share: one command in this process or in its own, and its outcome."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from gettext import GNUTranslations
from pathlib import Path
from typing import Any

import pytest

from crm_desktop import cli
from crm_desktop.core import i18n

ROOT = Path(__file__).parents[2]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = re.compile(r"[A-Za-z]{2,}(?: [A-Za-z]{2,}){2,}")  # three words in a row are a sentence

ACME, BLUE, STAR = "Acme Tools", "Blue “Sky” & Sons", "杭州星辰科技有限公司"
"""The companies in the file of the fixture ``filled``."""


@dataclass(frozen=True)
class Outcome:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """Return the one JSON document on stdout; anything else there fails."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        """The lines of the answer."""
        return self.out.splitlines()


class Cli:
    """Runs commands in this process."""

    def __init__(self, capture: pytest.CaptureFixture[str]) -> None:
        self._capture = capture

    def __call__(self, *words: object, expect: int = 0) -> Outcome:
        """Run a command and compare its exit code."""
        self._capture.readouterr()
        code = cli.main([str(word) for word in words])
        said = self._capture.readouterr()
        outcome = Outcome(code, said.out, said.err)
        assert outcome.code == expect, f"{outcome.code} is not {expect}: {said.out[-500:]} {said.err[-1000:]}"
        assert "Traceback" not in said.err
        return outcome

    def json(self, *words: object, expect: int = 0) -> Any:
        """Run a command with ``--json`` and return its document."""
        return self(*words, "--json", expect=expect).json()


def program(
    *words: object, expect: int | None = 0, shell: str = "", before: str = "", **environment: str | None
) -> Outcome:
    """Run the real program in a process of its own; with ``environment`` added, None takes a variable out.

    ``before`` is Python that runs first in that process, ``shell`` what follows the command in a pipe.
    """
    varied = {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error", **environment}
    merged = {**os.environ, **{name: value for name, value in varied.items() if value is not None}}
    for name in [name for name, value in varied.items() if value is None]:
        merged.pop(name, None)
    command = [sys.executable, "-m", "crm_desktop", *map(str, words)]
    if before:
        start = f"{before}\nimport sys\nfrom crm_desktop.__main__ import main\nmain()"
        command = [sys.executable, "-c", start, *map(str, words)]
    if shell:
        command = ["bash", "-o", "pipefail", "-c", f'"$@" {shell}', "bash", *command]
    done = subprocess.run(
        command, check=False, capture_output=True, env=merged, stdin=subprocess.DEVNULL, timeout=120
    )
    outcome = Outcome(
        done.returncode, done.stdout.decode(errors="surrogateescape"), done.stderr.decode(errors="replace")
    )
    assert expect is None or outcome.code == expect, f"{outcome}"
    assert "Traceback" not in outcome.err, outcome.err
    return outcome


def speaks_chinese() -> bool:
    """Return whether the Chinese catalogue is there (``make test`` compiles it)."""
    return isinstance(i18n.words_for("zh_CN"), GNUTranslations)


needs_chinese = pytest.mark.skipif(not speaks_chinese(), reason="the Chinese catalogue is not compiled")


def english_in(text: str) -> list[str]:
    """Return what looks like English sentences in a Chinese text; names in quotes, paths and words of the
    command line aside."""
    bare = re.sub(r"“[^”]*”|'[^']*'|\S*[/\\]\S*|--[\w-]+|\[[^\]]*\]|[A-Z]{2,}", " | ", text)
    bare = re.sub(r"[\w-]+(?:, [\w-]+){2,}", " | ", bare)  # lists of names
    return ENGLISH.findall(re.sub(r"crm-desktop[ a-z-]*", " | ", bare))


def assert_chinese(text: str) -> None:
    """Assert that a text is Chinese."""
    assert CHINESE.search(text), text
    assert english_in(text) == [], text


LANGUAGES = ("en", "zh_CN")


def one_sentence(said: str, language: str, *names: object) -> None:
    """Assert that a complaint is short, plain, in the right language, and free of the program's inside."""
    assert said.strip()
    assert len(said.strip().splitlines()) <= 2, said
    assert len(said) < 700, said
    for word in ("Traceback", "Error", "sqlite", "SQLSTATE", "Errno", "None", "0x"):
        assert word not in said, said
    if language == "zh_CN" and speaks_chinese():
        for name in names:
            said = said.replace(str(name), "")
        assert_chinese(said)
