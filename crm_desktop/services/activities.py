"""What people do with activities beyond their fields: finish, open again, postpone, move, snooze, plan the next step.

Each is one transaction with a title. Days and times are those of the user's clock; ``core/activity_times.py`` says
which of the stored times change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from crm_desktop.core import activity_times, clock
from crm_desktop.core.activity_times import Times
from crm_desktop.core.calendar_days import clock_text, weekday_and_day
from crm_desktop.core.errors import RecordProblem
from crm_desktop.core.formatting import filled
from crm_desktop.core.i18n import N_, _, language
from crm_desktop.models import registry
from crm_desktop.services import rules
from crm_desktop.store import names, pages, record_rows

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace
    from crm_desktop.store.unit_of_work import UnitOfWork

ACTIVITY = "activity"
LINKS = ("company", "contact", "lead", "opportunity", "sales_order", "service_request", "campaign")
"""What a next step takes over from the activity that it follows."""

_TIMES = ("kind", "planned_at", "started_at", "ended_at", "due_on", "done_at", "reminder_at")
_NEVER_MIND = ("reminder_at", "snoozed_until")


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the transaction (0: nothing differed), and what it did in the user's language."""

    transaction: int
    text: str


class Activities:
    """Writes activities of one customer file. Every method may be called on the writing thread only."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def finish(self, ids: Sequence[int]) -> Written:
        """Note that activities were done: appointments that have passed as planned, everything else now."""
        now, zone = clock.now(), self._workspace.locale.zone
        return self._change(
            ids,
            N_("Done: %(name)s"),
            N_("Done: %(count)d activities"),
            lambda _id, times: activity_times.finished(times, rules.TOUCHES, now, zone),
        )

    def reopen(self, ids: Sequence[int]) -> Written:
        """Note that activities still are to be done."""
        zone = self._workspace.locale.zone
        return self._change(
            ids,
            N_("Not done yet: %(name)s"),
            N_("Not done yet: %(count)d activities"),
            lambda _id, times: activity_times.reopened(times, zone),
        )

    def postpone(self, ids: Sequence[int], day: date) -> Written:
        """Put activities off to a day; what has a time keeps it. Raises RecordProblem for what is done already."""

        def later(record_id: int, times: Times) -> dict[str, Any]:
            if activity_times.is_done(times, clock.now()):
                text = _("“%(name)s” is done already. It cannot be postponed.")
                raise RecordProblem(text % {"name": self._name(record_id)})
            return self._placed(record_id, times, day, None)

        titles = N_("Postponed %(name)s to %(day)s"), N_("Postponed %(count)d activities to %(day)s")
        return self._change(ids, *titles, later, day=_day(day))

    def move(self, record_id: int, begin: date, end: datetime | None = None) -> Written:
        """Let an activity begin on a day, or at a time (without zone: the user's) and end at ``end``.

        A day leaves a time that it had to the activity only where it took place. Raises RecordProblem when what is
        done would lie in the future, or would end before it begins.
        """
        return self._change(
            [record_id],
            N_("Moved %(name)s to %(day)s"),
            N_("Moved %(count)d activities to %(day)s"),
            lambda one, times: self._placed(one, times, begin, end, keeps_time=False),
            day=_day(begin),
        )

    def snooze(self, ids: Sequence[int], until: datetime) -> Written:
        """Remind of activities again at a moment."""
        values = dict.fromkeys(_NEVER_MIND, until.replace(microsecond=0))
        return self._change(
            ids,
            N_("Remind again of %(name)s"),
            N_("Remind again of %(count)d activities"),
            lambda _id, _times: dict(values),
        )

    def follow_up(
        self, record_id: int, subject: str = "", due: date | None = None, outcome: str | None = None
    ) -> Written:
        """Write down what came of an activity, and the task that follows it, in one step."""
        name = self._name(record_id)
        title = N_("Next step: %(name)s") if subject else N_("Outcome of %(name)s")
        with self._workspace.work(title, name=subject or name) as work:
            if outcome:
                self._save(work, record_id, {"outcome": outcome})
            if subject:
                entity = registry.entity(ACTIVITY)
                values = {**self._links(work, record_id), "kind": "task", "subject": subject, "due_on": due}
                completed = rules.complete(work, entity, values, self._workspace.locale)
                made = record_rows.create(work, entity, completed)
                rules.follow(work, entity, made, {}, completed)
        return _written(work)

    # ------------------------------------------------------------------ writing

    def _placed(
        self, record_id: int, times: Times, begin: date, end: datetime | None, *, keeps_time: bool = True
    ) -> dict[str, Any]:
        zone = self._workspace.locale.zone
        if keeps_time:
            begin, end = activity_times.same_time(times, begin, zone)
        try:
            return activity_times.placed(times, begin, end, clock.now(), zone)
        except activity_times.NotYet:
            text = _("“%(name)s” is done. What is done cannot lie in the future.")
        except activity_times.EndsBefore:
            text = _("“%(name)s” cannot end before it begins.")
        raise RecordProblem(text % {"name": self._name(record_id)})

    def _change(
        self,
        ids: Sequence[int],
        one_title: str,
        many_title: str,
        make: Callable[[int, Times], Mapping[str, Any]],
        **words: str,
    ) -> Written:
        """Write what ``make`` makes of the times of each live activity, in one transaction; ``words``: of its title."""
        wanted = list(dict.fromkeys(ids))
        title = one_title if len(wanted) == 1 else many_title
        name = self._name(wanted[0]) if len(wanted) == 1 else ""
        with self._workspace.work(title, name=name, count=len(wanted), **words) as work:
            for record_id, times in self._times(work, wanted).items():
                self._save(work, record_id, make(record_id, times))
        return _written(work)

    def _times(self, work: UnitOfWork, ids: Sequence[int]) -> dict[int, Times]:
        entity = registry.entity(ACTIVITY)
        found = pages.read(work.connection, entity, [entity.field(key) for key in _TIMES], ids)
        if len(ids) == 1 and all(deleted for _values, _currency, deleted in found.values()):
            raise RecordProblem(_("This record no longer exists."))
        return {one: Times(*values) for one, (values, _currency, deleted) in found.items() if not deleted}

    def _save(self, work: UnitOfWork, record_id: int, values: Mapping[str, Any]) -> None:
        entity = registry.entity(ACTIVITY)
        if values:
            record_rows.save(work, entity, record_id, values)
            rules.follow(work, entity, record_id, {}, values)

    def _links(self, work: UnitOfWork, record_id: int) -> dict[str, int]:
        entity = registry.entity(ACTIVITY)
        fields = [entity.field(key) for key in LINKS]
        values = pages.read(work.connection, entity, fields, [record_id])[record_id][0]
        return {key: value.id for key, value in zip(LINKS, values, strict=True) if value is not None}

    def _name(self, record_id: int) -> str:
        return names.of_row(self._workspace.file.reader(), ACTIVITY, record_id)


def _day(begin: date) -> str:
    """Return the day, and the time where there is one, as the title of a transaction names it."""
    day = weekday_and_day(begin, language())
    return f"{day} {clock_text(begin)}" if isinstance(begin, datetime) else day


def _written(work: UnitOfWork) -> Written:
    return Written(work.id if work.changes else 0, filled(_(work.title), work.args, language()))
