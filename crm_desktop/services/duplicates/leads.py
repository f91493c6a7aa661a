"""Who a lead likely is: a company or a contact that is there already, or another lead.

A lead holds a person and a firm as plain text. They are compared as what they may become; with other leads, as a
person where there is one, else as a firm.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crm_desktop.core.query import ListQuery
from crm_desktop.models.channel_forms import normal_form
from crm_desktop.services.duplicates.facts import Facts
from crm_desktop.services.listing import Lists
from crm_desktop.store.driver import Connection
from crm_desktop.store.sql import chunks, marks

LEAD = "lead"
CHANNELS = ("phone", "mobile", "email", "wechat")
_PLACES = ("country", "city")


def as_contact(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a lead as those of the contact that it may become."""
    person = {key: values.get(key) for key in (*CHANNELS, "family_name", "given_name")}
    return {**person, "full_name": values.get("name"), "company": values.get("company")}


def as_company(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a lead as those of the company that it may become."""
    firm = {key: values.get(key) for key in ("phone", "email", "website", *_PLACES)}
    return {**firm, "name": values.get("company")}


def candidates(connection: Connection, lists: Lists, values: Mapping[str, Any]) -> set[int]:
    """Return the leads that share a channel or a name with one: by index, a few at most."""
    normals = [normal_form(kind, str(values[kind])) for kind in CHANNELS if values.get(kind)]
    found = {
        row[0]
        for row in connection.execute(
            f"SELECT lead_id FROM channel WHERE normal IN ({marks(normals)}) AND lead_id IS NOT NULL "
            "AND deleted_at IS NULL LIMIT 200",
            tuple(normals),
        )
    }
    name = str(values.get("name") or values.get("company") or "")
    return found | set(lists.first_ids(ListQuery(LEAD, search=name))) if len(name) > 1 else found


def facts_of(connection: Connection, ids: Sequence[int]) -> dict[int, Facts]:
    """Return the facts of live leads."""
    found: dict[int, Facts] = {}
    for part in chunks(ids):
        which = f"IN ({marks(part)}) AND deleted_at IS NULL"
        for lead, name, company in connection.execute(
            f"SELECT id, name, company FROM lead WHERE id {which}", part
        ):
            found[lead] = lead_facts(lead, name, company)
        for lead, kind, value, normal in connection.execute(
            f"SELECT lead_id, kind, value, normal FROM channel WHERE lead_id {which}", part
        ):
            if lead in found:
                found[lead].add_channel(kind, value, normal)
    return found


def lead_facts(lead: int, name: str | None, company: str | None) -> Facts:
    """Return what the names of a lead say: a person with the firm, or a firm."""
    made = Facts(lead)
    if name:
        made.set_name("contact", name)
        if company:
            made.add_firm(company)
    else:
        made.set_name("company", company or "")
    return made


__all__ = ["CHANNELS", "LEAD", "as_company", "as_contact", "candidates", "facts_of", "lead_facts"]
