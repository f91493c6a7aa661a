"""All entities in the order of the navigation, and what follows from their keys."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Table

from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.kinds import Option, Reference
from crm_desktop.models.activity import ACTIVITY, PARTICIPANT
from crm_desktop.models.address import ADDRESS
from crm_desktop.models.affiliation import AFFILIATION
from crm_desktop.models.article import ARTICLE
from crm_desktop.models.automation_rule import AUTOMATION_RULE
from crm_desktop.models.base import Base, Record
from crm_desktop.models.campaign import CAMPAIGN, CAMPAIGN_COST, CAMPAIGN_MEMBER, CAMPAIGN_STEP
from crm_desktop.models.channel import CHANNEL
from crm_desktop.models.company import COMPANY
from crm_desktop.models.consent import CONSENT
from crm_desktop.models.contact import CONTACT
from crm_desktop.models.custom_field import CUSTOM_FIELD, CUSTOM_VALUE
from crm_desktop.models.lead import LEAD
from crm_desktop.models.line import LINE
from crm_desktop.models.opportunity import OPPORTUNITY, OPPORTUNITY_CONTACT
from crm_desktop.models.option import OPTION
from crm_desktop.models.pipeline import PIPELINE, STAGE
from crm_desktop.models.product import PRODUCT
from crm_desktop.models.quote import QUOTE
from crm_desktop.models.sales_order import SALES_ORDER
from crm_desktop.models.saved_view import IMPORT_MAPPING, SAVED_VIEW
from crm_desktop.models.segment import SEGMENT, SEGMENT_EXCLUSION, SEGMENT_MEMBER
from crm_desktop.models.service_request import REQUEST_MESSAGE, SERVICE_REQUEST, STATUS_CHANGE
from crm_desktop.models.setting import SETTING
from crm_desktop.models.sla_policy import SLA_POLICY
from crm_desktop.models.stage_change import STAGE_CHANGE
from crm_desktop.models.survey import SURVEY, SURVEY_ANSWER
from crm_desktop.models.tag import ATTACHMENT, TAG, TAG_LINK
from crm_desktop.models.target import FORECAST_SNAPSHOT, TARGET
from crm_desktop.models.template import TEMPLATE
from crm_desktop.models.user import USER
from crm_desktop.models.work_calendar import CALENDAR_EXCEPTION, WORK_CALENDAR, WORK_INTERVAL

MAIN: tuple[Entity, ...] = (
    COMPANY,
    CONTACT,
    LEAD,
    OPPORTUNITY,
    QUOTE,
    SALES_ORDER,
    SERVICE_REQUEST,
    CAMPAIGN,
    ACTIVITY,
    PRODUCT,
    ARTICLE,
)
"""The entities that the navigation and the command line offer."""

ENTITIES: tuple[Entity, ...] = (
    *MAIN,
    SEGMENT,
    TEMPLATE,
    SURVEY,
    TARGET,
    FORECAST_SNAPSHOT,
    USER,
    TAG,
    PIPELINE,
    STAGE,
    OPTION,
    CUSTOM_FIELD,
    WORK_CALENDAR,
    SLA_POLICY,
    AUTOMATION_RULE,
    SAVED_VIEW,
    IMPORT_MAPPING,
    SETTING,
    CHANNEL,
    ADDRESS,
    AFFILIATION,
    CONSENT,
    LINE,
    OPPORTUNITY_CONTACT,
    STAGE_CHANGE,
    PARTICIPANT,
    REQUEST_MESSAGE,
    STATUS_CHANGE,
    SURVEY_ANSWER,
    SEGMENT_MEMBER,
    SEGMENT_EXCLUSION,
    CAMPAIGN_COST,
    CAMPAIGN_STEP,
    CAMPAIGN_MEMBER,
    WORK_INTERVAL,
    CALENDAR_EXCEPTION,
    TAG_LINK,
    ATTACHMENT,
    CUSTOM_VALUE,
)

_BY_NAME = {one.name: one for one in ENTITIES}
_BY_SLUG = {one.slug: one for one in ENTITIES}
_MODELS: dict[str, type[Record]] = {
    mapper.local_table.name: mapper.class_  # type: ignore[attr-defined]
    for mapper in Base.registry.mappers
}


def entity(name: str) -> Entity:
    """Return the entity with this name; raises KeyError."""
    return _BY_NAME[name]


def by_slug(slug: str) -> Entity:
    """Return the entity with this name on the command line; raises KeyError."""
    return _BY_SLUG[slug]


def table(name: str) -> Table:
    """Return the table of an entity; raises KeyError."""
    return Base.metadata.tables[name]


def model(name: str) -> type[Record]:
    """Return the mapped class of an entity; raises KeyError."""
    return _MODELS[name]


@cache
def foreign_keys_to(name: str) -> tuple[tuple[str, str], ...]:
    """Return each (table, column) that points to the records of an entity."""
    return tuple(
        (one.name, key.parent.name)
        for one in Base.metadata.sorted_tables
        for key in sorted(one.foreign_keys, key=lambda key: key.parent.name)
        if key.column.table.name == name
    )


@cache
def parts_of(name: str) -> tuple[tuple[str, str], ...]:
    """Return each (table, column) whose rows belong to a record of an entity and share its fate."""
    return tuple(
        (child, column) for child, column in foreign_keys_to(name) if table(child).c[column].info.get("part")
    )


@cache
def loose_links() -> tuple[tuple[str, str], ...]:
    """Return each (table, column) that may hold the id of a record of any entity: tags, files, custom values."""
    return tuple(
        (one.name, column.name)
        for one in Base.metadata.sorted_tables
        for column in one.columns
        if column.info.get("any_record")
    )


@cache
def references_to(name: str) -> tuple[tuple[Entity, Field], ...]:
    """Return each field that points to the records of an entity, with its own entity: the related lists."""
    return tuple(
        (one, field)
        for one in ENTITIES
        for field in one.fields
        if isinstance(field.kind, Reference)
        and not isinstance(field.kind, Option)
        and field.kind.entity == name
    )


@cache
def owners_of(name: str) -> tuple[tuple[str, str], ...]:
    """Return each (entity, column) to whose records the rows of a table belong as parts."""
    return tuple(
        (next(iter(column.foreign_keys)).column.table.name, column.name)
        for column in table(name).columns
        if column.info.get("part")
    )


_UNLOGGED = frozenset({"id", "updated_at", "updated_by", "_clock"})


@cache
def logged_columns(name: str) -> tuple[str, ...]:
    """Return the columns whose values the change log keeps: all but caches and what the log itself says."""
    return tuple(
        column.name
        for column in table(name).columns
        if column.name not in _UNLOGGED and not column.info.get("cache")
    )
