"""Qt for Python, without what it does to all later imports; to be imported before anything else of it.

For a feature that we do not use (``from __feature__ import …``) it puts a function of its own in the place of Python's
import, which reads the source of each imported module and keeps its lines: that takes time at the start, and memory.
"""

from __future__ import annotations

import builtins
import linecache

_import = builtins.__import__

import PySide6.QtCore  # noqa: E402, F401

builtins.__import__ = _import
linecache.clearcache()
