"""Likely duplicates: how right they are.

``python -m benchmarks.duplicate_quality``. Precision, recall and F1 on the labelled Febrl sets 1 to 3 that the Python
record-linkage library ships, beside that library's own methods (its getting-started recipe with a sum of agreements,
its ECM and its k-means classifier) on the same rows. It is no part of our environment; without
``pip install recordlinkage`` there is nothing to compare with.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from crm_desktop.services.duplicates.facts import Facts
from crm_desktop.services.duplicates.search import likely_pairs

THRESHOLDS = (0.5, 0.9)


def measures(found: set[frozenset[Any]], true: set[frozenset[Any]]) -> str:
    """Return precision, recall and F1 of found pairs."""
    right = len(found & true)
    precision, recall = right / len(found) if found else 0.0, right / len(true)
    both = precision + recall
    return f"precision {precision:.3f}  recall {recall:.3f}  F1 {2 * precision * recall / both if both else 0:.3f}"


def facts_of(frame: Any) -> tuple[dict[int, Facts], list[Any]]:
    """Return the people of a Febrl set as facts, and their names in the set."""
    found, names = {}, []
    for place, (name, row) in enumerate(frame.iterrows()):

        def text(column: str, row: Any = row) -> str:
            value = row.get(column)
            return "" if value is None or value != value else str(value)

        one = found[place] = Facts(place)
        one.set_name("contact", f"{text('given_name')} {text('surname')}".strip())
        one.birthday = text("date_of_birth")
        one.set_address(text("suburb"), text("postcode"), f"{text('street_number')} {text('address_1')}")
        names.append(name)
    return found, names


def _these(facts: Mapping[int, Facts], ids: Sequence[int]) -> dict[int, Facts]:
    return {one: facts[one] for one in ids}


def quality() -> None:
    """Print our measures and those of the library's methods."""
    try:
        import recordlinkage
        from recordlinkage import datasets
    except ImportError:
        print("quality: left out, recordlinkage is not installed")
        return
    for number in (1, 2, 3):
        frame, links = getattr(datasets, f"load_febrl{number}")(return_links=True)
        true = {frozenset(pair) for pair in links}
        print(f"Febrl {number}: {len(frame):,} records, {len(true):,} pairs")
        facts, names = facts_of(frame)
        for threshold in THRESHOLDS:
            pairs = likely_pairs("contact", list(facts), partial(_these, facts), threshold)
            ours = {frozenset((names[one.a], names[one.b])) for one in pairs}
            print(f"  ours, from {threshold:.1f} on       {measures(ours, true)}")
        for name, theirs in library_pairs(recordlinkage, frame):
            print(f"  {name:22} {measures(theirs, true)}")


def library_pairs(library: Any, frame: Any) -> Iterable[tuple[str, set[frozenset[Any]]]]:
    """Yield what the methods of the record-linkage library find."""
    index = library.Index()
    for column in ("given_name", "surname", "date_of_birth"):
        index.block(column)
    compare = library.Compare()
    for column in ("given_name", "surname"):
        compare.string(column, column, method="jarowinkler", threshold=0.85)
    for column in ("date_of_birth", "suburb", "state", "postcode"):
        compare.exact(column, column)
    compare.string("address_1", "address_1", threshold=0.85)
    features = compare.compute(index.index(frame), frame)
    yield "library, sum over 3", set(map(frozenset, features[features.sum(axis=1) > 3].index))
    yield "library, ECM", set(map(frozenset, library.ECMClassifier().fit_predict((features > 0).astype(int))))
    yield "library, k-means", set(map(frozenset, library.KMeansClassifier().fit_predict(features)))


if __name__ == "__main__":
    quality()
