"""Templates: the texts of e-mails, letters, labels and messages, with places for the customer's data."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import Choice, LongText, Term, Text, Vocabulary
from crm_desktop.models.base import Named, Record, bookkeeping, indexed, stored, tags
from crm_desktop.models.codes import spoken

TEMPLATE_KINDS = Vocabulary(
    "template_kind",
    (
        Term("email", N_("E-mail"), "purple", ("mail", "邮件")),
        Term("letter", N_("Letter"), "grey", ("信件", "信函")),
        Term("label", N_("Address label"), "orange", ("label", "标签", "地址标签")),
        Term("message", N_("Message"), "green", ("sms", "wechat", "短信", "微信")),
    ),
)


class Template(Named, Record):
    """A text with places like ``{{ contact.full_name }}``; rendering gets plain dictionaries of strings."""

    __tablename__ = "template"

    name: Mapped[str]
    kind: Mapped[str] = mapped_column(default="email", server_default="email")
    language: Mapped[str | None] = indexed()
    subject: Mapped[str | None]
    body: Mapped[str | None]


TEMPLATE = Entity(
    name="template",
    slug="templates",
    title=N_("Template"),
    title_plural=N_("Templates"),
    icon="sticky-note",
    title_key="name",
    match_on=(("name", "language"),),
    aliases=("email template", "email templates", "模板"),
    fields=(
        stored(
            Template.name,
            N_("Name"),
            Text(220),
            required=True,
            listed="shown",
            searched=True,
            sort_on=Template.name_key,
            aliases=("template name", "名称", "模板名称"),
        ),
        stored(
            Template.kind,
            N_("Kind"),
            Choice(TEMPLATE_KINDS),
            required=True,
            listed="shown",
            aliases=("type",),
        ),
        stored(Template.language, N_("Language"), spoken(), listed="shown", aliases=("语言",)),
        stored(Template.subject, N_("Subject"), Text(240), listed="shown", searched=True, aliases=("主题",)),
        stored(
            Template.body, N_("Text"), LongText(), searched=True, aliases=("body", "content", "内容", "正文")
        ),
        tags(),
        *bookkeeping(Template),
    ),
)
