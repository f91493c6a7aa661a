"""Columns are matched by headings and values together, each with a confidence."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pytest

from crm_desktop.core.kinds import Option, Reference
from crm_desktop.exchange.column_matching import match_columns, says_nothing
from crm_desktop.exchange.column_values import of_columns
from crm_desktop.exchange.mapping import Mapping
from crm_desktop.models.company import COMPANY
from crm_desktop.models.contact import CONTACT
from crm_desktop.models.lead import LEAD
from crm_desktop.models.opportunity import OPPORTUNITY

MAILS = ["eva@neu.example", "wei@wang.example", "o@brien.example", "lu@kasz.example"]
MOBILES = ["13857123345", "139 0013 9000", "+49 171 5550100", "+44 7700 900123"]
PHONES = ["0571-88001234", "+49 30 1234567", "(020) 7946 0123", "021 6543210"]
PEOPLE = ["张三", "O'Brien, Pat", "Łukasz Nowak", "欧阳娜娜"]
FIRMS = ["杭州星辰科技有限公司", "Neu GmbH", "O'Brien & Sons Ltd", "Acme"]
CITIES = ["杭州", "München", "London", "Kraków"]
WORDS = ["blue", "green", "seventeen", "=1+1"]
KNOWN = {"level": {"A", "B", "C"}, "company": {"Acme Tools", "Blue Sky"}, "user": {"Ann Lee"}}


def known(kind: Reference, texts: Collection[str]) -> Collection[str]:
    words = KNOWN.get(kind.options if isinstance(kind, Option) else kind.entity, set())
    return [text for text in texts if text in words]


def matched(headings: Sequence[str], *columns: Sequence[object], entity: object = CONTACT) -> Mapping:
    rows = list(zip(*columns, strict=True))
    return match_columns(headings, of_columns(rows, len(headings)), entity, known=known)  # type: ignore[arg-type]


def one(heading: str, values: Sequence[object], entity: object = CONTACT) -> tuple[str | None, str, str]:
    (found,) = matched([heading], values, entity=entity)
    return found.field.key if found.field else None, found.reason, found.certainty


@pytest.mark.parametrize(
    ("values", "key", "certainty"),
    [
        (MAILS, "email", "sure"),
        (MOBILES, "mobile", "sure"),
        ([13857123345, 13900139000, 13700137000], "mobile", "sure"),
        (PHONES, "phone", "sure"),
        (FIRMS, "company", "check"),
        (PEOPLE, "full_name", "check"),
        (CITIES, "city", "check"),
        (["Germany", "中国", "FR", "Italien"], "country", "sure"),
        (["浙江省", "江苏", "Bayern", "广东"], "province", "check"),
        (["文三路 90 号", "12 High Street", "Hauptstr. 5", "Rue de Lyon"], "street", "check"),
        (["310012", "01067", "200040", "518000"], "postcode", "check"),
        (["1985-04-03", "12.03.1988", "1990年1月2日", "03/12/1979"], "birthday", "check"),
        (["A", "B", "A", "C"], "level", "check"),
        (["男", "女", "female", "m"], "gender", "check"),
        (["https://linkedin.com/in/ann", "linkedin.com/in/ben"], "linkedin", "sure"),
        (WORDS, None, ""),
        (["1", "2", "3", "4"], None, ""),
        ([None, None], None, ""),
    ],
)
def test_values_tell_where_the_heading_does_not(
    values: list[object], key: str | None, certainty: str
) -> None:
    assert one("Column 1", values) == (key, "values" if key else "", certainty)


def test_other_records_have_the_same_values_in_their_own_fields() -> None:
    assert one("A", FIRMS, COMPANY)[0] == "name"
    assert one("A", FIRMS, LEAD)[0] == "company"
    assert one("A", PEOPLE, LEAD)[0] == "name"
    assert one("A", PEOPLE, OPPORTUNITY)[0] == "contact"
    assert one("A", ["www.acme.example", "https://neu.example/x", "acme.com"], COMPANY)[0] == "website"
    assert one("A", ["91330106MA27XYZQ1T", "DE123456789", "FR12345678901"], COMPANY)[0] == "tax_number"
    assert one("A", ["¥53,990.00", "€ 1.200,50", "12 USD"], OPPORTUNITY) == ("amount", "values", "check")


def test_an_unknown_heading_makes_values_less_sure() -> None:
    assert one("Elektropost", MAILS) == ("email", "values", "check")
    assert one("Ort", CITIES) == ("city", "values", "check")
    assert one("Ansprechpartner", PEOPLE) == ("full_name", "values", "guess")


@pytest.mark.parametrize(
    "heading", ["Fax", "传真", "Assistant's Phone", "Emergency number", "家庭电话", "Account ID"]
)
def test_a_heading_that_means_something_else_is_believed(heading: str) -> None:
    assert one(heading, PHONES, COMPANY) == (None, "", "")


def test_values_cast_doubt_on_a_heading() -> None:
    found = matched(["Full name", "Phone", "Mobile"], PEOPLE, MAILS, MOBILES)
    assert [(m.field.key if m.field else None, m.reason) for m in found] == [
        ("full_name", "key"),
        ("email", "values"),
        ("mobile", "key"),
    ]
    assert found.columns[1].certainty == "check"
    # Where the values are nothing that we know, the heading stays, in doubt.
    assert one("Phone", WORDS) == ("phone", "key", "guess")


def test_swapped_columns_are_put_right() -> None:
    found = matched(["E-mail", "Phone"], PHONES, MAILS)
    assert [m.field.key if m.field else None for m in found] == ["phone", "email"]


def test_a_few_bad_values_do_not_make_a_heading_doubtful() -> None:
    mails = [f"user{n}@x.example" for n in range(19)] + ["not an address"]
    assert one("E-mail", mails) == ("email", "key", "sure")


def test_unknown_words_of_a_list_are_worth_a_look() -> None:
    assert one("客户等级", ["A", "B", "C"]) == ("level", "alias", "sure")
    assert one("客户等级", ["gold", "silver", "none"]) == ("level", "alias", "check")


def test_a_field_is_meant_by_the_surest_column_only() -> None:
    found = matched(["A", "B", "C"], CITIES, CITIES, MAILS)
    assert [m.field.key if m.field else None for m in found] == ["city", None, "email"]
    several = matched(["A", "B"], MAILS, [f"2{mail}" for mail in MAILS])
    assert [m.field.key for m in several.matched if m.field] == ["email", "email 2"]


def test_names_of_records_are_known_only_where_no_heading_says_otherwise() -> None:
    assert one("B", ["Ann Lee", "Ann Lee", "Ann Lee"])[0] == "owner"
    assert one("Last editor", ["Ann Lee", "Ann Lee", "Ann Lee"])[0] != "owner"


@pytest.mark.parametrize("heading", ["A", "C", "Column 7", "列3", "Unnamed: 4", "Spalte2", "12", "field_1"])
def test_headings_that_say_nothing(heading: str) -> None:
    assert says_nothing(heading, 0)


@pytest.mark.parametrize("heading", ["QQ", "ID", "Tel", "Name", "列表价"])
def test_headings_that_say_something(heading: str) -> None:
    assert not says_nothing(heading, 0)
