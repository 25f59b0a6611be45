"""A network of its own for a project's tests: they speak to themselves, and to nobody where it fails."""

from __future__ import annotations

import ctypes
import os
import platform
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skills import privileges, seccomp
from skills.capabilities import ANY, HOME, TREE, Capabilities
from skills.families.project_tests import run_tests
from skills.options import OptionRefused
from skills.process import ProcessFault, Runner
from skills.programs import Trust
from skills.registry import Registry
from skills.sandbox import Grant, Sandbox
from skills.testing import FakeContext
from tests.skills.conftest import TRIED
from tests.skills.test_process import ESCAPES, SLEEPER, wait_gone
from tests.skills.test_sandbox import run_filter, whole

CAPABILITIES = Capabilities(
    reads=(TREE, HOME), writes=(TREE,), binaries=(ANY,), options=TRIED | {"true": ()}, loopback=True
)
SPEAK = """
import socket
with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
    server.accept()[0].sendall(b"heard")
    print(client.recv(5).decode())
"""
_SETRESUID, _SETRESGID = {"x86_64": (117, 119), "aarch64": (147, 149)}.get(platform.machine(), (0, 0))
_NOBODY = 65534


def alone(home: Path, folder: Path, **trust: object) -> Runner:
    """A runner for one call that declares a loopback of its own."""
    settings = Trust(home, **trust)  # type: ignore[arg-type] # what a test says of it
    return Runner(trust=settings, environ={}, grant=Grant(CAPABILITIES, folder))


@pytest.fixture
def runner(home: Path, folder: Path) -> Runner:
    """The same, on a machine that can give one."""
    if not alone(home, folder).run(["true"], cwd=folder).loopback:
        pytest.skip("this machine lets nobody make a network of their own")
    return alone(home, folder)


@pytest.fixture
def listener() -> Iterator[int]:
    """The port of a listener on this machine's own loopback."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def on_thread(prepare: Callable[[], object], act: Callable[[], object]) -> None:
    """Do both on a thread of its own, which `prepare` may change for good."""
    faults: list[BaseException] = []

    def work() -> None:
        try:
            prepare()
            act()
        except BaseException as fault:  # noqa: BLE001 - it is raised again on the thread that waits
            faults.append(fault)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    if faults:
        raise faults[0]


def forbid_namespaces() -> None:
    """As on a machine that lets nobody make one: real refusals by the kernel, for this thread and what it starts."""
    privileges.give_up(keeps=privileges.FOR_A_NETWORK)
    privileges.filter_calls(seccomp.without_namespaces(platform.machine()))


def test_it_speaks_to_itself_and_not_to_this_machine(runner: Runner, folder: Path, listener: int) -> None:
    """A server on its own loopback is reached; a listener of this machine, by TCP or UDP, and the world are not."""
    code = SPEAK + (
        f"for place in (('127.0.0.1', {listener}), ('192.0.2.1', 80)):\n"
        "  try: socket.create_connection(place, timeout=5); print('reached')\n"
        "  except OSError as error: print(type(error).__name__)\n"
        f"socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', {{port}}))\n"
        "for family, kind in ((socket.AF_UNIX, 1), (socket.AF_INET, socket.SOCK_RAW), (socket.AF_PACKET, 3)):\n"
        "  try: socket.socket(family, kind); print('open')\n"
        "  except PermissionError: print('shut')\n"
        "socket.socketpair()\n"
    )
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind(("127.0.0.1", 0))
        udp.settimeout(0.5)
        done = runner.run(["python3", "-c", code.replace("{port}", str(udp.getsockname()[1]))], cwd=folder)
        with pytest.raises(TimeoutError):
            udp.recv(1)
    assert done.stdout.split() == ["heard", "ConnectionRefusedError", "OSError", "shut", "shut", "shut"], done
    assert done.loopback


def test_the_listener_could_be_reached(listener: int) -> None:
    """The test above can fail: whoever has this machine's network reaches it."""
    socket.create_connection(("127.0.0.1", listener), timeout=5).close()


ESCAPE = """
import ctypes, os, sys
C = ctypes.CDLL(None, use_errno=True)
def tried(name, *arguments):
    print(name, getattr(C, name)(*arguments) and ctypes.get_errno())
for kind in (0x10000000, 0x40000000, 0x20000, 0x20000000):
    tried("unshare", kind)
tried("syscall", {clone}, 0x10000000 | 17, 0, 0, 0, 0)
tried("setns", os.open("/proc/self/ns/net", os.O_RDONLY), 0)
tried("mount", b"none", b"/tmp", b"tmpfs", 0, None)
try: os.open("/proc/{outside}/ns/net", os.O_RDONLY); print("entered")
except OSError as error: print("open", error.errno)
status = dict(line.split(":\\t") for line in open("/proc/self/status").read().splitlines() if ":\\t" in line)
print(int(status["CapEff"], 16) & {network}, status["NoNewPrivs"])
"""


@whole
def test_it_cannot_leave_its_network_or_keep_the_powers_that_made_it(runner: Runner, folder: Path) -> None:
    """No further namespace is made or entered, nothing is mounted, no power over networks or the system is left."""
    numbers = {"clone": seccomp._CALLS[platform.machine()][1]["clone"], "outside": os.getpid()}
    code = ESCAPE.format(**numbers, network=privileges.FOR_A_NETWORK)
    said = runner.run(["python3", "-c", code], cwd=folder).stdout.splitlines()
    assert [line.split()[0] for line in said[:-1]] == ["unshare"] * 4 + ["syscall", "setns", "mount", "open"]
    assert {line.split()[1] for line in said[:-1]} <= {"13", "1"}
    assert said[-1] == "0 1"


def test_a_machine_that_gives_no_network_of_its_own_gives_none_at_all(home: Path, folder: Path, listener: int) -> None:
    """Where the kernel refuses, no socket can be made, and the program runs all the same."""
    code = (
        f"import socket\ntry: socket.create_connection(('127.0.0.1', {listener}))\nexcept PermissionError: print('no')"
    )
    ends = []
    on_thread(
        forbid_namespaces,
        lambda: ends.append(alone(home, folder).run(["python3", "-c", code], cwd=folder)),
    )
    assert [(done.stdout, done.stderr, done.loopback) for done in ends] == [("no\n", "", False)]


@pytest.mark.parametrize("broken", ["exit 1", "printf u >&$4; exec sleep 60", "printf m >&$4"])
def test_a_launcher_that_fails_opens_nothing(home: Path, folder: Path, listener: int, broken: str) -> None:
    """One that ends, is killed as it waits, or speaks nonsense: the program is started anew, without any socket."""
    python = folder / "python"
    python.write_text(f"#!/bin/sh\n{broken}\n")
    python.chmod(0o755)
    code = (
        f"import socket\ntry: socket.create_connection(('127.0.0.1', {listener}))\nexcept PermissionError: print('no')"
    )
    done = alone(home, folder, own_python=python).run(["python3", "-c", code], cwd=folder)
    assert (done.stdout, done.loopback) == ("no\n", False)


def test_a_plain_user_stays_who_they_are(folder: Path, listener: int) -> None:
    """Without root's powers it goes by a user namespace: user, group and files' owner stay the same."""
    if os.geteuid() == 0 and not _SETRESUID:
        pytest.skip("this machine's calls are not known")
    place = Path("/tmp").resolve() / f"golem-nobody-{os.getpid()}"
    place.mkdir()
    user = _NOBODY if os.geteuid() == 0 else os.geteuid()

    def become() -> None:
        if os.geteuid() == 0:  # the bare calls change this thread alone
            libc = ctypes.CDLL(None)
            os.chown(place, user, user)
            assert libc.syscall(_SETRESGID, user, user, user) == 0
            assert libc.syscall(_SETRESUID, user, user, user) == 0

    python = Path("/usr/bin/python3") if os.geteuid() == 0 else Path(sys.executable)
    code = SPEAK + (
        "import os; open('made', 'w').close(); print(os.getuid() == os.stat('made').st_uid, os.getuid())\n"
        f"try: socket.create_connection(('127.0.0.1', {listener})); print('reached')\n"
        "except ConnectionRefusedError: print('no')\n"
    )
    ends = []
    run = lambda: ends.append(alone(place, place, own_python=python).run(["python3", "-c", code], cwd=place))  # noqa: E731
    try:
        on_thread(become, run)
        if not ends[0].loopback:
            pytest.skip("a plain user has no network of their own here, or cannot read Golem")
        assert ends[0].stdout.split() == ["heard", "True", str(user), "no"], ends
        assert (place / "made").stat().st_uid == user
    finally:
        (place / "made").unlink(missing_ok=True)
        place.rmdir()


@pytest.mark.parametrize("escape", ESCAPES)
@pytest.mark.parametrize("ends", ["times out", "ends"])
def test_nothing_escapes_through_the_launcher(runner: Runner, folder: Path, escape: str, ends: str) -> None:
    """Descendants that leave the group, lose their parents or drop or change their mark end with it here, too."""
    again = (
        "open('pid', 'w').write(str(os.getpid())); "
        "os.execve(sys.executable, [sys.executable, '-c', 'import time; time.sleep(60)'], {})"
    )
    otherwise = again.replace("{}", "{'GOLEM_START': 'stays'}")
    escaping = ESCAPES[escape].replace("AGAIN", again).replace("OTHERWISE", otherwise)
    code = SLEEPER.format(escape=escaping, outlives=2 if ends == "ends" else 60)
    done = runner.run(["python3", "-c", code], cwd=folder, timeout_s=3 if ends == "times out" else 40)
    assert (done.timed_out, done.loopback) == (ends == "times out", True)
    assert wait_gone(int((folder / "pid").read_text()))


def test_a_stop_reaches_through_the_launcher(runner: Runner, folder: Path) -> None:
    """The program is the very process that was started."""
    threading.Timer(2, runner.stop).start()
    done = runner.run(["python3", "-c", "import time; time.sleep(60)"], cwd=folder, timeout_s=40)
    assert done.stopped
    assert done.returncode < 0


def test_a_program_sees_nothing_of_the_launcher(home: Path, runner: Runner, folder: Path) -> None:
    """Variables, ignored signals, descriptors and arguments are the same with it and without."""
    code = (
        "import os, sys; print(sorted(set(os.environ) - {'LC_CTYPE'}), sorted(os.listdir('/proc/self/fd')), sys.argv)\n"
        "print([line for line in open('/proc/self/status') if line.startswith(('SigIgn', 'SigBlk'))])"
    )
    bare = Capabilities(reads=(TREE, HOME), writes=(TREE,), binaries=(ANY,), options=TRIED)
    without = runner.fresh(Grant(bare, folder)).run(["python3", "-c", code], cwd=folder)
    assert runner.run(["python3", "-c", code], cwd=folder).stdout == without.stdout != ""


def test_the_program_is_judged_and_not_the_launcher(home: Path, runner: Runner, folder: Path) -> None:
    """Options and places are those of the program; one that cannot start is a fault that names it."""
    with pytest.raises(OptionRefused, match="python3"):
        runner.run(["python3", "-S", "-c", "pass"], cwd=folder)
    with pytest.raises(ProcessFault, match="is a path"):
        runner.run([str(folder / "python"), "-c", "pass"], cwd=folder)
    program = folder / "bin/true"
    program.parent.mkdir()
    program.write_text("#!/no/such/interpreter\n")
    program.chmod(0o755)
    with pytest.raises(ProcessFault, match="true could not be started: No such file or directory"):
        alone(home, folder, system=(program.parent,)).run(["true"], cwd=folder)


@pytest.mark.parametrize("wrong", [{"hosts": ("example.org:443",), "binaries": (ANY,)}, {"binaries": ("rg",)}, {}])
def test_a_loopback_is_for_what_runs_any_code_and_no_host(wrong: dict[str, tuple[str, ...]]) -> None:
    """A declaration that would mean less, or more, than it says is refused."""
    with pytest.raises(ValueError, match="loopback"):
        Capabilities(loopback=True, **wrong)  # type: ignore[arg-type] # as a careless author would


def test_a_loopback_is_told_in_words() -> None:
    """Whoever reads what a skill may touch sees it."""
    assert "network its own loopback" in CAPABILITIES.describe()


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
@given(st.integers(0, 600), st.integers(0, 0xFFFFFFFF))
def test_the_second_filter_refuses_namespaces_alone(machine: str, number: int, flags: int) -> None:
    """No namespace by unshare, setns or clone, the newer clone is absent, and every other call passes."""
    arch, numbers = seccomp._CALLS[machine]
    name = {value: key for key, value in numbers.items()}.get(number, "")
    found = run_filter(seccomp.without_namespaces(machine), number, arch, (flags,))
    if name in {"unshare", "setns"} or (name == "clone" and flags & seccomp._NAMESPACES):
        assert found == seccomp.REFUSE
    else:
        assert found == (seccomp.ABSENT if name == "clone3" else seccomp.ALLOW)
    both = seccomp._NAMESPACES & flags
    assert run_filter(seccomp.without_namespaces(machine), numbers["clone"], arch, (both,)) in (
        {seccomp.REFUSE} if both else {seccomp.ALLOW}
    )


def test_only_the_launcher_is_let_out_of_the_sandbox_of_sockets() -> None:
    """By default a sandbox has no network, and drops the powers that a network needs."""
    assert not Sandbox((), (), writes=True).loopback
    assert privileges.FOR_A_NETWORK & privileges._KEPT == 0


SERVES = """
import http.server, threading, urllib.request

def test_server():
    server = http.server.HTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/") as answer:
        assert answer.status == 200
    server.shutdown()
"""
REACHES = "import socket\ndef test_reach():\n    socket.create_connection(('127.0.0.1', {port}), timeout=5)\n"


def test_a_projects_tests_may_serve_themselves(context: FakeContext, runner: Runner, listener: int) -> None:
    """A test that opens a server and asks it passes; one that asks this machine's fails, and the reply says why."""
    context.runner = runner.fresh(Grant(Registry().skill("tests.run").capabilities, context.cwd))
    (context.cwd / "test_a.py").write_text(SERVES)
    assert run_tests(context).spoken == "The one test passed.", context.shown
    (context.cwd / "test_a.py").write_text(REACHES.format(port=listener))
    reply = run_tests(context)
    assert not reply.ok
    assert "no network but a loopback of its own" in reply.printed


def test_a_failing_run_says_that_there_was_no_network(context: FakeContext, home: Path) -> None:
    """Where the machine gives none, the reply says so."""
    granted = Grant(Registry().skill("tests.run").capabilities, context.cwd)
    context.runner = Runner(trust=Trust(home), environ={}, grant=granted)
    (context.cwd / "test_a.py").write_text(SERVES)
    replies = []
    on_thread(forbid_namespaces, lambda: replies.append(run_tests(context)))
    assert not replies[0].ok
    assert "no network at all, since this machine gives none" in replies[0].printed
