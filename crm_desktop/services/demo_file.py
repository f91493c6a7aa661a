"""A customer file of the made-up firm: made whole, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.services.demo import SEED, SIZE, demo_firm, make_demo
from crm_desktop.services.workspace import new_workspace

if TYPE_CHECKING:
    from pathlib import Path


def make_demo_file(
    path: Path,
    *,
    language: str,
    size: int = SIZE,
    seed: int = SEED,
    firm_name: str = "",
    currency: str = "",
    passphrase: str | None = None,
) -> None:
    """Make a new customer file of the firm of a language; name and currency are that firm's unless they are given.

    Raises CrmError; when it breaks off, no file stays.
    """
    firm = demo_firm(language)
    made = new_workspace(
        path,
        firm_name=firm_name or firm.name,
        currency=currency or firm.currency,
        region=firm.region,
        passphrase=passphrase,
        demo=True,
    )
    try:
        make_demo(made, language=language, size=size, seed=seed)
    except BaseException:
        made.close()
        path.unlink(missing_ok=True)  # half a firm helps nobody
        raise
    made.close()
