"""Sales as events: moves of opportunities, quotes, orders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crm_desktop.core.formatting import NO_BREAK_SPACE
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.models import registry
from crm_desktop.services.timeline.event import Event
from crm_desktop.services.timeline.sources import Moments
from crm_desktop.services.timeline.telling import Row, Telling, told
from crm_desktop.store.sql import marks

# ------------------------------------------------------------------ opportunities


def tell_moves(telling: Telling, ids: Sequence[int]) -> dict[int, Event]:
    """Tell moves of opportunities: to which stage, by whom, what it was worth, how the chance changed."""
    rows = telling.rows("stage_change", "opportunity from_stage to_stage user amount currency", ids)
    stages = {row.target(key) for row in rows for key in ("from_stage", "to_stage")} - {None}
    chances = {row.id: row.texts["probability"] for row in telling.rows("stage", "probability", stages)}  # type: ignore[arg-type]
    owners = {row.target("opportunity") for row in rows}
    currencies = {row.id: row.values["currency"] for row in telling.rows("opportunity", "currency", owners)}  # type: ignore[arg-type]
    undoable = transactions_of(telling, "stage_change", ids)
    found = {}
    for row in rows:
        opportunity = row.target("opportunity")
        chance = told(*(chances.get(row.target(key) or 0, "") for key in ("from_stage", "to_stage")))
        amount = telling.money(
            row.values["amount"], row.values["currency"] or currencies.get(opportunity or 0)
        )
        transaction, kind = undoable.get(row.id, (0, ""))
        found[row.id] = Event(
            icon=registry.entity("opportunity").icon,
            title=_move(telling, row),
            meta=told(row.texts["user"], amount, " → ".join(chance).replace(" ", NO_BREAK_SPACE)),
            about=telling.about("opportunity", opportunity),
            transaction=transaction,
            change=kind,
        )
    return found


def _move(telling: Telling, row: Row) -> str:
    words = {"name": row.texts["opportunity"], "state": row.texts["to_stage"]}
    if telling.seen_from == "opportunity":
        return (_("Moved to %(state)s") if row.values["from_stage"] else _("Opened in %(state)s")) % words
    if row.values["from_stage"]:
        return _("%(name)s moved to %(state)s") % words
    return _("%(name)s opened in %(state)s") % words


def transactions_of(telling: Telling, table: str, ids: Sequence[int]) -> dict[int, tuple[int, str]]:
    """Return which transaction wrote each row, with its kind, where that was a single change of a record."""
    sql = (
        f"SELECT c.row, t.id, t.kind FROM change AS c JOIN txn AS t ON t.id = c.txn WHERE c.tbl = '{table}' "
        f"AND c.row IN ({marks(ids)}) AND c.op = 'I' AND t.kind = 'edit' AND t.undone_by IS NULL "
        f"AND EXISTS (SELECT 1 FROM change AS u WHERE u.txn = t.id AND u.op = 'U' AND u.tbl <> '{table}')"
    )
    return {row: (txn, kind) for row, txn, kind in telling.reader.execute(sql, tuple(ids))}


# ------------------------------------------------------------------ quotes and orders


def tell_quotes(telling: Telling, ids: Sequence[int]) -> dict[int, Event]:
    """Tell quotes that were made: amount, lines, how they stand, until when they hold."""
    lines = telling.count("line", "quote_id", ids)
    found = {}
    for row in telling.rows("quote", "number status total valid_until", ids):
        is_draft = row.values["status"] == "draft"
        title = _("Quote %(number)s drafted") if is_draft else _("Quote %(number)s issued")
        valid = (
            _("valid until %(day)s") % {"day": row.texts["valid_until"]} if row.texts["valid_until"] else ""
        )
        meta = told(
            row.texts["total"], _lines(lines.get(row.id)), "" if is_draft else row.texts["status"], valid
        )
        found[row.id] = _paper(telling, "quote", row, title, meta)
    return found


def tell_orders(telling: Telling, ids: Sequence[int]) -> dict[int, Event]:
    """Tell orders that were placed: amount, lines, how they stand, what was paid."""
    lines = telling.count("line", "sales_order_id", ids)
    found = {}
    for row in telling.rows("sales_order", "number status total paid", ids):
        is_draft = row.values["status"] == "draft"
        title = _("Order %(number)s drafted") if is_draft else _("Order %(number)s placed")
        paid = _("paid %(amount)s") % {"amount": row.texts["paid"]} if row.values["paid"] else ""
        meta = told(
            row.texts["total"], _lines(lines.get(row.id)), "" if is_draft else row.texts["status"], paid
        )
        found[row.id] = _paper(telling, "sales_order", row, title, meta)
    return found


def tell_deliveries(telling: Telling, ids: Sequence[int]) -> dict[int, Event]:
    """Tell orders that were delivered: amount and lines."""
    lines = telling.count("line", "sales_order_id", ids)
    title = _("Order %(number)s delivered")
    return {
        row.id: _paper(
            telling, "sales_order", row, title, told(row.texts["total"], _lines(lines.get(row.id)))
        )
        for row in telling.rows("sales_order", "number total", ids)
    }


def _paper(telling: Telling, entity: str, row: Row, title: str, meta: tuple[str, ...]) -> Event:
    words: dict[str, Any] = {"number": row.texts["number"]}
    icon = registry.entity(entity).icon
    return Event(icon, " ".join((title % words).split()), meta, about=telling.about(entity, row.id))


def _lines(count: int | None) -> str:
    return ngettext("%(count)d line", "%(count)d lines", count) % {"count": count} if count else ""


SOURCES = (
    Moments("move", "sales", "stage_change", "at", tell_moves, via="opportunity"),
    Moments("quote", "sales", "quote", "issued_on", tell_quotes),
    Moments("undated quote", "sales", "quote", "created_at", tell_quotes, "AND x.issued_on IS NULL"),
    Moments("order", "sales", "sales_order", "ordered_on", tell_orders),
    Moments("undated order", "sales", "sales_order", "created_at", tell_orders, "AND x.ordered_on IS NULL"),
    Moments("delivery", "sales", "sales_order", "delivered_on", tell_deliveries),
)
