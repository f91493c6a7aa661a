"""Automation rules: when something happens, the program does something by itself."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import Choice, Flag, LongText, Term, Text, Vocabulary
from crm_desktop.models.base import Record, bookkeeping, stored
from crm_desktop.models.codes import records

RULE_EVENTS = Vocabulary(
    "rule_event",
    (
        Term("created", N_("A record is created"), "green"),
        Term("changed", N_("A record is changed"), "blue"),
        Term("status_entered", N_("A status or stage is entered"), "blue"),
        Term("lead_idle", N_("A lead lies idle"), "orange"),
        Term("opportunity_stale", N_("An opportunity lies idle"), "orange"),
        Term("request_late", N_("A service request is late"), "red"),
        Term("contact_due", N_("The next contact is due"), "orange"),
        Term("birthday", N_("A birthday comes"), "purple"),
        Term("score_fell", N_("A score falls"), "red"),
        Term("answer_low", N_("A customer is not satisfied"), "red"),
    ),
)

RULE_ACTIONS = Vocabulary(
    "rule_action",
    (
        Term("make_task", N_("Make a task"), "blue"),
        Term("set_owner", N_("Change the owner"), "purple"),
        Term("set_field", N_("Set a field"), "blue"),
        Term("add_tag", N_("Add a tag"), "green"),
        Term("add_to_campaign", N_("Put into a campaign"), "orange"),
        Term("notify", N_("Notify somebody"), "red"),
    ),
)


class AutomationRule(Record):
    """One rule. The condition (JSON) is that of a list's filter; the parameters (JSON) belong to the action."""

    __tablename__ = "automation_rule"

    name: Mapped[str]
    entity: Mapped[str | None]
    event: Mapped[str]
    condition: Mapped[str | None]
    action: Mapped[str]
    parameters: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True, server_default="1")


AUTOMATION_RULE = Entity(
    name="automation_rule",
    slug="automation-rules",
    title=N_("Automation rule"),
    title_plural=N_("Automation rules"),
    icon="repeat",
    title_key="name",
    match_on=(("name",),),
    fields=(
        stored(AutomationRule.name, N_("Name"), Text(220), required=True, listed="shown", searched=True),
        stored(AutomationRule.event, N_("When"), Choice(RULE_EVENTS), required=True, listed="shown"),
        stored(AutomationRule.entity, N_("Entity"), records(), listed="shown"),
        stored(AutomationRule.action, N_("Then"), Choice(RULE_ACTIONS), required=True, listed="shown"),
        stored(AutomationRule.active, N_("Active"), Flag(), listed="shown"),
        stored(AutomationRule.condition, N_("Conditions"), LongText(), listed="hidden"),
        stored(AutomationRule.parameters, N_("Parameters"), LongText(), listed="hidden"),
        *bookkeeping(AutomationRule),
    ),
)
