"""What the columns of an opened table mean for a customer file: by what the table is, by headings, by values."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Option, Reference
from crm_desktop.exchange.column_matching import match_columns
from crm_desktop.exchange.column_values import of_columns
from crm_desktop.exchange.mapping import Mapping
from crm_desktop.models import registry
from crm_desktop.services import import_named, import_recognition, import_targets
from crm_desktop.services.import_choices import Choices
from crm_desktop.services.import_recognition import Recognised
from crm_desktop.services.import_table import same_name
from crm_desktop.store.driver import Connection

if TYPE_CHECKING:
    from crm_desktop.exchange.reader_process import SourceTable
    from crm_desktop.services.workspace import Workspace

SAMPLE_ROWS = 100


class KnownNames:
    """The names and the words of lists that a customer file knows."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._lists: dict[str, Collection[str]] = {}

    def __call__(self, kind: Reference, texts: Collection[str]) -> Collection[str]:
        """Return those of some texts that name a record that is there."""
        present: Collection[str] | None = self._lists.get(kind.options) if isinstance(kind, Option) else None
        if present is None:
            present = import_named.records_named(self._connection, kind, list(texts))
            if isinstance(kind, Option):
                self._lists[kind.options] = present
        return [text for text in texts if same_name(text) in present]


class Columns:
    """The columns of one table. ``known`` are headings, folded, by which their row is found.

    ``recognised``, ``choices`` and ``notes`` are complete once it is.
    """

    def __init__(self, workspace: Workspace, entity: Entity, choices: Choices) -> None:
        self._workspace = workspace
        self._entity = entity
        self.choices = choices
        self.recognised: Recognised | None = None
        self.notes: list[str] = []
        self.known: Collection[str] = import_recognition.known_headings(workspace, entity)

    def match(self, opened: SourceTable, custom: tuple[Field, ...]) -> Mapping:
        """Return what the columns of a table mean, each with a confidence.

        ``custom`` are the fields beyond those of the entity. Where everything is chosen already, values are not looked
        at. Raises UsageProblem for a saved mapping that there is not.
        """
        headings, chosen, entity = opened.headings, self.choices.mapping, self._entity
        if all(heading in chosen for heading in headings) and not self.choices.saved:
            return import_targets.matched(headings, entity, custom)
        self.recognised = import_recognition.recognise(
            self._workspace, headings, entity.name, self.choices.saved
        )
        start = import_targets.matched(headings, entity, custom)
        if self.recognised is not None:
            joined = import_targets.fields_of(entity.name).values()
            start = import_recognition.meant(start, self.recognised, (*entity.fields, *custom, *joined))
        else:
            self._note_other_records(headings)
        values = of_columns([row.cells for row in opened.sample(SAMPLE_ROWS)], len(headings))
        known = KnownNames(self._workspace.file.reader())
        locale = self._workspace.locale
        found = match_columns(headings, values, entity, _, custom, locale, known, start)
        if self.recognised is not None:
            filled = {*found.by_heading.values(), *chosen.values()}
            self.choices = import_recognition.completed(self.choices, self.recognised, filled)
        return found

    def _note_other_records(self, headings: Sequence[str]) -> None:
        """Say so where the headings are those of other records."""
        likely = import_recognition.likely_entity(self._workspace, headings)
        if likely and likely != self._entity.name:
            records = _(registry.entity(likely).title_plural).lower()
            self.notes.append(_("By its headings this file holds %(records)s.") % {"records": records})
