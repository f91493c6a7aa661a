"""Taking a transaction back from a screen, and saying what that did and what it left."""

from __future__ import annotations

from collections.abc import Callable

from crm_desktop.core.formatting import format_number
from crm_desktop.core.i18n import _, language, listed, ngettext
from crm_desktop.core.transaction_kinds import WIDE_KINDS
from crm_desktop.ui.context import Context
from crm_desktop.ui.record_contract import UndoReport, file_of

_NAMED = 3


def take_back(
    context: Context, transaction: int, title: str, kind: str, done: Callable[[], object] | None = None
) -> None:
    """Undo a transaction (an undo: redo it). What touched many records is asked about first."""
    if kind in WIDE_KINDS:
        question = _("Undo the whole of “%(title)s”?") % {"title": title}
        hint = _("It changed more than this record. What was edited since is kept.")
        if not context.messages.ask(question, hint, _("Undo")):
            return
    history = file_of(context).history

    def undone(report: UndoReport) -> None:
        tell(context, report)
        if done is not None:
            done()

    context.tasks.run(lambda _task: history.undo(transaction), done=undone, title=_("Undo"))


def tell(context: Context, report: UndoReport) -> None:
    """Say in a toast what an undo did; what it kept can be looked at."""
    text = report_text(report)
    if report.kept_count:
        heading = kept_text(report)
        listed = "\n".join(str(getattr(one, "text", one)) for one in report.kept)
        context.window.show_toast(text, _("Show"), lambda: context.messages.inform(heading, listed))
    else:
        context.window.show_toast(text)


def report_text(report: UndoReport) -> str:
    """Return what an undo did in one line, with the names of what was kept."""
    if not report.restored:
        head = _("Nothing was undone: everything was changed since.")
    else:
        text = _("Redone: %(title)s") if report.redone else _("Undone: %(title)s")
        head = f"{text % {'title': report.title}} · {report.words}"
    return f"{head} · {kept_text(report)}" if report.kept_count else head


def kept_text(report: UndoReport) -> str:
    """Return what an undo left as it is because it was edited since."""
    names = [str(getattr(one, "text", one)) for one in report.kept[:_NAMED]]
    more = report.kept_count - len(names)
    kept = listed(names) + (" …" if more > 0 else "")
    text = ngettext(
        "kept %(count)s later edit: %(names)s", "kept %(count)s later edits: %(names)s", report.kept_count
    )
    return text % {"count": format_number(report.kept_count, language()), "names": kept}
