"""Editors: a widget for each kind of value. ``make_editor`` gives the right one; ``base.Editor`` is the contract."""

from __future__ import annotations

from crm_desktop.ui.editors.base import Editor, EditorContext
from crm_desktop.ui.editors.make import make_editor

__all__ = ["Editor", "EditorContext", "make_editor"]
