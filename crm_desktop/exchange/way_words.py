"""Words that people write beside a number or an address: what sort it is, that there is none, or whose it is."""

from __future__ import annotations

import re

_SORTS = (
    "telephone|telefon|tel|phone|mobile|mobil|mob|cell|handy|portable|fixe|home|office|work|private|privat|geschäftlich"
    "|business|direct|main|spare|whatsapp|wechat|viber|telegram|signal"
    "|手机号|手机|移动电话|座机|固定电话|固话|办公室|办公|家庭|住宅|公司|单位|个人|私人|工作|电话|微信|备用|总机|直线|家|宅|公|办"
    "|手機|電話|辦公室|辦公|公司|住家|備用|微信同號|微信同号"
)
_NONE = frozenset(
    "none nil null no n/a na n.a. unknown - -- — – / ? keine keiner kein unbekannt aucun aucune ninguno"
    " 无 無 没有 沒有 暂无 暫無 未知 不详 不詳 没 空".split()
)
_LETTERS = "h|o|w|m|p|c"  # (H) for home: only in brackets or before a colon
_BEFORE = re.compile(
    rf"(?:[(（\[【]\s*(?:{_SORTS}|{_LETTERS})\s*[)）\]】]|(?:{_SORTS})(?![a-zäöü])|(?:{_LETTERS})(?=[:：]))\s*[.:：]?\s*",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    rf"\s*(?:[(（\[【]\s*(?:{_SORTS}|{_LETTERS})\.?\s*[)）\]】]|(?:{_SORTS}))", re.IGNORECASE
)
NEXT_SORT = (
    rf"(?<=\d)\s+(?=[(（\[【]?(?:{_SORTS}|{_LETTERS})\s?[)）\]】.:：]\s*[+(（]?\d|(?:{_SORTS})\s+[+(（]?\d)"
)
"""The pattern of the blank before the sort of a further number: ``家：0101234567 公：0101234568``."""
_ADDRESS = re.compile(r"<?([^\s<>()（）;,、，；／|\"']+@[^\s<>()（）;,、，；／|\"']+)>?")
_BETWEEN = re.compile(r"[\s/;,|、，；／()（）\[\]\"']+")
_LINKS = frozenset("or oder ou and und et y o e 或 和 及".split())


def is_none(text: str) -> bool:
    """Tell whether a cell says that there is no number or address: ``n/a``, ``无``."""
    return text.strip().casefold() in _NONE


def bare_number(text: str) -> str:
    """Return a number without the words that say its sort: ``tel. 030 1234567``, ``13800007777（家）``."""
    found = text.strip()
    if (before := _BEFORE.match(found)) is not None:
        found = found[before.end() :]
    behind = next((one for one in _BEHIND.finditer(found) if one.end() == len(found)), None)
    return found[: behind.start()].strip() if behind is not None else found.strip()


def bare_addresses(text: str) -> list[str]:
    """Return the e-mail addresses of a cell; nothing where it may name several people, or says what is not understood.

    One name may stand before its address in <…>. ``or``, sorts (``work``) and words for none say nothing more.
    """
    found = [one.strip(".:：") for one in _ADDRESS.findall(text)]
    if any(one.count("@") != 1 for one in found) or text.count("@") != len(found):
        return []
    names = 0
    for place, rest in enumerate(_ADDRESS.sub("\0", text).split("\0")):
        words = [one for one in _BETWEEN.split(rest.replace("<", " ").replace(">", " ")) if one]
        if all(_says_nothing(word) for word in words):
            continue
        names += 1
        if place >= len(found) or f"<{found[place]}>" not in text:
            return []
    return found if names <= 1 else []


def _says_nothing(word: str) -> bool:
    return word.casefold() in _LINKS or is_none(word) or not bare_number(word).strip(".:：")


__all__ = ["NEXT_SORT", "bare_addresses", "bare_number", "is_none"]
