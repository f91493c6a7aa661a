"""What a report may be asked for: parameters, described by the same kinds of values as the fields of records.

The command line reads them from texts, the window makes a row of its options from each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeAlias

from crm_desktop.core.calendar_days import month_title
from crm_desktop.core.document import Paper
from crm_desktop.core.formatting import format_day
from crm_desktop.core.i18n import LANGUAGES, N_, words_for
from crm_desktop.core.kinds import Choice, Day, Flag, Kind, Number, Option, Reference, Term, Vocabulary

HERE = "here"
"""The default of a parameter that is the user of this computer, where the file knows several."""

Parameters: TypeAlias = Mapping[str, Any]
"""Values by the key of their parameter: dates, ids, codes, numbers, True or False; None is "not asked for"."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing that can be asked for. ``default`` None means: all, or what the program is set to."""

    key: str
    label: str
    kind: Kind[Any]
    default: Any = None


class Chosen(Reference):
    """The id of one record of the entity that another parameter names."""

    def __init__(self, by: str) -> None:
        super().__init__("")
        self.by = by


PAPERS = Vocabulary("paper", (Term("A4", N_("A4")), Term("Letter", N_("US Letter"), "grey", ("letter",))))
CUSTOMERS = Vocabulary(
    "customers",
    (
        Term("company", N_("Companies"), "grey", ("company",)),
        Term("contact", N_("Contacts"), "grey", ("contact", "people")),
    ),
)
GROUPS = Vocabulary(
    "pipeline_groups",
    (
        Term("all", N_("Stage, owner and product")),
        Term("stage", N_("Stage")),
        Term("owner", N_("Owner")),
        Term("product", N_("Product")),
    ),
)
_OTHER_NAMES = {"zh_CN": ("zh", "chinese", "中文"), "en": ("en_us", "en_gb", "英文")}
_LANGUAGES = Vocabulary(
    "languages",
    tuple(Term(code, name, "grey", _OTHER_NAMES.get(code, ())) for code, name in LANGUAGES.items()),
)

LANGUAGE = Parameter("language", N_("Language"), Choice(_LANGUAGES))
PAPER = Parameter("paper", N_("Paper"), Choice(PAPERS))
PORTRAIT = Parameter("landscape", N_("Landscape"), Flag(), False)
LANDSCAPE = Parameter("landscape", N_("Landscape"), Flag(), True)
FROM = Parameter("from", N_("From"), Day())
TO = Parameter("to", N_("Until"), Day())
DAY = Parameter("day", N_("Day"), Day())
OWNER = Parameter("owner", N_("Owner"), Reference("user"))
OWN = Parameter("owner", N_("Owner"), Reference("user"), HERE)
PIPELINE = Parameter("pipeline", N_("Pipeline"), Reference("pipeline"))
LEVEL = Parameter("level", N_("Level"), Option("level"))
LIFECYCLE = Parameter("lifecycle", N_("Lifecycle"), Option("lifecycle"))
LISTED = Parameter("customers", N_("Customers"), Choice(CUSTOMERS), "company")
ABOUT = Parameter("customers", N_("Customers"), Choice(CUSTOMERS))
RECORD = Parameter("record", N_("Customer"), Chosen("customers"))
GROUP = Parameter("group", N_("Totals by"), Choice(GROUPS), "all")
LIMIT = Parameter("limit", N_("Rows of the list"), Number(low=0), 50)
CHART = Parameter("chart", N_("Chart"), Flag(), True)
DETAILS = Parameter("details", N_("Details"), Flag(), True)


def paper(parameters: Parameters) -> Paper:
    """Return the paper that was asked for."""
    return "Letter" if parameters.get("paper") == "Letter" else "A4"


def period_text(first: date | None, last: date | None, language: str) -> str:
    """Return a period as people call it: ``Q4 2026``, ``November 2026``, ``2026``, or its two days."""
    words = words_for(language).gettext
    if first is None and last is None:
        return words(N_("All dates"))
    if last is None:
        return words(N_("Since %(day)s")) % {"day": format_day(first or date.min, language)}
    if first is None:
        return words(N_("Until %(day)s")) % {"day": format_day(last, language)}
    months = _whole_months(first, last)
    if months == 12 and first.month == 1:
        return words(N_("Year %(year)d")) % {"year": first.year}
    if months == 3 and first.month % 3 == 1:
        return words(N_("Q%(quarter)d %(year)d")) % {"quarter": first.month // 3 + 1, "year": first.year}
    if months == 1:
        return month_title(first, language)
    return f"{format_day(first, language)} – {format_day(last, language)}"


def _whole_months(first: date, last: date) -> int:
    """Return how many calendar months a period is, or 0 when it begins or ends within one."""
    if first.day != 1 or (last + timedelta(days=1)).day != 1:
        return 0
    return (last.year - first.year) * 12 + last.month - first.month + 1
