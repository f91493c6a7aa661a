"""Demo data: the users of the firm, its customers, and how to reach them."""

from __future__ import annotations

from typing import Any

from crm_desktop.models import registry
from crm_desktop.models.channel_forms import normal_form
from crm_desktop.services.demo import twice
from crm_desktop.services.demo.words import Culture, Person, Place, latin, pick
from crm_desktop.services.demo.world import Firm, World, office_minute

INDUSTRY, SIZE, LEVEL, LIFECYCLE, SOURCE = 1000, 1100, 1150, 1200, 1250
SALUTATION, PAYMENT = 1300, 1500
PROSPECT, CUSTOMER, REPEAT, AT_RISK, LOST = range(5)

_LIFECYCLES = (PROSPECT,) * 28 + (CUSTOMER,) * 22 + (REPEAT,) * 32 + (AT_RISK,) * 10 + (LOST,) * 8
_EMPLOYEES = ((2, 10), (10, 50), (50, 250), (250, 1_000), (1_000, 6_000))  # least and most of a size
_LEVELS = (0,) * 15 + (1,) * 45 + (2,) * 40
_ROLES = ("decider", "influencer", "user", "gatekeeper", None, None)


def make_users(world: World, present: int | None) -> None:
    """Make the colleagues; the user who is there already becomes the first of them."""
    users = world.words["users"]
    first, rest = users[0], users[1:]
    if present is None:
        present = world.work.add(registry.model("user"), **first, active=True).id
    else:
        record: Any = world.work.session.get_one(registry.model("user"), present)
        for key, value in first.items():
            setattr(record, key, value)
    table = world.table("user", "name initials email phone office manager_id active")
    world.users = [present, *(table.add(**one, manager_id=present, active=1) for one in rest)]


class Customers:
    """Makes companies with their people."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._random = world.random("customers")
        self._names: set[str] = set()
        self._sites: set[str] = set()
        self.firms: list[Firm] = []
        self._companies = world.table(
            "company",
            "name short_name industry_id size_id level_id lifecycle_id source_id website tax_number "
            "payment_terms_id employees founded language currency note last_contact owner_id "
            "created_at created_by",
        )
        self._contacts = world.table(
            "contact",
            "full_name given_name family_name salutation_id gender birthday preferred_channel level_id "
            "lifecycle_id source_id language note last_contact owner_id created_at created_by",
        )
        self._channels = world.table(
            "channel", "company_id contact_id kind value normal label is_primary opted_out"
        )
        self._addresses = world.table(
            "address", "company_id kind country province city district street postcode is_primary"
        )
        self._affiliations = world.table(
            "affiliation", "contact_id company_id title department decision_role is_primary started_on"
        )

    def make(self) -> list[Firm]:
        """Make all companies and contacts."""
        size, heroes = self._world.size - twice.people(self._world), self._world.words["heroes"]
        count = max(1, min(size, max(len(heroes), size * 34 // 100)))
        made = 0
        for place in range(count):
            end = int(size * (place + 1) / count + self._random.random() * 1.8 - 0.9)
            end = size if place + 1 == count else min(max(end, made + 1), size - (count - place - 1))
            if place < len(heroes):
                self._hero(heroes[place], end - made)
            else:
                self._company(end - made)
            made = end
        return self.firms

    def _hero(self, hero: dict[str, Any], people: int) -> None:
        """Make a company that is written down, with its person and made-up colleagues."""
        lifecycle = hero["lifecycle"]
        firm = self._firm(
            hero["name"], hero.get("short", hero["name"]), hero["industry"], lifecycle, hero["level"]
        )
        firm.owner = hero["owner"]
        country, province, city, district, street, postcode = hero["address"]
        place = Place(country, province, city, district, street, postcode, "")
        self._names.add(firm.name)
        self._sites.add(hero["domain"])
        home = self._world.culture_of(country)
        self._write_company(firm, place, hero["domain"], hero["phone"], SIZE + hero["size"], home)
        given, family, gender, title, department, number, mailbox = hero["person"]
        firm.chinese = not given.isascii() and not latin(given)
        full = family + given if firm.chinese else f"{given} {family}"
        person = Person(full, given, family, gender == "female", mailbox)
        firm.first_name, firm.person = full if firm.chinese else given, full
        culture = self._world.culture(self._random)
        while culture.chinese != firm.chinese:
            culture = self._world.culture(self._random)
        # 1984 had a 29 February, so somebody can be born on any day that is today.
        birthday = f"1984-{self._world.date(0):%m-%d}" if "birthday" in hero else self._birthday()
        self._write_person(firm, person, culture, hero["domain"], number, (title, department), birthday)
        self._people(firm, people - 1, culture, hero["domain"])
        self.firms.append(firm)

    def _company(self, people: int) -> None:
        """Make up a company."""
        random = self._random
        culture, industry = self._world.culture(random), int(random.random() * 15)
        place = culture.place(random)
        name, short, site = culture.company(random, industry, place.city)
        while name in self._names:
            place = culture.place(random)
            name, short, site = culture.company(random, industry, place.city)
        self._names.add(name)
        domain, number = f"{site}.example", 2
        while domain in self._sites:
            domain, number = f"{site}{number}.example", number + 1
        self._sites.add(domain)
        lifecycle = pick(random, _LIFECYCLES)
        firm = self._firm(name, short, industry, lifecycle, pick(random, _LEVELS))
        firm.chinese = culture.chinese
        size = min(int(random.random() * random.random() * 5), 4)
        self._write_company(firm, place, domain, culture.numbers.phone(place.area), SIZE + size, culture)
        self._people(firm, people, culture, domain)
        self.firms.append(firm)

    def _firm(self, name: str, short: str, industry: int, lifecycle: int, level: int) -> Firm:
        random = self._random
        last = {AT_RISK: 92, LOST: 180, PROSPECT: 4}.get(lifecycle, 1)
        last += int(random.random() ** 1.7 * {AT_RISK: 60, LOST: 260, PROSPECT: 110}.get(lifecycle, 70))
        since = int(random.random() * (90 if lifecycle == PROSPECT else 1_100)) + last + 20
        next_day = int(random.random() * 34) - 9 if random.random() < 0.5 and lifecycle != LOST else None
        if next_day is not None:
            next_day = 0 if random.random() < 0.08 else self._world.working(next_day, back=False)
        last = -self._world.working(-last)
        owner = int(random.random() * len(self._world.users))
        minute, since, last = office_minute(random), -since, -last
        firm = Firm(
            0, name, short, industry, level, lifecycle, owner, False, since, last, next_day, "", minute
        )
        firm.products = self._products(industry)
        return firm

    def _products(self, industry: int) -> tuple[int, ...]:
        """Return what a firm of an industry buys."""
        products = self._world.words["products"]
        fitting = [place for place, one in enumerate(products) if industry in one["industries"]]
        return tuple(fitting) or (len(products) - 1,)

    def _write_company(
        self, firm: Firm, place: Place, domain: str, phone: str, size: int, culture: Culture | None
    ) -> None:
        world, random = self._world, self._random
        least, most = _EMPLOYEES[size - SIZE]
        firm.city, firm.country, firm.phone, firm.website = (
            place.city,
            place.country,
            phone,
            f"https://www.{domain}",
        )
        owner = world.users[firm.owner]
        firm.id = self._companies.add(
            name=firm.name,
            short_name=firm.short if firm.short != firm.name else None,
            industry_id=INDUSTRY + firm.industry,
            size_id=size,
            level_id=LEVEL + firm.level,
            lifecycle_id=LIFECYCLE + firm.lifecycle,
            source_id=SOURCE + int(random.random() * 11),
            website=firm.website,
            tax_number=culture.tax_number(random, place) if culture else None,
            payment_terms_id=PAYMENT + (2, 3, 3, 3, 4, 0)[int(random.random() * 6)],
            employees=least + int(random.random() * random.random() * (most - least)),
            founded=1950 + int(random.random() * 70),
            note=pick(random, world.words["company_notes"]) if random.random() < 0.4 else None,
            last_contact=world.stamp(firm.last, firm.minute),
            owner_id=owner,
            created_at=world.stamp(firm.since, 490),
            created_by=owner,
        )
        self._channel(firm.id, None, "phone", phone)
        self._channel(firm.id, None, "email", f"info@{domain}")
        self._addresses.add(
            company_id=firm.id, kind="main", country=place.country, province=place.province or None,
            city=place.city, district=place.district or None, street=place.street,
            postcode=place.postcode or None, is_primary=1,
        )  # fmt: skip

    def _people(self, firm: Firm, count: int, culture: Culture, domain: str) -> None:
        """Make up the people of a company."""
        used: set[str] = set()
        for _one in range(count):
            person = culture.person(self._random)
            mailbox, number = person.mailbox, 2
            while mailbox in used:
                mailbox, number = f"{person.mailbox}{number}", number + 1
            used.add(mailbox)
            if not firm.first_name:
                firm.person = person.full
                firm.first_name = person.full if culture.chinese else person.given.split()[0]
            title = pick(self._random, culture.titles)
            person = Person(person.full, person.given, person.family, person.female, mailbox)
            self._write_person(
                firm, person, culture, domain, culture.numbers.mobile(), title, self._birthday()
            )

    def _birthday(self) -> str | None:
        random = self._random
        if random.random() > 0.6:
            return None
        year = self._world.date(0).year - 24 - int(random.random() * 40)
        return f"{year}-{1 + int(random.random() * 12):02d}-{1 + int(random.random() * 28):02d}"

    def _write_person(
        self,
        firm: Firm,
        person: Person,
        culture: Culture,
        domain: str,
        mobile: str,
        title: Any,
        birthday: str | None,
    ) -> None:
        world, random, first = self._world, self._random, not firm.contacts
        owner = world.users[firm.owner]
        # The first person is the one that everything is done with, so it is there from the beginning.
        since = firm.since if first else firm.since + int(random.random() * -firm.since * 0.8)
        contact = self._contacts.add(
            full_name=person.full, given_name=person.given, family_name=person.family,
            salutation_id=SALUTATION + person.female, gender="female" if person.female else "male", birthday=birthday,
            preferred_channel=pick(random, ("mobile", "email", "wechat" if culture.chinese else "phone")),
            level_id=LEVEL + firm.level, lifecycle_id=LIFECYCLE + firm.lifecycle,
            source_id=SOURCE + int(random.random() * 11), language=culture.language,
            note=pick(random, world.words["contact_notes"]) if random.random() < 0.25 else None,
            last_contact=world.stamp(firm.last, firm.minute) if first else None, owner_id=owner,
            created_at=world.stamp(since, 500), created_by=owner,
        )  # fmt: skip
        if first:
            firm.mobile, firm.email, firm.title = mobile, f"{person.mailbox}@{domain}", title[0]
        firm.contacts.append(contact)
        firm.joined.append(since)
        self._channel(None, contact, "mobile", mobile)
        self._channel(None, contact, "email", f"{person.mailbox}@{domain}")
        if culture.chinese and random.random() < 0.7:
            self._channel(None, contact, "wechat", f"{person.mailbox.replace('.', '')}{mobile[-4:]}")
        self._affiliations.add(
            contact_id=contact,
            company_id=firm.id,
            title=title[0],
            department=title[1],
            decision_role="decider" if first else pick(random, _ROLES),
            is_primary=1,
            started_on=world.day(firm.since - int(random.random() * 1_500)),
        )

    def _channel(self, company: int | None, contact: int | None, kind: str, value: str) -> None:
        self._channels.add(
            company_id=company, contact_id=contact, kind=kind, value=value, normal=normal_form(kind, value),
            is_primary=1, opted_out=int(contact is not None and self._random.random() < 0.02),
        )  # fmt: skip
