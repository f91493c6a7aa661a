"""What the tests of the agenda and of the calendar share: a context on a real file, and a maker of activities."""

from __future__ import annotations

import pytest

from tests.ui import record_kit


@pytest.fixture
def real(workspace, state, fixed_clock):
    return record_kit.make_context(workspace, state)


@pytest.fixture
def record(workspace, fixed_clock):
    return lambda subject="Call", **values: workspace.records.create(
        "activity", {"subject": subject, **values}
    )
