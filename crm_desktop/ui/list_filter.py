"""What the filter of a list may ask of the customer file: what references point to, by list, by name, by search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.core.entity import Field
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Reference
from crm_desktop.ui.context import Context
from crm_desktop.ui.filter_values import References, choices_of
from crm_desktop.ui.record_contract import file_of

if TYPE_CHECKING:
    from crm_desktop.ui.editors import Editor


def references(context: Context) -> References:
    """Return how the filter lists, names and searches what fields point to."""
    lists = context.workspace.lists

    def name(field: Field, record: int) -> str:
        assert isinstance(field.kind, Reference)
        target = context.entities.get(field.kind.entity)
        known = next((one.name for one in choices_of(lists, field) if one.id == record), "")
        if known or target is None:
            return known or str(record)
        rows = lists.page(target.name, (target.title_key,), (record,))
        return rows[0].texts[0] if rows else _("a record that is gone")

    def picker(field: Field) -> Editor:
        from crm_desktop.ui.editors import EditorContext, make_editor

        file = file_of(context)
        tools = EditorContext(
            file, context.tasks, context.messages, file.locale, _("Value"), makes_new="never"
        )
        return make_editor(field.kind, tools)

    return References(lambda field: choices_of(lists, field), name, picker)
