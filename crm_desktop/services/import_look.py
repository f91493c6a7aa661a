"""A first look at a foreign table: its sheets, headings and first rows, and what its columns seem to mean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop.core.i18n import language
from crm_desktop.core.reading import text_of
from crm_desktop.exchange.mapping import Mapping
from crm_desktop.exchange.reader_process import open_table
from crm_desktop.models import registry
from crm_desktop.services import import_fields, import_identity, import_recognition
from crm_desktop.services.import_choices import Choices
from crm_desktop.services.import_meanings import SAMPLE_ROWS, Columns
from crm_desktop.services.import_recognition import Recognised
from crm_desktop.store import custom_fields

if TYPE_CHECKING:
    from crm_desktop.services.import_mappings import SavedMapping
    from crm_desktop.services.workspace import Workspace

SAMPLES = 3
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Look:
    """What can be said about a table before all of it is read.

    ``heading_row`` is the row of the headings (0: there is none); ``top`` are the first rows of the file as they stand,
    titles and headings among them: number and cells as texts. ``proposed`` are the kinds of custom field that its
    columns could become, by heading. ``recognised`` is what the table is known as, ``choices`` hold what goes with it,
    ``likely_entity`` is what the rows are by their headings ('': they do not tell),
    ``mappings`` are those that are saved for such records.
    """

    source: Path
    format: str
    sheets: list[str]
    sheet: str
    encoding: str | None
    separator: str | None
    mapping: Mapping
    heading_row: int = 1
    top: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    samples: list[tuple[str, ...]] = field(default_factory=list)
    proposed: dict[str, str] = field(default_factory=dict)
    recognised: Recognised | None = None
    choices: Choices = field(default_factory=Choices)
    likely_entity: str = ""
    mappings: list[SavedMapping] = field(default_factory=list)


def look_at(
    workspace: Workspace,
    source: Path,
    entity: str,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    separator: str | None = None,
    heading_row: int | None = None,
    saved: str | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Look:
    """Read the head of a table; quick at any size. Raises SourceProblem, UsageProblem, Cancelled.

    ``saved`` names a saved mapping to use ('': none; None: the one that fits).
    """
    description = registry.entity(entity)
    custom = custom_fields.of(workspace.file.reader(), entity)
    found = Columns(workspace, description, Choices(saved=saved))
    with open_table(
        source, sheet=sheet, encoding=encoding, separator=separator, header_row=heading_row,
        language=language(), cancelled=cancelled, known=found.known, records=entity,
    ) as opened:  # fmt: skip
        rows = opened.sample(SAMPLE_ROWS)
        columns = zip(*(row.cells for row in rows), strict=True) if rows else ([] for _one in opened.headings)
        mapping = found.match(opened, import_identity.described(custom, opened.format))
        return Look(
            source,
            opened.format,
            list(opened.sheets),
            opened.sheet or "",
            opened.encoding,
            opened.separator,
            mapping,
            opened.header_row,
            [(row.number, tuple(text_of(cell)[:LONGEST] for cell in row.cells)) for row in opened.top],
            [_first_values(column) for column in columns],
            import_fields.proposals(opened, range(len(opened.headings)), workspace.locale),
            found.recognised,
            found.choices,
            import_recognition.likely_entity(workspace, opened.headings),
            workspace.import_mappings.all(entity),
        )


def _first_values(column: object) -> tuple[str, ...]:
    """Return the first different values of a column."""
    texts = (text_of(cell) for cell in column if cell is not None)  # type: ignore[attr-defined]
    different = dict.fromkeys(text[:LONGEST] for text in texts if text)
    return tuple(different)[:SAMPLES]


__all__ = ["Look", "look_at"]
