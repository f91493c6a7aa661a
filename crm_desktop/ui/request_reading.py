"""What the panel of a service request shows, read at once on the reading thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from crm_desktop.ui.context import Context
from crm_desktop.ui.contract import Named
from crm_desktop.ui.record_contract import Record, file_of, plain

if TYPE_CHECKING:
    from crm_desktop.models.request_clocks import Standing
    from crm_desktop.services.service_desk import Message, ServiceDesk
    from crm_desktop.services.service_steps import Offer
    from crm_desktop.services.workspace import Workspace


@dataclass(frozen=True)
class RequestReading:
    """A request with its clocks, its talk, what can be done with it and what the knowledge base has about it."""

    record: Record
    standing: Standing | None
    messages: Sequence[Message]
    offers: Sequence[Offer]
    articles: Sequence[Named]


def desk_of(context: Context) -> ServiceDesk:
    """Return the service desk of the opened file."""
    return cast("Workspace", context.workspace).service


def read_request(context: Context, request: int) -> RequestReading:
    """Return what there is to show of a request. Raises RecordProblem when it is gone."""
    desk, record = desk_of(context), file_of(context).records.get("service_request", request)
    values: dict[str, Any] = {key: plain(value) for key, value in record.values.items()}
    offers = () if record.deleted or context.workspace.read_only else desk.steps.offers(values)
    return RequestReading(
        record, desk.standing(request), desk.messages(request), offers, desk.articles(request)
    )
