"""A customer file in memory: the services that the window needs, without a database."""

from __future__ import annotations

import itertools
from array import array
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crm_desktop.core import formatting, i18n
from crm_desktop.core.entity import Column, Entity, Field
from crm_desktop.core.errors import Cancelled, CrmError
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import (
    Choice,
    Day,
    Email,
    Locale,
    LongText,
    Money,
    Option,
    PersonName,
    Phone,
    Reference,
    Tags,
    Term,
    Text,
    Vocabulary,
)
from crm_desktop.core.query import Condition, ListQuery
from crm_desktop.ui.tasks import Task, deliver


@dataclass(frozen=True)
class FakeNamed:
    id: int
    name: str
    colour: str = "grey"

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class FakeRow:
    id: int
    texts: tuple[str, ...]
    values: tuple[Any, ...]
    deleted: bool = False


@dataclass(frozen=True)
class FakeChanges:
    tables: dict[str, frozenset[int] | None]
    transaction: int = 1
    title: str = ""
    kind: str = "edit"

    def touches(self, *tables: str) -> bool:
        return any(one in self.tables for one in tables)


@dataclass
class FakeTransaction:
    id: int
    text: str
    kind: str
    back: Any
    undone: bool = False


@dataclass
class FakeReport:
    title: str
    restored: int = 1
    kept: list[Any] = field(default_factory=list)
    kept_count: int = 0
    redone: bool = False


@dataclass(frozen=True)
class FakeView:
    id: int
    name: str
    query: ListQuery
    columns: tuple[str, ...] = ()


def _stored(
    key: str, label: str, kind: Any, *, shown: bool = False, sort: bool = False, **more: Any
) -> Field:
    return Field(
        key,
        label,
        kind,
        Column(key),
        listed="shown" if shown else "offered",
        sort_on=key if sort else "",
        **more,
    )


LIFECYCLE = (
    FakeNamed(1, "Customer", "green"),
    FakeNamed(2, "Prospect", "blue"),
    FakeNamed(3, "At risk", "red"),
    FakeNamed(4, "Dormant", "grey"),
)
PRIORITY = Vocabulary(
    "priority",
    (
        Term("low", N_("Low"), "grey"),
        Term("normal", N_("Normal"), "grey"),
        Term("high", N_("High"), "red"),
    ),
)

CONTACT = Entity(
    name="contact",
    slug="contacts",
    title=N_("Contact"),
    title_plural=N_("Contacts"),
    icon="users",
    section="sales",
    title_key="full_name",
    fields=(
        _stored("full_name", N_("Full name"), PersonName(150), shown=True, sort=True, searched=True),
        _stored("company", N_("Company"), Reference("company", 146), shown=True, searched=True),
        _stored("title", N_("Job title"), Text(128), shown=True),
        _stored("email", N_("E-mail"), Email(150), shown=True),
        _stored("mobile", N_("Mobile"), Phone(141), shown=True),
        _stored("lifecycle", N_("Lifecycle"), Option("lifecycle", 96), shown=True, sort=True),
        _stored("owner", N_("Owner"), Reference("user")),
        _stored("revenue", N_("Budget"), Money(), sort=True),
        _stored("tags", N_("Tags"), Tags()),
        _stored("birthday", N_("Birthday"), Day(), sort=True),
        _stored("note", N_("Note"), LongText()),
    ),
)
COMPANY = Entity(
    name="company",
    slug="companies",
    title=N_("Company"),
    title_plural=N_("Companies"),
    icon="building-2",
    section="sales",
    title_key="name",
    fields=(
        _stored("name", N_("Name"), Text(220), shown=True, sort=True, searched=True),
        _stored("priority", N_("Priority"), Choice(PRIORITY), shown=True, sort=True),
        _stored("revenue", N_("Annual revenue"), Money(), shown=True, sort=True),
    ),
)


def _plain(name: str, title: str, plural: str, icon: str, section: str) -> Entity:
    fields = (_stored("name", N_("Name"), Text(220), shown=True, sort=True, searched=True),)
    return Entity(name, name, title, plural, icon, fields, "name", section=section)


ENTITIES = {
    one.name: one
    for one in (
        COMPANY,
        CONTACT,
        _plain("lead", N_("Lead"), N_("Leads"), "funnel", "sales"),
        _plain("opportunity", N_("Opportunity"), N_("Opportunities"), "square-kanban", "sales"),
        _plain("sales_order", N_("Order"), N_("Orders"), "shopping-cart", "sales"),
        _plain("service_request", N_("Service request"), N_("Service requests"), "life-buoy", "service"),
        _plain("campaign", N_("Campaign"), N_("Campaigns"), "megaphone", "service"),
        _plain("activity", N_("Activity"), N_("Activities"), "calendar-days", "service"),
        _plain("product", N_("Product"), N_("Products"), "package", "insight"),
    )
}

PEOPLE = (
    "Ana Beltrán|Laguna Foods|Purchasing lead|ana.beltran@lagunafoods.mx|+52 55 4162 9910|1",
    "陈晓梅|杭州青禾纺织|采购经理|chen.xm@qinghe-textile.cn|+86 571 8720 3345|1",
    "Daniel Okafor|Meridian Clinics|Operations|d.okafor@meridianclinics.ng|+234 1 280 4410|2",
    "Elif Kaya|Bosphorus Ceramics|Owner|elif@bosphorusceramics.tr|+90 212 555 0143|1",
    "François Leduc|Atelier Leduc|Owner|f.leduc@atelier-leduc.fr|+33 1 42 68 53 00|3",
    "Grace Lim|Harbour Dental|Practice manager|grace@harbourdental.sg|+65 6533 0192|1",
    "Hugo Martins|Porto Cork|Sales|hugo@portocork.pt|+351 22 200 1122|2",
    "Ines Novák|Vltava Books|Buyer|ines.novak@vltavabooks.cz|+420 224 810 001|1",
    "Jonas Berg|Fjord Outdoor|Procurement|jonas.berg@fjordoutdoor.no|+47 22 41 50 30|4",
    "李伟|深圳启航电子|总经理|liwei@qihang-elec.cn|+86 755 2665 8810|1",
    "Katarina Holm|Holm Interiors|Designer|kata@holminteriors.se|+46 8 545 018 00|2",
    "Liam Doyle|Doyle & Sons|Owner|liam@doyleandsons.ie|+353 1 677 8801|1",
    "Maya Cohen|Cedar Optics|Office manager|maya@cedaroptics.il|+972 3 510 2200|1",
    "Noah Fischer|Fischer Metallbau|Buyer|n.fischer@fischer-metallbau.de|+49 89 2180 340|1",
    "Olivia Grant|Grant Landscapes|Owner|olivia@grantlandscapes.uk|+44 20 7946 0991|3",
    "Paulo Reis|Reis Café|Owner|paulo@reiscafe.br|+55 11 3088 4455|1",
    "秦岚|苏州锦绣丝绸|市场部|qinlan@jinxiu-silk.cn|+86 512 6788 1200|2",
    "Rosa Weber|Weber Optik|Owner|rosa@weberoptik.at|+43 1 512 7788|1",
    "Samir Haddad|Haddad Spices|Owner|samir@haddadspices.lb|+961 1 340 550|1",
    "Tove Lund|Nordlys Bakery|Owner|tove@nordlysbakery.dk|+45 33 12 44 55|1",
    "Ulrich Baumann|Baumann Logistik|Dispatcher|u.baumann@baumann-logistik.de|+49 40 3005 110|2",
    "王芳|上海远东物流|运营总监|wangfang@fareast-log.cn|+86 21 6391 2208|1",
    "Viktor Petrov|Sofia Print|Owner|viktor@sofiaprint.bg|+359 2 981 4410|4",
    "Wanda Nowak|Nowak Meble|Buyer|wanda@nowakmeble.pl|+48 22 621 9040|1",
    "Xavier Roca|Roca Vins|Owner|xavier@rocavins.es|+34 93 487 2210|1",
    "徐丽|宁波海纳机械|财务|xuli@haina-machine.cn|+86 574 8736 5501|3",
    "Yara Costa|Costa Mar|Marketing|yara@costamar.pt|+351 289 310 220|2",
    "Zoltán Nagy|Nagy Bútor|Owner|zoltan@nagybutor.hu|+36 1 318 4402|1",
    "张伟|北京万象传媒|客户总监|zhangwei@wanxiang.cn|+86 10 6592 7718|1",
    "Anna Kowalska|Kowal Tech|CTO|anna@kowaltech.pl|+48 12 430 1188|2",
    "Bruno Conti|Conti Ceramiche|Export|bruno@conticeramiche.it|+39 0536 845 220|1",
    "Clara Schmidt|Schmidt Apotheke|Owner|clara@schmidt-apotheke.de|+49 30 4429 7710|1",
    "刘洋|广州南方茶业|采购|liuyang@nanfang-tea.cn|+86 20 8331 6620|2",
    "Emma Virtanen|Virtanen Puu|Sales|emma@virtanenpuu.fi|+358 9 612 3400|1",
    "Felix Braun|Braun Sanitär|Owner|felix@braun-sanitaer.de|+49 711 2240 118|4",
    "Giulia Ferri|Ferri Moda|Designer|giulia@ferrimoda.it|+39 02 7600 4412|1",
    "黄磊|厦门鹭岛食品|总经理|huanglei@ludao-food.cn|+86 592 2055 119|1",
    "Henrik Dahl|Dahl Marin|Procurement|henrik@dahlmarin.no|+47 55 31 2200|2",
    "Isabel Ortega|Ortega Diseño|Owner|isabel@ortegadiseno.es|+34 91 435 6610|1",
    "James O'Neill|O'Neill & Partners|Partner|james@oneill-partners.ie|+353 21 427 3300|1",
)


def contact_rows() -> dict[int, dict[str, Any]]:
    """Return the contacts by id, in name order as the picture shows them."""
    found = {}
    for number, line in enumerate(PEOPLE):
        name, company, title, email, mobile, life = line.split("|")
        found[1_000_000_000_000 + number] = {
            "full_name": name,
            "company": FakeNamed(500 + number, company),
            "title": title,
            "email": email,
            "mobile": mobile,
            "lifecycle": LIFECYCLE[int(life) - 1],
            "owner": FakeNamed(7, ("Wei Zhang", "Tom Hale", "Ana Ruiz")[number % 3]),
            "revenue": 1_864_000 + number * 12_500,
            "tags": ["VIP", "trade-fair-2026"] if number % 4 == 1 else None,
        }
    return found


class FakeLists:
    def __init__(self, workspace: FakeWorkspace) -> None:
        self._workspace = workspace
        self.queries: list[ListQuery] = []
        self.pages: list[tuple[str, int]] = []
        self.broken: CrmError | None = None

    def first_ids(self, query: ListQuery, limit: int = 100) -> array[int]:
        self.queries.append(query)
        return self.ids(query)[:limit]

    def ids(self, query: ListQuery, cancelled: Any = None) -> array[int]:
        if self.broken:
            raise self.broken
        if cancelled is not None and cancelled():
            raise Cancelled("")
        rows = self._workspace.trash if query.trash else self._workspace.rows
        found = [(i, row) for i, row in rows.get(query.entity, {}).items() if self._fits(query, row)]
        if query.sort:
            known = [one for one in found if one[1].get(query.sort) is not None]
            known.sort(key=lambda one: str(one[1][query.sort]), reverse=query.descending)
            found = known + [one for one in found if one[1].get(query.sort) is None]
        elif query.descending:
            found.reverse()
        return array("q", [i for i, _row in found])

    @staticmethod
    def _fits(query: ListQuery, row: dict[str, Any]) -> bool:
        text = " ".join(str(value) for value in row.values()).casefold()
        if not all(word in text for word in query.search.casefold().split()):
            return False
        hits = [_holds(one, row.get(one.field)) for one in query.conditions]
        return (all(hits) if query.match_all else any(hits)) if hits else True

    def page(self, entity: str, keys: Any, ids: Any) -> list[FakeRow]:
        if self.broken:
            raise self.broken
        self.pages.append((entity, len(ids)))
        known = {one.key: one for one in self.fields(entity)}
        found = []
        for record_id in ids:
            row = self._workspace.find(entity, record_id)
            if row is not None:
                values = tuple(row.get(key) for key in keys)
                locale = self._workspace.locale
                texts = tuple(_text(known[key], row.get(key), locale) for key in keys)
                found.append(FakeRow(record_id, texts, values))
        return found

    def count(self, entity: str) -> int:
        counts = self._workspace.counts
        return counts.get(entity, len(self._workspace.rows.get(entity, {})))

    def count_of(self, query: ListQuery) -> int:
        return len(self.ids(query))

    def fields(self, entity: str) -> tuple[Field, ...]:
        return ENTITIES[entity].fields

    def options(self, _set_name: str) -> tuple[FakeNamed, ...]:
        return LIFECYCLE

    def named(self, _entity: str, text: str, limit: int = 20) -> list[FakeNamed]:
        users = [FakeNamed(7, "Wei Zhang"), FakeNamed(8, "Tom Hale")]
        return [one for one in users if text.casefold() in one.name.casefold()][:limit]


def _holds(one: Condition, value: Any) -> bool:
    plain = value.id if isinstance(value, FakeNamed) else value
    if one.operator == "empty":
        return not plain
    if one.operator == "filled":
        return bool(plain)
    if one.operator == "any_of":
        return plain in one.value
    if one.operator == "contains":
        return str(one.value).casefold() in str(value).casefold()
    return (plain == one.value) != (one.operator == "is_not")


def _text(one: Field, value: Any, locale: Locale) -> str:
    if value is None:
        return ""
    return value.name if isinstance(value, FakeNamed) else one.kind.show(value, locale)


class FakeRecords:
    def __init__(self, workspace: FakeWorkspace) -> None:
        self._workspace = workspace

    def delete(self, entity: str, ids: Any) -> int:
        ids = list(ids)
        rows, trash = self._workspace.rows[entity], self._workspace.trash.setdefault(entity, {})
        for one in ids:
            trash[one] = rows.pop(one)
        return self._workspace.commit(
            f"Delete {len(ids)}", "delete", entity, lambda: self.restore(entity, ids)
        )

    def restore(self, entity: str, ids: Any) -> int:
        ids = list(ids)
        rows, trash = self._workspace.rows[entity], self._workspace.trash.setdefault(entity, {})
        rows.update({one: trash.pop(one) for one in ids})
        return self._workspace.commit(
            f"Restore {len(ids)}", "restore", entity, lambda: self.delete(entity, ids)
        )

    def set_many(self, entity: str, ids: Any, values: Any) -> int:
        for one in ids:
            self._workspace.rows[entity][one].update(values)
        return self._workspace.commit("Change", "bulk", entity, lambda: None)


class FakeHistory:
    def __init__(self, workspace: FakeWorkspace) -> None:
        self._workspace = workspace

    def undo(self, txn: int, cancelled: Any = None) -> FakeReport:
        done = next(one for one in self._workspace.transactions if one.id == txn)
        done.undone = True
        done.back()
        return FakeReport(done.text)

    def last_undoable(self) -> FakeTransaction | None:
        open_ones = [one for one in self._workspace.transactions if not one.undone]
        return open_ones[-1] if open_ones else None

    def last_redoable(self) -> FakeTransaction | None:
        return None


class FakeViews:
    def __init__(self) -> None:
        self.kept: list[FakeView] = []
        self._ids = itertools.count(900)

    def of(self, entity: str) -> list[FakeView]:
        return [one for one in self.kept if one.query.entity == entity]

    def save(self, entity: str, name: str, query: ListQuery, columns: Any) -> int:
        view_id = next(self._ids)
        self.kept.append(FakeView(view_id, name, replace(query, entity=entity), tuple(columns)))
        return view_id

    def delete(self, view_id: int) -> None:
        self.kept = [one for one in self.kept if one.id != view_id]


class FakeWorkspace:
    """Contacts and companies in memory."""

    def __init__(self, rows: dict[str, dict[int, dict[str, Any]]] | None = None) -> None:
        contacts = contact_rows()
        companies = {
            one["company"].id: {"name": one["company"].name, "priority": "high", "revenue": 120_000_00}
            for one in contacts.values()
        }
        self.rows = rows if rows is not None else {"contact": contacts, "company": companies}
        self.trash: dict[str, dict[int, dict[str, Any]]] = {}
        self.counts: dict[str, int] = {}
        self.path = Path("/data/northwind.crm")
        self.name = "Northwind Trading"
        self.read_only = False
        self.lists = FakeLists(self)
        self.records = FakeRecords(self)
        self.history = FakeHistory(self)
        self.views = FakeViews()
        self.transactions: list[FakeTransaction] = []
        self.listeners: list[Any] = []

    @property
    def locale(self) -> Locale:
        return Locale(language=i18n.language(), currency="EUR", zone=UTC)

    def find(self, entity: str, record_id: int) -> dict[str, Any] | None:
        return self.rows.get(entity, {}).get(record_id) or self.trash.get(entity, {}).get(record_id)

    def commit(self, text: str, kind: str, entity: str, back: Any) -> int:
        number = len(self.transactions) + 1
        self.transactions.append(FakeTransaction(number, text, kind, back))
        self.publish(FakeChanges({entity: None}, number, text, kind))
        return number

    def publish(self, changes: FakeChanges) -> None:
        for listener in self.listeners:
            listener(changes)

    def subscribe(self, listener: Any) -> None:
        self.listeners.append(listener)

    def close(self) -> None:
        self.listeners.clear()


class InlineTasks:
    """Does the work at once, where it is asked for. ``hold`` keeps it back until ``release``."""

    def __init__(self) -> None:
        self.failures: list[CrmError] = []
        self.hold = False
        self.held: list[Any] = []

    def run(self, work: Any, *, done: Any = None, failed: Any = None, title: str = "") -> Task:
        task = Task(title)

        def go() -> None:
            if task.is_cancelled():
                return
            result = error = None
            try:
                result = work(task)
            except CrmError as raised:
                error = raised
            deliver(task, result, error, done, failed or self.failures.append)

        if self.hold:
            self.held.append(go)
        else:
            go()
        return task

    read = run

    def release(self) -> None:
        self.hold = False
        held, self.held = self.held, []
        for go in held:
            go()


class FakeMessages:
    """Answers questions as told and remembers what was said."""

    def __init__(self) -> None:
        self.errors: list[CrmError] = []
        self.said: list[tuple[str, str]] = []
        self.asked: list[str] = []
        self.answer = True
        self.text: str | None = "A name"

    def error(self, error: CrmError) -> None:
        self.errors.append(error)

    def inform(self, title: str, text: str = "") -> None:
        self.said.append((title, text))

    def ask(self, question: str, text: str, yes: str, *, danger: bool = False) -> bool:
        self.asked.append(question)
        return self.answer

    def ask_text(self, title: str, prompt: str, value: str = "") -> str | None:
        self.asked.append(prompt)
        return self.text


class FakeWindow:
    """What pages ask of the window, remembered."""

    def __init__(self) -> None:
        self.opened: list[tuple[str, int]] = []
        self.toasts: list[str] = []
        self.acts: list[Any] = []
        self.undone: list[int] = []

    def open_place(self, place: Any) -> None:
        self.opened.append((place.entity, place.record))

    def open_record(self, entity: str, record_id: int) -> None:
        self.opened.append((entity, record_id))

    def open_list(self, entity: str) -> None:
        self.opened.append((entity, 0))

    def show_toast(self, text: str, action: str = "", act: Any = None) -> None:
        self.toasts.append(text)
        self.acts.append(act)

    def undo(self, transaction: int) -> None:
        self.undone.append(transaction)

    def page_changed(self) -> None:
        pass


NOW = datetime(2026, 11, 21, 9, 12, tzinfo=UTC)
__all__ = ["NOW", "formatting"]
