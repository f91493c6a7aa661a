"""The people who have a say in an opportunity, besides its main contact."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import Choice, Reference, Text
from crm_desktop.models.affiliation import DECISION_ROLES
from crm_desktop.models.base import Record, bookkeeping, points_to, stored


class OpportunityContact(Record):
    """A person who has a say in an opportunity, besides its main contact."""

    __tablename__ = "opportunity_contact"

    opportunity_id: Mapped[int] = points_to("opportunity.id", part=True)
    contact_id: Mapped[int] = points_to("contact.id")
    role: Mapped[str | None]
    note: Mapped[str | None]


OPPORTUNITY_CONTACT = Entity(
    name="opportunity_contact",
    slug="opportunity-contacts",
    title=N_("Person in an opportunity"),
    title_plural=N_("People in opportunities"),
    icon="users",
    title_key="note",
    match_on=(("opportunity", "contact"),),
    short=("opportunity", "contact", "role", "note"),
    fields=(
        stored(
            OpportunityContact.opportunity_id,
            N_("Opportunity"),
            Reference("opportunity"),
            required=True,
            listed="shown",
        ),
        stored(
            OpportunityContact.contact_id, N_("Contact"), Reference("contact"), required=True, listed="shown"
        ),
        stored(OpportunityContact.role, N_("Decision role"), Choice(DECISION_ROLES), listed="shown"),
        stored(OpportunityContact.note, N_("Note"), Text(200), listed="shown"),
        *bookkeeping(OpportunityContact),
    ),
)
