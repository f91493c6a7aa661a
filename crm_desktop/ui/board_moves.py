"""What is done with cards: moved, won, lost, put off, changed, deleted; each in one step that a toast takes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from shiboken6 import isValid

from crm_desktop.core.errors import CrmError
from crm_desktop.core.formatting import filled, format_day
from crm_desktop.core.i18n import _, language, ngettext
from crm_desktop.services import board
from crm_desktop.services.board import Card, Stage
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.asking import Asking, FieldsAsking, asking_for
from crm_desktop.ui.field_saving import Clash, save_field
from crm_desktop.ui.record_contract import file_of

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace
    from crm_desktop.ui.board_page import BoardPage


class BoardMoves:
    """The moves of a board's cards. A card stands in its new column at once, and goes back if that cannot be saved."""

    def __init__(self, page: BoardPage) -> None:
        self._page = page
        self._context = page.context
        self.asking: Asking | None = None

    def to_stage(self, cards: Sequence[Card], stage: Stage) -> None:
        """Move cards to a stage; what that needs is asked for at the card."""
        moved = [one for one in cards if one.stage != stage.id]
        if not moved or self._context.workspace.read_only:
            self._page.take_back()
            return
        bare = [one for one in moved if one.amount is None]
        if stage.kind == "won" and len(bare) > 1:  # one amount would hardly be that of all
            text = _("%(count)d of them have no amount; what is won needs one.")
            self._context.window.show_toast(filled(text, {"count": len(bare)}, language()))
            self._page.take_back()
            return
        keys = board.asked_for(stage.kind, [one.amount for one in moved])
        if not keys:
            self._write(moved, stage, {})
            return
        self._page.show_moved({one.id: stage.id for one in moved}, counted=False)
        self._ask(
            self._question(moved, stage, keys),
            moved[0],
            lambda values: self._write(moved, stage, values),
        )

    def is_asking(self) -> bool:
        """Tell whether something is asked at a card."""
        return self.asking is not None and isValid(self.asking) and self.asking.isVisible()

    def _question(self, cards: Sequence[Card], stage: Stage, keys: Sequence[str]) -> Asking:
        heading = _named(cards) + " → " + stage.label
        fields = [self._page.entity.field(key) for key in keys]
        locale = self._context.workspace.locale.of_currency(cards[0].currency)
        return asking_for(
            self._context,
            heading,
            fields,
            stage.label,
            self._page,
            state=stage.kind,
            locale=locale,
        )

    def _ask(self, asking: Asking, card: Card, done: Callable[[dict[str, Any]], object]) -> None:
        self.asking = asking
        asking.answered.connect(done)
        asking.left.connect(self._page.take_back)
        asking.open_at(self._page.place_of(card.id))

    def _write(self, cards: Sequence[Card], stage: Stage, given: dict[str, Any]) -> None:
        self._page.show_moved({one.id: stage.id for one in cards})
        workspace = cast("Workspace", self._context.workspace)
        seen = {one.id: one.stage for one in cards}
        words = {"name": _named(cards), "stage": stage.label}
        text = _("%(name)s moved to “%(stage)s”") % words
        self._run(lambda: board.move(workspace, seen, stage.id, given), text, _("Move"))

    def _run(self, work: Callable[[], int], text: str, title: str) -> None:
        """Write on the writing thread; say what was done, or put everything back and say why not."""
        window, page = self._context.window, self._page

        def done(transaction: int) -> None:
            if transaction:
                window.show_toast(text, _("Undo"), lambda: window.undo(transaction))
            else:
                page.take_back()

        self._context.tasks.run(
            lambda _task: work(),
            done=while_alive(page, done),
            failed=while_alive(page, self._on_failed),
            title=title,
        )

    def _on_failed(self, error: CrmError) -> None:
        self._page.take_back()
        self._context.window.show_toast(str(error))

    # ------------------------------------------------------------------ changes in place

    def snooze(self, cards: Sequence[Card], until: date | None) -> None:
        """Let cards step back until a day; None wakes them."""
        ids = [one.id for one in cards]
        records = self._context.workspace.records
        if until is None:
            text = _("%(name)s is back") % {"name": _named(cards)}
        else:
            words = {"name": _named(cards), "day": format_day(until, language())}
            text = _("%(name)s put off until %(day)s") % words
        self._run(lambda: records.set_many("opportunity", ids, {"snoozed_until": until}), text, _("Put off"))

    def ask_snooze(self, cards: Sequence[Card]) -> None:
        """Ask for the day until which cards step back."""
        field = self._page.entity.field("snoozed_until")
        asking = FieldsAsking(
            self._context,
            _named(cards),
            [field],
            {"snoozed_until": cards[0].snoozed},
            _("Put off"),
            self._page,
        )
        self._ask(asking, cards[0], lambda values: self.snooze(cards, values["snoozed_until"]))

    def ask_amount(self, card: Card) -> None:
        """Let the amount of a card be typed; one that comes from lines is changed there."""
        if card.from_lines:
            text = _("The amount of “%(name)s” is the sum of its lines.") % {"name": card.name}
            open_record = self._context.window.open_record
            self._context.window.show_toast(text, _("Open"), lambda: open_record("opportunity", card.id))
            return
        self._ask_field(card, "amount", card.amount)

    def ask_next_step(self, card: Card) -> None:
        """Let the next step of a card be typed."""
        self._ask_field(card, "next_step", card.next_step or None)

    def _ask_field(self, card: Card, key: str, value: Any) -> None:
        if self._context.workspace.read_only:
            return
        field = self._page.entity.field(key)
        locale = self._context.workspace.locale.of_currency(card.currency)
        asking = FieldsAsking(
            self._context,
            card.name,
            [field],
            {key: value},
            _("Save"),
            self._page,
            required=False,
            locale=locale,
        )
        self._ask(asking, card, lambda values: self._save(card, key, values[key], value))

    def _save(self, card: Card, key: str, value: Any, base: Any) -> None:
        file, label = file_of(self._context), _(self._page.entity.field(key).label)

        def work() -> int:
            found = save_field(file, ("opportunity", card.id), key, value, base)
            if isinstance(found, Clash):
                text = _("“%(field)s” was changed to “%(value)s” meanwhile. It stays so.")
                raise CrmError(text % {"field": label, "value": found.text or "–"})
            return found

        self._run(work, _("%(field)s of %(name)s saved") % {"field": label, "name": card.name}, _("Save"))


def _named(cards: Sequence[Card]) -> str:
    """Return what cards are called: one by its name, several by their number."""
    if len(cards) == 1:
        return cards[0].name
    text = ngettext("%(count)d opportunity", "%(count)d opportunities", len(cards))
    return filled(text, {"count": len(cards)}, language())
