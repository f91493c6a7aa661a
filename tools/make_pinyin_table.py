"""Write resources/pinyin.txt: for every Chinese character its most usual reading, without tone.

The readings come from pypinyin, which only developers need. Run it after a new release of that library:
``python tools/make_pinyin_table.py``. Readings of surnames and of words are in crm_desktop/core/pinyin.py.
"""

import argparse
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from pypinyin.constants import PINYIN_DICT

TARGET = Path(__file__).resolve().parent.parent / "resources" / "pinyin.txt"
HEADER = "# reading<TAB>characters; written by tools/make_pinyin_table.py, do not edit\n"

# The library puts the reading of a dictionary's first meaning first. In names of firms, places and people,
# which is all we read, these characters are usually said otherwise.
USUAL_IN_NAMES = {
    "长": "chang",
    "長": "chang",
    "都": "du",
    "卜": "bu",
    "晟": "sheng",
    "隽": "jun",
    "雋": "jun",
    "泊": "bo",
    "茄": "qie",
    "蹊": "xi",
    "曝": "bao",
    "嗯": "en",
}


def without_tone(reading: str) -> str:
    """Return ``reading`` in plain letters: 'lǜ' becomes 'lv', as it is typed."""
    decomposed = unicodedata.normalize("NFD", reading).replace("u\N{COMBINING DIAERESIS}", "v")
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def table(readings: Mapping[int, str]) -> str:
    """Return the file's text: one line for each reading with all characters that are read so."""
    characters: dict[str, list[str]] = defaultdict(list)
    for code, listed in sorted(readings.items()):
        character = chr(code)
        if unicodedata.category(character) == "Co":  # a private character means something else in each font
            continue
        usual = USUAL_IN_NAMES.get(character) or without_tone(listed.split(",")[0])
        characters[usual].append(character)
    return HEADER + "".join(f"{reading}\t{''.join(chars)}\n" for reading, chars in sorted(characters.items()))


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, default=TARGET)
    output: Path = parser.parse_args().output
    output.write_text(table(PINYIN_DICT), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
