"""A lead becomes a customer: who is there already is offered while it is typed and when it is converted."""

from __future__ import annotations

from functools import partial

import pytest

from crm_desktop.services.lead_conversion import MAKE
from crm_desktop.ui import language
from crm_desktop.ui.conversion_dialog import ConversionDialog
from crm_desktop.ui.lead_section import LeadSection
from crm_desktop.ui.record_new import NewRecordForm
from tests.ui.record_kit import make_context, nameless, shown_page


@pytest.fixture
def context(workspace, state):
    return make_context(workspace, state)


@pytest.fixture
def firm(make):
    return make.company("Laguna Foods S.L.")


@pytest.fixture
def person(make, firm):
    return make.contact("Beltrán, Ana", mobile="600111222", company=firm)


@pytest.fixture
def lead(workspace):
    values = {
        "title": "Espresso",
        "name": "Ana Beltrán",
        "company": "Laguna Foods",
        "mobile": "+34 600111222",
    }
    return workspace.records.create("lead", {**values, "budget": 500_000})


@pytest.fixture
def asked(qtbot, context):
    """Return the function that asks what a lead becomes, on its page."""
    open_page = partial(shown_page, qtbot, context)

    def ask(lead: int) -> ConversionDialog:
        page = open_page("lead", lead)
        section = next(one for one in page.sections.all if isinstance(one, LeadSection))
        next(one for one in section.buttons if one.accessibleName() in ("Convert…", "转化…")).click()
        dialog = page.window().findChild(ConversionDialog)
        assert dialog.isVisible()
        return dialog

    return ask


def test_who_is_there_already_is_offered_with_the_reason(asked, workspace, context, lead, firm, person):
    dialog = asked(lead)
    assert dialog.company.words() == [
        "Link with “Laguna Foods S.L.”: same name",
        "New company “Laguna Foods”",
        "No company",
    ]
    assert dialog.contact.words()[0] == "Link with “Beltrán, Ana”: same name, same phone number, same company"
    assert (dialog.company.answer(), dialog.contact.answer()) == (firm, person)
    assert nameless(dialog) == []
    dialog.write()
    found = workspace.records.get("lead", lead).values
    assert (found["status"], found["linked_company"].id, found["linked_contact"].id) == (
        "converted", firm, person,
    )  # fmt: skip
    deal = found["opportunity"].id
    assert context.window.opened == [("opportunity", deal)]
    assert workspace.records.get("opportunity", deal).values["amount"] == 500_000
    assert workspace.lists.count("contact") == 1
    assert context.window.toasts == ["Converted: Espresso"]
    context.window.acts[0]()
    workspace.history.undo(context.window.undone[0])
    assert workspace.records.get("lead", lead).values["status"] == "new"
    assert workspace.lists.count("opportunity") == 0


def test_something_else_can_be_chosen(asked, workspace, lead, firm, person):
    dialog = asked(lead)
    dialog.contact.choose(MAKE)
    dialog.company.choose(None)
    dialog.makes_deal.click()
    assert not dialog.name.isEnabled()
    dialog.write()
    assert (workspace.lists.count("contact"), workspace.lists.count("opportunity")) == (2, 0)
    assert workspace.records.get("lead", lead).values["linked_company"] is None


def test_what_is_wrong_is_said_in_the_dialog(asked, workspace, lead):
    dialog = asked(lead)
    dialog.company.choose(None)
    dialog.contact.choose(None)
    dialog.makes_deal.click()
    dialog.write()
    assert dialog.isVisible()
    assert dialog._problem.text() == "Choose what the lead becomes."
    assert dialog.convert_button.isEnabled()


def test_a_conversion_under_way_is_not_left(asked, context, workspace, lead):
    dialog = asked(lead)
    context.tasks.hold = True
    dialog.write()
    dialog.reject()
    assert dialog.isVisible()
    assert not dialog.cancel_button.isEnabled()
    context.tasks.release()
    assert not dialog.isVisible()
    assert workspace.records.get("lead", lead).values["status"] == "converted"
    assert context.window.toasts == ["Converted: Espresso"]


def test_a_closed_lead_is_not_converted(qtbot, context, workspace, lead):
    workspace.records.save("lead", lead, {"status": "working"})
    reason = workspace.lists.options("lost_reason")[0].id
    workspace.records.save("lead", lead, {"status": "disqualified", "lost_reason": reason})
    page = shown_page(qtbot, context, "lead", lead)
    section = next(one for one in page.sections.all if isinstance(one, LeadSection))
    assert [one.accessibleName() for one in section.buttons] == ["Mark as “Working”"]


def test_it_speaks_chinese(asked, lead, firm):
    language.switch("zh_CN")
    dialog = asked(lead)
    assert dialog.company.words() == [
        "关联已有的“Laguna Foods S.L.”: 名称相同",
        "新建公司“Laguna Foods”",
        "不设公司",
    ]


@pytest.mark.parametrize(("words", "kind"), [("en", "Contact"), ("zh_CN", "联系人")])
def test_a_lead_that_is_typed_shows_customers(qtbot, context, person, words, kind):
    language.switch(words)
    form = NewRecordForm(context, context.entities["lead"])
    qtbot.addWidget(form)
    form.show()
    form.editors["name"].setFocus()
    qtbot.keyClicks(form.editors["name"].focusProxy() or form.editors["name"], "ana beltran")
    qtbot.waitUntil(form.likely.isVisible)
    (found,) = form.likely.found
    assert (found.entity, found.id) == ("contact", person)
    assert form.likely._why(found).startswith(f"{kind} · ")
    form.show_more()
    rest = form.editors["job_title"]
    qtbot.waitUntil(lambda: form.likely.geometry().bottom() < rest.mapTo(form, rest.rect().topLeft()).y())
