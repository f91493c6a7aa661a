"""What the tests of the customer file share: a server of processes that may be killed."""

from __future__ import annotations

import multiprocessing
from typing import Any

import pytest

from tests.integration.store import writers


@pytest.fixture(scope="session")
def processes() -> Any:
    """A server whose children have everything imported already."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([writers.__name__])
    return context
