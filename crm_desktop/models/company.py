"""Companies: the organisations that a firm sells to, and what is known of them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Mapped

from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import Money, Number, Option, Reference, Text, Web, Year
from crm_desktop.models import ready_views
from crm_desktop.models.address import ADDRESS_PARTS, Address, address_fields
from crm_desktop.models.base import Named, Owned, Record, bookkeeping, indexed, owner, points_to, stored, tags
from crm_desktop.models.channel import Channel, channel_field
from crm_desktop.models.codes import spoken
from crm_desktop.models.shared_fields import contact_days, note


class Company(Named, Owned, Record):
    """An organisation. A branch names its parent company."""

    __tablename__ = "company"

    name: Mapped[str]
    short_name: Mapped[str | None]
    parent_id: Mapped[int | None] = points_to("company.id")
    industry_id: Mapped[int | None] = points_to("option.id")
    size_id: Mapped[int | None] = points_to("option.id")
    employees: Mapped[int | None] = indexed()
    founded: Mapped[int | None]
    annual_revenue: Mapped[int | None]
    level_id: Mapped[int | None] = points_to("option.id")
    lifecycle_id: Mapped[int | None] = points_to("option.id")
    source_id: Mapped[int | None] = points_to("option.id")
    website: Mapped[str | None]
    tax_number: Mapped[str | None]
    payment_terms_id: Mapped[int | None] = points_to("option.id")
    language: Mapped[str | None]
    currency: Mapped[str | None]
    note: Mapped[str | None]
    last_contact: Mapped[datetime | None] = indexed()
    next_contact: Mapped[date | None] = indexed()
    merged_into_id: Mapped[int | None] = points_to("company.id")


COMPANY = Entity(
    name="company",
    slug="companies",
    title=N_("Company"),
    title_plural=N_("Companies"),
    icon="building-2",
    section="sales",
    asked=("name", "industry", "level", "lifecycle", "phone", "email", "city", "owner"),
    about=N_(
        "The firms you sell to, buy from or work with, with their people, orders and everything that happened."
    ),
    views=ready_views.COMPANY,
    title_key="name",
    match_on=(("tax_number",), ("name",)),
    aliases=("account", "accounts", "customer", "customers", "企业", "客户"),
    short=("industry", "lifecycle", "last_contact"),
    main=(
        "industry",
        "size",
        "level",
        "lifecycle",
        "phone",
        "mobile",
        "email",
        "website",
        *ADDRESS_PARTS,
        "payment_terms",
        "owner",
        "source",
        "tax_number",
        "tags",
        "note",
    ),
    fields=(
        stored(
            Company.name,
            N_("Name"),
            Text(220),
            required=True,
            listed="shown",
            searched=True,
            sort_on=Company.name_key,
            aliases=(
                "company name",
                "company",
                "account",
                "account name",
                "organisation",
                "organization",
                "customer name",
                "公司",
                "公司名称",
                "企业名称",
                "客户名称",
                "单位",
                "单位名称",
            ),
        ),
        stored(Company.short_name, N_("Short name"), Text(120), searched=True, aliases=("简称", "公司简称")),
        stored(
            Company.industry_id,
            N_("Industry"),
            Option("industry"),
            listed="shown",
            aliases=("sector", "branch", "行业", "所属行业", "客户行业"),
        ),
        stored(
            Company.level_id,
            N_("Level"),
            Option("level", 80),
            listed="shown",
            aliases=("tier", "rating", "class", "等级", "级别", "客户等级", "客户级别"),
        ),
        stored(
            Company.lifecycle_id,
            N_("Lifecycle"),
            Option("lifecycle"),
            listed="shown",
            aliases=("stage", "status", "lifecycle stage", "客户状态", "状态", "生命周期"),
        ),
        *(channel_field(Channel.company_id, kind) for kind in ("phone", "mobile", "email")),
        stored(
            Company.website,
            N_("Website"),
            Web(),
            searched=True,
            aliases=("company domain name", "web", "url", "homepage", "web page", "网址", "网站", "官网"),
        ),
        stored(Company.size_id, N_("Size"), Option("size"), aliases=("company size", "规模", "企业规模")),
        stored(
            Company.employees,
            N_("Employees"),
            Number(),
            aliases=("headcount", "number of employees", "no of employees", "员工数", "人数", "员工人数"),
        ),
        stored(
            Company.founded,
            N_("Founded"),
            Year(),
            aliases=("year established", "year founded", "established", "成立年份", "成立时间"),
        ),
        stored(
            Company.annual_revenue,
            N_("Annual revenue"),
            Money(),
            aliases=("revenue", "turnover", "annual turnover", "年收入", "年营业额", "营业额"),
        ),
        stored(
            Company.parent_id,
            N_("Parent company"),
            Reference("company"),
            aliases=(
                "parent account",
                "subsidiary of",
                "head office",
                "parent",
                "母公司",
                "上级公司",
                "上级客户",
            ),
            pointing=N_("Subsidiaries"),
        ),
        stored(
            Company.source_id,
            N_("Source"),
            Option("source"),
            aliases=("lead source", "account source", "来源", "客户来源"),
        ),
        *address_fields(Address.company_id),
        stored(
            Company.tax_number,
            N_("Tax number"),
            Text(160),
            searched=True,
            aliases=(
                "vat number",
                "vat id",
                "tax id",
                "税号",
                "统一编号",
                "纳税人识别号",
                "统一社会信用代码",
            ),
        ),
        stored(
            Company.payment_terms_id,
            N_("Payment terms"),
            Option("payment_terms"),
            aliases=("terms", "付款条件", "账期", "付款方式"),
        ),
        stored(Company.language, N_("Language"), spoken(), aliases=("preferred language", "语言")),
        stored(Company.currency, N_("Currency"), Text(80), aliases=("币种", "货币")),
        owner(Company),
        *contact_days(Company, listed="shown"),
        tags(),
        note(Company),
        *bookkeeping(Company),
    ),
)
