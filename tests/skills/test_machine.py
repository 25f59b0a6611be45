"""Processes and the machine: real ones."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from skills import machine
from skills.families import processes, system
from skills.testing import FakeContext


@pytest.fixture
def victim(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process with a name of its own that sleeps."""
    program = tmp_path / "golemvictim"
    program.symlink_to("/bin/sleep")
    with subprocess.Popen([program, "60"]) as process:
        yield process
        process.kill()


def test_process_is_ended_by_its_name(victim, context: FakeContext) -> None:
    """The question before and the reply after name the process and its number."""
    sentence, process = processes.plan_name("golemvictim").splitlines()
    assert sentence == f"End 1 process: golemvictim ({victim.pid})."
    assert process.startswith(f"'golemvictim', process {victim.pid} of ")
    assert " started " in process  # a later process of that number is another one
    reply = processes.kill_name(context, "golemvictim")
    assert reply.spoken == f"Ended golemvictim ({victim.pid})."
    victim.wait(10)
    assert not psutil.pid_exists(victim.pid)


def test_process_is_ended_by_its_number(victim, context: FakeContext) -> None:
    """A number that is no process is said to be none."""
    assert processes.kill_pid(context, victim.pid).ok
    victim.wait(10)
    assert not processes.kill_pid(context, victim.pid).ok
    assert processes.plan_pid(victim.pid).startswith("Nothing")


def test_one_that_ignores_the_request_is_killed(context: FakeContext) -> None:
    """After the time to end by itself it is ended by force, and the reply says so."""
    code = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); signal.pause()"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as stubborn:
        assert stubborn.stdout
        stubborn.stdout.readline()
        assert "by force" in processes.kill_pid(context, stubborn.pid).spoken


@pytest.mark.parametrize("pid", [1, os.getpid(), os.getppid()], ids=["init", "itself", "parent"])
def test_golem_and_what_it_runs_in_are_never_ended(context: FakeContext, pid: int) -> None:
    """Process 1, this process and its parents are refused, by number and by name."""
    if not psutil.pid_exists(pid):
        pytest.skip("this process has no such parent here")
    reply = processes.kill_pid(context, pid)
    assert not reply.ok
    assert "Golem" in reply.spoken
    assert "is Golem or what it runs in" in processes.kill_name(context, psutil.Process(pid).name()).spoken


def test_a_later_process_of_the_same_number_is_spared(victim) -> None:
    """A process is known by its start, too: numbers are given anew."""
    seen = next(found for found in machine.processes() if found.pid == victim.pid)
    stale = machine.Process(seen.pid, seen.name, seen.user, 0.0, 0, seen.started - 100)
    with pytest.raises(machine.KillRefused, match="has ended already"):
        machine.end(stale)
    assert victim.poll() is None


def test_owner_of_a_port_is_named(context: FakeContext) -> None:
    """A listening socket of ours is found, and a free port is said to be free."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        reply = processes.port_owner(context, port)
        assert f"listens on port {port}" in reply.spoken
        assert f"process {os.getpid()}" in reply.printed
    assert processes.port_owner(context, port).spoken == f"Nothing listens on port {port}."


def test_busiest_and_largest_are_listed(context: FakeContext) -> None:
    """There is always one process: this one."""
    assert processes.hogs(context).printed
    assert "uses" in processes.memory_hogs(context).spoken


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (system.disk, "free"),
        (system.memory, "available"),
        (system.load, "cores"),
        (system.uptime, "up for"),
        (system.python, "Python 3"),
        (system.kernel, "Linux"),
        (system.host, "This is"),
    ],
)
def test_the_machine_answers(context: FakeContext, answer, word: str) -> None:
    """Each question has an answer here and now, and starts no process."""
    reply = answer(context)
    assert reply.ok
    assert word in reply.spoken
    assert not context.started


def test_what_a_machine_may_not_have_is_said_to_be_missing(context: FakeContext) -> None:
    """No battery and no network are answers, too."""
    for reply in (system.battery(context), system.ip(context)):
        assert reply.spoken.endswith((".", "percent"))
