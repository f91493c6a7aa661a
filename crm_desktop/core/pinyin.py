"""How Chinese names are read: one syllable a character, without tone, for search and sorting.

Three tables answer, the later over the earlier: the usual reading of each character (resources/pinyin.txt,
made by tools/make_pinyin_table.py), words in which a character is read otherwise (:data:`WORDS`), and, for
people, surnames (:data:`SURNAMES`). All three are read at the first use.

``ü`` is written ``v``, as it is typed: 绿 is ``lv``, 女 is ``nv``.
"""

from dataclasses import dataclass
from functools import cache

from crm_desktop.core.paths import resource

_FIRST = "\u2e80"  # character that may be in the table; what stands before are the letters of the readings

# Surnames read otherwise than the character usually is, simplified and traditional. Two characters go before
# one, so that 单于 is not a Mr 单. Where families differ (覃 is qin or tan), the reading of the greater number
# stands.
SURNAMES = """
    单 shan, 單 shan, 曾 zeng, 解 xie, 仇 qiu, 区 ou, 區 ou, 朴 piao, 盖 ge, 蓋 ge, 查 zha, 乐 yue,
    樂 yue, 翟 zhai, 缪 miao, 繆 miao, 员 yun, 員 yun, 贠 yun, 种 chong, 秘 bi, 洗 xian, 召 shao, 么 yao,
    折 she, 繁 po, 晟 cheng, 覃 qin, 祭 zhai, 薄 bo, 藏 zang, 郇 xun, 阚 kan, 句 gou, 炅 gui, 适 kuo,
    能 nai, 不 fou, 角 jue, 隽 juan, 雋 juan, 圈 juan, 乜 nie, 尉迟 yu chi, 尉遲 yu chi, 万俟 mo qi,
    萬俟 mo qi, 长孙 zhang sun, 長孫 zhang sun, 单于 chan yu, 單于 chan yu, 乐正 yue zheng, 樂正 yue zheng,
    澹台 tan tai, 澹臺 tan tai
"""

# Words of places, trades and goods in which a character is not read as usual; the longest match wins. A word
# that often arises across two others (国乐 in 中国乐园, 行家 in 旅行家) does more harm than good.
WORDS = """
    重庆 chong qing, 重慶 chong qing, 重阳 chong yang, 重生 chong sheng, 重新 chong xin, 重逢 chong feng,
    厦门 xia men, 廈門 xia men, 厦大 xia da, 番禺 pan yu, 六安 lu an, 东阿 dong e, 阿胶 e jiao,
    荥经 ying jing, 蚌埠 beng bu, 大埔 da bu, 莘庄 xin zhuang, 单县 shan xian, 洪洞 hong tong, 会稽 kuai ji,
    乐清 yue qing, 乐亭 lao ting, 铅山 yan shan, 枞阳 zong yang, 尉犁 yu li, 蔚县 yu xian, 浚县 xun xian,
    解州 xie zhou, 繁峙 fan shi, 筠连 jun lian, 犍为 qian wei, 泌阳 bi yang, 牟平 mu ping, 喀什 ka shi,
    什邡 shi fang, 西藏 xi zang, 青藏 qing zang, 藏族 zang zu, 藏药 zang yao, 藏医 zang yi,
    藏红花 zang hong hua, 藏獒 zang ao, 宝藏 bao zang, 朝霞 zhao xia, 朝晖 zhao hui, 朝气 zhao qi,
    今朝 jin zhao, 柏林 bo lin, 吐蕃 tu bo, 大宛 da yuan, 龟兹 qiu ci, 什锦 shi jin, 银行 yin hang,
    銀行 yin hang, 行业 hang ye, 行業 hang ye, 行情 hang qing, 行长 hang zhang, 商行 shang hang,
    车行 che hang, 洋行 yang hang, 支行 zhi hang, 分行 fen hang, 总行 zong hang, 央行 yang hang,
    农行 nong hang, 工行 gong hang, 建行 jian hang, 招行 zhao hang, 交行 jiao hang, 投行 tou hang,
    药行 yao hang, 电器行 dian qi hang, 五金行 wu jin hang, 律师行 lv shi hang, 会计 kuai ji, 會計 kuai ji,
    财会 cai kuai, 音乐 yin yue, 音樂 yin yue, 乐器 yue qi, 樂器 yue qi, 乐团 yue tuan, 乐队 yue dui,
    乐坊 yue fang, 乐府 yue fu, 乐谱 yue pu, 乐章 yue zhang, 声乐 sheng yue, 弦乐 xian yue, 礼乐 li yue,
    配乐 pei yue, 空调 kong tiao, 空調 kong tiao, 调味 tiao wei, 调料 tiao liao, 调和 tiao he, 调节 tiao jie,
    调整 tiao zheng, 调试 tiao shi, 调音 tiao yin, 调解 tiao jie, 调酒 tiao jiu, 调剂 tiao ji, 协调 xie tiao,
    烹调 peng tiao, 人参 ren shen, 海参 hai shen, 党参 dang shen, 红参 hong shen, 西洋参 xi yang shen,
    参茸 shen rong, 参差 cen ci, 弹簧 tan huang, 弹性 tan xing, 弹力 tan li, 传记 zhuan ji, 自传 zi zhuan,
    水浒传 shui hu zhuan, 董事长 dong shi zhang, 校长 xiao zhang, 院长 yuan zhang, 店长 dian zhang,
    厂长 chang zhang, 局长 ju zhang, 处长 chu zhang, 组长 zu zhang, 会长 hui zhang, 班长 ban zhang,
    队长 dui zhang, 成长 cheng zhang, 增长 zeng zhang, 大夫 dai fu, 黄柏 huang bo, 薄膜 bo mo, 薄荷 bo he,
    薄弱 bo ruo, 模具 mu ju, 模板 mu ban, 模样 mu yang, 校准 jiao zhun, 校对 jiao dui, 校验 jiao yan,
    校正 jiao zheng, 给水 ji shui, 给排水 ji pai shui, 供给 gong ji, 补给 bu ji, 差旅 chai lv, 出差 chu chai,
    角色 jue se, 主角 zhu jue, 率先 shuai xian, 畜牧 xu mu, 畜产 xu chan, 粘合 nian he, 粘土 nian tu,
    胶粘 jiao nian, 咖喱 ga li, 瑜伽 yu jia, 蛤蜊 ge li, 归还 gui huan, 还款 huan kuan, 还原 huan yuan,
    还本 huan ben, 便宜 pian yi, 刹那 cha na, 仔猪 zi zhu, 仔细 zi xi, 切削 qie xiao, 拓片 ta pian,
    堡子 pu zi, 湖泊 hu po, 血泊 xue po, 梁山泊 liang shan po, 雪茄 xue jia, 隽永 juan yong
"""

_RANGES = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))
_ZERO = "〇"


def is_chinese(ch: str) -> bool:
    """Tell whether ``ch`` is one Chinese character; punctuation, kana and Hangul are not."""
    if len(ch) != 1 or ch < _ZERO:
        return False
    code = ord(ch)
    return ch == _ZERO or any(first <= code <= last for first, last in _RANGES)


def syllables(text: str, person: bool = False) -> list[str]:
    """Return how the Chinese characters of ``text`` are read, one syllable for each, in order.

    Everything else yields nothing, nor does a character so rare that no table has it. With ``person`` the
    text is a full name that begins with its surname: no word is looked for there, 黄柏 is a Mr Huang.
    """
    tables = _tables()
    if not person:
        return _read(text, tables)
    if surname := tables.surnames.get(text[:2]):
        return [*surname, *_read(text[2:], tables)]
    if surname := tables.surnames.get(text[:1]):
        return [*surname, *_read(text[1:], tables)]
    return _plain(text[:1], tables) + _read(text[1:], tables)


class _Readings(dict[str, str]):
    """The reading of each character that was asked for, empty where it has none. All of them would take a frame of time
    and 4 MB; people use a few thousand."""

    def __init__(self, table: str) -> None:
        super().__init__()
        self._table = table

    def __missing__(self, char: str) -> str:
        at = self._table.find(char) if char >= _FIRST else -1
        start = self._table.rfind("\n", 0, at) + 1
        reading = self[char] = self._table[start : self._table.index("\t", start)] if at >= 0 else ""
        return reading


@dataclass(frozen=True, slots=True)
class _Tables:
    readings: _Readings
    words: dict[str, tuple[tuple[str, tuple[str, ...]], ...]]
    word_starts: frozenset[str]
    surnames: dict[str, tuple[str, ...]]


@cache
def _tables() -> _Tables:
    words: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for word, spoken in sorted(_entries(WORDS).items(), key=lambda entry: -len(entry[0])):
        words.setdefault(word[0], []).append((word, spoken))
    return _Tables(
        readings=_Readings(resource("pinyin.txt").read_text(encoding="utf-8")),
        words={start: tuple(listed) for start, listed in words.items()},
        word_starts=frozenset(words),
        surnames=_entries(SURNAMES),
    )


def _entries(table: str) -> dict[str, tuple[str, ...]]:
    entries = (entry.split() for entry in table.split(","))
    return {word: tuple(spoken) for word, *spoken in entries}


def _plain(text: str, tables: _Tables) -> list[str]:
    readings = tables.readings
    return [reading for ch in text if (reading := readings[ch])]


def _read(text: str, tables: _Tables) -> list[str]:
    if tables.word_starts.isdisjoint(text):  # so are most names, and this is twice as fast
        return _plain(text, tables)
    found: list[str] = []
    at = 0
    while at < len(text):
        ch = text[at]
        for word, spoken in tables.words.get(ch, ()):
            if text.startswith(word, at):
                found += spoken
                at += len(word)
                break
        else:
            if reading := tables.readings[ch]:
                found.append(reading)
            at += 1
    return found
