"""What the cleaning tools do to one text."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from crm_desktop.core.reading import phone_key

INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]|[\x00-\x08\x0b-\x1f\x7f]")
"""What nobody sees. Joiners of letters and signs (U+200C, U+200D) are none of it: Persian words and emoji need them."""
_SPACES = re.compile(r"[^\S\n]+")
_EMPTY_LINES = re.compile(r"\n{3,}")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_BEGINS = re.compile(r"^.|(?<=^[od]['’]).")  # of a word, and behind the O' and D' of names; not in Macy's
_SCOTTISH = re.compile(r"mc[^\W_]{4,}")
_EXTENSION = re.compile(r"(?i)\s*(?:ext\.?|x|#|转|分机)\s*(\d{1,6})\s*$")
_PARTICLES = frozenset(
    "af al ap ben bin da das de del della den der di do dos du el la las le lo los st ten ter van von y zu zum zur"
    .split()
)  # fmt: skip
_SMALL = _PARTICLES | frozenset(("and", "for", "in", "of", "on", "the", "und", "et"))
_AS_USUAL = {
    one.lower(): one
    for one in (
        "AB AG AS BV CRM CV EU GmbH IBM IT KG KGaA LLC LLP LP mbH NV OHG Oy PLC PR SA SARL SAS SE SpA SRL TV UG UK "
        "UN UNESCO UNICEF USA VIP NATO NASA NGO"
    ).split()
}
"""Words that are written in one way wherever they stand: legal forms and common abbreviations."""
_TWO_CHARACTERS = frozenset(
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 "
    "濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 "
    "公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 "
    "微生 公户 公玉 公仪 梁丘 公仲 公上 公门 公山 公坚 左丘 公伯 西门 公祖 第五 公乘 贯丘 公皙 "
    "南荣 东里 东宫 仲长 子书 子桑 即墨 达奚 褚师 欧陽 東方 獨孤 南宮 聞人 諸葛 尉遲 赫連 公孫 "
    "鍾離 長孫 鮮于 軒轅 "
    .split()
)  # fmt: skip
"""Chinese surnames of two characters (from the Hundred Family Surnames and its later additions)."""


def trimmed(text: str) -> str:
    """Return a text without spaces around and doubled ones within, without invisible characters, and with Latin
    letters, digits and signs of full width (ＡＢＣ１２) in their usual form."""
    bare = INVISIBLE.sub("", re.sub("\r\n?|[\u2028\u2029]", "\n", text).replace("\t", " "))
    usual = "".join(
        unicodedata.normalize("NFKC", one) if "０" <= one <= "９" or "Ａ" <= one <= "Ｚ" or "ａ" <= one <= "ｚ" else one
        for one in bare.replace("\u3000", " ").replace("＠", "@").replace("＋", "+")
    )  # fmt: skip
    lines = [_SPACES.sub(" ", line).strip() for line in usual.split("\n")]
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()


def cased(text: str, how: str) -> str:
    """Return a text in other case: 'lower', 'upper', 'sentence', or 'title'.

    'title' changes words that are all in one case only, so that McDonald and iPhone stay, and leaves small words
    inside a name (van, de, of) small.
    """
    if how == "lower":
        return text.lower()
    if how == "upper":
        return text.upper()
    if how == "sentence":
        begin = re.search(r"[^\W\d_]", text)
        lowered = text.lower() if text.isupper() else text
        return (
            lowered if begin is None else lowered[: begin.start()] + begin[0].upper() + lowered[begin.end() :]
        )
    shouted = text.isupper()

    def begun(match: re.Match[str]) -> str:
        word = match[0]
        if not (
            word.islower() or (word.isupper() and (shouted or len(word) > 4))
        ):  # a short one is an abbreviation
            return word
        small = word.lower()
        if match.start() and small in _SMALL:
            return small
        if small in _AS_USUAL:
            return _AS_USUAL[small]
        if _SCOTTISH.fullmatch(small):
            return "Mc" + small[2:].capitalize()
        return _BEGINS.sub(lambda one: one[0].upper(), small)

    return _WORD.sub(begun, text)


@lru_cache(maxsize=50_000)
def dialled(text: str, region: str, style: str) -> str:
    """Return a phone number in one style: 'international' (+86 138 5712 3345), 'national' (138 5712 3345 inside
    ``region``, international elsewhere) or 'digits' (+8613857123345). What is no possible number stays as it is.

    Numbers are grouped by the numbering plans of the phonenumbers library (ITU); an extension is kept behind.
    """
    import phonenumbers

    found = _EXTENSION.search(text)
    extension = f" ext. {found[1]}" if found else ""
    key = phone_key(text[: found.start()] if found else text, region)
    try:
        number = phonenumbers.parse(key, None if key.startswith("+") else region or None)
    except phonenumbers.NumberParseException:
        return text
    reason = phonenumbers.is_possible_number_with_reason(number)
    if reason != phonenumbers.ValidationResult.IS_POSSIBLE:
        return text  # also one that is only possible inside a town: nobody knows which
    plan = phonenumbers.PhoneNumberFormat
    if style == "digits":
        return str(phonenumbers.format_number(number, plan.E164)) + extension
    at_home = (
        style == "national" and phonenumbers.region_code_for_country_code(number.country_code or 0) == region
    )
    return (
        str(phonenumbers.format_number(number, plan.NATIONAL if at_home else plan.INTERNATIONAL)) + extension
    )


def replaced(
    text: str, find: str, replacement: str, *, match_case: bool = False, whole_words: bool = False
) -> str:
    """Return a text with every ``find`` in it replaced. ``whole_words`` finds nothing inside Latin words."""
    if not find:
        return text
    pattern = re.escape(find)
    if whole_words:
        pattern = rf"(?<![^\W_]){pattern}(?![^\W_])"
    return re.sub(pattern, lambda _match: replacement, text, flags=0 if match_case else re.IGNORECASE).strip()


def parted_name(name: str) -> tuple[str, str]:
    """Return the family and the given name of a whole one; what cannot be told is empty.

    A Chinese name begins with the family name, of one character or one of the known two; 'Family, Given' says it;
    else the last word is the family name, with the particles before it (van der Berg).
    """
    name = " ".join(name.split())
    if re.fullmatch(r"[㐀-鿿·]{2,}", name):
        if "·" in name:
            given, _dot, family = name.rpartition("·")
            return family, given
        size = 2 if name[:2] in _TWO_CHARACTERS and len(name) > 2 else 1
        return (name[:size], name[size:]) if len(name) <= size + 2 else ("", "")
    if "," in name or "，" in name:
        family, _comma, given = name.replace("，", ",").partition(",")
        return family.strip(), given.strip()
    words = name.split(" ")
    if len(words) < 2:
        return "", ""
    at = len(words) - 1
    while at > 1 and words[at - 1].lower() in _PARTICLES:
        at -= 1
    return " ".join(words[at:]), " ".join(words[:at])


_USUAL_DOMAINS = (
    "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com", "aol.com",
    "qq.com", "163.com", "126.com", "sina.com", "sohu.com", "foxmail.com", "gmx.de", "web.de", "t-online.de",
)  # fmt: skip
_LONG_ENOUGH = 5  # letters; shorter names are near to many others
_TRUE_NAMES = frozenset(("gail",))


def corrected_mail(address: str) -> str:
    """Return an e-mail address whose domain is a slip of a common one (gmial.com, hotmail.con) with that domain,
    any other as it is, in the case it has before the @."""
    from rapidfuzz.distance import OSA

    mailbox, sign, domain = address.strip().rpartition("@")
    lowered = domain.lower()
    if not sign or lowered in _USUAL_DOMAINS:
        return address
    for ending in (".con", ".cmo", ".ocm", ".comm"):
        if lowered.endswith(ending) and lowered[: -len(ending)] + ".com" in _USUAL_DOMAINS:
            return f"{mailbox}@{lowered[: -len(ending)]}.com"
    near = [
        one
        for one in _USUAL_DOMAINS
        if _is_slip(lowered, one) and OSA.distance(lowered, one, score_cutoff=1) == 1
    ]
    return f"{mailbox}@{near[0]}" if len(near) == 1 else address


def _is_slip(domain: str, usual: str) -> bool:
    """Tell whether a domain may be a slip of a usual one: gmail.co and mail.com are others, gmial.com is one."""
    name, _dot, ending = domain.partition(".")
    meant, _dot, usual_ending = usual.partition(".")
    return (
        len(meant) >= _LONG_ENOUGH
        and ending == usual_ending
        and name not in _TRUE_NAMES
        and (name[:1], name[-1:]) == (meant[0], meant[-1])
    )
