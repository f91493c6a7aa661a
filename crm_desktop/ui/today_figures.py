"""The words of the tiles and charts of the day's page: figures, what they are compared with, and their formulas."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from crm_desktop.core import formatting
from crm_desktop.core.formatting import format_decimal, format_number, format_percent
from crm_desktop.core.i18n import N_, _, language, ngettext, sentences
from crm_desktop.core.kinds import Colour, Locale
from crm_desktop.ui.bar_charts import Bar
from crm_desktop.ui.day_names import month, short_day
from crm_desktop.ui.figure_tile import Part

if TYPE_CHECKING:
    from crm_desktop.services.today.sales import Month, Pipeline, Step, Total, Won
    from crm_desktop.services.today.service import Requests, Satisfaction

NONE = "–"
_SHORT_FROM = 1_000  # units of the currency from which a figure has no decimals
Open = Callable[[Any, str], Callable[[], object]]
"""Makes what opens the rows behind a number, of which the name is given."""
Words = tuple[Part, Part | None, Part]

STEPS = {
    "leads": (N_("Leads"), N_("Leads that came in during the last 90 days")),
    "qualified": (N_("Qualified"), N_("Of these leads, those that are qualified or converted")),
    "opportunities": (N_("Opportunities"), N_("Opportunities started in the last 90 days")),
    "likely": (
        N_("Offered"),
        N_("Of these opportunities, those that came to a stage at least half likely, or were won"),
    ),
    "won": (N_("Won"), N_("Of these opportunities, those that are won")),
}


def money(minor: int, locale: Locale) -> str:
    """Return an amount for a tile: without decimals where it is large."""
    unit = 10 ** formatting.minor_digits(locale.currency)
    if abs(minor) >= _SHORT_FROM * unit:
        minor = int((Decimal(minor) / unit).quantize(Decimal(1), ROUND_HALF_UP)) * unit
    return formatting.format_money(minor, locale.currency, language())


def count(number: int) -> str:
    """Return a number as people read it."""
    return format_number(number, language())


def duration(length: timedelta) -> str:
    """Return a length of time: in hours and minutes, from ten hours on in hours, from two days on in days."""
    minutes = round(length.total_seconds() / 60)
    hours, rest = divmod(minutes, 60)
    if hours >= 48:
        return ngettext("%(count)d day", "%(count)d days", hours // 24) % {"count": hours // 24}
    if not hours:
        return _("%(count)d min") % {"count": rest}
    whole = _("%(count)d h") % {"count": hours}
    return f"{whole} {_('%(count)d min') % {'count': rest}}" if rest and hours < 10 else whole


def pipeline_words(found: Pipeline, locale: Locale, behind: Open, begin: Callable[[], object]) -> Words:
    """Return the words of the open pipeline."""
    title, formula = (
        _("Open pipeline"),
        _(
            "Sum of the amounts of all opportunities at an open stage, in the base currency by their frozen rates."
        ),
    )
    if not found.now.count:
        start = _("Nothing is open: begin an opportunity")
        return Part(NONE, formula), None, Part(start, formula, begin)
    hint = sentences(formula, _exact(found.now, locale))
    value = Part(_sum(found.now, locale), hint, behind(found.now.rows, title))
    day = {"day": short_day(found.then_on)}
    name = _("Open on %(day)s") % day
    told = ngettext(
        "%(name)s: %(amount)s in %(count)s opportunity that had been started and not yet decided.",
        "%(name)s: %(amount)s in %(count)s opportunities that had been started and not yet decided.",
        found.then.count,
    )
    then_hint = told % {
        "name": name,
        "amount": _sum(found.then, locale),
        "count": count(found.then.count),
    }
    note = Part(_("against %(day)s") % day, then_hint, behind(found.then.rows, name))
    return value, _change(found.now, found.then, then_hint, behind(found.then.rows, name)), note


def won_words(found: Won, locale: Locale, behind: Open, begin: Callable[[], object]) -> Words:
    """Return the words of what was won this month."""
    title = _("Won this month")
    formula = _("Sum of the amounts of the opportunities won in %(month)s, by the day they were closed.") % {
        "month": month(found.month)
    }
    if not (found.now.count or found.before.count or found.target):
        return Part(NONE, formula), None, Part(_("Nothing won yet: see what is open"), formula, begin)
    hint = sentences(formula, _exact(found.now, locale))
    value = Part(_sum(found.now, locale), hint, behind(found.now.rows, title))
    if found.target is not None:
        share = Decimal(100 * found.now.minor) / found.target
        colour: Colour = "green" if share >= 100 else "blue"
        goal = {"amount": money(found.target, locale)}
        hint = _("Won ÷ the firm's target of this month, %(amount)s.") % goal
        return (
            value,
            Part(format_percent(share, language()), hint, value.act, colour),
            Part(_("of the %(amount)s goal") % goal, hint, value.act),
        )
    days = {"first": short_day(found.before_until.replace(day=1)), "last": short_day(found.before_until)}
    name = _("Won %(first)s – %(last)s") % days
    hint = sentences(f"{name}: {_sum(found.before, locale)}.", _("There is no target for this month."))
    act = behind(found.before.rows, name)
    note = Part(_("against %(first)s – %(last)s") % days, hint, act)
    return value, _change(found.now, found.before, hint, act), note


def requests_words(found: Requests, behind: Open, begin: Callable[[], object]) -> Words:
    """Return the words of the service requests."""
    formula = _("Requests that are not solved, closed, rejected or duplicates.")
    if not found.ever:
        return Part(NONE, formula), None, Part(_("Note the first request"), formula, begin)
    value = Part(
        _("%(count)s open") % {"count": count(found.open)},
        formula,
        behind(found.open_rows, _("Open requests")),
    )
    badge = None
    if found.late:
        hint = _("Open requests whose first reply or solution is due and not there.")
        text = _("%(count)s late") % {"count": count(found.late)}
        badge = Part(text, hint, behind(found.late_rows, _("Late requests")), "red")
    hint = ngettext(
        "Time from receipt to first reply of %(count)s request received in the last 30 days.",
        "Median time from receipt to first reply of %(count)s requests received in the last 30 days.",
        found.replies,
    ) % {"count": count(found.replies)}
    if found.first_reply is None:
        return value, badge, Part(_("no first reply in 30 days"), hint)
    text = _("first reply %(time)s median") % {"time": duration(found.first_reply)}
    return value, badge, Part(text, hint, behind(found.reply_rows, _("Answered requests")))


def satisfaction_words(found: Satisfaction, behind: Open, begin: Callable[[], object]) -> Words:
    """Return the words of the satisfaction."""
    formula = _("Mean of the overall answers (1 to 5) of the last 30 days.")
    act = behind(found.rows, _("Answers of 30 days"))
    score = ngettext(
        "NPS = %(promoters)s − %(detractors)s of %(count)s answer.",
        "NPS = %(promoters)s − %(detractors)s of %(count)s answers.",
        found.recommended,
    ) % {
        "promoters": "% 9–10",
        "detractors": "% 0–6",
        "count": count(found.recommended),
    }
    if found.overall is None:
        hint = sentences(formula, _("Send a survey when a request is solved."))
        return Part(NONE, hint), None, Part(_("No answers in 30 days: see solved requests"), hint, begin)
    mean = format_decimal(found.overall, language(), 1)
    value = Part(f"{mean} / 5", formula, act)
    badge = None
    if found.nps is not None:
        sign = "−" if found.nps < 0 else ""
        colour: Colour = "green" if found.nps > 0 else "orange"
        badge = Part(f"NPS {sign}{abs(found.nps)}", score, act, colour)
    text = ngettext("%(count)s answer in 30 days", "%(count)s answers in 30 days", found.count)
    return value, badge, Part(text % {"count": count(found.count)}, sentences(formula, score), act)


def month_bars(found: Sequence[Month], locale: Locale) -> list[Bar]:
    """Return the bars of what was won by month."""
    bars = []
    for one in found:
        label, amount = month(one.first, short=True), _sum(one.won, locale)
        wins = ngettext("%(count)s won", "%(count)s won", one.won.count) % {"count": count(one.won.count)}
        hint = f"{month(one.first)} {one.first.year}: {amount}, {wins}"
        name = _("Won in %(month)s %(year)d") % {"month": month(one.first), "year": one.first.year}
        bars.append(Bar(label, max(0, one.won.minor), amount, (one.won.rows, name), hint))
    return bars


def step_bars(found: Sequence[Step]) -> list[Bar]:
    """Return the bars of the way from lead to win; a step that is a stage is called as the user calls it.

    All have one scale. Where opportunities are more than leads, many of them never were leads.
    """
    bars = []
    for one in found:
        label, hint = (_(text) for text in STEPS[one.name])
        label = one.label or label
        text = count(one.count)
        called = " · ".join((label, _("last 90 days")))
        bars.append(Bar(label, one.count, text, (one.rows, called), f"{label}: {text}. {hint}"))
    return bars


def _sum(total: Total, locale: Locale) -> str:
    return NONE if total.amount is None else money(total.amount, locale)


def _exact(total: Total, locale: Locale) -> str:
    """Say the exact sum, and of how many it is."""
    if total.amount is None:
        return _("None of them has an amount.")
    amount = formatting.format_money(total.minor, locale.currency, language())
    numbers = {"amount": amount, "valued": count(total.valued), "count": count(total.count)}
    if total.valued == total.count:
        told = ngettext(
            "%(amount)s in %(count)s opportunity.", "%(amount)s in %(count)s opportunities.", total.count
        )
        return told % numbers
    return _("%(amount)s in %(valued)s of %(count)s opportunities; the others have no amount.") % numbers


def _change(now: Total, before: Total, hint: str, act: Callable[[], object]) -> Part | None:
    """Return how much more or less it is, in per cent; nothing where there is nothing to compare with."""
    if not before.minor or now.amount is None:
        return None
    points = (Decimal(100 * now.minor) / before.minor - 100).quantize(Decimal(1), ROUND_HALF_UP)
    sign = "+" if points > 0 else "−" if points < 0 else "±"
    colour: Colour = "green" if points > 0 else "orange" if points < 0 else "grey"
    return Part(sign + format_percent(abs(points), language()), hint, act, colour)
