"""Custom fields: descriptions that the user makes, stored as data, with their values in a typed table."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import (
    Choice,
    Day,
    Flag,
    LongText,
    Moment,
    Number,
    Reference,
    Term,
    Text,
    Vocabulary,
)
from crm_desktop.models.base import Record, bookkeeping, indexed, points_to, stored
from crm_desktop.models.codes import records
from crm_desktop.models.labelled import Labelled, label_fields, order_fields

CUSTOM_KINDS = Vocabulary(
    "custom_kind",
    (
        Term("text", N_("One line of text"), "grey", ("text", "单行文本")),
        Term("long_text", N_("Several lines of text"), "grey", ("long text", "textarea", "多行文本")),
        Term("number", N_("Whole number"), "blue", ("number", "integer", "整数")),
        Term("exact", N_("Number with decimals"), "blue", ("decimal", "小数", "数字")),
        Term("money", N_("Amount of money"), "blue", ("money", "currency", "货币", "金额")),
        Term("day", N_("Date"), "purple", ("day", "日期")),
        Term("moment", N_("Date and time"), "purple", ("moment", "datetime", "日期时间")),
        Term("flag", N_("Yes or no"), "green", ("checkbox", "boolean", "布尔值")),
        Term("option", N_("Choice from a list"), "orange", ("option", "select", "picklist", "单选")),
        Term("email", N_("E-mail"), "grey", ("mail", "邮箱")),
        Term("phone", N_("Phone"), "grey", ("telephone", "电话")),
        Term("web", N_("Website"), "grey", ("url", "网址")),
    ),
)


class CustomField(Labelled, Record):
    """One field that the user added to an entity. A field with values is retired, not deleted."""

    __tablename__ = "custom_field"

    entity: Mapped[str] = indexed()
    key: Mapped[str]
    kind: Mapped[str] = mapped_column(default="text", server_default="text")
    option_set: Mapped[str | None]
    required: Mapped[bool] = mapped_column(default=False, server_default="0")
    listed: Mapped[bool] = mapped_column(default=False, server_default="0")


class CustomValue(Record):
    """The value of one custom field in one record, in the column of its kind.

    Numbers, amounts, flags and options (by their id) are whole numbers, as all over the file.
    """

    __tablename__ = "custom_value"

    field_id: Mapped[int] = points_to("custom_field.id", part=True)
    row_id: Mapped[int] = indexed(info={"any_record": True})
    text_value: Mapped[str | None] = indexed(sparse=True)
    whole_value: Mapped[int | None] = indexed(sparse=True)
    day_value: Mapped[date | None] = indexed(sparse=True)
    moment_value: Mapped[datetime | None] = indexed(sparse=True)


CUSTOM_FIELD = Entity(
    name="custom_field",
    slug="custom-fields",
    title=N_("Custom field"),
    title_plural=N_("Custom fields"),
    icon="sliders-horizontal",
    title_key="label_en",
    match_on=(("entity", "key"),),
    fields=(
        *label_fields(CustomField),
        stored(CustomField.entity, N_("Entity"), records(), required=True, listed="shown"),
        stored(CustomField.key, N_("Key"), Text(), required=True, listed="shown"),
        stored(CustomField.kind, N_("Kind"), Choice(CUSTOM_KINDS), required=True, listed="shown"),
        stored(CustomField.option_set, N_("List"), Text()),
        stored(CustomField.required, N_("Required"), Flag(), listed="shown"),
        stored(CustomField.listed, N_("Shown in lists"), Flag(), listed="shown"),
        *order_fields(CustomField),
        *bookkeeping(CustomField),
    ),
)

CUSTOM_VALUE = Entity(
    name="custom_value",
    slug="custom-values",
    title=N_("Value of a custom field"),
    title_plural=N_("Values of custom fields"),
    icon="sliders-horizontal",
    title_key="text_value",
    fields=(
        stored(
            CustomValue.field_id, N_("Custom field"), Reference("custom_field"), required=True, listed="shown"
        ),
        stored(CustomValue.row_id, N_("Record"), Number(), required=True, listed="hidden"),
        stored(CustomValue.text_value, N_("Text"), LongText(), listed="shown"),
        stored(CustomValue.whole_value, N_("Whole number"), Number(), listed="shown"),
        stored(CustomValue.day_value, N_("Date"), Day(), listed="shown"),
        stored(CustomValue.moment_value, N_("Date and time"), Moment(), listed="shown"),
        *bookkeeping(CustomValue),
    ),
)
