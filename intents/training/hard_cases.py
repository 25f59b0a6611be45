"""Utterances made of hand-written frames and acts: negated, reported, supposed, asked about, polite, clipped."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from intents.model import RouteLabel
from intents.training import written

FILE = Path(__file__).with_name("hard_cases.toml")


@dataclass(frozen=True, slots=True)
class HardCase:
    """An utterance whose route is known by how it was made."""

    text: str
    route: RouteLabel
    act: str
    """The act that it asks for, asks about or merely mentions; empty where it has none."""


def framed(act: str, route: RouteLabel, chance: random.Random) -> HardCase:
    """The act, which begins with a verb, in a frame of that route; one that keeps the verb as it is, if need be."""
    verb, _, rest = act.partition(" ")
    frames = _matter()["frames"][route.value]
    forms = _matter()["verbs"].get(verb)
    if forms is None:
        frame = chance.choice([each for each in frames if "{act}" in each])
        return HardCase(frame.format(act=act), route, act)
    ing, past, part = (f"{form} {rest}".strip() for form in forms)
    return HardCase(chance.choice(frames).format(act=act, ing=ing, past=past, part=part), route, act)


def own_acts() -> list[str]:
    """The hand-written acts."""
    return list(_matter()["acts"]["lines"])


def made(count: int, acts: Sequence[str], chance: random.Random) -> list[HardCase]:
    """`count` cases over all routes: of our own acts and of `acts` (orders from elsewhere) in equal parts."""
    own = own_acts()
    routes = (RouteLabel.COMMAND, RouteLabel.QUESTION, RouteLabel.CHAT, RouteLabel.CHAT)
    cases = []
    for turn in range(count):
        source = own if turn % 2 or not acts else acts
        cases.append(framed(chance.choice(source), chance.choice(routes), chance))
    return cases


def plain() -> list[HardCase]:
    """The hand-written questions and talk as they stand."""
    facts = [HardCase(line, RouteLabel.QUESTION, "") for line in _matter()["facts"]["lines"]]
    return facts + [HardCase(line, RouteLabel.CHAT, "") for line in _matter()["talk"]["lines"]]


def starts_with_verb(text: str) -> bool:
    """True where the first word is a verb in its base form."""
    first = text.partition(" ")[0]
    return first in _matter()["verbs"] or first in written.verbs()


@cache
def _matter() -> dict[str, Any]:
    with FILE.open("rb") as file:
        return tomllib.load(file)
