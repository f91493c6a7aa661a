"""What is stored as a code and not closed: languages, sorts of records, lists of options; people read the words."""

from __future__ import annotations

from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import Coded, Term, Vocabulary

_LANGUAGES: tuple[tuple[str, str, str], ...] = (
    ("en", N_("English"), "English"),
    ("zh_CN", N_("Chinese (simplified)"), "简体中文"),
    ("zh_TW", N_("Chinese (traditional)"), "繁體中文"),
    ("ar", N_("Arabic"), "العربية"),
    ("cs", N_("Czech"), "Čeština"),
    ("da", N_("Danish"), "Dansk"),
    ("de", N_("German"), "Deutsch"),
    ("es", N_("Spanish"), "Español"),
    ("fi", N_("Finnish"), "Suomi"),
    ("fr", N_("French"), "Français"),
    ("hi", N_("Hindi"), "हिन्दी"),
    ("id", N_("Indonesian"), "Bahasa Indonesia"),
    ("it", N_("Italian"), "Italiano"),
    ("ja", N_("Japanese"), "日本語"),
    ("ko", N_("Korean"), "한국어"),
    ("nl", N_("Dutch"), "Nederlands"),
    ("no", N_("Norwegian"), "Norsk"),
    ("pl", N_("Polish"), "Polski"),
    ("pt", N_("Portuguese"), "Português"),
    ("ru", N_("Russian"), "Русский"),
    ("sv", N_("Swedish"), "Svenska"),
    ("th", N_("Thai"), "ไทย"),
    ("tr", N_("Turkish"), "Türkçe"),
    ("uk", N_("Ukrainian"), "Українська"),
    ("vi", N_("Vietnamese"), "Tiếng Việt"),
)
_MORE_SPELLINGS = {"zh_CN": ("Chinese", "Mandarin", "中文", "汉语", "zh", "zh-CN"), "en": ("en-US", "en-GB")}

LANGUAGES = Vocabulary(
    "language",
    tuple(
        Term(code, label, "grey", (own, *_MORE_SPELLINGS.get(code, ()))) for code, label, own in _LANGUAGES
    ),
)

# The words of the descriptions; a test compares them.
RECORDS = Vocabulary(
    "records",
    (
        Term("company", N_("Companies")),
        Term("contact", N_("Contacts")),
        Term("lead", N_("Leads")),
        Term("opportunity", N_("Opportunities")),
        Term("quote", N_("Quotes")),
        Term("sales_order", N_("Orders")),
        Term("service_request", N_("Service requests")),
        Term("campaign", N_("Campaigns")),
        Term("activity", N_("Activities")),
        Term("product", N_("Products")),
        Term("article", N_("Articles")),
    ),
)


def spoken(width: int = 120) -> Coded:
    """Return the kind of a field that names a language."""
    return Coded(LANGUAGES, width)


def records(width: int = 120) -> Coded:
    """Return the kind of a field that names a sort of records."""
    return Coded(RECORDS, width)
