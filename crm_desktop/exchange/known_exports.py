"""Files of other programs, recognised by their headings: what their rows are, and what headings mean there.

``resources/known_exports.txt`` describes them. Four of five of the headings that an export always has are enough; of
several exports that fit, the one of which most is there. The file tells only what a heading means in that program and
not elsewhere ('Title' is a salutation in Outlook, a job in Salesforce): all others are matched as in any table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from crm_desktop.core.paths import resource
from crm_desktop.exchange.heading_words import fold_heading

NOTHING = "-"
"""What a heading means that is left out without a word: an id, a setting of that program."""
UNKNOWN = "!"
"""What a heading means that holds something for which there is no field."""
_ENOUGH = 0.8


@dataclass
class KnownExport:
    """A sort of file: its program, its records, its headings (folded) and what they mean."""

    program: str
    entity: str
    signature: set[str] = field(default_factory=set)
    columns: dict[str, str] = field(default_factory=dict)

    def columns_for(self, headings: Sequence[str]) -> dict[str, str]:
        """Return what the headings of a file mean; those that mean the same elsewhere are left away."""
        return {
            heading: self.columns[fold_heading(heading)]
            for heading in headings
            if fold_heading(heading) in self.columns
        }


def recognise(headings: Sequence[str], entity: str = "") -> KnownExport | None:
    """Return the export that a table with these headings is, for one sort of records or any; None for none."""
    present = set(map(fold_heading, headings))
    counted = [(len(one.signature & present), one) for one in known_exports() if entity in ("", one.entity)]
    fitting = [(found, one) for found, one in counted if found >= _ENOUGH * len(one.signature)]
    return max(fitting, key=lambda one: one[0])[1] if fitting else None


@cache
def known_exports() -> tuple[KnownExport, ...]:
    """Return all exports that are known."""
    return tuple(_described(resource("known_exports.txt").read_text(encoding="utf-8").splitlines()))


def _described(lines: Iterable[str]) -> Iterator[KnownExport]:
    """Yield the exports that lines describe; the form of these is told in the file itself."""
    blocks: dict[str, dict[str, str]] = {}
    meanings: dict[str, str] = {}
    export: KnownExport | None = None
    for line in filter(str.strip, lines):
        if line.startswith("#"):
            continue
        if line.startswith("("):
            meanings = blocks.setdefault(line.strip("() "), {})
        elif line.startswith("["):
            if export is not None:
                yield export
            program, _comma, entity = line.strip("[] ").rpartition(", ")
            export = KnownExport(program, entity)
            meanings = export.columns
        elif line.startswith("?") and export is not None:
            export.signature.update(map(fold_heading, line[1:].split("|")))
        elif line.startswith("+"):
            for name in line[1:].split():
                meanings.update(blocks[name])
        else:
            headings, _sign, meaning = line.rpartition("=")
            meanings.update({fold_heading(one): meaning.strip() for one in headings.split("|")})
    if export is not None:
        yield export
