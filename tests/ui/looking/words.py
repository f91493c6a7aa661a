"""Words of the wrong language: English ones in the Chinese window, Chinese ones in the English."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from babel.messages.pofile import read_po
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit

from crm_desktop.core.currency_signs import named
from crm_desktop.core.paths import resource
from crm_desktop.exchange.formats import readable_endings
from crm_desktop.services.workspace import Workspace
from crm_desktop.ui.drawing import initials
from tests.ui.looking.screen import Screen

_LATIN = re.compile(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'’]+")
_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_CODE = re.compile(r"[a-z_]+")
_LONGEST_NAME = 40
_CODE_LENGTH = 3
_LABELS = ("Chinese label: ", "英文名称：")  # a list entry of the user has a name in each language
_LOGS = ("txn", "change", "batch", "sqlite_", "search_", "cell_clock")
_BUILT_IN = (
    1_000_000  # lower ids belong to what the program brings along: its labels are words of the program
)
NEUTRAL = frozenset(
    """CRM Desktop PDF Excel CSV JSON vCard SQLite SQLCipher Qt Python English Ctrl Alt Shift Enter Esc Del Tab Home End
    PgUp PgDown Page Up Down QQ WhatsApp UTF BIG CP GB Letter DE CN NPS ROI OpenDocument
    iCalendar""".split()
) | {one.removeprefix(".") for one in readable_endings()}
"""Words that are the same in every language: names, units, keys."""
NEUTRAL_CHINESE = frozenset({"简体中文"})


class Data:
    """The words that a customer file holds."""

    def __init__(self, workspace: Workspace) -> None:
        said = list(_texts_of(workspace))
        said += [initials(text) for text in said if len(text) < _LONGEST_NAME]
        self._latin = {word for text in said for word in _LATIN.findall(text)}
        self._chinese = "\n".join(said)

    def learn(self, text: str) -> None:
        """Take the words of a text for data."""
        self._latin.update(_LATIN.findall(text))
        self._chinese += f"\n{text}"

    def foreign_words(self, text: str, language: str) -> list[str]:
        """Return the words of ``text`` that are neither of ``language`` nor data."""
        if text.startswith(_LABELS):
            return []
        if language == "en":
            runs = _CHINESE.findall(text)
            return [one for one in runs if one not in NEUTRAL_CHINESE and one not in self._chinese]
        words = _LATIN.findall(text)
        return [one for one in words if not (one in NEUTRAL or _is_currency(one) or self._is_data(one, text))]

    def _is_data(self, word: str, text: str) -> bool:
        if word in self._latin:
            return True
        return "…" in text and any(one.startswith(word) or one.endswith(word) for one in self._latin)


def _is_currency(word: str) -> bool:
    return len(word) == _CODE_LENGTH and word.isupper() and named(word) == word


def _texts_of(workspace: Workspace) -> Iterable[str]:
    reader = workspace.file.reader()
    tables = [row[0] for row in reader.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        if table.startswith(_LOGS):
            continue
        cursor = reader.execute(f'SELECT * FROM "{table}"')
        names = [column[0] for column in cursor.description]
        for row in cursor:
            is_ours = isinstance(row[0], int) and row[0] < _BUILT_IN
            for name, value in zip(names, row, strict=True):
                is_said = isinstance(value, str) and not _CODE.fullmatch(value)
                if is_said and not (is_ours and name.startswith("label")):
                    yield value


def all_words(screen: Screen) -> Iterable[str]:
    """Return every text that a screen shows, offers or lets be spoken."""
    yield screen.root.windowTitle()
    for one in screen.texts:
        if not isinstance(one.widget.parent(), QPlainTextEdit):  # a licence, a note
            yield one.words
    for one in screen.widgets:
        yield from (one.toolTip(), one.accessibleName(), one.accessibleDescription())
        if isinstance(one, QLineEdit):
            yield one.placeholderText()
        if isinstance(one, QComboBox):
            yield from (one.itemText(place) for place in range(one.count()))
    for action in screen.root.findChildren(QAction):
        yield from (action.text().replace("&", ""), action.toolTip().replace("&", ""))


def foreign_words(screen: Screen, language: str, data: Data) -> list[str]:
    """Return what is said on a screen in another language than ``language``."""
    found: dict[str, None] = {}
    for text in all_words(screen):
        if words := data.foreign_words(text, language):
            found[f"foreign words {', '.join(words)} in {text!r}"] = None
    return list(found)


@cache
def program_words(language: str) -> frozenset[str]:
    """Return the words of the program in a language."""
    with (resource("locale") / "zh_CN" / "LC_MESSAGES" / "crm.po").open("rb") as file:
        messages = [one for one in read_po(file) if one.id]
    said = [one.id if language == "en" else one.string for one in messages]
    return frozenset(form for one in said for form in ((one,) if isinstance(one, str) else one))
