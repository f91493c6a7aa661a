"""Columns on their way from the reading process: what arrives is what was sent."""

from __future__ import annotations

from datetime import date, datetime, time

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.kinds import Locale, Text
from crm_desktop.exchange.column_readers import ColumnReader
from crm_desktop.exchange.unpacking import CODES, FewTexts, coded, unpack_chunk
from crm_desktop.exchange.workbook_rows import plain_column

CELLS = st.lists(
    st.sampled_from(["", None, "a", "A", "张三", " x ", "0"]) | st.text(max_size=3), max_size=400
)


@given(CELLS)
def test_few_different_texts_are_sent_once(cells: list[str | None]) -> None:
    few = coded(cells)
    assert (few is None) == (not cells or len(set(cells)) > CODES or len(set(cells[: 2 * CODES])) > CODES)
    if few is not None:
        (column,) = unpack_chunk(list(range(len(cells))), [few]).columns
        assert column == [cell or None for cell in cells]
        assert isinstance(column, FewTexts)
        reader = ColumnReader(Text(), Locale())
        assert [reader.read(column.different)[code] for code in column.codes] == reader.read(column)


@given(st.lists(st.sampled_from([1, True, 1.5, "1", date(2026, 1, 2)]), min_size=1, max_size=20))
def test_other_columns_are_not_coded(cells: list[object]) -> None:
    assert (coded(cells) is None) == (set(map(type, cells)) != {str})


@given(st.lists(st.none() | st.dates() | st.datetimes() | st.text(min_size=1), min_size=1, max_size=20))
def test_days_and_moments_arrive(cells: list[object]) -> None:
    *packed, _damaged = plain_column(tuple(cells))
    (column,) = unpack_chunk([], [tuple(packed)]).columns  # type: ignore[list-item]
    for sent, found in zip(cells, column, strict=True):
        assert found == (sent.date() if isinstance(sent, datetime) and sent.time() == time() else sent)
