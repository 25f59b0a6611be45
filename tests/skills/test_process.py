"""Real processes: which binary runs, in what environment, how it ends, and what is kept of its output."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from skills.capabilities import TREE, Capabilities
from skills.process import NoTerminal, ProcessFault, ProgramMissing, Runner
from skills.programs import Trust
from skills.sandbox import Grant
from tests.skills.conftest import TRIED, WORKING

ROOT = Path(__file__).parents[2]
HOSTILE = {
    "PATH": "/tmp/evil",
    "LD_PRELOAD": "/tmp/evil.so",
    "LD_LIBRARY_PATH": "/tmp",
    "BASH_ENV": "/tmp/evil.sh",
    "ENV": "/tmp/evil.sh",
    "GIT_DIR": "/tmp/evil.git",
    "GIT_CONFIG_COUNT": "1",
    "GIT_CONFIG_KEY_0": "core.fsmonitor",
    "GIT_CONFIG_VALUE_0": "/tmp/evil",
    "PYTHONPATH": "/tmp",
    "PYTHONSTARTUP": "/tmp/evil.py",
    "LESSOPEN": "|/tmp/evil %s",
    "PAGER": "sh -c id",
    "EDITOR": "sh -c id",
    "PERL5OPT": "-Mevil",
    "NODE_OPTIONS": "--require /tmp/evil.js",
    "LC_ALL": "C.UTF-8\nLD_PRELOAD=/tmp/evil.so",
}


def wait_gone(pid: int) -> bool:
    """Whether a process ends (a zombie counts as ended) within a generous time."""
    for _ in range(500):
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.01)
    return False


KILLED = """
import sys
from pathlib import Path
from skills.process import Runner
from tests.skills.conftest import WORKING
Runner(grant=WORKING).run(["python3", "-c", sys.argv[1]], cwd=Path(sys.argv[2]), timeout_s=None)
"""
FAMILY = """
import os, subprocess, time
from pathlib import Path
alone = subprocess.Popen(["sleep", "600"], start_new_session=True)
Path("unfinished").write_text(f"{os.getpid()} {alone.pid}")
Path("unfinished").rename("pids")
time.sleep(600)
"""


def test_one_that_ends_takes_no_other_along(folder: Path) -> None:
    """What is just being started beside it has no mark yet, and is nobody's orphan."""
    ends: list[int] = []

    def start_and_end() -> None:
        ends.extend(Runner(grant=WORKING).run(["env"], cwd=folder).returncode for _ in range(150))

    together = [threading.Thread(target=start_and_end) for _ in range(4)]
    for thread in together:
        thread.start()
    for thread in together:
        thread.join()
    assert ends == [0] * 600


def test_a_golem_that_is_killed_leaves_nothing_running(folder: Path) -> None:
    """Neither what it started, nor what that has started in a session of its own."""
    golem = subprocess.Popen([sys.executable, "-c", KILLED, FAMILY, str(folder)], cwd=ROOT)
    try:
        deadline = time.monotonic() + 30
        while not (folder / "pids").exists():
            assert time.monotonic() < deadline
            time.sleep(0.02)
        pids = [int(word) for word in (folder / "pids").read_text().split()]
        assert all(psutil.pid_exists(pid) for pid in pids)
    finally:
        golem.kill()
        golem.wait()
    assert [wait_gone(pid) for pid in pids] == [True, True]


def test_output_and_status_come_back(runner: Runner, folder: Path) -> None:
    """Both outputs are captured apart, with the exit status."""
    done = runner.run(["python3", "-c", "import sys; print('a'); print('b', file=sys.stderr); sys.exit(3)"], cwd=folder)
    assert (done.stdout, done.stderr, done.returncode) == ("a\n", "b\n", 3)
    assert not done.timed_out
    assert not done.stopped


def test_words_are_never_taken_for_a_shell_command(runner: Runner, folder: Path) -> None:
    """Shell syntax in an argument is text."""
    word = "$(touch owned); `touch owned` | touch owned & touch owned"
    assert runner.run(["printf", "%s", word], cwd=folder).stdout == word
    assert not list(folder.iterdir())


def test_environment_is_built_from_nothing(home: Path, folder: Path) -> None:
    """Nothing that can make a program run something else is passed on, nor a value with a line end in it."""
    done = Runner(trust=Trust(home), environ=HOSTILE | {"LANG": "de_DE.UTF-8"}, grant=WORKING).run(["env"], cwd=folder)
    found = dict(line.split("=", 1) for line in done.stdout.splitlines())
    assert not found.keys() & (HOSTILE.keys() - {"PATH"})
    assert "evil" not in done.stdout
    assert found["HOME"] == str(home)
    assert found["LANG"] == "de_DE.UTF-8"


def test_trojan_first_on_path_does_not_run(home: Path, folder: Path) -> None:
    """PATH is not asked where a program is, and neither is the working folder."""
    for place in (folder, folder / "bin"):
        place.mkdir(exist_ok=True)
        trojan = place / "uname"
        trojan.write_text("#!/bin/sh\necho trojan\n")
        trojan.chmod(0o755)
    runner = Runner(trust=Trust(home), environ={"PATH": f"{folder}:{folder / 'bin'}:."}, grant=WORKING)
    assert "trojan" not in runner.run(["uname"], cwd=folder).stdout


@pytest.mark.parametrize("name", ["./ls", "/tmp/ls", "../ls", "", "ls -l", "-c", "ls\0", "ls\n", "no-such-program-x"])
def test_only_a_bare_name_of_a_known_place_starts(runner: Runner, folder: Path, name: str) -> None:
    """A path, an option, words or an unknown name starts nothing, even where such a file is there."""
    (folder / "ls").write_text("#!/bin/sh\n")
    (folder / "ls").chmod(0o755)
    with pytest.raises(ProgramMissing):
        runner.run([name], cwd=folder)


def test_zero_byte_in_an_argument_is_a_clear_fault(runner: Runner, folder: Path) -> None:
    """What the kernel cannot pass on is refused in one line."""
    with pytest.raises(ProcessFault, match="could not be started"):
        runner.run(["echo", "a\0b"], cwd=folder)


def test_timeout_kills_the_whole_group(runner: Runner, folder: Path) -> None:
    """When its time is up, what the program started is gone too, even if it ignores being asked."""
    child = "import signal,time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    code = (
        f"import subprocess,sys; p=subprocess.Popen([sys.executable,'-c',{child!r}]); print(p.pid,flush=True); p.wait()"
    )
    done = runner.run(["python3", "-c", code], cwd=folder, timeout_s=1.5)
    assert done.timed_out
    assert done.returncode < 0
    assert wait_gone(int(done.stdout))


def test_stop_from_another_thread_kills_and_bars(runner: Runner, folder: Path) -> None:
    """`stop` ends what runs, and the same runner starts nothing more; a fresh one does."""
    started = threading.Event()

    def stop_once_it_runs() -> None:
        started.wait()
        runner.stop()

    thread = threading.Thread(target=stop_once_it_runs)
    thread.start()
    code = "import time; print('up', flush=True); time.sleep(60)"
    done = runner.stream(["python3", "-c", code], cwd=folder, on_line=lambda _line: started.set())
    thread.join()
    assert done.stopped
    assert done.returncode == -signal.SIGTERM
    assert runner.run(["touch", "late"], cwd=folder).stopped
    assert not (folder / "late").exists()
    assert runner.fresh().run(["true"], cwd=folder).returncode == 0


def test_a_child_left_behind_does_not_hold_the_call(runner: Runner, folder: Path) -> None:
    """A program that ends while its child keeps the pipe open is done, and the child is ended."""
    code = "import subprocess; print(subprocess.Popen(['sleep','60']).pid, flush=True)"
    done = runner.run(["python3", "-c", code], cwd=folder, timeout_s=20)
    assert not done.timed_out
    assert wait_gone(int(done.stdout))


ESCAPES = {
    "its own session": "os.setsid()",
    "orphaned twice, in its own session": "os.fork() and os._exit(0); os.setsid(); os.fork() and os._exit(0)",
    "orphaned without its mark": "os.fork() and os._exit(0); os.setsid(); os.fork() and os._exit(0); AGAIN",
    "orphaned with a mark of its own": "os.fork() and os._exit(0); os.setsid(); os.fork() and os._exit(0); OTHERWISE",
}
SLEEPER = """
import os, sys, time
if sys.argv[1:] != ["again"] and os.fork() == 0:
    {escape}
    open("pid", "w").write(str(os.getpid()))
    time.sleep(60)
    os._exit(0)
time.sleep({outlives})
"""
AGAIN = (
    "open('pid', 'w').write(str(os.getpid())); "
    "os.execve(sys.executable, [sys.executable, '-c', 'import time; time.sleep(60)'], {})"
)
OTHERWISE = AGAIN.replace("{}", "{'GOLEM_START': 'stays'}")


@pytest.mark.parametrize("escape", ESCAPES)
@pytest.mark.parametrize("ends", ["times out", "ends", "is stopped"])
def test_nothing_that_it_started_escapes(runner: Runner, folder: Path, escape: str, ends: str) -> None:
    """A descendant that leaves the group, loses its parents or drops or changes its mark is ended with the program."""
    code = SLEEPER.format(
        escape=ESCAPES[escape].replace("AGAIN", AGAIN).replace("OTHERWISE", OTHERWISE),
        outlives=3 if ends == "ends" else 60,
    )
    if ends == "is stopped":
        threading.Timer(3, runner.stop).start()
    done = runner.run(["python3", "-c", code], cwd=folder, timeout_s=3 if ends == "times out" else 40)
    assert (done.timed_out, done.stopped) == (ends == "times out", ends == "is stopped")
    assert wait_gone(int((folder / "pid").read_text()))


def test_another_runners_processes_are_left_alone(runner: Runner, folder: Path) -> None:
    """While two calls run at once, the end of one ends only its own, orphans included."""
    inner = (
        "import os,time; os.fork() and os._exit(0); os.setsid(); "
        "open('other','w').write(str(os.getpid())); time.sleep(60)"
    )
    code = f"import subprocess,sys,time; subprocess.run([sys.executable,'-c',{inner!r}]); time.sleep(60)"
    other = runner.fresh()
    thread = threading.Thread(target=lambda: other.run(["python3", "-c", code], cwd=folder, timeout_s=60))
    thread.start()
    while not (folder / "other").exists() or not (folder / "other").read_text():
        time.sleep(0.02)
    assert runner.run(["true"], cwd=folder).returncode == 0
    orphan = int((folder / "other").read_text())
    assert psutil.Process(orphan).status() != psutil.STATUS_ZOMBIE
    other.stop()
    thread.join()
    assert wait_gone(orphan)


def test_memory_files_and_dumps_are_limited(home: Path, folder: Path) -> None:
    """A program that takes more memory than any of its kind needs fails; it leaves no core, and goes first."""
    grant = Grant(Capabilities(options=TRIED, writes=(TREE,)))
    code = (
        "import resource as r\n"
        "print([r.getrlimit(which)[0] for which in (r.RLIMIT_CORE, r.RLIMIT_FSIZE, r.RLIMIT_DATA)])\n"
        "print(open('/proc/self/oom_score_adj').read().strip())\n"
        "try: bytearray(5 << 30)\nexcept MemoryError: print('no')\n"
    )
    done = Runner(trust=Trust(home), environ={}, grant=grant).run(["python3", "-c", code], cwd=folder)
    assert done.stdout == f"[0, {16 << 30}, {4 << 30}]\n900\nno\n"


def test_output_is_bounded_and_says_so(home: Path, folder: Path) -> None:
    """Of a flood the beginning and the end are kept, and the gap is counted."""
    runner = Runner(trust=Trust(home), environ={}, kept_bytes=1000, grant=WORKING)
    done = runner.run(["python3", "-c", "print('first'); print('x' * 5_000_000); print('last')"], cwd=folder)
    assert done.stdout.startswith("first\n")
    assert done.stdout.endswith("last\n")
    assert "bytes left out" in done.stdout
    assert len(done.stdout) < 1100


def test_invalid_utf8_is_replaced(runner: Runner, folder: Path) -> None:
    """Bytes that are no text do not raise, also when a character is split between two reads."""
    code = "import os,time; os.write(1, b'\\xff\\xc3'); time.sleep(0.1); os.write(1, b'\\xa9\\n')"
    lines: list[str] = []
    done = runner.stream(["python3", "-c", code], cwd=folder, on_line=lines.append)
    assert lines == ["\ufffdé"]
    assert done.stdout == "\ufffdé\n"


def test_stream_hands_on_lines_of_both_outputs_as_they_come(runner: Runner, folder: Path) -> None:
    """A line is there before the program has ended, a last one without an end too."""
    go = folder / "go"
    code = (
        "import pathlib,sys,time\nprint('one', flush=True)\n"
        "while not pathlib.Path('go').exists(): time.sleep(0.01)\n"
        "sys.stderr.write('two\\r\\n'); sys.stdout.write('three')"
    )
    lines: list[str] = []

    def take(line: str) -> None:
        lines.append(line)
        go.touch()

    runner.stream(["python3", "-u", "-c", code], cwd=folder, on_line=take, timeout_s=20)
    assert lines == ["one", "two", "three"]


def test_no_program_can_read_or_reach_a_terminal(runner: Runner, folder: Path) -> None:
    """Its input is empty and it has no controlling terminal, so that it cannot ask for a password."""
    code = "import sys; print(repr(sys.stdin.read())); open('/dev/tty')"
    done = runner.run(["python3", "-c", code], cwd=folder)
    assert done.stdout == "''\n"
    assert done.returncode == 1


def test_foreground_without_a_terminal_is_refused(home: Path, folder: Path) -> None:
    """Where there is no terminal to give, nothing is started."""
    with Path(os.devnull).open() as nothing:
        runner = Runner(trust=Trust(home), terminal=nothing.fileno(), grant=WORKING)
        with pytest.raises(NoTerminal):
            runner.foreground(["touch", "owned"], cwd=folder)
    assert not (folder / "owned").exists()
