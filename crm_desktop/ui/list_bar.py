"""The bar above a list: chips of views, search field, filter, columns, preview and the rest in a menu."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.actions import with_keys
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.chip_bar import ChipBar, ChipSpec
from crm_desktop.ui.search_field import SearchField

_TEXT_ROOM = 60  # what the words of a button take beside its icon


class ListBar(QWidget):
    """Gives its buttons words while the chips still have room, and only icons in a narrow window."""

    filter_clicked = Signal()
    columns_clicked = Signal()
    preview_clicked = Signal()
    more_clicked = Signal()

    def __init__(self, entity: Entity, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entity = entity
        self._has_room = False  # it does not know yet how much
        self.ways = ChipBar()
        self.ways.set_add_visible(False)
        self.ways.hide()
        self.chips = ChipBar()
        self.search = SearchField()
        if not any(one.searched for one in entity.fields):
            self.search.hide()
        self.search.setMinimumWidth(110)
        self.search.setMaximumWidth(220)
        self.filter_button = Button(icon="list-filter", clicked=self.filter_clicked.emit)
        self.filter_button.setCheckable(True)
        self.columns_button = Button(icon="columns-3", clicked=self.columns_clicked.emit)
        self.preview_button = Button(icon="panel-right", look="quieticon", clicked=self.preview_clicked.emit)
        self.preview_button.setCheckable(True)
        self.more_button = Button(icon="ellipsis", look="quieticon", clicked=self.more_clicked.emit)
        self.setFixedHeight(theme.BAR_HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(theme.GRID)
        row.addWidget(self.ways)
        row.addWidget(self.chips, 1)
        row.addWidget(self.search)
        row.addWidget(self.filter_button)
        row.addWidget(self.columns_button)
        row.addWidget(self.preview_button)
        row.addWidget(self.more_button)
        self.retranslate()

    def set_ways(self, specs: list[ChipSpec], current: str) -> None:
        """Offer several ways to see the list, before the chips of its views."""
        self.ways.set_chips(specs, current)
        self.ways.setFixedWidth(self.ways.sizeHint().width() + theme.GRID)
        self.ways.show()

    def retranslate(self) -> None:
        """Show all words again."""
        self.search.set_name(_("Search"))
        self.search.setAccessibleName(
            _("Search in %(records)s") % {"records": _(self._entity.title_plural).lower()}
        )
        for chips in (self.ways, self.chips):
            chips.set_add_text(_("Save filter"))
        self.preview_button.set_text("", with_keys(_("Preview"), "view.preview"))
        self.more_button.set_text("", _("More"))
        self._fit()

    def _fit(self) -> None:
        if not self._has_room:
            return
        words = (_("Filter"), _("Columns"))
        room = self.width() - 32 - self.chips.sizeHint().width() - 2 * self.more_button.sizeHint().width()
        room -= 0 if self.search.isHidden() else 140
        texts = sum(self.fontMetrics().horizontalAdvance(word) + 56 for word in words) + 24
        wide = room >= texts or self.width() >= 900
        half = room >= texts - _TEXT_ROOM or self.width() >= 700
        for button, word, shown in (
            (self.filter_button, words[0], wide or half),
            (self.columns_button, words[1], wide),
        ):
            button.set_look("plain" if shown else "icon")
            button.set_text(word if shown else "", word)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._has_room = True
        self._fit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # there are other chips
            self._fit()
        return super().event(event)
