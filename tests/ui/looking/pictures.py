"""Pictures of all that opens over the pages, to be looked at: python -m tests.ui.looking.pictures FILE FOLDER."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from pathlib import Path

from PySide6.QtWidgets import QApplication

from crm_desktop.app import Program
from crm_desktop.core.settings import Settings
from crm_desktop.services.workspace import open_workspace
from crm_desktop.ui import theme
from crm_desktop.ui.language import switch
from crm_desktop.ui.session import Session
from tests.ui.looking import walk
from tests.ui.looking.popups import popups


def draw(file: Path, folder: Path, language: str, scheme: theme.Mode) -> None:
    """Write a picture of each popup over a copy of a customer file."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        program = Program(Settings(place / "options.json"))
        sys.excepthook = sys.__excepthook__  # what goes wrong is ours to see
        switch(language)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, scheme)
        session = Session(program, open_workspace(Path(shutil.copyfile(file, place / "a.crm"))), idle=False)
        session.window.resize(*walk.SMALL)
        session.window.show()
        for number, (name, root) in enumerate(popups(session)):
            words = re.sub(r"[^\w]+", "-", name)
            root.grab().save(str(folder / f"{number:02}-{words}.png"))
        session.close()


if __name__ == "__main__":
    for language, scheme in (("en", "light"), ("zh_CN", "dark")):
        draw(Path(sys.argv[1]), Path(sys.argv[2]) / f"{language}-{scheme}", language, scheme)  # type: ignore[arg-type]
