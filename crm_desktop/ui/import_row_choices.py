"""What was chosen about the rows of an import: which are left out, and who the likely duplicates are.

The rows are not read again for it; what comes of a choice is worked out on the reading thread.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.services import imports
from crm_desktop.services.import_choices import NEW, SKIP
from crm_desktop.services.import_doubled import doubled
from crm_desktop.services.imports import ImportPlan

if TYPE_CHECKING:
    from crm_desktop.ui.import_draft import ImportDraft
    from crm_desktop.ui.tasks import Task

AT_ONCE = 2_000  # rows among which likely duplicates are looked for before anything is shown
FORGOTTEN: dict[str, Any] = {"twins": {}, "left_out": (), "likely": NEW}
"""The answers about rows of another file."""


class RowChoices:
    """Answers about single rows, by their numbers, of the plan of a draft."""

    def __init__(self, draft: ImportDraft) -> None:
        self._draft = draft

    def tick(self, numbers: Iterable[int], on: bool) -> None:
        """Import rows, or leave them out."""
        choices, numbers = self._draft.choices, set(numbers)
        left: set[int | str] = set(choices.left_out) - numbers if on else set(choices.left_out) | numbers
        answers: dict[str, Any] = {"left_out": frozenset(left)}
        if on and choices.likely == SKIP:
            fresh = dict.fromkeys(numbers - choices.twins.keys())
            answers["twins"] = {**choices.twins, **fresh}
        self._choose(**answers)

    def decide(self, answers: Mapping[int, int | None]) -> None:
        """Say who rows are: records by their ids, earlier rows by minus their numbers, None for new records."""
        choices = self._draft.choices
        left = frozenset(set(choices.left_out) - answers.keys())
        self._choose(twins={**choices.twins, **answers}, left_out=left)

    def decide_all(self, likely: str, numbers: Iterable[int]) -> None:
        """Say what becomes of all likely duplicates, whatever was said of single ones (``numbers``) before."""
        numbers = set(numbers)
        left = frozenset(set(self._draft.choices.left_out) - numbers)
        self._choose(likely=likely, twins=dict.fromkeys(numbers) if likely == NEW else {}, left_out=left)

    def may_double(self) -> bool:
        """Ask whether rows become new that are almost certainly records, where nobody has decided about them."""
        draft = self._draft
        count = len(doubled(draft.plan)) if draft.plan is not None else 0
        if not count:
            return True
        question = ngettext(
            "%(count)s row is almost certainly a record that is there already.",
            "%(count)s rows are almost certainly records that are there already.",
            count,
        )
        question %= {"count": f"{count:,}"}
        hint = _("As new records they would be there twice. Cancel leads to them, to be decided about.")
        return draft.context.messages.ask(question, hint, _("Make new records"), danger=True)

    def _choose(self, **answers: Any) -> None:
        draft = self._draft
        plan = draft.plan
        draft.choices = replace(draft.choices, **answers)
        if plan is None:
            return
        every = {key: getattr(draft.choices, key) for key in FORGOTTEN}  # of an answer before it, too

        def work(_task: Task) -> ImportPlan:
            return with_diff(imports.chosen(draft.workspace, plan, **every))

        draft.rework(_("Comparing"), work)


def with_diff(plan: ImportPlan) -> ImportPlan:
    """Return a plan that has worked out what it tells of its rows: on the thread that reads, not where it is shown."""
    _ready = plan.diff, plan.made
    return plan
