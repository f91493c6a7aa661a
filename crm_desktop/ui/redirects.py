"""Records that were merged into others: who goes to one is led to what it became, with a sentence."""

from __future__ import annotations

from dataclasses import replace

from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import _
from crm_desktop.ui.context import Context, Place
from crm_desktop.ui.record_contract import file_of


def led_on(context: Context, place: Place) -> Place:
    """Return the place of the record that the one of a place became; any other place is itself."""
    if not place.record:
        return place
    current = context.workspace.records.current(place.entity, place.record)
    return place if current == place.record else replace(place, record=current)


def sentence(context: Context, before: Place, now: Place) -> str:
    """Return why somebody who went to one record is shown another; '' where that cannot be told."""
    records = file_of(context).records
    try:
        old, new = (records.get(one.entity, one.record).title for one in (before, now))
    except CrmError:
        return ""
    return _("“%(name)s” was merged into “%(other)s”.") % {"name": old, "other": new}
