"""A file that was asked for and is not there: one window that says so and what can be done, no box before it."""

from __future__ import annotations

import json
import subprocess
import sys

PROGRAM = """
import json, sys
from pathlib import Path
from PySide6.QtWidgets import QDialog, QLabel
from crm_desktop.app import Program

seen = []

def look(dialog):
    seen.append([one.text() for one in dialog.findChildren(QLabel)])
    return 0

QDialog.exec = look
ours = Program()
assert not ours.start(Path(sys.argv[1]))
print(json.dumps(seen))
"""


def test_the_welcome_alone_says_that_the_file_is_gone(tmp_path):
    gone = tmp_path / "gone.crm"
    command = [sys.executable, "-c", PROGRAM, str(gone)]
    said = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert said.returncode == 0, said.stderr
    (words,) = json.loads(said.stdout.splitlines()[-1])
    assert f"“gone.crm” is no longer in {tmp_path}." in words
