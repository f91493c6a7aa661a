"""The sections of the settings: what each of them offers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from crm_desktop import __version__
from crm_desktop.core.formatting import format_number
from crm_desktop.core.i18n import LANGUAGES, N_, _, language
from crm_desktop.ui import settings_transfer
from crm_desktop.ui.context import Place
from crm_desktop.ui.labels import label
from crm_desktop.ui.settings_backups import backups, the_file
from crm_desktop.ui.settings_rows import SettingRow, combo, go, switch, text_line

if TYPE_CHECKING:
    from crm_desktop.core.settings import Setting
    from crm_desktop.ui.settings_page import SettingsPage

# Lists that people keep; the page shows those that the program describes.
LISTS: tuple[tuple[str, str], ...] = (
    ("option", N_("Industries, sources, levels and the other lists to choose from")),
    ("pipeline", N_("The ways along which opportunities move")),
    ("stage", N_("Stages, their probability and what ends them")),
    ("user", N_("The people who work with this file")),
    ("tag", N_("Tags and their colours")),
    ("custom_field", N_("Fields of your own")),
    ("template", N_("Texts for letters and messages")),
    ("sla_policy", N_("How quickly requests are answered and solved")),
    ("work_calendar", N_("Working hours and holidays")),
    ("segment", N_("Groups of customers")),
    ("survey", N_("Questions to customers")),
    ("target", N_("Goals by person and period")),
    ("saved_view", N_("Saved filters of lists")),
)
CURRENCIES = (
    "EUR USD CNY GBP JPY CHF HKD TWD SGD AUD CAD NZD SEK NOK DKK PLN CZK HUF TRY INR KRW BRL MXN ZAR AED"
).split()
CHOICE_WORDS = {"system": N_("Like the system"), "light": N_("Light"), "dark": N_("Dark")}
DATE_ORDERS = (
    ("dmy", N_("Day, month, year")),
    ("mdy", N_("Month, day, year")),
    ("ymd", N_("Year, month, day")),
)
FIRM = (
    ("firm_name", N_("Name of the firm"), N_("Stands on reports and over the navigation.")),
    ("currency", N_("Currency"), N_("Of amounts that name none. Amounts already there are not converted.")),
    ("region", N_("Region"), N_("Two letters, such as DE or CN: for phone numbers without a country code.")),
    (
        "date_order",
        N_("Order of dates"),
        N_("Decides dates that could be read in two ways, such as 3/4/2026."),
    ),
)
YOUR_NAME = N_("Your name"), N_("Stands in the history, and new records are yours.")
EXPORT = N_("Export settings"), N_("Into a small file, for another computer or another customer file.")
IMPORT = N_("Import settings"), N_("What would change is shown first.")
KEYS = N_("Keyboard shortcuts"), N_("Everything can be done without the mouse.")
VERSIONS = N_("Versions and licences"), N_("What the program is made of.")


def general(page: SettingsPage) -> list[QWidget]:
    """Return the options of this person on this computer."""
    rows: list[QWidget] = []
    for one in page.options.declared() if page.options is not None else ():
        if one.label:
            control = _control(page, one)
            rows.append(SettingRow(one.key, _(one.label), _(one.hint), control, (one.label, one.hint)))
    return rows or [label(_("There are no options here."), tone="muted")]


def _control(page: SettingsPage, one: Setting[Any]) -> QWidget:
    value = getattr(page.options, one.key)

    def change(new: Any) -> None:
        page.change_option(one.key, new)

    if one.choices:
        return combo([(_choice_text(one.key, choice), choice) for choice in one.choices], value, change)
    if isinstance(value, bool):
        return switch(value, change)
    if isinstance(value, int):
        return text_line(str(value), lambda text: page.change_number(one.key, text), width=90)
    return text_line(str(value), change)


def _choice_text(key: str, choice: Any) -> str:
    if key == "language":
        return LANGUAGES.get(choice, _("Like the system"))
    if key == "lock_minutes":
        return _("%(count)d min") % {"count": choice} if choice else _("Never")
    if key == "paper_size" and not choice:
        return _("As usual in the region")
    return _(CHOICE_WORDS[choice]) if choice in CHOICE_WORDS else str(choice)


def business(page: SettingsPage) -> list[QWidget]:
    """Return what belongs to the firm and lies in the file."""
    settings = page.file.settings
    controls = {
        "firm_name": text_line(str(settings["firm_name"]), lambda text: page.change_business(firm_name=text)),
        "currency": combo(
            [(code, code) for code in CURRENCIES],
            settings["currency"],
            lambda code: page.change_business(currency=code),
        ),
        "region": text_line(str(settings["region"]), page.change_region, width=90),
        "date_order": combo(
            [(_(text), code) for code, text in DATE_ORDERS],
            settings["date_order"],
            lambda code: page.change_business(date_order=code),
        ),
    }
    rows = [SettingRow(key, _(text), _(hint), controls[key], (text, hint)) for key, text, hint in FIRM]
    if page.user is not None:
        text, hint = YOUR_NAME
        rows.insert(
            1,
            SettingRow("user_name", _(text), _(hint), text_line(page.user, page.change_user_name), YOUR_NAME),
        )
    for row in rows:
        if row.control is not None:
            row.control.setEnabled(not page.file.read_only)
    return list(rows)


def lists(page: SettingsPage) -> list[QWidget]:
    """Return the ways to the lists that people keep."""
    rows: list[QWidget] = []
    for name, hint in LISTS:
        entity = page.context.entities.get(name)
        if entity is None:
            continue
        title = _(entity.title_plural)
        count = page.counts.get(name)
        text = title if count is None else f"{title}  {format_number(count, language())}"
        button = go(_("Open"), _("Open %(name)s") % {"name": title}, _opener(page, name))
        rows.append(SettingRow(name, text, _(hint), button, (entity.title_plural, hint)))
    return rows


def _opener(page: SettingsPage, entity: str) -> Callable[[], None]:
    return lambda: page.context.window.open_list(entity)


def transfer(page: SettingsPage) -> list[QWidget]:
    """Return the ways to take settings elsewhere."""
    give = go(_("Export…"), _(EXPORT[0]), lambda: settings_transfer.export(page))
    take = go(_("Import…"), _(IMPORT[0]), lambda: settings_transfer.ask_and_import(page))
    if page.options is None:
        return []
    return [
        SettingRow("export", _(EXPORT[0]), _(EXPORT[1]), give, EXPORT),
        SettingRow("import", _(IMPORT[0]), _(IMPORT[1]), take, IMPORT),
    ]


def about(page: SettingsPage) -> list[QWidget]:
    """Return the ways to the help and to versions and licences."""
    rows: list[QWidget] = []
    for name, (text, hint) in (("shortcuts", KEYS), ("about", VERSIONS)):
        button = go(_("Open"), _("Open %(name)s") % {"name": _(text)}, _page_opener(page, name))
        said = (
            _("CRM Desktop %(version)s. %(about)s") % {"version": __version__, "about": _(hint)}
            if name == "about"
            else _(hint)
        )
        rows.append(SettingRow(name, _(text), said, button, (text, hint)))
    return rows


def _page_opener(page: SettingsPage, name: str) -> Callable[[], None]:
    return lambda: page.context.window.open_place(Place(name))


SECTIONS: tuple[tuple[str, str, Callable[[SettingsPage], list[QWidget]]], ...] = (
    ("general", N_("General"), general),
    ("business", N_("Business"), business),
    ("lists", N_("Lists"), lists),
    ("file", N_("File"), the_file),
    ("backups", N_("Backups"), backups),
    ("transfer", N_("Settings on another computer"), transfer),
    ("about", N_("Help"), about),
)
