"""Users: the people of the firm who work with the program."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import Email, Flag, PersonName, Phone, Reference, Text
from crm_desktop.models.base import Named, Record, bookkeeping, indexed, points_to, stored


class User(Named, Record):
    """One person of the firm. Which of them sits at this computer is a setting of the computer, not stored here."""

    __tablename__ = "user"

    name: Mapped[str]
    initials: Mapped[str | None]
    email: Mapped[str | None] = indexed()
    phone: Mapped[str | None]
    manager_id: Mapped[int | None] = points_to("user.id")
    office: Mapped[str | None] = indexed()
    active: Mapped[bool] = mapped_column(default=True, server_default="1")


USER = Entity(
    name="user",
    slug="users",
    title=N_("User"),
    title_plural=N_("Users"),
    icon="user",
    title_key="name",
    match_on=(("email",), ("name",)),
    aliases=("sales team", "sales teams", "employee", "employees", "staff", "员工", "用户"),
    fields=(
        stored(
            User.name,
            N_("Full name"),
            PersonName(180),
            required=True,
            listed="shown",
            searched=True,
            sort_on=User.name_key,
            aliases=(
                "full name",
                "user name",
                "sales agent",
                "salesperson",
                "employee",
                "姓名",
                "员工",
                "用户名",
            ),
        ),
        stored(
            User.initials,
            N_("Short name"),
            Text(90),
            listed="shown",
            searched=True,
            aliases=("initials", "alias", "简称"),
        ),
        stored(
            User.email,
            N_("E-mail"),
            Email(),
            listed="shown",
            searched=True,
            aliases=("e-mail address", "邮箱"),
        ),
        stored(
            User.phone,
            N_("Phone"),
            Phone(),
            listed="shown",
            searched=True,
            aliases=("mobile", "电话", "手机"),
        ),
        stored(
            User.manager_id,
            N_("Manager"),
            Reference("user"),
            listed="shown",
            aliases=("sales manager", "reports to", "上级", "主管", "直属上级"),
        ),
        stored(
            User.office,
            N_("Office"),
            Text(120),
            listed="shown",
            aliases=("regional office", "region", "branch", "办公室", "区域", "分公司"),
        ),
        stored(User.active, N_("Active"), Flag(), listed="shown", aliases=("is active", "启用", "在职")),
        *bookkeeping(User),
    ),
)
