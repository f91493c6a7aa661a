"""Names of people taken apart: family and given name, where nobody would doubt which is which."""

from __future__ import annotations

import re

from crm_desktop.core.likeness import legal_forms

PARTICLES = frozenset(
    "af al ap ben bin da das de del della den der di do dos du el la las le lo los st ten ter van von y zu zum zur"
    .split()
)  # fmt: skip
"""Words that belong to the family name behind them: van der Berg."""
_TITLES = frozenset(
    "dr prof professor mr mrs ms miss mx sir dame lady lord rev herr frau hr fr ing dipl mag dott ssa sig sr sra "
    "srta don doña dona m mme mlle me ir drs"
    .split()
)  # fmt: skip
"""What stands before a name, without its dots; ``Dipl.-Ing.`` and ``Prof. Dr.`` are two of them."""
_SUBJECTS = frozenset(
    "med rer nat phil jur iur oec habil hc h c pol theol vet dent ing techn univ agr mult".split()
)
"""What a doctor or professor is of: Dr. med., Dr. rer. nat.; Phil and Ing alone are names."""
_AS_WRITTEN = frozenset(("DI", "DI.", "DDr."))  # titles that in small letters are particles or names
_BEHIND = frozenset("jr sr ii iii iv mba phd md esq cpa llm msc bsc ma ba dds rn pe obe cbe".split())
"""What stands behind a name, without its dots."""
_POLITE = re.compile(
    r"\s*(?:先生|女士|小姐|太太|夫人|老师|教授|博士|医生|经理|总经理|主任|总监|老板|董事长|律师|总工|师傅|总"
    r"|總經理|經理|老師|醫生|董事長|律師|總)$"
)
_CHINESE = re.compile(r"[㐀-鿿·]+")
_DOUBTFUL = re.compile(r"[\d@&+/\\|()\[\]{}<>（）【】“”\"]")
_DOTS = re.compile(r"[.\-]+")
_MOST_WORDS = 3  # of a name without particles; which of four are the family name, nobody knows
_LONGEST_GIVEN = 2  # characters of a given name in Chinese
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


def parted_name(name: str, family: str = "") -> tuple[str, str]:
    """Return the family and the given name of a whole one; what cannot be told is empty.

    ``family`` is a family name that is known already: where the name still holds it in its place, the rest is given.

    A Chinese name begins with the family name, of one character or of a known two; 'Family, Given' says it; else the
    last word is the family name, with the particles before it (van der Berg). Titles (Dr., 先生) and what stands behind
    a name (Jr., MBA) are part of neither. Brackets, signs and legal forms make it no plain name of a person.
    """
    name = " ".join(name.split())
    if _DOUBTFUL.search(name) or legal_forms(name) != frozenset():
        return "", ""
    plain = _POLITE.sub("", name)
    bare = plain.replace(" ", "")
    if bare and _CHINESE.fullmatch(bare):
        return _chinese(plain, family, alone=plain == name)
    if any(_CHINESE.search(one) for one in name):
        return "", ""
    return _western(name.replace("，", ","), family)


def without_titles(name: str) -> str:
    """Return a whole name without the titles before it and what stands behind it, its spaces made single."""
    plain = _POLITE.sub("", " ".join(name.split()))
    return " ".join(_without_titles(plain.split()))


def _chinese(name: str, known: str, *, alone: bool) -> tuple[str, str]:
    if "·" in name:
        given, _dot, family = name.replace(" ", "").rpartition("·")
        return (family, given) if family and given else ("", "")
    if known and name.startswith(known) and 0 < len(name) - len(known) <= _LONGEST_GIVEN:
        return known, name.removeprefix(known).strip()
    family, _space, given = name.partition(" ")
    if given:
        is_one = len(family) == 1 or family in _TWO_CHARACTERS
        return (family, given) if is_one and " " not in given and len(given) <= _LONGEST_GIVEN else ("", "")
    size = 2 if name[:2] in _TWO_CHARACTERS and (len(name) > 2 or not alone) else 1
    if len(name) == size and alone:
        return "", ""  # a word of its own
    return (name[:size], name[size:]) if len(name) <= size + _LONGEST_GIVEN else ("", "")


def _western(name: str, known: str) -> tuple[str, str]:
    head, _comma, tail = name.partition(",")
    if _comma:
        behind = _without_titles(tail.split())
        if behind:
            family = " ".join(_without_titles(head.split()))
            return (family, " ".join(behind)) if family and "," not in tail else ("", "")
        name = head  # only titles stand behind the comma
    words = _without_titles(name.split())
    rest = words[: len(words) - len(known.split())]
    if known and [*rest, *known.split()] == words and (not rest or rest[-1].lower() not in PARTICLES):
        return known, " ".join(rest)
    if len(words) < 2:
        return "", ""
    at = len(words) - 1
    while at > 0 and words[at - 1] in PARTICLES:
        at -= 1
    while at > 1 and words[at - 1].lower() in PARTICLES:
        at -= 1
    if at > _MOST_WORDS - 1:
        return "", ""
    return " ".join(words[at:]), " ".join(words[:at])


def _without_titles(words: list[str]) -> list[str]:
    """Return the words of a name without the titles before it and what stands behind it."""
    start, end = 0, len(words)
    while start < end and _is_title(words, start):
        start += 1
    while end > start and _DOTS.sub("", words[end - 1].lower()) in _BEHIND:
        end -= 1
    return words[start:end]


def _is_title(words: list[str], place: int) -> bool:
    """Tell whether a word is a title, where all before it are titles."""
    parts = _DOTS.sub(" ", words[place].lower()).split()
    if all(one in _TITLES for one in parts) or words[place] in _AS_WRITTEN:
        return True
    return place > 0 and all(one in _SUBJECTS or one in _TITLES for one in parts)


__all__ = ["PARTICLES", "parted_name", "without_titles"]
