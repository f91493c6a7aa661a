"""Pictures of every page of the real window, and of what is no page: for the manual, and to look at our own work."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from crm_desktop.core.errors import UsageProblem
from crm_desktop.core.i18n import _, listed
from crm_desktop.ui.context import Context, Place
from crm_desktop.ui.import_file_step import FileStep
from crm_desktop.ui.import_page import STEPS, ImportPage
from crm_desktop.ui.import_pictures import read_sample
from crm_desktop.ui.language import switch
from crm_desktop.ui.list_ways import AS_TABLE, TABLE, ManyWaysPage
from crm_desktop.ui.record_contract import file_of
from crm_desktop.ui.scene_pictures import SCENES, Scene
from crm_desktop.ui.screenshots import settle
from crm_desktop.ui.ways import WAYS

if TYPE_CHECKING:
    from crm_desktop.ui.main_window import MainWindow
    from crm_desktop.ui.tasks import TaskRunner

_QUIET = 0.15  # seconds without work after which a page is taken for finished
_PATIENCE = 20.0  # seconds for one page
_LOOKED_AT, _IN_SIGHT = 40, 15  # records among which one with much to show is looked for


@dataclass(frozen=True)
class Sight:
    """What a picture shows: a place, of a list also the way in which it is seen, of an import the step."""

    place: Place
    way: str = TABLE


def places(context: Context) -> dict[str, Sight]:
    """Return what can be rendered by name: each list in each of its ways, a record of each entity, other pages."""
    found = {"today": Sight(Place("today"))}
    for entity in context.sections:
        for way in WAYS.get(entity.name, (AS_TABLE,)):
            name = entity.slug if way.key == TABLE else f"{entity.slug}-{way.key}"
            found[name] = Sight(Place("list", entity.name), way.key)
    for name in ("reports", "history", "merge", "duplicates", "settings", "shortcuts", "manual", "about"):
        found[name] = Sight(Place(name))
    found["import"] = Sight(Place("import", "contact"), FileStep.key)
    for step in STEPS:
        if step is not FileStep:
            found[f"import-{step.key}"] = Sight(Place("import", "contact"), step.key)
    for entity in context.sections:
        found[entity.name.replace("_", "-")] = Sight(Place("record", entity.name, -1))
    return found


class Shown(Protocol):
    """An open customer file with its window and the tasks behind it."""

    @property
    def context(self) -> Context: ...
    @property
    def tasks(self) -> TaskRunner: ...
    @property
    def window(self) -> MainWindow: ...


def render(
    session: Shown,
    folder: Path,
    pages: Sequence[str],
    size: tuple[int, int],
    themes: Sequence[str],
    languages: Sequence[str],
) -> list[Path]:
    """Render pages (all without names) in every look and language; returns the pictures written.

    Raises UsageProblem for an unknown page.
    """
    known: dict[str, Sight | Scene] = {**places(session.context), **SCENES}
    unknown = [name for name in pages if name not in known]
    if unknown:
        raise UsageProblem(
            _("There is no page “%(name)s”.") % {"name": unknown[0]},
            _("Pages: %(names)s") % {"names": listed(known)},
        )
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {name: known[name] for name in (pages or known)}
    return list(_pictures(session, wanted, folder, size, themes, languages))


def _pictures(
    session: Shown,
    wanted: Mapping[str, Sight | Scene],
    folder: Path,
    size: tuple[int, int],
    themes: Sequence[str],
    languages: Sequence[str],
) -> Iterator[Path]:
    from crm_desktop.ui import theme

    window = session.window
    window.resize(*size)
    window.show()
    several = len(themes) > 1, len(languages) > 1
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    for code in languages:
        switch(code)
        window.retranslate()
        for look in themes:
            theme.apply(app, look)  # type: ignore[arg-type]
            for name, sight in wanted.items():
                picture = _picture(session, sight)
                if picture is None:
                    continue
                marks = [name, *([look] if several[0] else []), *([code] if several[1] else [])]
                target = folder / ("-".join(marks) + ".png")
                picture.save(str(target))
                yield target


def _picture(session: Shown, sight: Sight | Scene) -> QPixmap | None:
    """Return a picture; None where there is nothing that it could show."""
    if not isinstance(sight, Sight):
        return sight(session, lambda: finish(session))
    return session.window.grab() if _opened(session, sight) else None


def _opened(session: Shown, sight: Sight) -> bool:
    """Show what a picture is of, and wait for it; tell whether there is anything."""
    place = _with_record(session, sight.place)
    if place is None:
        return False
    window = session.window
    window.open_place(place)
    page = window.page
    if place.page == "merge":
        page.show_records(_alike(session))
    if isinstance(page, ManyWaysPage):
        page.show_way(sight.way)
        page.on_shown()
    elif isinstance(page, ImportPage):
        show_import(session, page, sight.way)
    finish(session)
    if place.page == "list" and sight.way == TABLE and choose_row(session, place.entity):
        finish(session)
    return True


def show_import(session: Shown, page: ImportPage, step: str) -> None:
    """Show a step of the import: the first without a file, the others with a list of known and unknown people."""
    page.begin_anew()
    if step != FileStep.key:
        read_sample(page)
        while page.draft.plan is None:
            finish(session)
        page.show_step(step)


def _with_record(session: Shown, place: Place) -> Place | None:
    """Return a place with a real record: the one to which most other records point among the first."""
    if place.record != -1:
        return place
    from crm_desktop.core.query import ListQuery

    ids = list(session.context.workspace.lists.first_ids(ListQuery(place.entity), _LOOKED_AT))
    return Place("record", place.entity, _richest(session, place.entity, ids)) if ids else None


def _alike(session: Shown) -> list[int]:
    """Return two records that can be merged: two that are likely the same, else the first ones."""
    from crm_desktop.core.query import ListQuery
    from crm_desktop.ui.merge_pages import FIRST

    file = file_of(session.context)
    found = file.duplicates.find(FIRST)
    return [found[0].a, found[0].b] if found else list(file.lists.first_ids(ListQuery(FIRST), 2))


def _richest(session: Shown, entity: str, ids: Sequence[int]) -> int:
    """Return the record to which most sorts of other records point."""
    records = file_of(session.context).records
    return max(ids, key=lambda one: sum(related.count > 0 for related in records.related(entity, one)))


def choose_row(session: Shown, entity: str) -> bool:
    """Choose one of the rows that a list shows, so that the preview has something to tell."""
    page: Any = session.window.page
    ids = list(page.table.records.ids[:_IN_SIGHT])
    return bool(ids) and page.table.select_id(_richest(session, entity, ids))


def finish(session: Shown) -> None:
    """Wait until the window has been quiet for a moment."""
    end = time.monotonic() + _PATIENCE
    quiet = time.monotonic()
    while time.monotonic() < end and time.monotonic() - quiet < _QUIET:
        settle(2)
        if session.tasks.is_busy():
            quiet = time.monotonic()
    settle()  # what came last is laid out and painted, too
