"""Service as events: requests that were opened, moved on and solved, and what customers said of it."""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop.core.i18n import _, labelled
from crm_desktop.models import registry
from crm_desktop.services.timeline.event import Event
from crm_desktop.services.timeline.sources import Moments
from crm_desktop.services.timeline.telling import Row, Telling, duration, named, told
from crm_desktop.store.sql import marks

_REQUEST = "number title kind contact owner received_at first_response_at resolved_at"
_ANSWER = "service_request sales_order contact survey overall recommend comment"


def tell_opened(telling: Telling, ids: Sequence[int]) -> dict[int, Event]:
    """Tell requests that came in: what about, of which kind, from whom."""
    found = {}
    for row in telling.rows("service_request", _REQUEST, ids):
        contact = row.texts["contact"] if telling.seen_from != "contact" else ""
        meta = told(row.texts["kind"], contact, row.texts["owner"])
        found[row.id] = _request(telling, row, _("%(name)s opened"), meta)
    return found


def tell_solved(telling: Telling, ids: Sequence[int]) -> dict[int, Event]:
    """Tell requests that were solved without a log of their states: an import brought them."""
    rows = telling.rows("service_request", _REQUEST, ids)
    answers = _answers(telling, ids)
    return {row.id: _solved(telling, row, answers.get(row.id)) for row in rows}


def tell_moves(telling: Telling, ids: Sequence[int]) -> dict[int, Event]:
    """Tell requests that moved to another state; those that were solved with the time it took and what was said."""
    moves = telling.rows("status_change", "service_request to_status at user", ids)
    requests = [one for one in {row.target("service_request") for row in moves} if one is not None]
    by_id = {row.id: row for row in telling.rows("service_request", _REQUEST, requests)}
    answers = _answers(telling, requests)
    last = _last_solutions(telling, requests)
    found = {}
    for move in moves:
        request = by_id.get(move.target("service_request") or 0)
        if request is None:
            continue
        if move.values["to_status"] == "solved":
            request.values["resolved_at"] = move.values["at"]
            answer = answers.get(request.id) if last.get(request.id) == move.id else None
            found[move.id] = _solved(telling, request, answer)
        elif telling.seen_from != "service_request":
            found[move.id] = _request(telling, request, _("%(name)s opened again"), told(move.texts["user"]))
        else:
            title = _("Moved to %(state)s") % {"state": move.texts["to_status"]}
            icon = registry.entity("service_request").icon
            found[move.id] = Event(
                icon, title, told(move.texts["user"]), about=telling.about("service_request", request.id)
            )
    return found


def _last_solutions(telling: Telling, requests: Sequence[int]) -> dict[int, int]:
    """Return the last move of each request to “solved”: the answer about it is told there."""
    rows = telling.reader.execute(
        f"SELECT service_request_id, id FROM status_change WHERE service_request_id IN ({marks(requests)}) "
        "AND to_status = 'solved' AND deleted_at IS NULL ORDER BY at, id",
        tuple(requests),
    )
    return dict(rows.fetchall())


def _request(telling: Telling, row: Row, title: str, meta: tuple[str, ...], body: str = "") -> Event:
    name = named(row.texts["number"], row.texts["title"])
    icon = registry.entity("service_request").icon
    return Event(icon, title % {"name": name}, meta, body, telling.about("service_request", row.id))


def _solved(telling: Telling, row: Row, answer: Row | None) -> Event:
    received, replied, solved = (
        row.values[key] for key in ("received_at", "first_response_at", "resolved_at")
    )
    reply, took = duration(received, replied), duration(received, solved)
    meta = told(
        _("first reply %(time)s") % {"time": reply} if reply else "",
        _("solved in %(time)s") % {"time": took} if took else "",
        _stars(answer) if answer else "",
    )
    return _request(telling, row, _("%(name)s solved"), meta, _quoted(answer) if answer else "")


# ------------------------------------------------------------------ satisfaction


def tell_answers(telling: Telling, ids: Sequence[int]) -> dict[int, Event]:
    """Tell answers to surveys: stars, what they were about, what was said."""
    found = {}
    for row in telling.rows("survey_answer", _ANSWER, ids):
        title = _stars(row)
        recommend = row.texts["recommend"]
        label = _(registry.entity("survey_answer").field("recommend").label)
        subject = next((key for key in ("service_request", "sales_order") if row.target(key)), "")
        contact = row.texts["contact"] if telling.seen_from != "contact" else ""
        found[row.id] = Event(
            icon=registry.entity("survey_answer").icon,
            title=title[:1].upper() + title[1:] if title else _("Survey answered"),
            meta=told(
                row.texts[subject] if subject and subject != telling.seen_from else "",
                contact,
                labelled(label, recommend) if recommend else "",
            ),
            body=_quoted(row),
            about=telling.about(subject, row.target(subject)) if subject else None,
        )
    return found


def _answers(telling: Telling, requests: Sequence[int]) -> dict[int, Row]:
    """Return the newest answer about each of the requests."""
    ids = telling.reader.execute(
        f"SELECT id FROM survey_answer WHERE service_request_id IN ({marks(requests)}) AND deleted_at IS NULL "
        "AND answered_at IS NOT NULL ORDER BY answered_at, id",
        tuple(requests),
    )
    rows = telling.rows("survey_answer", _ANSWER, [row[0] for row in ids])
    return {row.target("service_request") or 0: row for row in rows}


def _stars(answer: Row) -> str:
    stars = answer.values["overall"]
    return _("rated %(stars)d ★") % {"stars": stars} if stars is not None else ""


def _quoted(answer: Row) -> str:
    comment = (answer.values["comment"] or "").strip()
    return _("“%(text)s”") % {"text": comment} if comment else ""


_LOGGED = (
    "EXISTS (SELECT 1 FROM status_change AS s WHERE s.service_request_id = {request} AND s.deleted_at IS NULL "
    "AND s.to_status = 'solved')"
)
_WITH_SOLUTION = (  # the answer is told there
    "EXISTS (SELECT 1 FROM service_request AS r WHERE r.id = x.service_request_id "
    f"AND (r.deleted_at IS NOT NULL OR r.resolved_at IS NOT NULL OR {_LOGGED.format(request='r.id')}))"
)


def sources(entity: str) -> tuple[Moments, ...]:
    """Return the sources of service; the states on the way are told of the request itself only."""
    reopened = "x.from_status IN ('solved', 'closed') AND x.to_status NOT IN ('solved', 'closed')"
    elsewhere = f"AND (x.to_status = 'solved' OR ({reopened}))"
    moves = "AND x.to_status <> 'new'" if entity == "service_request" else elsewhere
    return (
        Moments("request", "service", "service_request", "received_at", tell_opened),
        Moments("solved", "service", "status_change", "at", tell_moves, moves, via="service_request"),
        Moments(
            "solved elsewhere",
            "service",
            "service_request",
            "resolved_at",
            tell_solved,
            f"AND NOT {_LOGGED.format(request='x.id')}",
        ),
        Moments(
            "answer", "service", "survey_answer", "answered_at", tell_answers, f"AND NOT {_WITH_SOLUTION}"
        ),
    )
