"""The cards of a vCard file as the rows of a table of people. Runs in the reading process.

The table has the columns that some card fills; where a card has several numbers of a kind, there are as many columns.
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from crm_desktop.core.i18n import N_, words_for
from crm_desktop.exchange import encodings, further_addresses, vcard_cards, vcard_lines, vcard_pictures
from crm_desktop.exchange.source import Order, RowSource
from crm_desktop.exchange.workbook_rows import Refused

MOST_CARDS = 200_000
_MOST_OF_A_KIND = 100
_SIGN_OF_LIFE = 1_000  # cards
_PROPERTIES = 8  # that a note names
_NAMED = 5  # lines of unreadable cards that the note names

HEADINGS: dict[str, str] = {
    "full_name": N_("Full name"), "family_name": N_("Family name"), "given_name": N_("Given name"),
    "salutation": N_("Salutation"), "company": N_("Company"), "department": N_("Department"),
    "title": N_("Job title"), "email": N_("E-mail"), "mobile": N_("Mobile"), "phone": N_("Phone"), "fax": N_("Fax"),
    "wechat": N_("WeChat"), "qq": N_("QQ"), "whatsapp": N_("WhatsApp"), "linkedin": N_("LinkedIn"),
    "website": N_("Website"), "country": N_("Country"), "province": N_("Province"), "city": N_("City"),
    "district": N_("District"), "street": N_("Street"), "postcode": N_("Postcode"), "birthday": N_("Birthday"),
    "gender": N_("Gender"), "tags": N_("Tags"), "note": N_("Note"), "lifecycle": N_("Lifecycle"), "level": N_("Level"),
    "lunar_birthday": N_("Lunar birthday"), "decision_role": N_("Decision role"),
    "preferred_channel": N_("Preferred channel"), "language": N_("Language"), "source": N_("Source"),
    "owner": N_("Owner"), "opted_out": N_("E-mail opted out"), "calls_opted_out": N_("Calls opted out"),
    "faxes_opted_out": N_("Faxes opted out"), "opted_out_of": N_("Opted out of"),
}  # fmt: skip


PICTURE = "record_picture"
"""The heading of the pictures, as text in base64."""
BIRTHDAY = N_("Birthday: %(day)s")


class VcardRows(RowSource):
    """A vCard file opened for reading: its first row is that of the headings."""

    def __init__(self, order: Order) -> None:
        super().__init__()
        self._order = order
        path = Path(order.path)
        found = encodings.detect(path, order.language)
        self.encoding = order.encoding or found.encoding
        if found.assumed and not order.encoding:
            self.notes.append(("encoding", {"encoding": encodings.label(found.encoding)}))
        self._path = path
        self._rows: list[list[str]] = []
        self._bytes = 0

    def prepare(self, alive: Callable[[], object]) -> None:
        """Read all cards, as only all of them tell the columns; ``alive`` is called now and then."""
        cards = self._fitting(list(self._cards(alive)))
        self._note_left(cards)
        self._rows = self._table(cards)

    def rows(self) -> Iterator[list[str]]:
        """Yield the headings and a row for each card."""
        yield from self._rows

    def _fitting(self, cards: list[vcard_cards.Cells]) -> list[vcard_cards.Cells]:
        """Return the cards that can become what is asked for: firms are no people, nor people firms.

        Where all cards are of people, their firms can be had of them. Raises Refused where no card is left.
        """
        firms = [card for card in cards if vcard_cards.is_firm(card)]
        if self._order.records == "contact":
            others = [card for card in cards if not vcard_cards.is_firm(card)]
            if firms and not others:
                raise Refused("only_firms")
            if firms:
                self.notes.append(("firms", {"count": len(firms), "names": _names(firms)}))
            return others
        if self._order.records != "company" or not firms:
            return cards
        if len(firms) < len(cards):
            self.notes.append(("people", {"count": len(cards) - len(firms)}))
        for card in firms:
            card.setdefault("company", card.get("full_name", []))
        return firms

    def _cards(self, alive: Callable[[], object]) -> Iterator[vcard_cards.Cells]:
        skipped: list[int] = []
        unended: list[int] = []
        count = 0
        charset = "utf-8" if self.encoding.startswith("utf") else self.encoding
        with self._path.open(encoding=self.encoding, errors="replace", newline=None) as file:
            for raw in vcard_lines.split(file, charset, self._order.language):
                count += 1
                if count > MOST_CARDS:
                    raise Refused("too_many_cards", limit=MOST_CARDS)
                if not count % _SIGN_OF_LIFE:
                    alive()
                try:
                    cells = vcard_cards.read(raw)
                except vcard_cards.Unreadable:
                    skipped.append(raw.line)
                    continue
                unended += [] if raw.is_ended else [raw.line]
                self._keep_picture(cells, raw)
                yield cells
        if skipped:
            values = {"read": count - len(skipped), "count": count, "lines": _named(skipped)}
            self.notes.append(("cards_skipped", values))
        if unended:
            self.notes.append(("cards_unended", {"lines": _named(unended)}))

    def _note_left(self, cards: list[vcard_cards.Cells]) -> None:
        """Tell what cards hold that has no place: pictures that were not read, years of birthdays, properties."""
        left = Counter(name for card in cards for name in card.pop(vcard_cards.LEFT, []))
        for card in cards:
            left.update(_beyond(card))
        pictures = left.pop(PICTURE, 0)
        if pictures:
            self.notes.append(("pictures", {"count": pictures}))
        yearless = sum(map(self._keep_day, cards))
        if yearless:
            self.notes.append(("yearless", {"count": yearless}))
        if left:
            self.notes.append(("properties", {"properties": _counted(left)}))

    def _keep_day(self, cells: vcard_cards.Cells) -> bool:
        """Say a birthday without its year in the note, which is where it has a place."""
        (day,) = cells.pop(vcard_cards.YEARLESS, [""])[:1]
        if not day or cells.get("birthday"):
            return False
        words = words_for(self._order.language).gettext(BIRTHDAY)
        cells["note"] = [*cells.get("note", []), words % {"day": f"{day[:2]}-{day[2:]}"}]
        return True

    def _keep_picture(self, cells: vcard_cards.Cells, raw: vcard_lines.RawCard) -> None:
        """Put the picture of a card into a column of its own, as long as there is room for all of them."""
        data = vcard_pictures.read(raw.picture) if raw.picture else None
        kept = data is not None and self._bytes + len(data) <= vcard_pictures.ALL
        if data is not None and kept:
            self._bytes += len(data)
            cells[PICTURE] = [base64.b64encode(data).decode("ascii")]
        if raw.pictures > kept:
            cells.setdefault(vcard_cards.LEFT, []).extend([PICTURE] * (raw.pictures - kept))

    def _table(self, cards: list[vcard_cards.Cells]) -> list[list[str]]:
        """Return the rows; each column is filled by some card."""
        if not cards:
            return []
        are_people = self._order.records == "contact"
        if not are_people and all(card.get("full_name", [""]) == card.get("company") for card in cards):
            cards = [
                {key: cell for key, cell in card.items() if key != "full_name"} for card in cards
            ]  # firms
        columns: list[tuple[str, int]] = []
        for key in vcard_cards.COLUMNS:
            most = max(len(card.get(key, ())) for card in cards)
            wanted = min(most, _MOST_OF_A_KIND) if key in vcard_cards.SEVERAL else min(most, 1)
            columns += [(key, place) for place in range(wanted)]
        words = words_for(self._order.language)
        head = [words.gettext(HEADINGS[key]) for key, _place in columns]
        for kind in further_addresses.KINDS:
            for part in further_addresses.PARTS:
                key = further_addresses.key(kind, part)
                if any(key in card for card in cards):
                    columns.append((key, 0))
                    head.append(further_addresses.heading(kind, part, words.gettext))
        if any(PICTURE in card for card in cards):
            columns.append((PICTURE, 0))
            head.append(PICTURE)
        return [head, *([_cell(card, key, place) for key, place in columns] for card in cards)]


def _beyond(card: vcard_cards.Cells) -> dict[str, int]:
    """Return the properties of which a card has more than columns can hold, each with how many."""
    found: dict[str, int] = {}
    for key, values in card.items():
        several = key in vcard_cards.SEVERAL
        more = len(values) - (_MOST_OF_A_KIND if several else 1)
        if more > 0 and key not in _ALL:
            name = _PROPERTY.get(key, key.upper())
            found[name] = found.get(name, 0) + more
    return found


def _named(lines: list[int]) -> str:
    """Return the first numbers of some lines as a text."""
    return ", ".join(map(str, lines[:_NAMED])) + (" …" if len(lines) > _NAMED else "")


def _names(firms: list[vcard_cards.Cells]) -> str:
    """Return the first names of firms as a text."""
    names = [(card.get("company") or card.get("full_name") or ["?"])[0] for card in firms[:_NAMED]]
    return ", ".join(names) + (" …" if len(firms) > _NAMED else "")


def _counted(left: Counter[str]) -> str:
    """Return the names of properties with how often they were left out, the most frequent first."""
    shown = [f"{name} ({count})" for name, count in left.most_common(_PROPERTIES)]
    return ", ".join(shown) + (" …" if len(left) > _PROPERTIES else "")


def _cell(card: vcard_cards.Cells, key: str, place: int) -> str:
    """Return one cell; of what has one column only, all values in it."""
    values = card.get(key, [])
    if key not in vcard_cards.SEVERAL:
        return _ALL.get(key, "").join(values[: None if key in _ALL else 1])
    return values[place] if place < len(values) else ""


_PROPERTY = {
    "full_name": "FN", "family_name": "N", "given_name": "N", "salutation": "N", "company": "ORG", "mobile": "TEL",
    "phone": "TEL", "fax": "TEL", "website": "URL", "wechat": "IMPP", "qq": "IMPP", "whatsapp": "IMPP",
    "birthday": "BDAY",
}  # fmt: skip
_ALL = {"tags": ", ", "note": "\n", "department": ", ", "title": ", "}  # of which a cell takes all values
