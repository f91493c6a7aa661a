"""Sorts of values that a column shows by itself, whatever stands above it: e-mail addresses, mobiles, firms, people …

A sort names the headings that would stand above such a column; which field that is, the description of the records
says. ``bare`` and ``headed`` are how sure a column can be at most when its heading says nothing ('Column 3', 'B') and
when it is a word that we do not know: that may well mean something else (the assistant's e-mail).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from crm_desktop.core import currency_signs
from crm_desktop.core.likeness import company_stem
from crm_desktop.core.reading import USUAL_EMAIL, Unreadable, amount, email, fold, phone, text_of
from crm_desktop.core.reading_days import day
from crm_desktop.exchange import place_words
from crm_desktop.exchange.confidence import Rates


class Values(Protocol):
    """The different values of a column."""

    @property
    def distinct(self) -> float:
        """The share of filled cells that differ from those before them."""

    def share(self, fits: Callable[[str], bool], /) -> float:
        """Return the share of values that fit."""


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of values: how one is known, how often (see ``confidence``), how sure a column is at most.

    ``distinct`` is the share of cells that must differ from one another; ``mostly`` must hold for half of the values.
    """

    headings: tuple[str, ...]
    is_one: Callable[[str], bool]
    rates: Rates
    bare: float
    headed: float
    distinct: float = 0.0
    mostly: Callable[[str], bool] | None = None

    def fits(self, values: Values) -> bool:
        """Tell whether a column as a whole can be of this sort."""
        return values.distinct >= self.distinct and (
            self.mostly is None or 2 * values.share(self.mostly) >= 1
        )


_WEB = re.compile(
    r"(?:https?://|www\.)\S+|(?:[a-z0-9-]+\.)+(?:com|cn|net|org|io|eu|de|fr|es|it|nl|pl|at|ch|be|se|dk|cz|co\.uk|uk|jp|info|biz)(?:/\S*)?",
    re.IGNORECASE,
)
_CHINESE_MOBILE = re.compile(r"(?:\+?86|0086)?[- ]?1[3-9]\d(?:[- ]?\d{4}){2}")
_MOBILE_ABROAD = re.compile(
    r"(?:\+|00)(?:(?:44|41|46) ?\(?0?\)?7|49 ?\(?0?\)?1[567]|33 ?\(?0?\)?[67]|34 ?[67]|39 ?3|(?:31|43) ?\(?0?\)?6"
    r"|48 ?[5-8])[\d ()/-]+|01[567]\d[ /-]?\d[\d ]{5,}|07\d{3}[ -]?\d{6}"
)
_PHONE = re.compile(r"(?:\+|00|0|\()[\d ()/.-]{6,22}(?:(?:ext|x|转)\.? ?\d{1,5})?|400-?\d{3}-?\d{4}")
_DAY = re.compile(
    r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:[ T].*)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}(?: .*)?"
    r"|\d{1,2}\.? [^\W\d]{3,9}\.? \d{4}"
)
_WESTERN_NAME = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Dr|Prof)\.? )?[^\W\d_][\w'’.-]*"
    r"(?:,? (?:(?:van|von|de|der|da|del|di|la|le|el|bin)\b )*[^\W\d_][\w'’.-]*){1,3}"
)
_CHINESE_NAME = re.compile(r"[\u4e00-\u9fff·]{2,5}")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金"
    "石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐庞颜倪庄聂章鲁岳翟殷"
    "詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时"
    "穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖"
    "巩明佘池查麻苑迟邝張劉陳楊黃趙吳孫馬羅鄭謝許韓馮鄧蕭葉蘇呂盧鍾譚陸範賈韋鄒龍賀顧龔錢嚴"
)
_DOUBLE_SURNAMES = (
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "夏侯",
    "司徒",
)
_STREET = re.compile(
    r".*(?:[路街道巷弄].*\d+ ?[号弄室楼]?.*|(?:straße|strasse|str\.|weg|platz|allee|gasse) ?\d+.*)"
    r"|\d+[a-z]?,? .*\b(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|blvd|way|rue|court|ct)\b\.?.*"
    r"|(?:rue|via|calle|avenida|ulica|ul\.|viale|piazza|plaza) .*",
    re.IGNORECASE,
)
_POSTCODE = re.compile(
    r"\d{5,6}|\d{5}-\d{4}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|\d{4} ?[A-Z]{2}|\d{2}-\d{3}|\d{3} \d{2}"
)
_TAX_NUMBER = re.compile(
    r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}"
    r"|(?:ATU|BE0|BE1|CZ|DE|DK|EE|EL|ES|FI|FR|GB|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK)[0-9A-Z]{7,12}"
)
_CONNECTING = frozenset({"and", "et", "y", "e", "the", "de"})  # which are no legal forms
_LINKEDIN = re.compile(r"(?:https?://)?(?:[a-z]+\.)?linkedin\.com/\S+", re.IGNORECASE)
_NUMBER = 7  # digits
_FIRST_BIRTHDAY, _LAST_BIRTHDAY = 1925, 2012


def is_email(text: str) -> bool:
    """Tell whether a text is an e-mail address."""
    return "@" in text and (bool(USUAL_EMAIL.fullmatch(text)) or _readable(email, text))


def is_web(text: str) -> bool:
    """Tell whether a text is a web address."""
    return bool(_WEB.fullmatch(text))


def is_mobile(text: str) -> bool:
    """Tell whether a text is the number of a mobile phone: a Chinese one, or one of Europe that says so."""
    return bool(_CHINESE_MOBILE.fullmatch(text) or _MOBILE_ABROAD.fullmatch(text))


def is_phone(text: str) -> bool:
    """Tell whether a text can only be a phone number: it begins as one, and is no day."""
    if is_mobile(text):
        return True
    digits = sum(map(str.isdigit, text))
    return 7 <= digits <= 15 and bool(_PHONE.fullmatch(text)) and not is_day(text) and _readable(phone, text)


def is_day(text: str) -> bool:
    """Tell whether a text is a day of the calendar."""
    return bool(_DAY.fullmatch(text)) and _readable(day, text)


def is_amount(text: str) -> bool:
    """Tell whether a text is an amount of money that names its currency."""
    named, rest = currency_signs.split(text, "") if text else (set(), "")
    return bool(named) and any(map(str.isdigit, rest)) and _readable(amount, text)


def is_firm(text: str) -> bool:
    """Tell whether a text is the name of a firm by its legal form: Ltd, GmbH, 有限公司."""
    bare = " ".join(word for word in text.split() if word.casefold() not in _CONNECTING)
    if len(bare) < 4 or not any(map(str.isalpha, bare)) or is_email(bare):
        return False
    if sum(map(str.isdigit, bare)) >= _NUMBER:
        return False  # a number with its sort in brackets is no name with its town
    return len(fold(company_stem(bare))) < len(fold(bare))


def is_person(text: str) -> bool:
    """Tell whether a text may be the name of a person: a Chinese one by its surname, others by their words."""
    if _CHINESE_NAME.fullmatch(text):
        known = text[0] in _SURNAMES or text.startswith(_DOUBLE_SURNAMES)
        return known and len(text) <= 4 and not _is_place(text)
    words = text.replace(",", " ").split()
    if not _WESTERN_NAME.fullmatch(text) or not (words[0][:1].isupper() and words[-1][:1].isupper()):
        return False
    return not _is_place(text) and not is_firm(text) and not _STREET.fullmatch(text)


def _is_place(text: str) -> bool:
    return place_words.is_city(text) or place_words.is_province(text) or place_words.is_country(text)


def is_birthday(text: str) -> bool:
    """Tell whether a text is a day on which somebody who works may have been born."""
    if not is_day(text):
        return False
    found = day(text)
    return found is not None and _FIRST_BIRTHDAY <= found.year <= _LAST_BIRTHDAY


def _readable(read: Callable[[str], object], text: str) -> bool:
    try:
        return read(text) is not None
    except (Unreadable, ValueError):
        return False


def _full(form: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: bool(form.fullmatch(text))


def shown(cell: object) -> str:
    """Return a cell as the text by which its sort is known."""
    return cell.isoformat() if isinstance(cell, date) and not isinstance(cell, datetime) else text_of(cell)


SORTS: tuple[Sort, ...] = (
    Sort(("email",), is_email, Rates(0.97, 0.02), 0.95, 0.80),
    Sort(("linkedin",), _full(_LINKEDIN), Rates(0.95, 0.01), 0.90, 0.80),
    Sort(("website",), is_web, Rates(0.95, 0.02), 0.90, 0.75),
    Sort(("tax id",), _full(_TAX_NUMBER), Rates(0.95, 0.01), 0.90, 0.75, 0.8),
    Sort(("mobile", "phone"), is_phone, Rates(0.95, 0.04), 0.93, 0.75, mostly=is_mobile),
    Sort(("phone", "mobile"), is_phone, Rates(0.95, 0.05), 0.88, 0.70),
    Sort(("company name",), is_firm, Rates(0.60, 0.03), 0.84, 0.65),
    Sort(("country",), place_words.is_country, Rates(0.95, 0.03), 0.86, 0.70),
    Sort(("province",), place_words.is_province, Rates(0.85, 0.05), 0.70, 0.55),
    Sort(("city",), place_words.is_city, Rates(0.60, 0.04), 0.80, 0.65),
    Sort(("address",), _full(_STREET), Rates(0.80, 0.04), 0.80, 0.65, 0.5),
    Sort(("date of birth",), is_birthday, Rates(0.95, 0.06), 0.70, 0.45, 0.5),
    Sort(("postcode",), _full(_POSTCODE), Rates(0.95, 0.10), 0.60, 0.40, 0.3),
    Sort(("full name", "contact name"), is_person, Rates(0.90, 0.12), 0.75, 0.45, 0.6),
    Sort(("amount", "annual revenue"), is_amount, Rates(0.95, 0.05), 0.60, 0.40),
)
"""The sorts that are looked for, the surest first."""
