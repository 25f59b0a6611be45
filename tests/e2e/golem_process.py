"""Runs `golem` as a process of its own, in a folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Golem:
    """A folder to work in, a home for its state, and a way to start the program there."""

    folder: Path
    home: Path
    models: Path

    def environment(self) -> dict[str, str]:
        """The environment of every process started here."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TERM") if name in os.environ}
        return kept | {
            "GOLEM_HOME": str(self.home),
            "GOLEM_MODELS": str(self.models),
            "PYTHONPATH": str(ROOT),
            "XDG_DATA_HOME": str(self.home / "xdg-data"),
        }

    def command(self, *arguments: str) -> list[str]:
        """The argv that starts golem with these arguments."""
        return [sys.executable, "-m", "shell", *arguments]

    def run(self, *arguments: str, stdin: bytes = b"", timeout_s: float = 120.0) -> subprocess.CompletedProcess[str]:
        """Run to the end and capture what it prints."""
        done = subprocess.run(
            self.command(*arguments),
            input=stdin,
            capture_output=True,
            cwd=self.folder,
            env=self.environment(),
            timeout=timeout_s,
            check=False,
        )
        return subprocess.CompletedProcess(
            done.args, done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")
        )

    def do(self, text: str, *options: str, status: int | None = 0) -> dict[str, Any]:
        """`golem do TEXT --json`, its object, after checking the exit code (None: any of 0 and 1)."""
        return self.json("do", text, *options, status=status)

    def json(self, *arguments: str, status: int | None = 0) -> dict[str, Any]:
        """A command's `--json` object, after checking the exit code (None: any of 0 and 1)."""
        done = self.run(*arguments, "--json")
        assert done.returncode in ({0, 1} if status is None else {status}), done.stderr + done.stdout
        turn: dict[str, Any] = json.loads(done.stdout)
        return turn
