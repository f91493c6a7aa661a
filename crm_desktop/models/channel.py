"""Channels: every phone number, e-mail address and account under which a company or a person is reached."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import Choice, Email, Flag, Kind, Phone, Reference, Term, Text, Vocabulary
from crm_desktop.models.base import Record, bookkeeping, child, indexed, points_to, stored
from crm_desktop.models.channel_forms import normal_form

CHANNEL_KINDS = Vocabulary(
    "channel_kind",
    (
        Term("mobile", N_("Mobile"), "blue", ("cell", "手机")),
        Term("phone", N_("Phone"), "blue", ("telephone", "电话", "座机")),
        Term("email", N_("E-mail"), "purple", ("mail", "邮箱")),
        Term("wechat", N_("WeChat"), "green", ("weixin", "微信")),
        Term("qq", N_("QQ"), "green"),
        Term("whatsapp", N_("WhatsApp"), "green"),
        Term("linkedin", N_("LinkedIn"), "blue"),
        Term("fax", N_("Fax"), "grey", ("传真",)),
        Term("web", N_("Website"), "grey", ("url", "网址")),
    ),
)


class Channel(Record):
    """One way to reach a company or a contact: the value as typed, and a normal form for matching."""

    __tablename__ = "channel"

    company_id: Mapped[int | None] = points_to("company.id", part=True)
    contact_id: Mapped[int | None] = points_to("contact.id", part=True)
    lead_id: Mapped[int | None] = points_to("lead.id", part=True)
    kind: Mapped[str]
    value: Mapped[str]
    normal: Mapped[str] = indexed(info={"cache": True}, server_default="", default="")
    label: Mapped[str | None]
    is_primary: Mapped[bool] = mapped_column(default=False, server_default="0")
    is_invalid: Mapped[bool] = mapped_column(default=False, server_default="0")
    opted_out: Mapped[bool] = mapped_column(default=False, server_default="0")

    @classmethod
    def fill(cls, values: MutableMapping[str, Any]) -> None:
        """Work out the normal form: E.164 for numbers, folded text for everything else."""
        values["normal"] = normal_form(values.get("kind") or "", values.get("value") or "")


_KINDS: dict[str, tuple[Kind[str], tuple[str, ...]]] = {
    "mobile": (
        Phone(),
        (
            "mobile phone",
            "cell",
            "cell phone",
            "mobile number",
            "手机",
            "手机号",
            "手机号码",
            "移动电话",
            "行动电话",
            "联系手机",
        ),
    ),
    "phone": (
        Phone(),
        (
            "telephone",
            "tel",
            "business phone",
            "work phone",
            "office phone",
            "phone number",
            "phone 1 - value",
            "电话",
            "座机",
            "固话",
            "联系电话",
            "电话号码",
            "公司电话",
            "办公电话",
        ),
    ),
    "email": (
        Email(),
        (
            "e-mail",
            "mail",
            "e-mail address",
            "email address",
            "邮箱",
            "电子邮件",
            "电子邮箱",
            "邮件",
            "e-mail 1",
            "e-mail 1 - value",
        ),
    ),
    "wechat": (Text(140), ("weixin", "wechat id", "微信", "微信号")),
    "qq": (Text(110), ("qq号", "qq number")),
    "whatsapp": (Phone(), ()),
    "linkedin": (Text(160), ("linkedin url", "领英")),
    "fax": (Phone(), ("fax number", "business fax", "传真", "传真号码")),
}


_SHOWN = {"company_id": ("phone",), "contact_id": ("email", "mobile"), "lead_id": ("phone", "email")}


def channel_field(link: InstrumentedAttribute[Any], kind: str) -> Field:
    """Describe the primary channel of one kind as a field of its company, contact or lead."""
    value_kind, aliases = _KINDS[kind]
    term = CHANNEL_KINDS.term(kind)
    assert term is not None
    shown = kind in _SHOWN[link.key]
    return child(
        kind,
        term.label,
        value_kind,
        link,
        Channel.value,
        where={"kind": kind},
        flag="is_primary",
        listed="shown" if shown else "offered",
        searched=True,
        aliases=aliases,
    )


def opt_out_field(link: InstrumentedAttribute[Any]) -> Field:
    """Describe as a field of a contact or lead that nobody may write to its primary e-mail address."""
    return child(
        "opted_out",
        N_("E-mail opted out"),
        Flag(),
        link,
        Channel.opted_out,
        where={"kind": "email"},
        flag="is_primary",
        aliases=(
            "email opt out",
            "email opted out",
            "has opted out of email",
            "do not mail",
            "do not email",
            "unsubscribed",
            "unsubscribed from all email",
            "opt out",
            "opted out",
            "do not contact",
            *(
                "退订",
                "已退订",
                "是否退订",
                "邮件退订",
                "营销退订",
                "取消订阅",
                "拒收邮件",
                "是否拒收邮件",
                "不接收邮件",
            ),
            *("不接收营销邮件", "拒收营销", "拒绝营销", "拒绝邮件", "不再联系", "不再联络"),
        ),
    )


CHANNEL = Entity(
    name="channel",
    slug="channels",
    title=N_("Channel"),
    title_plural=N_("Channels"),
    icon="phone",
    title_key="value",
    match_on=(("contact", "kind", "value"), ("company", "kind", "value"), ("lead", "kind", "value")),
    fields=(
        stored(Channel.kind, N_("Kind"), Choice(CHANNEL_KINDS), required=True, listed="shown"),
        stored(Channel.value, N_("Value"), Text(220), required=True, listed="shown"),
        stored(Channel.label, N_("Label"), Text(120), listed="shown"),
        stored(Channel.is_primary, N_("Primary"), Flag(), listed="shown"),
        stored(Channel.is_invalid, N_("Invalid"), Flag()),
        stored(Channel.opted_out, N_("Opted out"), Flag(), listed="shown"),
        stored(Channel.company_id, N_("Company"), Reference("company")),
        stored(Channel.contact_id, N_("Contact"), Reference("contact")),
        stored(Channel.lead_id, N_("Lead"), Reference("lead")),
        *bookkeeping(Channel),
    ),
)
