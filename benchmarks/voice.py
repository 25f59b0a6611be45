"""From the last sound of a command to the start of its act: `golem bench voice`; --help names its options.

Shipped clips are played in real time through the whole line (voice activity, endpointer, Whisper, router, matcher,
gate), from memory and, where PulseAudio is installed, from a loudspeaker to a microphone of its own. Printed are the
median and the 95th percentile of each stage, beside their aims; a plot goes to `benchmarks/out/voice.png`. Through
PulseAudio, time counts from when the sound reached this program.
"""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.clips import RATE
from benchmarks.harness import machine
from benchmarks.voice_clips import Clip, clips
from benchmarks.voice_line import STAGES, Stream, Timed, hear, stream, without_speculation
from shell.audio import Microphone
from shell.audio_file import FileFrames
from shell.config import Config
from shell.config import load as load_config
from shell.errors import GolemError
from shell.frames import Frame
from shell.output import working

ROOT: Final = Path(__file__).parents[1]
OUT: Final = Path(__file__).parent / "out"
AIMS: Final = {("total", 50): 600.0, ("total", 95): 1_000.0, ("after the endpoint", 50): 250.0}
"""Milliseconds at most, on two idle cores with Whisper base."""
MEMORY, PULSE, PLAIN = "from memory", "through PulseAudio", "from memory, nothing ahead"
LIVE = "from memory, words shown as they are said"
SLACK_S: Final = 0.5
"""How much sooner than in the clip a voice may be noticed."""
READY_S: Final = 120.0
"""The child's longest time to load its models."""


def rows(found: Sequence[Timed]) -> dict[str, list[float]]:
    """Milliseconds of each stage, in order, then of what they sum to."""
    by_stage = {stage: [one.stages[stage] for one in found] for stage in STAGES}
    return by_stage | {"after the endpoint": [one.after for one in found], "total": [one.total for one in found]}


def percentile(values: Sequence[float], share: int) -> float:
    """The value that `share` percent are at or below: one of the values, the next above."""
    return float(np.percentile(values, share, method="higher"))


def table(name: str, found: Sequence[Timed], plain: Sequence[Timed] = ()) -> Table:
    """Stage, p50, p95 and aims; with `plain`, how many times its total this one takes."""
    shown = Table(title=f"{name}: {len(found)} utterances, ms", title_justify="left")
    for column in ("stage", "p50", "p95", "aim p50", "aim p95"):
        shown.add_column(column, justify="left" if column == "stage" else "right")
    for stage, values in rows(found).items():
        cells = [f"{percentile(values, share):.0f}" for share in (50, 95)]
        aims = [_aim(stage, share, percentile(values, share)) for share in (50, 95)]
        shown.add_row(stage, *cells, *aims, end_section=stage == STAGES[-1])
    if plain:
        ratio = percentile([one.total for one in found], 50) / percentile([one.total for one in plain], 50)
        shown.caption = f"the median total is {ratio:.2f} times that with nothing ahead"
    return shown


def _aim(stage: str, share: int, measured: float) -> str:
    aim = AIMS.get((stage, share))
    return "" if aim is None else f"≤ {aim:.0f} {'met' if measured <= aim else 'missed'}"


def told(found: Sequence[Timed], played: Sequence[Clip]) -> list[str]:
    """What else there is to know, a line each: pieces, skills, silences by kind, and what was understood otherwise."""
    by_name = {clip.name: clip for clip in played}
    lines = [
        f"{len(found)} utterances of {len(played)} clips; {sum(one.ahead is not None for one in found)} made ahead"
    ]
    for kind in dict.fromkeys(clip.kind for clip in played):
        silences = [one.stages["endpoint"] for one in found if one.clip in by_name and by_name[one.clip].kind == kind]
        totals = [one.total for one in found if one.clip in by_name and by_name[one.clip].kind == kind]
        if silences:
            medians = (percentile(values, 50) for values in (silences, totals))
            lines.append("{}: closed after {:.0f} ms, total {:.0f} ms (medians)".format(kind, *medians))
    for one in found:
        clip = by_name.get(one.clip)
        if clip is not None and one.skill != clip.skill:
            lines.append(
                f"{clip.name}: heard {one.text!r}, taken for {one.skill or 'none'}, meant {clip.skill or 'none'}"
            )
    return lines


def from_memory(config: Config, played: Stream, *, live: bool = False) -> list[Timed]:
    """The clips as frames that come by the clock."""
    frames = FileFrames(played.audio, realtime=True, trailing_ms=3_000.0)
    seconds = len(played.audio) / RATE
    with working("playing", total=seconds) as advance:
        return asyncio.run(hear(config, frames, played, live=live, told=advance))


def through_pulse(played: Stream, config_file: str | None) -> list[Timed] | str:
    """The clips from a loudspeaker to a microphone, heard by a process of its own; why not, where that cannot be."""
    import soundfile  # noqa: PLC0415 -- heavy

    from tests.pulse import PulseRoom, missing  # noqa: PLC0415 -- the tests' room, in a checkout only

    if (absent := missing()) is not None:
        return f"{absent} is not installed"
    room = PulseRoom()
    with tempfile.TemporaryDirectory() as folder:
        wav = Path(folder) / "clips.wav"
        soundfile.write(str(wav), played.audio, RATE, subtype="PCM_16")
        try:
            room.start()
            return _listen_apart(lambda: room.speak_into_room(wav), room.env, config_file, played)
        except (RuntimeError, subprocess.SubprocessError) as error:
            return str(error)
        finally:
            room.stop()


def _listen_apart(
    speak: Callable[[], None], env: Mapping[str, str], config_file: str | None, played: Stream
) -> list[Timed] | str:
    """PortAudio finds its devices once a process, so that the room needs a process that begins in it."""
    command = [
        sys.executable,
        "-m",
        "benchmarks.voice",
        "--listen",
        *(["--config", config_file] if config_file else []),
    ]
    child = subprocess.Popen(  # noqa: S603 -- our own program, to be measured
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=dict(env), cwd=ROOT
    )
    try:
        assert child.stdin is not None and child.stdout is not None
        if child.stdout.readline().strip() != "listening":
            return "the microphone gave no sound"
        time.sleep(1.0)
        speak()
        time.sleep(2.0)
        said, _ = child.communicate(timeout=READY_S)
    finally:
        child.kill()
        child.wait()
    lines = said.strip().splitlines()
    if child.returncode or not lines:
        return "the listening process failed"
    return named([Timed(**one) for one in json.loads(lines[-1])], played)


async def listen(config: Config) -> list[Timed]:
    """In the room: until standard input ends."""

    def state(now: str) -> None:
        if now == "listening":
            print("listening", flush=True)

    ended = asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    return await hear(config, _Until(Microphone(config.microphone, on_state=state), ended), None)


def named(found: Sequence[Timed], played: Stream) -> list[Timed]:
    """What was heard by a microphone that was open before the clips, each with its clip. The first is the first's."""
    if not found:
        return []
    late_s = found[0].start_s - played.starts[0][0] / RATE
    return [replace(one, clip=played.clip_at(int((one.start_s - late_s + SLACK_S) * RATE))) for one in found]


class _Until:
    """A microphone that ends."""

    live = True

    def __init__(self, microphone: Microphone, ended: asyncio.Future[str]) -> None:
        self._microphone = microphone
        self._ended = ended

    @property
    def gaps(self) -> int:
        """See FrameSource."""
        return self._microphone.gaps

    async def frames(self) -> AsyncGenerator[Frame, None]:
        """See FrameSource."""
        async for frame in self._microphone.frames():
            if self._ended.done():
                return
            yield frame


def draw(found: Mapping[str, Sequence[Timed]], file: Path) -> None:
    """Each clip's stages as a bar, and the share of utterances that are acted on within a time. Raises ImportError."""
    from matplotlib.figure import Figure  # noqa: PLC0415 -- heavy, and only the laboratory has it

    name, shown = next(iter(found.items()))
    figure = Figure(figsize=(9, 3 + 0.25 * len(shown)), layout="constrained")
    bars, shares = figure.subplots(2, 1, height_ratios=[max(2.0, len(shown) / 6), 2.0])
    left = np.zeros(len(shown))
    for stage in STAGES:
        width = np.array([max(0.0, one.stages[stage]) for one in shown])
        bars.barh([f"{at}: {one.clip or one.text[:24]}" for at, one in enumerate(shown)], width, left=left, label=stage)
        left += width
    bars.invert_yaxis()
    bars.set_title(f"From the last speech sample to the start of the action, {name}")
    bars.legend(fontsize="small", ncols=4)
    for line, timed in found.items():
        totals = sorted(one.total for one in timed)
        shares.step(totals, np.arange(1, len(totals) + 1) / len(totals) * 100, where="post", label=line)
    shares.plot([AIMS["total", 50], AIMS["total", 95]], [50, 95], "k^", label="aims: 50% and 95% left of these")
    shares.set_ylabel("acted on, %")
    for axes in (bars, shares):
        axes.set_xlabel("ms")
        axes.set_xlim(0, None)
    shares.legend(fontsize="small")
    file.parent.mkdir(exist_ok=True)
    figure.savefig(str(file), dpi=120)


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(prog="golem bench voice", description=__doc__)
    made.add_argument("--only", metavar="TEXT", help="only the clips whose name or kind contains TEXT")
    made.add_argument("--rounds", type=int, default=1, metavar="N", help="play them N times")
    made.add_argument("--beside", action="store_true", help="also with nothing recognised ahead, in the same run")
    made.add_argument("--live", action="store_true", help="also with words shown while they are being said")
    made.add_argument("--no-pulse", action="store_true", help="from memory alone")
    made.add_argument("--config", metavar="FILE", help="settings other than the user's")
    made.add_argument("--listen", action="store_true", help=argparse.SUPPRESS)
    return made


def main(argv: Sequence[str] | None = None) -> int:
    """Play, print and plot; 0 where anything could be measured, 2 and a line where nothing could."""
    args = parser().parse_args(argv)
    config = load_config(args.config)
    if args.listen:
        print(json.dumps([dataclasses.asdict(one) for one in asyncio.run(listen(config))]), flush=True)
        return 0
    chosen = clips(args.only)
    if not chosen or args.rounds < 1:
        print("no clip has that in its name or kind, or --rounds is less than 1", file=sys.stderr)
        return 2
    played = stream(chosen, args.rounds)
    try:
        found = measure(config, played, args)
    except GolemError as error:
        print(error, file=sys.stderr)
        return 2
    report(found, chosen)
    return 0 if any(found.values()) else 2


def measure(config: Config, played: Stream, args: argparse.Namespace) -> dict[str, list[Timed]]:
    """Every way that was asked for and can be had here."""
    print(f"{len(played.starts)} clips, {len(played.audio) / RATE:.0f} s of sound a way", file=sys.stderr)
    found = {MEMORY: from_memory(config, played)}
    if args.beside:
        found[PLAIN] = from_memory(without_speculation(config), played)
    if args.live:
        always = replace(config, terminal=replace(config.terminal, live_words="always"))
        found[LIVE] = from_memory(always, played, live=True)
    if not args.no_pulse:
        pulse = through_pulse(played, args.config)
        if isinstance(pulse, str):
            print(f"not {PULSE}: {pulse}", file=sys.stderr)
        else:
            found[PULSE] = pulse
    return found


def report(found: Mapping[str, list[Timed]], chosen: Sequence[Clip]) -> None:
    """Print it all, and leave samples and plot behind."""
    console = Console()
    for name, timed in found.items():
        if timed:
            console.print(table(name, timed, found.get(PLAIN, ()) if name == MEMORY else ()))
            for text in told(timed, chosen):
                console.print(f"  {text}", markup=False, highlight=False)
    OUT.mkdir(exist_ok=True)
    samples = {name: [dataclasses.asdict(one) for one in timed] for name, timed in found.items()}
    (OUT / "voice.json").write_text(json.dumps(machine() | {"ways": samples}, indent=1) + "\n")
    try:
        draw({name: timed for name, timed in found.items() if timed}, OUT / "voice.png")
        console.print(f"plot: {(OUT / 'voice.png').relative_to(ROOT)}")
    except ImportError:
        console.print("no plot: matplotlib is not installed (make bench installs it)")


if __name__ == "__main__":
    sys.exit(main())
