"""Articles: the knowledge base, from which requests are answered."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import LongText, Reference, Text
from crm_desktop.models import ready_views
from crm_desktop.models.base import Named, Owned, Record, bookkeeping, owner, points_to, stored, tags
from crm_desktop.models.codes import spoken


class Article(Named, Owned, Record):
    """One answer worth keeping, and the request that it was first written for."""

    __tablename__ = "article"

    title: Mapped[str]
    body: Mapped[str | None]
    language: Mapped[str | None]
    product_id: Mapped[int | None] = points_to("product.id")
    service_request_id: Mapped[int | None] = points_to("service_request.id")


ARTICLE = Entity(
    name="article",
    slug="articles",
    title=N_("Article"),
    title_plural=N_("Articles"),
    icon="book-open",
    section="insight",
    about=N_("Answers that you give more than once, ready to be found again."),
    views=ready_views.ARTICLE,
    title_key="title",
    match_on=(("title",),),
    aliases=("knowledge", "knowledge base", "faq", "solution", "solutions", "知识库", "文章"),
    short=("product", "language"),
    fields=(
        stored(
            Article.title,
            N_("Title"),
            Text(300),
            required=True,
            listed="shown",
            searched=True,
            sort_on=Article.name_key,
            aliases=("name", "subject", "question", "article title", "标题", "主题", "问题"),
        ),
        stored(
            Article.body,
            N_("Text"),
            LongText(),
            searched=True,
            aliases=("body", "content", "answer", "description", "内容", "正文", "解答"),
        ),
        stored(
            Article.product_id,
            N_("Product"),
            Reference("product"),
            listed="shown",
            aliases=("product name", "产品", "产品名称"),
        ),
        tags(listed="shown"),
        stored(Article.language, N_("Language"), spoken(), listed="shown", aliases=("语言",)),
        stored(
            Article.service_request_id,
            N_("Service request"),
            Reference("service_request"),
            aliases=("case", "ticket", "工单"),
        ),
        owner(Article, listed="shown"),
        *bookkeeping(Article),
    ),
)
