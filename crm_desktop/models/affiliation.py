"""Affiliations: which person works where, in which role, from when to when."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import Choice, Day, Flag, Reference, Term, Text, Vocabulary
from crm_desktop.models.base import Record, bookkeeping, points_to, stored

DECISION_ROLES = Vocabulary(
    "decision_role",
    (
        Term("decider", N_("Decider"), "green", ("decision maker", "决策人")),
        Term("influencer", N_("Influencer"), "blue", ("影响人",)),
        Term("user", N_("Uses it"), "grey", ("user", "使用人")),
        Term("gatekeeper", N_("Gatekeeper"), "orange", ("把关人",)),
    ),
)


class Affiliation(Record):
    """The link between a contact and a company."""

    __tablename__ = "affiliation"

    contact_id: Mapped[int] = points_to("contact.id", part=True)
    company_id: Mapped[int | None] = points_to("company.id")
    role: Mapped[str | None]
    title: Mapped[str | None]
    department: Mapped[str | None]
    decision_role: Mapped[str | None]
    is_primary: Mapped[bool] = mapped_column(default=False, server_default="0")
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]


AFFILIATION = Entity(
    name="affiliation",
    slug="affiliations",
    title=N_("Affiliation"),
    title_plural=N_("Affiliations"),
    icon="users",
    title_key="title",
    match_on=(("contact", "company", "started_on"), ("contact", "company"), ("contact", "title")),
    short=("contact", "company", "title", "department"),
    fields=(
        stored(Affiliation.contact_id, N_("Contact"), Reference("contact"), required=True, listed="shown"),
        stored(Affiliation.company_id, N_("Company"), Reference("company"), listed="shown"),
        stored(Affiliation.title, N_("Job title"), Text(), listed="shown"),
        stored(Affiliation.department, N_("Department"), Text(), listed="shown"),
        stored(Affiliation.role, N_("Role"), Text()),
        stored(Affiliation.decision_role, N_("Decision role"), Choice(DECISION_ROLES), listed="shown"),
        stored(Affiliation.is_primary, N_("Primary"), Flag()),
        stored(Affiliation.started_on, N_("From"), Day()),
        stored(Affiliation.ended_on, N_("Until"), Day()),
        *bookkeeping(Affiliation),
    ),
)
