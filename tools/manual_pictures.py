"""Make the pictures of the manual from the real window on the made-up firm, in the language of each chapter.

``python tools/manual_pictures.py [NAME …]`` renders all pictures, or only those named, into ``docs/manual``. They are
reduced to a palette of few colours, so that the repository stays small.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PIL import Image  # noqa: E402
from PySide6.QtGui import QPainter, QPixmap  # noqa: E402
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402

from crm_desktop.app import Program  # noqa: E402
from crm_desktop.core.i18n import LANGUAGES, install  # noqa: E402
from crm_desktop.core.query import Condition, ListQuery  # noqa: E402
from crm_desktop.core.settings import Settings  # noqa: E402
from crm_desktop.services.demo import demo_firm, make_demo  # noqa: E402
from crm_desktop.services.workspace import new_workspace, open_workspace  # noqa: E402
from crm_desktop.ui import theme  # noqa: E402
from crm_desktop.ui.context import Place  # noqa: E402
from crm_desktop.ui.language import switch  # noqa: E402
from crm_desktop.ui.page_pictures import choose_row, finish, render  # noqa: E402
from crm_desktop.ui.record_list_page import RecordListPage  # noqa: E402
from crm_desktop.ui.session import Session  # noqa: E402

MANUAL = ROOT / "docs" / "manual"
SIZE = (1200, 750)
COLOURS = 64
SEARCHED = {"en": "an", "zh_CN": "wang"}


@dataclass(frozen=True)
class Shot:
    """A picture: a page of the program by its name for ``crm-desktop screenshots``, or what a function shows."""

    name: str
    page: str = ""
    show: Callable[[Session, str], QPixmap] | None = None
    look: theme.Mode = "light"


def _grabbed(session: Session, over: QWidget | None = None) -> QPixmap:
    """Return the window as it is, with what has opened over it."""
    finish(session)
    picture = session.window.grab()
    if over is not None:
        painter = QPainter(picture)
        painter.drawPixmap(session.window.mapFromGlobal(over.pos()), over.grab())
        painter.end()
    return picture


def _contacts(session: Session) -> RecordListPage:
    session.window.open_list("contact")
    finish(session)
    page = session.window.page
    assert isinstance(page, RecordListPage)
    return page


def show_search(session: Session, language: str) -> QPixmap:
    """Search everything."""
    from crm_desktop.ui.search_palette import SearchPalette

    _contacts(session)
    choose_row(session, "contact")
    palette = SearchPalette(session.window)
    palette.open_below(session.window.top_bar.search)
    palette.field.setText(SEARCHED[language])
    palette.field.search_now()
    finish(session)
    picture = _grabbed(session, palette)
    palette.close()
    return picture


def show_filter(session: Session, _language: str) -> QPixmap:
    """A list with its filter open."""
    page = _contacts(session)
    lifecycle = page.entity.field("lifecycle")
    value = session.workspace.lists.choices(lifecycle)[0].id
    page.filters.set_filter(
        (Condition("lifecycle", "is", value), Condition("mobile", "filled")), match_all=True
    )
    page.filters.changed.emit()
    finish(session)
    page.bar.filter_clicked.emit()
    choose_row(session, "contact")
    picture = _grabbed(session)
    page.filters.set_filter((), match_all=True)
    page.filters.changed.emit()
    page.bar.filter_clicked.emit()
    return picture


def show_history(session: Session, _language: str) -> QPixmap:
    """The history of the file after some work."""
    workspace = session.workspace
    first, second, *others = workspace.lists.first_ids(ListQuery("contact"), 24)
    workspace.records.save("contact", first, {"mobile": "+44 7700 900321", "title": "CEO"})
    workspace.records.set_many("contact", others, {"level": workspace.lists.options("level")[0].id})
    workspace.records.delete("contact", [second])
    session.window.open_place(Place("history"))
    finish(session)
    page: Any = session.window.page
    page.view.setCurrentIndex(page.view.model().index(2, 0))
    return _grabbed(session)


def show_duplicates(session: Session, _language: str) -> QPixmap:
    """Show likely duplicates among the companies: some are put there twice, as an import would."""
    file, page = session.workspace, session.window
    for record in list(file.lists.first_ids(ListQuery("company"), 6)):
        known = file.records.get("company", record).values
        told = {key: known[key] for key in ("phone", "website", "city") if known[key]}
        file.records.create("company", {"name": known["short_name"] or known["name"], **told})
    page.open_place(Place("duplicates"))
    return _grabbed(session)


def show_merge(session: Session, _language: str) -> QPixmap:
    """Show the first of the likely duplicates side by side."""
    found = session.workspace.duplicates.find("company")[0]
    session.window.open_about(Place("merge", "company"), [found.a, found.b])
    return _grabbed(session)


SHOTS = (
    Shot("contacts", "contacts"),
    Shot("search", show=show_search),
    Shot("company", "company"),
    Shot("company-dark", "company", look="dark"),
    Shot("filter", show=show_filter),
    Shot("today", "today"),
    Shot("board", "opportunities-board"),
    Shot("forecast", "opportunities-forecast"),
    Shot("calendar", "activities-calendar", look="dark"),
    Shot("service-desk", "service-requests"),
    Shot("import", "import-columns"),
    Shot("import-file", "import"),
    Shot("import-rows", "import-write"),
    Shot("reports", "reports"),
    Shot("settings", "settings", look="dark"),
    Shot("shortcuts", "shortcuts"),
    Shot("history", show=show_history),  # this and what follows change the file
    Shot("duplicates", show=show_duplicates),
    Shot("merge", show=show_merge),
)


def _opened(program: Program, folder: Path, language: str) -> Session:
    """Return the window on a new file of the made-up firm in a language."""
    install(language)
    firm = demo_firm(language)
    path = folder / f"{language}.crm"
    made = new_workspace(path, firm_name=firm.name, currency=firm.currency, region=firm.region, demo=True)
    make_demo(made, language=language)
    made.backup()
    made.close()
    session = Session(program, open_workspace(path), idle=False)
    switch(language)
    session.window.retranslate()
    session.window.resize(*SIZE)
    session.window.show()
    return session


def _taken(session: Session, shot: Shot, language: str, folder: Path) -> Path:
    """Take a picture; returns the file as it was rendered."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, shot.look)
    if shot.show is None:
        return render(session, folder, (shot.page,), SIZE, (shot.look,), (language,))[0]
    target = folder / "shot.png"
    shot.show(session, language).save(str(target))
    return target


def _keep(source: Path, target: Path) -> int:
    """Keep a picture in few colours; returns its size in bytes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(source) as picture:
        reduced = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        reduced.save(target, optimize=True)
    return target.stat().st_size


def main() -> None:
    """Make what the arguments name."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="pictures to make; all without any")
    parser.add_argument("--language", choices=LANGUAGES, action="append")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        os.environ["CRM_DESKTOP_HOME"] = str(folder / "home")
        program = Program(Settings(folder / "options.json"))
        sys.excepthook = sys.__excepthook__  # a fault is told here, not in a box that nobody sees
        for language in asked.language or LANGUAGES:
            session = _opened(program, folder, language)
            for shot in SHOTS:
                if not asked.names or shot.name in asked.names:
                    target = MANUAL / language / "pictures" / f"{shot.name}.png"
                    size = _keep(_taken(session, shot, language, folder), target)
                    sys.stdout.write(f"{target.relative_to(ROOT)}  {size // 1000} KB\n")
            session.tasks.close()
            session.window.close()
            session.workspace.close()


if __name__ == "__main__":
    main()
