"""The page of a service request: the record page of any entity, led by the request at work."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import _
from crm_desktop.ui.card import Card
from crm_desktop.ui.context import Context
from crm_desktop.ui.page import PageAction
from crm_desktop.ui.portions import Portions
from crm_desktop.ui.record_action import RecordAction
from crm_desktop.ui.record_page import RecordPage
from crm_desktop.ui.record_reading import RelatedList
from crm_desktop.ui.request_panel import RequestPanel

_TOLD = frozenset({"request_message", "status_change"})
"""What the talk and the timeline tell already."""


class RequestPage(RecordPage):
    """Shows steps, clocks and talk of a request above what else happened with it."""

    told_elsewhere = frozenset({"due"})  # the bars of the clocks tell it, also how they ended

    def __init__(
        self, context: Context, entity: Entity, record_id: int, actions: Sequence[RecordAction] = ()
    ) -> None:
        super().__init__(context, entity, record_id, actions)
        self._lead = Card()
        self.overview.lead_with(self._lead)
        self._leading = Portions(self)
        self._leading.begin([lambda: self.panel])

    @cached_property
    def panel(self) -> RequestPanel:
        """The request at work, above what happened; made when the page stands there."""
        made = RequestPanel(self.context, self.entity)
        self._lead.body.setSpacing(12)
        for one in (made.head, made):
            self._lead.body.addWidget(one)
            one.show()
        made.show_request(self.record_id)
        return made

    def _is_told_elsewhere(self, related: RelatedList) -> bool:
        return related.entity.name in _TOLD or super()._is_told_elsewhere(related)

    def page_actions(self) -> Sequence[PageAction]:
        found = list(super().page_actions())
        if self.record is not None and not self.record.deleted:
            survey = PageAction(
                _("Satisfaction survey"), "clipboard-list", self.ask_survey, enabled=self.may_write()
            )
            found.insert(0, survey)
        return found

    def ask_survey(self) -> None:
        """Let the answer of the customer be written down."""
        from crm_desktop.ui.survey_dialog import ask_survey

        ask_survey(self.context, self.record_id, self)

    def retranslate(self) -> None:
        super().retranslate()
        if "panel" in vars(self):
            self.panel.retranslate()

    def may_leave(self) -> bool:
        if "panel" not in vars(self) or not self.panel.is_writing():
            return super().may_leave()
        text = _("Not saved: %(fields)s.") % {"fields": _("Message")}
        asks = self.context.messages.ask
        return asks(_("Leave without saving?"), text, _("Leave"), danger=True) and super().may_leave()
