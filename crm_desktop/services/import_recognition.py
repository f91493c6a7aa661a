"""A table that is known already: by a saved mapping, or as the export of another program.

What goes with a saved mapping is used where nothing else was chosen.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from crm_desktop.core.errors import UsageProblem
from crm_desktop.core.i18n import _
from crm_desktop.exchange import known_exports
from crm_desktop.exchange import mapping as columns
from crm_desktop.exchange.confidence import PRIORS
from crm_desktop.exchange.heading_words import fold_heading
from crm_desktop.exchange.joined_fields import BETWEEN
from crm_desktop.exchange.known_exports import NOTHING, UNKNOWN, KnownExport
from crm_desktop.exchange.mapping import ColumnMatch
from crm_desktop.models import registry
from crm_desktop.services.import_choices import Choices
from crm_desktop.store import custom_fields

if TYPE_CHECKING:
    from crm_desktop.core.entity import Entity, Field
    from crm_desktop.services.import_mappings import SavedMapping
    from crm_desktop.services.workspace import Workspace

_UNSAID = Choices()


@dataclass(frozen=True)
class Recognised:
    """What a table was recognised as: a 'saved' mapping or a known 'export', with what its headings mean.

    ``entity`` is what its rows are; ``kept`` are choices that go with it.
    """

    kind: Literal["saved", "export"]
    name: str
    entity: str
    columns: Mapping[str, str]
    kept: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """What the user is told."""
        if self.kind == "saved":
            return _("Recognised by its headings: saved mapping “%(name)s”.") % {"name": self.name}
        return _("Recognised by its headings: %(name)s.") % {"name": self.name}


def recognise(
    workspace: Workspace, headings: Sequence[str], entity: str, saved: str | None
) -> Recognised | None:
    """Return what a table is; ``saved`` names the mapping to use ('': none; None: the one that fits).

    Raises UsageProblem for a name that there is not.
    """
    if saved == "":
        return None
    mappings = workspace.import_mappings
    if saved is not None and mappings.named(saved, entity) is None:
        raise UsageProblem(_("There is no saved mapping named “%(name)s”.") % {"name": saved})
    found = mappings.recognise(headings, entity) if saved is None else mappings.named(saved, entity)
    if found is not None:
        return _of_saved(found, headings)
    export = known_exports.recognise(headings, entity)
    return _of_export(export, headings) if export is not None else None


def known_headings(workspace: Workspace, entity: Entity) -> set[str]:
    """Return the headings, folded, that mean something: of the entity, of saved mappings, of known exports."""
    custom = (fold_heading(_(one.label)) for one in custom_fields.of(workspace.file.reader(), entity.name))
    saved = (
        fold_heading(one)
        for mapping in workspace.import_mappings.all(entity.name)
        for one in mapping.headings
    )
    exports = (one.signature for one in known_exports.known_exports() if one.entity == entity.name)
    return {*entity.headings(_), *custom, *saved}.union(*exports) - {""}


def likely_entity(workspace: Workspace, headings: Sequence[str]) -> str:
    """Return what the rows of a table are by its headings; '' where they do not tell."""
    found = workspace.import_mappings.recognise(headings) or known_exports.recognise(headings)
    return found.entity if found is not None else ""


def _of_saved(saved: SavedMapping, headings: Sequence[str]) -> Recognised:
    kept = saved.kept_for(headings)
    return Recognised("saved", saved.name, saved.entity, saved.columns_for(headings), kept)


def _of_export(export: KnownExport, headings: Sequence[str]) -> Recognised:
    records = _(registry.entity(export.entity).title_plural)
    name = _("%(records)s from %(program)s") % {"records": records, "program": export.program}
    meanings = export.columns_for(headings)
    columns = {heading: "" if key == NOTHING else key for heading, key in meanings.items()}
    return Recognised("export", name, export.entity, columns)


def completed(choices: Choices, recognised: Recognised, filled: Collection[str]) -> Choices:
    """Return choices with those of a recognised table where nothing was chosen.

    ``filled`` are the keys of the fields that columns fill; what goes with others is left away.
    """
    unsaid = {
        name: value
        for name, value in kept_of(recognised, filled).items()
        if getattr(choices, name) == getattr(_UNSAID, name)
    }
    return dataclasses.replace(choices, **unsaid)


def kept_of(recognised: Recognised, filled: Collection[str]) -> dict[str, Any]:
    """Return the choices that go with a recognised table, as far as they are about fields that columns fill."""
    found = dict(recognised.kept)
    if "keys" in found:
        found["keys"] = [key for key in found["keys"] if key in filled]
    if "policies" in found:
        found["policies"] = {key: policy for key, policy in found["policies"].items() if key in filled}
    return found


def meant(found: columns.Mapping, recognised: Recognised, fields: Collection[Field]) -> columns.Mapping:
    """Return a mapping with what is known of its columns; fields that are gone mean nothing any more."""
    by_key = {one.key: one for one in fields}
    for one in found:
        key = recognised.columns.get(one.heading)
        if key == UNKNOWN and one.field is not None and BETWEEN in one.field.key:
            continue  # a field of joined records holds it
        if key is not None and (key in ("", UNKNOWN) or key in by_key):
            found = found.choose(one.place, by_key.get(key))
    return columns.Mapping(found.entity, tuple(_settled(one, recognised) for one in found))


def _settled(one: ColumnMatch, recognised: Recognised) -> ColumnMatch:
    """Return a column with the reason for what it means, or for its meaning nothing."""
    key = recognised.columns.get(one.heading)
    if one.reason == "chosen" or (one.field is None and key == ""):
        return dataclasses.replace(one, reason=recognised.kind, confidence=PRIORS.get(recognised.kind, 1.0))
    return dataclasses.replace(one, reason="none") if one.field is None and key == UNKNOWN else one
