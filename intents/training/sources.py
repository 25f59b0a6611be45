"""The public data that the checkpoint is trained on and measured with, each file by its SHA-256.

`TRAINED` may shape the shipped weights; `HELD_OUT` may not, and is read for the report alone. What each file is, where
it comes from and under which licence: the model card, `intents/checkpoint/README.md`.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TRAINED = {
    "hwu64.tsv": "ed841b1fb4236ffa2b116ea34e3d0c076d7718bdedb1741409fd7b4e2643bfa3",
    "clinc150_train_val.tsv": "81d2b516edfe97170b3ddd7c6c3a9dc6c1578463e191d76ca38ba7572609c598",
    "nl2bash.tsv": "5ffc32f550ecffeb2c4864e1e9b35d3e4f07beabae7a91f9a967020bd29e8838",
    "snips.tsv": "74609a55610dcc6e8d881223f56f7ddb67737c6f35be43e7ecfa46a93653c142",
    "nli_3way.jsonl.gz": "4c783825dd4521bc907ce1291be9b61c4b6cd3b8dadc793722ed4c8828a752b2",
}
HELD_OUT = {
    "slurp.tsv": "1d497f82f0c91ece7fe9499c4c9d089e99357aec07d8172f5c4ff94eb22b774c",
}

UNSEEN_INTENTS = frozenset(
    """are_you_a_bot goodbye maybe thank_you what_are_your_hobbies
    book_flight change_accent find_phone make_call order pay_bill roll_dice shopping_list_update smart_home timer uber
    calories carry_on distance exchange_rate flight_status gas how_busy income last_maintenance meal_suggestion payday
    plug_type pto_balance rewards_balance spelling tire_pressure weather what_song""".split()  # noqa: SIM905 - reads best
)
"""Intents of clinc150 that no training row has: 5 of chat, 11 of commands, 18 of questions."""
SHIPPABLE_NLI = frozenset({"cad_nli"})
"""Sources of nli_3way whose licence allows shipping what was trained on them; the others are read for the report."""


class DataError(Exception):
    """A data file is missing or is not the one that was meant."""


@dataclass(frozen=True, slots=True)
class Row:
    """An utterance with its intent, as its data set has it."""

    text: str
    intent: str
    split: str = "train"


@dataclass(frozen=True, slots=True)
class Inference:
    """A premise, a hypothesis and their relation."""

    premise: str
    hypothesis: str
    label: str
    """entailment, neutral or contradiction."""
    source: str
    split: str


def validates(text: str) -> bool:
    """True for the tenth of a trained set's utterances that is kept for choosing thresholds, by the text's hash."""
    return hashlib.sha256(text.lower().encode()).digest()[0] < 26


def of_snips(file: Path) -> list[Row]:
    """A fifth of snips' rows, by the text's hash: seven intents do not need thirteen thousand."""
    return [row for row in rows(file) if hashlib.sha256(row.text.lower().encode()).digest()[1] < 51]


def described(file: Path) -> list[tuple[str, str]]:
    """Description and command of every row of `nl2bash.tsv`."""
    return [(row.text, row.intent) for row in rows(file)]


def rows(file: Path) -> list[Row]:
    """The utterances of a tab-separated file with columns text, intent and perhaps split."""
    with file.open(encoding="utf-8", newline="") as lines:
        table = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(table)
        return [Row(*row[:3]) for row in table if len(row) >= 2 and row[0].strip()]


def inferences(file: Path) -> Iterator[Inference]:
    """The pairs of `nli_3way.jsonl.gz`."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield Inference(**{key: value for key, value in json.loads(line).items() if key in Inference.__slots__})


def checked(folder: Path) -> dict[str, str]:
    """File name to SHA-256 of every file, after comparing each with the one recorded here; raises DataError."""
    found = {}
    for name, expected in (TRAINED | HELD_OUT).items():
        file = folder / name
        if not file.is_file():
            raise DataError(f"{name} is not in {folder}; intents/checkpoint/README.md says where each file comes from")
        found[name] = hashlib.sha256(file.read_bytes()).hexdigest()
        if found[name] != expected:
            raise DataError(f"{file} is not the file that was meant: its SHA-256 is {found[name]}, not {expected}")
    return found
