"""The set-up's steps, in order, and when each is needed.

A step is done again only when its key differs from the one that `.venv/golem-setup.json` remembers; a key is a hash of
the lock files that the step installs. So a second `make run` hashes four small files, asks the store whether the models
are here, and starts. What a machine lacks is installed through apt-get where that asks no question; else the exact
command is printed, and the set-up stops only where nothing can work without it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from setup.probes import Machine, apt_commands, apt_prefix, by_hand, this_machine, venv_package
from setup.progress import Display, clock_face, run_on_screen, run_shown

ROOT = Path(__file__).resolve().parent.parent
GOALS = {
    "setup": "everything that a user needs",
    "run": "the same, and missing models or chat do not stop it",
    "test": "the same, with the tools that the tests use",
    "lab": "the same, with what training and the comparisons of `make bench` use",
    "chat": "compile the chat engine again",
}
ONLY_FOR = {"dev": "test", "lab": "lab"}
"""Steps that one goal alone needs."""
CHAT_TITLE = "chat engine, compiled from source (about ten minutes on two cores)"
DONE = ("done", "is there")
"""Outcomes after which a step is not done again."""
NO_COMPILER = "left out, no C++ compiler"
FAILED = "left out, the build failed"
PIP_OPTIONS = ("--no-input", "--disable-pip-version-check")
WITHOUT_CHAT = "GOLEM_WITHOUT_CHAT"
"""Environment variable: set to anything, the chat engine is not compiled."""


class SetupStopped(Exception):
    """Nothing can work without what is missing; the message says what to do."""


@dataclass(frozen=True)
class Layout:
    """Where the set-up reads and writes."""

    root: Path

    @property
    def venv(self) -> Path:
        """The virtual environment."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.venv / "bin" / "python"

    @property
    def stamps(self) -> Path:
        """What was done, as JSON: step to key."""
        return self.venv / "golem-setup.json"

    @property
    def log(self) -> Path:
        """Everything that the installers printed."""
        return self.root / "build" / "setup.log"

    def lock(self, name: str) -> Path:
        """A lock file: what is installed, name and version."""
        return self.root / "setup" / "locks" / f"{name}.lock"

    def hashes(self, name: str) -> Path:
        """The same with the SHA-256 of every file that the index has of each, but for PyTorch."""
        return self.root / "setup" / "locks" / f"{name}.hashes"


@dataclass
class Stamps:
    """Which steps were done, with which key."""

    path: Path
    keys: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Stamps:
        """Those on disk; none where the file is missing or cannot be read."""
        try:
            keys = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            keys = {}
        return cls(path, {str(k): str(v) for k, v in keys.items()} if isinstance(keys, dict) else {})

    def set(self, step: str, key: str) -> None:
        """Remember a step, at once, so that an interrupted set-up goes on where it was."""
        self.keys[step] = key
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps(self.keys, indent=2) + "\n", encoding="utf-8")
        fresh.replace(self.path)


@dataclass(frozen=True)
class Step:
    """One step."""

    name: str
    title: str
    key: str
    """Remembered when it is done; empty for a step that looks for itself whether it has anything to do."""
    act: Callable[[], str]
    """Does it; returns the words that end its line, of `DONE` where it was done. Raises SetupStopped."""


def key_of(*parts: Path | str) -> str:
    """A hash of files' contents and of strings."""
    digest = hashlib.sha256()
    for part in parts:
        content = part.read_bytes() if isinstance(part, Path) else part.encode()
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()[:16]


class Setup:
    """One run of the set-up."""

    def __init__(
        self,
        layout: Layout,
        machine: Machine,
        display: Display,
        run: Callable[[Sequence[str]], int],
        show: Callable[[Sequence[str]], int],
    ) -> None:
        """`run` and `show` run a program to its end and return its exit status.

        `run` keeps its output to a log and shows that it is at work; `show` lets it write to the screen itself.
        """
        self._layout = layout
        self._machine = machine
        self._display = display
        self._run = run
        self._show = show
        self._models_missing = False

    def reach(self, goal: str) -> int:
        """Do what is missing for a goal of `GOALS`. Returns 1 where models are missing and the goal is not `run`."""
        self._renew_venv()
        stamps = Stamps.read(self._layout.stamps)
        steps = self._pending(goal, stamps)
        if not steps:
            self._models()
        for number, step in enumerate(steps, 1):
            self._display.step(number, len(steps), step.title)
            outcome = step.act()
            self._display.done(outcome)
            if step.key:
                stamps.set(step.name, step.key if outcome in DONE else f"{outcome} {step.key}")
        for line in self._reminders(stamps):
            self._display.say(line)
        if steps:
            self._display.say(f"set up in {clock_face(self._display.elapsed_s)}")
        return 1 if self._models_missing and goal != "run" else 0

    def _pending(self, goal: str, stamps: Stamps) -> list[Step]:
        """The steps that are to be done, in order."""
        lock = self._layout.lock
        keyed = [
            Step("venv", "virtual environment", str(self._layout.venv), self._make_venv),
            Step("tools", "pip and setuptools", self._key("tools"), lambda: self._hashed("tools")),
            Step("runtime", "Python packages", self._key("runtime"), lambda: self._hashed("runtime")),
            Step("torch", "PyTorch", key_of(lock("runtime")), self._torch),
            Step("dev", "tools for the tests", self._key("dev"), lambda: self._extra("dev")),
            Step("lab", "tools for training and comparing", self._key("lab"), lambda: self._extra("lab")),
            Step("project", "Golem itself", key_of(self._layout.root / "pyproject.toml"), self._project),
        ]
        steps = [s for s in keyed if stamps.keys.get(s.name) != s.key and ONLY_FOR.get(s.name, goal) == goal]
        if not self._machine.has_portaudio() and (goal == "setup" or "portaudio" not in stamps.keys):
            steps.append(Step("portaudio", "PortAudio, for microphone and loudspeaker", "tried", self._portaudio))
        chat = Step("chat", CHAT_TITLE, self._key("chat"), self._chat)
        if self._chat_wanted(goal, stamps.keys.get("chat", ""), chat.key):
            steps.append(chat)
        if steps:
            models = Step("models", "models", "", self._models)
            # before the engine, whose ten minutes somebody may cut short
            steps.insert(len(steps) - (steps[-1] is chat), models)
        return steps

    def _chat_wanted(self, goal: str, before: str, key: str) -> bool:
        """Whether to build the chat engine. What failed is not tried at every start, but when somebody asks for it."""
        if os.environ.get(WITHOUT_CHAT) or before == key:
            return False
        if not before.endswith(key) or goal in {"setup", "chat"}:
            return True
        return before == f"{NO_COMPILER} {key}" and self._machine.has_compiler()

    def _renew_venv(self) -> None:
        """Remove an environment that this Python or this folder cannot use: it was made by another, or was moved."""
        venv = self._layout.venv
        if not venv.exists():
            return
        made_for = Stamps.read(self._layout.stamps).keys
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        moved = made_for.get("venv") not in (None, str(venv))
        if moved or not self._layout.python.exists() or not (venv / "lib" / version).is_dir():
            self._display.say(f"{venv} was made by another Python or elsewhere: making it anew")
            shutil.rmtree(venv)

    def _make_venv(self) -> str:
        """Make it, or complete one that an interrupted set-up left half made: venv adds what is missing."""
        if not self._machine.has_venv() and not self._install(venv_package(), self._machine.has_venv):
            raise SetupStopped(
                "this Python cannot make a virtual environment; install its venv module, then run this again:\n"
                f"  {by_hand(self._machine, venv_package())}"
            )
        if self._run([sys.executable, "-m", "venv", str(self._layout.venv)]) != 0:
            shutil.rmtree(self._layout.venv, ignore_errors=True)
            raise SetupStopped("the virtual environment could not be made")
        return "done"

    def _portaudio(self) -> str:
        if self._machine.has_portaudio() or self._install("libportaudio2", self._machine.has_portaudio):
            return "is there"
        return "not there"

    def _key(self, name: str) -> str:
        return key_of(self._layout.lock(name), self._layout.hashes(name))

    def _hashed(self, name: str) -> str:
        """Install what a lock pins, each file checked against its hash, and nothing else."""
        return self._pip("--no-deps", "--require-hashes", "-r", str(self._layout.hashes(name)))

    def _torch(self) -> str:
        """PyTorch, with what it brings along on this machine (CUDA's libraries, for one).

        Its builds differ between indexes, so that no hash would fit all of them: the version alone is pinned. All else
        is there by now; what a lock made on another platform lacks comes here, too.
        """
        lock = self._layout.lock("runtime")
        return self._pip(torch_pin(lock), "-r", str(lock))

    def _extra(self, name: str) -> str:
        """A further set: hashed, then whatever this platform needs besides."""
        self._hashed(name)
        return self._pip("-r", str(self._layout.lock(name)), "-c", str(self._layout.lock("runtime")))

    def _pip(self, *what: str) -> str:
        if self._run(self._pip_command(*what)) != 0:
            raise SetupStopped("pip failed, as shown above; run this again to go on where it stopped")
        return "done"

    def _pip_command(self, *what: str) -> list[str]:
        # The environment's first pip may be an old one, which lacks the newer options.
        newer = (
            ("--progress-bar=raw", "--resume-retries=20") if Stamps.read(self._layout.stamps).keys.get("tools") else ()
        )
        return [str(self._layout.python), "-I", "-m", "pip", *PIP_OPTIONS, "install", *newer, *what]

    def _project(self) -> str:
        """Editable, without looking at dependencies and without a build environment: so without a network."""
        return self._pip("--no-deps", "--no-build-isolation", "--no-index", "-e", str(self._layout.root))

    def _chat(self) -> str:
        """Compile the chat engine. That it fails never fails the set-up: everything but chat works without it."""
        if not self._machine.has_compiler() and not self._install("g++", self._machine.has_compiler):
            return NO_COMPILER
        hashed = ("--no-deps", "--require-hashes", "-r", str(self._layout.hashes("chat")))
        command = self._pip_command("-v", *hashed, "--build-constraint", str(self._layout.lock("build")))
        return "done" if self._run(command) == 0 else FAILED

    def _models(self) -> str:
        """Ask the store for the default models; where they are here already, it says nothing and is quick."""
        golem = self._layout.venv / "bin" / "golem"
        self._models_missing = self._show([str(golem), "models", "pull", "--quiet"]) != 0
        return "some are missing" if self._models_missing else "done"

    def _install(self, package: str, there: Callable[[], bool]) -> bool:
        """Install a system package where that asks no question; whether it is there now."""
        prefix = apt_prefix(self._machine)
        if prefix is None:
            return False
        self._display.say(f"installing {package} with apt-get")
        statuses = [self._run(command) for command in apt_commands(prefix, package)]
        return statuses[-1] == 0 and there()

    def _reminders(self, stamps: Stamps) -> list[str]:
        """What is missing, and the command that mends it: at every start, a line each."""
        lines = []
        if not self._machine.has_portaudio():
            command = by_hand(self._machine, "libportaudio2")
            lines.append(f"no PortAudio, so Golem is typed and silent; to speak with it: {command}")
        chat = "" if os.environ.get(WITHOUT_CHAT) else stamps.keys.get("chat", "")
        if chat.startswith(NO_COMPILER):
            lines.append(f"no C++ compiler, so no chat; to get it: {by_hand(self._machine, 'g++')}, then: make chat")
        elif chat.startswith(FAILED):
            lines.append(f"the chat engine could not be built (see {self._layout.log}); to try again: make chat")
        if self._models_missing:
            lines.append("some models are missing, and what needs them is off; to fetch them: make setup")
        return lines


def torch_pin(lock: Path) -> str:
    """The line of a lock file that pins PyTorch."""
    for line in lock.read_text(encoding="utf-8").splitlines():
        if line.startswith("torch=="):
            return line.strip()
    raise SetupStopped(f"{lock} does not pin torch")


def main(arguments: Sequence[str]) -> int:
    """Reach the goal that is named, `setup` where none is; the exit status."""
    goal = arguments[0] if arguments else "setup"
    if goal not in GOALS or len(arguments) > 1:
        sys.stderr.write("usage: python3 -m setup [" + "|".join(GOALS) + "]\n")
        return 2
    layout = Layout(ROOT)
    display = Display(sys.stdout)

    def run(argv: Sequence[str]) -> int:
        return run_shown(argv, layout.log, display)

    try:
        return Setup(layout, this_machine(), display, run, run_on_screen).reach(goal)
    except SetupStopped as stopped:
        display.say(f"golem: {stopped}")
        return 1
    except KeyboardInterrupt:
        display.say("stopped; run it again to go on where it was")
        return 130
