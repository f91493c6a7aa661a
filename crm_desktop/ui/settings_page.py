"""The settings: of this person, of the firm, its lists, its backups. Searchable, and applied at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, cast

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.reading import fold
from crm_desktop.core.settings_file import is_region
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.card import GAP, Card, Ground, scrolled
from crm_desktop.ui.context import Context
from crm_desktop.ui.contract import Changes
from crm_desktop.ui.labels import label
from crm_desktop.ui.margin_bar import MarginBar
from crm_desktop.ui.page import Page
from crm_desktop.ui.portions import Portions
from crm_desktop.ui.record_contract import Backup, CustomerFile, file_of
from crm_desktop.ui.search_field import SearchField
from crm_desktop.ui.settings_backups import Safety
from crm_desktop.ui.settings_rows import SettingRow
from crm_desktop.ui.settings_sections import LISTS, SECTIONS
from crm_desktop.ui.tasks import Task

if TYPE_CHECKING:
    from crm_desktop.core.settings import Settings

WIDTH = 760


class _Window(Protocol):
    """What the settings ask of the window beyond other pages."""

    def set_theme(self, mode: Any) -> None: ...
    def set_language(self, code: str) -> None: ...


class SettingsPage(Page):
    """All settings on one page, made card by card from the top; ``options`` are those of this person."""

    def __init__(self, context: Context, options: Settings | None = None) -> None:
        super().__init__()
        self.context = context
        self.options = options
        self.counts: dict[str, int] = {}
        self.backups: Sequence[Backup] = ()
        self.user: str | None = None
        self.safety = Safety(self)
        self.cards: dict[str, Card] = {}
        self._rows: dict[str, list[QWidget]] = {}  # made, and still without a card
        self._portions, self._renewing = Portions(self), Portions(self)
        self._is_narrowed = False
        self.search = SearchField()
        self.search.searched.connect(self.narrow)
        self._found = label(tone="muted", scale="small")
        self._found.hide()
        self._ground = Ground()
        self._column = QVBoxLayout(self._ground)
        self._column.setContentsMargins(GAP, GAP, GAP, GAP)
        self._column.setSpacing(GAP)
        self.search.setMaximumWidth(WIDTH)
        self._column.addWidget(self.search)
        self._column.addWidget(self._found)
        self._column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        area = scrolled(self._ground)
        MarginBar(area)
        outer.addWidget(area)
        self.retranslate()
        self.refresh()

    @property
    def file(self) -> CustomerFile:
        """The opened file."""
        return file_of(self.context)

    # ------------------------------------------------------------------ showing

    def refresh(self) -> None:
        file, names = self.file, [name for name, _hint in LISTS if name in self.context.entities]

        def read(_task: Task) -> tuple[dict[str, int], Sequence[Backup], str | None]:
            user = file.records.get("user", file.user).title if file.user is not None else None
            return {name: file.lists.count(name) for name in names}, file.backups(), user

        self.context.tasks.read(read, done=while_alive(self, self._on_read))

    def _on_read(self, found: tuple[dict[str, int], Sequence[Backup], str | None]) -> None:
        counts, backups, user = found
        stale = {
            "lists": counts != self.counts,
            "backups": backups != self.backups,
            "business": user != self.user,
        }
        self.counts, self.backups, self.user = counts, backups, user
        names = [name for name, is_stale in stale.items() if is_stale]
        self._renewing.begin(partial(act, name) for name in names for act in (self._make_rows, self._renew))

    def _renew(self, name: str) -> None:
        """Make one section anew, if it has been made."""
        if name in self.cards:
            self._put_card(name)
            self.narrow(self.search.text())

    def _make_rows(self, name: str) -> None:
        """Make the rows of a section, for the card that comes next."""
        self._rows[name] = next(make for key, _title, make in SECTIONS if key == name)(self)

    def _put_card(self, name: str) -> None:
        """Make a section, in its place; it is shown as a whole, so that the page is laid out once."""
        at = [key for key, _title, _make in SECTIONS].index(name)
        _key, title, make = SECTIONS[at]
        rows = self._rows.pop(name, None) or make(self)
        card = Card(_(title), self._ground)
        card.hide()
        card.setMaximumWidth(WIDTH)
        for widget in rows:
            card.body.addWidget(widget)
        old = self.cards.get(name)
        if old is not None:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.cards[name] = card
        self._column.insertWidget(2 + at, card)
        card.show()

    def retranslate(self) -> None:
        self.search.set_name(_("Search the settings"))
        for card in self.cards.values():
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = {}
        self._rows = {}
        names = [name for name, _title, _make in SECTIONS]
        self._portions.begin(
            partial(act, name) for name in names for act in (self._make_rows, self._put_card)
        )
        self.narrow(self.search.text())

    def narrow(self, text: str) -> None:
        """Show only the settings that have these words, and mark the words."""
        words = [fold(word) for word in text.split() if fold(word)]
        if not words and not self._is_narrowed:
            return
        self._is_narrowed = bool(words)
        self._portions.finish()
        count = 0
        for name, card in self.cards.items():
            title = fold(next(_(title) for key, title, _make in SECTIONS if key == name))
            in_title = all(word in title for word in words)
            items = [card.body.itemAt(at) for at in range(card.body.count())]
            rows = [widget for item in items if item is not None and (widget := item.widget()) is not None]
            shown = [row for row in rows if in_title or (isinstance(row, SettingRow) and row.has(words))]
            for row in rows:
                row.setVisible(row in shown)
                if isinstance(row, SettingRow):
                    row.mark(text)
            card.setVisible(bool(shown))
            count += sum(isinstance(row, SettingRow) for row in shown)
        found = ngettext("%(count)d setting found", "%(count)d settings found", count) % {"count": count}
        self._found.setText(found if count else _("No setting is called that. Try another word for it."))
        self._found.setVisible(bool(words))

    # ------------------------------------------------------------------ changing

    def change_option(self, key: str, value: Any) -> None:
        """Change an option of this person, here and now."""
        window = cast("_Window", self.context.window)
        if self.options is not None:
            try:
                self.options.change(**{key: value})
            except CrmError as error:
                self.context.messages.error(error)
                return
        if key == "theme":
            window.set_theme(value)
        elif key == "language":
            from crm_desktop.core.i18n import system_language

            window.set_language(value or system_language())

    def change_number(self, key: str, text: str) -> None:
        """Change an option that is a number; what is none is said and not taken."""
        try:
            self.change_option(key, int(text))
        except ValueError:
            self.context.messages.inform(_("A whole number is needed here."))
            self._renew("general")

    def change_business(self, **values: Any) -> None:
        """Change settings of the firm."""
        file = self.file
        self.context.tasks.run(
            lambda _task: file.change_settings(**values),
            done=while_alive(self, lambda _done: self.title_changed.emit()),
            title=_("Settings"),
        )

    def change_region(self, text: str) -> None:
        """Change the region: two letters, or none."""
        code = text.strip().upper()
        if not is_region(code):
            self.context.messages.inform(_("A region has two letters, such as DE or CN."))
            self._renew("business")
            return
        self.change_business(region=code)

    def change_user_name(self, name: str) -> None:
        """Give the person who works here another name; without one it stays."""
        file = self.file
        user = file.user
        if not name or user is None:
            self._renew("business")
            return
        self.user = name
        self.context.tasks.run(
            lambda _task: file.records.save("user", user, {"name": name}), title=_("Settings")
        )

    def back_up(self) -> None:
        """Make a verified backup now."""
        if self.context.handlers.backup is not None:
            self.context.handlers.backup()
            self.refresh()
            return
        file = self.file

        def made(_backup: Backup) -> None:
            self.context.window.show_toast(_("A verified backup was made."))
            self.refresh()

        self.context.tasks.run(
            lambda task: file.backup(None, task.is_cancelled),
            done=while_alive(self, made),
            title=_("Back up"),
        )

    def nothing(self) -> None:
        """Do nothing: the application offers no such thing."""

    # ------------------------------------------------------------------ as a page

    def title(self) -> str:
        return _("Settings")

    def on_shown(self) -> None:
        self.search.setFocus()

    def on_changes(self, changes: Changes) -> None:
        if changes.touches("setting"):
            self._renew("business")
        if changes.touches(*(name for name, _hint in LISTS)):
            self.refresh()

    def focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()
