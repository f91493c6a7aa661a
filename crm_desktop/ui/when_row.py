"""When something took place and how long it was: empty means now, and nothing about its length."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.core import clock
from crm_desktop.core.business_days import PastMoment
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Minutes
from crm_desktop.core.reading import Unreadable
from crm_desktop.ui.editors.base import Editor, EditorContext
from crm_desktop.ui.editors.days import MomentEditor
from crm_desktop.ui.editors.make import make_editor
from crm_desktop.ui.flow_layout import FlowLayout
from crm_desktop.ui.labels import label

_HOUR = re.compile(r"\s*([01]?\d|2[0-3])[:.：]([0-5]\d)\s*")
_WHEN_WIDTH, _LENGTH_WIDTH = 170, 84


class WhenRow(QWidget):
    """Two fields beside each other. ``accepted``: Enter in one of them."""

    accepted = Signal()

    def __init__(self, context_for: Callable[[str], EditorContext]) -> None:
        super().__init__()
        self._when_label, self._length_label = label(tone="muted"), label(tone="muted")
        self.when = _PastMomentEditor(PastMoment(), context_for(_("When")))
        self.when.setFixedWidth(_WHEN_WIDTH)
        self.length = make_editor(Minutes(), context_for(_("Length")))
        self.length.setFixedWidth(_LENGTH_WIDTH)
        flow = FlowLayout(self, gap=8)
        for one in (self._when_label, self.when, self._length_label, self.length):
            flow.addWidget(one)
        for editor in (self.when, self.length):
            editor.accepted.connect(self.accepted)
        self.retranslate()

    def times(self, now: datetime) -> dict[str, Any]:
        """Return when it took place, by the fields of an activity. Raises Unreadable; the field then says why."""
        length = _value(self.length)
        begun = _value(self.when)
        if begun is None:
            begun = now - timedelta(minutes=length or 0)
        ended = begun + timedelta(minutes=length) if length else None
        return {"started_at": begun, "done_at": ended or begun, **({"ended_at": ended} if ended else {})}

    def is_wrong(self) -> bool:
        """Tell whether one of the fields says that it cannot be understood."""
        return bool(self.when.problem() or self.length.problem())

    def clear(self) -> None:
        """Mean now again."""
        self.when.load(None)
        self.length.load(None)

    def retranslate(self) -> None:
        """Show all words again."""
        self._when_label.setText(_("When"))
        self._length_label.setText(_("Length"))
        self.when.line.setPlaceholderText(_("Now"))


class _PastMomentEditor(MomentEditor):
    """A moment that is over; an hour alone is one of today."""

    def read(self, text: str) -> Any:
        hour = _HOUR.fullmatch(text)
        if hour is not None:
            text = f"{clock.today().isoformat()} {int(hour[1]):02}:{hour[2]}"
            return self.kind.read(text, self.context.locale)
        return super().read(text)


def _value(editor: Editor) -> Any:
    """Return what stands in an editor; what nobody can mean is said there. Raises Unreadable."""
    try:
        found = editor.value()
        if found is not None and isinstance(editor, MomentEditor):
            objection = editor.kind.objection(found, editor.context.locale)
            if objection:
                raise Unreadable(objection)
    except Unreadable as problem:
        editor.set_problem(str(problem))
        raise
    return found
