"""Options: the entries of the lists that a firm keeps for itself (industries, sources, levels, reasons …).

An entry has an id and, where the program's rules depend on it, a kind; its labels are free. It is retired, never
deleted.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Mapped, mapped_column

from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import Choice, Coded, Term, Vocabulary
from crm_desktop.models.base import Record, bookkeeping, indexed, stored
from crm_desktop.models.labelled import Labelled, label_fields, order_fields
from crm_desktop.models.vocabularies import COLOURS


@dataclass(frozen=True, slots=True)
class OptionSet:
    """One list of options: its name, its label, and the kinds that rules test (none: the entries are free)."""

    name: str
    label: str
    kinds: tuple[str, ...] = ()


OPTION_SETS: tuple[OptionSet, ...] = (
    OptionSet("industry", N_("Industry")),
    OptionSet("size", N_("Size")),
    OptionSet("level", N_("Level"), ("a", "b", "c")),
    OptionSet("lifecycle", N_("Lifecycle"), ("prospect", "customer", "repeat", "at_risk", "lost")),
    OptionSet("source", N_("Source")),
    OptionSet("salutation", N_("Salutation")),
    OptionSet("lost_reason", N_("Reason"), ("lost", "void")),
    OptionSet("competitor", N_("Competitor")),
    OptionSet("product_category", N_("Category")),
    OptionSet("unit", N_("Unit")),
    OptionSet("payment_terms", N_("Payment terms")),
    OptionSet("cause", N_("Cause")),
)


_SETS = Vocabulary("option_set", tuple(Term(one.name, one.label) for one in OPTION_SETS))

OPTION_KINDS = Vocabulary(
    "option_kind",
    (
        Term("a", "A"),
        Term("b", "B"),
        Term("c", "C"),
        Term("prospect", N_("Prospect")),
        Term("customer", N_("Customer")),
        Term("repeat", N_("Repeat customer")),
        Term("at_risk", N_("At risk")),
        Term("lost", N_("Lost")),
        Term("void", N_("Void")),
    ),
)


class Option(Labelled, Record):
    """One entry of a list of options."""

    __tablename__ = "option"

    set_name: Mapped[str] = indexed()
    kind: Mapped[str | None]
    colour: Mapped[str] = mapped_column(default="grey", server_default="grey")


OPTION = Entity(
    name="option",
    slug="options",
    title=N_("Option"),
    title_plural=N_("Options"),
    icon="list",
    title_key="label_en",
    match_on=(("set_name", "label_en"),),
    fields=(
        stored(
            Option.set_name, N_("List"), Coded(_SETS), required=True, listed="shown", aliases=("set", "列表")
        ),
        *label_fields(Option),
        stored(Option.kind, N_("Kind"), Coded(OPTION_KINDS, 100), listed="shown", aliases=("type", "类型")),
        stored(Option.colour, N_("Colour"), Choice(COLOURS), listed="shown", aliases=("color", "颜色")),
        *order_fields(Option),
        *bookkeeping(Option),
    ),
)
