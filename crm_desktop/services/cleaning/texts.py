"""What the cleaning tools do to one text."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from crm_desktop.core.person_names import PARTICLES
from crm_desktop.core.reading import phone_key

INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]|[\x00-\x08\x0b-\x1f\x7f]")
"""What nobody sees. Joiners of letters and signs (U+200C, U+200D) are none of it: Persian words and emoji need them."""
_SPACES = re.compile(r"[^\S\n]+")
_EMPTY_LINES = re.compile(r"\n{3,}")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_BEGINS = re.compile(r"^.|(?<=^[od]['’]).")  # of a word, and behind the O' and D' of names; not in Macy's
_SHORT = 4  # letters
_VOWEL = frozenset("AEIOUYÀÁÂÃÄÅÆÈÉÊËÌÍÎÏÒÓÔÕÖØÙÚÛÜÝŒ")
_ROMAN = re.compile(r"(?:I{2,3}|I?V|VI{1,3}|I?X|XI{1,3})")  # of a name: John Paul II
_SCOTTISH = re.compile(r"mc[^\W_]{4,}")
_EXTENSION = re.compile(r"(?i)\s*(?:ext\.?|x|#|转|分机)\s*(\d{1,6})\s*$")
_SMALL = PARTICLES | frozenset(("and", "for", "in", "of", "on", "the", "und", "et"))
_AS_USUAL = {
    one.lower(): one
    for one in (
        "AB AG AS BV CRM CV EU GmbH IBM IT KG KGaA LLC LLP LP mbH NV OHG Oy PLC PR SA SARL SAS SE SpA SRL TV UG UK "
        "UN UNESCO UNICEF USA VIP NATO NASA NGO "
        "PhD MBA MSc BSc LLM CPA CEO CTO CFO"
    ).split()
}
"""Words that are written in one way wherever they stand: legal forms and common abbreviations."""


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


def cased(text: str, how: str, *, person: bool = False) -> str:
    """Return a text in other case: 'lower', 'upper', 'sentence', or 'title'.

    'title' changes words that are all in one case only, so that McDonald and iPhone stay, and leaves small words
    inside a name (van, de, of) small. What may be an abbreviation stays large (KPMG, SAP SE), but in the name of a
    ``person`` (LI, ANNA).
    """
    if how == "lower":
        return text.lower()
    if how == "upper":
        return text.upper()
    if how == "sentence":
        begin = re.search(r"[^\W\d_]", text)
        lowered = text.lower() if text.isupper() else text
        return (
            lowered
            if begin is None
            else lowered[: begin.start()] + _capital(begin[0]) + lowered[begin.end() :]
        )
    return _titled(text, person=person)


def _titled(text: str, *, person: bool) -> str:
    words = [one for one in text.split() if one.lower().strip(".,") not in _AS_USUAL]
    shouted = text.isupper() and (person or len(words) > 1)

    def is_abbreviation(word: str) -> bool:
        """Tell whether capitals may be meant: in a short word among small ones, or in one that nobody can speak."""
        return not person and len(word) <= _SHORT and (not shouted or _VOWEL.isdisjoint(word))

    def begun(match: re.Match[str]) -> str:
        word, small = match[0], match[0].lower()
        if word.isupper() and small in _AS_USUAL:
            return _AS_USUAL[small]
        if not (word.islower() or (word.isupper() and not is_abbreviation(word))):
            return word
        if match.start() and _ROMAN.fullmatch(word):
            return word
        if match.start() and small in _SMALL:
            return small
        if small in _AS_USUAL:
            return _AS_USUAL[small]
        if _SCOTTISH.fullmatch(small):
            return "Mc" + small[2:].capitalize()
        return _BEGINS.sub(lambda one: _capital(one[0]), small)

    return _WORD.sub(begun, text)


def _capital(letter: str) -> str:
    """Return a letter as it begins a word; one whose capital is two letters (ß, ŉ) stays."""
    large = letter.upper()
    return large if len(large) == 1 else letter


@lru_cache(maxsize=50_000)
def dialled(text: str, region: str, style: str) -> str:
    """Return a phone number in one style: 'international' (+86 138 5712 3345), 'national' (138 5712 3345 inside
    ``region``, international elsewhere) or 'digits' (+8613857123345). What is no possible number stays as it is, and so
    does what holds more than one.

    Numbers are grouped by the numbering plans of the phonenumbers library (ITU); an extension is kept behind.
    """
    import phonenumbers

    found = _EXTENSION.search(text)
    extension = f" ext. {found[1]}" if found else ""
    typed = text[: found.start()] if found else text
    key = phone_key(typed, region)
    try:
        number = phonenumbers.parse(key, None if key.startswith("+") else region or None)
    except phonenumbers.NumberParseException:
        return text
    reason = phonenumbers.is_possible_number_with_reason(number)
    if reason != phonenumbers.ValidationResult.IS_POSSIBLE:
        return text  # also one that is only possible inside a town: nobody knows which
    if any(one.isalpha() for one in typed):
        return text  # a word beside it would be lost
    if not _digits(typed).endswith(str(number.national_number)):
        return text  # a second number stands behind
    plan = phonenumbers.PhoneNumberFormat
    if style == "digits":
        return str(phonenumbers.format_number(number, plan.E164)) + extension
    at_home = (
        style == "national" and phonenumbers.region_code_for_country_code(number.country_code or 0) == region
    )
    return (
        str(phonenumbers.format_number(number, plan.NATIONAL if at_home else plan.INTERNATIONAL)) + extension
    )


def _digits(text: str) -> str:
    return "".join(str(unicodedata.digit(one)) for one in text if one.isdigit())


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
