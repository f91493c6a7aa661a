"""Chinese names are read as people say them."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import Style, pinyin

from crm_desktop.core.paths import resource
from crm_desktop.core.pinyin import SURNAMES, WORDS, is_chinese, syllables

chinese = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
anything = st.text(st.one_of(chinese, st.characters()))


def entries(table: str) -> list[tuple[str, list[str]]]:
    split = (entry.split() for entry in table.split(","))
    return [(word, spoken) for word, *spoken in split]


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("星辰科技", "xing chen ke ji"),
        ("重庆长安汽车股份有限公司", "chong qing chang an qi che gu fen you xian gong si"),
        ("中联重科", "zhong lian zhong ke"),
        ("长沙", "chang sha"),
        ("长春一汽", "chang chun yi qi"),
        ("招商银行重庆分行", "zhao shang yin hang chong qing fen hang"),
        ("行业", "hang ye"),
        ("旅行家", "lv xing jia"),
        ("厦门大厦", "xia men da sha"),
        ("会计师", "kuai ji shi"),
        ("工会", "gong hui"),
        ("朝阳区", "chao yang qu"),
        ("西藏矿业", "xi zang kuang ye"),
        ("成都新都", "cheng du xin du"),
        ("音乐", "yin yue"),
        ("中国乐园", "zhong guo le yuan"),
        ("東莞銀行", "dong guan yin hang"),
        ("绿女", "lv nv"),
        ("〇", "ling"),
        ("䶮", "yan"),
        ("𬭚", "chun"),
    ],
)
def test_firms_and_places(text: str, spoken: str) -> None:
    assert syllables(text) == spoken.split()


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        ("单雄信", "shan xiong xin"),
        ("曾国藩", "zeng guo fan"),
        ("解缙", "xie jin"),
        ("仇英", "qiu ying"),
        ("区桦", "ou hua"),
        ("朴树", "piao shu"),
        ("盖聂", "ge nie"),
        ("查良镛", "zha liang yong"),
        ("乐毅", "yue yi"),
        ("翟志刚", "zhai zhi gang"),
        ("缪斯", "miao si"),
        ("冼星海", "xian xing hai"),
        ("尉迟恭", "yu chi gong"),
        ("尉健行", "wei jian xing"),
        ("万俟卨", "mo qi xie"),
        ("万里", "wan li"),
        ("长孙无忌", "zhang sun wu ji"),
        ("令狐冲", "ling hu chong"),
        ("单于", "chan yu"),
        ("欧阳修", "ou yang xiu"),
        ("张乐", "zhang le"),
        ("黄柏涵", "huang bai han"),
        ("车行健", "che xing jian"),
        ("李重庆", "li chong qing"),
        ("单", "shan"),
        ("", ""),
        ("Anna Smith", ""),
    ],
)
def test_people(name: str, spoken: str) -> None:
    assert syllables(name, person=True) == spoken.split()


def test_a_surname_is_read_so_only_in_front_of_a_person() -> None:
    assert syllables("单位") == ["dan", "wei"]
    assert syllables("王单", person=True) == ["wang", "dan"]


@pytest.mark.parametrize("table", [SURNAMES, WORDS], ids=["surnames", "words"])
def test_tables_say_each_thing_once_and_only_what_is_unusual(table: str) -> None:
    words = [word for word, _ in entries(table)]
    assert len(words) == len(set(words))
    for word, spoken in entries(table):
        assert len(word) == len(spoken), word
        assert [syllables(ch)[0] for ch in word] != spoken, f"{word} is read so anyway"


@pytest.mark.parametrize(("word", "spoken"), entries(SURNAMES))
def test_surnames_are_readings_that_the_library_knows(word: str, spoken: list[str]) -> None:
    if word in {"贠", "萬俟"}:  # it has neither
        return
    possible = [readings for ch in word for readings in pinyin(ch, style=Style.NORMAL, heteronym=True)]
    assert all(reading in readings for reading, readings in zip(spoken, possible, strict=True))


@pytest.mark.parametrize("ch", ["中", "〇", "㐀", "鿿", "豈", "𠮷"])
def test_chinese(ch: str) -> None:
    assert is_chinese(ch)


@pytest.mark.parametrize("ch", ["", "a", "é", "，", "。", "あ", "ア", "한", "々", "😀", "中文"])
def test_not_one_chinese_character(ch: str) -> None:
    assert not is_chinese(ch)


def test_every_common_character_has_a_reading() -> None:
    # 20,902 characters of the first standard; a dozen units of measure that Japan made have none.
    without = [chr(code) for code in range(0x4E00, 0x9FA6) if not syllables(chr(code))]
    assert len(without) < 40


@given(anything, st.booleans())
def test_at_most_one_syllable_for_each_chinese_character(text: str, person: bool) -> None:
    spoken = syllables(text, person)
    assert len(spoken) <= sum(map(is_chinese, text))
    assert all(syllable.isascii() and syllable.isalpha() and syllable.islower() for syllable in spoken)


@given(st.text(chinese.filter(syllables)), st.booleans())
def test_exactly_one_where_all_are_known(text: str, person: bool) -> None:
    assert len(syllables(text, person)) == len(text)


# A Python of an older Unicode does not know the newest Chinese characters for letters.
@given(st.text(st.characters(exclude_categories=["Lo"]).filter(lambda ch: not is_chinese(ch))))
def test_other_text_is_silent(text: str) -> None:
    assert syllables(text.replace("〇", "")) == []


def test_the_table_has_each_character_once() -> None:
    lines = resource("pinyin.txt").read_text(encoding="utf-8").splitlines()[1:]
    characters = "".join(line.split("\t")[1] for line in lines)
    assert len(characters) == len(set(characters)) > 40_000


def test_the_program_does_not_need_the_library() -> None:
    code = "from crm_desktop.core import pinyin; pinyin.syllables('中'); import sys; print('pypinyin' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"
