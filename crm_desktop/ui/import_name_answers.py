"""What somebody answered about names that are nearly those of records: each by itself, or all alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.core.i18n import N_
from crm_desktop.services.import_references import Likely

if TYPE_CHECKING:
    from crm_desktop.services.imports import ImportPlan
    from crm_desktop.ui.import_draft import ImportDraft

LEAVE, TAKE, MAKE = "leave", "take:", "make"
"""The answers; behind ``TAKE`` stands the name of the record that is meant."""
FOR_ALL = {
    LEAVE: N_("Leave all empty"),
    TAKE: N_("Take the nearest for all"),
    MAKE: N_("Make all new"),
}
_DECIDED: dict[str, tuple[str | None, ...]] = {LEAVE: (), MAKE: (None,)}


class NameAnswers:
    """The answers about a draft's doubtful names. ``key`` is always the field of a column, or empty for all."""

    def __init__(self, draft: ImportDraft) -> None:
        self._draft = draft
        self.forget()

    def forget(self) -> None:
        """Begin with another file."""
        self._asked: dict[str, dict[str, Likely]] = {}
        self._left: set[tuple[str, str]] = set()

    def remember(self, plan: ImportPlan) -> None:
        """Keep the names that a plan asks about; answered ones stay."""
        for one in plan.likely:
            self._asked.setdefault(one.field, {})[one.text] = one

    def asked(self, key: str = "") -> list[Likely]:
        """Return the names that were asked about, answered ones too."""
        fields = [self._asked.get(key, {})] if key else self._asked.values()
        return [one for names in fields for one in names.values()]

    def waiting(self, key: str = "") -> list[Likely]:
        """Return the names that nobody has decided about; their fields stay empty too."""
        left = self._left
        return [one for one in self.asked(key) if self._is_empty(one) and (one.field, one.text) not in left]

    def of(self, one: Likely) -> str:
        """Return the answer about a name."""
        if self._is_empty(one):
            return LEAVE
        name = self._draft.choices.decided[one.field][one.text]
        return MAKE if name is None else TAKE + name

    def for_all(self, key: str = "") -> str:
        """Return which of ``FOR_ALL`` is the answer about each name; an empty text where they differ."""
        ways = {TAKE if self.of(one) == TAKE + one.name else self.of(one) for one in self.asked(key)}
        way = ways.pop() if len(ways) == 1 else ""
        return way if way in FOR_ALL else ""

    def decide(self, one: Likely, answer: str) -> None:
        """Take the answer about one name."""
        self._take([(one, answer)])

    def decide_all(self, way: str, key: str = "") -> None:
        """Take one of ``FOR_ALL`` as the answer about each name."""
        self._take([(one, TAKE + one.name if way == TAKE else way) for one in self.asked(key)])

    def _is_empty(self, one: Likely) -> bool:
        return one.text not in self._draft.choices.decided.get(one.field, {})

    def _take(self, answers: list[tuple[Likely, str]]) -> None:
        decided: dict[str, dict[str, tuple[str | None, ...]]] = {}
        for one, answer in answers:
            (self._left.add if answer == LEAVE else self._left.discard)((one.field, one.text))
            meant = _DECIDED.get(answer, (answer.removeprefix(TAKE),))
            decided.setdefault(one.field, {})[one.text] = meant
        self._draft.columns.decide_all(decided)


__all__ = ["FOR_ALL", "LEAVE", "MAKE", "TAKE", "NameAnswers"]
