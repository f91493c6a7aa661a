"""Looks at the window on a screen of another scale; prints what is blurred, cut or covered there, a line each.

Run as a program of its own, as Qt takes the scale once: QT_SCALE_FACTOR=2 python -m tests.ui.looking.at_scale FILE
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from crm_desktop.app import Program
from crm_desktop.core.i18n import language
from crm_desktop.core.settings import Settings
from crm_desktop.services.workspace import open_workspace
from crm_desktop.ui.context import Place
from crm_desktop.ui.list_ways import ManyWaysPage
from crm_desktop.ui.main_window import MINIMUM
from crm_desktop.ui.pdf_preview import PdfPreview
from crm_desktop.ui.session import Session
from crm_desktop.ui.ways import WAYS
from tests.ui.looking import walk
from tests.ui.looking.cut_texts import cut_texts
from tests.ui.looking.names import described
from tests.ui.looking.places import misplaced
from tests.ui.looking.popups import popups
from tests.ui.looking.screen import Screen, look_at
from tests.ui.looking.words import program_words

_ROUNDED = 1.0  # pixels


def blurred(screen: Screen) -> list[str]:
    """Return the pictures that have fewer pixels than they cover on the screen."""
    ratio = screen.root.devicePixelRatioF()
    return [
        f"{described(one.widget)} paints a picture of {one.pixels.width()} pixels over {one.size.width() * ratio:.0f}"
        for one in screen.images
        if one.pixels.width() < one.size.width() * ratio - _ROUNDED and not _is_drawn_later(one.widget)
    ]


def _is_drawn_later(widget: object) -> bool:
    """Tell whether a widget shows a coarse picture only until the fine one is drawn."""
    return isinstance(getattr(widget, "parent", lambda: None)(), PdfPreview)


def views(session: Session) -> Iterator[walk.View]:
    """Yield what is looked at: every list in its ways, the other pages, one record, everything that opens."""
    yield from walk.lists(session)
    for entity, ways in WAYS.items():
        walk.open_place(session, Place("list", entity))
        page = session.window.page
        assert isinstance(page, ManyWaysPage)
        for way in ways:
            page.show_way(way.key)
            walk.settle(session)
            yield f"{entity} as {way.key}", session.window
    for name in ("today", "reports", "settings", "history", "merge", "duplicates", "about", "shortcuts"):
        walk.open_place(session, Place(name))
        yield name, session.window
    yield from walk.imports(session)
    yield from popups(session)


def main() -> None:
    """Look at the file that is named on the command line."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        program = Program(Settings(folder / "options.json"))
        sys.excepthook = sys.__excepthook__  # what goes wrong is ours to see
        session = Session(program, open_workspace(Path(sys.argv[1])), idle=False)
        session.window.resize(*MINIMUM)
        session.window.show()
        walk.settle(session)
        words, found, seen = program_words(language()), {}, 0
        for name, root in views(session):
            screen, seen = look_at(root), seen + 1
            for one in (*blurred(screen), *cut_texts(screen, words), *misplaced(screen)):
                found.setdefault(one, name)
        told = [
            f"{seen} {session.window.devicePixelRatioF()}",
            *(f"{name}: {one}" for one, name in found.items()),
        ]
        sys.stdout.write("\n".join(told))
        session.close()


if __name__ == "__main__":
    main()
