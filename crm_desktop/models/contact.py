"""Contacts: the people a firm deals with."""

from __future__ import annotations

from collections.abc import MutableMapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Mapped

from crm_desktop.core.entity import Entity
from crm_desktop.core.full_names import full_name
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import (
    Birthday,
    Choice,
    Option,
    PersonName,
    Reference,
    Term,
    Text,
    Vocabulary,
)
from crm_desktop.models import ready_views
from crm_desktop.models.address import ADDRESS_PARTS, Address, address_fields
from crm_desktop.models.affiliation import DECISION_ROLES, Affiliation
from crm_desktop.models.base import (
    Named,
    Owned,
    Record,
    bookkeeping,
    child,
    indexed,
    owner,
    points_to,
    stored,
    tags,
)
from crm_desktop.models.channel import CHANNEL_KINDS, Channel, channel_field, opt_out_field
from crm_desktop.models.codes import spoken
from crm_desktop.models.shared_fields import contact_days, note

GENDERS = Vocabulary(
    "gender",
    (
        Term("female", N_("Female"), "grey", ("f", "女", "w")),
        Term("male", N_("Male"), "grey", ("m", "男")),
        Term("other", N_("Other gender"), "grey", ("x", "其他")),
    ),
)


class Contact(Named, Owned, Record):
    """A person. The full name is what is shown; given and family name serve letters and merging."""

    __tablename__ = "contact"

    full_name: Mapped[str]
    given_name: Mapped[str | None]
    family_name: Mapped[str | None]
    salutation_id: Mapped[int | None] = points_to("option.id")
    gender: Mapped[str | None]
    birthday: Mapped[date | None] = indexed()
    lunar_birthday: Mapped[str | None]
    preferred_channel: Mapped[str | None]
    level_id: Mapped[int | None] = points_to("option.id")
    lifecycle_id: Mapped[int | None] = points_to("option.id")
    source_id: Mapped[int | None] = points_to("option.id")
    language: Mapped[str | None]
    note: Mapped[str | None]
    last_contact: Mapped[datetime | None] = indexed()
    next_contact: Mapped[date | None] = indexed()
    merged_into_id: Mapped[int | None] = points_to("contact.id")

    @classmethod
    def fill(cls, values: MutableMapping[str, Any]) -> None:
        """Make the full name from its parts when it was left out."""
        if not values.get("full_name"):
            values["full_name"] = full_name(values.get("family_name"), values.get("given_name"))


CONTACT = Entity(
    name="contact",
    slug="contacts",
    title=N_("Contact"),
    title_plural=N_("Contacts"),
    icon="users",
    section="sales",
    about=N_("The people you deal with: how to reach them, where they work, and what you last talked about."),
    views=ready_views.CONTACT,
    title_key="full_name",
    person=("full_name", "family_name", "given_name"),
    match_on=(("full_name", "email"), ("full_name", "mobile"), ("full_name", "company")),
    aliases=("person", "people", "联系人"),
    short=("company", "title", "mobile"),
    main=(
        "company",
        "title",
        "mobile",
        "phone",
        "email",
        "wechat",
        *ADDRESS_PARTS,
        "birthday",
        "lifecycle",
        "level",
        "decision_role",
        "owner",
        "tags",
        "note",
    ),
    fields=(
        stored(
            Contact.full_name,
            N_("Full name"),
            PersonName(180),
            required=True,
            listed="shown",
            searched=True,
            sort_on=Contact.name_key,
            aliases=(
                "name",
                "contact name",
                "contact",
                "display name",
                "姓名",
                "名字",
                "联系人",
                "客户姓名",
                "联系人姓名",
            ),
        ),
        child(
            "company",
            N_("Company"),
            Reference("company"),
            Affiliation.contact_id,
            Affiliation.company_id,
            flag="is_primary",
            listed="shown",
            searched=True,
            aliases=(
                "company name",
                "account",
                "account name",
                "organisation",
                "organization",
                "employer",
                "organization 1 - name",
                "organization name",
                "公司",
                "公司名称",
                "企业",
                "单位",
                "工作单位",
                "所属公司",
                "客户名称",
            ),
        ),
        child(
            "title",
            N_("Job title"),
            Text(140),
            Affiliation.contact_id,
            Affiliation.title,
            flag="is_primary",
            listed="shown",
            searched=True,
            aliases=("position", "job", "title", "role", "职务", "职位", "职称", "头衔"),
        ),
        *(channel_field(Channel.contact_id, kind) for kind in ("email", "mobile", "phone", "wechat")),
        opt_out_field(Channel.contact_id),
        stored(
            Contact.lifecycle_id,
            N_("Lifecycle"),
            Option("lifecycle"),
            listed="shown",
            aliases=("stage", "status", "lifecycle stage", "状态", "客户状态", "生命周期"),
        ),
        stored(
            Contact.level_id,
            N_("Level"),
            Option("level", 80),
            aliases=("tier", "rating", "class", "等级", "级别", "客户等级", "客户级别"),
        ),
        stored(
            Contact.family_name, N_("Family name"), Text(), aliases=("last name", "surname", "姓", "姓氏")
        ),
        stored(Contact.given_name, N_("Given name"), Text(), aliases=("first name", "forename", "名")),
        stored(
            Contact.salutation_id, N_("Salutation"), Option("salutation"), aliases=("prefix", "称呼", "称谓")
        ),
        stored(Contact.gender, N_("Gender"), Choice(GENDERS), aliases=("sex", "性别")),
        stored(
            Contact.birthday,
            N_("Birthday"),
            Birthday(),
            aliases=("date of birth", "birth date", "birthdate", "dob", "生日", "出生日期"),
        ),
        stored(Contact.lunar_birthday, N_("Lunar birthday"), Text(110), aliases=("农历生日", "阴历生日")),
        child(
            "department",
            N_("Department"),
            Text(),
            Affiliation.contact_id,
            Affiliation.department,
            flag="is_primary",
            aliases=("部门", "所在部门"),
        ),
        child(
            "decision_role",
            N_("Decision role"),
            Choice(DECISION_ROLES),
            Affiliation.contact_id,
            Affiliation.decision_role,
            flag="is_primary",
            aliases=("决策角色",),
        ),
        *(channel_field(Channel.contact_id, kind) for kind in ("qq", "whatsapp", "linkedin", "fax")),
        stored(
            Contact.preferred_channel,
            N_("Preferred channel"),
            Choice(CHANNEL_KINDS),
            aliases=("preferred contact method", "首选联系方式"),
        ),
        stored(Contact.language, N_("Language"), spoken(), aliases=("preferred language", "语言")),
        stored(
            Contact.source_id,
            N_("Source"),
            Option("source"),
            aliases=("lead source", "contact source", "来源", "客户来源"),
        ),
        *address_fields(Address.contact_id),
        owner(Contact),
        *contact_days(Contact),
        tags(),
        note(Contact),
        *bookkeeping(Contact),
    ),
)
