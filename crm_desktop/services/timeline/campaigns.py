"""Campaigns as events: whom the firm wrote to, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from crm_desktop.core.i18n import N_, _
from crm_desktop.models import registry
from crm_desktop.services.timeline.event import Event
from crm_desktop.services.timeline.sources import Moments
from crm_desktop.services.timeline.telling import Telling, told

_MEMBERS = ("contact", "company", "lead")
_OF_CUSTOMER = {
    "created_at": N_("Joined campaign “%(campaign)s”"),
    "sent_at": N_("Campaign “%(campaign)s” sent"),
    "responded_at": N_("Responded to “%(campaign)s”"),
    "converted_at": N_("Converted by “%(campaign)s”"),
}
_OF_CAMPAIGN = {
    "responded_at": N_("%(member)s responded"),
    "converted_at": N_("%(member)s converted"),
}
_ENDED = frozenset({"bounced", "declined"})  # told where the campaign was sent: nothing says when


def _teller(moment: str) -> Callable[[Telling, Sequence[int]], dict[int, Event]]:
    def tell(telling: Telling, ids: Sequence[int]) -> dict[int, Event]:
        is_own = telling.seen_from == "campaign"
        title = (_OF_CAMPAIGN if is_own else _OF_CUSTOMER)[moment]
        found = {}
        for row in telling.rows("campaign_member", "campaign contact company lead status response", ids):
            member = next((key for key in _MEMBERS if row.target(key)), "")
            name = row.texts[member] if member else ""
            ended = moment == "sent_at" and row.values["status"] in _ENDED
            found[row.id] = Event(
                icon=registry.entity("campaign").icon,
                title=_(title) % {"campaign": row.texts["campaign"], "member": name},
                meta=told(
                    name if not is_own and member != telling.seen_from else "",
                    row.texts["status"] if ended else "",
                    row.texts["response"] if moment == "responded_at" else "",
                ),
                about=telling.about(member, row.target(member))
                if is_own and member
                else telling.about("campaign", row.target("campaign")),
            )
        return found

    return tell


def sources(entity: str) -> tuple[Moments, ...]:
    """Return the sources of campaigns; a campaign itself tells only who answered, not each of its letters."""
    moments = _OF_CAMPAIGN if entity == "campaign" else _OF_CUSTOMER
    return tuple(
        Moments(f"member {one}", "campaigns", "campaign_member", one, _teller(one)) for one in moments
    )
