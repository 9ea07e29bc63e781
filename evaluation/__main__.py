"""`make evaluate`: the rows asked and counted, by role and programme, with a table of what was taken for what."""

from __future__ import annotations

import sys
from pathlib import Path

from evaluation.measuring import measure, rows


def main() -> None:
    """Print the counts; with file names as arguments, of those sets only."""
    files = [Path(name) for name in sys.argv[1:]] or None
    held = rows(files)
    out = sys.stdout.write
    out(f"{'role':<11} {'programme':<9} {'rows':>5} {'intent':>7} {'outcome':>8} {'facts':>6} {'false':>6}\n")
    for role in ("student", "supervisor", "staff"):
        for name in ("hku", "qm", "ix", "idp", "oxford"):
            part = measure([row for row in held if row.role == role and row.programme == name])
            if part.rows:
                out(
                    f"{role:<11} {name:<9} {part.rows:>5} {part.intents / part.rows:>7.1%} "
                    f"{part.outcomes / part.rows:>8.1%} "
                    f"{part.facts / part.rows:>6.1%} {part.false:>6}\n"
                )
    tally = measure(held)
    out(
        f"\nall {tally.rows} rows: intent {tally.intents / tally.rows:.1%}, outcome "
        f"{tally.outcomes / tally.rows:.1%}, "
    )
    out(
        f"facts {tally.facts / tally.rows:.1%}, false statements {tally.false}\n\nTaken for something else:\n"
    )
    for (meant, taken), count in tally.confused.most_common():
        out(f"  {meant:<24} -> {taken:<24} {count}\n")
    out("\nNot met:\n")
    for miss in tally.misses:
        out(f"  {miss}\n")


if __name__ == "__main__":
    main()
