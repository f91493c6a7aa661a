"""Consents: the ledger of what a person allowed, on which basis, and when they took it back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped

from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import Choice, LongText, Moment, Reference, Term, Text, Vocabulary
from crm_desktop.models.base import Record, bookkeeping, indexed, points_to, stored
from crm_desktop.models.vocabularies import MEANS

LEGAL_BASES = Vocabulary(
    "legal_basis",
    (
        Term("consent", N_("Consent"), "green", ("opt-in", "同意")),
        Term("contract", N_("Contract"), "blue", ("合同",)),
        Term("legitimate_interest", N_("Legitimate interest"), "orange", ("正当利益",)),
        Term("legal_obligation", N_("Legal obligation"), "grey", ("法律义务",)),
    ),
)


class Consent(Record):
    """What one person allowed for one channel. A withdrawal is written into the row that it ends."""

    __tablename__ = "consent"

    contact_id: Mapped[int] = points_to("contact.id", part=True)
    channel: Mapped[str] = indexed()
    basis: Mapped[str] = indexed(default="consent", server_default="consent")
    source: Mapped[str | None]
    wording: Mapped[str | None]
    given_at: Mapped[datetime | None] = indexed()
    withdrawn_at: Mapped[datetime | None] = indexed()


CONSENT = Entity(
    name="consent",
    slug="consents",
    title=N_("Consent"),
    title_plural=N_("Consents"),
    icon="shield-check",
    title_key="channel",
    match_on=(("contact", "channel", "given_at"),),
    fields=(
        stored(
            Consent.contact_id,
            N_("Contact"),
            Reference("contact"),
            required=True,
            listed="shown",
            aliases=("contact name", "联系人"),
        ),
        stored(
            Consent.channel, N_("Channel"), Choice(MEANS), required=True, listed="shown", aliases=("渠道",)
        ),
        stored(Consent.basis, N_("Legal basis"), Choice(LEGAL_BASES), required=True, listed="shown"),
        stored(Consent.source, N_("Source"), Text(), listed="shown", aliases=("来源",)),
        stored(Consent.given_at, N_("Given"), Moment(), listed="shown", aliases=("opt-in date", "同意时间")),
        stored(
            Consent.withdrawn_at,
            N_("Withdrawn"),
            Moment(),
            listed="shown",
            aliases=("opt-out date", "撤回时间"),
        ),
        stored(Consent.wording, N_("Text"), LongText()),
        *bookkeeping(Consent),
    ),
)
