"""Keeping: what an act waits for before it starts, its line on the disk."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.harness import Bench, stage

LONG = 3_000
"""Turns in the journal before it is timed: most of a file."""


@stage("keep: a line and fsync, by hand", rounds=40)
def line_and_sync(bench: Bench) -> Iterator[float]:
    """The least that the disk takes."""
    del bench
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        while True:
            begun = time.perf_counter()
            handle = os.open(Path(folder) / "lines", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            os.write(handle, b"x" * 700 + b"\n")
            os.fsync(handle)
            os.close(handle)
            yield (time.perf_counter() - begun) * 1000


@stage("keep: an act's first line, in a long journal", rounds=40)
def begin(bench: Bench) -> Iterator[float]:
    """Masked, locked, chained, written and on the disk."""
    del bench
    from shell.chain import GENESIS, forge  # noqa: PLC0415 -- the program's own
    from shell.journal import Journal, TurnRecord  # noqa: PLC0415 -- as above

    record = TurnRecord(
        time="2026-01-02T03:04:05.678+00:00",
        source="typed",
        text="delete old.log",
        route="command",
        scores={"command": 0.9, "question": 0.05, "chat": 0.05},
        skill="trash.delete",
        slots={"path": "/tree/old.log"},
        verdict="confirm",
        rule="effect-destroy",
        reason="it takes something away",
        executed=False,
        reply="",
        ms={"route": 7.0},
        outcome="begun",
        fired=("confirm effect-destroy: it takes something away",),
    )
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        path, before = Path(folder) / "journal.jsonl", GENESIS
        with path.open("wb") as file:
            for number in range(1, LONG + 1):
                line, before = forge(number, "turn", before, record.to_json())
                file.write(line)
        journal = Journal(path)
        while True:
            begun = time.perf_counter()
            journal.begin(record)
            yield (time.perf_counter() - begun) * 1000
