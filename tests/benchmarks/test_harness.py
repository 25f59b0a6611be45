"""Stages are measured, compared and reported as they are."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.harness import Bench, Result, Skipped, Stage, choose, measure, rows, together, write
from shell.commands.bench import run
from shell.errors import ModelMissing, UsageError

BENCH = Bench(models=Path("nowhere"), data=None)


def counting(step: float) -> object:
    """A stage function that yields 0, step, 2 step, …"""

    def samples(_: Bench) -> Iterator[float]:
        value = 0.0
        while True:
            yield value
            value += step

    return samples


def stage_of(name: str, run: object, peer: str | None = None, rounds: int = 4) -> Stage:
    """A stage of its own, outside the registry."""
    return Stage(name, run, "ms", rounds, peer)  # type: ignore[arg-type] # any generator function


def test_the_first_sample_warms_up_and_is_thrown_away() -> None:
    """n samples are kept, none of them the first."""
    (result,) = measure([stage_of("a", counting(1))], BENCH)
    assert result.samples == (1.0, 2.0, 3.0, 4.0)
    assert result.median == 2.5
    assert result.p95 == 4.0


def test_peers_are_measured_in_turn() -> None:
    """A round measures each stage of a group once, and the ratio is of samples of the same round."""
    order: list[str] = []

    def noting(name: str, value: float) -> object:
        def samples(_: Bench) -> Iterator[float]:
            while True:
                order.append(name)
                yield value

        return samples

    peer, own = measure([stage_of("peer", noting("p", 4.0)), stage_of("own", noting("o", 1.0), "peer")], BENCH, 2)
    assert order == ["p", "o"] * 3
    assert own.ratio(peer) == 0.25
    assert list(rows([peer, own]))[1] == ("own", "ms", "2", "1.0", "1.0", "× 0.25 of peer")


@pytest.mark.parametrize("reason", [Skipped("no microphone"), ModelMissing("no model"), ImportError("no library")])
def test_what_cannot_be_measured_says_why(reason: Exception) -> None:
    """A stage that cannot run is listed with its reason and does not stop its peer."""

    def failing(_: Bench) -> Iterator[float]:
        raise reason
        yield 0.0

    broken, fine = measure([stage_of("broken", failing), stage_of("fine", counting(1), "broken")], BENCH)
    assert broken.skipped == str(reason)
    assert len(fine.samples) == 4
    assert [cells[5] for cells in rows([broken, fine])] == [f"skipped: {reason}", ""]


def test_stages_are_chosen_with_their_peers() -> None:
    """Asking for one stage measures its peer too, in one group."""
    stages = [stage_of("plain", counting(1)), stage_of("ours", counting(1), "plain"), stage_of("else", counting(1))]
    assert [one.name for one in choose(stages, "OUR")] == ["plain", "ours"]
    assert [[one.name for one in group] for group in together(stages)] == [["plain", "ours"], ["else"]]


def test_all_samples_are_written_down(tmp_path: Path) -> None:
    """The file holds every sample, the machine and the reasons for what is missing."""
    results = [Result(stage_of("a", counting(1)), (1.0, 2.0)), Result(stage_of("b", counting(1)), (), "no model")]
    written = json.loads(write(results, tmp_path).read_text())
    assert [one["samples"] for one in written["stages"]] == [[1.0, 2.0], []]
    assert written["stages"][1]["skipped"] == "no model"
    assert written["cores"] >= 1


def test_every_stage_has_a_docstring_and_a_known_unit() -> None:
    """Each stage says what it measures."""
    from benchmarks.__main__ import STAGES

    assert len(STAGES) > 10
    assert len({one.name for one in STAGES}) == len(STAGES)
    for one in STAGES:
        assert one.run.__doc__, one.name
        assert one.unit in {"ms", "MiB", "tokens/s", "s/s"}


def test_outside_a_checkout_the_command_says_so(tmp_path: Path) -> None:
    """An installed package has no benchmarks, and `golem bench` says where they are."""
    with pytest.raises(UsageError, match="make bench"):
        run(argparse.Namespace(only=None, rounds=None, models=None), root=tmp_path)
