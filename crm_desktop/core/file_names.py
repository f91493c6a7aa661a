"""Names of files made from data: every system takes them, and nobody is fooled by them."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

LONGEST = 200  # bytes of UTF-8; a file system takes 255, and something may be put before it
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³")}
_SEPARATORS = re.compile(r'[<>:"/\\|?*]')
CUSTOMERS = ".crm"  # the ending of customer files
_PROGRAMS = frozenset(
    "app application bat chm cmd com command cpl desktop dll exe gadget hta inf jar jnlp js jse lnk msc msi msp pif"
    " pkg ps1 psm1 py pyw reg run scf scr sh url vb vbe vbs workflow ws wsc wsf wsh".split()
)
_ENDING = re.compile(r"\.[\w-]{1,12}\Z")


def safe_name(text: str, fallback: str = "file") -> str:
    """Return ``text`` as the name of one file: no folders, no hidden file, no characters that turn its order around."""
    kept = "".join(
        " " if ch.isspace() else ch for ch in text if ch.isspace() or unicodedata.category(ch)[0] != "C"
    )
    name = " ".join(_SEPARATORS.sub("_", kept).split()).strip(". ")
    ending = _ENDING.search(name)
    tail = ending[0] if ending and ending.start() else ""
    stem = name.removesuffix(tail)
    room = LONGEST - len(tail.encode())
    stem = stem.encode()[:room].decode(errors="ignore").rstrip(". ")
    if not stem:
        stem = fallback
    if stem.partition(".")[0].rstrip().casefold() in _RESERVED:
        stem = f"_{stem}"
    return stem + tail


def may_run(name: str) -> bool:
    """Tell whether a system may run a file of this name as a program, or take commands from it."""
    return Path(name.rstrip(". ")).suffix.lower().removeprefix(".") in _PROGRAMS
