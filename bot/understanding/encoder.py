"""A small language model that reads a whole message: two wordings may mean one thing though they share no word.

Three layers of a sentence encoder, tuned on our phrases (`evaluation/tune.py`), are applied with numpy: no model
service, nothing loaded from outside. Weights are whole numbers with a scale for each row.
"""

from __future__ import annotations

import io
from functools import cache
from importlib import resources
from typing import Any, TypeAlias

from bot.understanding.normalise import normal
from bot.understanding.pieces import Pieces

Table: TypeAlias = Any
"""A table of numbers (numpy's own types cannot follow what is done with it)."""
FILE = "encoder.npz"
LONGEST = 62
"""Pieces of a message that are read, its two marks included."""
HEADS = 12
_TINY = 1e-12


class Encoder:
    """The weights, and the shares of certainty that they give to a message."""

    def __init__(self, raw: bytes) -> None:
        import numpy as np

        with np.load(io.BytesIO(raw), allow_pickle=False) as held:
            arrays = {name: held[name] for name in held.files}
        self.intents: list[str] = bytes(arrays.pop("intents")).decode().split("\n")
        vocabulary = bytes(arrays.pop("pieces")).decode().split("\n")
        self._pieces = Pieces(vocabulary)
        self._first, self._last = vocabulary.index("[CLS]"), vocabulary.index("[SEP]")
        self._roles = bytes(arrays.pop("roles")).decode().split("\n")
        self._words, self._word_scale = arrays.pop("words"), arrays.pop("words.scale")
        self._held: dict[str, Table] = {}
        for name, values in arrays.items():
            if name.endswith(".scale"):
                continue
            scale = arrays.get(f"{name}.scale")
            wide = values.astype(np.float32)
            self._held[name] = wide if scale is None else np.ascontiguousarray((wide * scale[:, None]).T)
        self._layers = sum(name.endswith(".q.weight") for name in self._held)

    def shares(self, text: str, role: str) -> dict[str, float]:
        """Return every intent's share of certainty for a message of a role; they add up to 1."""
        import numpy as np

        pieces = [self._first, *self._pieces.numbers(normal(text))[: LONGEST - 2], self._last]
        state = self._words[pieces].astype(np.float32) * self._word_scale[pieces][:, None]
        state += self._held["pos"][: len(pieces)] + self._held["role"][self._roles.index(role)]
        state = self._normed("n0", state)
        for layer in range(self._layers):
            state = self._layer(f"layers.{layer}", state)
        told = self._linear("head", state.mean(axis=0))
        raised = np.exp(told - told.max())
        return dict(zip(self.intents, (raised / raised.sum()).tolist(), strict=True))

    def _layer(self, name: str, state: Table) -> Table:
        import numpy as np

        length, width = state.shape
        asked, offered, told = (
            self._linear(f"{name}.{part}", state).reshape(length, HEADS, width // HEADS).transpose(1, 0, 2)
            for part in ("q", "k", "v")
        )
        fits = asked @ offered.transpose(0, 2, 1) / np.float32((width // HEADS) ** 0.5)
        fits = np.exp(fits - fits.max(axis=-1, keepdims=True))
        fits /= fits.sum(axis=-1, keepdims=True)
        heard = (fits @ told).transpose(1, 0, 2).reshape(length, width)
        state = self._normed(f"{name}.n1", state + self._linear(f"{name}.o", heard))
        inner = _gelu(self._linear(f"{name}.up", state))
        return self._normed(f"{name}.n2", state + self._linear(f"{name}.down", inner))

    def _linear(self, name: str, state: Table) -> Table:
        return state @ self._held[f"{name}.weight"] + self._held[f"{name}.bias"]

    def _normed(self, name: str, state: Table) -> Table:
        import numpy as np

        away = state - state.mean(axis=-1, keepdims=True)
        spread = np.sqrt((away * away).mean(axis=-1, keepdims=True) + _TINY)
        return away / spread * self._held[f"{name}.weight"] + self._held[f"{name}.bias"]


def _gelu(values: Table) -> Table:
    """The activation the layers were trained with, by its tanh form (within 0.001 of the exact one)."""
    import numpy as np

    cubed = values * values * values
    return 0.5 * values * (1 + np.tanh(np.float32(0.7978845608) * (values + np.float32(0.044715) * cubed)))


@cache
def encoder() -> Encoder:
    """Return the encoder that ships, loaded once."""
    return Encoder(resources.files("bot.understanding").joinpath("data", FILE).read_bytes())
