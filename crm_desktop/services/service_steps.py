"""What is done with a service request: steps from state to state, messages, an answer to the survey.

Each is one transaction, which undo takes back as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm_desktop.core import clock
from crm_desktop.core.errors import RecordProblem
from crm_desktop.core.i18n import N_, _
from crm_desktop.models import registry
from crm_desktop.models.request_states import request_machine
from crm_desktop.services import rules
from crm_desktop.store import names, record_rows

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace
    from crm_desktop.store.unit_of_work import UnitOfWork

ENTITY = "service_request"
ASKED = ("overall", "speed", "solution", "recommend", "comment")
"""What a survey of service asks."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do with a request: its word, what the history calls it, the states that it leads through."""

    key: str
    text: str
    title: str
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that can be taken now, and the fields that must be filled for it."""

    step: Step
    missing: tuple[str, ...] = ()


_WORK = "in_progress"
_START = Step("start", N_("Start work"), N_("Start working on %(name)s"), (_WORK,))
_RESUME = Step("resume", N_("Go on"), N_("Go on with %(name)s"), (_WORK,))
_CALM = Step("calm", N_("Take back the escalation"), N_("Take back the escalation of %(name)s"), (_WORK,))
_SOLVE = Step("solve", N_("Solve"), N_("Solve %(name)s"), ("solved",))
_SOLVE_AT_ONCE = Step("solve", _SOLVE.text, _SOLVE.title, (_WORK, "solved"))
_WAIT = Step("wait", N_("Wait for customer"), N_("Wait for the customer: %(name)s"), ("waiting_customer",))
_WAIT_AT_ONCE = Step("wait", _WAIT.text, _WAIT.title, (_WORK, "waiting_customer"))
_OTHERS = Step(
    "others", N_("Wait for third party"), N_("Wait for a third party: %(name)s"), ("waiting_third_party",)
)
_ESCALATE = Step("escalate", N_("Escalate"), N_("Escalate %(name)s"), ("escalated",))
_CLOSE = Step("close", N_("Close request"), N_("Close %(name)s"), ("closed",))
_REOPEN = Step("reopen", N_("Reopen"), N_("Reopen %(name)s"), (_WORK,))
_REJECT = Step("reject", N_("Reject"), N_("Reject %(name)s"), ("rejected",))
_DUPLICATE = Step("duplicate", N_("Mark as duplicate"), N_("Mark %(name)s as a duplicate"), ("duplicate",))

STEPS: Mapping[str, tuple[Step, ...]] = {
    "new": (_START, _SOLVE_AT_ONCE, _ESCALATE, _WAIT_AT_ONCE, _REJECT, _DUPLICATE),
    _WORK: (_SOLVE, _WAIT, _ESCALATE, _OTHERS, _REJECT, _DUPLICATE),
    "escalated": (_SOLVE, _WAIT, _OTHERS, _CALM, _REJECT, _DUPLICATE),
    "waiting_customer": (_RESUME, _SOLVE_AT_ONCE, _ESCALATE),
    "waiting_third_party": (_RESUME, _SOLVE_AT_ONCE, _ESCALATE),
    "solved": (_CLOSE, _REOPEN),
    "closed": (_REOPEN,),
    "rejected": (_REOPEN,),
    "duplicate": (_REOPEN,),
}
"""What can be done in each state, the most usual first."""


class Steps:
    """Writes what is done with requests. Each returns its transaction."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._entity = registry.entity(ENTITY)

    def offers(self, values: Mapping[str, Any]) -> list[Offer]:
        """Return what can be done with a request of these values, the most usual first."""
        machine = request_machine(values)
        found = []
        for step in STEPS.get(values["status"], ()):
            lacking = (key for state in step.path for key in machine.missing(state, values))
            found.append(Offer(step, tuple(dict.fromkeys(lacking))))
        return found

    def take(self, request: int, key: str, values: Mapping[str, Any] | None = None) -> int:
        """Take a step; ``values`` fill what it needs. Raises RecordProblem when it is not possible or lacks something.

        Who begins with what nobody has is its owner from now on.
        """
        status = self._workspace.records.get(ENTITY, request).values["status"]
        step = next((one for one in STEPS.get(status, ()) if one.key == key), None)
        if step is None:
            raise RecordProblem(_("This request has moved on meanwhile."))
        with self._work(step.title, request) as work:
            filled = dict(values or {})
            if step.path[0] == _WORK:
                filled |= self._taken_on(work, request)
            if filled:
                record_rows.save(work, self._entity, request, filled)
            for state in step.path:
                self._move(work, request, state)
        return work.id

    def _work(self, title: str, request: int) -> UnitOfWork:
        return self._workspace.work(title, name=names.of_row(self._workspace.file.reader(), ENTITY, request))

    def _taken_on(self, work: UnitOfWork, request: int) -> dict[str, Any]:
        owner = rules.present_values(work, self._entity, request)["owner"]
        return {"owner": work.writer.user} if owner is None and work.writer.user is not None else {}

    def _move(self, work: UnitOfWork, request: int, state: str) -> None:
        old, new = rules.present_values(work, self._entity, request), {"status": state}
        rules.check(work, self._entity, request, new)
        record_rows.save(work, self._entity, request, new)
        rules.follow(work, self._entity, request, old, new)
        work.flush()

    # ------------------------------------------------------------------ messages

    def reply(self, request: int, text: str) -> int:
        """Keep what was answered to the customer. The first answer ends the clock of the first reply, and begins the
        work on what was new."""
        with self._work(N_("Reply to %(name)s"), request) as work:
            present = self._say(work, request, "outgoing", text)
            if present["first_response_at"] is None:
                record_rows.save(work, self._entity, request, {"first_response_at": clock.now()})
            can_start = not request_machine(present).missing(_WORK, present)
            if present["status"] == "new" and can_start:
                record_rows.save(work, self._entity, request, self._taken_on(work, request))
                self._move(work, request, _WORK)
        return work.id

    def note(self, request: int, text: str) -> int:
        """Keep a note that only we see."""
        with self._work(N_("Note on %(name)s"), request) as work:
            self._say(work, request, "internal", text)
        return work.id

    def hear(self, request: int, text: str) -> int:
        """Keep what the customer wrote or said. What waited for the customer goes on."""
        with self._work(N_("Message about %(name)s"), request) as work:
            present = self._say(work, request, "incoming", text)
            if present["status"] == "waiting_customer":
                self._move(work, request, _WORK)
        return work.id

    def _say(self, work: UnitOfWork, request: int, direction: str, text: str) -> dict[str, Any]:
        """Add a message; returns the values of the request."""
        if not text.strip():
            raise RecordProblem(_("There is nothing to keep: the message is empty."))
        present = rules.present_values(work, self._entity, request)
        is_ours = direction != "incoming"
        work.add(
            registry.model("request_message"),
            service_request_id=request,
            direction=direction,
            channel=None if direction == "internal" else present["channel"],
            at=clock.now(),
            user_id=work.writer.user if is_ours else None,
            contact_id=None if is_ours else present["contact"],
            body=text.strip(),
        )
        return present

    # ------------------------------------------------------------------ survey

    def answer(self, request: int) -> dict[str, Any]:
        """Return what the customer answered about a request; empty values where nothing was."""
        row = self._answered(request)
        return dict(zip(ASKED, row[1:], strict=True)) if row else dict.fromkeys(ASKED)

    def keep_answer(self, request: int, values: Mapping[str, Any]) -> int:
        """Keep what the customer answered, in the place of an earlier answer or of a survey that was sent."""
        record = self._workspace.records.get(ENTITY, request)
        survey = self._survey()
        description = registry.entity("survey_answer")
        with self._work(N_("Survey answer about %(name)s"), request) as work:
            known, answer = self._answered(request), {key: values.get(key) for key in ASKED}
            if known:
                moment = {} if known[1] is not None else {"answered_at": clock.now()}
                record_rows.save(work, description, known[0], {**answer, **moment})
            else:
                about = {key: getattr(record.values[key], "id", None) for key in ("company", "contact")}
                fresh = {"survey": survey, "service_request": request, "answered_at": clock.now()}
                record_rows.create(work, description, {**answer, **about, **fresh})
        return work.id

    def _answered(self, request: int) -> tuple[Any, ...] | None:
        """Return the newest answer about a request (its id and what it says), else the survey that was sent."""
        row: tuple[Any, ...] | None = (
            self._workspace.file.reader()
            .execute(
                f"SELECT id, {', '.join(ASKED)} FROM survey_answer WHERE service_request_id = ? "
                "AND deleted_at IS NULL ORDER BY answered_at DESC, id DESC LIMIT 1",
                (request,),
            )
            .fetchone()
        )
        return row

    def _survey(self) -> int:
        row = (
            self._workspace.file.reader()
            .execute(
                "SELECT id FROM survey WHERE subject = 'service_request' AND active = 1 AND deleted_at IS NULL "
                "ORDER BY id LIMIT 1"
            )
            .fetchone()
        )
        if row is None:
            raise RecordProblem(
                _("There is no survey about service requests in use."), _("Switch one on in the surveys.")
            )
        return int(row[0])
