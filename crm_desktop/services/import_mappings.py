"""Saved mappings: what the columns of one sort of file mean, and how its rows go in, under a name in the customer file.

A file is recognised again by its headings, folded (case, spaces and punctuation aside): the same set, or nearly: four
of five of all headings that either has must be those of both, so that a column more or less does not matter.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crm_desktop.core.i18n import N_
from crm_desktop.exchange.heading_words import fold_heading
from crm_desktop.services.import_choices import Choices
from crm_desktop.services.saved_names import SavedNames, Words

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace

NEARLY = 0.8
KEPT = ("keys", "mode", "policies", "date_orders", "new_options")
"""What is kept of the choices besides the columns: all that belongs to the sort of file, not to one file."""
_BY_HEADING = ("date_orders",)
_UNSAID = {name: getattr(Choices(), name) for name in KEPT}

_WORDS = Words(
    N_("Save import mapping %(name)s"),
    N_("Rename import mapping to %(name)s"),
    N_("Forget import mapping"),
    N_("An import mapping needs a name."),
    N_("There is an import mapping “%(name)s” already."),
)


@dataclass(frozen=True)
class SavedMapping:
    """What headings mean: ``columns`` maps them to keys of fields ('' leaves one out), ``kept`` are other choices."""

    id: int
    name: str
    entity: str
    headings: tuple[str, ...]
    columns: Mapping[str, str]
    kept: Mapping[str, Any] = field(default_factory=dict)

    def columns_for(self, headings: Sequence[str]) -> dict[str, str]:
        """Return what the headings of a file mean; headings that are not saved are left away."""
        meant = {fold_heading(heading): key for heading, key in self.columns.items()}
        return {
            heading: meant[fold_heading(heading)] for heading in headings if fold_heading(heading) in meant
        }

    def kept_for(self, headings: Sequence[str]) -> dict[str, Any]:
        """Return the other choices, those by heading with the headings of a file."""
        own = {fold_heading(heading): heading for heading in headings}
        found = dict(self.kept)
        for name in _BY_HEADING:
            saved = found.get(name) or {}
            found[name] = {
                own[fold_heading(one)]: value for one, value in saved.items() if fold_heading(one) in own
            }
        return found


class ImportMappings:
    """Reads and writes the saved mappings of a file."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._names = SavedNames(workspace, "import_mapping", _WORDS)

    def all(self, entity: str = "") -> list[SavedMapping]:
        """Return the saved mappings by name, those for one sort of records or all."""
        rows = self._workspace.file.reader().execute(
            "SELECT id, name, entity, headings, mapping FROM import_mapping "
            "WHERE deleted_at IS NULL AND ? IN ('', entity) ORDER BY name, id",
            (entity,),
        )
        return [_read(*row) for row in rows]

    def named(self, name: str, entity: str = "") -> SavedMapping | None:
        """Return the saved mapping of this name; None when there is none."""
        return next((one for one in self.all(entity) if one.name == name), None)

    def recognise(self, headings: Sequence[str], entity: str = "") -> SavedMapping | None:
        """Return the saved mapping whose headings are most nearly those of a file, the newest of equal ones."""
        found = [(likeness(one.headings, headings), one.id, one) for one in self.all(entity)]
        best = max(found, default=None, key=lambda one: one[:2])
        return best[2] if best is not None and best[0] >= NEARLY else None

    def save(self, entity: str, name: str, headings: Sequence[str], choices: Choices) -> int:
        """Keep the meaning of columns under a name (one of that name is replaced); returns its id.

        Raises RecordProblem where there is no name.
        """
        content = {"columns": dict(choices.mapping), **_kept(choices)}
        values = {
            "headings": json.dumps(list(headings), ensure_ascii=False),
            "mapping": json.dumps(content, ensure_ascii=False),
        }
        return self._names.save(entity, name, values)

    def rename(self, mapping_id: int, name: str) -> None:
        """Give a mapping another name. Raises RecordProblem for none, or for one that another one has."""
        self._names.rename(mapping_id, name)

    def delete(self, mapping_id: int) -> None:
        """Forget a mapping; undo brings it back."""
        self._names.delete(mapping_id)


def likeness(some: Iterable[str], others: Iterable[str]) -> float:
    """Return how alike two sets of headings are: the share of those of both among those of either."""
    ours, theirs = set(map(fold_heading, some)) - {""}, set(map(fold_heading, others)) - {""}
    either = ours | theirs
    return len(ours & theirs) / len(either) if either else 0.0


def _kept(choices: Choices) -> dict[str, Any]:
    """Return the other choices that were made, as plain values."""
    found = {}
    for name in KEPT:
        value = getattr(choices, name)
        if value != _UNSAID[name]:
            is_plain = isinstance(value, (str, Mapping))
            found[name] = value if isinstance(value, str) else dict(value) if is_plain else list(value)
    return found


def _read(mapping_id: int, name: str, entity: str, headings: str, mapping: str) -> SavedMapping:
    """Return a row as a mapping. One that was written by hand may hold the columns only."""
    content = json.loads(mapping)
    columns = content.get("columns")
    if not isinstance(columns, dict):
        columns, content = content, {}
    kept = {key: content[key] for key in KEPT if key in content}
    return SavedMapping(mapping_id, name, entity, tuple(json.loads(headings)), columns, kept)
