"""The two temperatures, chosen on validation rows: so that 0.8 means right eight times in ten (Guo et al. 2017)."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from intents.entailment import CONTRADICTION, ENTAILMENT, EntailmentClassifier
from intents.router import ROUTES
from intents.training import sources, written
from intents.training.recast import Meaning, hypothesis, meanings, own_rivals, route_of

TEMPERATURES = np.geomspace(0.3, 6.0, 61)
ROWS = 1500


def temperatures(folder: Path, data: Path, seed: int) -> tuple[float, float]:
    """For choosing among labels, and for one pair by itself; each the likeliest on rows that training did not see."""
    classifier = EntailmentClassifier(folder)
    chance = random.Random(seed)  # noqa: S311 - a sample, not a secret
    rows = validation_rows(data)
    chance.shuffle(rows)
    names = [label.name for label in ROUTES]
    chosen = [names.index(route_of(text, meaning).value) for text, meaning, _ in rows[:ROWS]]
    hypotheses = [label.hypothesis for label in ROUTES]
    entailed = np.stack([classifier.logits(text, hypotheses)[:, ENTAILMENT] for text, _, _ in rows[:ROWS]])
    margins, true = [], []
    for text, meaning, others in rows[:ROWS]:
        wrong = chance.choice([other for other in others if other[1] != meaning[1]])
        both = classifier.logits(text, [hypothesis(meaning, chance), hypothesis(wrong, chance)])
        margins += (both[:, ENTAILMENT] - both[:, CONTRADICTION]).tolist()
        true += [1, 0]
    pairs = np.stack([np.array(margins), np.zeros(len(margins))], axis=1)
    return likeliest(entailed, chosen), likeliest(pairs, [1 - each for each in true])


def validation_rows(data: Path) -> list[tuple[str, Meaning, list[Meaning]]]:
    """hwu64's tenth, clinc150's own validation split and the written meanings that are kept out.

    Text, meaning, and the set's other meanings.
    """
    table = meanings()
    found = []
    for name, file in (("hwu64", "hwu64.tsv"), ("clinc150", "clinc150_train_val.tsv")):
        known = {k: v for k, v in table[name].items() if k not in sources.UNSEEN_INTENTS or name != "clinc150"}
        for row in sources.rows(data / file):
            kept = sources.validates(row.text) if name == "hwu64" else row.split == "val"
            if row.intent in known and kept:
                found.append((row.text, known[row.intent], list(known.values())))
    own = [row for row in written.written() if written.validates(row)]
    return found + [(row.text, (row.route, row.meaning), own_rivals(row.file)) for row in own]


def likeliest(logits: NDArray[np.floating], chosen: Sequence[int]) -> float:
    """The temperature under which the chosen columns are likeliest; `logits` float (rows, choices)."""
    right = np.asarray(chosen)

    def loss(temperature: float) -> float:
        scaled = logits / temperature
        scaled = scaled - scaled.max(axis=1, keepdims=True)
        logs = scaled - np.log(np.exp(scaled).sum(axis=1, keepdims=True))
        return float(-logs[np.arange(len(right)), right].mean())

    return float(min(TEMPERATURES, key=loss))
