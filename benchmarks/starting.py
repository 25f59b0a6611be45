"""From the command to the prompt, to listening, and how much memory all of it takes."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.harness import Bench, Skipped, stage
from shell.places import places_of_user

ROOT = Path(__file__).parents[1]
PROMPT = b"golem> "
CURSOR_ASKED, CURSOR_TOLD = b"\x1b[6n", b"\x1b[1;1R"


def environment(bench: Bench, home: str) -> dict[str, str]:
    """A clean home, these models, no network."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "HOME") if name in os.environ}
    own = {"GOLEM_HOME": home, "GOLEM_MODELS": str(bench.models), "PYTHONPATH": str(ROOT), "TERM": "xterm-256color"}
    return kept | own


def until_shown(argv: Sequence[str], expected: bytes, env: dict[str, str], timeout_s: float = 60.0) -> float:
    """Start `argv` on a terminal of its own; ms until it has written `expected`. It is then killed."""
    leader, follower = pty.openpty()
    begun = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 -- our own program, to be timed
        argv, stdin=follower, stdout=follower, stderr=follower, env=env, cwd=ROOT, start_new_session=True
    )
    os.close(follower)
    written = b""
    try:
        while expected not in written:
            left = timeout_s - (time.perf_counter() - begun)
            if left <= 0 or not select.select([leader], [], [], left)[0]:
                raise Skipped(f"{expected!r} was not shown within {timeout_s:.0f} s")
            try:
                written += os.read(leader, 65536)
            except OSError as error:  # the far end is closed: the program has ended
                last = written.decode(errors="replace").strip().splitlines()[-1:] or ["it wrote nothing"]
                raise Skipped(f"the program ended before {expected!r}: {last[0]}") from error
            if CURSOR_ASKED in written:
                os.write(leader, CURSOR_TOLD)
                written = written.replace(CURSOR_ASKED, b"")
        return (time.perf_counter() - begun) * 1000
    finally:
        process.kill()
        process.wait()
        os.close(leader)


@stage("start: Python alone", rounds=8)
def bare_python(bench: Bench) -> Iterator[float]:
    """The least that any Python program takes to show a prompt."""
    while True:
        yield until_shown(
            [sys.executable, "-c", "print('golem> ', end='')"], PROMPT, environment(bench, "/nonexistent")
        )


@stage("start: typed prompt ready", rounds=8, peer="start: Python alone")
def typed_prompt(bench: Bench) -> Iterator[float]:
    """`golem --typed`, from its start until the prompt is drawn."""
    with tempfile.TemporaryDirectory() as home:
        places_of_user({"GOLEM_HOME": home}).state.mkdir()
        places_of_user({"GOLEM_HOME": home}).set_up.touch()  # the first page was shown
        while True:
            yield until_shown([sys.executable, "-m", "shell", "--typed"], PROMPT, environment(bench, home))


def child(bench: Bench, task: str) -> float:
    """What `python -m benchmarks.child TASK` prints: one number, from a process of its own."""
    done = subprocess.run(  # noqa: S603 -- our own program, to be measured
        [sys.executable, "-m", "benchmarks.child", task, str(bench.models)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=300,
        check=False,
    )
    if done.returncode:
        raise Skipped((done.stderr.strip().splitlines() or ["it failed"])[-1])
    return float(done.stdout.split()[-1])


@stage("start: listening ready", rounds=4)
def listening_ready(bench: Bench) -> Iterator[float]:
    """A new process until voice activity, endpointer and transcriber have heard their first clip."""
    while True:
        begun = time.perf_counter()
        child(bench, "listening")
        yield (time.perf_counter() - begun) * 1000


@stage("memory: speech out and chat, peak", unit="MiB", rounds=2)
def speaking_memory(bench: Bench) -> Iterator[float]:
    """A process that has loaded the voice and the chat model, spoken a sentence and answered a question."""
    while True:
        yield child(bench, "speaking")


@stage("memory: everything, peak", unit="MiB", rounds=2)
def whole_memory(bench: Bench) -> Iterator[float]:
    """The same with hearing and routing."""
    while True:
        yield child(bench, "everything")
