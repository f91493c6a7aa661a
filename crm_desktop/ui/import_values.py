"""What was chosen about the values of an import: the order of dates, new words of lists, columns as custom fields.

Questions that the first plan asks are remembered, so that an answer can be changed when it has settled them.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from crm_desktop.core.kinds import Option
from crm_desktop.exchange.open_dates import OpenDates
from crm_desktop.services.import_words import UnknownWord

if TYPE_CHECKING:
    from crm_desktop.services.imports import ImportPlan
    from crm_desktop.ui.import_draft import ImportDraft

AUTHOR = "created_by"
FORGOTTEN: dict[str, Any] = {"new_fields": {}, "date_orders": {}, "new_options": None}
"""The answers about values of another file."""


class ValueChoices:
    """Answers about the values of a draft's columns. ``dates`` are the columns that were asked about, by heading,
    ``words`` those that a list did not have, by field and text."""

    def __init__(self, draft: ImportDraft) -> None:
        self._draft = draft
        self.forget()

    def forget(self) -> None:
        """Begin with another file."""
        self.dates: dict[str, OpenDates] = {}
        self.words: dict[str, dict[str, UnknownWord]] = {}
        self._kept_out: set[str] = set()
        self._authors = False

    def remember(self, plan: ImportPlan) -> None:
        """Keep the questions of a plan."""
        self.dates.update({one.heading: one for one in plan.open_dates})
        for word in plan.unknown_words:
            self.words.setdefault(word.field, {}).setdefault(word.text, word)

    # ------------------------------------------------------------------ columns as fields

    def kind_of(self, heading: str) -> str:
        """Return the kind of custom field that a column becomes, or an empty text."""
        return self._draft.choices.new_fields.get(heading, "")

    def proposed(self, heading: str) -> str:
        """Return the kind of custom field that the values of a column look like."""
        look = self._draft.look
        return look.proposed.get(heading, "text") if look is not None else "text"

    def make_field(self, heading: str, kind: str) -> None:
        """Let a column become a custom field of a kind."""
        draft = self._draft
        fields = {**draft.choices.new_fields, heading: kind}
        mapping = {**draft.choices.mapping, heading: ""}
        draft.choose(new_fields=fields, **self.fitting(mapping))

    def without_field(self, heading: str) -> dict[str, Any]:
        """Return the answers when a column becomes no field of its own."""
        fields = {one: kind for one, kind in self._draft.choices.new_fields.items() if one != heading}
        return {"new_fields": fields}

    # ------------------------------------------------------------------ dates

    def set_order(self, heading: str, order: str) -> None:
        """Say whether the day, the month or the year comes first in a column."""
        self._draft.choose(date_orders={**self._draft.choices.date_orders, heading: order})

    # ------------------------------------------------------------------ words

    def open_words(self, key: str) -> list[UnknownWord]:
        """Return the words that the list of a field does not have and that are taken for none of its entries."""
        decided = self._draft.choices.decided.get(key, {})
        return [word for text, word in self.words.get(key, {}).items() if not decided.get(text)]

    def adds(self, key: str) -> bool:
        """Tell whether the unknown words of a field become entries of its list (authors: users)."""
        return self._authors if key == AUTHOR else key not in self._kept_out

    def set_adds(self, key: str, adds: bool) -> None:
        """Say whether the unknown words of a field become entries of its list."""
        if key == AUTHOR:
            self._authors = adds
        elif adds:
            self._kept_out.discard(key)
        else:
            self._kept_out.add(key)
        self._draft.choose(**self.fitting(self._draft.choices.mapping))

    def fitting(self, mapping: dict[str, str] | Any) -> dict[str, Any]:
        """Return a mapping with the answers about words that fit it."""
        meant = set(mapping.values())
        lists = [
            one.key for one in self._draft.columns.fields if isinstance(one.kind, Option) and one.key in meant
        ]
        return {"mapping": dict(mapping), "new_options": self._new_options(lists, meant)}

    def _new_options(self, lists: Collection[str], meant: Collection[str]) -> list[str] | None:
        authors = [AUTHOR] if self._authors and AUTHOR in meant else []
        if not authors and not self._kept_out.intersection(lists):
            return None
        return [*(key for key in lists if key not in self._kept_out), *authors]


__all__ = ["AUTHOR", "FORGOTTEN", "ValueChoices"]
