"""What was chosen about the columns of an import: the fields they go to, what they do there, and what names mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from crm_desktop.core.entity import Field
from crm_desktop.exchange.mapping import takes_several
from crm_desktop.services import import_targets

if TYPE_CHECKING:
    from crm_desktop.ui.import_draft import ImportDraft


class ColumnChoices:
    """Answers about the columns of a draft. ``fields`` are those that a column may go to."""

    def __init__(self, draft: ImportDraft) -> None:
        self._draft = draft
        self.fields: tuple[Field, ...] = ()

    def name_fields(self) -> None:
        """Find the fields that a column may go to, in the language now in use; those of joined records come last."""
        entity = self._draft.entity.name
        fields = self._draft.workspace.lists.fields(entity)
        self.fields = (
            *(one for one in fields if one.writable),
            *import_targets.fields_of(entity).values(),
        )

    @property
    def own(self) -> tuple[Field, ...]:
        """The fields of the rows' own records: those of lists, without the author and what stands beside them."""
        beyond = import_targets.fields_of(self._draft.entity.name)
        return tuple(one for one in self.fields if one.key not in beyond)

    def chosen(self) -> list[Field]:
        """Return the fields that columns go to, in the order of the columns."""
        by_key = {one.key: one for one in self.fields}
        return [by_key[key] for key in dict.fromkeys(self._draft.choices.mapping.values()) if key in by_key]

    def map(self, heading: str, key: str) -> None:
        """Let a column mean a field ('': none). Another one that had it loses it, unless a record may have several."""
        draft = self._draft
        alone = not any(one.key == key and takes_several(one) for one in self.fields)
        lost = {one: "" for one, meant in draft.choices.mapping.items() if key and alone and meant == key}
        mapping = {**draft.choices.mapping, **lost, heading: key}
        meant = set(mapping.values())
        draft.choose(
            **draft.values.fitting(mapping),
            **draft.values.without_field(heading),
            keys=[one for one in draft.choices.keys if one in meant],
            policies={one: policy for one, policy in draft.choices.policies.items() if one in meant},
        )

    def set_policy(self, key: str, policy: str) -> None:
        """Say what the column of a field does to what is there already."""
        self._draft.choose(policies={**self._draft.choices.policies, key: policy})

    def decide(self, field: str, text: str, *answer: str | None) -> None:
        """Say what a doubtful name means: the name of a record, None for a new one, nothing to leave it empty."""
        self.decide_all({field: {text: answer}})

    def decide_all(self, answers: Mapping[str, Mapping[str, tuple[str | None, ...]]]) -> None:
        """Say what many doubtful names mean, as in :meth:`decide`: {field: {text: answer}}."""
        decided = {one: dict(names) for one, names in self._draft.choices.decided.items()}
        for field, names in answers.items():
            known = decided.setdefault(field, {})
            for text, answer in names.items():
                known.pop(text, None)
                if answer:
                    known[text] = answer[0]
        self._draft.choose(decided={one: names for one, names in decided.items() if names})


__all__ = ["ColumnChoices"]
