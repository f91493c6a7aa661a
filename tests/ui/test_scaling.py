"""On screens of any scale the window is crisp, and at its least size nothing is cut."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from crm_desktop.ui.main_window import MINIMUM

ROOT = Path(__file__).parents[2]


def screen_of(factor: float, folder: Path) -> str:
    """Return the platform with one screen that just holds the smallest window at this scale."""
    width, height = (round(one * factor) for one in MINIMUM)
    size = {
        "x": 0,
        "y": 0,
        "width": width,
        "height": height,
        "dpr": 1,
        "logicalDpi": 96,
        "logicalBaseDpi": 96,
    }
    path = folder / "screens.json"
    path.write_text(json.dumps({"screens": [{"name": "only", **size}]}), "utf-8")
    return f"offscreen:configfile={path}"


@pytest.mark.parametrize("factor", [1.25, 2, 3])
@pytest.mark.slow
def test_everything_is_crisp_and_whole_at_a_scale(files, tmp_path, factor):
    file = shutil.copyfile(files("en", True), tmp_path / "示例.crm")
    scaled = {
        **os.environ,
        "QT_QPA_PLATFORM": screen_of(factor, tmp_path),
        "QT_SCALE_FACTOR": str(factor),
        "PYTHONPATH": str(ROOT),
        "CRM_DESKTOP_HOME": str(tmp_path / "home"),
    }
    command = [sys.executable, "-m", "tests.ui.looking.at_scale", str(file)]
    ended = subprocess.run(command, env=scaled, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    summary, *complaints = ended.stdout.strip().splitlines()
    seen, ratio = summary.split()
    assert int(seen) > 80
    assert float(ratio) == factor
    assert not complaints, "\n".join(complaints)
