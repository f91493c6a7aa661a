"""Cells of CSV files going out are quoted as the csv module of Python does it, and none of them can run."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.exchange.csv_files import write_plain_table, write_table
from crm_desktop.exchange.export import ExportColumn

_TEXTS = st.text(st.sampled_from('ab,"\n ;ü王|'), max_size=6)
_COLUMNS = (
    _TEXTS,
    *(
        one | st.none()
        for one in (
            _TEXTS,
            _TEXTS | st.integers(),
            st.integers() | st.floats(allow_nan=False),
            st.dates() | st.decimals(allow_nan=False, allow_infinity=False),
        )
    ),
)


def written(folder: Path, rows: Sequence[Sequence[object]]) -> str:
    path = folder / "out.csv"
    write_plain_table(path, [ExportColumn(f'column "{n}"') for n, _cell in enumerate(rows[0])], rows)
    return path.read_bytes().decode()


def by_python(rows: Sequence[Sequence[object]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([[f'column "{n}"' for n, _cell in enumerate(rows[0])], *rows])
    return out.getvalue()


@pytest.mark.parametrize("width", [1, 3])
@given(data=st.data())
def test_any_cells_are_quoted_as_python_does(
    tmp_path_factory: pytest.TempPathFactory, width: int, data: st.DataObject
) -> None:
    columns = [data.draw(st.sampled_from(_COLUMNS)) for _column in range(width)]
    rows = data.draw(st.lists(st.tuples(*columns), min_size=1, max_size=5))
    assert written(tmp_path_factory.mktemp("out"), rows) == by_python(rows)


def test_numbers_and_days_beside_empty_cells(tmp_path: Path) -> None:
    rows = [(1, 1.5, Decimal("12.50"), date(2026, 1, 2), "a"), (None, None, None, None, None)]
    assert written(tmp_path, rows).splitlines()[1:] == ["1,1.5,12.50,2026-01-02,a", ",,,,"]


@pytest.mark.parametrize("text", ["-1|cmd", "+49|x", "＝1", "'=1", "@a"])
@pytest.mark.parametrize("others", [["b"], ["b|c"], ["1", None]])
def test_what_could_run_is_guarded_wherever_it_stands(
    tmp_path: Path, text: str, others: list[str | None]
) -> None:
    for cells in ([text, *others], [*others, text]):
        write_table(
            tmp_path / "out.csv", [ExportColumn("a"), ExportColumn("b")], [[one, "x"] for one in cells]
        )
        lines = (tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
        assert f"'{text},x" in lines
        assert all(f"{one or ''},x" in lines for one in others)
