"""Runs stages, prints a table and writes the samples down.

A stage is one generator function: it sets up, then yields one measurement each time it is asked. Stages that name a
peer are measured in turn with it, round by round, so that a noisy machine is as noisy for both; the ratio is the median
of the rounds' own ratios. Adding a stage is adding one decorated function to a module that `benchmarks.__main__` lists.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from shell.errors import GolemError


class Skipped(Exception):
    """This stage cannot be measured here; `str()` is the reason."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What every stage is given."""

    models: Path
    """The folder with a folder for each model."""
    data: Path | None
    """Recorded speech, where it is beside the checkout."""

    def model(self, name: str) -> Path:
        """The folder of a model; raises Skipped where it is not downloaded."""
        folder = self.models / name
        if not folder.is_dir():
            raise Skipped(f"{name} is not in {self.models}: golem models pull")
        return folder


Run = Callable[[Bench], Iterator[float]]


@dataclass(frozen=True, slots=True)
class Stage:
    """One thing that is measured."""

    name: str
    run: Run
    unit: str
    """What each sample counts: ms, MiB, tokens/s."""
    rounds: int
    """Samples taken, after one that is thrown away to warm up."""
    peer: str | None
    """The stage that this one is compared with."""


@dataclass(frozen=True, slots=True)
class Result:
    """What was measured of a stage."""

    stage: Stage
    samples: tuple[float, ...]
    """In `stage.unit`, in the order taken; empty if it was skipped."""
    skipped: str | None = None
    """Why there are none."""

    @property
    def median(self) -> float:
        """Half of the samples are below."""
        return statistics.median(self.samples)

    @property
    def p95(self) -> float:
        """95% of the samples are below; the largest, where there are fewer than 20."""
        ordered = sorted(self.samples)
        return ordered[min(len(ordered) - 1, -(-len(ordered) * 95 // 100) - 1)]

    def ratio(self, peer: Result) -> float:
        """How many times the peer's sample of the same round, in the median."""
        return statistics.median(own / other for own, other in zip(self.samples, peer.samples, strict=True) if other)


STAGES: Final[list[Stage]] = []
"""Every stage, in the order defined."""


def stage(name: str, *, unit: str = "ms", rounds: int = 20, peer: str | None = None) -> Callable[[Run], Run]:
    """Make the decorated generator function a stage. A peer is defined before the stages that name it."""

    def register(run: Run) -> Run:
        if peer is not None and peer not in {known.name for known in STAGES}:
            raise ValueError(f"the stage {name!r} names a peer that is not defined before it: {peer!r}")
        STAGES.append(Stage(name, run, unit, rounds, peer))
        return run

    return register


def choose(stages: Sequence[Stage], only: str | None) -> list[Stage]:
    """The stages whose names contain `only`, with the peers that they need; all, for None."""
    if only is None:
        return list(stages)
    wanted = {one.name for one in stages if only.lower() in one.name.lower()}
    wanted |= {one.peer for one in stages if one.name in wanted and one.peer is not None}
    return [one for one in stages if one.name in wanted]


def together(stages: Sequence[Stage]) -> list[list[Stage]]:
    """The stages in groups that are measured round by round: each with those that name it as their peer."""
    groups: dict[str, list[Stage]] = {}
    for one in stages:
        groups.setdefault(one.peer or one.name, []).append(one)
    return list(groups.values())


def measure(group: Sequence[Stage], bench: Bench, rounds: int | None = None) -> list[Result]:
    """Run a group of stages in turn; `rounds` overrides each stage's own. A stage that cannot run says why."""
    running = {one.name: _lazily(one, bench) for one in group}
    samples: dict[str, list[float]] = {one.name: [] for one in group}
    skipped: dict[str, str] = {}
    for at in range(1 + (rounds or min(one.rounds for one in group))):
        for one in group:
            if one.name in skipped:
                continue
            try:
                sample = next(running[one.name])
            except (Skipped, GolemError, ImportError) as error:
                skipped[one.name] = str(error)
                continue
            if at:
                samples[one.name].append(sample)
    for generator in running.values():
        generator.close()
    return [
        Result(one, () if one.name in skipped else tuple(samples[one.name]), skipped.get(one.name)) for one in group
    ]


def _lazily(one: Stage, bench: Bench) -> Generator[float, None, None]:
    """Nothing of a stage runs before its first sample is asked for, however its function is written."""
    yield from one.run(bench)


def machine() -> dict[str, object]:
    """What the numbers were taken on, so that they can be judged later."""
    versions = {}
    for package in ("faster-whisper", "llama-cpp-python", "onnxruntime", "piper-tts", "torch", "transformers"):
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            versions[package] = "absent"
    return {
        "taken": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
        "machine": platform.machine(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "versions": versions,
    }


def write(results: Iterable[Result], folder: Path) -> Path:
    """All samples as JSON in `folder`, named by the time; the file."""
    about = machine()
    stages = [
        {
            "stage": result.stage.name,
            "unit": result.stage.unit,
            "peer": result.stage.peer,
            "skipped": result.skipped,
            "samples": [round(sample, 3) for sample in result.samples],
        }
        for result in results
    ]
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{str(about['taken']).replace(':', '').replace('+0000', 'Z')}.json"
    file.write_text(json.dumps(about | {"stages": stages}, indent=1) + "\n")
    return file


def rows(results: Sequence[Result]) -> Iterator[tuple[str, ...]]:
    """The table's cells: stage, unit, n, median, p95, ratio to its peer."""
    by_name = {result.stage.name: result for result in results}
    for result in results:
        if result.skipped is not None or not result.samples:
            yield (result.stage.name, "", "0", "", "", f"skipped: {result.skipped}")
            continue
        peer = by_name.get(result.stage.peer or "")
        beside = f"× {result.ratio(peer):.2f} of {peer.stage.name}" if peer is not None and peer.samples else ""
        yield (
            result.stage.name,
            result.stage.unit,
            str(len(result.samples)),
            f"{result.median:.1f}",
            f"{result.p95:.1f}",
            beside,
        )
