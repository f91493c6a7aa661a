"""A desk to sit at: a real X screen of its own, the installed program on it, and somebody who types and clicks."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from crm_desktop.core import paths
from crm_desktop.store import driver

SIZE = (1440, 900)
PATIENCE = 60.0  # seconds: for a machine with much else to do
_LONG = 8.0  # seconds, after which somebody would try again
_GLANCE = 0.6  # seconds, after which somebody looks elsewhere
_LAST_OF_KEYBOARD, _LAST_OF_LATIN, _UNICODE = 0x7E, 0xFF, 0x0100_0000  # how X numbers letters
_LAST_KEY = 255
_NEEDED = ("Xvfb", "xdotool")


def missing() -> str:
    """Return why nobody can sit down here, '' where they can."""
    if sys.platform != "linux":
        return "an X screen of its own is made on Linux only"
    absent = [one for one in _NEEDED if shutil.which(one) is None]
    return f"not installed: {', '.join(absent)} (tools/prepare.sh system test)" if absent else ""


class Desk:
    """A screen, the program that was started last, and the hands that use it."""

    def __init__(self, home: Path, language: str = "en") -> None:
        self._home = home
        self._log = (home / "program.log").open("wb")
        reading, writing = os.pipe()
        self._screen = subprocess.Popen(
            [
                "Xvfb",
                "-displayfd",
                str(writing),
                "-screen",
                "0",
                f"{SIZE[0]}x{SIZE[1]}x24",
                "-noreset",
                "-nolisten",
                "tcp",
            ],
            pass_fds=[writing],
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        with os.fdopen(reading) as number:
            self._display = f":{number.readline().strip()}"
        self._language = language
        self.program: subprocess.Popen[bytes] | None = None

    def learn(self, letters: str) -> None:
        """Put letters on keys that people have no use for; to be done before the program starts."""
        self.press("shift")  # from now on the server has the keyboard that hands play on
        wanted = sorted({one for one in letters if ord(one) > _LAST_OF_KEYBOARD})
        if not wanted:
            return
        symbols = [ord(one) if ord(one) <= _LAST_OF_LATIN else _UNICODE + ord(one) for one in wanted]
        server = ctypes.CDLL("libX11.so.6")
        server.XOpenDisplay.restype = ctypes.c_void_p
        display = ctypes.c_void_p(server.XOpenDisplay(self._display.encode()))
        keys = (ctypes.c_ulong * len(symbols))(*symbols)
        server.XChangeKeyboardMapping(display, _LAST_KEY + 1 - len(symbols), 1, keys, len(symbols))
        server.XSync(display, 0)
        server.XCloseDisplay(display)

    def start(self, *arguments: object) -> None:
        """Start the installed program."""
        self.program = subprocess.Popen(
            [str(Path(sys.executable).with_name("crm-desktop")), *map(str, arguments)],
            env={
                **os.environ,
                "DISPLAY": self._display,
                "QT_QPA_PLATFORM": "xcb",
                "LANG": "C.UTF-8",
                "LC_ALL": "C.UTF-8",
                "CRM_LANGUAGE": self._language,
                "HOME": str(self._home),
                paths.HOME_VARIABLE: str(self._home),
            },
            cwd=self._home,
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )

    def leave(self) -> None:
        """End the program, should it still run, and the screen."""
        for one in (self.program, self._screen):
            if one is not None:
                one.kill()
                one.wait()
        self._log.close()

    def said(self) -> str:
        """Return what the program has said on its terminal."""
        return (self._home / "program.log").read_text(encoding="utf-8", errors="replace")

    # ------------------------------------------------------------------ looking

    def windows(self) -> dict[int, str]:
        """Return the titles of the windows in sight."""
        ids = self._hands("search", "--onlyvisible", "--name", ".").split()
        return {int(one): self._hands("getwindowname", one) for one in ids}

    def wait_for(self, met: Callable[[], Any], what: str, again: Callable[[], object] | None = None) -> Any:
        """Wait until something is so and return it; do something ``again`` when nothing has come of it for long."""
        end, tried = time.monotonic() + PATIENCE, time.monotonic()
        while not (found := met()):
            if self.program is not None and self.program.poll() not in (None, 0):
                raise AssertionError(f"the program ended: {self.said()}")
            if time.monotonic() > end:
                raise AssertionError(f"{what} did not come; windows: {self.windows()}; {self.said()}")
            if again is not None and time.monotonic() > tried + _LONG:
                again()
                tried = time.monotonic()
            time.sleep(0.05)
        return found

    def window(self, pattern: str, again: Callable[[], object] | None = None, *, other_than: int = 0) -> int:
        """Wait for a window whose title has a pattern, give it the keyboard as a window manager does, and return it."""

        def found() -> int:
            return next(
                (at for at, one in self.windows().items() if re.search(pattern, one) and at != other_than), 0
            )

        window: int = self.wait_for(found, f"a window “{pattern}”", again)
        self._hands("windowfocus", "--sync", str(window))
        return window

    def look_for(self, pattern: str, spots: Iterable[tuple[int, int]]) -> None:
        """Click on one spot after the other, until the title of a window has a pattern."""
        for spot in spots:
            self.click(*spot)
            end = time.monotonic() + _GLANCE
            while time.monotonic() < end:
                if any(re.search(pattern, one) for one in self.windows().values()):
                    return
                time.sleep(0.05)
        self.window(pattern)

    # ------------------------------------------------------------------ acting

    def press(self, *keys: str) -> None:
        """Press keys ('ctrl+n', 'Return'), one after the other."""
        self._hands("key", "--clearmodifiers", "--delay", "40", *keys)

    def type(self, text: str) -> None:
        """Type a text; letters that no keyboard has must have been learned."""
        self._hands("type", "--clearmodifiers", "--delay", "40", "--", text)

    def click(self, x: int, y: int) -> None:
        """Click somewhere on the screen."""
        self._hands("mousemove", str(x), str(y), "click", "1")

    def wait(self, seconds: float) -> None:
        """Give the program a moment, as somebody does who looks before acting."""
        time.sleep(seconds)

    def _hands(self, *words: str) -> str:
        return self._run("xdotool", *words).strip()

    def _run(self, *words: str) -> str:
        environment = {**os.environ, "DISPLAY": self._display, "LC_ALL": "C.UTF-8"}
        done = subprocess.run(words, env=environment, check=False, capture_output=True)
        return done.stdout.decode(errors="replace")


class Reader:
    """Looks into a customer file that the program may have open, as any other program would."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return what a question is answered with; nothing where there is no file yet."""
        if not self._path.exists():
            return []
        connection = driver.connect(self._path, None, read_only=True)
        try:
            return list(connection.execute(statement, values))
        finally:
            connection.close()
