"""Headings in traditional characters mean what they mean in simplified ones."""

from __future__ import annotations

import pytest

from crm_desktop.core.reading import fold
from crm_desktop.exchange.heading_words import fold_heading
from crm_desktop.exchange.mapping import match_headings
from crm_desktop.models import registry


@pytest.mark.parametrize(
    ("entity", "heading", "key"),
    [
        ("contact", "手機", "mobile"),
        ("contact", "行動電話", "mobile"),
        ("contact", "電話", "phone"),
        ("contact", "職稱", "title"),
        ("contact", "公司名稱", "company"),
        ("contact", "電子郵件", "email"),
        ("contact", "備註", "note"),
        ("contact", "負責人", "owner"),
        ("company", "客戶名稱", "name"),
        ("company", "郵遞區號", "postcode"),
        ("company", "詳細地址", "street"),
        ("company", "統一編號", "tax_number"),
        ("company", "網址", "website"),
    ],
)
def test_traditional_headings(entity: str, heading: str, key: str) -> None:
    (column,) = match_headings([heading], registry.entity(entity))
    assert column.field is not None
    assert column.field.key == key


def test_only_characters_are_changed_and_values_are_not() -> None:
    assert fold_heading("客戶 名稱") == "客户名称"
    assert fold_heading("E-Mail") == fold("E-Mail")
    assert fold("客戶") == "客戶"
