"""What the search of everything looks through: pages, commands, records of all kinds, and what was used lately."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QAction, QGuiApplication, QKeySequence

from crm_desktop.core import clock
from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.i18n import N_, _, labelled
from crm_desktop.core.kinds import Email, PersonName, Phone
from crm_desktop.core.matches import ELSEWHERE, folded_words, spans
from crm_desktop.ui.contract import ListQuery, Row
from crm_desktop.ui.palette_hits import Group, Hit
from crm_desktop.ui.tasks import Task
from crm_desktop.ui.times import short_words
from crm_desktop.ui.usage import Opened

if TYPE_CHECKING:
    from crm_desktop.ui.main_window import MainWindow

MOST_OF_A_KIND = 5
MOST_RECENT = 7
MOST_COMMANDS = 5
MOST_NEAR = 6
_DETAILS = 3
OFFERED = ("contact", "company")  # what is made of words that nothing answers to
LOGGED = (("call", "phone", N_("Log a call")), ("note", "message-square", N_("Write a note")))


class Finding:
    """Finds hits for a window. What reads the file says so; it may be called from any thread."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._context = window.context

    # ------------------------------------------------------------------ on the main thread

    def near(self, text: str) -> list[Group]:
        """Return the pages and commands in which every word of ``text`` begins a word, the nearest first."""
        found = []
        delete = self._command(self._window.menus.actions["edit.delete"]).text  # never what Enter does first
        for title, hits in ((_("Pages"), self._pages()), (_("Commands"), self._commands())):
            order = {one: (one.nearness(text), one.text == delete) for one in hits}
            fitting = sorted((one for one in order if order[one][0][0] < ELSEWHERE), key=order.__getitem__)
            if fitting:
                found.append(Group(title, tuple(fitting[:MOST_NEAR])))
        return found

    def used(self) -> list[Group]:
        """Return what there is before anything is typed: the commands that are used most here, and the pages."""
        commands = {one.objectName(): one for one in self._actions()}
        names = self._window.usage.commands(commands.keys(), MOST_COMMANDS)
        used = tuple(self._command(commands[name]) for name in names)
        return [Group(_("Used most"), used), Group(_("Pages"), tuple(self._pages()))]

    def opened(self) -> list[Opened]:
        """Return the records that were opened last, but for the one in front."""
        here = self._window.place
        return [one for one in self._window.usage.records() if one != (here.entity, here.record)]

    def offers(self, text: str) -> list[Group]:
        """Return what can be made of words that nothing answers to."""
        window = self._window
        if self._context.handlers.new_record is None or self._context.workspace.read_only:
            return []
        made = [one for one in self._context.sections if one.name in OFFERED]
        made.sort(key=lambda one: OFFERED.index(one.name))
        hits = [
            Hit(
                _("New %(record)s “%(name)s”") % {"record": _(one.title).lower(), "name": text},
                icon="plus",
                run=partial(_make, window, one, text),
            )
            for one in made
        ]
        return [Group(_("Nothing found"), tuple(hits))]

    def _pages(self) -> Iterator[Hit]:
        window = self._window
        keys = window.menus.keys_of_places()
        for one in window.entries:
            run = partial(window.open_entry, one.place)
            yield Hit(_(one.text), icon=one.icon, run=run, keys=keys.get(one.place, ""))

    def _actions(self) -> list[QAction]:
        every = self._window.menus.actions.values()
        return [
            one for one in every if one.isEnabled() and one.isVisible() and one.objectName() != "edit.search"
        ]

    def _commands(self) -> Iterator[Hit]:
        """Yield what the menus offer, and what only the page in front does."""
        yield from (self._command(one) for one in self._actions())
        for one in self._window.page.page_actions():
            if one.enabled and not one.action:
                yield Hit(one.text.rstrip("…"), icon=one.icon, run=one.run)

    def _command(self, action: QAction) -> Hit:
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        return Hit(self._window.menus.command_text(action), run=action.trigger, keys=keys)

    # ------------------------------------------------------------------ reads the file

    def records(self, text: str, task: Task) -> list[Group]:
        """Return the records that answer to ``text``, by their kind."""
        words = folded_words(text)
        lists = self._context.workspace.lists
        found = []
        for entity in self._context.sections:
            if task.is_cancelled():
                break
            if any(one.searched for one in entity.fields):
                ids = list(lists.first_ids(ListQuery(entity.name, text), MOST_OF_A_KIND))
                hits = self._hits(entity, ids, words) + self._merged(entity, ids, words)
                if hits:
                    found.append(Group(_(entity.title_plural), tuple(hits)))
        return found

    def _merged(self, entity: Entity, ids: Sequence[int], words: tuple[str, ...]) -> list[Hit]:
        """Return the records that merged ones of such a name became, beside those that were found."""
        called = self._context.workspace.records.led_on(entity.name, words, MOST_OF_A_KIND)
        others = [one for one in called if one not in ids][: MOST_OF_A_KIND - len(ids)]
        hits = zip(others, self._hits(entity, others, ()), strict=False)
        return [replace(hit, detail=labelled(_("merged"), called[record])) for record, hit in hits]

    def records_of(self, opened: Sequence[Opened]) -> list[Group]:
        """Return those of the records opened last that are still there."""
        entities = self._context.entities
        found: list[Hit] = []
        records = self._context.workspace.records
        for name, record in dict.fromkeys((name, records.current(name, record)) for name, record in opened):
            if name in entities and len(found) < MOST_RECENT:
                found += self._hits(entities[name], [record], ())
        return [Group(_("Opened last"), tuple(found))] if found else []

    def _hits(self, entity: Entity, ids: Sequence[int], words: tuple[str, ...]) -> list[Hit]:
        """Return the records with what tells them, and with the value that answers to ``words``."""
        if not ids:
            return []
        told = [one for one in entity.in_a_line if one.key != entity.title_key][:_DETAILS]
        others = [one for one in entity.fields if one.searched and one.key != entity.title_key]
        asked = [entity.title_field, *told, *(one for one in others if one not in told)]
        rows = self._context.workspace.lists.page(entity.name, [one.key for one in asked], ids)
        return [self._hit(entity, row, told, words) for row in rows if not row.deleted]

    def _hit(self, entity: Entity, row: Row, told: Sequence[Field], words: tuple[str, ...]) -> Hit:
        title, hidden = row.texts[0], row.texts[len(told) + 1 :]
        is_person = isinstance(entity.title_field.kind, PersonName)
        details = zip(told, row.texts[1:], row.values[1:], strict=False)
        shown = [_told(field, text, value) for field, text, value in details if text]
        for word in words:
            if not spans(title, (word,), person=is_person) and not any(spans(one, (word,)) for one in shown):
                shown[:0] = [one for one in hidden if spans(one, (word,))][:1]
        return Hit(
            title,
            " · ".join(shown),
            entity.icon,
            partial(self._window.open_record, entity.name, row.id),
            is_person,
            record=(entity.name, row.id),
        )

    # ------------------------------------------------------------------ what can be done with a record

    def acts(self, hit: Hit) -> list[Group]:
        """Return what can be done with a record without looking for it: open, write down, copy. Reads the file."""
        assert hit.record is not None
        assert hit.run is not None
        entity, record = self._context.entities[hit.record[0]], hit.record[1]
        found = [Hit(_("Open"), icon="external-link", run=hit.run)]
        if self._can_log(entity):
            found += [
                Hit(_(text), icon=icon, run=partial(self._window.log_activity, entity.name, record, means))
                for means, icon, text in (*LOGGED, ("task", "square-check", N_("New task")))
            ]
        fields = [one for one in entity.fields if isinstance(one.kind, Email | Phone)]
        rows = self._context.workspace.lists.page(entity.name, [one.key for one in fields], [record])
        for field, text in zip(fields, rows[0].texts if rows else (), strict=False):
            if text:
                copy = _("Copy “%(text)s”") % {"text": text}
                found.append(Hit(copy, _(field.label), "copy", partial(_copy, self._window, text)))
        return [Group(hit.text, tuple(found))]

    def _can_log(self, entity: Entity) -> bool:
        from crm_desktop.ui.composer import link_to

        writable = not self._context.workspace.read_only
        return writable and link_to(self._context.entities, entity.name) is not None


def _told(field: Field, text: str, value: Any) -> str:
    """Return a value as a line tells it: a day says what was on it, as nothing else in the line does."""
    if not isinstance(value, date):
        return text
    return f"{_(field.label).lower()} {short_words(value, clock.zone(), inside=True)}"


def _make(window: MainWindow, entity: Entity, title: str) -> None:
    from crm_desktop.ui.record_new_page import open_new

    open_new(window, entity.name, {entity.title_key: title})


def _copy(window: MainWindow, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    window.show_toast(_("Copied"))
