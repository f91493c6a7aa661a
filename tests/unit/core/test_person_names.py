"""Names of people taken apart, where nobody would doubt which is which."""

from __future__ import annotations

import pytest

from crm_desktop.core.person_names import parted_name


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [
        ("陈晓梅", "陈", "晓梅"),
        ("欧阳修", "欧阳", "修"),
        ("史蒂夫·乔布斯", "乔布斯", "史蒂夫"),
        ("李 雷", "李", "雷"),
        ("欧阳 娜娜", "欧阳", "娜娜"),
        ("王小明 先生", "王", "小明"),
        ("王先生", "王", ""),
        ("欧阳女士", "欧阳", ""),
        ("王总", "王", ""),
        ("李伟董事长", "李", "伟"),
        ("Prof. Dr. med. Hans Müller", "Müller", "Hans"),
        ("Dr. rer. nat. Ina Weiß", "Weiß", "Ina"),
        ("DI Franz Huber", "Huber", "Franz"),
        ("Phil Collins", "Collins", "Phil"),
        ("张伟经理", "张", "伟"),
        ("Ana Beltrán", "Beltrán", "Ana"),
        ("Vincent van der Berg", "van der Berg", "Vincent"),
        ("van der Berg", "van der Berg", ""),
        ("Van Morrison", "Morrison", "Van"),
        ("Müller, Hans", "Müller", "Hans"),
        ("Müller， Dr. Hans", "Müller", "Hans"),
        ("Dr. Hans Müller", "Müller", "Hans"),
        ("Prof. Dr. Ina Weiß", "Weiß", "Ina"),
        ("Dipl.-Ing. Karl Huber", "Huber", "Karl"),
        ("John Smith Jr.", "Smith", "John"),
        ("John Smith, Jr.", "Smith", "John"),
        ("Tom Hale MBA", "Hale", "Tom"),
        ("Mary Jane Watson, Ph.D.", "Watson", "Mary Jane"),
        ("Ludwig van Beethoven", "van Beethoven", "Ludwig"),
        ("Juan de la Cruz", "de la Cruz", "Juan"),
    ],
)
def test_parts_names(name: str, family: str, given: str) -> None:
    assert parted_name(name) == (family, given)


@pytest.mark.parametrize(
    "name",
    [
        "", "Cher", "杭州青禾纺织", "张伟 李雷 王", "Wei Zhang (张伟)", "张伟 Wei", "Smith & Sons", "Acme, Inc.",
        "Acme GmbH", "Anna + Tom Hale", "info@acme.example", "Buyer 2", "María del Carmen García Pérez López", "先生",
        "Dr.", "Hale, Tom, Buyer",
    ],
)  # fmt: skip
def test_names_that_cannot_be_told_apart_stay(name: str) -> None:
    assert parted_name(name) == ("", "")
