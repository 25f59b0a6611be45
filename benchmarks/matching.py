"""Matching: what it costs with 10, 100 and 1,000 skills, and what hostile words cost at most.

The ten are Golem's own; the rest are made from verbs and things, so that every verb is shared by some 120 skills and
every other word by about thirty. Each row's ratio is to the same words with ten skills.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Final

from benchmarks.harness import Bench, stage
from intents.matcher import Matcher
from intents.model import IntentSpec, RouteLabel, Scene, Slot
from intents.normalize import LONGEST
from intents.slots import FREE_TEXT, WORD
from skills.registry import Registry

TEN: Final = (
    *("clock.set_timer", "clock.time", "editor.open_empty", "files.list", "files.make_folder"),
    *("git.status", "processes.port", "search.text", "system.disk", "tests.run"),
)
"""Ids of the skills that every size has."""

SAID: Final = {
    "exact": (
        *("show git status", "what time is it", "open vim", "run the tests", "how much disk space is left"),
        *("make a folder called demo", "set a timer for five minutes", "who is on port eighty", "grep parser"),
    ),
    "near": ("shall get status", "ran the tests", "how much disc space is left", "sat a timer for five minutes"),
    "no match": (
        *("paint the garden fence green", "order two pizzas with olives", "show me the weather in paris"),
        *("open the pod bay doors", "how tall is the tower", "list the planets by size"),
    ),
    "chat": (
        *("i had a lovely day at the beach with my friends", "you are funny", "tell me a joke about the weather"),
        *("what do you think about jazz", "my dog ran away from the tests of life", "good morning how are you"),
    ),
}
"""Kind of utterance → what is said of it."""

_VERBS = (
    *("show me {} {{x}}", "(close|archive) {} {{x}}", "(send|mail) {} {{x}} to {{y}}", "what is the price of {} {{x}}"),
    *("how many {}s are there [left]", "(list|print) [all] [the] {}s", "cancel [the|my] {}", "who wrote the {}"),
)
_FIRST = """red lunar copper velvet polar amber cedar solar ivory cobalt maple silver hidden broken weekly annual
    digital rusty frozen shiny secret public former urgent narrow gentle foreign modern vintage spare""".split()  # noqa: SIM905 - words read best as words
_SECOND = """invoice ticket recipe camera lantern poster playlist sensor contract parcel ladder bottle mirror garden
    novel engine festival harbor island jacket kettle letter museum needle orchard pillow quilt ribbon saddle temple
    umbrella violin wagon""".split()  # noqa: SIM905 - as above


def made(count: int) -> list[IntentSpec]:
    """`count` skills, at least ten: Golem's TEN, then made ones."""
    own = {skill.id: skill.intent for skill in Registry().skills}
    things = (f"{first} {second}" for first, second in product(_FIRST, _SECOND))
    more = [_made(f"made.m{at}", _VERBS[at % len(_VERBS)].format(thing)) for at, thing in enumerate(things)]
    return [*(own[id_] for id_ in TEN), *more[: count - len(TEN)]]


def _made(id_: str, sentence: str) -> IntentSpec:
    slots = [Slot(name, kind) for name, kind in (("x", WORD), ("y", FREE_TEXT)) if f"{{{name}}}" in sentence]
    asks = sentence.startswith(("what", "how", "who", "show"))
    return IntentSpec(
        id_,
        RouteLabel.QUESTION if asks else RouteLabel.COMMAND,
        f"Made: {sentence}.",
        (sentence, f"{sentence} at once"),
        tuple(slots),
    )


def matching(count: int, kind: str) -> Iterator[float]:
    """Mean ms of one utterance of a kind among `count` skills."""
    matcher = Matcher(made(count))
    matcher.warm()
    with tempfile.TemporaryDirectory() as folder:
        scene = Scene(Path(folder).resolve(), Path(folder).parent)
        while True:
            began = time.perf_counter()
            for said in SAID[kind]:
                matcher.match(said, scene)
            yield (time.perf_counter() - began) * 1000 / len(SAID[kind])


def _add(count: int, kind: str) -> None:
    name, peer = f"match: {kind}, {count} skills", f"match: {kind}, 10 skills"

    @stage(name, rounds=30, peer=None if count == 10 else peer)
    def run(bench: Bench) -> Iterator[float]:
        """Mean ms of one utterance of one kind among so many skills."""
        del bench
        return matching(count, kind)


for _kind in SAID:
    for _count in (10, 100, 1000):
        _add(_count, _kind)


@stage("match: make the indexes, 1000 skills", rounds=3)
def warm(bench: Bench) -> Iterator[float]:
    """From the skills to a matcher that is ready."""
    del bench
    intents = made(1000)
    while True:
        began = time.perf_counter()
        Matcher(intents).warm()
        yield (time.perf_counter() - began) * 1000


def hostile(data: Path | None) -> list[str]:
    """Words made to be hard: repeated up to the longest that is read, longer, in other scripts; and the shared list."""
    pieces = (
        "and ",
        "to ",
        "in ",
        "copy to ",
        "the file ",
        "find in the ",
        "git status ",
        "🙂 ",
        "ä",
        "(",
        "\0",
        "删除 ",
    )
    file = data / "security/naughty_strings.json" if data else None
    naughty = json.loads(file.read_text("utf-8")) if file and file.is_file() else []
    begun = [f"{before}{piece * LONGEST}"[:LONGEST] for before in ("", "copy ", "search for ") for piece in pieces]
    return [*begun, "x" * 10_000, "delete " * 10_000, "", *naughty]


@stage("match: hostile words, the worst of them", rounds=2)
def worst(bench: Bench) -> Iterator[float]:
    """ms of the slowest, with all of Golem's skills; the aim is 200."""
    matcher = Matcher([skill.intent for skill in Registry().skills])
    matcher.warm()
    with tempfile.TemporaryDirectory() as folder:
        scene = Scene(Path(folder).resolve(), Path(folder).parent)
        while True:
            took = []
            for said in hostile(bench.data):
                began = time.perf_counter()
                matcher.match(said, scene)
                took.append(time.perf_counter() - began)
            yield max(took) * 1000
