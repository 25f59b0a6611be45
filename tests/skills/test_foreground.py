"""Programs that get the terminal: a real one (a pseudo-terminal with a session of its own), and real vim."""

from __future__ import annotations

import os
import pty
import select
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

DRIVER = """
import os, sys, termios, threading
from pathlib import Path
from skills.process import Runner
from skills.programs import Trust
from tests.skills.conftest import WORKING
runner = Runner(trust=Trust(Path.cwd()), environ={"TERM": "xterm"}, grant=WORKING)
before = termios.tcgetattr(0)
result = []
# As in the shell: the skill runs on a worker thread.
at = Path.cwd() / os.environ["AT"]
worker = threading.Thread(target=lambda: result.append(runner.foreground(sys.argv[1:], cwd=at)))
worker.start()
worker.join()
same = termios.tcgetattr(0) == before and os.tcgetpgrp(0) == os.getpgrp()
print(f"BACK status={result} same={same}", flush=True)
print("LINE", input(), flush=True)
"""


class Terminal:
    """A program on a pseudo-terminal."""

    def __init__(self, folder: Path, *argv: str, at: str = "") -> None:
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # tests that run in the background inherit that it is ignored
            # The driver is ours, and it alone must have this terminal.
            os.execve(  # noqa: S606 - as above
                sys.executable, [sys.executable, "-c", DRIVER, *argv], os.environ | {"PYTHONPATH": str(ROOT), "AT": at}
            )
        self.seen = ""

    def until(self, wanted: str) -> str:
        """Read until `wanted` was printed."""
        deadline = time.monotonic() + 60
        while wanted not in self.seen:
            assert time.monotonic() < deadline, f"{wanted!r} did not come: {self.seen!r}"
            if select.select([self.fd], [], [], 0.2)[0]:
                try:
                    self.seen += os.read(self.fd, 65536).decode(errors="replace")
                except OSError as ended:
                    raise AssertionError(f"{wanted!r} did not come: {self.seen!r}") from ended
        return self.seen

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self.fd, keys.encode())

    def close(self) -> None:
        """End it."""
        os.close(self.fd)
        os.waitpid(self.pid, 0)


@pytest.fixture
def open_terminal(folder: Path) -> Iterator[object]:
    """Starts programs on terminals that are closed afterwards."""
    opened: list[Terminal] = []

    def start(*argv: str, at: str = "") -> Terminal:
        opened.append(Terminal(folder, *argv, at=at))
        return opened[-1]

    yield start
    for terminal in opened:
        terminal.close()


def test_program_gets_the_keys_and_the_shell_gets_them_back(open_terminal, folder) -> None:
    """The program reads what is typed; afterwards the terminal is as it was and reads for us again."""
    terminal = open_terminal("python3", "-c", "print('READY'); print('got', input())")
    terminal.until("READY")
    terminal.type("hello\n")
    terminal.until("got hello")
    assert "status=[0] same=True" in terminal.until("BACK status=[0] same=True")
    terminal.type("mine\n")
    terminal.until("LINE mine")


def test_ctrl_c_is_the_programs_own(open_terminal) -> None:
    """An interrupt ends the program in the foreground and not the shell behind it."""
    terminal = open_terminal("python3", "-c", "import time; print('READY', flush=True); time.sleep(60)")
    terminal.until("READY")
    terminal.type("\x03")
    terminal.until("BACK status=[-2] same=True")


def test_program_that_suspends_itself_is_continued(open_terminal) -> None:
    """Ctrl-Z loses nobody's terminal: there is no job control, so the program goes on at once."""
    code = "import os,signal; print('READY', flush=True); os.kill(0, signal.SIGTSTP); print('AGAIN', flush=True)"
    terminal = open_terminal("python3", "-c", code)
    terminal.until("AGAIN")
    terminal.until("BACK status=[0] same=True")


def test_terminal_is_restored_after_a_program_that_breaks_it(open_terminal) -> None:
    """Raw mode left behind, as by a killed editor, is undone."""
    terminal = open_terminal("stty", "raw", "-echo")
    terminal.until("BACK status=[0] same=True")
    terminal.type("line\n")
    terminal.until("LINE line")


@pytest.mark.skipif(not shutil.which("vim"), reason="vim is not installed")
def test_vim_edits_and_comes_back(open_terminal, folder) -> None:
    """A file is edited in real vim, which runs no modeline of it, and the shell goes on."""
    hostile = folder / "-c !touch owned"
    hostile.write_text("text\n# vim: set shiftwidth=13 :\n")
    terminal = open_terminal("vim", "--", str(hostile))
    terminal.until("text")
    terminal.type(":call setline(1, 'shiftwidth ' . &shiftwidth)\r:wq\r")
    terminal.until("BACK status=[0] same=True")
    assert hostile.read_text().startswith("shiftwidth 8\n")
    assert not (folder / "owned").exists()


@pytest.mark.skipif(not shutil.which("vim"), reason="vim is not installed")
@pytest.mark.parametrize("obeyed", [False, True])
def test_vim_runs_nothing_of_the_folder_even_where_the_user_would(open_terminal, folder, obeyed) -> None:
    """A folder's own .vimrc and modelines stay off when the user's vimrc turns them on; without our options it runs."""
    (folder / ".vimrc").write_text("set exrc modeline\n")  # the driver's home folder is this folder's own
    tree = folder / "tree"
    tree.mkdir()
    (tree / ".vimrc").write_text(f"call writefile([], '{folder / 'owned'}')\n")
    (tree / "text").write_text("text\n# vim: set shiftwidth=13 :\n")
    started = "import os; os.chdir('tree'); os.execv('/usr/bin/vim', ['vim', '--', 'text'])"
    terminal = (
        open_terminal("python3", "-c", started) if obeyed else open_terminal("vim", "--", str(tree / "text"), at="tree")
    )
    terminal.until("text")
    terminal.type(":call setline(1, 'shiftwidth ' . &shiftwidth)\r:wq\r")
    terminal.until("BACK status=[0] same=True")
    assert (folder / "owned").exists() is obeyed
    assert (tree / "text").read_text().startswith("shiftwidth 13" if obeyed else "shiftwidth 8")
