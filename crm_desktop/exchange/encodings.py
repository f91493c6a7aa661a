"""How the letters of a text file are encoded: what is certain first, then what is plausible, never in silence.

A byte order mark decides; else strict UTF-8; else zero bytes in every second place mean UTF-16; else the old
encodings compete, those of the user's language ahead. Libraries that guess take a short Chinese file for Korean.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

ENCODINGS: tuple[tuple[str, str], ...] = (
    ("utf-8", "UTF-8"),
    ("gb18030", "GB18030 (简体中文)"),
    ("big5", "Big5 (繁體中文)"),
    ("cp1252", "Windows-1252 (Western)"),
    ("cp1250", "Windows-1250 (Central European)"),
    ("cp1251", "Windows-1251 (Cyrillic)"),
    ("cp1254", "Windows-1254 (Turkish)"),
    ("shift_jis", "Shift_JIS (日本語)"),
    ("euc_kr", "EUC-KR (한국어)"),
    ("utf-16", "UTF-16"),
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 1 << 20
_PLAUSIBLE = 0.5
_MOSTLY = 0.9
_AHEAD = 0.05  # what a place nearer to the user's language is worth


@dataclass(frozen=True, slots=True)
class Detected:
    """An encoding, and whether it was assumed rather than known."""

    encoding: str
    assumed: bool = False


def label(encoding: str) -> str:
    """Return the name of an encoding as the user chooses it."""
    return dict(ENCODINGS).get(
        encoding.removesuffix("-sig").removesuffix("-le").removesuffix("-be"), encoding
    )


def known(encoding: str) -> bool:
    """Tell whether Python can decode texts of this encoding."""
    try:
        b"a".decode(encoding)
    except (LookupError, ValueError):
        return False
    return True


def detect(path: Path, language: str) -> Detected:
    """Return the encoding of a text file. ``language`` leads where several would do."""
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return Detected(encoding)
    if wide := wide_encoding(sample):
        return Detected(wide, assumed=True)
    if _is_utf8(path):
        return Detected("utf-8")
    return Detected(most_plausible(sample, language), assumed=True)


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while block := file.read(_SAMPLE):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def wide_encoding(sample: bytes) -> str | None:
    """Return the UTF-16 without a mark that a sample is in, or None."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if len(sample) < 4 or max(even, odd) * 50 < half or min(even, odd) * 20 > max(even, odd):
        return None
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    text = _decoded(sample, encoding)
    # Stray zero bytes in an 8-bit text leave line ends that are not two bytes wide.
    if text is None or (b"\n" in sample and "\n" not in text):
        return None
    return encoding if sum(map(len, _ORDINARY.findall(text))) > _MOSTLY * len(text) else None


def _decoded(sample: bytes, encoding: str) -> str | None:
    """Return the text of a sample, whose last character may be cut; None where the bytes forbid it."""
    try:
        return codecs.getincrementaldecoder(encoding)().decode(sample)
    except UnicodeDecodeError:
        return None


_ORDINARY = re.compile(
    r"[\t\n\r -~\u00a0-\u024f\u2010-\u203a\u20ac\u3000-\u30ff\u4e00-\u9fff\uff01-\uff5e\0]+"
)


def most_plausible(sample: bytes, language: str) -> str:
    """Return the old encoding in which a sample makes most sense; ``language`` leads where several would do."""
    order = ("gb18030", "big5", "cp1252") if language.startswith("zh") else ("cp1252", "gb18030", "big5")
    scores = [
        (_plausibility(sample, encoding) + _AHEAD * (len(order) - place), -place, encoding)
        for place, encoding in enumerate(order)
    ]
    best, _place, encoding = max(scores)
    return encoding if best > _PLAUSIBLE else order[0]


def _plausibility(sample: bytes, encoding: str) -> float:
    """Return how much of what is not ASCII makes sense in an encoding, 0 to 1."""
    text = _decoded(sample, encoding)
    if text is None:
        return 0.0
    strange = [char for char in text if char > "\x7f"]
    if not strange:
        return 1.0
    if encoding == "cp1252":
        alone = _WESTERN.findall(text)
        return sum(map(len, alone)) / len(strange)
    return sum(_is_common(char, encoding) for char in strange) / len(strange)


# A Western letter stands between ASCII letters; Chinese read as Western gives long runs of such letters.
_WESTERN = re.compile(
    "(?<![\x80-\uffff])(?:[À-ÖØ-öø-ÿŒœŠšŽžŸ]{1,2}|[\u2013\u2014\u2018-\u201d\u2026\u2022\u20ac£§°²³´·ºª«»¿¡©®™½¼\u00a0]{1,3})"
    "(?![\x80-\uffff])"
)


def _is_common(char: str, encoding: str) -> bool:
    """Tell whether a character is one of the common ones of its character set (the first level of each)."""
    if char in "，。、；：？！“”‘’（）《》【】—…·￥　０１２３４５６７８９":
        return True
    try:
        lead = char.encode("gb2312" if encoding == "gb18030" else "big5")[0]
    except UnicodeEncodeError:
        return False
    # Level 1 of GB 2312 (3,755 characters) and of Big5 (5,401); names use a few of GB's second level.
    return 0xB0 <= lead <= 0xD7 if encoding == "gb18030" else 0xA4 <= lead <= 0xC6
