"""How the cells of one column of a list look: worked out once, not for each cell."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontMetricsF

from crm_desktop.core.business_days import Deadline
from crm_desktop.core.due import DueTime
from crm_desktop.core.entity import Field
from crm_desktop.core.kinds import (
    Choice,
    Colour,
    Day,
    Email,
    Moment,
    OneOfFew,
    Option,
    PersonName,
    Phone,
    Reference,
    Tags,
    Text,
    Web,
)
from crm_desktop.ui import drawing, theme
from crm_desktop.ui.record_table_model import RecordTableModel

_QUIET = (Text, Reference)


def _is_reach(field: Field) -> bool:
    """Tell whether a value is a way to reach somebody."""
    return isinstance(field.kind, Email | Phone | Web)


class CellLook:
    """What the kind of a field and its place in the list make of its cells."""

    def __init__(self, field: Field, model: RecordTableModel, place: int) -> None:
        self.kind = field.kind
        self.is_title = field.key == model.entity.title_key
        self.is_searched = field.searched
        self.is_person = isinstance(field.kind, PersonName)
        self.has_avatar = self.is_title and self.is_person
        self.has_badge = isinstance(field.kind, Choice | Option | OneOfFew | DueTime)
        self.is_tags = isinstance(field.kind, Tags)
        self.is_time = isinstance(field.kind, Day | Moment)
        self.is_deadline = isinstance(field.kind, Deadline)
        self.right = field.kind.align == "right"
        # The eye finds what names, reaches and measures a record; what merely tells of it steps back.
        self.muted = (
            place > 1 and not self.is_title and isinstance(field.kind, _QUIET) and not _is_reach(field)
        )
        weight = QFont.Weight.Medium if self.is_title else QFont.Weight.Normal
        self.font = theme.font(theme.FONT_PIXELS, weight, tabular=self.right or self.is_time)
        self.metrics = QFontMetricsF(self.font)
        # Chinese faces seldom have a medium weight: their names would look no stronger than the rest.
        self.strong = theme.font(theme.FONT_PIXELS, QFont.Weight.DemiBold)
        self.strong_metrics = QFontMetricsF(self.strong)

    def is_strong(self, text: str) -> bool:
        """Tell whether a text stands in the stronger type."""
        return self.is_title and not text.isascii() and drawing.is_ideograph(text[0])

    def type_of(self, text: str) -> tuple[QFont, QFontMetricsF]:
        """Return the type for a text."""
        return (self.strong, self.strong_metrics) if self.is_strong(text) else (self.font, self.metrics)

    def colour(self, value: object) -> Colour:
        """Return the colour of the badge of a value."""
        if isinstance(self.kind, Choice):
            return self.kind.colour(str(value))
        return getattr(value, "colour", "grey")
