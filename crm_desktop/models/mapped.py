"""All mapped entities in the order of the navigation, and what the rest of the program needs to know of their tables.

Importing this module imports SQLAlchemy and maps every class. Others ask ``registry``, which knows the same without.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Table

from crm_desktop.core.entity import Entity
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
from crm_desktop.models.distinct_pair import DISTINCT_PAIR
from crm_desktop.models.lead import LEAD
from crm_desktop.models.line import LINE
from crm_desktop.models.opportunity import OPPORTUNITY
from crm_desktop.models.opportunity_contact import OPPORTUNITY_CONTACT
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
from crm_desktop.models.snapshot import Snapshot, TableFacts
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
    DISTINCT_PAIR,
)

MODELS: dict[str, type[Record]] = {
    mapper.local_table.name: mapper.class_  # type: ignore[attr-defined]
    for mapper in Base.registry.mappers
}


def tables() -> Mapping[str, Table]:
    """Return every table by its name."""
    return Base.metadata.tables


_UNLOGGED = frozenset({"id", "updated_at", "updated_by", "_clock"})


def snapshot() -> Snapshot:
    """Return all descriptions with the facts of their tables."""
    return Snapshot(
        ENTITIES, tuple(one.name for one in MAIN), {one.name: _facts(one.name) for one in ENTITIES}
    )


def _facts(name: str) -> TableFacts:
    table = Base.metadata.tables[name]
    columns = list(table.columns)
    return TableFacts(
        columns=tuple(str(column.name) for column in columns),
        nullable=frozenset(str(column.name) for column in columns if column.nullable),
        logged=tuple(
            str(column.name)
            for column in columns
            if column.name not in _UNLOGGED and not column.info.get("cache")
        ),
        foreign_keys=tuple(
            (str(key.parent.name), str(key.column.table.name), bool(key.parent.info.get("part")))
            for key in sorted(table.foreign_keys, key=lambda key: key.parent.name)
        ),
        loose=tuple(str(column.name) for column in columns if column.info.get("any_record")),
    )
