"""Train the intent model from the phrases and write its weights into the package: `python -m evaluation.train`."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

import numpy as np

from bot.understanding.features import features, weight
from bot.understanding.model import FILE
from evaluation.phrases import Phrase, training

OUT = Path(__file__).parent.parent / "bot" / "understanding" / "data" / FILE
SEEN_AT_LEAST = 2
KEPT = 110_000
HEAT = 3.0
"""How sharply scores become shares of certainty; chosen so that a share is about the chance to be right."""


def fit(phrases: list[Phrase], *, cost: float = 1.0, kept: int = KEPT) -> dict[str, np.ndarray]:
    """Return the arrays of a model that was trained on these phrases."""
    from scipy import sparse
    from sklearn.svm import LinearSVC

    found = [features(one.text, one.role) for one in phrases]
    counts: dict[str, int] = {}
    for names in found:
        for name in names:
            counts[name] = counts.get(name, 0) + 1
    vocabulary = sorted(name for name, seen in counts.items() if seen >= SEEN_AT_LEAST)
    index = {name: at for at, name in enumerate(vocabulary)}
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for at, names in enumerate(found):
        held = [name for name in names if name in index]
        length = sum(weight(name) ** 2 for name in held) ** 0.5 or 1.0
        rows += [at] * len(held)
        columns += [index[name] for name in held]
        values += [weight(name) / length for name in held]
    matrix = sparse.csr_matrix(
        (values, (rows, columns)), shape=(len(found), len(vocabulary)), dtype=np.float32
    )
    intents = sorted({one.intent for one in phrases})
    target = np.array([intents.index(one.intent) for one in phrases])
    machine = LinearSVC(C=cost, class_weight="balanced", dual=True, random_state=3, max_iter=3000, tol=1e-3)
    said = Counter(one.line for one in phrases)
    each = np.array(
        [said[one.line] ** -0.5 for one in phrases]
    )  # a line with many wordings counts little more
    machine.fit(matrix, target, sample_weight=each / each.mean())
    weights, bias = machine.coef_.T, machine.intercept_
    counted = np.array([weight(name) for name in vocabulary])
    weights = weights * counted[:, None]
    strength = np.abs(weights).max(axis=1)
    best = np.sort(np.argsort(-strength)[:kept])
    weights = weights[best]
    scale = np.abs(weights).max(axis=0) / 127
    return {
        "intents": _letters(intents),
        "features": _letters([vocabulary[at] for at in best]),
        "weights": np.round(weights / scale).astype(np.int8),
        "scale": scale.astype(np.float32),
        "bias": bias.astype(np.float32),
        "squares": (counted[best] ** 2).astype(np.float32),
        "heat": np.float32(HEAT),
    }


def _letters(names: list[str]) -> np.ndarray:
    return np.frombuffer("\n".join(names).encode(), dtype=np.uint8)


def main() -> None:
    """Train on everything and write the file."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--out", type=Path, default=OUT)
    arguments.add_argument("--cost", type=float, default=0.6)
    chosen = arguments.parse_args()
    phrases = training()
    np.savez_compressed(chosen.out, **fit(phrases, cost=chosen.cost))
    sys.stdout.write(
        f"{len(phrases)} phrases; {chosen.out.stat().st_size / 1e6:.1f} MB written to {chosen.out}\n"
    )


if __name__ == "__main__":
    main()
