"""A report at a path, in either format: whole or not at all, and no more memory for a longer one."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from crm_desktop.core.document import Amount, Column, Document, Table
from crm_desktop.core.errors import Cancelled, FileProblem
from crm_desktop.reports.pdf import render_pdf
from crm_desktop.reports.xlsx import render_xlsx
from tests.conftest import listing
from tests.integration.reports.report_help import peak_memory

Rows = Iterator[tuple[object, ...]]


def rows(count: int) -> Rows:
    for n in range(count):
        yield f"Deal {n} 陶瓷", Amount(n * 100, "EUR"), date(2026, 1, 1 + n % 28)


@dataclass(frozen=True)
class Form:
    """A format: how it is drawn, after how many rows it says so, and the memory that a long report may add."""

    ending: str
    render: Callable[..., int]
    step: int
    growth: int

    def draw(self, lines: Rows, out: Path, **options: object) -> int:
        """Draw a table."""
        table = Table([Column("Opportunity 商机"), Column("Amount"), Column("Close")], lines)
        document = Document("Pipeline 漏斗", "Q4", "R&D Firm", date(2026, 11, 21), "en", (table,))
        return self.render(document, out, **options)


FORMS = [Form("pdf", render_pdf, 1, 3_000_000), Form("xlsx", render_xlsx, 500, 1_000_000)]


@pytest.fixture(params=FORMS, ids=lambda form: form.ending)
def form(request: pytest.FixtureRequest) -> Form:
    return request.param


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder; what is written on the way goes to another one, which must be empty in the end."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    made = tmp_path / "reports"
    made.mkdir()
    return made


def test_a_path_gets_its_file_in_one_step(form: Form, folder: Path) -> None:
    out = folder / f"报告 'x'.{form.ending}"
    assert form.draw(rows(5), out) in (1, 5)  # pages or rows
    assert listing(folder) == [out.name]


def test_cancelling_leaves_nothing(form: Form, folder: Path, tmp_path: Path) -> None:
    seen: list[int] = []
    with pytest.raises(Cancelled):
        form.draw(
            rows(5_000), folder / "x", progress=seen.append, cancelled=lambda: len(seen) >= 3
        )  # fmt: skip
    assert seen == [form.step, 2 * form.step, 3 * form.step]
    assert listing(folder) == listing(tmp_path / "temporary") == []


def test_a_failing_report_leaves_the_old_file(form: Form, folder: Path, tmp_path: Path) -> None:
    out = folder / "x"
    out.write_bytes(b"old")

    def failing() -> Rows:
        yield from rows(500)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        form.draw(failing(), out)
    assert out.read_bytes() == b"old"
    assert listing(folder) == ["x"]
    assert listing(tmp_path / "temporary") == []


def test_a_place_that_cannot_be_written(form: Form, folder: Path) -> None:
    with pytest.raises(FileProblem):
        form.draw(rows(1), folder / "no such folder" / "x")


@pytest.mark.slow
def test_memory_does_not_grow_with_the_length(form: Form, folder: Path) -> None:
    def peak(count: int) -> int:
        return peak_memory(lambda: form.draw(rows(count), folder / "x"))

    peak(100)  # fonts and imports
    assert peak(12_000) - peak(2_000) < form.growth
