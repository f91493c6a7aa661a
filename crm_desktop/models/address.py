"""Postal addresses of companies and contacts."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import Choice, Flag, Reference, Term, Text, Vocabulary
from crm_desktop.models.base import Record, bookkeeping, child, points_to, stored

ADDRESS_KINDS = Vocabulary(
    "address_kind",
    (
        Term("main", N_("Main address"), "blue"),
        Term("billing", N_("Billing address"), "grey"),
        Term("delivery", N_("Delivery address"), "green"),
        Term("home", N_("Home address"), "purple"),
        Term("other", N_("Other address"), "grey"),
    ),
)


class Address(Record):
    """One postal address. Its parts belong together: they are edited, merged and synchronised as one."""

    __tablename__ = "address"

    company_id: Mapped[int | None] = points_to("company.id", part=True)
    contact_id: Mapped[int | None] = points_to("contact.id", part=True)
    kind: Mapped[str] = mapped_column(default="main", server_default="main")
    country: Mapped[str | None]
    province: Mapped[str | None]
    city: Mapped[str | None]
    district: Mapped[str | None]
    street: Mapped[str | None]
    postcode: Mapped[str | None]
    is_primary: Mapped[bool] = mapped_column(default=False, server_default="0")


ADDRESS_PARTS = ("country", "province", "city", "district", "street", "postcode")
_PARTS = (
    (
        "country",
        N_("Country"),
        110,
        (
            "country/region",
            "business country",
            "billing country",
            "mailing country",
            "office location",
            "国家",
            "国家/地区",
        ),
    ),
    (
        "province",
        N_("Province"),
        110,
        (
            "state",
            "region",
            "state/province",
            "billing state/province",
            "billing state",
            "billing province",
            "mailing state/province",
            "mailing state",
            "省",
            "省份",
            "省/州",
        ),
    ),
    ("city", N_("City"), 110, ("town", "business city", "billing city", "mailing city", "城市", "市")),
    ("district", N_("District"), 110, ("county", "区", "区县", "县")),
    (
        "street",
        N_("Street"),
        200,
        (
            "address",
            "street address",
            "address line 1",
            "business street",
            "billing street",
            "billing address",
            "mailing address",
            "business address",
            "postal address",
            "mailing street",
            "地址",
            "详细地址",
            "联系地址",
            "街道",
            "通讯地址",
        ),
    ),
    (
        "postcode",
        N_("Postcode"),
        90,
        (
            "zip",
            "zip code",
            "postal code",
            "business postal code",
            "billing zip/postal code",
            "billing code",
            "billing zip",
            "billing zip code",
            "billing postal code",
            "billing postcode",
            "mailing postal code",
            "mailing zip/postal code",
            "mailing zip",
            "post code",
            "邮编",
            "邮递区号",
            "邮政编码",
        ),
    ),
)


def address_fields(link: InstrumentedAttribute[Any]) -> tuple[Field, ...]:
    """Describe the parts of the primary address as fields of its company or contact."""
    return tuple(
        child(
            name,
            label,
            Text(width),
            link,
            getattr(Address, name),
            flag="is_primary",
            searched=name in ("city", "street"),
            aliases=aliases,
            group=N_("Address"),
        )
        for name, label, width, aliases in _PARTS
    )


ADDRESS = Entity(
    name="address",
    slug="addresses",
    title=N_("Address"),
    title_plural=N_("Addresses"),
    icon="map-pin",
    title_key="street",
    match_on=(
        ("company", "kind", "street"),
        ("contact", "kind", "street"),
        ("company", "kind", "postcode"),
        ("contact", "kind", "postcode"),
        ("company", "kind", "city"),
        ("contact", "kind", "city"),
    ),
    fields=(
        stored(Address.kind, N_("Kind"), Choice(ADDRESS_KINDS), required=True, listed="shown"),
        *(
            stored(getattr(Address, name), label, Text(width), listed="shown", aliases=aliases)
            for name, label, width, aliases in _PARTS
        ),
        stored(Address.is_primary, N_("Primary"), Flag()),
        stored(Address.company_id, N_("Company"), Reference("company")),
        stored(Address.contact_id, N_("Contact"), Reference("contact")),
        *bookkeeping(Address),
    ),
)
