"""The views that lists bring along in every file: what people come to a list for before they keep views of their own.

Plain data. Options are meant by their ids, which are the same in every file; days are told from today on.
"""

from __future__ import annotations

from crm_desktop.core.i18n import N_
from crm_desktop.core.query import Condition, ListQuery, ReadyView
from crm_desktop.core.relative_days import days_ago
from crm_desktop.models.request_states import OPEN
from crm_desktop.models.seeds import option_ids

SILENT_DAYS = 90
IDLE_DAYS = 14
HOT_SCORE = 60


def _view(
    entity: str,
    key: str,
    text: str,
    *conditions: Condition,
    sort: str = "",
    descending: bool = False,
    counted: bool = False,
) -> ReadyView:
    return ReadyView(key, text, ListQuery(entity, "", sort, descending, conditions), counted)


_SILENT = Condition("last_contact", "before", days_ago(SILENT_DAYS))
_PAST = days_ago(0)

COMPANY = (
    _view(
        "company",
        "prospects",
        N_("Prospects"),
        Condition("lifecycle", "any_of", option_ids("lifecycle", "prospect")),
    ),
    _view(
        "company",
        "customers",
        N_("Current customers"),
        Condition("lifecycle", "any_of", option_ids("lifecycle", "customer", "repeat")),
    ),
    _view("company", "silent", N_("Silent 90 days"), _SILENT, sort="last_contact", counted=True),
    _view(
        "company",
        "risk",
        N_("At risk"),
        Condition("lifecycle", "any_of", option_ids("lifecycle", "at_risk")),
        counted=True,
    ),
)

CONTACT = (
    _view("contact", "key", N_("Key contacts"), Condition("level", "any_of", option_ids("level", "a"))),
    _view("contact", "silent", N_("Silent 90 days"), _SILENT, sort="last_contact", counted=True),
    _view(
        "contact",
        "birthdays",
        N_("Birthdays"),
        Condition("birthday", "comes_within", 30),
        sort="birthday",
        counted=True,
    ),
    _view(
        "contact",
        "recent",
        N_("Recently added"),
        Condition("created_at", "within_days", -30),
        sort="created_at",
        descending=True,
    ),
)

_PURSUED = ["new", "working", "qualified"]

LEAD = (
    _view("lead", "new", N_("New"), Condition("status", "is", "new"), counted=True),
    _view(
        "lead",
        "hot",
        N_("Hot leads"),
        Condition("score", "at_least", HOT_SCORE),
        Condition("status", "any_of", _PURSUED),
        sort="score",
        descending=True,
        counted=True,
    ),
    _view(
        "lead",
        "again",
        N_("Take up again"),
        Condition("status", "is", "nurturing"),
        Condition("nurturing_until", "before", days_ago(-1)),
        sort="nurturing_until",
        counted=True,
    ),
)

_UNDECIDED = Condition("closed_on", "empty")

OPPORTUNITY = (
    _view(
        "opportunity",
        "closing",
        N_("Closing this month"),
        _UNDECIDED,
        Condition("expected_close", "this_month"),
        sort="expected_close",
    ),
    _view(
        "opportunity",
        "overdue",
        N_("Overdue"),
        _UNDECIDED,
        Condition("expected_close", "before", _PAST),
        sort="expected_close",
        counted=True,
    ),
    _view(
        "opportunity",
        "idle",
        N_("Idle over 14 days"),
        _UNDECIDED,
        Condition("idle_since", "before", days_ago(IDLE_DAYS)),
        sort="idle_since",
        counted=True,
    ),
)

QUOTE = (
    _view("quote", "drafts", N_("Drafts"), Condition("status", "is", "draft")),
    _view(
        "quote",
        "sent",
        N_("Waiting for an answer"),
        Condition("status", "is", "sent"),
        sort="issued_on",
        counted=True,
    ),
    _view(
        "quote",
        "ending",
        N_("Ending within 7 days"),
        Condition("status", "is", "sent"),
        Condition("valid_until", "within_days", 7),
        sort="valid_until",
        counted=True,
    ),
)

SALES_ORDER = (
    _view(
        "sales_order",
        "recent",
        N_("Last 30 days"),
        Condition("ordered_on", "within_days", -30),
        sort="ordered_on",
        descending=True,
    ),
    _view(
        "sales_order",
        "confirmed",
        N_("To be delivered"),
        Condition("status", "is", "confirmed"),
        sort="ordered_on",
        counted=True,
    ),
    _view(
        "sales_order",
        "unpaid",
        N_("Payment overdue"),
        Condition("status", "any_of", ["confirmed", "delivered"]),
        Condition("due_on", "before", _PAST),
        sort="due_on",
        counted=True,
    ),
)

_WAITING = Condition("status", "any_of", list(OPEN))

SERVICE_REQUEST = (
    _view("service_request", "open", N_("Open requests"), _WAITING, sort="due"),
    _view("service_request", "late", N_("Late"), Condition("due", "late"), sort="due", counted=True),
    _view(
        "service_request",
        "unassigned",
        N_("Unassigned"),
        _WAITING,
        Condition("owner", "empty"),
        sort="due",
        counted=True,
    ),
    _view(
        "service_request",
        "complaints",
        N_("Complaints"),
        Condition("kind", "is", "complaint"),
        sort="received_at",
        descending=True,
    ),
    _view(
        "service_request",
        "solved",
        N_("Solved this week"),
        Condition("resolved_at", "within_days", -7),
        sort="resolved_at",
        descending=True,
    ),
)

CAMPAIGN = (
    _view("campaign", "running", N_("Running"), Condition("status", "is", "running"), counted=True),
    _view("campaign", "planned", N_("Planned"), Condition("status", "is", "planned")),
    _view("campaign", "completed", N_("Completed"), Condition("status", "is", "completed")),
)

_UNFINISHED = (Condition("done_at", "empty"), Condition("started_at", "empty"))

ACTIVITY = (
    _view(
        "activity",
        "today",
        N_("Due today"),
        *_UNFINISHED,
        Condition("due_on", "within_days", 0),
        sort="due_on",
        counted=True,
    ),
    _view(
        "activity",
        "overdue",
        N_("Overdue"),
        *_UNFINISHED,
        Condition("due_on", "before", _PAST),
        sort="due_on",
        counted=True,
    ),
    _view(
        "activity",
        "week",
        N_("Due in 7 days"),
        *_UNFINISHED,
        Condition("due_on", "within_days", 7),
        sort="due_on",
    ),
    _view(
        "activity",
        "done",
        N_("Done in 7 days"),
        Condition("done_at", "within_days", -7),
        sort="done_at",
        descending=True,
    ),
)

PRODUCT = (
    _view("product", "active", N_("On sale"), Condition("active", "is", 1)),
    _view("product", "retired", N_("No longer sold"), Condition("active", "is", 0)),
)

ARTICLE = (
    _view(
        "article",
        "recent",
        N_("Recently added"),
        Condition("created_at", "within_days", -30),
        sort="created_at",
        descending=True,
    ),
)
