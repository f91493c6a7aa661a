"""The preview of customers: few fields, what they are worth, what they allow, and calling in two keys."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from crm_desktop.ui.customer_peek import CustomerPeek
from crm_desktop.ui.peek_panel import ValueLabel
from crm_desktop.ui.previews import preview_of
from crm_desktop.ui.record_action import RecordAction
from tests.ui.record_kit import ENTITIES, make_context, nameless


@pytest.fixture
def context(workspace, state):
    return make_context(workspace, state)


@pytest.fixture
def followed(monkeypatch):
    """What was given to the programs outside."""
    found = []

    def follow(url):
        found.append(url.toString())
        return True

    monkeypatch.setattr("crm_desktop.ui.links.QDesktopServices.openUrl", follow)
    return found


@pytest.fixture
def printed():
    return []


@pytest.fixture
def open_peek(qtbot, context, printed):
    def show(entity, record_id):
        run = lambda *record: printed.append(record)  # noqa: E731
        action = RecordAction("Print profile", "printer", run, frozenset({"company", "contact"}))
        context.record_actions = (action,)
        made = preview_of(context, ENTITIES[entity])
        qtbot.addWidget(made)
        made.resize(392, 700)
        made.show()
        qtbot.waitExposed(made)
        made.show_record(record_id)
        return made

    return show


@pytest.fixture
def ana(make):
    acme = make.company("Acme")
    values = {"given_name": "Ana", "gender": "female", "note": "Likes tea", "tags": ["VIP"], "title": "Buyer"}
    return make.contact("Ana Beltrán", company=acme, email="ana@acme.example", mobile="+49 30 1234", **values)


def names(peek):
    return [one.text() for one in peek._fields.findChildren(QLabel) if one.property("tone") == "muted"]


def test_only_what_matters_is_shown(open_peek, ana):
    peek = open_peek("contact", ana)
    shown = names(peek)
    assert {"Mobile", "E-mail", "Tags", "Consent"} <= set(shown)
    assert not {"Given name", "Gender", "Note", "Company", "Full name"} & set(shown)
    assert "Lifetime value" not in shown, "nothing was bought, which is not a value of zero"
    assert nameless(peek) == []


def test_what_was_bought_and_what_is_allowed(open_peek, ana, workspace):
    for day in (1, 2):
        values = {"contact": ana, "ordered_on": date(2026, 11, day), "total": 100_50, "status": "completed"}
        workspace.records.create("sales_order", values)
    at = datetime(2026, 3, 1, tzinfo=UTC)
    for channel, withdrawn in (("email", None), ("sms", at)):
        entry = {"contact": ana, "channel": channel, "given_at": at, "withdrawn_at": withdrawn}
        workspace.records.create("consent", entry)
    peek = open_peek("contact", ana)
    shown = {one.text() for one in peek._fields.findChildren(QLabel)}
    assert "€\u202f201 · 2 orders" in shown
    assert {"E-mail ✓", "Phone —", "SMS ✕"} <= shown
    peek.copy()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[:2] == ["Ana Beltrán", "Buyer · Acme"]
    assert "Mobile: +49 30 1234" in copied
    assert "Tags: VIP" in copied


def test_a_call_is_dialled_and_logged_with_two_keys(open_peek, ana, followed, qtbot, workspace):
    peek = open_peek("contact", ana)
    peek.composer.begin("call")
    assert followed == ["tel:+49301234"]
    qtbot.keyClick(peek.composer.text.area, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (logged,) = workspace.lists.named("activity", "")
    call = workspace.records.get("activity", logged.id)
    assert (call.title, call.values["kind"], call.values["contact"].id) == ("Call", "call", ana)
    assert call.values["done_at"] is not None
    peek.composer.begin("email")
    assert followed[-1] == "mailto:ana@acme.example"


def test_nobody_is_called_without_a_number(open_peek, make, followed):
    peek = open_peek("contact", make.contact("Bo"))
    peek.composer.begin("call")
    assert followed == []
    assert peek.composer.text.isVisible()
    peek.composer.begin("call")
    assert peek.composer.text.isHidden(), "the same button folds it again"


def test_values_act_when_they_are_clicked(open_peek, ana, followed, qtbot):
    peek = open_peek("contact", ana)
    values = {one.value: one for one in peek._fields.findChildren(ValueLabel)}
    for value in ("+49 30 1234", "ana@acme.example"):
        qtbot.mouseClick(values[value], Qt.MouseButton.LeftButton)
    assert followed == ["tel:+49301234", "mailto:ana@acme.example"]


def test_the_menu_opens_prints_and_deletes(open_peek, ana, context, printed, workspace):
    peek = open_peek("contact", ana)
    entries = {one.text: one for one in peek.entries()}
    assert list(entries) == ["Open", "Copy", "Print profile", "Delete"]
    entries["Open"].run()
    assert context.navigator.opened[-1] == ("contact", ana)
    entries["Print profile"].run()
    assert printed == [("contact", ana)]
    entries["Delete"].run()
    assert workspace.records.get("contact", ana).deleted
    assert context.navigator.toasts


def test_companies_have_it_too_and_others_the_plain_one(open_peek, workspace, make):
    acme = make.company("Acme", industry=workspace.lists.options("industry")[0].id, phone="+49 30 99")
    peek = open_peek("company", acme)
    assert isinstance(peek, CustomerPeek)
    assert "Consent" not in names(peek)
    assert peek._subtitle.text() == workspace.lists.options("industry")[0].name
    product = workspace.records.create("product", {"name": "Linen", "sku": "L-1"})
    assert not isinstance(open_peek("product", product), CustomerPeek)
