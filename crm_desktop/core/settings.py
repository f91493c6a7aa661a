"""The options of one person on this computer: declared here, kept in one JSON file.

What is kept elsewhere: window geometry in QSettings (``ui/window_state.py``), what belongs to the firm in the customer
file (``models/setting.py``). A value in the file that makes no sense falls back to its default and is logged; what
a newer version wrote there stays.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, TypeVar, cast, overload

from crm_desktop.core.errors import CrmError
from crm_desktop.core.files import write_atomically
from crm_desktop.core.i18n import N_
from crm_desktop.core.paths import config_folder

V = TypeVar("V")

FILE_NAME = "options.json"
RECENT = 10  # files that are remembered

_log = logging.getLogger(__name__)


class Setting(Generic[V]):
    """One option: its default (which says its type), its label ('': not offered to people) with a sentence about it,
    its sound values."""

    def __init__(
        self,
        default: V,
        label: str = "",
        hint: str = "",
        *,
        choices: tuple[V, ...] = (),
        sound: Callable[[V], bool] = lambda _value: True,
    ) -> None:
        self.default = default
        self.label = label
        self.hint = hint
        self.choices = choices
        self._sound = sound
        self.key = ""

    def __set_name__(self, _owner: type[Settings], name: str) -> None:
        self.key = name

    @overload
    def __get__(self, settings: None, _owner: type[Settings]) -> Setting[V]: ...
    @overload
    def __get__(self, settings: Settings, _owner: type[Settings]) -> V: ...
    def __get__(self, settings: Settings | None, _owner: type[Settings]) -> V | Setting[V]:
        if settings is None:
            return self
        return cast("V", settings.values.get(self.key, self.default))

    def __set__(self, settings: Settings, value: V) -> None:
        settings.change(**{self.key: value})

    def accepted(self, raw: object) -> V:
        """Return a value from the file or from a program; raises ValueError when it makes no sense here."""
        value = tuple(raw) if isinstance(raw, list) and isinstance(self.default, tuple) else raw
        if type(value) is not type(self.default):
            raise ValueError(f"{self.key} is not a {type(self.default).__name__}")
        if isinstance(value, tuple) and not all(isinstance(part, str) for part in value):
            raise ValueError(f"{self.key} holds something that is not a text")
        known: V = value
        if (self.choices and known not in self.choices) or not self._sound(known):
            raise ValueError(f"{self.key} has a value that is not offered")
        return known


class Settings:
    """The options, read once. Changing one writes the file at once, for this program and for the next."""

    language = Setting(
        "", N_("Language"), N_("Of the window and of new reports."), choices=("", "en", "zh_CN")
    )
    theme = Setting(
        "system",
        N_("Appearance"),
        N_("Light or dark; both are easy to read."),
        choices=("system", "light", "dark"),
    )
    paper_size = Setting(
        "",
        N_("Paper size"),
        N_("With which reports begin; each report can have another."),
        choices=("", "A4", "Letter"),
    )
    open_last = Setting(
        True, N_("Open the last file at start"), N_("Otherwise the program asks which file to open.")
    )
    reminders = Setting(
        True, N_("Show reminders"), N_("Of activities, at the time that was chosen for each of them.")
    )
    desktop_notices = Setting(
        False,
        N_("Show reminders on the desktop, too"),
        N_("As notifications of the system, also while the window is behind others."),
    )
    lock_minutes = Setting(
        0,
        N_("Lock an encrypted file after"),
        N_("When nobody touches the keyboard or the mouse, the passphrase is asked for again."),
        choices=(0, 5, 15, 30, 60),
    )
    last_file = Setting("")
    recent_files = Setting[tuple[str, ...]]((), sound=lambda value: len(value) <= 10 * RECENT)

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or config_folder() / FILE_NAME
        self.values: dict[str, Any] = {}
        self.reload()

    @classmethod
    def declared(cls) -> tuple[Setting[Any], ...]:
        """Return all options in their order."""
        return tuple(one for one in vars(cls).values() if isinstance(one, Setting))

    def reload(self) -> None:
        """Read the file again; another program of ours may have written it."""
        raw = self._read()
        self.values = {}
        for one in self.declared():
            if one.key not in raw:
                continue
            try:
                self.values[one.key] = one.accepted(raw[one.key])
            except ValueError as error:
                _log.warning("An option was ignored: %s", error)

    def change(self, **changes: Any) -> None:
        """Change options and write them. Raises ValueError for a wrong value, CrmError when the disk refuses."""
        known = {one.key: one for one in self.declared()}
        accepted = {key: known[key].accepted(value) for key, value in changes.items()}
        kept = {**self._read(), **accepted}
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with write_atomically(self.path) as draft:
                # ASCII, so that a path with bytes that are no text survives as well.
                draft.write_text(json.dumps(kept, indent=1) + "\n", encoding="ascii")
        finally:
            self.values.update(accepted)

    def remember_file(self, path: Path) -> None:
        """Note a customer file as the last one used. A disk that refuses is no reason to stop."""
        name = str(Path(path).absolute())
        self.reload()
        recent = (name, *(one for one in self.recent_files if one != name))[:RECENT]
        if (self.last_file, self.recent_files) == (name, recent):
            return
        try:
            self.change(last_file=name, recent_files=recent)
        except (CrmError, OSError):
            _log.warning("The list of recent files could not be written.")

    def forget_file(self, path: Path) -> None:
        """Take a file out of the list of recent ones."""
        name = str(Path(path).absolute())
        recent = tuple(one for one in self.recent_files if one != name)
        self.change(recent_files=recent, last_file="" if self.last_file == name else self.last_file)

    def _read(self) -> dict[str, Any]:
        """Return what the file says, as it stands; nothing when it is missing or no JSON."""
        try:
            raw = json.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, RecursionError):
            _log.warning("The file of options cannot be read; the defaults are used.")
            return {}
        return raw if isinstance(raw, dict) else {}
