"""A postal address as it is read, in the order of the country it lies in, whatever language the program speaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crm_desktop.core.reading import fold

PARTS = ("street", "district", "postcode", "city", "province", "country")

_FROM_LARGE_TO_SMALL = ("country", "province", "city", "district", "street", "postcode")
_COUNTRIES = frozenset(
    map(
        fold,
        (
            *(
                "China",
                "PR China",
                "P.R. China",
                "People's Republic of China",
                "CN",
                "中国",
                "中华人民共和国",
            ),
            *(
                "Taiwan",
                "TW",
                "台湾",
                "中国台湾",
                "Hong Kong",
                "HK",
                "香港",
                "中国香港",
                "Macau",
                "Macao",
                "澳门",
            ),
            *(
                "Japan",
                "JP",
                "日本",
                "Korea",
                "South Korea",
                "Republic of Korea",
                "KR",
                "韩国",
                "大韩民国",
                "대한민국",
            ),
        ),
    )
)
_FIRST_EASTERN = "\u2e80"  # before it lie the alphabets that are written with spaces
_LAST_EASTERN = "\uffef"


def address_line(known: Mapping[str, str]) -> str:
    """Return the parts of an address, by their keys in :data:`PARTS`, as one line.

    China, Taiwan, Japan and Korea go from the country to the house, but only in their own scripts: written in
    Latin letters their addresses, too, begin with the house. Without a country the script of the rest decides.
    """
    if _goes_from_large_to_small(known):
        return _together(known, _FROM_LARGE_TO_SMALL)
    parts_of = {key: known[key] for key in PARTS if known.get(key)}
    if "postcode" in parts_of and "city" in parts_of:
        parts_of["city"] = f"{parts_of.pop('postcode')} {parts_of['city']}"
    return ", ".join(dict.fromkeys(parts_of.values()))


def address_lines(known: Mapping[str, str]) -> list[str]:
    """Return the parts of an address as the lines of a label: house, town, country, or the other way round."""
    if _goes_from_large_to_small(known):
        area = _together(known, ("country", "province", "city", "district"))
        lines = [area, _together(known, ("street",)), known.get("postcode", "")]
    else:
        town = " ".join(filter(None, (known.get("postcode"), known.get("city"))))
        lines = [
            known.get("street", ""),
            known.get("district", ""),
            town,
            ", ".join(dict.fromkeys(filter(None, (known.get("province"), known.get("country"))))),
        ]
    return list(dict.fromkeys(filter(None, lines)))


def _goes_from_large_to_small(known: Mapping[str, str]) -> bool:
    country = known.get("country", "")
    own_script = any(map(_is_eastern, (known.get(key, "") for key in ("street", "city", "province"))))
    return own_script and (not country or fold(country) in _COUNTRIES)


def _together(known: Mapping[str, str], keys: Sequence[str]) -> str:
    """Return parts without spaces between Eastern letters; a municipality, which is its own province, once."""
    parts = dict.fromkeys(known[key] for key in keys if known.get(key))
    return " ".join("".join(part if _is_eastern(part) else f" {part} " for part in parts).split())


def _is_eastern(text: str) -> bool:
    return any(_FIRST_EASTERN <= char <= _LAST_EASTERN for char in text)
