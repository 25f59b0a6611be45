"""A real terminal to run golem in: one tmux pane, typed into with send-keys, read with capture-pane."""

from __future__ import annotations

import subprocess
import time
import uuid
from collections.abc import Mapping

from tests.e2e.golem_process import Golem


class Screen:
    """One golem in one tmux pane, on a server of its own."""

    def __init__(self, golem: Golem, *arguments: str, more: Mapping[str, str] | None = None) -> None:
        """Start golem with these arguments and, beside its own, `more` environment."""
        self._socket = f"golem-{uuid.uuid4().hex[:8]}"
        environment = [f"{name}={value}" for name, value in (golem.environment() | dict(more or {})).items()]
        self._tmux(
            *("start-server", ";", "set-option", "-s", "set-clipboard", "on", ";"),
            *("new-session", "-d", "-x", "110", "-y", "32", "-c", str(golem.folder)),
            *("env", *environment, "TERM=screen-256color", *golem.command(*arguments)),
        )

    def _tmux(self, *arguments: str) -> str:
        command = ["tmux", "-L", self._socket, "-f", "/dev/null", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    def type(self, line: str) -> None:
        """Type a line and press Enter."""
        self._tmux("send-keys", "-l", line)
        self._tmux("send-keys", "Enter")

    def write(self, text: str) -> None:
        """Type without pressing Enter."""
        self._tmux("send-keys", "-l", text)

    def press(self, key: str) -> None:
        """Press one key by tmux's name for it."""
        self._tmux("send-keys", key)

    def resize(self, columns: int, rows: int) -> None:
        """Make the window so large."""
        self._tmux("resize-window", "-x", str(columns), "-y", str(rows))

    def text(self, *, colours: bool = False) -> str:
        """What is on the screen now; with its colours as escape sequences if asked."""
        return self._tmux("capture-pane", "-p", *(["-e"] if colours else []))

    def title(self) -> str:
        """The pane's title, which a program may set."""
        return self._tmux("display-message", "-p", "#{pane_title}").strip()

    def clipboard(self) -> str:
        """What tmux holds as copied; a program may set it (OSC 52) where tmux lets it, and this one does."""
        command = ["tmux", "-L", self._socket, "show-buffer"]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout

    def wait_for(self, words: str, seconds: float = 60.0, *, times: int = 1) -> str:
        """The screen, once `words` are on it as often as that."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            text = self.text()
            if text.count(words) >= times:
                return text
            time.sleep(0.1)
        raise AssertionError(f"{words!r} never came up on:\n{self.text()}")

    def keep_when_ended(self) -> None:
        """Have the screen stay to be read when the program has ended."""
        self._tmux("set-option", "-g", "remain-on-exit", "on")

    def ended(self, seconds: float = 20.0) -> bool:
        """True once the program has ended and tmux with it."""
        deadline = time.monotonic() + seconds
        command = ["tmux", "-L", self._socket, "list-sessions"]
        while time.monotonic() < deadline:
            if subprocess.run(command, capture_output=True, check=False).returncode != 0:
                return True
            time.sleep(0.1)
        return False

    def kill(self) -> None:
        """End the server, whatever runs in it."""
        subprocess.run(["tmux", "-L", self._socket, "kill-server"], capture_output=True, check=False)
