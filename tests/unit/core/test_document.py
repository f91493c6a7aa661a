"""A document holds values and knows nothing of drawing."""

import subprocess
import sys
from datetime import date

import pytest

from crm_desktop.core.document import Amount, Column, Document, Paragraph, Percent, Table


def test_a_document_is_only_values() -> None:
    table = Table([Column("Name")], [("Ann",), ("Bob",)])
    document = Document("List", "All", "Northwind", date(2026, 11, 21), "en", [table, Paragraph("End")])
    assert document.paper == "A4"
    assert not document.landscape
    with pytest.raises(AttributeError):
        document.title = "Other"  # type: ignore[misc]


def test_values_are_equal_by_value() -> None:
    assert Amount(100, "EUR") == Amount(100, "EUR")
    assert Amount(100, "EUR") != Amount(100, "USD")
    assert Percent(80) == Percent(80)


def test_totals_may_be_known_only_after_the_rows() -> None:
    counted = 0

    def rows():
        nonlocal counted
        for n in range(5):
            counted += n
            yield (n,)

    table = Table([Column("Number")], rows(), totals=lambda: [counted])
    assert sum(row[0] for row in table.rows) == 10
    assert table.final_totals() == [10]
    assert Table([], []).final_totals() is None
    assert Table([], [], totals=[1]).final_totals() == [1]


def test_it_imports_nothing_heavy() -> None:
    code = (
        "import sys, crm_desktop.core.document, crm_desktop.core.formatting as f;"
        "f.format_number(5); f.format_percent(5);"
        "bad = {'reportlab', 'PySide6', 'sqlalchemy', 'babel', 'openpyxl'} & set(sys.modules);"
        "sys.exit(str(bad) if bad else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
