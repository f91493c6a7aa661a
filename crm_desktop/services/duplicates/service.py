"""Likely duplicates of an opened customer file: all of them, those of one record, those of one that is being typed."""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING, Any

from crm_desktop.core import clock
from crm_desktop.core.errors import UsageProblem
from crm_desktop.core.full_names import full_name
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.likeness import Found
from crm_desktop.core.matches import folded_words
from crm_desktop.core.query import ListQuery
from crm_desktop.models import registry
from crm_desktop.models.channel_forms import normal_form
from crm_desktop.services.duplicates import ENTITIES, leads
from crm_desktop.services.duplicates.facts import Facts, read_facts
from crm_desktop.services.duplicates.groups import Group, groups_of
from crm_desktop.services.duplicates.pairs import TELLING, THRESHOLD, Pair, reason_words
from crm_desktop.services.duplicates.watching import UNWATCHED, Watch
from crm_desktop.store import names
from crm_desktop.store.sql import marks

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace

WHILE_TYPING = 0.3  # a name that is only similar is worth a look beside a form, but is no pair of a list
_MOST = 4
_WORDS = 4  # of a name that are also looked for alone: another one may be misspelt
_CHANNELS = ("mobile", "phone", "email", "wechat", "qq", "whatsapp", "linkedin", "fax")


@dataclass(frozen=True, slots=True)
class Likely:
    """A record that is likely the one asked about: how likely (0 to 1), and why, in the language of the program."""

    id: int
    name: str
    score: float
    reasons: tuple[str, ...]
    entity: str = ""


@dataclass(frozen=True, slots=True)
class Distinct:
    """Two records of which somebody said that they are not one; ``id`` is that of the note about them."""

    id: int
    first: int
    second: int


class Duplicates:
    """Finds likely duplicates among companies and contacts. Safe from several threads."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def find(
        self,
        entity: str,
        threshold: float = THRESHOLD,
        *,
        ids: Sequence[int] | None = None,
        watch: Watch = UNWATCHED,
    ) -> list[Pair]:
        """Return the likely pairs, the likeliest first; with ``ids``, among these records only.

        Pairs that somebody said to be two are left out. Raises UsageProblem for other entities than companies and
        contacts, Cancelled.
        """
        _check(entity)
        from crm_desktop.services.duplicates.search import likely_pairs

        reader = self._workspace.file.reader()
        if ids is None:
            rows = reader.execute(f'SELECT id FROM "{entity}" WHERE deleted_at IS NULL ORDER BY id')
            ids = array("q", (row[0] for row in rows))
        else:
            ids = sorted(ids)
        read = partial(read_facts, reader, entity)
        return likely_pairs(entity, ids, read, threshold, self._distinct(entity), watch)

    def groups(self, entity: str, pairs: Sequence[Pair]) -> list[Group]:
        """Return the groups of pairs that were found: without records that are gone since, and without pairs that
        somebody said to be two since."""
        distinct = self._distinct(entity)
        live = self._live(entity, {record for pair in pairs for record in (pair.a, pair.b)})
        there = (one for one in pairs if one.a in live and one.b in live and (one.a, one.b) not in distinct)
        return groups_of(there, distinct)

    def of(self, entity: str, record_id: int, threshold: float = THRESHOLD) -> list[Likely]:
        """Return the records that are likely the same as one, the likeliest first. Raises UsageProblem."""
        _check(entity)
        reader = self._workspace.file.reader()
        one = read_facts(reader, entity, [record_id]).get(record_id)
        if one is None:
            return []
        normals = [row[0] for row in reader.execute(
            f"SELECT normal FROM channel WHERE {entity}_id = ? AND deleted_at IS NULL AND normal <> ''", (record_id,)
        )]  # fmt: skip
        title = names.of_rows(reader, entity, [record_id]).get(record_id, "")
        distinct = self._distinct(entity)
        others = {
            other
            for other in self._candidates(entity, title, one, normals)
            if other != record_id and (min(record_id, other), max(record_id, other)) not in distinct
        }
        return self._judged(entity, one, others, threshold)

    def like(self, entity: str, values: Mapping[str, Any], threshold: float = WHILE_TYPING) -> list[Likely]:
        """Return the records that are likely the one that is being typed: values by field key, as a form reads them.

        For a lead these are companies, contacts and other leads; nothing is found for other entities, nor before there
        is a name or a channel.
        """
        if entity == leads.LEAD:
            return self._like_lead(values, threshold)
        if entity not in ENTITIES:
            return []
        title = str(values.get(registry.entity(entity).title_key) or "")
        if not title and entity == "contact":
            title = full_name(values.get("family_name"), values.get("given_name"))
        one, normals = _typed(entity, title, values)
        if website := values.get("website"):
            one.add_domain(str(website))
        if entity == "contact" and (firm := values.get("company")):
            one.add_firm(self._firm_name(firm))
        one.tax_number = str(values.get("tax_number") or "").upper()
        one.birthday = str(values.get("birthday") or "")
        one.set_address(*(str(values.get(key) or "") for key in ("city", "postcode", "street")))
        return self._judged(
            entity, one, self._candidates(entity, title, one, normals), threshold, telling=TELLING
        )

    def _firm_name(self, firm: Any) -> str:
        """Return the name of a company that is typed, chosen, or still to be made."""
        if isinstance(firm, int):
            return names.of_rows(self._workspace.file.reader(), "company", [firm]).get(firm, "")
        return str(getattr(firm, "name", firm))

    def _like_lead(self, values: Mapping[str, Any], threshold: float) -> list[Likely]:
        reader = self._workspace.file.reader()
        contacts = self.like("contact", leads.as_contact(values), threshold)
        companies = self.like("company", leads.as_company(values), threshold)
        name, company = values.get("name"), values.get("company")
        one, _normals = _typed(leads.LEAD, "", values)
        named = leads.lead_facts(0, name, company)
        one.name, one.spoken, one.firms = named.name, named.spoken, named.firms
        others = leads.facts_of(reader, sorted(leads.candidates(reader, self._workspace.lists, values)))
        alike = self._best(leads.LEAD, "contact" if name else "company", one, others, threshold, TELLING)
        found = sorted((*contacts, *companies, *alike), key=lambda likely: -likely.score)
        return found[:_MOST]

    def set_distinct(self, entity: str, *records: int) -> int:
        """Remember that no two of these records are one; returns the transaction, which can be undone (0 when that
        was known already). Raises UsageProblem."""
        _check(entity)
        from crm_desktop.models.distinct_pair import DistinctPair

        known = self._distinct(entity)
        fresh = [one for one in combinations(sorted(set(records)), 2) if one not in known]
        with self._workspace.work(N_("Not a duplicate")) as work:
            for low, high in fresh:
                work.session.add(DistinctPair(entity=entity, first_id=low, second_id=high))
        return work.id if work.changes else 0

    def distinct(self, entity: str) -> list[Distinct]:
        """Return the pairs of which somebody said that they are two, the newest first. Raises UsageProblem."""
        _check(entity)
        reader = self._workspace.file.reader()
        rows = reader.execute(
            "SELECT id, first_id, second_id FROM distinct_pair WHERE entity = ? AND deleted_at IS NULL "
            "ORDER BY id DESC",
            (entity,),
        ).fetchall()
        live = self._live(entity, {record for row in rows for record in row[1:]})
        return [Distinct(*row) for row in rows if row[1] in live and row[2] in live]

    def forget_distinct(self, entity: str, pairs: Sequence[int]) -> int:
        """Let pairs (their own ids) be likely duplicates again; returns the transaction. Raises UsageProblem."""
        _check(entity)
        with self._workspace.work(N_("Possibly a duplicate again")) as work:
            work.assign_many("distinct_pair", list(pairs), {"deleted_at": clock.stamp()})
        return work.id if work.changes else 0

    def _distinct(self, entity: str) -> set[tuple[int, int]]:
        rows = self._workspace.file.reader().execute(
            "SELECT first_id, second_id FROM distinct_pair WHERE entity = ? AND deleted_at IS NULL", (entity,)
        )
        return {(first, second) for first, second in rows}

    def _live(self, entity: str, records: Set[int]) -> set[int]:
        """Return those of the records that are there and not in the trash."""
        which = "id IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL"
        rows = self._workspace.file.reader().execute(
            f'SELECT id FROM "{entity}" WHERE {which}', (json.dumps(list(records)),)
        )
        return {row[0] for row in rows}

    def _candidates(self, entity: str, title: str, one: Facts, normals: Sequence[str]) -> set[int]:
        """Return the live records that share a channel with one, or are found by its name: by index, a few at most."""
        reader, link = self._workspace.file.reader(), f"{entity}_id"
        found: set[int] = set()
        if normals:
            rows = reader.execute(
                f"SELECT {link} FROM channel WHERE normal IN ({marks(normals)}) AND {link} IS NOT NULL "
                "AND deleted_at IS NULL LIMIT 200",
                tuple(normals),
            )
            found.update(row[0] for row in rows)
        words = one.name.split() if one.name.isascii() else []
        is_other_name = sorted(words) != sorted(folded_words(title))
        named = self._named(entity, [title, *([one.name] if is_other_name else [])])
        if not named - {one.id}:  # a slip in one word: by the others
            named |= self._named(entity, words[:_WORDS])
        return found | named

    def _named(self, entity: str, texts: Sequence[str]) -> set[int]:
        """Return the first records that are found by one of some texts."""
        lists = self._workspace.lists
        asked = (ListQuery(entity, search=text) for text in texts if len(text) > 1)
        return {record for query in asked for record in lists.first_ids(query)}

    def _judged(
        self,
        entity: str,
        one: Facts,
        others: set[int],
        threshold: float,
        telling: Set[str] = frozenset(),
    ) -> list[Likely]:
        facts = read_facts(self._workspace.file.reader(), entity, sorted(others))
        return self._best(entity, entity, one, facts, threshold, telling)

    def _best(
        self,
        entity: str,
        compared_as: str,
        one: Facts,
        facts: Mapping[int, Facts],
        threshold: float,
        telling: Set[str],
    ) -> list[Likely]:
        """Return the likeliest records of an entity, compared as companies or as contacts."""
        from crm_desktop.services.duplicates.scoring import compare

        judged: dict[int, Found] = {other: compare(compared_as, one, held) for other, held in facts.items()}
        best = sorted(judged, key=lambda other: (-judged[other].score, other))
        best = [
            other
            for other in best
            if judged[other].score >= threshold or not telling.isdisjoint(judged[other].reasons)
        ][:_MOST]
        titles = names.of_rows(self._workspace.file.reader(), entity, best)
        return [
            Likely(
                other,
                titles.get(other, ""),
                judged[other].score,
                tuple(map(reason_words, judged[other].reasons)),
                entity,
            )
            for other in best
        ]


def _typed(entity: str, title: str, values: Mapping[str, Any]) -> tuple[Facts, list[str]]:
    """Return the facts of a name and of channels that are being typed, and the equal forms of these."""
    one, normals = Facts(0), []
    if title:
        one.set_name(entity, title)
    for kind in _CHANNELS:
        if value := values.get(kind):
            normals.append(normal_form(kind, str(value)))
            one.add_channel(kind, str(value), normals[-1])
    return one, normals


def _check(entity: str) -> None:
    if entity not in ENTITIES:
        raise UsageProblem(
            _("Duplicates of these records cannot be searched."),
            _("They are searched among companies and contacts."),
        )
