"""Developer commands, spoken and heard: `golem bench commands`.

Forty commands with words that recognisers get wrong (benchmarks/data/commands.toml), spoken by the Piper voice and two
voices of espeak-ng, at three speeds. Each is right if the skill and every slot come out as they do for the words typed;
a command that no shipped skill does is judged by its words. Plain Whisper and Golem hear the same sound in one run; for
both it goes through the same matcher. Thresholds were set on other commands (`--tuning` takes those). `--talk`
takes sentences that are no commands: of these the words are counted that come out wrong, no more of them for Golem.

What was heard is kept in `benchmarks/out/commands.json`; `--fresh` hears it anew. `--speeds 1` speaks each command once
by each voice, at a speed that changes from one to the next.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.speaking import VOICE
from benchmarks.transcription import wrong_words
from intents.matcher import Matcher
from intents.model import Match, Scene
from intents.phrasebook import Phrasebook
from intents.sounding import as_said
from shell.errors import UsageError
from shell.store import default_models_folder
from skills.registry import Registry

if TYPE_CHECKING:
    from shell.frames import Audio
    from shell.rescoring import CommandAware
    from shell.tts import PiperVoice

ROOT = Path(__file__).parents[1]
REPORTED = ROOT / "benchmarks/data/commands.toml"
TUNING = ROOT / "benchmarks/data/commands_tuning.toml"
TALK = ROOT / "benchmarks/data/talk.toml"
KEPT = ROOT / "benchmarks/out/commands.json"
PIPER_SPEEDS = (0.85, 1.0, 1.2)
"""Of the voice's own."""
ESPEAK_SPEEDS = (150, 175, 200)
"""Words a minute; 175 is espeak-ng's own."""
VOICES: Mapping[str, tuple[float, ...]] = {"piper": PIPER_SPEEDS, "en-us": ESPEAK_SPEEDS, "en-gb": ESPEAK_SPEEDS}
LEAST_RIGHT, MOST_TIME = 0.95, 1.3
"""The aims: of the reported commands, and of the median of the clips' own times."""
AROUND_S = 0.3
"""Silence before and after the words, as the endpointer leaves it."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command of the data file."""

    said: str
    spoken: str
    """As the synthesiser is given it."""
    skill: str | None
    """None where it is judged by its words."""
    slots: Mapping[str, Any]
    """Only those that were said; a path is relative to the scene."""


@dataclass(frozen=True, slots=True)
class Clip:
    """One way in which a command is spoken."""

    command: Command
    voice: str
    speed: float

    @property
    def key(self) -> str:
        """As it is kept."""
        return f"{self.command.said} | {self.voice} | {self.speed:g}"


def load(file: Path) -> tuple[dict[str, list[str]], list[Command]]:
    """The scene's names, and the commands."""
    data = tomllib.loads(file.read_text("utf-8"))
    spoken = data["spoken"]
    commands = [
        Command(
            row["said"],
            " ".join(spoken.get(word, word) for word in row["said"].split()),
            row.get("skill"),
            row.get("slots", {}),
        )
        for row in data["command"]
    ]
    return data["scene"], commands


def lay_out(scene: Mapping[str, Sequence[str]], folder: Path) -> Scene:
    """The scene's files and branches, made in `folder`."""
    for name in scene["files"]:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("hello\n", "utf-8")
    for name in scene["branches"]:
        ref = folder / ".git/refs/heads" / name
        ref.parent.mkdir(parents=True, exist_ok=True)
        ref.write_text("0" * 40 + "\n", "utf-8")
    (folder / ".git/HEAD").write_text(f"ref: refs/heads/{scene['branches'][0]}\n", "utf-8")
    return Scene(folder, folder, heard=True)


class Judge:
    """Says whether words come to what was meant."""

    def __init__(self, matcher: Matcher, scene: Scene) -> None:
        self._matcher = matcher
        self._scene = scene

    def right(self, text: str, command: Command) -> bool:
        """Whether the words are the command: skill and slots, or, where no skill is named, those of the words typed, or
        the words alone."""
        if command.skill is None and as_said(text).replace(" ", "") == as_said(command.said).replace(" ", ""):
            return True
        wanted = (command.skill, dict(command.slots)) if command.skill is not None else self._comes_to(command.said)
        return wanted is not None and self._comes_to(text) == wanted

    def _comes_to(self, text: str) -> tuple[str, dict[str, object]] | None:
        outcome = self._matcher.match(text, self._scene)
        if not isinstance(outcome, Match):
            return None
        return outcome.intent.id, {fill.slot.name: self._plain(fill.value) for fill in outcome.fills}

    def _plain(self, value: object) -> object:
        return str(value.relative_to(self._scene.cwd)) if isinstance(value, Path) else value


class Speakers:
    """The voices."""

    def __init__(self, models: Path) -> None:
        self._models = models
        self._piper: dict[float, PiperVoice] = {}

    def speak(self, clip: Clip) -> Audio:
        """The clip's sound, float32 (n,), 16 kHz, with near silence around it."""
        import numpy as np  # noqa: PLC0415 -- heavy

        sound = self._by_piper(clip) if clip.voice == "piper" else self._by_espeak(clip)
        around = int(AROUND_S * 16_000)
        whole = np.random.default_rng(1).normal(0, 1e-4, len(sound) + 2 * around).astype(np.float32)
        whole[around : around + len(sound)] += sound
        return whole

    def _by_piper(self, clip: Clip) -> Audio:
        import numpy as np  # noqa: PLC0415 -- heavy
        import soxr  # noqa: PLC0415 -- as above

        from shell.tts import PiperVoice, VoiceSettings  # noqa: PLC0415 -- as above

        if clip.speed not in self._piper:
            self._piper[clip.speed] = PiperVoice(self._models / VOICE, VoiceSettings(speed=clip.speed))
        voice = self._piper[clip.speed]
        sound = np.concatenate(list(voice.synthesize(clip.command.spoken)))
        return np.asarray(soxr.resample(sound, voice.sample_rate, 16_000), np.float32)

    def _by_espeak(self, clip: Clip) -> Audio:
        from shell.audio_file import load as load_sound  # noqa: PLC0415 -- heavy

        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "spoken.wav"
            options = ["-v", clip.voice, "-s", f"{clip.speed:g}", "-w", str(file)]
            subprocess.run(  # noqa: S603 -- a benchmark's own words, and no shell
                ["espeak-ng", *options, "--", clip.command.spoken],  # noqa: S607 -- wherever the system has it
                check=True,
            )
            return load_sound(file)


def clips(commands: Sequence[Command], speeds: int) -> Iterator[Clip]:
    """Every command by every voice; at all speeds, or at one that changes from command to command."""
    for row, command in enumerate(commands):
        for column, (voice, own) in enumerate(VOICES.items()):
            for speed in own if speeds == len(own) else [own[(row + column) % len(own)]]:
                yield Clip(command, voice, speed)


def command_aware(scene: Scene, programs: Sequence[str], threads: int = 0) -> CommandAware:
    """Golem's hearing, with every shipped skill; `threads` as in TranscriberSettings."""
    from shell.asr import TranscriberSettings, WhisperTranscriber  # noqa: PLC0415 -- heavy
    from shell.live_sayable import LiveSayable  # noqa: PLC0415 -- as above
    from shell.rescoring import CommandAware  # noqa: PLC0415 -- as above
    from shell.tts import english_sounds  # noqa: PLC0415 -- as above

    skills = Registry().skills
    intents = [skill.intent for skill in skills if not skill.intent.within]  # outside a workspace
    matcher = Matcher(intents)
    phrasebook = Phrasebook([matcher.grammar(intent) for intent in intents], english_sounds, lambda: programs)
    phrasebook.warm()
    sayable = LiveSayable(matcher, phrasebook, lambda: scene, {skill.id for skill in skills if skill.ends})
    whisper = WhisperTranscriber(default_models_folder() / "whisper-base", TranscriberSettings(threads=threads))
    return CommandAware(whisper, sayable)


def hear(every: Sequence[Clip], kept: Path, aware: CommandAware) -> dict[str, dict[str, Any]]:
    """What each clip was heard as, plainly and by Golem, and the seconds of each; what is kept is not heard again."""
    known: dict[str, dict[str, Any]] = json.loads(kept.read_text("utf-8")) if kept.is_file() else {}
    speakers = Speakers(default_models_folder())
    kept.parent.mkdir(parents=True, exist_ok=True)
    for count, clip in enumerate(every, 1):
        if clip.key in known:
            continue
        audio = speakers.speak(clip)
        begun = time.perf_counter()
        listened = aware.listener.listen(audio)
        plainly_s = time.perf_counter() - begun
        heard = aware.reconsidered(listened, len(audio) / 16_000)
        known[clip.key] = {
            "plain": getattr(listened.heard, "text", ""),
            "golem": getattr(heard, "text", ""),
            "plain_s": plainly_s,
            "golem_s": time.perf_counter() - begun,
        }
        kept.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", "utf-8")
        print(f"\r{count} of {len(every)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return known


def report(every: Sequence[Clip], known: Mapping[str, Mapping[str, Any]], judge: Judge) -> None:
    """Print the shares that are right, by voice, and what Golem still gets wrong."""
    print(f"{'':8}{'plain Whisper':>16}{'Golem':>16}")
    for voice in (*VOICES, "all"):
        own = [clip for clip in every if voice in (clip.voice, "all")]
        print(f"{voice:8}" + "".join(f"{_share(own, known, judge, way):>16}" for way in ("plain", "golem")))
    with_skill = [clip for clip in every if clip.command.skill is not None]
    shares = "".join(f"{_share(with_skill, known, judge, way):>16}" for way in ("plain", "golem"))
    print(f"{'skills':8}{shares}   (without the commands that no shipped skill does)")
    right = sum(judge.right(known[clip.key]["golem"], clip.command) for clip in every) / len(every)
    print(f"all right, Golem: {right:.1%} (aim: at least {LEAST_RIGHT:.0%}, {_met(right >= LEAST_RIGHT)})")
    _report_time(every, known)
    for clip in every:
        row = known[clip.key]
        if not judge.right(row["golem"], clip.command):
            print(f"  {clip.key}: plain {row['plain']!r}, golem {row['golem']!r}")


def _met(is_met: bool) -> str:
    return "met" if is_met else "missed"


def _report_time(every: Sequence[Clip], known: Mapping[str, Mapping[str, Any]]) -> None:
    times = [(known[clip.key]["golem_s"], known[clip.key]["plain_s"]) for clip in every]
    median = statistics.median(golem / plain for golem, plain in times)
    whole = sum(golem for golem, _ in times) / sum(plain for _, plain in times)
    print(
        f"time, of plain, median of clips: {median:.2f} (aim: at most {MOST_TIME}, {_met(median <= MOST_TIME)});",
        end=" ",
    )
    print(f"in sum: {whole:.2f}")


def report_talk(every: Sequence[Clip], known: Mapping[str, Mapping[str, Any]]) -> None:
    """Print the words that are wrong by each way, and every sentence that knowing commands changed."""
    rates = [wrong_words([(clip.command.said, known[clip.key][way]) for clip in every]) for way in ("plain", "golem")]
    print(f"words wrong: plain {rates[0]:.1%}, Golem {rates[1]:.1%} (aim: no more, {_met(rates[1] <= rates[0])})")
    _report_time(every, known)
    changed = [clip for clip in every if known[clip.key]["plain"] != known[clip.key]["golem"]]
    print(f"{len(changed)} of {len(every)} sentences changed")
    for clip in changed:
        print(f"  {clip.key}: plain {known[clip.key]['plain']!r}, golem {known[clip.key]['golem']!r}")


def _share(every: Sequence[Clip], known: Mapping[str, Mapping[str, Any]], judge: Judge, way: str) -> str:
    right = [judge.right(known[clip.key][way], clip.command) for clip in every]
    return f"{sum(right) / len(right):.1%} of {len(right)}" if right else "-"


def main(argv: Sequence[str] | None = None) -> int:
    """Speak and hear what is not kept yet, then report."""
    parser = argparse.ArgumentParser(prog="golem bench commands", description=__doc__)
    parser.add_argument("--speeds", type=int, choices=(1, 3), default=3, help="speeds at which each voice speaks")
    parser.add_argument("--tuning", action="store_true", help="the commands that thresholds were set on")
    parser.add_argument("--talk", action="store_true", help="sentences that are no commands")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only each N-th clip")
    parser.add_argument("--threads", type=int, default=0, help="of the recogniser; 1 is best on a busy machine")
    parser.add_argument("--fresh", action="store_true", help="hear everything anew")
    options = parser.parse_args(argv)
    file = TALK if options.talk else TUNING if options.tuning else REPORTED
    if not (default_models_folder() / "whisper-base").is_dir():
        raise UsageError("Whisper base is not there: golem models pull")
    kept = KEPT if file == REPORTED else KEPT.with_stem(file.stem)
    if options.fresh:
        kept.unlink(missing_ok=True)
    names, commands = load(file)
    every = [*clips(commands, options.speeds)][:: options.every]
    with tempfile.TemporaryDirectory() as folder:
        scene = lay_out(names, Path(folder).resolve())
        aware = command_aware(scene, names["programs"], options.threads)
        known = hear(every, kept, aware)
        heard = [clip for clip in every if clip.key in known]
        if options.talk:
            report_talk(heard, known)
        else:
            report(heard, known, Judge(Matcher([skill.intent for skill in Registry().skills]), scene))
    return 0


if __name__ == "__main__":
    sys.exit(main())
