"""The trained reader: a linear model over the features of a message; its weights ship beside this file."""

from __future__ import annotations

import io
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from bot.understanding.features import features, meanings
from bot.understanding.normalise import tokens

if TYPE_CHECKING:
    import numpy as np

FILE = "intents.npz"


class Model:
    """Weights (feature by intent, whole numbers with a scale for each intent) and what they score."""

    def __init__(self, raw: bytes) -> None:
        import numpy as np

        with np.load(io.BytesIO(raw), allow_pickle=False) as held:
            self.intents: list[str] = bytes(held["intents"]).decode().split("\n")
            names = bytes(held["features"]).decode().split("\n")
            self.weights: np.ndarray = held["weights"]
            self.scale: np.ndarray = held["scale"]
            self.bias: np.ndarray = held["bias"]
            self.squares: np.ndarray = held["squares"]
            self.heat = float(held["heat"])
        self.index = {name: at for at, name in enumerate(names)}

    def knows(self, text: str) -> bool:
        """Tell whether any word of a text was ever seen, or has a meaning."""
        return any(
            name in self.index
            for word in tokens(text)
            for name in (f"w:{word}", *(f"k:{m}" for m in meanings(word)))
        )

    def scores(self, text: str, role: str) -> list[tuple[str, float]]:
        """Return every intent with its share of certainty (they add up to 1), the likeliest first."""
        import numpy as np

        rows = [at for name in features(text, role) if (at := self.index.get(name)) is not None]
        length = float(self.squares[rows].sum()) ** 0.5 or 1.0
        total = self.weights[rows].sum(axis=0, dtype=np.int32) * self.scale / length + self.bias
        raised = np.exp((total - total.max()) * self.heat)
        shares = raised / raised.sum()
        order = np.argsort(-shares)
        return [(self.intents[at], float(shares[at])) for at in order]


@cache
def model() -> Model:
    """Return the model that ships, loaded once."""
    return Model(resources.files("bot.understanding").joinpath("data", FILE).read_bytes())
