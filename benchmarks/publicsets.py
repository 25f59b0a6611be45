"""The public utterances that accuracy is reported on, each set with what training saw of it."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from intents.model import RouteLabel
from intents.training.recast import GLOSSED, Meaning, meanings, route_of
from intents.training.sources import UNSEEN_INTENTS, Inference, Row, inferences, rows, validates
from intents.zero_shot import Label

T = TypeVar("T")

SEED = 7
ANSWERED: Final = re.compile(
    r"time|date|timer|alarm|remind|calendar|repeat|cancel|stop|goodbye|greeting|can_i_ask|what_can|explain|confirm"
    r"|dontcare|mistake|current_location|battery|undo|lists_|volume|next_song|maybe|yes|no$"
    r"|calculator|qa_maths|measurement_conversion"
)
"""Intents that one of Golem's skills may rightly answer, or that end a question: no row of theirs is false."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """An utterance with the route that its intent stands for; None where it is out of every scope."""

    text: str
    route: RouteLabel | None
    intent: str


@dataclass(frozen=True, slots=True)
class RouteSet:
    """Utterances of one data set."""

    name: str
    seen: str
    """What training saw of it: "nothing" is the honest kind."""
    rows: tuple[Labelled, ...]


def sample(items: Sequence[T], most: int) -> list[T]:
    """Up to `most` of the items, the same ones each time, in their own order."""
    if len(items) <= most:
        return list(items)
    chosen = random.Random(SEED).sample(range(len(items)), most)  # noqa: S311 - a sample, not a secret
    return [items[at] for at in sorted(chosen)]


def labelled(table: Sequence[Row], meaning: Mapping[str, tuple[RouteLabel | None, str]]) -> Iterator[Labelled]:
    """The rows whose intents have one meaning."""
    for row in table:
        if row.intent in meaning:
            yield Labelled(row.text, route_of(row.text, meaning[row.intent]), row.intent)


def route_sets(folder: Path, most: int) -> list[RouteSet]:
    """Every set, up to `most` rows each; held-out ones first."""
    table = meanings()
    clinc = rows(folder / "clinc150_train_val.tsv")
    unseen = {intent: meaning for intent, meaning in table["clinc150"].items() if intent in UNSEEN_INTENTS}
    seen = {intent: meaning for intent, meaning in table["clinc150"].items() if intent not in UNSEEN_INTENTS}
    hwu64, snips = ([row for row in rows(folder / f"{name}.tsv") if validates(row.text)] for name in ("hwu64", "snips"))
    found = {
        "slurp": ("nothing; hwu64's intents", labelled(rows(folder / "slurp.tsv"), table["hwu64"])),
        "clinc150, unseen intents": ("the set, not these intents", labelled(clinc, unseen)),
        "snips, rows kept out": ("other rows", labelled(snips, table["snips"])),
        "clinc150, val": ("other rows", labelled([row for row in clinc if row.split == "val"], seen)),
        "hwu64, validation": ("other rows", labelled(hwu64, table["hwu64"])),
    }
    return [RouteSet(name, what, tuple(sample(list(items), most))) for name, (what, items) in found.items()]


def out_of_scope(folder: Path) -> list[str]:
    """clinc150's utterances that none of its intents covers."""
    return [row.text for row in rows(folder / "clinc150_train_val.tsv") if row.intent == "oos"]


def inference_sets(folder: Path, most: int) -> dict[str, list[Inference]]:
    """NLI pairs by source that training did not see, up to `most` each."""
    found: dict[str, list[Inference]] = {}
    for pair in inferences(folder / "nli_3way.jsonl.gz"):
        if pair.source != "cad_nli" or pair.split == "test":
            found.setdefault(pair.source, []).append(pair)
    return {name: sample(pairs, most) for name, pairs in found.items()}


def choices(folder: Path, most: int) -> dict[str, list[tuple[str, Meaning]]]:
    """Utterances with what intents that training never saw mean: set name → (text, meaning)."""
    table = meanings()
    clinc = [row for row in rows(folder / "clinc150_train_val.tsv") if row.intent in UNSEEN_INTENTS]
    return {
        f"clinc150, {len(UNSEEN_INTENTS)} unseen intents": [
            (row.text, table["clinc150"][row.intent]) for row in sample(clinc, most)
        ],
    }


def label(meaning: Meaning) -> Label:
    """A meaning as a label: an order is asked for, a question is to be known, talk is what the speaker does."""
    return Label(meaning[1], GLOSSED[route_of(meaning[1], meaning)][0].format(meaning[1]))
