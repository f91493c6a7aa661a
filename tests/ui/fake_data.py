"""What the made-up workspace holds: entities as the described ones, and forty contacts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crm_desktop.core.entity import Column, Entity, Field
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import (
    Choice,
    Day,
    Email,
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


@dataclass(frozen=True)
class FakeNamed:
    id: int
    name: str
    colour: str = "grey"

    def __str__(self) -> str:
        return self.name


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
