"""The flagship, spoken by voices that never say a thing twice alike: `golem bench errand`; --help names its options.

The twelve utterances of `tests/e2e/errand.py` go from a loudspeaker to a microphone (PulseAudio) into a Golem in its
workspace, in real time, as the test has it; but the voice keeps its own noise, from a seed that is another for each
run, at another speed. What comes to something else than it should is said again, as a person would, and if need be a
third time. Printed is each utterance that was not understood at once, with what was heard, and how many runs came to
their end, at once or with repeats.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks.harness import machine
from shell.errors import UsageError
from shell.store import default_models_folder

if TYPE_CHECKING:
    from shell.tts import PiperVoice
    from tests.e2e.errand import Step
    from tests.e2e.golem_process import Golem
    from tests.pulse import PulseRoom

OUT: Final = Path(__file__).parent / "out/errand.json"
SPEEDS: Final = (1.0, 0.85, 1.2)
"""Of the voice's own; each run takes the next."""
MOST_SAID: Final = 3
"""Times that an utterance is said before its run is given up."""
PATIENCE_S: Final = 60.0
"""Seconds without a turn after which nothing was heard."""
BETWEEN_S: Final = 0.5
"""Between a turn's end and the next utterance."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One utterance, said once, and what came of it."""

    step: int
    """From 1."""
    said: str
    heard: str
    """Empty where nothing was."""
    came_to: str
    """Skill, outcome and, where one spoke, the rule."""
    right: bool
    confidence: str = ""
    """What the rules had to say of how it was heard."""


@dataclass(frozen=True, slots=True)
class Run:
    """One errand."""

    voice: str
    seed: int
    speed: float
    attempts: tuple[Attempt, ...]
    mended: bool
    """Whether the repository was in the end as it should be."""
    fault: str = ""
    """Why it did not even begin."""

    @property
    def at_once(self) -> bool:
        """Whether every utterance was understood when it was first said."""
        return self.mended and all(one.right for one in self.attempts)


def voices(models: Path) -> list[Path]:
    """Every Piper voice that is in the store."""
    return sorted(folder for folder in models.glob("piper-*") if any(folder.glob("*.onnx")))


def speakers(folders: Sequence[Path], runs: int, first: int) -> Iterator[tuple[Path, int, float]]:
    """Voice, seed and speed of each run: the voices in turn, the seeds one after another, the speeds in turn."""
    for number in range(runs):
        yield folders[number % len(folders)], first + number, SPEEDS[number % len(SPEEDS)]


def noisy(folder: Path, seed: int, speed: float) -> PiperVoice:
    """A voice with its own noise, drawn from a seed: onnxruntime takes it for the sessions that are made after."""
    import onnxruntime  # noqa: PLC0415 -- heavy

    from shell.tts import PiperVoice, VoiceSettings  # noqa: PLC0415 -- heavy

    onnxruntime.set_seed(seed)
    return PiperVoice(folder, VoiceSettings(speed=speed))


def errand(voice: PiperVoice, golem: Golem, room: PulseRoom, sounds: Path) -> tuple[list[Attempt], bool]:
    """All twelve, each until it is understood; what was said, and whether the repository is as it should be."""
    from tests.e2e.beside import Beside  # noqa: PLC0415 -- the tests' own, in a checkout only
    from tests.e2e.errand import ERRAND, lay_out, mended  # noqa: PLC0415 -- as above

    folder = lay_out(golem)
    attempts: list[Attempt] = []
    beside = Beside(golem, "--quiet", more=room.env)
    try:
        beside.wait_for("Listening", seconds=120.0)
        for number, step in enumerate(ERRAND, 1):
            attempts += _until_right(number, step, lambda text, name: _spoken(voice, room, text, sounds / name), golem)
            if not attempts[-1].right:
                return attempts, False
    finally:
        beside.kill()
    try:
        mended(folder)
    except AssertionError:
        return attempts, False
    return attempts, True


def _spoken(voice: PiperVoice, room: PulseRoom, text: str, wav: Path) -> None:
    """Say something into the room."""
    from tests.e2e.conftest import say_to_file  # noqa: PLC0415 -- the tests' own, in a checkout only

    room.speak_into_room(say_to_file(voice, text, wav))


def _until_right(number: int, step: Step, speak: Callable[[str, str], None], golem: Golem) -> Iterator[Attempt]:
    said = f"{(step.aloud or step.said).capitalize()}."
    for again in range(MOST_SAID):
        attempt = _attempt(number, step, said, golem, partial(speak, said, f"{number}-{again}.wav"))
        yield attempt
        if attempt.right:
            return


def _attempt(number: int, step: Step, said: str, golem: Golem, speak: Callable[[], None]) -> Attempt:
    """Say it, and wait for its turn: a spoken question of Golem's own ends as a turn, too."""
    from tests.e2e.errand import check, turns  # noqa: PLC0415 -- the tests' own, in a checkout only

    before = len(turns(golem))
    speak()
    deadline = time.monotonic() + PATIENCE_S
    while len(found := turns(golem)) == before and time.monotonic() < deadline:
        time.sleep(0.1)
    time.sleep(BETWEEN_S)
    if len(found) == before:
        return Attempt(number, said, "", "nothing", right=False)
    done = found[-1]
    try:
        check(step, done)
        right = True
    except AssertionError:
        right = False
    came_to = " ".join(filter(None, [done["skill"] or done["route"], done["outcome"], done["rule"]]))
    doubts = "; ".join(each for each in done["fired"] if "confidence" in each or "taken to mean" in each)
    return Attempt(number, said, done["text"], came_to, right=right, confidence=doubts or done["reply"])


def one_run(folder: Path, seed: int, speed: float, models: Path) -> Run:
    """A fresh home, room and repository, and the errand in them."""
    from tests.e2e.golem_process import Golem  # noqa: PLC0415 -- the tests' own, in a checkout only
    from tests.pulse import PulseRoom  # noqa: PLC0415 -- as above

    room = PulseRoom()
    with tempfile.TemporaryDirectory(prefix="golem-errand-") as place:
        project, home, sounds = (Path(place).resolve() / name for name in ("project", "home", "sounds"))
        for each in (project, sounds, home / "state"):
            each.mkdir(parents=True)
        (home / "state/set-up").touch()  # the first page was shown
        try:
            room.start()
            attempts, mended = errand(noisy(folder, seed, speed), Golem(project, home, models), room, sounds)
        except AssertionError as never:  # the tests' own word for what did not come in time
            return Run(folder.name, seed, speed, (), mended=False, fault=str(never).splitlines()[0])
        finally:
            room.stop()
    return Run(folder.name, seed, speed, tuple(attempts), mended)


def told(runs: Sequence[Run]) -> Iterator[str]:
    """What there is to know, a line each."""
    for run in runs:
        if run.fault:
            yield f"{run.voice} seed {run.seed} x{run.speed:g}: {run.fault}"
        for one in run.attempts:
            if not one.right:
                yield (
                    f"{run.voice} seed {run.seed} x{run.speed:g}: {one.step}. {one.said!r} heard {one.heard!r}"
                    f" → {one.came_to} ({one.confidence})"
                )
    lost = Counter(run.attempts[-1].step for run in runs if not run.mended and run.attempts)
    said = [one for run in runs for one in run.attempts]
    yield f"utterances understood: {sum(one.right for one in said)} of {len(said)}"
    yield (
        f"runs: {len(runs)}, at once {sum(run.at_once for run in runs)}, with repeats {sum(run.mended for run in runs)}"
    )
    if lost:
        yield "given up at: " + ", ".join(f"{step} ({count}×)" for step, count in sorted(lost.items()))


def kept(runs: Sequence[Run]) -> Mapping[str, Any]:
    """All of it, as JSON has it."""
    rows = [
        {
            **{name: getattr(run, name) for name in ("voice", "seed", "speed", "mended", "at_once", "fault")},
            "attempts": [{name: getattr(one, name) for name in Attempt.__slots__} for one in run.attempts],
        }
        for run in runs
    ]
    return {"machine": machine(), "runs": rows}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the errands and report; 0 if all came to their end."""
    parser = argparse.ArgumentParser(prog="golem bench errand", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="errands, a minute or two each (5)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of the first run; the next have the next (1)")
    options = parser.parse_args(argv)
    models = default_models_folder()
    folders = voices(models)
    missing = _missing(models, folders)
    if missing is not None:
        raise UsageError(missing)
    runs: list[Run] = []
    for folder, seed, speed in speakers(folders, options.runs, options.seed):
        runs.append(one_run(folder, seed, speed, models))
        OUT.parent.mkdir(parents=True, exist_ok=True)
        OUT.write_text(json.dumps(kept(runs), indent=1) + "\n", "utf-8")
        print(f"{folder.name}, seed {seed}: {'done' if runs[-1].mended else 'not done'}", file=sys.stderr, flush=True)
    for line in told(runs):
        print(line)
    print(f"voices: {', '.join(folder.name for folder in folders)}; written to {OUT}")
    return 0 if all(run.mended for run in runs) else 1


def _missing(models: Path, folders: Sequence[Path]) -> str | None:
    """What an errand needs and is not here, with what to do; None where all is."""
    import shutil  # noqa: PLC0415 -- only for this look

    from tests.pulse import missing  # noqa: PLC0415 -- the tests' own, in a checkout only

    if not (models / "whisper-base").is_dir() or not folders:
        return "Whisper base or a Piper voice is not there: golem models pull"
    absent = missing() or next((name for name in ("tmux", "vim", "git") if shutil.which(name) is None), None)
    return f"{absent} is not installed: .ci/run lists what the tests need" if absent else None


if __name__ == "__main__":
    sys.exit(main())
