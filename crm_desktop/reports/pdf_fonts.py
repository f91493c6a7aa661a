"""The typefaces of our PDFs: measuring, clipping and wrapping texts, and writing them as PDF operators.

A typeface is two embedded TrueType fonts: Inter for Latin, Greek and Cyrillic, WenQuanYi Micro Hei for Chinese
and for what Inter lacks. Which font has a character is looked up once per character and remembered, and so are
its width and its code, because ReportLab's own way (a loop in Python over each text, each time) is half the cost
of a table. Control characters vanish, every kind of space becomes a plain one, and what no font has becomes
``□``: visible, never a missing glyph.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from reportlab.pdfbase.pdfdoc import PDFDocument
from reportlab.pdfbase.ttfonts import TTFont

from crm_desktop.core.paths import resource
from crm_desktop.reports import opentype
from crm_desktop.reports.cells import ELLIPSIS

MISSING = "□"
LONGEST_TEXT = 20_000  # characters of one paragraph; of a line in a table fewer
CAP_HEIGHT = 0.727  # of the size; texts are centred by the height of their capitals
EMBOLDEN = 0.035  # of the size: the line drawn around Chinese letters to make them bold

_ESCAPES = {ord("("): "\\(", ord(")"): "\\)", ord("\\"): "\\\\"}
_CJK = "\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
_CLOSING = ",.;:!?)、。〉》」』】〕〗,.;:!?)]}%”’"
_PIECE = re.compile(rf"\s+|[{_CJK}][{re.escape(_CLOSING)}]*|[^\s{_CJK}]+")


class Typeface:
    """One weight: the fonts that a character is looked for in, in this order, and their measures."""

    def __init__(self, bold: bool) -> None:
        self.fonts = (_latin(bold), _chinese())
        self.emboldened = (False, bold)
        self.widths = _Widths(self)
        self._cleaner = _Cleaner(self)

    def font_of(self, char: str) -> int:
        """Return the index of the font that has ``char``, or -1."""
        code = ord(char)
        return next((n for n, font in enumerate(self.fonts) if code in font.face.charToGlyph), -1)

    def clean(self, text: str) -> str:
        """Return ``text`` on one line and in characters that the fonts have."""
        if text.isascii() and text.isprintable():
            return text
        return unicodedata.normalize("NFC", text).translate(self._cleaner)

    def width(self, text: str, size: float) -> float:
        """Return how wide a cleaned text is, in points."""
        return sum(map(self.widths.__getitem__, text)) * size / 1000

    def clip(self, text: str, size: float, room: float) -> str:
        """Return as much of a cleaned text as fits into ``room``, with an ellipsis if that is not all."""
        limit = room * 1000 / size
        if self.width(text, size) <= room + 0.01:
            return text
        widths, used, last = self.widths, 0.0, 0
        room_before_mark = limit - widths[ELLIPSIS]
        for index, char in enumerate(text):
            used += widths[char]
            if used <= room_before_mark:
                last = index + 1
            elif used > limit + 0.01:
                return text[:last].rstrip() + ELLIPSIS if last else ""
        return text

    def wrap(self, text: str, size: float, room: float, most: int) -> list[str]:
        """Return ``text`` in at most ``most`` lines that fit into ``room``; line breaks in it are kept."""
        lines: list[str] = []
        for paragraph in text[:LONGEST_TEXT].splitlines() or [""]:
            lines += self._wrap_line(self.clean(paragraph), size, room, most + 1 - len(lines))
            if len(lines) > most:
                lines[most - 1] = self.clip(lines[most - 1] + ELLIPSIS, size, room)
                return lines[:most]
        return lines

    def _wrap_line(self, text: str, size: float, room: float, most: int) -> list[str]:
        limit = room * 1000 / size
        lines, line, used = [], "", 0.0
        for piece in self._pieces(text, limit):
            width = sum(map(self.widths.__getitem__, piece))
            if line and used + width > limit and not piece.isspace():
                lines.append(line.rstrip())
                if len(lines) >= most:
                    return lines
                line, used = "", 0.0
            if line or not piece.isspace():
                line, used = line + piece, used + width
        return [*lines, line.rstrip()]

    def _pieces(self, text: str, limit: float) -> list[str]:
        """Return what a line may be broken between; a word that is longer than a line comes in parts."""
        pieces: list[str] = []
        for found in _PIECE.findall(text):
            rest = found
            while len(rest) > 1 and (fitting := self._fitting(rest, limit)) < len(rest):
                pieces.append(rest[:fitting])
                rest = rest[fitting:]
            pieces.append(rest)
        return pieces

    def _fitting(self, piece: str, limit: float) -> int:
        used = 0.0
        for index, char in enumerate(piece):
            used += self.widths[char]
            if used > limit:
                return max(1, index)
        return len(piece)


class Encoder:
    """Writes texts of one typeface into one PDF document, as operators of a text object.

    Inside the text object the *base* font (ASCII of the first font) is always the current one: each text that needs
    another switches back at its end.
    """

    def __init__(self, typeface: Typeface, document: PDFDocument) -> None:
        self.typeface = typeface
        self._codes = _Codes(typeface, document)
        self._base = self._codes["A"][0]

    def begin(self, size: float) -> str:
        """Return the operators that make the base font the current one."""
        return f"{self._base} {size:g} Tf"

    def show(self, text: str, size: float) -> str:
        """Return the operators that show a cleaned text at the current place."""
        if text.isascii():
            return f"({text.translate(_ESCAPES)}) Tj"
        parts: list[str] = []
        current, run, codes = self._base, "", self._codes
        for char in text:
            font, code = codes[char]
            if font != current:
                if run:
                    parts.append(f"({run}) Tj")
                parts.append(self._switch(font, current, size))
                current, run = font, ""
            run += code
        parts.append(f"({run}) Tj")
        if current != self._base:
            parts.append(self._switch(self._base, current, size))
        return " ".join(parts)

    def _switch(self, font: str, previous: str, size: float) -> str:
        """Return the change of font; letters that are made bold by a line get and lose it here."""
        thick, was_thick = font in self._codes.emboldened, previous in self._codes.emboldened
        mode = "" if thick == was_thick else f" {size * EMBOLDEN:.3f} w 2 Tr" if thick else " 0 Tr"
        return f"{font} {size:g} Tf{mode}"


@cache
def typeface(bold: bool = False) -> Typeface:
    """Return the typeface of one weight; the fonts are read once."""
    return Typeface(bold)


class _Widths(dict[str, float]):
    """Widths of characters in thousandths of the size, filled as they are asked for."""

    def __init__(self, face: Typeface) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, char: str) -> float:
        index = max(self._face.font_of(char), 0)
        width = float(self._face.fonts[index].face.getCharWidth(ord(char)))
        self[char] = width
        return width


class _Cleaner(dict[int, str]):
    """The table for ``str.translate`` that :meth:`Typeface.clean` uses, filled as characters come."""

    def __init__(self, face: Typeface) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, code: int) -> str:
        char = chr(code)
        kind = unicodedata.category(char)
        if char in "\t\n\v\f\r\x85" or kind in ("Zs", "Zl", "Zp"):
            clean = " "
        elif kind in ("Cc", "Cf") or 0xFE00 <= code <= 0xFE0F:
            clean = ""
        else:
            clean = char if self._face.font_of(char) >= 0 else MISSING
        self[code] = clean
        return clean


class _Codes(dict[str, tuple[str, str]]):
    """For each character the font resource (a subset of 256) and the escaped code in it, for one document."""

    def __init__(self, face: Typeface, document: PDFDocument) -> None:
        super().__init__()
        self._face = face
        self._document = document
        self.emboldened: set[str] = set()

    def __missing__(self, char: str) -> tuple[str, str]:
        index = max(self._face.font_of(char), 0)
        font = self._face.fonts[index]
        ((subset, code),) = font.splitString(char, self._document)
        name = str(font.getSubsetInternalName(subset, self._document))
        if self._face.emboldened[index]:
            self.emboldened.add(name)
        byte = code[0]
        escaped = chr(byte).translate(_ESCAPES) if 32 <= byte < 127 else f"\\{byte:03o}"
        self[char] = (name, escaped)
        return self[char]


@cache
def _latin(bold: bool) -> TTFont:
    name = "Inter-SemiBold" if bold else "Inter-Regular"
    path = resource(f"fonts/{name}.ttf")
    font = TTFont(name, str(path), asciiReadable=True)
    _use_tabular_digits(font, path.read_bytes())
    return font


@cache
def _chinese() -> TTFont:
    path = resource("fonts/wqy-microhei.ttc")
    return TTFont("WenQuanYiMicroHei", str(path), subfontIndex=0, asciiReadable=False)


def _use_tabular_digits(font: TTFont, data: bytes) -> None:
    """Give the digits of ``font`` one width, as its feature 'tnum' has them, so that columns of numbers align."""
    face = font.face
    tables = opentype.tables(data)
    substitutes = opentype.single_substitutes(data, tables, b"tnum")
    for char in "0123456789":
        glyph = substitutes.get(face.charToGlyph[ord(char)])
        if glyph is not None:
            face.charToGlyph[ord(char)] = glyph
            face.charWidths[ord(char)] = opentype.advance(data, tables, glyph)
