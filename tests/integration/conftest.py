"""What the tests of the command line start from: commands in this process, and files to try them on."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from crm_desktop.services.demo import demo_firm, make_demo
from crm_desktop.services.workspace import Workspace, new_workspace, open_workspace
from tests.integration.cli_help import ACME, BLUE, STAR, Cli


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no setting of this computer decide the language."""
    monkeypatch.setenv("CRM_LANGUAGE", "en")
    for name in ("CRM_FILE", "CRM_PASSPHRASE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], english: None) -> Cli:
    """Run commands in this process."""
    return Cli(capsys)


def fill(workspace: Workspace) -> None:
    """Put a few records into a file, with something of every kind of field."""
    make = workspace.records.create
    option = {
        name: {one.name: one.id for one in workspace.lists.options(name)}
        for name in ("industry", "level", "lifecycle")
    }
    user = workspace.user
    acme = make("company", {"name": ACME, "industry": option["industry"]["Manufacturing"],
                            "level": option["level"]["A"], "city": "Köln", "employees": 120, "owner": user,
                            "email": "office@acme.example", "tags": ["vip", "fair 2026"]})  # fmt: skip
    blue = make("company", {"name": BLUE, "employees": 8, "annual_revenue": 12_345_67})
    star = make("company", {"name": STAR, "city": "杭州", "employees": 45})
    ana = make("contact", {"full_name": "Ana Beltrán", "company": acme, "mobile": "+49 171 2345678",
                           "email": "ana@acme.example", "birthday": date(1988, 3, 7), "gender": "female",
                           "last_contact": datetime(2026, 3, 7, 12, 0, tzinfo=UTC)})  # fmt: skip
    make("contact", {"full_name": "Bob Stone", "company": blue, "birthday": date(1990, 1, 1)})
    make("contact", {"full_name": "Bob Stone", "email": "bob@stone.example", "note": "line one\nline two"})
    make("contact", {"full_name": "秦岚", "company": star, "mobile": "13800138000"})
    for name, amount, currency, closes in (
        ("Pumps", 1_000_00, None, date(2026, 5, 1)),
        ("Valves", 2_500_50, "USD", date(2026, 6, 1)),
        ("Gaskets", None, None, None),
    ):
        make("opportunity", {"name": name, "company": acme, "contact": ana, "amount": amount,
                             "currency": currency, "expected_close": closes})  # fmt: skip
    make("product", {"name": "Pump 7", "sku": "P-7", "price": 99_90, "active": True})
    make("product", {"name": "Pump 6", "sku": "P-6", "active": False})


@pytest.fixture(scope="session")
def filled_template(tmp_path_factory: pytest.TempPathFactory, plain_template: Path) -> Path:
    path = Path(shutil.copyfile(plain_template, tmp_path_factory.mktemp("filled") / "filled.crm"))
    workspace = open_workspace(path)
    fill(workspace)
    workspace.close()
    return path


@pytest.fixture
def filled(tmp_path: Path, filled_template: Path, english: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A customer file with a few records that commands work on."""
    path = Path(shutil.copyfile(filled_template, tmp_path / "客户 'of' \"Ann\" 50%.crm"))
    monkeypatch.setenv("CRM_FILE", str(path))
    return path


@pytest.fixture(scope="session")
def demo_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.crm"
    firm = demo_firm("en")
    workspace = new_workspace(
        path, firm_name=firm.name, currency=firm.currency, user_name=firm.user, demo=True
    )
    make_demo(workspace, language="en", size=25)
    workspace.close()
    return path


@pytest.fixture
def demo(tmp_path: Path, demo_template: Path, english: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small demo file that commands work on."""
    path = Path(shutil.copyfile(demo_template, tmp_path / "demo.crm"))
    monkeypatch.setenv("CRM_FILE", str(path))
    return path
