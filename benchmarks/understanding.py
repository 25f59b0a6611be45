"""Understanding: routing, matching and judging, as a whole dry turn times them."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from benchmarks.harness import Bench, Skipped, stage

UTTERANCES = (
    "show git status",
    "how much disk space is left",
    "open vim",
    "run the tests",
    "what time is it",
    "tell me a joke",
    "make a folder called demo",
    "find files named readme",
    "delete the folder build",
    "which branch am i on",
)


def one_shot(bench: Bench) -> Any:  # noqa: ANN401 -- shell.once's own type; it is loaded only here
    """Golem as `golem do --dry-run` makes it."""
    from shell.config import load  # noqa: PLC0415 -- as above
    from shell.once import one_shot as make  # noqa: PLC0415 -- the whole program

    os.environ["GOLEM_MODELS"] = str(bench.models)
    return make(load(None), dry_run=True, yes=False, silent=True)


def take(golem: Any, text: str) -> dict[str, float]:  # noqa: ANN401 -- as above
    """ms of each stage of one dry turn."""
    from intents.model import Source, Utterance  # noqa: PLC0415 -- with the program
    from shell.inbox import Arrival  # noqa: PLC0415 -- as above

    record = asyncio.run(golem.take(Arrival(Utterance(text, Source.TYPED))))
    return dict(record.ms)


def route_once(bench: Bench) -> None:
    """One dry turn, for its memory."""
    with closing(one_shot(bench)) as golem:
        take(golem, UTTERANCES[0])


def turn_stage(bench: Bench, name: str) -> Iterator[float]:
    """ms of one stage of dry turns; utterances that do not reach it are passed over."""
    with closing(one_shot(bench)) as golem:
        at = missed = 0
        while True:
            ms = take(golem, UTTERANCES[at % len(UTTERANCES)])
            at += 1
            if name in ms:
                missed = 0
                yield ms[name]
            elif (missed := missed + 1) > len(UTTERANCES):
                raise Skipped(f"no utterance reached {name!r}")


@stage("understand: route", rounds=40)
def route(bench: Bench) -> Iterator[float]:
    """The classifier and the sentences: command, question or chat."""
    return turn_stage(bench, "route")


@stage("understand: match, after routing", rounds=40)
def match(bench: Bench) -> Iterator[float]:
    """The skill and its slots; the router has tried the sentences already, and the matcher remembers that."""
    return turn_stage(bench, "match")


@stage("understand: judge", rounds=40)
def judge(bench: Bench) -> Iterator[float]:
    """Every rule of the policy on one call."""
    return turn_stage(bench, "judge")
