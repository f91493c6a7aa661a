"""Which records have a page of their own sort: a table beside the page that serves every entity."""

from __future__ import annotations

from crm_desktop.core.entity import Entity
from crm_desktop.ui.customer_page import CustomerPage
from crm_desktop.ui.customer_peek import CUSTOMERS
from crm_desktop.ui.record_page import RecordPage
from crm_desktop.ui.request_page import RequestPage

PAGES: dict[str, type[RecordPage]] = {
    **dict.fromkeys(CUSTOMERS, CustomerPage),
    "service_request": RequestPage,
}


def page_of(entity: Entity) -> type[RecordPage]:
    """Return the class of the pages of an entity's records."""
    return PAGES.get(entity.name, RecordPage)
