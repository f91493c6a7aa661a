"""Labels show data as it is."""

from __future__ import annotations

from crm_desktop.core.formatting import format_money
from crm_desktop.ui.labels import one_line


def test_one_line_keeps_the_narrow_space_of_an_amount():
    amount = format_money(390000, "EUR")
    assert one_line(f" {amount}\n\tin all ") == f"{amount} in all"
