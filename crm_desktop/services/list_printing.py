"""A list as it stands on screen, as pages: its records, its order and its columns; or only the selected records."""

from __future__ import annotations

import io
from collections.abc import Sequence

from crm_desktop.core.i18n import _, language
from crm_desktop.core.query import ListQuery
from crm_desktop.models import registry
from crm_desktop.reports import parameters as asked
from crm_desktop.reports.record_list import record_list
from crm_desktop.services.reading import reading_of
from crm_desktop.services.reporting import IsCancelled, Progress, default_of, one_state
from crm_desktop.services.workspace import Workspace


def pdf_of_list(
    workspace: Workspace,
    query: ListQuery,
    columns: Sequence[str],
    selected: Sequence[int] = (),
    *,
    progress: Progress | None = None,
    cancelled: IsCancelled | None = None,
) -> bytes:
    """Return a list as PDF, in memory. ``columns`` are keys of fields, ``selected`` the only records, if there are any.

    Raises Cancelled.
    """
    entity = registry.entity(query.entity)
    by_key = {one.key: one for one in workspace.lists.fields(query.entity)}
    fields = [by_key[key] for key in columns if key in by_key] or list(entity.listed)
    paper = asked.paper({"paper": default_of(workspace, asked.PAPER)})
    buffer = io.BytesIO()
    with one_state(workspace, cancelled):
        ids = workspace.lists.ids(query, cancelled)
        if selected:
            chosen = frozenset(selected)
            ids = type(ids)("q", (one for one in ids if one in chosen))
        about = (
            _("selected")
            if selected
            else _("Search: %(text)s") % {"text": query.search}
            if query.search
            else ""
        )
        document = record_list(reading_of(workspace, language()), entity, fields, ids, paper, about=about)
        from crm_desktop.reports.pdf import render_pdf  # reportlab: only where a page is drawn

        render_pdf(document, buffer, progress=progress, cancelled=cancelled)
    return buffer.getvalue()
