"""Which editor a kind of value has. A new kind stands here only if a line will not do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crm_desktop.core.kinds import (
    Choice,
    Day,
    Exact,
    Flag,
    Kind,
    LongText,
    Moment,
    Money,
    Number,
    Option,
    Reference,
    Tags,
)
from crm_desktop.ui.editors.base import Editor, EditorContext
from crm_desktop.ui.editors.choices import ChoiceEditor, FlagEditor, OptionEditor
from crm_desktop.ui.editors.days import DayEditor, MomentEditor
from crm_desktop.ui.editors.lines import LineEditor, LongTextEditor, NumberEditor
from crm_desktop.ui.editors.picker import ReferenceEditor
from crm_desktop.ui.editors.tags import TagsEditor

_EDITORS: dict[type[Kind[Any]], Callable[[Any, EditorContext], Editor]] = {
    LongText: LongTextEditor,
    Number: NumberEditor,
    Exact: NumberEditor,
    Money: NumberEditor,
    Day: DayEditor,
    Moment: MomentEditor,
    Flag: FlagEditor,
    Choice: ChoiceEditor,
    Reference: ReferenceEditor,
    Option: OptionEditor,
    Tags: TagsEditor,
}


def make_editor(kind: Kind[Any], context: EditorContext) -> Editor:
    """Return an editor for values of this kind: that of its own class, else of the nearest one above it."""
    sorts = (one for one in type(kind).__mro__ if one in _EDITORS)
    make = _EDITORS.get(next(sorts, Kind), LineEditor)
    return make(kind, context)
