"""The cards of a vCard file, one after the other, each a list of unfolded lines that a parser takes without stumbling.

Cards are parted before anything else looks at them, so that a bad card costs one card. What the versions write
differently is made alike here: folded lines (all versions), soft line breaks and bytes of quoted-printable text with
a character set of their own (2.1), cards within cards (AGENT of 2.1 and 3.0), pictures of any size (kept apart).
Formats: the vCard 2.1 specification of versit (1996), RFC 2426 (3.0), RFC 6350 (4.0).
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from crm_desktop.exchange import encodings

LONGEST_LINE = 1 << 16  # characters of one line that are kept
LONGEST_CARD = 1 << 20  # characters of one card, pictures and keys left out
LONGEST_PICTURE = 8 << 20  # characters of one picture as text

_BEGIN = re.compile(r"\s*(?:[\w-]+\.)?BEGIN\s*:\s*VCARD\s*", re.IGNORECASE)
_END = re.compile(r"\s*(?:[\w-]+\.)?END\s*:\s*VCARD\s*", re.IGNORECASE)
_BINARY = re.compile(
    r"(?:[\w-]+\.)?(PHOTO|LOGO|SOUND|KEY|X-MS-CARDPICTURE|X-MS-OL-[\w-]+)\s*[;:]", re.IGNORECASE
)
_AGENT = re.compile(r"(?:[\w-]+\.)?AGENT[^:]*:\s*", re.IGNORECASE)
_QUOTED = re.compile(r"[;=]\s*QUOTED-PRINTABLE\b", re.IGNORECASE)
_CHARSET = re.compile(r";\s*CHARSET\s*=\s*\"?([\w.:-]+)\"?", re.IGNORECASE)
_ENCODING = re.compile(r";\s*(?:ENCODING\s*=\s*)?QUOTED-PRINTABLE\b", re.IGNORECASE)
_CUSTOM = re.compile(r";\s*X-CUSTOM\([^)]*\)", re.IGNORECASE)  # what Android writes for kinds of one's own
_APART = re.compile(r"(?<!\\);")
_BASE64_END = re.compile(r"[A-Za-z0-9+/=\s]*")


@dataclass(slots=True)
class RawCard:
    """The lines of one card between BEGIN and END, and the number of the line where it begins.

    ``pictures`` counts the photographs, of which the first is ``picture``: its property, unfolded, '' where it is too
    long. A card of ``is_too_long`` has lost some of its lines.
    """

    line: int
    lines: list[str] = field(default_factory=list)
    pictures: int = 0
    picture: str = ""
    is_ended: bool = False
    is_too_long: bool = False


def split(lines: Iterable[str], charset: str = "utf-8", language: str = "en") -> Iterator[RawCard]:
    """Yield the cards of a file. ``charset`` is that of quoted-printable bytes which do not name theirs; ``language``
    leads where it cannot be."""
    card: RawCard | None = None
    collected = _Collected(charset, language)
    is_within = False
    for number, line in enumerate(lines, 1):
        text = line.rstrip("\r\n")[:LONGEST_PICTURE]
        if card is None:
            if _BEGIN.fullmatch(text.lstrip("\ufeff")):
                card, collected, is_within = RawCard(number), _Collected(charset, language), False
        elif _BEGIN.fullmatch(text):
            if not is_within and collected.awaits_card():
                is_within = True
                continue
            yield collected.closed(card, is_ended=False)  # its end is missing
            card, collected, is_within = RawCard(number), _Collected(charset, language), False
        elif _END.fullmatch(text):
            if is_within:
                is_within = False
                continue
            yield collected.closed(card, is_ended=True)
            card = None
        elif not is_within:
            collected.add(text)
    if card is not None:
        yield collected.closed(card, is_ended=False)


class _Collected:
    """The lines of the card at hand, unfolded and decoded."""

    def __init__(self, charset: str, language: str) -> None:
        self._charset = charset
        self._language = language
        self._lines: list[str] = []
        self._open: list[str] = []  # the pieces of the line that may go on
        self._size = 0
        self._is_soft = False
        self._pictures = 0
        self._picture: list[str] = []  # the pieces of the first one
        self._is_binary = self._is_first = False
        self._picture_size = 0

    def add(self, text: str) -> None:
        """Take one line as it stands in the file."""
        goes_on = self._is_soft or (text[:1] in (" ", "\t") and bool(text.strip()))
        if goes_on and (self._open or self._is_binary):
            self._append(text if self._is_soft else text[1:])
            return
        self._flush()
        if not text.strip():
            self._is_binary = False
            return
        if self._is_binary and ":" not in text and _BASE64_END.fullmatch(text):
            self._see(text)  # pictures of 2.1 that were not folded
            return
        found = _BINARY.match(text)
        self._is_binary = found is not None
        if found is not None:
            is_picture = found[1].upper() in ("PHOTO", "X-MS-CARDPICTURE")
            self._pictures += is_picture
            self._is_first = is_picture and self._pictures == 1
            self._see(text)
            return
        self._append(text[:LONGEST_LINE])

    def awaits_card(self) -> bool:
        """Tell whether a card within the card is to follow."""
        return bool(_AGENT.fullmatch("".join(self._open)))

    def closed(self, card: RawCard, *, is_ended: bool) -> RawCard:
        """Return the card with its lines."""
        self._flush()
        card.lines, card.pictures = self._lines, self._pictures
        card.picture = "".join(self._picture) if self._picture_size <= LONGEST_PICTURE else ""
        card.is_ended, card.is_too_long = is_ended, self._size > LONGEST_CARD
        return card

    def _see(self, text: str) -> None:
        """Take one more piece of a picture, if it is the first of the card."""
        if self._is_first:
            self._picture_size += len(text)
            if self._picture_size <= LONGEST_PICTURE:
                self._picture.append(text)

    def _append(self, text: str) -> None:
        if self._is_binary:
            self._see(text.strip())
            return
        self._size += len(text)
        first = self._open[0] if self._open else text
        self._is_soft = text.endswith("=") and bool(_QUOTED.search(first.partition(":")[0]))
        if self._size <= LONGEST_CARD:
            self._open.append(text[:-1] if self._is_soft else text)

    def _flush(self) -> None:
        if self._open:
            self._lines.append(_decoded("".join(self._open), self._charset, self._language))
        self._open, self._is_soft = [], False


def _decoded(line: str, charset: str, language: str) -> str:
    """Return a line without quoted-printable, its line breaks as vCard 3.0 writes them."""
    head, colon, value = line.partition(":")
    if "(" in head:
        head = _CUSTOM.sub("", head)
        line = head + colon + value
    if not colon or not _QUOTED.search(head):
        return line
    named = _CHARSET.search(head)
    own = named[1] if named else charset
    parts = [
        _part(quopri.decodestring(part.encode(charset, "replace")), own, language)
        for part in _APART.split(value)
    ]
    return f"{_CHARSET.sub('', _ENCODING.sub('', head))}:{';'.join(parts)}"


def _part(data: bytes, charset: str, language: str) -> str:
    """Return one part of a quoted-printable value as vCard 3.0 writes it."""
    text = _text(data, charset, language)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return re.sub(r"(?<!\\);", r"\;", text)


def _text(data: bytes, charset: str, language: str) -> str:
    """Return bytes as text: strictly in their own character set, then in UTF-8, then in the most plausible one."""
    for one in (charset, "utf-8", encodings.most_plausible(data, language)):
        try:
            return data.decode(one)
        except (LookupError, ValueError):
            continue
    return data.decode("cp1252", "replace")
