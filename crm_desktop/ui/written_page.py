"""Pages of records that are mostly text: facts at the left, the text in the middle, what happened at the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from crm_desktop.core.entity import Entity
from crm_desktop.ui.context import Context
from crm_desktop.ui.participants_card import ParticipantsCard
from crm_desktop.ui.record_action import RecordAction
from crm_desktop.ui.record_page import RecordPage
from crm_desktop.ui.record_section import MakeSection
from crm_desktop.ui.text_card import TextCard


class WrittenPage(RecordPage):
    """A record that is read for its text."""

    sections_made: ClassVar[Sequence[MakeSection]] = (TextCard,)

    def __init__(
        self, context: Context, entity: Entity, record_id: int, actions: Sequence[RecordAction] = ()
    ) -> None:
        super().__init__(context, entity, record_id, actions)
        self.overview.tell_aside()

    @property
    def text(self) -> TextCard:
        """The card of the text."""
        return next(one for one in self.sections.all if isinstance(one, TextCard))

    def may_leave(self) -> bool:
        self.text.form.leave()
        return super().may_leave()

    def save(self) -> None:
        self.text.form.leave()
        super().save()


class ActivityPage(WrittenPage):
    """An activity: what it is about, and who takes part."""

    sections_made = (TextCard, ParticipantsCard)
