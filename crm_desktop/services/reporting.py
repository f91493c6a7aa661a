"""Reports as people ask for them: a name and parameters, as values or as texts, become a Document or a file.

The rows of a document are read while it is drawn, so making and drawing happen on one thread, in one read
transaction: a report never mixes what was before a change with what came after.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from crm_desktop.core.document import Document
from crm_desktop.core.errors import Cancelled, UsageProblem
from crm_desktop.core.i18n import _, labelled, language, listed
from crm_desktop.core.kinds import Kind, Option, Reference
from crm_desktop.core.reading import Unreadable, fold
from crm_desktop.core.settings import Settings
from crm_desktop.models import registry
from crm_desktop.reports.catalogue import REPORTS, Report
from crm_desktop.reports.output import Target
from crm_desktop.reports.parameters import HERE, LIMIT, Chosen, Parameter
from crm_desktop.services.reading import reading_of
from crm_desktop.services.workspace import Workspace
from crm_desktop.store.driver import Error, explain

ENDINGS = ("pdf", "xlsx")
_LETTER = frozenset(("US", "CA", "MX", "PH", "CL", "CO", "CR", "GT", "PA", "SV", "VE"))  # after the CLDR
_CHECKED_EVERY = 50_000  # steps of SQLite's machine between two looks at whether to stop
_SUGGESTED = 3

Progress = Callable[[int], None]
IsCancelled = Callable[[], bool]


def report_names() -> tuple[str, ...]:
    """Return the names of all reports."""
    return tuple(one.name for one in REPORTS)


def report_of(name: str) -> Report:
    """Return the report with this name. Raises UsageProblem with what may have been meant."""
    found = next((one for one in REPORTS if one.name == name), None)
    if found is None:
        known = _("There are: %(names)s.") % {"names": listed(report_names())}
        raise UsageProblem(
            _("There is no report named “%(name)s”.") % {"name": name}, _meant(name, report_names()) or known
        )
    return found


def make_document(workspace: Workspace, name: str, parameters: Mapping[str, object]) -> Document:
    """Return a report. Raises UsageProblem for an unknown report or parameter and for a value that does not fit."""
    report = report_of(name)
    values = read_parameters(workspace, report, parameters)
    return report.make(reading_of(workspace, str(values["language"])), values)


def write_report(
    workspace: Workspace,
    name: str,
    out: Path,
    parameters: Mapping[str, object],
    *,
    progress: Progress | None = None,
    cancelled: IsCancelled | None = None,
) -> int:
    """Write a report as PDF or workbook, by the ending of ``out``; returns the pages or the rows.

    A workbook lists everything unless ``parameters`` have a limit.

    ``progress`` is told how many pages or rows are done. Raises Cancelled, and then there is no file.
    """
    ending = out.suffix.lower().removeprefix(".")
    if ending not in ENDINGS:
        raise UsageProblem(
            _("A report is written as PDF or as Excel workbook."),
            _("Give the file a name that ends in .pdf or .xlsx."),
        )
    if ending == "xlsx" and any(one.key == LIMIT.key for one in report_of(name).parameters):
        parameters = {LIMIT.key: 0, **parameters}  # a sheet has room for all
    return _drawn(workspace, name, out, ending, parameters, progress, cancelled)


def pdf_of(
    workspace: Workspace,
    name: str,
    parameters: Mapping[str, object],
    *,
    progress: Progress | None = None,
    cancelled: IsCancelled | None = None,
) -> bytes:
    """Return a report as PDF, in memory: what the page preview shows never lies in a file."""
    buffer = io.BytesIO()
    _drawn(workspace, name, buffer, "pdf", parameters, progress, cancelled)
    return buffer.getvalue()


def _drawn(
    workspace: Workspace,
    name: str,
    out: Target,
    ending: str,
    parameters: Mapping[str, object],
    progress: Progress | None,
    cancelled: IsCancelled | None,
) -> int:
    """Make a report and draw it, all from one state of the file."""
    with one_state(workspace, cancelled):
        document = make_document(workspace, name, parameters)
        if ending == "pdf":
            from crm_desktop.reports.pdf import render_pdf  # reportlab: only where a page is drawn

            return render_pdf(document, out, progress=progress, cancelled=cancelled)
        from crm_desktop.reports.xlsx import render_xlsx

        return render_xlsx(document, out, progress=progress, cancelled=cancelled)


@contextmanager
def one_state(workspace: Workspace, cancelled: IsCancelled | None) -> Iterator[None]:
    """Read from one state of the file, and let a long query be stopped."""
    connection = workspace.file.reader()
    if cancelled is not None:
        stop = cancelled
        connection.set_progress_handler(lambda: int(stop()), _CHECKED_EVERY)
    begun = not connection.in_transaction
    try:
        if begun:
            connection.execute("BEGIN")
        yield
    except Error as error:
        if cancelled is not None and cancelled():
            raise Cancelled(_("Stopped; no file was written.")) from error
        raise explain(error, workspace.path) from error
    finally:
        connection.set_progress_handler(None, 0)
        if begun and connection.in_transaction:
            connection.execute("ROLLBACK")


# ---------------------------------------------------------------- parameters


def read_parameters(workspace: Workspace, report: Report, given: Mapping[str, object]) -> dict[str, Any]:
    """Return a value for each parameter of a report: those given, read where they are texts, and defaults."""
    known = {one.key: one for one in report.parameters}
    for key in given:
        if key not in known:
            names = _("It takes: %(names)s.") % {"names": listed(known)}
            raise UsageProblem(
                _("The report “%(report)s” has no parameter “%(name)s”.")
                % {"report": report.name, "name": key},
                _meant(key, known) or names,
            )
    values = {key: default_of(workspace, one) for key, one in known.items()}
    for key, value in given.items():
        if value is not None and value != "":
            values[key] = _value(workspace, known[key], value, values)
        elif value is None and known[key].default == HERE:
            values[key] = None  # everybody, who is not what it begins with
    first, last = values.get("from"), values.get("to")
    if first is not None and last is not None and first > last:
        raise UsageProblem(_("The period ends before it begins."), _("Change its first or its last day."))
    if "record" in known:
        _settle_record(workspace, values)
    return values


def default_of(workspace: Workspace, parameter: Parameter) -> Any:
    """Return what a parameter is when nobody says anything about it."""
    if parameter.key == "language":
        return language()
    if parameter.key == "paper":
        of_region = "Letter" if workspace.locale.region.upper() in _LETTER else "A4"
        return Settings().paper_size or of_region
    if parameter.default == HERE:
        return workspace.user if len(_names_of(workspace, Reference("user"))) > 1 else None
    return parameter.default


def _value(workspace: Workspace, parameter: Parameter, given: object, values: Mapping[str, Any]) -> Any:
    """Return the value of one parameter; ids and names of records are both understood."""
    kind = parameter.kind
    if isinstance(kind, Chosen):
        return given  # together with what it is about, in _settle_record
    if isinstance(kind, Reference):
        return _id_of(workspace, parameter, kind, given)
    try:
        return kind.read(given, workspace.locale)
    except Unreadable as error:
        label = _(parameter.label)
        raise UsageProblem(labelled(label, error)) from error


def _id_of(workspace: Workspace, parameter: Parameter, kind: Kind[Any], given: object) -> int | None:
    """Return the id of a user, an option, a pipeline that is named by its id or by a label in any language.

    None for the word "all".
    """
    assert isinstance(kind, Reference)
    names = _names_of(workspace, kind)
    if isinstance(given, int) and given in names:
        return given
    text = str(given).strip()
    if text.isdigit() and int(text) in names:
        return int(text)
    wanted = fold(text)
    for one, labels in names.items():
        if wanted and any(fold(label) == wanted for label in labels):
            return one
    if wanted in {"all", fold(_("All"))}:
        return None
    every = [labels[0] for labels in names.values() if labels]
    raise UsageProblem(
        _("“%(value)s” is not one of: %(known)s.")
        % {"value": text, "known": listed(f"“{one}”" for one in every[:20]) or _(parameter.label)},
        _meant(text, [label for labels in names.values() for label in labels]),
    )


def _names_of(workspace: Workspace, kind: Reference) -> dict[int, list[str]]:
    """Return by id what the records of a small table are called."""
    table = "option" if isinstance(kind, Option) else kind.entity
    labelled = "label_en" in registry.column_names(table)
    columns = "label_en, label_zh" if labelled else "name, initials" if table == "user" else "name"
    where, values = ("set_name = ? AND ", (kind.options,)) if isinstance(kind, Option) else ("", ())
    rows = workspace.file.reader().execute(
        f'SELECT id, {columns} FROM "{table}" WHERE {where}deleted_at IS NULL ORDER BY id', values
    )
    return {row[0]: [label for label in row[1:] if label] for row in rows}


def _settle_record(workspace: Workspace, values: dict[str, Any]) -> None:
    """Find the record that a profile is of, among companies first and then among contacts."""
    given, asked = values.get("record"), values.get("customers")
    if given is None:
        raise UsageProblem(
            _("Say which customer the report is about."), _("Give a name or an id as “record”.")
        )
    entities = (asked,) if asked else ("company", "contact")
    for entity in entities:
        found = _record(workspace, entity, given)
        if found is not None:
            values["customers"], values["record"] = entity, found
            return
    near = [one.name for entity in entities for one in workspace.lists.named(entity, str(given), _SUGGESTED)]
    raise UsageProblem(
        _("There is no customer “%(name)s”.") % {"name": given}, _meant(str(given), near, cutoff=0.0)
    )


def _record(workspace: Workspace, entity: str, given: object) -> int | None:
    """Return the id of a living record that is named by its id or its name. Raises UsageProblem for several."""
    text = str(given).strip()
    reader = workspace.file.reader()
    if text.isdigit():
        row = reader.execute(
            f'SELECT id FROM "{entity}" WHERE id = ? AND deleted_at IS NULL', (int(text),)
        ).fetchone()
        if row:
            return int(row[0])
    same = {one.id for one in workspace.lists.named(entity, text, 200) if fold(one.name) == fold(text)}
    if len(same) > 1:
        raise UsageProblem(
            _("There are %(count)d customers named “%(name)s”.") % {"count": len(same), "name": text},
            _("Give the id instead: %(ids)s.") % {"ids": listed(str(one) for one in sorted(same))},
        )
    return next(iter(same), None)


def _meant(word: str, known: Iterable[str], cutoff: float = 0.5) -> str:
    """Return a hint with what may have been meant, or nothing."""
    import difflib

    near = difflib.get_close_matches(word, list(known), _SUGGESTED, cutoff)
    if not near:
        return ""
    if len(near) == 1:
        return _("Did you mean “%(name)s”?") % {"name": near[0]}
    return _("Did you mean one of these: %(names)s?") % {"names": listed(near)}


__all__ = [
    "ENDINGS",
    "REPORTS",
    "Report",
    "default_of",
    "make_document",
    "pdf_of",
    "read_parameters",
    "report_names",
    "report_of",
    "write_report",
]
