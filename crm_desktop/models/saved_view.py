"""Saved views of lists: filter, columns and order under a name; and the mappings of files imported before."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import Flag, LongText, Number, Text
from crm_desktop.models.base import Owned, Record, bookkeeping, indexed, owner, stored
from crm_desktop.models.codes import records


class SavedView(Owned, Record):
    """One view of the list of an entity: its owner's, or everybody's when shared. JSON in conditions and columns."""

    __tablename__ = "saved_view"

    entity: Mapped[str] = indexed()
    name: Mapped[str]
    conditions: Mapped[str | None]
    columns: Mapped[str | None]
    sort: Mapped[str | None]
    descending: Mapped[bool] = mapped_column(default=False, server_default="0")
    shared: Mapped[bool] = mapped_column(default=False, server_default="0")
    position: Mapped[int] = mapped_column(default=0, server_default="0")
    is_default: Mapped[bool] = mapped_column(default=False, server_default="0")


class ImportMapping(Record):
    """How the columns of one sort of file became fields, found again by its headings. JSON in both."""

    __tablename__ = "import_mapping"

    name: Mapped[str]
    entity: Mapped[str] = indexed()
    headings: Mapped[str]
    mapping: Mapped[str]


SAVED_VIEW = Entity(
    name="saved_view",
    slug="saved-views",
    title=N_("Saved view"),
    title_plural=N_("Saved views"),
    icon="layout-grid",
    title_key="name",
    match_on=(("entity", "name"),),
    fields=(
        stored(SavedView.name, N_("Name"), Text(), required=True, listed="shown", searched=True),
        stored(SavedView.entity, N_("Entity"), records(), required=True, listed="shown"),
        owner(SavedView, listed="shown"),
        stored(SavedView.shared, N_("Shared"), Flag(), listed="shown"),
        stored(SavedView.is_default, N_("Default"), Flag(), listed="shown"),
        stored(SavedView.position, N_("Position"), Number(low=0), listed="shown"),
        stored(SavedView.conditions, N_("Conditions"), LongText(), listed="hidden"),
        stored(SavedView.columns, N_("Columns"), LongText(), listed="hidden"),
        stored(SavedView.sort, N_("Sorted by"), Text(), listed="hidden"),
        stored(SavedView.descending, N_("Descending"), Flag()),
        *bookkeeping(SavedView),
    ),
)

IMPORT_MAPPING = Entity(
    name="import_mapping",
    slug="import-mappings",
    title=N_("Import mapping"),
    title_plural=N_("Import mappings"),
    icon="table-2",
    title_key="name",
    match_on=(("entity", "name"),),
    fields=(
        stored(ImportMapping.name, N_("Name"), Text(), required=True, listed="shown", searched=True),
        stored(ImportMapping.entity, N_("Entity"), records(), required=True, listed="shown"),
        stored(ImportMapping.headings, N_("Headings"), LongText(), required=True, listed="hidden"),
        stored(ImportMapping.mapping, N_("Mapping"), LongText(), required=True, listed="hidden"),
        *bookkeeping(ImportMapping),
    ),
)
