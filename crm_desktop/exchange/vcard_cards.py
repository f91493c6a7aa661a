"""What stands on one card, by the columns of a table of people.

Phones, Outlook, Gmail, Thunderbird and the Mac write the same things in ways of their own: kinds without ``TYPE=``
(2.1), several kinds in quotes (4.0), labels in groups (``item1.X-ABLabel``), messengers as IMPP or X- properties.
"""

from __future__ import annotations

import logging
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import vobject

from crm_desktop.exchange import further_addresses
from crm_desktop.exchange.further_addresses import Address
from crm_desktop.exchange.vcard_lines import RawCard
from crm_desktop.exchange.vcard_values import joined, label, plain

COLUMNS: tuple[str, ...] = (
    "full_name", "family_name", "given_name", "salutation", "company", "department", "title", "email", "mobile",
    "phone", "fax", "wechat", "qq", "whatsapp", "linkedin", "website", "country", "province", "city", "district",
    "street", "postcode", "birthday", "gender", "tags", "note", "lifecycle", "level", "lunar_birthday",
    "decision_role", "preferred_channel", "language", "source", "owner",
    "opted_out", "calls_opted_out", "faxes_opted_out", "opted_out_of",
)  # fmt: skip
"""What a card may fill, in the order of the table; of channels and addresses there may be several."""

OWN = "X-CRM-"
"""How the properties begin in which our own cards keep what vCard has no name for."""

PARTS = {"family_name": f"{OWN}FAMILY-NAME", "given_name": f"{OWN}GIVEN-NAME"}
"""The properties in which our own cards keep a part of a name where N says something else: what the full name does."""

YEARLESS = "birthday_without_year"
"""Month and day (0412) of a birthday that has no year."""

LEFT = "left_out_properties"
"""The names of the properties of a card that hold something for which there is no place, each as often as there."""

KIND = "kind_of_card"
"""What a card says it is: org, individual."""

_WITHOUT_WORD = frozenset({
    "VERSION", "PRODID", "REV", "UID", "CLASS", "MAILER", "SORT-STRING", "LABEL", "PHOTO", "LOGO", "SOURCE",
    "CLIENTPIDMAP", "X-ABLABEL", "X-ABADR", "X-ABUID", "X-MS-CARDPICTURE",
})  # fmt: skip
"""Properties that say nothing of a person or firm, or the same as another one."""

SEVERAL = frozenset({"email", "mobile", "phone", "fax", "wechat", "qq", "whatsapp", "linkedin", "website"})

_MOBILE = frozenset({"cell", "mobile", "iphone", "pcs", "手机", "移动电话", "移动", "行動電話"})
_FAX = frozenset({"fax", "workfax", "homefax", "传真", "傳真"})
_OTHER = frozenset({"pager", "bbs", "modem", "isdn", "video"})
_PREFERRED = frozenset({"pref", "main"})
_MESSENGERS = {
    "wechat": "wechat", "weixin": "wechat", "微信": "wechat", "qq": "qq", "tencent": "qq",
    "whatsapp": "whatsapp", "linkedin": "linkedin",
}  # fmt: skip
_OWN = {
    "X-WECHAT": "wechat", "X-WEIXIN": "wechat", "X-QQ": "qq", "X-TENCENT-QQ": "qq", "X-WHATSAPP": "whatsapp",
    "X-LINKEDIN": "linkedin", "X-GENDER": "gender", "X-DEPARTMENT": "department",
}  # fmt: skip
_OF_GOOGLE = ("myContacts", "starred")  # groups that it makes itself

Cells = dict[str, list[str]]


class Unreadable(Exception):
    """A card of which nothing can be made."""


logging.getLogger("vobject").setLevel(logging.CRITICAL)  # it names each line that it skips


def read(raw: RawCard) -> Cells:
    """Return what stands on a card, by column; raises Unreadable."""
    if raw.is_too_long:
        raise Unreadable
    text = "\r\n".join(["BEGIN:VCARD", *raw.lines, "END:VCARD", ""])
    try:
        card = vobject.readOne(text, ignoreUnreadable=True)
        children = list(card.getChildren())
    except Exception as error:  # what a foreign parser may raise on foreign text has no end
        raise Unreadable from error
    cells = _Cells(children)
    for child in children:
        cells.take(child)
    found = cells.finished()
    if not found.keys() - {KIND} or found.get(KIND) == ["group"]:  # a list of people is nobody
        raise Unreadable
    if cells.left:
        found[LEFT] = cells.left
    return found


def is_firm(cells: Mapping[str, Sequence[str]]) -> bool:
    """Tell whether a card is that of a firm: it says so, or names a firm and no person."""
    kind = cells.get(KIND)
    if kind:
        return "org" in kind
    is_named = cells.get("family_name") or cells.get("given_name")
    company = cells.get("company")
    return not is_named and company is not None and cells.get("full_name", company) == company


class _Cells:
    """The cells of one card as they are found."""

    def __init__(self, children: Iterable[Any]) -> None:
        self._cells: defaultdict[str, list[tuple[bool, str]]] = defaultdict(list)
        self._labels = {
            child.group: label(str(child.value))
            for child in children
            if child.name == "X-ABLABEL" and child.group
        }
        self._addresses: list[Address] = []
        self._parts: dict[str, str] = {}
        self.left: list[str] = []  # names of properties

    def take(self, child: Any) -> None:
        """Put one property where it belongs; what has no place is left out and remembered by its name."""
        name = child.name
        take = getattr(self, f"_take_{name.lower().replace('-', '_')}", None)
        if take is not None:
            take(child)
        elif name in _OWN:
            self._add(_OWN[name], plain(child.value))
        elif name.startswith(OWN):
            key = name.removeprefix(OWN).lower().replace("-", "_")
            if key in COLUMNS:
                self._add(key, plain(child.value))
            else:
                self._leave(child)
        else:
            self._leave(child)

    def _leave(self, child: Any) -> None:
        if child.name not in _WITHOUT_WORD and plain(child.value).strip("; \n"):
            self.left.append(child.name)

    def finished(self) -> Cells:
        """Return the cells that hold something, what is preferred first and nothing twice."""
        texts, left = further_addresses.cells(self._addresses)
        self.left += ["ADR"] * left
        for key, text in texts.items():
            self._add(key, text)
        for key, text in self._parts.items():
            self._cells[key] = [(False, text)] if text else []
        return {
            key: list(dict.fromkeys(text for _rest, text in sorted(values, key=lambda one: not one[0])))
            for key, values in self._cells.items()
            if values
        }

    def _add(self, key: str, text: str, *, preferred: bool = False) -> None:
        text = text.strip()
        if text:
            self._cells[key].append((preferred, text))

    # ------------------------------------------------------------------ who

    def _take_fn(self, child: Any) -> None:
        self._add("full_name", plain(child.value))

    def _take_kind(self, child: Any) -> None:
        kind = plain(child.value).casefold()
        if kind in ("org", "group", "individual"):
            self._add(KIND, kind)

    _take_x_addressbookserver_kind = _take_kind

    def _take_x_abshowas(self, child: Any) -> None:
        if plain(child.value).casefold() == "company":
            self._add(KIND, "org")

    def _take_n(self, child: Any) -> None:
        name = child.value
        self._add("family_name", joined(name.family))
        self._add("given_name", " ".join(filter(None, (joined(name.given), joined(name.additional)))))
        self._add("salutation", joined(name.prefix))

    def _take_x_crm_family_name(self, child: Any) -> None:
        self._parts["family_name"] = plain(child.value)

    def _take_x_crm_given_name(self, child: Any) -> None:
        self._parts["given_name"] = plain(child.value)

    def _take_org(self, child: Any) -> None:
        parts = child.value if isinstance(child.value, list) else [child.value]
        company, *units = [plain(part) for part in parts] or [""]
        self._add("company", company)
        self._add("department", ", ".join(filter(None, (unit.strip() for unit in units))))

    def _take_title(self, child: Any) -> None:
        self._add("title", plain(child.value), preferred=True)

    def _take_role(self, child: Any) -> None:
        self._add("title", plain(child.value))

    def _take_bday(self, child: Any) -> None:
        text = plain(child.value).partition("T")[0].strip()
        if child.params.get("X-APPLE-OMIT-YEAR") or text[:2] == "--" or text[:4] == "1604":
            self._add(YEARLESS, text[-5:].replace("-", "")[-4:])  # the rows say it in the note
            return
        self._add("birthday", f"{text[:4]}-{text[4:6]}-{text[6:]}" if re.fullmatch(r"\d{8}", text) else text)

    def _take_gender(self, child: Any) -> None:
        self._add("gender", plain(child.value).partition(";")[0])

    def _take_note(self, child: Any) -> None:
        self._add("note", plain(child.value))

    def _take_categories(self, child: Any) -> None:
        parts = child.value if isinstance(child.value, list) else [child.value]
        for part in parts:
            if plain(part) not in _OF_GOOGLE:
                self._add("tags", plain(part))

    # ------------------------------------------------------------------ where to reach

    def _take_tel(self, child: Any) -> None:
        kinds = self._kinds(child)
        number = plain(child.value)
        if number.lower().startswith("tel:"):
            number = number[4:].partition(";")[0]
        if kinds & _FAX:
            key = "fax"
        elif kinds & _MOBILE:
            key = "mobile"
        elif kinds & _OTHER and "voice" not in kinds:
            self._leave(child)
            return
        else:
            key = "whatsapp" if "whatsapp" in kinds else "phone"
        self._add(key, number, preferred=bool(kinds & _PREFERRED))

    def _take_email(self, child: Any) -> None:
        kinds = self._kinds(child)
        address = plain(child.value)
        if "tlx" in kinds:  # Outlook writes a telex number as an address
            self._leave(child)
            return
        self._add("email", address.removeprefix("mailto:"), preferred=bool(kinds & _PREFERRED))

    def _take_url(self, child: Any) -> None:
        address = plain(child.value).replace("\\:", ":")  # as Google writes it
        is_own = re.search(r"linkedin\.com/", address, re.IGNORECASE) is not None
        self._add("linkedin" if is_own else "website", address)

    def _take_impp(self, child: Any) -> None:
        scheme, colon, rest = plain(child.value).partition(":")
        if not colon:
            scheme, rest = "", scheme
        self._messenger(child, [*child.params.get("X-SERVICE-TYPE", []), scheme], rest)

    def _take_x_socialprofile(self, child: Any) -> None:
        address = plain(child.value)
        name = child.params.get("X-USER", [""])[0]
        self._messenger(child, [], name or address.removeprefix("x-apple:"))

    _take_x_messenger = _take_x_socialprofile

    def _messenger(self, child: Any, services: Sequence[str], text: str) -> None:
        named = {one.casefold() for one in services} | self._kinds(child)
        key = next((_MESSENGERS[one] for one in named if one in _MESSENGERS), "")
        if key:
            self._add(key, text)
        else:
            self._leave(child)

    def _take_adr(self, child: Any) -> None:
        kinds, address = self._kinds(child), child.value
        street = [joined(getattr(address, part), "\n") for part in ("street", "extended", "box")]
        values = {
            "street": ", ".join(line for part in street for line in part.splitlines() if line.strip()),
            "city": joined(address.city), "province": joined(address.region),
            "postcode": joined(address.code), "country": joined(address.country),
            "district": " ".join(child.params.get("X-APPLE-SUBLOCALITY", [])),
        }  # fmt: skip
        parts = {key: text.strip() for key, text in values.items() if text.strip()}
        own = child.params.get(f"{OWN}KIND", [""])[0]
        is_own = own in further_addresses.KINDS
        kind = own if is_own else "main" if "work" in kinds else "home" if "home" in kinds else "other"
        self._addresses.append(Address(kind, parts, bool(kinds & _PREFERRED), is_own))

    def _kinds(self, child: Any) -> set[str]:
        """Return what a property is said to be, in small letters: work, cell, pref …"""
        kinds = {one.casefold() for one in child.singletonparams}
        for one in child.params.get("TYPE", []):
            kinds.update(part.strip().casefold() for part in one.split(","))
        if child.params.get("PREF"):
            kinds.add("pref")
        named = self._labels.get(child.group)
        return kinds | {named} if named else kinds
