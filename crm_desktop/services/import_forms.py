"""The forms of values in which equal ones are the same, however they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from crm_desktop.core.entity import Field
from crm_desktop.core.kinds import Email, Phone, Reference, Text
from crm_desktop.core.reading import USUAL_PHONE, phone_key, phone_keys
from crm_desktop.models import registry
from crm_desktop.services.import_table import same_name
from crm_desktop.services.import_words import name_form
from crm_desktop.store import names
from crm_desktop.store.driver import Connection


class Forms(dict[Any, Any]):
    """The form of each value, worked out once. ``shapes`` works out many at once, where that is quicker."""

    def __init__(
        self, shape: Callable[[Any], Any], shapes: Callable[[list[Any]], Iterable[Any]] | None = None
    ) -> None:
        super().__init__({None: None, "": None})
        self._shape = shape
        self._shapes = shapes or (lambda values: map(shape, values))

    def column(self, values: Sequence[Any]) -> list[Any]:
        """Return the form of each of many values."""
        fresh = [value for value in set(values) if value not in self]
        self.update(zip(fresh, self._shapes(fresh), strict=True))
        return list(map(self.__getitem__, values))

    def __missing__(self, value: Any) -> Any:
        shaped = self[value] = self._shape(value)
        return shaped


class _Folded(Forms):
    """The forms of e-mail addresses, most of which are different: a column is folded as one text."""

    def __init__(self) -> None:
        super().__init__(str.casefold)

    def column(self, values: Sequence[Any]) -> list[Any]:
        together = "\0".join([value or "" for value in values])
        folded = together.casefold()
        found: Sequence[Any] = values if folded == together else folded.split("\0")
        return [value or None for value in found] if len(found) == len(values) else super().column(values)


def form(one: Field, region: str = "") -> Forms:
    """Return the forms of a field's values: case, spaces and punctuation do not tell them apart."""
    if isinstance(one.kind, Phone):
        return Forms(lambda value: phone_key(value, region), lambda values: phone_keys(values, region))
    if isinstance(one.kind, Email):
        return _Folded()
    if one == registry.entity("channel").field("value"):
        return Forms(lambda value: _channel_form(value, region))
    if isinstance(one.kind, Text):
        return Forms(same_name)
    return Forms(lambda value: value)


def _channel_form(value: str, region: str) -> str:
    """Return the form of the value of a channel, of whatever kind: a number, an address or an account."""
    number = USUAL_PHONE.fullmatch(value) is not None or value.startswith(("+", "(", "00"))
    return phone_key(value, region) if number else value.strip().casefold()


def reference_form(connection: Connection, kind: Reference) -> Forms:
    """Return the forms of references: of ids, and of names whose records are still to be made, that of the name.

    A table names records; which of several of one name is meant, it cannot say.
    """

    def shapes(values: list[Any]) -> list[str]:
        ids = [value for value in values if isinstance(value, int)]
        named = names.of_rows(connection, kind.entity, ids)
        texts = [named.get(value, "") if isinstance(value, int) else value for value in values]
        return [name_form(kind, text) for text in texts]

    return Forms(lambda value: shapes([value])[0], shapes)
