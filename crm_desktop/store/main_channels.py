"""Which of a record's numbers or addresses of one kind is the main one: never two, and one as long as there is any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crm_desktop.models import registry
from crm_desktop.models.channel_forms import normal_form

if TYPE_CHECKING:
    from crm_desktop.store.unit_of_work import UnitOfWork


def put_first(work: UnitOfWork, link: str, record_id: int, main: Any, value: str) -> Any:
    """Return the channel that holds ``value`` from now on: ``main``, or the one that has it already and becomes the
    main one.

    The old main one stays as a further one. Who opted out there has opted out of the new one, too.
    """
    normal = normal_form(main.kind, value)
    if main.normal == normal:
        return main
    row = work.execute(
        f'SELECT id FROM channel WHERE "{link}" = ? AND kind = ? AND normal = ? AND id <> ? AND deleted_at IS NULL '
        "ORDER BY id",
        (record_id, main.kind, normal, main.id),
    ).fetchone()
    if row is None:
        return main
    other: Any = work.session.get_one(registry.model("channel"), row[0])
    main.is_primary, other.is_primary = False, True
    other.opted_out = other.opted_out or main.opted_out
    return other


__all__ = ["put_first"]
