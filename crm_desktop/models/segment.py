"""Segments: groups of customers to write to, kept by hand or found anew by a filter."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import Choice, LongText, Reference, Term, Text, Vocabulary
from crm_desktop.models.base import Named, Owned, Record, bookkeeping, owner, points_to, stored, tags

SEGMENT_KINDS = Vocabulary(
    "segment_kind",
    (
        Term("static", N_("Fixed list"), "grey", ("static", "list", "静态")),
        Term("live", N_("Live filter"), "green", ("live", "active", "dynamic", "smart", "动态")),
    ),
)

SEGMENT_SUBJECTS = Vocabulary(
    "segment_subject",
    (
        Term("company", N_("Companies"), "blue", ("company", "accounts", "公司")),
        Term("contact", N_("Contacts"), "purple", ("contact", "people", "联系人")),
        Term("lead", N_("Leads"), "orange", ("lead", "线索")),
    ),
)


class Segment(Named, Owned, Record):
    """A group of companies, contacts or leads. The conditions (JSON) are those of a list's filter."""

    __tablename__ = "segment"

    name: Mapped[str]
    kind: Mapped[str] = mapped_column(default="static", server_default="static")
    subject: Mapped[str] = mapped_column(default="contact", server_default="contact")
    conditions: Mapped[str | None]
    note: Mapped[str | None]


class SegmentMember(Record):
    """A member of a fixed list: one company, contact or lead."""

    __tablename__ = "segment_member"

    segment_id: Mapped[int] = points_to("segment.id", part=True)
    company_id: Mapped[int | None] = points_to("company.id")
    contact_id: Mapped[int | None] = points_to("contact.id")
    lead_id: Mapped[int | None] = points_to("lead.id")


class SegmentExclusion(Record):
    """One company, contact or lead that is left out of a segment although the filter finds it, and why."""

    __tablename__ = "segment_exclusion"

    segment_id: Mapped[int] = points_to("segment.id", part=True)
    company_id: Mapped[int | None] = points_to("company.id")
    contact_id: Mapped[int | None] = points_to("contact.id")
    lead_id: Mapped[int | None] = points_to("lead.id")
    reason: Mapped[str | None]


SEGMENT = Entity(
    name="segment",
    slug="segments",
    title=N_("Segment"),
    title_plural=N_("Segments"),
    icon="list-filter",
    title_key="name",
    match_on=(("name",),),
    aliases=("list", "lists", "group", "groups", "客户分组", "分组"),
    fields=(
        stored(
            Segment.name,
            N_("Name"),
            Text(220),
            required=True,
            listed="shown",
            searched=True,
            sort_on=Segment.name_key,
            aliases=("segment name", "list name", "名称"),
        ),
        stored(Segment.kind, N_("Kind"), Choice(SEGMENT_KINDS), required=True, listed="shown"),
        stored(Segment.subject, N_("Subject"), Choice(SEGMENT_SUBJECTS), required=True, listed="shown"),
        owner(Segment, listed="shown"),
        stored(Segment.conditions, N_("Conditions"), LongText(), listed="hidden"),
        tags(),
        stored(
            Segment.note,
            N_("Note"),
            LongText(),
            listed="shown",
            searched=True,
            aliases=("description", "备注"),
        ),
        *bookkeeping(Segment),
    ),
)


def _links(model: type[SegmentMember] | type[SegmentExclusion]) -> tuple[Field, ...]:
    """Describe whom a row of a segment means."""
    return (
        stored(model.segment_id, N_("Segment"), Reference("segment"), required=True, listed="shown"),
        stored(model.company_id, N_("Company"), Reference("company"), listed="shown"),
        stored(model.contact_id, N_("Contact"), Reference("contact"), listed="shown"),
        stored(model.lead_id, N_("Lead"), Reference("lead"), listed="shown"),
    )


SEGMENT_MEMBER = Entity(
    name="segment_member",
    slug="segment-members",
    title=N_("Member of a segment"),
    title_plural=N_("Members of segments"),
    icon="users",
    title_key="segment",
    match_on=(("segment", "contact"), ("segment", "company"), ("segment", "lead")),
    short=("segment", "company", "contact", "lead"),
    fields=(*_links(SegmentMember), *bookkeeping(SegmentMember)),
)

SEGMENT_EXCLUSION = Entity(
    name="segment_exclusion",
    slug="segment-exclusions",
    title=N_("Exclusion from a segment"),
    title_plural=N_("Exclusions from segments"),
    icon="circle-x",
    title_key="reason",
    match_on=(("segment", "contact"), ("segment", "company"), ("segment", "lead")),
    short=("segment", "company", "contact", "reason"),
    fields=(
        *_links(SegmentExclusion),
        stored(SegmentExclusion.reason, N_("Reason"), Text(200), listed="shown"),
        *bookkeeping(SegmentExclusion),
    ),
)
