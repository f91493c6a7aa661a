"""Which editor a kind of value has. A new kind registers here only if a line will not do."""

from __future__ import annotations

from functools import singledispatch
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


@singledispatch
def make_editor(kind: Kind[Any], context: EditorContext) -> Editor:
    """Return an editor for values of this kind."""
    return LineEditor(kind, context)


@make_editor.register
def _long_text(kind: LongText, context: EditorContext) -> Editor:
    return LongTextEditor(kind, context)


@make_editor.register(Number)
@make_editor.register(Exact)
@make_editor.register(Money)
def _number(kind: Kind[Any], context: EditorContext) -> Editor:
    return NumberEditor(kind, context)


@make_editor.register
def _day(kind: Day, context: EditorContext) -> Editor:
    return DayEditor(kind, context)


@make_editor.register
def _moment(kind: Moment, context: EditorContext) -> Editor:
    return MomentEditor(kind, context)


@make_editor.register
def _flag(kind: Flag, context: EditorContext) -> Editor:
    return FlagEditor(kind, context)


@make_editor.register
def _choice(kind: Choice, context: EditorContext) -> Editor:
    return ChoiceEditor(kind, context)


@make_editor.register
def _reference(kind: Reference, context: EditorContext) -> Editor:
    return ReferenceEditor(kind, context)


@make_editor.register
def _option(kind: Option, context: EditorContext) -> Editor:
    return OptionEditor(kind, context)


@make_editor.register
def _tags(kind: Tags, context: EditorContext) -> Editor:
    return TagsEditor(kind, context)
