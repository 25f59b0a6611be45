"""The one call of pip: it knows the user's mirrors, proxies, certificates and credentials, so that we need not."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from skills.process import run_for_setup


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
    environment = {**os.environ, "TMPDIR": str(scratch), "PYTHONUNBUFFERED": "1"}
    return run_for_setup(["-I", "-m", "pip", *arguments], environment, on_line)
