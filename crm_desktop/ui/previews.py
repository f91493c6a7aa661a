"""Which panel previews which records: a table of those that have one of their own."""

from __future__ import annotations

from crm_desktop.core.entity import Entity
from crm_desktop.ui.article_peek import ArticlePeek
from crm_desktop.ui.context import Context
from crm_desktop.ui.customer_peek import CUSTOMERS, CustomerPeek
from crm_desktop.ui.record_peek import RecordPeek

PREVIEWS: dict[str, type[RecordPeek]] = dict.fromkeys(CUSTOMERS, CustomerPeek) | {"article": ArticlePeek}


def preview_of(context: Context, entity: Entity) -> RecordPeek:
    """Make the panel that previews records of an entity."""
    return PREVIEWS.get(entity.name, RecordPeek)(context, entity)
