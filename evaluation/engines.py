"""The engines that were compared, on lines that none of them was built on: `python -m evaluation.engines`."""

from __future__ import annotations

import io
import random
import sys
import time
from collections.abc import Callable

import numpy as np

from bot.understanding.model import Model
from bot.understanding.normalise import normal
from evaluation.phrases import Phrase, lines, training
from evaluation.train import fit

ONE_IN = 8
ASKED = 600


def split(seed: int = 1) -> tuple[list[Phrase], list[Phrase]]:
    """Return the phrases to build on, and those of lines that were kept out."""
    chance = random.Random(seed)
    every = sorted({line for _, _, line in lines()})
    chance.shuffle(every)
    kept_out = set(every[::ONE_IN])
    made = training()
    asked = [one for one in made if one.line in kept_out]
    chance.shuffle(asked)
    return [one for one in made if one.line not in kept_out], asked[:ASKED]


def nearest_by_letters(known: list[Phrase]) -> Callable[[Phrase], str]:
    """Return an engine that takes the intent of the phrase with the most similar words (rapidfuzz)."""
    from rapidfuzz import fuzz, process

    said = {normal(one.text): one.intent for one in known}
    texts = list(said)
    return lambda asked: said[process.extractOne(normal(asked.text), texts, scorer=fuzz.token_set_ratio)[0]]


def nearest_by_weights(known: list[Phrase]) -> Callable[[Phrase], str]:
    """Return an engine that takes the intent of the nearest phrase by TF-IDF over words and characters."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import FeatureUnion

    union = FeatureUnion(
        [
            ("words", TfidfVectorizer(ngram_range=(1, 2))),
            ("letters", TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5))),
        ]
    )
    held = union.fit_transform([normal(one.text) for one in known])
    return lambda asked: (
        known[int(np.argmax((held @ union.transform([normal(asked.text)]).T).toarray()))].intent
    )


def linear(known: list[Phrase]) -> Callable[[Phrase], str]:
    """Return the engine that ships: a linear model over words, parts of words and meanings."""
    raw = io.BytesIO()
    np.savez_compressed(raw, **fit(known))
    model = Model(raw.getvalue())
    return lambda asked: model.scores(asked.text, asked.role)[0][0]


def main() -> None:
    """Print accuracy and time for each engine."""
    known, asked = split()
    sys.stdout.write(f"built on {len(known)} phrases, asked {len(asked)} of other lines\n")
    for name, build in (
        ("rapidfuzz", nearest_by_letters),
        ("tf-idf nearest", nearest_by_weights),
        ("linear", linear),
    ):
        engine = build(known)
        engine(asked[0])
        started = time.perf_counter()
        right = sum(engine(one) == one.intent for one in asked)
        spent = (time.perf_counter() - started) / len(asked) * 1000
        sys.stdout.write(f"{name:<16} {right / len(asked):6.1%} {spent:8.2f} ms\n")


if __name__ == "__main__":
    main()
