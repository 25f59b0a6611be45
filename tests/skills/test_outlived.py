"""What a killed Golem has left: which of the processes that it told of are still there, and their end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import psutil
import pytest

from skills import lineage, outlived
from skills.afterwards import Afterwards
from skills.outlived import Left, listed

DOUBLE = """
import os, sys, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        print(os.getpid(), flush=True)
        time.sleep(600)
    os._exit(0)
os.wait()
sys.stdout.close()
time.sleep(600)
"""
"""A program whose grandchild is in a session of its own, and nobody's child."""


def runs(pid: int) -> bool:
    """Whether a process is there, and no zombie."""
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def test_what_was_told_to_have_ended_is_not_left() -> None:
    """Lines that are torn, as the last one may be, count for nothing."""
    lines = ["+ 7 100 a1\n", "+ 8 101 b2\n", "- 7\n", "- 99\n", "+ 9\n", "\n", "+ 10 102 c3"]
    assert listed(lines) == [Left(8, 101, "b2"), Left(10, 102, "c3")]


def test_both_names_of_the_mark_are_one() -> None:
    """The program does without Golem's other modules, so it has its own."""
    assert outlived.MARK == lineage.MARK


@pytest.mark.parametrize("marked", [True, False])
def test_what_it_left_behind_is_ended_by_session_and_by_mark(marked: bool) -> None:
    """By the mark also what has gone its own way; what has neither is somebody else's."""
    environment = dict(os.environ) | ({outlived.MARK: "a1"} if marked else {})
    with subprocess.Popen(
        [sys.executable, "-c", DOUBLE], stdout=subprocess.PIPE, text=True, start_new_session=True, env=environment
    ) as process:
        assert process.stdout is not None
        away = int(process.stdout.readline())
        try:
            outlived.end([Left(process.pid, lineage.started(process.pid), "a1")])
            assert process.wait(10) == -signal.SIGKILL
            assert runs(away) is not marked
        finally:
            if runs(away):
                os.kill(away, signal.SIGKILL)


def test_one_that_was_ended_is_begun_anew() -> None:
    """At the start after; what cannot be begun at all keeps nothing from being started."""
    ends: list[tuple[int, int]] = []

    def begin() -> int:
        if len(ends) == 2:
            raise OSError("no more")
        ends.append(os.pipe())
        return ends[-1][1]

    afterwards = Afterwards(begin)
    with afterwards.ending(os.getpid(), "a1"):
        os.close(ends[0][0])
    with afterwards.ending(os.getpid(), "b2"):
        assert os.read(ends[1][0], 1000).decode().endswith("b2\n")
        os.close(ends[1][0])
    with afterwards.ending(os.getpid(), "c3"):
        assert len(ends) == 2
    for _read, write in ends:
        os.close(write)
