"""All reports, by name. To add one: its file beside this one, and a line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from crm_desktop.core.document import Document
from crm_desktop.core.i18n import N_
from crm_desktop.reports import customer_list, customer_profile, day_sheet, sales_pipeline
from crm_desktop.reports.parameters import Parameter, Parameters
from crm_desktop.reports.reading import Reading


@dataclass(frozen=True, slots=True)
class Report:
    """A report: what it is called, what it may be asked for, and the function that makes its Document."""

    name: str
    title: str
    description: str
    icon: str
    parameters: tuple[Parameter, ...]
    make: Callable[[Reading, Parameters], Document]


REPORTS: tuple[Report, ...] = (
    Report(
        "customer-list",
        N_("Customer list"),
        N_("Companies or contacts with their main fields, by name"),
        "users",
        customer_list.PARAMETERS,
        customer_list.customer_list,
    ),
    Report(
        "pipeline",
        N_("Sales pipeline"),
        N_("Open opportunities by stage, owner and product; what was won and lost, and how quickly"),
        "funnel",
        sales_pipeline.PARAMETERS,
        sales_pipeline.sales_pipeline,
    ),
    Report(
        "customer-profile",
        N_("Customer profile"),
        N_("One customer on one page: facts, people, sales, service, what happened and what comes next"),
        "file-text",
        customer_profile.PARAMETERS,
        customer_profile.customer_profile,
    ),
    Report(
        "day-sheet",
        N_("Day sheet"),
        N_("Appointments by the hour, what is due, birthdays, and room to write"),
        "calendar-days",
        day_sheet.PARAMETERS,
        day_sheet.day_sheet,
    ),
)
