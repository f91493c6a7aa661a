"""A lead becomes a customer: a company, a contact and an opportunity, new ones or those that are there already.

First :meth:`LeadConversion.propose` looks for who it likely is; :meth:`LeadConversion.convert` writes what was chosen
in one transaction. What the lead says goes into what is new; of what is there only empty fields are filled, numbers
and addresses are added, and an opt-out of e-mail goes along. Its activities belong to them, too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm_desktop.core import clock, name_parts
from crm_desktop.core.entity import Field
from crm_desktop.core.errors import RecordProblem
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.reading import fold
from crm_desktop.models import registry
from crm_desktop.services import opt_outs
from crm_desktop.services.duplicates import leads
from crm_desktop.services.duplicates.pairs import THRESHOLD
from crm_desktop.services.duplicates.service import Likely
from crm_desktop.services.new_records import make_record
from crm_desktop.store import custom_fields, names, record_rows

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace
    from crm_desktop.store.unit_of_work import UnitOfWork

LEAD, COMPANY, CONTACT, OPPORTUNITY = "lead", "company", "contact", "opportunity"
OPEN = frozenset({"new", "working", "qualified", "nurturing"})
"""The states in which a lead may be converted."""
MAKE = "make"
Answer = int | str | None
"""What becomes of one part: the id of the record it is linked with, ``MAKE`` for a new one, None for nothing."""

_ALIKE = {"source": "source", "owner": "owner", "tags": "tags"}
_COMPANY = {
    **_ALIKE, "name": "company", "industry": "industry", "website": "website", "country": "country", "city": "city",
}  # fmt: skip
_CONTACT = {
    **_ALIKE, "full_name": "name", "family_name": "family_name", "given_name": "given_name", "title": "job_title",
    **{kind: kind for kind in leads.CHANNELS},
}  # fmt: skip
_OPPORTUNITY = {
    **_ALIKE, "name": "title", "amount": "budget", "currency": "currency", "campaign": "campaign",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a lead may become: the names of a new company and contact ('' for none), who they likely are, what is
    chosen for each unless somebody chooses otherwise, and name and amount of the opportunity."""

    title: str
    company: str
    contact: str
    companies: tuple[Likely, ...]
    contacts: tuple[Likely, ...]
    chosen_company: Answer
    chosen_contact: Answer
    opportunity: str
    amount: int | None


@dataclass(frozen=True, slots=True)
class Conversion:
    """What was chosen. ``opportunity`` has the values of the one that is made; None makes none."""

    company: Answer = None
    contact: Answer = None
    opportunity: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Converted:
    """What a lead became, None for nothing, and the transaction that undo takes back."""

    transaction: int
    company: int | None
    contact: int | None
    opportunity: int | None


class LeadConversion:
    """Converts the leads of a customer file."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    # ------------------------------------------------------------------ before

    def propose(self, lead: int) -> Proposal:
        """Return what a lead may become. Raises RecordProblem where it was converted or given up."""
        values = self._values(lead)
        company, contact = str(values["company"] or ""), str(values["name"] or "")
        companies = self._likely(COMPANY, leads.as_company(values), values["linked_company"])
        contacts = self._likely(CONTACT, leads.as_contact(values), values["linked_contact"])
        return Proposal(
            self._title(lead),
            company,
            contact,
            companies,
            contacts,
            _usual(companies, company),
            _usual(contacts, contact),
            str(values["title"] or ""),
            values["budget"],
        )

    def _likely(self, entity: str, values: Mapping[str, Any], linked: int | None) -> tuple[Likely, ...]:
        """Return who a part of a lead likely is, first the record that it is linked with."""
        found = self._workspace.duplicates.like(entity, values)
        if linked is None:
            return tuple(found)
        title = names.of_rows(self._workspace.file.reader(), entity, [linked]).get(linked, "")
        own = Likely(linked, title, 1.0, (_("linked with this lead"),), entity)
        return (own, *(one for one in found if one.id != linked))

    def _title(self, lead: int) -> str:
        return names.of_row(self._workspace.file.reader(), LEAD, lead)

    def _values(self, lead: int) -> dict[str, Any]:
        record = self._workspace.records.get(LEAD, lead)
        if record.deleted or record.values["status"] not in OPEN:
            raise RecordProblem(_("This lead cannot be converted: it is “%(state)s”.") % {
                "state": record.texts["status"] if not record.deleted else _("in the trash")
            })  # fmt: skip
        return {key: getattr(value, "id", value) for key, value in record.values.items()}

    # ------------------------------------------------------------------ the conversion

    def convert(self, lead: int, chosen: Conversion) -> Converted:
        """Make of a lead what was chosen. Raises RecordProblem when it cannot be converted, or when nothing was chosen.

        Nothing is written then.
        """
        if chosen.company is None and chosen.contact is None and chosen.opportunity is None:
            raise RecordProblem(_("Choose what the lead becomes."))
        values = self._values(lead)
        with self._workspace.work(N_("Convert %(name)s"), "convert", name=self._title(lead)) as work:
            writing = _Writing(work, self._workspace, lead, values)
            company = writing.company(chosen.company, alone=chosen.contact is None)
            contact = writing.contact(chosen.contact, company)
            opportunity = writing.opportunity(chosen.opportunity, company, contact)
            writing.end(company, contact, opportunity)
        return Converted(work.id, company, contact, opportunity)


def _usual(likely: Sequence[Likely], name: str) -> Answer:
    """Return what is chosen unless somebody chooses otherwise: who it surely is, else a new one."""
    if likely and likely[0].score >= THRESHOLD:
        return likely[0].id
    return MAKE if name else None


class _Writing:
    """Writes the parts of one conversion."""

    def __init__(self, work: UnitOfWork, workspace: Workspace, lead: int, values: Mapping[str, Any]) -> None:
        self._work = work
        self._workspace = workspace
        self._lead = lead
        self._values = values

    def company(self, answer: Answer, *, alone: bool) -> int | None:
        """Make or complete the company; without a contact the numbers of the lead are its own."""
        if answer is None:
            return None
        said = self._said(COMPANY, _COMPANY)
        if alone:
            said |= self._said(COMPANY, {"phone": "phone", "mobile": "mobile", "email": "email"})
        found = self._written(COMPANY, answer, said)
        if alone:
            self._take_channels(COMPANY, found)
        return found

    def contact(self, answer: Answer, company: int | None) -> int | None:
        """Make or complete the contact."""
        if answer is None:
            return None
        said = self._said(CONTACT, _CONTACT)
        if company is not None:
            said["company"] = company
        found = self._written(CONTACT, answer, said)
        self._take_channels(CONTACT, found)
        return found

    def opportunity(
        self, given: Mapping[str, Any] | None, company: int | None, contact: int | None
    ) -> int | None:
        """Make the opportunity."""
        if given is None:
            return None
        said = {**self._said(OPPORTUNITY, _OPPORTUNITY), **given}
        texts = (self._values.get("need"), self._values.get("note"))
        if note := "\n\n".join(str(text) for text in texts if text):
            said.setdefault("note", note)
        linked = {"company": company, "contact": contact, "lead": self._lead}
        return self._written(OPPORTUNITY, MAKE, {**said, **linked})

    def end(self, company: int | None, contact: int | None, opportunity: int | None) -> None:
        """Let the lead say what it became, and its activities belong to that, too."""
        became = {"linked_company": company, "linked_contact": contact, OPPORTUNITY: opportunity}
        values: dict[str, Any] = {key: value for key, value in became.items() if value is not None}
        values |= {"status": "converted", "converted_at": clock.now(), "nurturing_until": None}
        record_rows.save(self._work, registry.entity(LEAD), self._lead, values)
        for key, record in ((COMPANY, company), (CONTACT, contact), (OPPORTUNITY, opportunity)):
            if record is not None:
                self._hand_over(key, record)

    def _said(self, entity: str, keys: Mapping[str, str]) -> dict[str, Any]:
        """Return what the lead says for an entity, its custom fields of the same name and kind among that."""
        found = {key: self._values.get(own) for key, own in keys.items()}
        theirs = {fold(one.label): one for one in custom_fields.of(self._work.connection, entity)}
        for own in custom_fields.of(self._work.connection, LEAD):
            one = theirs.get(fold(own.label))
            if one is not None and _takes(one, own):
                found[one.key] = self._values.get(own.key)
        return {key: value for key, value in found.items() if value not in (None, "", (), [])}

    def _written(self, entity: str, answer: Answer, said: dict[str, Any]) -> int:
        """Return the id of the record, made of what is said or completed by it."""
        if not isinstance(answer, int):
            return make_record(self._work, entity, said, self._workspace.locale)
        answer = self._workspace.records.current(entity, answer)  # it may have been merged meanwhile
        now = self._workspace.records.get(entity, answer)
        if now.deleted:
            raise RecordProblem(_("“%(name)s” lies in the trash.") % {"name": now.title})
        fresh = {key: value for key, value in said.items() if now.values.get(key) in (None, "", (), [])}
        description = registry.entity(entity)
        if not name_parts.of(description, {**now.values, **fresh}).agree:  # another way to write the name
            fresh = {key: value for key, value in fresh.items() if key not in description.person}
        if tags := said.get("tags"):
            fresh["tags"] = tuple(dict.fromkeys((*(now.values.get("tags") or ()), *tags)))
        record_rows.save(self._work, description, answer, fresh)
        return answer

    def _take_channels(self, entity: str, record: int) -> None:
        """Give a record every number and address of the lead that it has not, each with what is true of it: whether it
        was opted out of, or is invalid."""
        self._work.flush()
        table, link = registry.model("channel"), f"{entity}_id"
        objections = {
            key
            for name, one in (("lead", self._lead), (entity, record))
            for key in opt_outs.of(self._work.connection, name, [one]).get(one, ())
        }
        live = f'FROM channel WHERE "{link}" = ? AND kind = ? AND deleted_at IS NULL'
        rows = self._work.execute(
            "SELECT kind, value, normal, label, is_invalid, opted_out FROM channel "
            "WHERE lead_id = ? AND deleted_at IS NULL ORDER BY is_primary DESC, id",
            (self._lead,),
        ).fetchall()
        for kind, value, normal, label, is_invalid, opted_out in rows:
            known = self._work.execute(f"SELECT id {live} AND normal = ?", (record, kind, normal)).fetchone()
            if known is not None:
                self._work.execute(
                    "UPDATE channel SET opted_out = max(opted_out, ?), is_invalid = max(is_invalid, ?) WHERE id = ?",
                    (opted_out, is_invalid, known[0]),
                )
                continue
            first = self._work.execute(f"SELECT 1 {live} AND is_primary", (record, kind)).fetchone() is None
            self._work.add(
                table, kind=kind, value=value, label=label, is_primary=first,
                is_invalid=bool(is_invalid), opted_out=bool(opted_out), **{link: record},
            )  # fmt: skip
            self._work.flush()
        opt_outs.keep(self._work, entity, record, objections)

    def _hand_over(self, key: str, record: int) -> None:
        """Let the activities of the lead be about a record, too, and its last contact count there."""
        self._work.execute(
            f"UPDATE activity SET {key}_id = ? WHERE lead_id = ? AND {key}_id IS NULL AND deleted_at IS NULL",
            (record, self._lead),
        )
        self._work.execute(
            f'UPDATE "{key}" SET last_contact = (SELECT last_contact FROM lead WHERE id = ?) WHERE id = ? '
            "AND coalesce(last_contact, '') < coalesce((SELECT last_contact FROM lead WHERE id = ?), '')",
            (self._lead, record, self._lead),
        )


def _takes(one: Field, other: Field) -> bool:
    """Tell whether the values of two custom fields are of the same sort."""
    lists = [getattr(each.kind, "options", "") for each in (one, other)]
    return type(one.kind) is type(other.kind) and lists[0] == lists[1]


__all__ = ["MAKE", "OPEN", "Conversion", "Converted", "LeadConversion", "Proposal"]
