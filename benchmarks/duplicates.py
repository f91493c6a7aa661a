"""Likely duplicates: how right they are, and how quick.

``python -m benchmarks.duplicates [--records 100000]``. *Quality*: precision, recall and F1 on the labelled Febrl sets
1 to 3 that the Python record-linkage library ships, beside that library's own methods (its getting-started recipe with
a sum of agreements, its ECM and its k-means classifier) on the same rows. It is no part of our environment; without
``pip install recordlinkage`` this half is left out. *Speed*: all pairs among generated contacts with 3 % doubled,
beside the floor: the same keys and the same number of comparisons with bare dictionaries and rapidfuzz, no customer
file; and one record against all.
"""

from __future__ import annotations

import argparse
import csv
import random
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from crm_desktop.core.reading import fold
from crm_desktop.services.duplicates.facts import Facts
from crm_desktop.services.duplicates.search import candidates, likely_pairs

GOAL = 2.0
THRESHOLDS = (0.5, 0.9)


# ------------------------------------------------------------------ quality


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
            pairs = likely_pairs("contact", facts, threshold)
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


# ------------------------------------------------------------------ speed


def people(count: int) -> Iterable[tuple[str, str, str, str]]:
    """Yield name, mobile, e-mail address and city of made-up people, 3 % of them twice with a slip."""
    chance = random.Random(11)
    syllables = (
        "ba be bi bo da de di do fa fe ka ke ki ko la le li lo ma mi na no ra re ro sa ta te to va vi".split()
    )
    cities = ("Berlin", "Hamburg", "Wien", "Lyon", "Porto", "Leeds", "Malmo", "Gdansk")

    def word() -> str:
        return "".join(chance.choices(syllables, k=3)).title()

    for n in range(count):
        given, family, city = word(), word(), chance.choice(cities)
        phone, mail = f"+49151{n:08d}", f"{given}.{family}{n}@firm{n % 5000}.example".lower()
        yield f"{given} {family}", phone, mail, city
        if n % 33 == 0:
            yield f"{family}, {given[:-1]}", phone, "", city


def floor(rows: list[tuple[str, str, str, str]]) -> int:
    """Find pairs with dictionaries and rapidfuzz only; returns how many."""
    from rapidfuzz.distance import JaroWinkler

    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, (name, phone, mail, _city) in enumerate(rows):
        words = sorted(fold(word) for word in name.split())
        groups["name", " ".join(words)].append(place)
        groups["phone", phone[-9:]].append(place)
        if mail:
            groups["mail", mail].append(place)
    found = 0
    for a, b in candidates(group for group in groups.values() if len(group) > 1):
        found += JaroWinkler.similarity(rows[a][0], rows[b][0]) > 0.5
    return found


def speed(count: int) -> None:
    """Print the times of all pairs and of one record against all."""
    from crm_desktop.services.workspace import new_workspace

    rows = list(people(count))
    with tempfile.TemporaryDirectory() as folder:
        workspace = new_workspace(Path(folder) / "people.crm", firm_name="Bench", currency="EUR")
        fill(workspace, rows)
        began = time.perf_counter()
        bare = floor(rows)
        between = time.perf_counter()
        pairs = workspace.duplicates.find("contact")
        ended = time.perf_counter()
        ours, theirs = ended - between, between - began
        print(f"all pairs among {len(rows):,}: ours {ours:.2f} s, {len(pairs):,} pairs; ", end="")
        print(f"floor {theirs:.2f} s, {bare:,} pairs; {ours / theirs:.2f} x (goal {GOAL} x)")
        print(f"  peak of memory of this process, its import and the floor in it: {peak():.0f} MB")
        times = []
        for name, phone, mail, _city in random.Random(3).sample(rows, 200):
            began = time.perf_counter()
            workspace.duplicates.like("contact", {"full_name": name, "mobile": phone, "email": mail})
            times.append((time.perf_counter() - began) * 1000)
        times.sort()
        print(
            f"one against all: median {statistics.median(times):.2f} ms, 99th percentile {times[-2]:.2f} ms (goal 1 ms)"
        )
        workspace.close()


def peak() -> float:
    """Return the peak of memory of this process in MB; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def fill(workspace: Any, rows: list[tuple[str, str, str, str]]) -> None:
    """Bring people into a customer file by an import, as a user would."""
    from crm_desktop.services import imports

    path = workspace.path.with_suffix(".csv")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("Name", "Mobile", "Email", "City"))
        writer.writerows(rows)
    imports.run_import(workspace, imports.plan_import(workspace, path, "contact"))


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, nargs="+", default=[10_000, 100_000])
    options = parser.parse_args()
    quality()
    for count in options.records:
        speed(count)


if __name__ == "__main__":
    main()
