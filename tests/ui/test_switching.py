"""Language and scheme are switched while pages are there: nothing of what was before stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from crm_desktop.ui import theme
from crm_desktop.ui.session import Session
from tests.ui.looking import walk
from tests.ui.looking.real_window import on_english_data
from tests.ui.looking.screen import look_at
from tests.ui.looking.stale import stale_colours
from tests.ui.looking.words import Data, foreign_words

Walk = Callable[[Session], Iterator[walk.View]]
ALIKE = ("contact", "lead", "sales_order", "product", "activity", "article", "campaign")
"""Records whose pages are made of what others have too: each switch shows the whole window again."""


@on_english_data
@pytest.mark.parametrize("views", [walk.lists, walk.pages, walk.records])
@pytest.mark.slow
def test_nothing_of_the_language_and_the_scheme_before_is_left(session: Session, views: Walk) -> None:
    """Each page is made in Chinese and in one scheme, then looked at in English and in the other."""
    data, found = Data(session.workspace), {}
    data.learn(str(session.workspace.path))
    session.window.set_language("zh_CN")
    for name, window in views(session):
        is_side = ", " in name
        if name.removeprefix("new ") in ALIKE or (is_side and not name.startswith(("company", "reports"))):
            continue  # the sides of other records are made like those of a company
        session.window.set_language("en")
        if not is_side:
            session.window.set_theme("light" if theme.tokens().dark else "dark")
        walk.settle(session)
        screen = look_at(window)
        for one in (*foreign_words(screen, "en", data), *stale_colours(screen)):
            found.setdefault(one, name)
        session.window.set_language("zh_CN")
        walk.settle(session)
        walk.let_go(session)  # all of them were switched at least once
    report = "\n".join(f"{name}: {one}" for one, name in found.items())
    assert not report, report
