"""Address cards going out, in vCard 3.0 (RFC 2426), which every phone reads, or 4.0 (RFC 6350).

The cards have the cells that ``vcard_cards`` reads, so that what goes out comes back as it was.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

from crm_desktop.core.files import write_atomically
from crm_desktop.core.name_parts import Names, parts_of
from crm_desktop.exchange import further_addresses, vcard_pictures
from crm_desktop.exchange.export import Written, clean_text
from crm_desktop.exchange.vcard_cards import COLUMNS, OWN, PARTS, is_firm

Version = Literal["3.0", "4.0"]
Cells = Mapping[str, Sequence[str]]

_LONGEST = 75  # octets of a line, without its end
_SERVICES = {"wechat": "WeChat", "qq": "QQ", "whatsapp": "WhatsApp"}
_PHONES = {"mobile": "CELL", "phone": "WORK,VOICE", "fax": "WORK,FAX"}
_OWN = COLUMNS[COLUMNS.index("lifecycle") :]
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\"]")


def write_cards(path: Path, cards: Iterable[Cells], version: Version = "3.0") -> Written:
    """Write one card for each set of cells (lists of texts by column). Raises OSError."""
    written = Written()
    with write_atomically(path) as draft, draft.open("w", encoding="utf-8", newline="") as file:
        for card in cards:
            file.writelines(folded(line) for line in lines_of(card, version))
            written.rows += 1
    return written


def lines_of(card: Cells, version: Version) -> Iterator[str]:
    """Yield the lines of one card, not yet folded."""
    is_new = version == "4.0"
    yield "BEGIN:VCARD"
    yield f"VERSION:{version}"
    yield from _name(card, is_new=is_new)
    yield from _channels(card, is_new=is_new)
    yield from _addresses(card)
    if card.get("birthday"):
        day = card["birthday"][0]
        yield f"BDAY:{day.replace('-', '') if is_new else day}"
    if card.get("tags"):
        yield "CATEGORIES:" + ",".join(map(escaped, card["tags"]))
    named = {"gender": "GENDER" if is_new else "X-GENDER", "note": "NOTE"}
    named |= {key: f"{OWN}{key.upper().replace('_', '-')}" for key in _OWN}
    for key, name in named.items():
        if card.get(key):
            yield f"{name}:{_cell(card, key)}"
    if card.get("picture") and (
        line := vcard_pictures.written(base64.b64decode(card["picture"][0]), is_new=is_new)
    ):
        yield line
    yield "END:VCARD"


def _cell(card: Cells, key: str) -> str:
    return escaped((card.get(key) or [""])[0])


def _name(card: Cells, *, is_new: bool) -> Iterator[str]:
    """Yield who it is: a person, or a firm where no person is named."""
    if not (card.get("full_name") or card.get("family_name") or card.get("given_name")):
        yield "KIND:org" if is_new else "X-ABSHOWAS:COMPANY"
    elif is_firm(card):
        yield "KIND:individual"  # a person who is called like the firm
    whole, family, given = ((card.get(key) or [""])[0] for key in ("full_name", *PARTS))
    shown = parts_of(
        Names(whole, family, given)
    )  # phones show N, which may not be another name than the full one
    yield "N:{};{};;{};".format(*map(escaped, shown), _cell(card, "salutation"))
    for part, own, name in zip(shown, (family, given), PARTS.values(), strict=True):
        if part != own:
            yield f"{name}:{escaped(own)}"
    yield f"FN:{_cell(card, 'full_name') or _cell(card, 'company')}"
    firm = [_cell(card, "company"), *([_cell(card, "department")] if card.get("department") else [])]
    if any(firm):
        yield f"ORG:{';'.join(firm)}"
    if card.get("title"):
        yield f"TITLE:{_cell(card, 'title')}"


def _channels(card: Cells, *, is_new: bool) -> Iterator[str]:
    """Yield everything by which somebody is reached; the first of a kind is the preferred one."""
    for place, address in enumerate(card.get("email", ())):
        yield f"EMAIL;{_kinds('INTERNET', place, is_new=is_new)}:{escaped(address)}"
    for key, kinds in _PHONES.items():
        for place, number in enumerate(card.get(key, ())):
            yield f"TEL;{_kinds(kinds, place, is_new=is_new)}:{escaped(number)}"
    for key, service in _SERVICES.items():
        for name in card.get(key, ()):
            yield f"IMPP;X-SERVICE-TYPE={service}:x-apple:{escaped(name)}"
    for address in card.get("linkedin", ()):
        yield f"X-SOCIALPROFILE;TYPE=linkedin:{escaped(address)}"
    for address in card.get("website", ()):
        yield f"URL:{escaped(address)}"


def _kinds(kinds: str, place: int, *, is_new: bool) -> str:
    """Return the parameters of a channel."""
    if is_new:
        kinds = ",".join(one.lower() for one in kinds.split(",") if one != "INTERNET")
        kinds = f'TYPE="{kinds}"' if "," in kinds else f"TYPE={kinds}" if kinds else "TYPE=work"
        return f"{kinds};PREF={place + 1}" if place < 100 else kinds
    return ";".join(f"TYPE={one}" for one in [*kinds.split(","), *(["PREF"] if place == 0 else [])])


def _addresses(card: Cells) -> Iterator[str]:
    """Yield the main address and the further ones; each of these says of which kind it is."""
    yield from _address(card, "", "WORK", 0)
    for kind in further_addresses.KINDS:
        prefix = further_addresses.key(kind, "")
        for place in range(max(len(card.get(prefix + part, ())) for part in further_addresses.PARTS)):
            use = "HOME" if kind == "home" else "OTHER"
            yield from _address(card, prefix, f"{use};{OWN}KIND={kind}", place)


def _address(card: Cells, prefix: str, use: str, place: int) -> Iterator[str]:
    def text(key: str) -> str:
        cells = card.get(prefix + key) or [""]
        return cells[place] if place < len(cells) else ""

    parts = [escaped(text(key)) for key in ("street", "city", "province", "postcode", "country")]
    district = _UNSAFE.sub(" ", text("district"))
    if any(parts) or district:
        part = f';X-APPLE-SUBLOCALITY="{district}"' if district else ""
        yield f"ADR;TYPE={use}{part}:;;{';'.join(parts)}"


def escaped(text: str) -> str:
    """Return a text as it stands in a property: what has a meaning there is escaped (RFC 6350, 3.4)."""
    text = clean_text(text).replace("\\", "\\\\").replace("\n", "\\n")
    return text.replace(";", "\\;").replace(",", "\\,")


def folded(line: str) -> str:
    """Return a line in pieces of at most 75 octets, no character cut (RFC 6350, 3.2)."""
    if len(line.encode("utf-8", "replace")) <= _LONGEST:
        return f"{line}\r\n"
    pieces, piece, size = [], "", 0
    for character in line:
        width = len(character.encode("utf-8", "replace"))
        if size + width > _LONGEST:
            pieces.append(piece)
            piece, size = " ", 1
        piece += character
        size += width
    return "\r\n".join([*pieces, piece, ""])


__all__ = ["Cells", "Version", "write_cards"]
