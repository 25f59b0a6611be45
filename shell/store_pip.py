"""The one call of pip: it knows the user's mirrors, proxies, certificates and credentials, so that we need not."""

from __future__ import annotations

import os
import subprocess  # the store's only process; injected everywhere, so that it can be routed elsewhere
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol


class RunPip(Protocol):
    """Runs pip to its end."""

    def __call__(self, arguments: Sequence[str], scratch: Path, on_line: Callable[[str], None]) -> int:
        """Run pip with `arguments` (what follows `pip` on a command line) and return its exit status.

        `scratch` is an existing folder for its temporary files, on the disk that the result goes to. `on_line` gets
        every line that pip prints, stdout and stderr together, without the newline: foreign text, to be sanitised
        before it is shown. Raises OSError where the process cannot be started.
        """
        ...


def run_pip(arguments: Sequence[str], scratch: Path, on_line: Callable[[str], None]) -> int:
    """The real RunPip: this interpreter's pip, in isolated mode, so that no `pip.py` in the working folder is run."""
    argv = [sys.executable, "-I", "-m", "pip", *arguments]
    environment = {**os.environ, "TMPDIR": str(scratch), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(  # noqa: S603  # argv list, no shell; the arguments come from the shipped manifest
        argv,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        try:
            assert process.stdout is not None  # a pipe was asked for; this is for the type checker
            for line in process.stdout:
                on_line(line.rstrip("\n"))
        except BaseException:
            process.terminate()
            raise
        return process.wait()
