"""The forms of values in which equal ones are the same, however they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from crm_desktop.core.entity import Field
from crm_desktop.core.kinds import Email, Phone, Reference, Text
from crm_desktop.core.reading import USUAL_PHONE, coded_phone_keys, phone_key, phone_keys
from crm_desktop.models import registry
from crm_desktop.services.import_table import same_name
from crm_desktop.services.import_words import name_form
from crm_desktop.store import names
from crm_desktop.store.driver import Connection


class Forms(dict[Any, Any]):
    """The form of each value, worked out once. ``shapes`` works out many at once, where that is quicker.

    ``whole`` does so for a whole column of filled cells in which most are different, or says that it cannot.
    """

    def __init__(
        self,
        shape: Callable[[Any], Any],
        shapes: Callable[[list[Any]], Iterable[Any]] | None = None,
        whole: Callable[[list[Any]], list[Any] | None] | None = None,
    ) -> None:
        super().__init__({None: None, "": None})
        self._shape = shape
        self._shapes = shapes or (lambda values: map(shape, values))
        self._whole = whole

    def column(self, values: Sequence[Any]) -> list[Any]:
        """Return the form of each of many values."""
        filled = list(filter(None, values)) if self._whole is not None else []
        shaped = self._whole(filled) if self._whole is not None and filled else None
        if shaped is not None:
            each = iter(shaped)
            return shaped if len(filled) == len(values) else [next(each) if one else None for one in values]
        fresh = [value for value in set(values) if value not in self]
        self.update(zip(fresh, self._shapes(fresh), strict=True))
        return list(map(self.__getitem__, values))

    def __missing__(self, value: Any) -> Any:
        shaped = self[value] = self._shape(value)
        return shaped


def _folded(texts: list[str]) -> list[str] | None:
    """Return texts without a difference of case, the same texts where there is none."""
    together = "\0".join(texts)
    folded = together.casefold()
    if folded == together:
        return texts
    found = folded.split("\0")
    return found if len(found) == len(texts) else None


def form(one: Field, region: str = "") -> Forms:
    """Return the forms of a field's values: case, spaces and punctuation do not tell them apart."""
    if isinstance(one.kind, Phone):
        return Forms(
            lambda value: phone_key(value, region),
            lambda values: phone_keys(values, region),
            lambda values: coded_phone_keys(values, region),
        )
    if isinstance(one.kind, Email):
        return Forms(str.casefold, whole=_folded)
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
