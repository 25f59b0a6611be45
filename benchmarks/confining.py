"""What the kernel's sandbox adds to a child's start: the same program, started bare and confined, in turn."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.harness import Bench, Skipped, stage
from policies.settings import default_policy
from shell.app import ground_of
from shell.manifest import load_manifest
from shell.places import places_of_user
from shell.store import Store
from skills.capabilities import Capabilities
from skills.process import Runner
from skills.registry import Registry
from skills.sandbox import Grant, holds_files, sandbox, started

ROOT = Path(__file__).parents[1]
PROGRAM = Path("/usr/bin/true")


def bare_ms() -> float:
    """From asking for the program until it has ended, with no sandbox."""
    begun = time.perf_counter()
    subprocess.run([PROGRAM], check=True)  # noqa: S603 -- a program that does nothing, to be timed
    return (time.perf_counter() - begun) * 1000


def confined_ms(bench: Bench, skill: str) -> float:
    """The same in the sandbox of a skill, worked out anew as for every child, over this user's own home folder."""
    if not holds_files():
        raise Skipped("this kernel has no Landlock")
    ground = ground_of(places_of_user(), default_policy(), Store(bench.models, load_manifest()))
    grant = Grant(Registry().skill(skill).capabilities, ROOT)
    begun = time.perf_counter()
    confined = sandbox(ground, grant, PROGRAM, ROOT)
    started(confined, lambda: subprocess.run([PROGRAM], check=True))  # noqa: S603 -- as above
    return (time.perf_counter() - begun) * 1000


@stage("child: started bare", rounds=60)
def bare(bench: Bench) -> Iterator[float]:
    """A program that does nothing, started and waited for."""
    del bench
    while True:
        yield bare_ms()


@stage("child: started in a sandbox (git status)", rounds=60, peer="child: started bare")
def confined(bench: Bench) -> Iterator[float]:
    """The same, with what git's skills may touch: the tree and the home folder, entry by entry."""
    while True:
        yield confined_ms(bench, "git.status")


@stage("child: added by the sandbox (git status)", rounds=60)
def added(bench: Bench) -> Iterator[float]:
    """The difference of the two, taken one after the other; the aim is at most 30 ms."""
    while True:
        yield confined_ms(bench, "git.status") - bare_ms()


@stage("child: added by the sandbox (run tests)", rounds=60)
def added_to_tests(bench: Bench) -> Iterator[float]:
    """The same for what runs a project's own code: more may be read, written and started."""
    while True:
        yield confined_ms(bench, "tests.run") - bare_ms()


def run_ms(needs: Capabilities) -> float:
    """From asking the door for a program until it has ended, with what `needs` declares. Raises Skipped."""
    needs = replace(needs, options={"true": ()})
    runner = Runner(grant=Grant(needs, ROOT))
    begun = time.perf_counter()
    done = runner.run(["true"], cwd=ROOT)
    if done.loopback is not needs.loopback:
        raise Skipped("this machine gives no network of its own")
    return (time.perf_counter() - begun) * 1000


@stage("child: run without a socket (run tests)", rounds=30)
def run_without(bench: Bench) -> Iterator[float]:
    """A program that does nothing, by the door, as tests are run but with no network at all."""
    del bench
    needs = replace(Registry().skill("tests.run").capabilities, loopback=False)
    while True:
        yield run_ms(needs)


@stage("child: run with a loopback of its own (run tests)", rounds=30, peer="child: run without a socket (run tests)")
def run_alone(bench: Bench) -> Iterator[float]:
    """The same by the launcher, in a network of its own."""
    del bench
    needs = Registry().skill("tests.run").capabilities
    while True:
        yield run_ms(needs)
