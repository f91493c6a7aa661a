"""What a new customer file begins with: lists of options, a pipeline, a calendar, its settings and its first user."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from crm_desktop.core.i18n import N_, _, language
from crm_desktop.models import registry, seeds
from crm_desktop.store.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from crm_desktop.store.writer import Writer


def fill(writer: Writer, *, firm_name: str, currency: str, region: str, user_name: str, demo: bool) -> None:
    """Write the first rows of a file; without ``user_name`` the user is called as on this computer."""
    values = {"firm_name": firm_name, "currency": currency, "region": region, "demo": demo}
    if region == "CN" or language() == "zh_CN":
        values["date_order"] = "ymd"
    with UnitOfWork(writer, N_("New customer file"), "setup") as work:
        for table, rows in seeds.seed_rows(language()).items():
            for row in rows:
                columns = list(row)
                work.insert_many(table, columns, [tuple(row[name] for name in columns)])
        work.add(registry.model("user"), name=user_name or _name_on_this_computer(), active=True)
        for key, value in values.items():
            work.add(registry.model("setting"), key=key, value=json.dumps(value, ensure_ascii=False))


def _name_on_this_computer() -> str:
    """Return the name of the person at this computer, as the system knows it."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return _("Me")
