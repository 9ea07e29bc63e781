"""Run the benchmarks that are named, or all of them."""

from __future__ import annotations

import sys
from importlib import import_module

ALL = ("audience", "claims", "cold", "fan_out", "search", "slack", "teams", "tick", "turns", "workers")


def main(names: list[str]) -> int:
    """Print one line for each figure."""
    if unknown := set(names) - set(ALL):
        print(
            f"There is no benchmark {', '.join(sorted(unknown))}. Choose from: {', '.join(ALL)}.",
            file=sys.stderr,
        )
        return 2
    print(f"{'':<46} {'Foothold':>14} {'bare':>14}")
    for name in names or ALL:
        for figure in import_module(f"benchmarks.{name}").run():
            print(figure.line(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
