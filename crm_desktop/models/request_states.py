"""The states of service requests and the moves between them; apart from the table, because clocks need them without."""

from __future__ import annotations

from collections.abc import Mapping

from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import Term, Vocabulary
from crm_desktop.core.states import StateMachine

REQUEST_STATUSES = Vocabulary(
    "request_status",
    (
        Term("new", N_("New"), "blue", ("open", "not started", "新建", "待处理", "未处理")),
        Term(
            "in_progress",
            N_("In progress"),
            "purple",
            ("working", "assigned", "处理中", "进行中"),
        ),
        Term("escalated", N_("Escalated"), "red", ("已升级", "升级处理")),
        Term(
            "waiting_customer",
            N_("Waiting"),
            "orange",
            ("waiting for customer", "waiting on contact", "on hold", "pending", "pending input", "等待客户"),
        ),
        Term(
            "waiting_third_party",
            N_("Third party"),
            "orange",
            ("waiting for third party", "waiting on us", "waiting on third party", "等待第三方"),
        ),
        Term("solved", N_("Solved"), "green", ("resolved", "已解决")),
        Term("closed", N_("Closed"), "grey", ("done", "completed", "已关闭", "已完成", "已结案")),
        Term("rejected", N_("Rejected"), "grey", ("declined", "spam", "已驳回", "已拒绝")),
        Term("duplicate", N_("Duplicate"), "grey", ("重复",)),
    ),
)

WAITING = frozenset({"waiting_customer", "waiting_third_party"})
FINISHED = frozenset({"solved", "closed", "rejected", "duplicate"})
OUTSIDE_ATTAINMENT = frozenset({"rejected", "duplicate"})
OPEN = tuple(code for code in REQUEST_STATUSES.codes if code not in FINISHED)

_STEPS = ("waiting_customer", "waiting_third_party", "solved", "rejected", "duplicate")
_MOVES: Mapping[str, tuple[str, ...]] = {
    "new": ("in_progress", "escalated", "rejected", "duplicate"),
    "in_progress": ("escalated", *_STEPS),
    "escalated": ("in_progress", *_STEPS),
    "waiting_customer": ("in_progress", "escalated"),
    "waiting_third_party": ("in_progress", "escalated"),
    "solved": ("closed", "in_progress"),
    "closed": ("in_progress",),
    "rejected": ("in_progress",),
    "duplicate": ("in_progress",),
}
_NEEDS: Mapping[str, tuple[str, ...]] = {"duplicate": ("duplicate_of",), "escalated": ("accountable",)}
_HANDLED = ("in_progress", "waiting_customer", "waiting_third_party", "solved")

REQUEST_MACHINE = StateMachine(initial="new", moves=_MOVES, needs=_NEEDS)

MAJOR_COMPLAINT_MACHINE = StateMachine(
    initial="new",
    moves=_MOVES,
    needs={
        **_NEEDS,
        **dict.fromkeys(_HANDLED, ("accountable",)),
        "closed": ("accountable", "resolution"),
    },
)
"""A major complaint is worked on only under one accountable person and is closed only with a resolution."""


def request_machine(values: Mapping[str, object]) -> StateMachine:
    """Return the state machine of a request with these values (``kind``, ``is_major``)."""
    major = values.get("kind") == "complaint" and bool(values.get("is_major"))
    return MAJOR_COMPLAINT_MACHINE if major else REQUEST_MACHINE
