"""Reaching somebody from their record: the number is called, the letter begun, in the program that serves it."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QWidget

from crm_desktop.core.entity import Entity
from crm_desktop.core.kinds import Email, Phone, Reference
from crm_desktop.ui import links
from crm_desktop.ui.record_contract import Record

_KINDS = {"call": Phone, "email": Email}
_CUSTOMERS = ("company", "contact")


def has_somebody(entity: Entity) -> bool:
    """Tell whether records of an entity are about somebody: they have a number, an address, or name a customer."""
    return any(
        isinstance(one.kind, (Phone, Email))
        or (isinstance(one.kind, Reference) and one.kind.entity in _CUSTOMERS)
        for one in entity.fields
    )


def address(entity: Entity, record: Record, means: str) -> QUrl | None:
    """Return where a record is reached by a means of the composer: of several numbers the one that matters most."""
    kind = _KINDS.get(means)
    if kind is None:
        return None
    for field in entity.leading:
        url = links.link_of(field, record.texts.get(field.key, "")) if isinstance(field.kind, kind) else None
        if url is not None:
            return url
    return None


def reach(entity: Entity, record: Record, means: str, near: QWidget) -> bool:
    """Call or write to whom the record is about, if there is a number or an address; tell whether that was begun.

    ``near`` is where it was asked for.
    """
    url = address(entity, record, means)
    return url is not None and links.follow(url, near)
