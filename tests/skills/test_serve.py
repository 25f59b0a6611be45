"""A process that is spoken with in lines, under a sandbox: a real one, and what it must not do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from skills.capabilities import Capabilities
from skills.channel import Channel, ChannelFault
from skills.process import ProcessFault, Runner
from skills.programs import Trust
from skills.sandbox import Grant, holds_files

ECHO = "import sys\nfor line in sys.stdin: print(line.strip().upper(), flush=True)"
TRY = """
import os, sys
for line in sys.stdin:
    kind, path = line.strip().split(" ", 1)
    try:
        with open(path, "r" if kind == "read" else "w") as file:
            print(file.read() if kind == "read" else file.write("x"), flush=True)
    except OSError as error:
        print(type(error).__name__, flush=True)
"""


@pytest.fixture
def channels(runner: Runner, folder: Path) -> Iterator[object]:
    """Starts processes that are ended afterwards."""
    opened: list[Channel] = []

    def serve(code: str, grant: Grant | None = None) -> Channel:
        opened.append(runner.fresh(grant or Grant(Capabilities())).serve(["-I", "-c", code], cwd=folder))
        return opened[-1]

    yield serve
    for channel in opened:
        channel.close()


def test_lines_go_both_ways(channels) -> None:
    """Each line sent is answered by one line, in order, and closing ends the process."""
    channel = channels(ECHO)
    for word in ("one", "two", "é"):
        channel.send(word, timeout_s=30)
        assert channel.receive(timeout_s=30) == word.upper()
    assert channel.close() < 0
    assert channel.close() < 0
    with pytest.raises(ChannelFault):
        channel.receive(timeout_s=1)


def test_a_crash_is_a_fault_and_what_it_said_is_kept(channels) -> None:
    """When the process ends by itself, the next line is a fault, and its complaint is there to be shown."""
    channel = channels("raise RuntimeError('broken')")
    with pytest.raises(ChannelFault, match="ended"):
        channel.receive(timeout_s=30)
    assert channel.close() == 1
    assert "broken" in channel.complaints


@pytest.mark.parametrize(
    ("code", "fault"),
    [("import time; time.sleep(60)", "too long"), ("print('x' * 3_000_000, flush=True); input()", "mebibyte")],
)
def test_silence_and_floods_are_faults(channels, code: str, fault: str) -> None:
    """A process that does not answer, or sends a line without end, is a fault within the time that was given."""
    channel = channels(code)
    with pytest.raises(ChannelFault, match=fault):
        channel.receive(timeout_s=1.0 if fault == "too long" else 30)


@pytest.mark.parametrize("line", ["a\nb", "x" * (1 << 20)])
def test_only_one_line_is_sent(channels, line: str) -> None:
    """What is more than one line, or too long, is not sent at all."""
    channel = channels(ECHO)
    with pytest.raises(ChannelFault, match="one line"):
        channel.send(line, timeout_s=5)
    channel.send("still", timeout_s=30)
    assert channel.receive(timeout_s=30) == "STILL"


@pytest.mark.skipif(not holds_files(), reason="this kernel has no Landlock")
def test_it_touches_only_what_it_was_given(channels, folder: Path, home: Path) -> None:
    """It reads the folder it is for, and neither writes there nor reads the home folder unless that is declared."""
    (folder / "seen").write_text("seen")
    (home / "secret").write_text("secret")
    channel = channels(TRY)
    answers = {}
    for asked in (f"read {folder / 'seen'}", f"write {folder / 'new'}", f"read {home / 'secret'}"):
        channel.send(asked, timeout_s=30)
        answers[asked.split()[0] + Path(asked).name] = channel.receive(timeout_s=30)
    assert answers == {"readseen": "seen", "writenew": "PermissionError", "readsecret": "PermissionError"}
    wider = channels(TRY, Grant(Capabilities(writes=("@tree",))))
    wider.send(f"write {folder / 'new'}", timeout_s=30)
    assert wider.receive(timeout_s=30) == "1"


def test_stop_ends_it(home: Path, folder: Path) -> None:
    """A runner that was stopped ends the process it serves, and serves no other."""
    runner = Runner(trust=Trust(home), environ={})
    channel = runner.serve(["-I", "-c", ECHO], cwd=folder)
    runner.stop()
    with pytest.raises(ChannelFault):
        channel.receive(timeout_s=30)
    assert channel.close() < 0
    with pytest.raises(ProcessFault):
        runner.serve(["-I", "-c", ECHO], cwd=folder)
