"""A file that a program is told to write its report into, in its own folder for temporary files, and how it is read.

A skill puts REPORT in the place of the file's name in an option (`--junitxml=@report`), and gets the content with how
the program ended. The program may have put anything there (a link to a key, a pipe, a file without an end): what is
read is a regular file of its own, with no other name, and not more than MOST_BYTES.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

REPORT: Final = "@report"
"""Stands for the file, at the end of an option: `--junitxml=@report`."""
MOST_BYTES: Final = 32 << 20
_NAME: Final = "report"


@dataclass(frozen=True, slots=True)
class Report:
    """Where a program was told to write."""

    folder: int
    """The descriptor of the folder, opened before the program was started."""

    def read(self) -> bytes:
        """What it wrote; empty where that is nothing, or nothing to be read."""
        try:
            handle = os.open(_NAME, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=self.folder)
        except OSError:
            return b""
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode) or found.st_nlink != 1 or found.st_size > MOST_BYTES:
            os.close(handle)
            return b""
        with os.fdopen(handle, "rb") as file:
            return file.read(MOST_BYTES)


def asked(arguments: Sequence[str]) -> bool:
    """Whether an option among the arguments asks for a report."""
    return any(_is_option(one) for one in _head(arguments))


def named(arguments: Sequence[str], temporary: Path, leaves: ExitStack) -> tuple[list[str], Report]:
    """The arguments with the report's file in its place, and the report. `leaves` closes it. Raises OSError."""
    head = _head(arguments)
    file = str(temporary / _NAME)
    folder = os.open(temporary, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    leaves.callback(os.close, folder)
    put = [one.removesuffix(REPORT) + file if _is_option(one) else one for one in head]
    return [*put, *arguments[len(head) :]], Report(folder)


def _head(arguments: Sequence[str]) -> Sequence[str]:
    """What comes before the operands."""
    return arguments[: arguments.index("--")] if "--" in arguments else arguments


def _is_option(argument: str) -> bool:
    return argument.startswith("--") and argument.endswith(f"={REPORT}")
