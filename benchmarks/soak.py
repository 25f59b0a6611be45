"""Hours of listening in minutes: `golem bench soak [FOLDER] [--utterances N]`.

Real recordings of speech and noise, with silence between, go as fast as they are taken through the real line (voice
activity, endpointer, transcriber) and the real turn up to the verdict (nothing is done). Told are the resident memory,
threads and open files every hundred pieces of sound, and the longest stall of the event loop. After the first `SETTLED`
pieces none of them may grow.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import statistics
import sys
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.attention import RECORDINGS, files
from shell.errors import UsageError
from shell.frames import FRAME, SAMPLE_RATE, Frame, Rechunker

if TYPE_CHECKING:
    from shell.hearing import Heard, Hearing

SEED = 5
EVERY = 100
"""Pieces of sound between two looks at the process."""
SETTLED = 200
"""Pieces after which memory is to be flat."""
MOST_GROWTH, MOST_STALL_MS = 0.02, 100.0
"""The aims."""
LONGEST_S = 12.0
"""Of a piece: one file lasts a minute."""


@dataclass(frozen=True, slots=True)
class Look:
    """The process at one moment."""

    pieces: int
    resident_mib: float
    threads: int
    descriptors: int


@dataclass(slots=True)
class Soak:
    """A FrameSource: `pieces` recordings drawn by chance, each with a second or two of silence after it."""

    paths: Sequence[Path]
    pieces: int
    looks: list[Look] = field(default_factory=list)
    seconds: float = 0.0
    """Sound given so far."""
    gaps: int = 0
    live: bool = False

    async def frames(self) -> AsyncGenerator[Frame, None]:
        """See `FrameSource.frames`."""
        import numpy as np  # noqa: PLC0415 -- heavy

        from shell.audio_file import load  # noqa: PLC0415 -- as above

        chance = random.Random(SEED)  # noqa: S311 -- the same sounds each time
        rechunker = Rechunker()
        for piece in range(self.pieces):
            if piece % EVERY == 0:
                self.looks.append(look(piece))
                print(f"\r{self.looks[-1]}", end="", file=sys.stderr, flush=True)
            sound = (await asyncio.to_thread(load, chance.choice(self.paths)))[: int(LONGEST_S * SAMPLE_RATE)]
            silence = np.zeros(int(chance.uniform(1.0, 2.0) * SAMPLE_RATE), np.float32)
            for part in (sound, silence):
                for frame in rechunker.push(part):
                    self.seconds += FRAME / SAMPLE_RATE
                    await asyncio.sleep(0)
                    yield frame
        self.looks.append(look(self.pieces))


def look(pieces: int) -> Look:
    """The process now; Linux only."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"^VmRSS:\s+(\d+) kB$", status, re.MULTILINE)
    assert found is not None
    return Look(pieces, int(found[1]) / 1024, threading.active_count(), sum(1 for _ in Path("/proc/self/fd").iterdir()))


async def soak(source: Soak, hearing: Hearing, take: Callable[[Heard], Awaitable[None]]) -> int:
    """Hear everything; how many utterances were recognised and judged."""
    count = 0
    async with aclosing(hearing.utterances(source)) as utterances:
        async for heard in utterances:
            await take(heard)
            count += 1
    return count


def report(source: Soak, heard: int, stall_ms: float, lost: int) -> bool:
    """Print the looks and what grew; whether every aim is met."""
    print(f"{'pieces':>8}{'resident MiB':>14}{'threads':>9}{'files':>7}")
    for one in source.looks:
        print(f"{one.pieces:>8}{one.resident_mib:>14.1f}{one.threads:>9}{one.descriptors:>7}")
    settled = [one for one in source.looks if one.pieces >= SETTLED] or source.looks
    half = max(1, len(settled) // 2)
    early = statistics.median(one.resident_mib for one in settled[:half])
    late = statistics.median(one.resident_mib for one in settled[half:] or settled)
    growth = late / early - 1
    more_threads = settled[-1].threads - settled[0].threads
    more_files = settled[-1].descriptors - settled[0].descriptors
    print(f"{heard} utterances recognised in {source.seconds / 60:.0f} min of sound; {lost} lost")
    print(f"resident memory after the first {SETTLED}: {growth:+.1%} (aim: within {MOST_GROWTH:.0%})")
    print(f"threads {more_threads:+d}, open files {more_files:+d} (aim: 0)")
    print(f"longest stall of the loop: {stall_ms:.0f} ms (aim: at most {MOST_STALL_MS:.0f})")
    return growth <= MOST_GROWTH and more_threads <= 0 and more_files <= 0 and stall_ms <= MOST_STALL_MS and not lost


def main(argv: Sequence[str] | None = None) -> int:
    """Soak, report; 1 where an aim is missed."""
    parser = argparse.ArgumentParser(prog="golem bench soak", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=RECORDINGS, help="the recordings")
    parser.add_argument("--utterances", type=int, default=2000, help="pieces of sound (default: 2000)")
    options = parser.parse_args(argv)
    paths = files(options.folder)
    if not paths:
        raise UsageError(f"{options.folder} has no recordings (speech/wake/*.flac and others)")
    from shell.config import Config  # noqa: PLC0415 -- as above
    from shell.inbox import Arrival  # noqa: PLC0415 -- as above
    from shell.once import one_shot  # noqa: PLC0415 -- heavy
    from shell.staying import staying  # noqa: PLC0415 -- as above

    golem = one_shot(Config(), dry_run=True, silent=True)
    with staying():  # as the shell does while it starts
        golem.core.classifier.warm()
    source, hearing = Soak(paths, options.utterances), golem.hearing()

    async def take(heard: Heard) -> None:
        await golem.take(Arrival(heard.utterance, dict(heard.ms)))

    try:
        heard = asyncio.run(soak(source, hearing, take))
    finally:
        golem.close()
    return 0 if report(source, heard, hearing.longest_stall_ms, hearing.lost_utterances) else 1
