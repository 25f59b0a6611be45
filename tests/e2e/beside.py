"""A golem in its workspace, in a real terminal: words are typed into its pane, whichever pane the keys go to."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from shell.places import places_of_user
from shell.workspace import socket_of
from tests.e2e.golem_process import Golem
from tests.e2e.screen import Screen


class Beside:
    """The terminal outside, and tmux inside of it."""

    def __init__(self, golem: Golem, *arguments: str, more: Mapping[str, str] | None = None) -> None:
        """Start `golem --workspace` with these arguments and wait for its prompt."""
        self._runtime = Path(tempfile.mkdtemp(prefix="golem-run-"))  # short, as a socket's path must be
        self._given = dict(more or {}) | {"XDG_RUNTIME_DIR": str(self._runtime)}
        self._golem, self._arguments = golem, arguments
        self.socket = socket_of(places_of_user(golem.environment()), self._given)
        self.outside = self.join()

    def join(self) -> Screen:
        """Another `golem --workspace`, in a terminal of its own."""
        screen = Screen(self._golem, "--workspace", *self._arguments, more=self._given)
        screen.wait_for("golem>")
        return screen

    def tmux(self, *arguments: str) -> str:
        """What the workspace's tmux answers."""
        command = ["tmux", "-S", str(self.socket), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout

    def panes(self) -> dict[str, str]:
        """Each pane's number, and what tmux takes its program to be; Golem's own is "golem"."""
        rows = self.tmux("list-panes", "-s", "-F", "#{pane_id} #{?@golem,golem,#{pane_current_command}}").splitlines()
        return dict(row.split(" ", 1) for row in rows)

    def pane(self, program: str, seconds: float = 20.0) -> str:
        """The number of the pane that runs a program, once there is one."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            found = [number for number, name in self.panes().items() if name == program]
            if found:
                return found[0]
            time.sleep(0.1)
        raise AssertionError(f"{program} never came: {self.panes()}")

    def say(self, line: str) -> None:
        """Type a line to Golem."""
        golem = self.pane("golem")
        self.tmux("send-keys", "-t", golem, "-l", line)
        self.tmux("send-keys", "-t", golem, "Enter")

    def text(self, program: str = "golem") -> str:
        """What the pane of a program shows, lines that tmux broke joined again."""
        return self.tmux("capture-pane", "-p", "-J", "-t", self.pane(program))

    def wait_for(self, words: str, program: str = "golem", seconds: float = 60.0, *, times: int = 1) -> str:
        """What a pane shows, once `words` are in it as often as that, wherever its lines are broken."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            text = " ".join(self.text(program).split())
            if text.count(words) >= times:
                return text
            time.sleep(0.1)
        raise AssertionError(f"{words!r} never came up in {program}:\n{self.text(program)}")

    def kill(self) -> None:
        """End everything."""
        self.tmux("kill-server")
        self.outside.kill()
        shutil.rmtree(self._runtime, ignore_errors=True)
