"""What the tests of the import start from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.integration.services.import_help import (
    xlsx,
)


@pytest.fixture
def sheet(tmp_path: Path) -> Any:
    """Write rows as a workbook and return its path."""
    numbers = iter(range(1_000))
    return lambda *rows: xlsx(tmp_path / f"table{next(numbers)}.xlsx", rows)
