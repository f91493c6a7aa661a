"""The window under a person's hands at 10,000, 100,000 and 1,000,000 contacts, beside bare Qt tables in the same run.

    python -m benchmarks.window [--records 10k 100k 1M] [--keep FOLDER] [--only NAME …] [--rounds N]

Each line tells how long one thing takes until it is painted, and the longest turn of the event loop on its way: for so
long the window answered to nobody. Times are medians; beside the longest of all turns stands that of the floor, and
what ran in ours is named. ``--keep`` is a
folder in which the files are made once and used again.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import window_memory, window_paths
from benchmarks.opened import Opened, home, made_file
from benchmarks.turns import FRAME_MS, Turn, Turns

SIZES = {"10k": 10_000, "100k": 100_000, "1M": 1_000_000}


@dataclass
class Measured:
    """What was measured of one thing that people do: milliseconds of ours and of the floor, and the longest turns."""

    name: str
    ours: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    floor_turns: list[Turn] = field(default_factory=list)

    def line(self) -> str:
        """Return the line of the table."""
        worst = max(self.turns, key=lambda one: one.ms)
        ours, floor = statistics.median(self.ours), statistics.median(self.floor or [0.0])
        ratio = f"{ours / floor:>7.2f}" if floor else " " * 7
        last = sorted(self.ours)[int(len(self.ours) * 0.99)]
        turn = statistics.median(one.ms for one in self.turns)
        mark = "*" if turn > FRAME_MS else " "
        what = ", ".join(worst.names) if worst.ms > FRAME_MS else ""
        beside = f"{floor:>9.1f}" if floor else " " * 9
        bare = max((one.ms for one in self.floor_turns), default=0.0)
        beside_worst = f"{bare:>8.1f}" if bare else " " * 8
        return (
            f"{self.name:<40}{beside}{ours:>9.1f}{ratio}{last:>9.1f}{turn:>9.1f}{mark}{worst.ms:>8.1f}"
            f"{beside_worst}  {what}"
        )


HEAD = (
    f"{'ms until painted':<40}{'floor':>9}{'ours':>9}{'ratio':>7}{'99 %':>9}{'turn':>9}{'worst':>9}{'floor':>8}"
    "  what ran"
)


def measure(path: Path, turns: Turns, wanted: list[str], rounds: int) -> Iterator[Measured]:
    """Yield what was measured in a window on a customer file."""
    opened = Opened(path, turns)
    known: dict[str, Callable[..., Iterator[window_paths.Sample]]] = window_paths.ALL
    for name, path_of in known.items():
        if wanted and name not in wanted:
            continue
        found: dict[str, Measured] = {}
        for sample in path_of(opened, rounds):
            one = found.setdefault(sample.name, Measured(sample.name))
            (one.floor if sample.is_floor else one.ours).append(sample.ms)
            (one.floor_turns if sample.is_floor else one.turns).append(sample.turn)
        yield from found.values()
    opened.close()


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", nargs="+", choices=SIZES, default=list(SIZES))
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--only", nargs="+", default=[], choices=[*window_paths.ALL, "memory"])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument(
        "--cpu", action="store_true", help="time of the main thread alone: for a busy machine"
    )
    options = parser.parse_args()
    with home() as folder:
        turns = Turns(time.thread_time if options.cpu else time.perf_counter)
        for size in options.records:
            with nullcontext(options.keep) if options.keep else nullcontext(folder) as kept:
                path = made_file(kept, SIZES[size])
            print(f"\n{size} contacts\n{HEAD}", flush=True)
            if options.only != ["memory"]:
                for one in measure(path, turns, options.only, options.rounds):
                    print(one.line(), flush=True)
            if not options.only or "memory" in options.only:
                print(window_memory.line(path, SIZES[size]), flush=True)


if __name__ == "__main__":
    main()
