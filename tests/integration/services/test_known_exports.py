"""Files of other programs go in as they come: recognised, their columns understood, nothing lost unsaid."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from crm_desktop.services import imports
from crm_desktop.services.import_look import look_at
from crm_desktop.services.workspace import Workspace
from tests.integration.services.import_help import plain_csv

Record = dict[str, str]

OUTLOOK: Record = {
    "Title": "Dr.", "First Name": "Eva", "Middle Name": "Maria", "Last Name": "Neu", "Suffix": "",
    "Company": "Neu GmbH", "Department": "Sales", "Job Title": "Head of Sales",
    "Business Street": "Hauptstr. 5", "Business Street 2": "Hinterhaus", "Business City": "Ulm", "Business State": "BW",
    "Business Postal Code": "01067", "Business Country/Region": "Germany", "Home Street": "Am Wald 1",
    "Home City": "Bonn", "Home Postal Code": "53111", "Assistant's Phone": "0731 99",
    "Business Fax": "+49 731 1235", "Business Phone": "+49 731 1234", "Business Phone 2": "+49 731 1236",
    "Home Phone": "0228 99", "Mobile Phone": "+49 171 5550100", "Anniversary": "0/0/00",
    "Birthday": "4/13/1985", "Categories": "VIP;Fair", "E-mail Address": "eva@neu.example",
    "E-mail Type": "SMTP", "E-mail Display Name": "Eva Neu (eva@neu.example)",
    "E-mail 2 Address": "eva@home.example", "Gender": "Unspecified", "Notes": "met in Ulm",
    "Priority": "Normal", "Web Page": "https://neu.example",
}  # fmt: skip
OUTLOOK_CHINESE: Record = {
    "英文称谓": "", "名": "晓梅", "中间名": "", "姓": "陈", "中文称谓": "女士", "单位": "杭州青禾纺织有限公司",
    "部门": "采购部", "职务": "经理", "商务地址 街道": "文三路 90 号", "商务地址 市/县": "杭州",
    "商务地址 省/市/自治区": "浙江", "商务地址 邮政编码": "310012", "商务地址 国家/地区": "中国",
    "住宅地址 街道": "", "商务电话": "0571-88001234", "移动电话": "13857123345",
    "电子邮件地址": "chen@qinghe.example", "电子邮件类型": "SMTP", "附注": "老客户", "生日": "0000/00/00",
}  # fmt: skip
GOOGLE_NEW: Record = {
    "First Name": "Pat", "Middle Name": "M.", "Last Name": "O'Brien", "Phonetic First Name": "",
    "Phonetic Middle Name": "", "Phonetic Last Name": "", "Name Prefix": "Mr", "Name Suffix": "",
    "Nickname": "", "File As": "", "Organization Name": "O'Brien Ltd", "Organization Title": "Owner",
    "Organization Department": "", "Birthday": "1979-12-03", "Notes": "", "Photo": "https://x.example/p.jpg",
    "Labels": "Suppliers ::: * myContacts", "E-mail 1 - Label": "* Work",
    "E-mail 1 - Value": "pat@obrien.example", "Phone 1 - Label": "Mobile", "Phone 1 - Value": "+44 7700 900123",
    "Phone 2 - Label": "Work", "Phone 2 - Value": "+44 20 7946 0123", "Address 1 - Label": "Work",
    "Address 1 - Country": "GB", "Address 1 - Street": "12 High Street", "Address 1 - City": "London",
    "Address 1 - Region": "", "Address 1 - Postal Code": "EC1A 9PN",
}  # fmt: skip
SALESFORCE_LEAD: Record = {
    "First Name": "Łukasz", "Last Name": "Nowak", "Title": "CTO", "Company / Account": "Nowak S.A.",
    "Email": "l@nowak.example", "Phone": "+48 22 123 45 67", "Mobile": "+48 601 234 567",
    "Lead Source": "Website", "Lead Status": "Open - Not Contacted", "Lead Owner": "Ann Lee", "Rating": "Hot",
    "Street": "ul. Długa 1", "City": "Kraków", "Country": "Poland", "Created Date": "2026-01-20",
    "Last Activity": "",
}  # fmt: skip
SALESFORCE_ACCOUNT: Record = {
    "Account Name": "Neu GmbH", "Account Owner": "Ann Lee", "Billing Street": "Hauptstr. 5",
    "Billing City": "Ulm", "Billing State/Province": "BW", "Billing Zip/Postal Code": "01067",
    "Billing Country": "Germany", "Phone": "+49 731 1234", "Fax": "+49 731 1235", "Website": "www.neu.example",
    "Type": "Customer", "Rating": "A", "Industry": "Manufacturing", "Employees": "120",
    "Annual Revenue": "1200000", "Created Date": "2025-11-03",
}  # fmt: skip
HUBSPOT_DEAL: Record = {
    "Record ID": "90210", "Deal Name": "Pumps 2026", "Deal Stage": "Proposal", "Close Date": "2026-03-01",
    "Deal owner": "Ann Lee", "Amount": "12000", "Pipeline": "Sales", "Associated Company": "Neu GmbH",
    "Deal Type": "New Business", "Create Date": "2026-01-05 10:30",
}  # fmt: skip
ZOHO_CONTACT: Record = {
    "Record Id": "zcrm_554023000000235012", "Contact Owner": "Ann Lee", "Lead Source": "Partner",
    "First Name": "Grace", "Last Name": "Lim", "Account Name": "Lim Pte Ltd", "Email": "grace@lim.example",
    "Title": "Buyer", "Phone": "+65 6123 4567", "Mobile": "+65 8123 4567",
    "Created Time": "2026-01-05 10:30:00", "Mailing Street": "1 Orchard Road", "Mailing City": "Singapore",
    "Mailing State": "", "Mailing Zip": "238823", "Mailing Country": "Singapore",
    "Secondary Email": "lim@home.example", "Email Opt Out": "false",
}  # fmt: skip
SUITE_ACCOUNT: Record = {
    "Name": "Acme Works", "ID": "8d5e0c6a-0a6e-4b5c", "Website": "http://acme.example",
    "Email Address": "info@acme.example", "Office Phone": "+1 202 555 0143", "Alternate Phone": "",
    "Billing Street": "1 Main St", "Billing City": "Boston", "Billing State": "MA",
    "Billing Postal Code": "02108", "Billing Country": "USA", "Industry": "Energy", "Employees": "12",
    "Assigned User ID": "1", "Assigned User Name": "Ann Lee", "Date Created": "2026-01-05 10:30",
    "Date Modified": "2026-01-06 11:00", "Deleted": "0",
}  # fmt: skip
ESPO_CONTACT: Record = {
    "id": "65a1b2c3d4e5f6a7b", "salutationName": "Ms", "firstName": "Inès", "lastName": "Okafor",
    "accountName": "Meridian Foods Ltd", "title": "CEO", "emailAddress": "ines@meridian.example",
    "phoneNumber": "+44 20 7946 0999", "addressStreet": "3 Long Lane", "addressCity": "Leeds",
    "addressCountry": "UK", "addressPostalCode": "LS1 4AP", "assignedUserName": "Ann Lee",
    "createdAt": "2026-01-05 10:30:00",
}  # fmt: skip
WUKONG: Record = {
    "客户名称": "杭州星辰科技有限公司", "成交状态": "成交客户", "客户级别": "A", "客户行业": "制造业",
    "客户来源": "展会", "电话": "0571-88001234", "手机": "13857123345", "网址": "www.xingchen.example",
    "详细地址": "文三路 90 号", "备注": "月结", "下次联系时间": "2027-01-05 09:00:00", "负责人": "王伟",
    "创建人": "admin", "创建时间": "2026-01-05 10:30:00", "更新时间": "2026-01-06 10:30:00",
}  # fmt: skip

OUTLOOK_GERMAN: Record = {
    "Anrede": "Frau", "Vorname": "Eva", "Weitere Vornamen": "Luise", "Nachname": "Neu", "Suffix": "",
    "Firma": "Neu GmbH",
    "Abteilung": "Vertrieb", "Position": "Leiterin", "Straße geschäftlich": "Hauptstr. 5",
    "Straße geschäftlich 2": "Hof", "Ort geschäftlich": "Ulm", "Region geschäftlich": "BW",
    "Postleitzahl geschäftlich": "01067", "Land/Region geschäftlich": "Deutschland", "Straße privat": "Am Wald 1",
    "Ort privat": "Bonn", "Postleitzahl privat": "53111", "Telefon geschäftlich": "+49 731 1234",
    "Telefon privat": "0228 99", "Mobiltelefon": "+49 171 5550100", "E-Mail-Adresse": "eva@neu.example",
    "E-Mail-Typ": "SMTP", "Geburtstag": "13.4.1985", "Kategorien": "VIP;Messe", "Notizen": "in Ulm getroffen",
}  # fmt: skip
PIPEDRIVE: Record = {
    "Person - ID": "7", "Person - Name": "Ana Li", "Person - Organization": "Li Ltd", "Person - Label": "Hot",
    "Person - Email - Work": "ana@li.example", "Person - Email - Home": "ana@home.example",
    "Person - Phone - Work": "+44 20 7946 0001", "Person - Phone - Mobile": "+44 7700 900123",
    "Person - Owner": "Ann Lee", "Person - Person created": "2026-01-05 10:30:00", "Person - Open deals": "1",
}  # fmt: skip
PIPEDRIVE_DEAL: Record = {
    "Deal - ID": "12", "Deal - Title": "Pumps", "Deal - Organization": "Li Ltd", "Deal - Contact person": "Ana Li",
    "Deal - Value": "1200", "Deal - Currency": "EUR", "Deal - Stage": "Proposal", "Deal - Status": "Open",
    "Deal - Expected close date": "2027-03-01", "Deal - Owner": "Ann Lee", "Person - Email - Work": "ana@li.example",
}  # fmt: skip

FILES: list[tuple[str, str, Record, dict[str, Any]]] = [
    ("Outlook", "contact", OUTLOOK, {
        "full_name": "Eva Maria Neu", "given_name": "Eva Maria", "salutation": "Dr",
        "title": "Head of Sales", "company": "Neu GmbH", "phone": "+49 731 1234",
        "mobile": "+49 171 5550100", "fax": "+49 731 1235", "email": "eva@neu.example",
        "street": "Hauptstr. 5, Hinterhaus", "city": "Ulm", "postcode": "01067", "birthday": "1985-04-13",
        "tags": ["Fair", "VIP"], "note": "met in Ulm",
    }),
    ("Outlook", "contact", OUTLOOK_CHINESE, {
        "full_name": "陈晓梅", "salutation": "Ms", "company": "杭州青禾纺织有限公司", "title": "经理",
        "phone": "0571-88001234", "mobile": "13857123345", "city": "杭州", "province": "浙江", "postcode": "310012",
        "note": "老客户", "birthday": None,
    }),
    ("Outlook", "contact", OUTLOOK_GERMAN, {
        "full_name": "Eva Luise Neu", "salutation": "Frau", "title": "Leiterin", "company": "Neu GmbH",
        "department": "Vertrieb", "phone": "+49 731 1234", "mobile": "+49 171 5550100", "email": "eva@neu.example",
        "street": "Hauptstr. 5, Hof", "city": "Ulm", "postcode": "01067", "birthday": "1985-04-13",
        "tags": ["Messe", "VIP"], "note": "in Ulm getroffen",
    }),
    ("Pipedrive", "contact", PIPEDRIVE, {
        "full_name": "Ana Li", "company": "Li Ltd", "email": "ana@li.example", "phone": "+44 20 7946 0001",
        "mobile": "+44 7700 900123", "tags": ["Hot"], "owner": "Ann Lee",
    }),
    ("Pipedrive", "opportunity", PIPEDRIVE_DEAL, {
        "name": "Pumps", "company": "Li Ltd", "amount": 120_000, "currency": "EUR", "stage": "Proposal",
        "expected_close": "2027-03-01", "number": "12", "owner": "Ann Lee",
    }),
    ("Google", "contact", GOOGLE_NEW, {
        "full_name": "Pat M. O'Brien", "company": "O'Brien Ltd", "title": "Owner", "birthday": "1979-12-03",
        "tags": ["Suppliers"], "email": "pat@obrien.example", "mobile": "+44 7700 900123",
        "phone": "+44 20 7946 0123", "street": "12 High Street", "city": "London", "postcode": "EC1A 9PN",
        "country": "GB",
    }),
    ("Salesforce", "lead", SALESFORCE_LEAD, {
        "name": "Łukasz Nowak", "job_title": "CTO", "company": "Nowak S.A.", "email": "l@nowak.example",
        "city": "Kraków", "source": "Website", "status": "new", "owner": "Ann Lee",
    }),
    ("Salesforce", "company", SALESFORCE_ACCOUNT, {
        "name": "Neu GmbH", "street": "Hauptstr. 5", "province": "BW", "postcode": "01067", "level": "A",
        "employees": 120, "industry": "Manufacturing", "phone": "+49 731 1234",
    }),
    ("HubSpot", "opportunity", HUBSPOT_DEAL, {
        "name": "Pumps 2026", "company": "Neu GmbH", "number": "90210", "amount": 1_200_000, "owner": "Ann Lee",
    }),
    ("Zoho CRM", "contact", ZOHO_CONTACT, {
        "full_name": "Grace Lim", "title": "Buyer", "company": "Lim Pte Ltd", "email": "grace@lim.example",
        "mobile": "+65 8123 4567", "street": "1 Orchard Road", "postcode": "238823", "source": "Partner",
    }),
    ("SuiteCRM", "company", SUITE_ACCOUNT, {
        "name": "Acme Works", "email": "info@acme.example", "phone": "+1 202 555 0143", "city": "Boston",
        "postcode": "02108", "owner": "Ann Lee", "industry": "Energy",
    }),
    ("EspoCRM", "contact", ESPO_CONTACT, {
        "full_name": "Inès Okafor", "salutation": "Ms", "company": "Meridian Foods Ltd", "title": "CEO",
        "email": "ines@meridian.example", "phone": "+44 20 7946 0999", "street": "3 Long Lane", "owner": "Ann Lee",
    }),
    ("WuKong CRM", "company", WUKONG, {
        "name": "杭州星辰科技有限公司", "lifecycle": "Customer", "level": "A", "industry": "Manufacturing",
        "source": "Trade fair", "phone": "0571-88001234", "mobile": "13857123345", "street": "文三路 90 号",
        "next_contact": "2027-01-05", "owner": "王伟", "note": "月结",
    }),
]  # fmt: skip


def written(folder: Path, record: Record) -> Path:
    encoding = "gb18030" if "商务电话" in record else "utf-8-sig"
    return plain_csv(folder / "export.csv", [list(record), list(record.values())], encoding)


@pytest.mark.parametrize(
    ("program", "entity", "record", "expected"), FILES, ids=lambda one: one if isinstance(one, str) else ""
)
def test_an_export_goes_in_as_it_comes(
    workspace: Workspace, tmp_path: Path, program: str, entity: str, record: Record, expected: dict[str, Any]
) -> None:
    source = written(tmp_path, record)
    look = look_at(workspace, source, entity)
    assert look.recognised is not None
    assert program in look.recognised.name
    assert look.likely_entity == entity
    plan = imports.plan_import(workspace, source, entity)
    assert [one.reason for one in plan.rejected] == []
    assert program in plan.notes[0]
    imports.run_import(workspace, plan)
    assert {key: stored(workspace, entity, key) for key in expected} == expected


def stored(workspace: Workspace, entity: str, key: str) -> Any:
    """Return the value of the one record as a plain value."""
    from tests.integration.services.import_help import values

    (row,) = values(workspace, entity, key)
    return row[0]


def test_what_has_no_field_is_said(workspace: Workspace, tmp_path: Path) -> None:
    notes = " ".join(imports.plan_import(workspace, written(tmp_path, OUTLOOK), "contact").notes)
    assert "Assistant's Phone" in notes
    assert "Street" not in notes
    assert "E-mail Type" not in notes


def test_further_numbers_are_kept(workspace: Workspace, tmp_path: Path) -> None:
    imports.run_import(workspace, imports.plan_import(workspace, written(tmp_path, OUTLOOK), "contact"))
    found = workspace.file.reader().execute(
        "SELECT kind, value FROM channel ORDER BY kind, is_primary DESC, id"
    )
    assert [tuple(row) for row in found] == [
        ("email", "eva@neu.example"),
        ("email", "eva@home.example"),
        ("fax", "+49 731 1235"),
        ("mobile", "+49 171 5550100"),
        ("phone", "+49 731 1234"),
        ("phone", "+49 731 1236"),
        ("phone", "0228 99"),
    ]


def test_the_home_number_of_salesforce_is_one_more(workspace: Workspace, tmp_path: Path) -> None:
    names = {
        "First Name": "Ana",
        "Last Name": "Berg",
        "Account Name": "Laguna",
        "Email": "ana@laguna.example",
    }
    place = {"Mailing State/Province": "", "Mailing Zip/Postal Code": "28001"}
    numbers = {"Home Phone": "+34 91 000 0001", "Phone": "+34 91 000 0002", "Other Phone": "+34 91 000 0003"}
    source = written(tmp_path, {**names, **place, **numbers})
    imports.run_import(workspace, imports.plan_import(workspace, source, "contact"))
    found = workspace.file.reader().execute(
        "SELECT value FROM channel WHERE kind = 'phone' ORDER BY is_primary DESC, value"
    )
    expected = ["+34 91 000 0002", "+34 91 000 0001", "+34 91 000 0003"]
    assert [value for (value,) in found] == expected


def test_a_file_of_other_records_says_what_it_is(workspace: Workspace, tmp_path: Path) -> None:
    look = look_at(workspace, written(tmp_path, SALESFORCE_ACCOUNT), "contact")
    assert (look.recognised, look.likely_entity) == (None, "company")


def test_a_saved_mapping_goes_before_an_export(workspace: Workspace, tmp_path: Path) -> None:
    from crm_desktop.services.import_choices import Choices

    source = written(tmp_path, ZOHO_CONTACT)
    workspace.import_mappings.save("contact", "Ours", list(ZOHO_CONTACT), Choices(mapping={"Title": "note"}))
    look = look_at(workspace, source, "contact")
    assert look.recognised is not None
    assert (look.recognised.kind, look.recognised.name) == ("saved", "Ours")


def test_names_are_made_of_their_parts_beside_the_title(workspace: Workspace, tmp_path: Path) -> None:
    record = {"First name": "Eva", "Last name": "Neu", "Company": "Neu GmbH", "E-mail": "eva@neu.example"}
    imports.run_import(workspace, imports.plan_import(workspace, written(tmp_path, record), "lead"))
    assert stored(workspace, "lead", "name") == "Eva Neu"
    assert stored(workspace, "lead", "title") == "Eva Neu – Neu GmbH"


def test_the_plan_says_so_too(workspace: Workspace, tmp_path: Path) -> None:
    plan = imports.plan_import(workspace, written(tmp_path, SALESFORCE_ACCOUNT), "contact")
    assert plan.notes[0] == "By its headings this file holds companies."
