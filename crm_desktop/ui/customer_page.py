"""The page of a company or a contact: how they stand, what comes next, what may be sold, what was bought when."""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import _
from crm_desktop.ui.context import Context
from crm_desktop.ui.customer_card import CustomerCard
from crm_desktop.ui.customer_cards import OpenOpportunities, OrdersByMonth
from crm_desktop.ui.customer_contract import Standing
from crm_desktop.ui.next_card import NextCard
from crm_desktop.ui.record_action import RecordAction
from crm_desktop.ui.record_page import RecordPage
from crm_desktop.ui.record_section import Section
from crm_desktop.ui.twins_card import TwinsCard


class CustomerPage(RecordPage):
    """One customer. The orders are read once, for the card, the bars and the line beside the name."""

    sections_made = (TwinsCard, CustomerCard, NextCard, OpenOpportunities, OrdersByMonth)

    def __init__(
        self, context: Context, entity: Entity, record_id: int, actions: Sequence[RecordAction] = ()
    ) -> None:
        self.standing: Standing | None = None
        super().__init__(context, entity, record_id, actions)

    def _place_section(self, section: Section) -> None:
        super()._place_section(section)
        if isinstance(section, CustomerCard):
            section.read_standing.connect(self._on_standing)

    def _on_standing(self, standing: Standing) -> None:
        self.sections.all[-1].show_found(standing)
        is_news = self.standing is None or self.standing.first != standing.first
        self.standing = standing
        if is_news:
            self.title_changed.emit()

    def subtitle(self) -> str:
        """Return since when somebody is a customer, or what they are; their level; where they are or what they do."""
        if self.record is None:
            return ""
        texts = self.record.texts
        first = self.standing.first if self.standing is not None else None
        since = (
            _("Customer since %(year)s") % {"year": first.year} if first is not None else texts["lifecycle"]
        )
        level = _("level %(level)s") % {"level": texts["level"]} if texts["level"] else ""
        about = [texts[key] for key in ("title", "company", "industry") if texts.get(key)]
        return " · ".join(one for one in (since or _(self.entity.title), level, *about) if one)
