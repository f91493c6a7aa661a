"""Demo data: customers that somebody typed a second time, for the search for duplicates to find."""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop.models.channel_forms import normal_form
from crm_desktop.services.demo.world import Firm, World

_FROM = 100  # contacts; a smaller firm knows all of them
_LATELY = -9  # days: when they were typed again


def people(world: World) -> int:
    """Return how many of the contacts were typed twice."""
    return len(world.words["twice"]["people"]) if world.size >= _FROM else 0


def make_twice(world: World, firms: Sequence[Firm]) -> None:
    """Make the second records: companies without their legal form, people with their names and numbers in another
    way."""
    if not people(world):
        return
    words = world.words["twice"]
    owners = {firm.name: world.users[firm.owner] for firm in firms}
    ids = {firm.name: firm.id for firm in firms}
    common = "owner_id created_at created_by"
    companies = world.table("company", f"name website {common}")
    contacts = world.table("contact", f"full_name given_name family_name {common}")
    channels = world.table("channel", "company_id contact_id kind value normal is_primary")
    addresses = world.table("address", "company_id kind country city is_primary")
    works = world.table("affiliation", "contact_id company_id is_primary")
    at = world.stamp(_LATELY, 615)

    def reach(owner: str, record: int, kind: str, value: str) -> None:
        channels.add(**{owner: record}, kind=kind, value=value, normal=normal_form(kind, value), is_primary=1)

    for one in words["companies"]:
        by = owners[one["of"]]
        firm = ids[one["name"]] = companies.add(
            name=one["name"], website=one.get("website"), owner_id=by, created_at=at, created_by=by
        )
        reach("company_id", firm, "phone", one["phone"])
        addresses.add(company_id=firm, kind="main", country=one["country"], city=one["city"], is_primary=1)
    for one in words["people"]:
        by = owners[one["of"]]
        person = contacts.add(
            full_name=one["name"], given_name=one.get("given"), family_name=one.get("family"),
            owner_id=by, created_at=at, created_by=by,
        )  # fmt: skip
        reach("contact_id", person, "mobile", one["mobile"])
        reach("contact_id", person, "email", one["email"])
        works.add(contact_id=person, company_id=ids[one["company"]], is_primary=1)


__all__ = ["make_twice", "people"]
