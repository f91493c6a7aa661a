"""What comes next for a record: a check box that says it is done, what it is, and when."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.core import clock
from crm_desktop.core.calendar_days import clock_text
from crm_desktop.core.formatting import format_number
from crm_desktop.core.i18n import _, language
from crm_desktop.core.kinds import Colour
from crm_desktop.core.query import Condition
from crm_desktop.ui import finishing
from crm_desktop.ui.badge import Badges
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.customer_contract import NextStep, NextSteps, customer_file
from crm_desktop.ui.labels import label
from crm_desktop.ui.peek_panel import ValueLabel
from crm_desktop.ui.record_section import Section, SectionPage
from crm_desktop.ui.times import exact_words, near_day

_ACTIVITY = "activity"
_MOST = 5


class NextCard(Section):
    """The open activities of a record, the most urgent first."""

    tables = frozenset({_ACTIVITY})

    def __init__(self, page: SectionPage) -> None:
        super().__init__(page)
        self.rows: list[StepRow] = []
        self._all = Button(look="link", clicked=self._open_all)
        self._add = Button(icon="plus", look="quieticon", clicked=lambda: page.log_activity("task"))
        self.add_action(self._all)
        self.add_action(self._add)
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        self._nothing = label(tone="muted")
        self.body.addLayout(self._list)
        self.body.addWidget(self._nothing)

    def read(self) -> NextSteps:
        page = self.page
        return customer_file(page.context).next_steps(page.entity.name, page.record_id, _MOST)

    def show_found(self, found: NextSteps) -> None:
        may_write = self.page.may_write()
        self.set_title(_("Next"), format_number(found.count, language()) if found.count else "")
        self._all.set_text(_("Show all"))
        self._all.setVisible(found.count > len(found.first))
        self._add.set_text("", _("New task"))
        self._add.setVisible(may_write)
        self._nothing.setText(_("Nothing is planned."))
        self._nothing.setVisible(not found.count)
        for row in self.rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [StepRow(self, step, may_write=may_write) for step in found.first]
        for row in self.rows:
            self._list.addWidget(row)
        self.setVisible(may_write or bool(found.count))

    def _open_all(self) -> None:
        undone = (Condition("done_at", "empty"), Condition("started_at", "empty"))
        self.open_rows(_ACTIVITY, undone, _("Next"))

    def open(self, step: NextStep) -> None:
        """Open the page of an activity."""
        self.page.context.window.open_record(_ACTIVITY, step.id)

    def finish(self, step: NextStep) -> None:
        """Note that it was done; the toast undoes it, and what comes next is asked."""
        finishing.finish(self.page.context, self, [step.id])


class StepRow(QWidget):
    """One activity to come."""

    def __init__(self, card: NextCard, step: NextStep, *, may_write: bool) -> None:
        super().__init__()
        self.step = step
        self.box = QCheckBox()
        self.box.setAccessibleName(_("Done: %(name)s") % {"name": step.subject})
        self.box.setToolTip(_("Mark as done"))
        self.box.setEnabled(may_write)
        self.box.clicked.connect(lambda _on=False: card.finish(step))
        self.subject = ValueLabel(step.subject or "—", lambda: card.open(step), is_link=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 3, 0, 3)
        row.setSpacing(8)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.subject, 1)
        when = step.at or step.day
        if when is not None:
            zone = card.page.context.workspace.locale.zone
            self.due = Badges([(due_words(when, zone or clock.zone()), urgency(when))])
            self.due.setToolTip(exact_words(when, zone))
            row.addWidget(self.due, 0, Qt.AlignmentFlag.AlignTop)


def due_words(when: date | datetime, zone: tzinfo) -> str:
    """Return when something is to be done in few words: the time only where the day is near."""
    if not isinstance(when, datetime):
        return near_day(when)
    local = when.astimezone(zone)
    is_near = abs((local.date() - clock.today()).days) <= 1
    return f"{near_day(local.date())} {clock_text(local)}" if is_near else near_day(local.date())


def urgency(when: date | datetime) -> Colour:
    """Return the colour of a day or a moment to come: red when it has passed, blue today, else grey."""
    if isinstance(when, datetime):
        day, is_late = when.astimezone().date(), when < clock.now()
    else:
        day, is_late = when, when < clock.today()
    return "red" if is_late else "blue" if day == clock.today() else "grey"
