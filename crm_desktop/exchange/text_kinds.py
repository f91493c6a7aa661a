"""What a text is by its beginning: rows of a list, or something that only other programs read."""

from __future__ import annotations

import csv
import re
from collections import Counter

_SEPARATORS = ",;\t|"
_ROWS = 30  # that are looked at
# A tag before a separator is a heading such as <Name>.
_TAG = re.compile(r"<(?:!--|!doctype|\?xml|[a-z][\w:-]*(?:\s[^<>]*)?/?>(?!\s*[,;|]|\t))", re.IGNORECASE)
_WEB = re.compile(r"<(?:!doctype html|html|head|body|meta|table|style|div|tr|td|p|br)\b", re.IGNORECASE)
_JSON = re.compile(r"(?:\[\s*)*\{\s*\"(?:[^\"\\]|\\.){0,200}\"\s*:|\[\s*\]|\{\s*\}")
OTHERS: dict[str, str] = {
    "fods": "Flat OpenDocument", "xml2003": "Excel 2003 XML", "dif": "DIF", "sylk": "SYLK",
}  # fmt: skip
"""The names of formats of tables that are not read."""
_OTHERS = {
    "fods": re.compile(r"<\?xml[^>]*>\s*<office:document\b"),
    "xml2003": re.compile(r"<\?xml[^>]*>\s*(?:<\?mso-application[^>]*>\s*)?<(?:ss:)?Workbook\b"),
    "dif": re.compile(r"TABLE\r?\n0,1\r?\n"),
    "sylk": re.compile(r"ID;P[^\r\n]*\r?\n[A-Z]{1,2};[A-Z]\w"),
}
_MAIL = re.compile(r"MIME-Version:.*?Content-Type:\s*multipart/related", re.IGNORECASE | re.DOTALL)


def foreign_text(text: str) -> str | None:
    """Return 'json', 'vcf' or 'ics' for what has a reader of its own, the code of a sentence for a web page or XML,
    one of OTHERS for a table of another program.

    None stands for any other text.
    """
    start = text.lstrip(" \t\r\n")
    other = next((kind for kind, form in _OTHERS.items() if form.match(start)), None)
    if other is not None:
        return other
    if _MAIL.match(start[:2_000]):
        return "html"
    if _TAG.match(start):
        return "html" if _WEB.search(start) else "xml"
    if _JSON.match(start):
        return "json"
    if start[:12].upper().startswith("BEGIN:VCARD"):
        return "vcf"
    if start[:15].upper().startswith("BEGIN:VCALENDAR"):
        return "ics"
    return None


def looks_like_rows(text: str, *, whole: bool) -> bool:
    """Return whether most of the first lines have the same number of cells, at least two.

    ``whole``: the text is not only the beginning of a longer one, whose last line may be cut.
    """
    lines = text.splitlines()
    if lines and re.fullmatch(r"\"?sep=.\"?", lines[0].strip(), re.IGNORECASE):
        return True
    lines = [line for line in lines[: None if whole else -1] if line.strip()][:_ROWS]
    return any(_even(lines, separator) for separator in _SEPARATORS)


def _even(lines: list[str], separator: str) -> bool:
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=separator) if row)
    except csv.Error:  # a quotation mark or a line end out of place
        widths = Counter(line.count(separator) + 1 for line in lines)
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return width > 1 and 3 * count > 2 * widths.total()
